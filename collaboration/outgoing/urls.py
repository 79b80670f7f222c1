"""How people and units hear of things outside the desk."""

from django.urls import path

from collaboration.outgoing.views import outbox, personal, unit

app_name = "outgoing"
urlpatterns = [
    path("", personal.wishes, name="wishes"),
    path("open/", personal.open_again, name="open_again"),
    path("follow/<int:number>/", personal.follow, name="follow"),
    path("stop/<str:token>/", personal.stop, name="stop"),
    path("outbox/", outbox.mails, name="outbox"),
    path("outbox/<uuid:mail_id>/", outbox.mail, name="outbox_mail"),
    path("outbox/<uuid:mail_id>/html/", outbox.html, name="outbox_html"),
    path("unit/", unit.outside, name="outside"),
]
