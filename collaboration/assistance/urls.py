from django.urls import path

from collaboration.assistance.views import catalogue, detail, listing, starting, steps

app_name = "assistance"
urlpatterns = [
    path("", listing.ledger, name="list"),
    path("new/", starting.kinds, name="kinds"),
    path("new/<slug:kind>/", starting.addressee, name="addressee"),
    path("new/<slug:kind>/<slug:code>/", starting.write, name="write"),
    path("catalogue/", catalogue.overview, name="catalogue"),
    path("catalogue/kinds/<slug:kind>/", catalogue.kind, name="kind"),
    path("catalogue/kinds/<slug:kind>/offer/", catalogue.offer, name="offer"),
    path("catalogue/agreed/", catalogue.agreed, name="agreed"),
    path("catalogue/agreed/<int:pk>/end/", catalogue.end_understanding, name="end_understanding"),
    path("catalogue/competences/", catalogue.competences, name="competences"),
    path("catalogue/competences/<int:pk>/end/", catalogue.end_competence, name="end_competence"),
    path("<uuid:public_id>/", detail.detail, name="detail"),
    path("<uuid:public_id>/edit/", starting.edit, name="edit"),
    path("<uuid:public_id>/send/", starting.send, name="send"),
    path("<uuid:public_id>/discard/", starting.discard, name="discard"),
    path("<uuid:public_id>/level/", steps.decide_level, name="decide_level"),
    path("<uuid:public_id>/receive/", steps.receive, name="receive"),
    path("<uuid:public_id>/accept/", steps.accept, name="accept"),
    path("<uuid:public_id>/decline/", steps.decline, name="decline"),
    path("<uuid:public_id>/return/", steps.return_for_completion, name="return"),
    path("<uuid:public_id>/forward/", steps.forward, name="forward"),
    path("<uuid:public_id>/complete/", starting.complete, name="complete"),
    path("<uuid:public_id>/split/", steps.split, name="split"),
    path("<uuid:public_id>/report/", steps.report, name="report"),
    path("<uuid:public_id>/ask/", steps.ask, name="ask"),
    path("<uuid:public_id>/questions/<uuid:note_id>/", steps.answer_question, name="answer_question"),
    path("<uuid:public_id>/reply/", steps.reply, name="reply"),
    path("<uuid:public_id>/confirm/", steps.confirm, name="confirm"),
    path("<uuid:public_id>/ask-to-complete/", steps.ask_to_complete, name="ask_to_complete"),
    path("<uuid:public_id>/withdraw/", steps.withdraw, name="withdraw"),
    path("<uuid:public_id>/end/", steps.end, name="end"),
    path("<uuid:public_id>/personal/", detail.open_confidences, name="open_confidences"),
]
