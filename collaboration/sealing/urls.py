"""The seal of the unit one acts for."""

from django.urls import path

from collaboration.sealing.views import authorisations, certificates, picture, register

app_name = "sealing"
urlpatterns = [
    path("", register.register, name="register"),
    path("register.xlsx", register.export, name="register_export"),
    path("picture/", picture.picture, name="picture"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<slug:fingerprint>/lost/", certificates.report_lost, name="report_lost"),
    path("authorisations/", authorisations.authorisations, name="authorisations"),
    path("authorisations/new/", authorisations.enter, name="enter"),
    path("authorisations/<uuid:public_id>/", authorisations.authorisation, name="authorisation"),
    path("authorisations/<uuid:public_id>/confirm/", authorisations.grant, name="grant"),
    path("authorisations/<uuid:public_id>/end/", authorisations.end, name="end"),
    path("authorisations/<uuid:public_id>/scan/", authorisations.scan, name="scan"),
]
