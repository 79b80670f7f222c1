"""Consultations on the public sites; the same under ``/en/`` with English labels."""

from django.urls import path

from collaboration.consultation import public_views

app_name = "consultations"
urlpatterns = [
    path("", public_views.consultations, name="list"),
    path("<uuid:public_id>/", public_views.consultation, name="detail"),
]
