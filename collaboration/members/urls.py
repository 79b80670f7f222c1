"""The members of the unit one administers."""

from django.urls import path

from collaboration.members import views

app_name = "members"
urlpatterns = [path("", views.members, name="list")]
