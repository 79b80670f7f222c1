"""The way into a site's editing."""

from django.urls import path

from tenants.identity import handoff_views

app_name = "entry"
urlpatterns = [
    path("cms-entry/", handoff_views.enter, name="enter"),
    path("cms-entry/finish/", handoff_views.finish, name="finish"),
]
