"""The desk's own pages: start and record."""

from django.urls import path

from portal.desk import views

urlpatterns = [
    path("", views.start, name="start"),
    path("waiting/", views.waiting, name="waiting"),
    path("palette/", views.palette, name="palette"),
    path("record/", views.record, name="record"),
    path("record/<uuid:chain>/", views.record_chain, name="record_chain"),
]
