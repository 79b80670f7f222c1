from django.urls import path

from collaboration.transfers.views import cases, coordinations, filings

app_name = "transfers"
urlpatterns = [
    path("cases/<uuid:public_id>/hand-over/", cases.hand_over, name="hand_over"),
    path("cases/<uuid:public_id>/hand-over/sign/", cases.sign, name="sign"),
    path("cases/<uuid:public_id>/take-over/", cases.take_over, name="take_over"),
    path("cases/<uuid:public_id>/send-back/", cases.send_back, name="send_back"),
    path("cases/<uuid:public_id>/report/", cases.report, name="report"),
    path("lists/<uuid:public_id>/", cases.paper, name="paper"),
    path("filed/", filings.register, name="register"),
    path("filed/views/", filings.save_view, name="save_view"),
    path("filed/<uuid:public_id>/", filings.filing, name="filing"),
    path("filed/<uuid:public_id>/acknowledge/", filings.acknowledge, name="acknowledge"),
    path("filed/<uuid:public_id>/query/", filings.query, name="query"),
    path("filed/<uuid:public_id>/answer/", filings.answer, name="answer"),
    path("filed/<uuid:public_id>/coordinate/", coordinations.coordinate, name="coordinate"),
    path("coordinations/", coordinations.listing, name="coordinations"),
    path("coordinations/new/", coordinations.dispute, name="dispute"),
    path("coordinations/<uuid:public_id>/", coordinations.coordination, name="coordination"),
    path("coordinations/<uuid:public_id>/state/", coordinations.state, name="state"),
    path("coordinations/<uuid:public_id>/first/", coordinations.prove, name="prove"),
    path("coordinations/<uuid:public_id>/case/", coordinations.case, name="case"),
    path("coordinations/<uuid:public_id>/conclude/", coordinations.conclude, name="conclude"),
    path("coordinations/<uuid:public_id>/carry-on/", coordinations.carry_on, name="carry_on"),
    path("coordinations/<uuid:public_id>/designate/", coordinations.designate, name="designate"),
    path("coordinations/<uuid:public_id>/refer/", coordinations.refer, name="refer"),
    path("coordinations/<uuid:public_id>/decision/", coordinations.decision, name="decision"),
    path("coordinations/<uuid:public_id>/decision/paper/", coordinations.decision_paper, name="decision_paper"),
    path("proofs/<uuid:public_id>/", coordinations.proof, name="proof"),
]
