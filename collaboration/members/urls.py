"""The members of the unit one administers, and the way in for somebody who is invited."""

from django.urls import path

from collaboration.members import delegation_views, joining, views

app_name = "members"
urlpatterns = [
    path("", views.members, name="list"),
    path("invite/", views.invite, name="invite"),
    path("invitations/<uuid:public_id>/revoke/", views.revoke, name="revoke"),
    path("history/", views.history, name="history"),
    path("below/", views.below, name="below"),
    path("below/<uuid:unit>/invite/", views.invite_first, name="invite_first"),
    path("below/<uuid:public_id>/end/", views.end_below, name="end_below"),
    path("standing-in/", delegation_views.delegations, name="delegations"),
    path("standing-in/<uuid:public_id>/end/", delegation_views.end, name="end_delegation"),
    path("join/<str:token>/", joining.join, name="join"),
    path("<uuid:public_id>/", views.member, name="member"),
    path("<uuid:public_id>/clear/", views.clear, name="clear"),
    path("<uuid:public_id>/end/", views.end, name="end"),
    path("<uuid:public_id>/sessions/", views.end_sessions, name="end_sessions"),
    path("<uuid:public_id>/factors/", views.reset_factors, name="reset_factors"),
]
