"""Consultations on the desk."""

from django.urls import path

from collaboration.consultation import views

app_name = "consultation"
urlpatterns = [
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/close/", views.close, name="close"),
    path("<uuid:public_id>/outcome/", views.report, name="report"),
    path("<uuid:public_id>/comments/<uuid:comment_id>/", views.handle, name="handle"),
    path("<uuid:public_id>/comments/<uuid:comment_id>/contact/", views.contact, name="contact"),
]
