"""The seal of the unit one acts for."""

from django.urls import path

from collaboration.sealing import views

app_name = "sealing"
urlpatterns = [
    path("", views.register, name="register"),
    path("authorisations/", views.authorisations, name="authorisations"),
    path("authorisations/new/", views.enter, name="enter"),
    path("authorisations/<uuid:public_id>/", views.authorisation, name="authorisation"),
    path("authorisations/<uuid:public_id>/confirm/", views.grant, name="grant"),
    path("authorisations/<uuid:public_id>/end/", views.end, name="end"),
    path("authorisations/<uuid:public_id>/scan/", views.scan, name="scan"),
]
