"""What an administrator can have removed for good."""

from django.urls import path

from collaboration.purging import views

app_name = "purging"
urlpatterns = [
    path("", views.things, name="list"),
    path("<uuid:public_id>/", views.purge, name="purge"),
]
