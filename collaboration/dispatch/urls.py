from django.urls import path

from collaboration.dispatch import views

app_name = "dispatch"
urlpatterns = [
    path("filed/", views.filed, name="filed"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/file/", views.file, name="file"),
    path("<uuid:public_id>/keep/", views.keep, name="keep"),
    path("<uuid:public_id>/paper/", views.paper, name="paper"),
    path("<uuid:public_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<uuid:public_id>/query/", views.query, name="query"),
    path("<uuid:public_id>/query/<int:number>/", views.answer, name="answer"),
    path("<uuid:public_id>/delivery/<int:number>/", views.deliver, name="deliver"),
]
