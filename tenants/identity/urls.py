"""Sign-in by django-allauth, and our own pages about the person who is signed in. On the desk alone."""

from django.urls import include, path, re_path

from tenants.identity import demo_views, handoff_views, single_sign_on, views
from tenants.identity.allauth_views import PasskeyLogin

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
    re_path(r"^accounts/(email|confirm-email)/", views.closed),  # the address is a field of the account
    path("accounts/2fa/webauthn/login/", PasskeyLogin.as_view(), name="mfa_login_webauthn"),
    path("accounts/oidc/<str:provider_id>/login/", single_sign_on.login, name="openid_connect_login"),
    path("accounts/oidc/<str:provider_id>/login/callback/", single_sign_on.callback, name="openid_connect_callback"),
    path("accounts/", include("allauth.urls")),
]
