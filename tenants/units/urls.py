from django.urls import path

from tenants.units import act_views, views

app_name = "units"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("<uuid:public_id>/", views.unit, name="unit"),
    path("<uuid:public_id>/rename/", act_views.rename, name="rename"),
    path("<uuid:public_id>/telephone/", act_views.telephone, name="telephone"),
    path("<uuid:public_id>/close/", act_views.close, name="close"),
    path("<uuid:public_id>/merge/", act_views.merge, name="merge"),
    path("<uuid:public_id>/split/", act_views.split, name="split"),
]
