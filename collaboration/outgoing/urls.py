"""How people and units hear of things outside the desk."""

from django.urls import path

from collaboration.outgoing.views import hooks, outbox, personal, unit

app_name = "outgoing"
urlpatterns = [
    path("", personal.wishes, name="wishes"),
    path("ways/<str:way>/", personal.way, name="way"),
    path("ways/<str:way>/confirm/", personal.confirm, name="confirm"),
    path("ways/<str:way>/code/", personal.another_code, name="another_code"),
    path("open/", personal.open_again, name="open_again"),
    path("follow/<int:number>/", personal.follow, name="follow"),
    path("stop/<str:token>/", personal.stop, name="stop"),
    path("outbox/", outbox.mails, name="outbox"),
    path("outbox/<uuid:mail_id>/", outbox.mail, name="outbox_mail"),
    path("outbox/<uuid:mail_id>/html/", outbox.html, name="outbox_html"),
    path("unit/", unit.outside, name="outside"),
    path("unit/addresses/new/", hooks.make, name="hook_new"),
    path("unit/addresses/<uuid:hook>/", hooks.change, name="hook"),
    path("unit/addresses/<uuid:hook>/remove/", hooks.remove, name="hook_remove"),
    path("unit/addresses/<uuid:hook>/log/", hooks.log, name="log"),
    path("unit/addresses/<uuid:hook>/try/", hooks.try_out, name="hook_try"),
    path("unit/deliveries/<uuid:delivery>/send/", hooks.resend, name="resend"),
]
