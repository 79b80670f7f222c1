"""What open pages of any kind of matter ask for: who else looks at it, and what happened meanwhile."""

from django.urls import path

from collaboration.matters import views

app_name = "matters"
urlpatterns = [
    path("<uuid:matter>/presence/", views.presence, name="presence"),
    path("<uuid:matter>/meanwhile/", views.meanwhile, name="meanwhile"),
]
