"""Sign-in by django-allauth, and our own pages about the person who is signed in. On the desk alone."""

from django.urls import include, path

from tenants.identity import demo_views, handoff_views, views

own = [
    path("accounts/", views.account, name="account"),
    path("accounts/unit/", views.choose_unit, name="choose_unit"),
    path("accounts/switch/", views.switch, name="switch"),
    path("accounts/challenge/", views.renew_challenge, name="renew_challenge"),
    path("accounts/sessions/end/", views.end_sessions, name="end_sessions"),
    path("accounts/site/", handoff_views.hand_over, name="hand_over"),
    path("demo/", demo_views.demo_page, name="demo"),
    path("demo/sign-in/", demo_views.demo_sign_in, name="demo_sign_in"),
]
urlpatterns = [
    path("", include((own, "identity"))),
    path("accounts/", include("allauth.urls")),
]
