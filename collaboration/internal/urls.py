from django.urls import path

from collaboration.internal import views

app_name = "internal"
urlpatterns = [path("<uuid:matter>/notes/", views.notes, name="notes")]
