"""Addresses of the inbox."""

from django.urls import path

from collaboration.notifications import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("newest/", views.newest, name="newest"),
    path("news/", views.news, name="news"),
    path("all/", views.mark_all, name="all"),
    path("<int:number>/", views.mark, name="mark"),
    path("<int:number>/open/", views.open_notice, name="open"),
    path("<int:number>/later/", views.later, name="later"),
    path("matter/<uuid:matter>/", views.matter, name="matter"),
]
