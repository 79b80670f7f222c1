from django.urls import path

from collaboration.incoming import views

app_name = "incoming"
urlpatterns = [
    path("", views.incoming, name="list"),
    path("register/", views.book, name="register"),
    path("<uuid:matter>/", views.slip, name="slip"),
    path("<uuid:matter>/receive/", views.receive, name="receive"),
    path("<uuid:matter>/read/", views.read, name="read"),
    path("<uuid:matter>/paper/", views.paper, name="paper"),
]
