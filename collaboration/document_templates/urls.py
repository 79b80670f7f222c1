"""Templates of documents."""

from django.urls import path

from collaboration.document_templates import views

app_name = "templates"
urlpatterns = [
    path("", views.templates, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:public_id>/", views.template, name="template"),
    path("<uuid:public_id>/versions/<int:number>/", views.template, name="version"),
    path("<uuid:public_id>/edit/", views.edit, name="edit"),
    path("<uuid:public_id>/retire/", views.retire, name="retire"),
]
