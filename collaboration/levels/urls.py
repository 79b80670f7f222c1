from django.urls import path

from collaboration.levels import views

app_name = "levels"
urlpatterns = [
    path("<uuid:public_id>/", views.decision, name="decision"),
    path("<uuid:public_id>/withdraw/", views.withdraw, name="withdraw"),
]
