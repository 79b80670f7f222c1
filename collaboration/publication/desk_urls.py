"""At the desk: published documents."""

from django.urls import path

from collaboration.publication import desk_views

app_name = "published"
urlpatterns = [
    path("", desk_views.documents, name="list"),
    path("<uuid:public_id>/take-down/", desk_views.take_down, name="take_down"),
]
