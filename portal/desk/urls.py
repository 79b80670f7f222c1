"""The desk's own pages: start, notices, record."""

from django.urls import path

from portal.desk import views

urlpatterns = [
    path("", views.start, name="start"),
    path("waiting/", views.waiting, name="waiting"),
    path("notices/", views.notices, name="notices"),
    path("notices/count/", views.unread_count, name="unread_count"),
    path("notices/<int:number>/", views.open_notice, name="open_notice"),
    path("record/", views.record, name="record"),
    path("record/<uuid:chain>/", views.record_chain, name="record_chain"),
]
