"""Sign-in by django-allauth, and our own pages about the person who is signed in. On the desk alone."""

from django.urls import include, path

from tenants.identity import views

own = [
    path("", views.account, name="account"),
    path("unit/", views.choose_unit, name="choose_unit"),
    path("switch/", views.switch, name="switch"),
    path("challenge/", views.renew_challenge, name="renew_challenge"),
    path("sessions/end/", views.end_sessions, name="end_sessions"),
]
urlpatterns = [
    path("", include((own, "identity"))),
    path("", include("allauth.urls")),
]
