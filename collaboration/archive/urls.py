from django.urls import path

from collaboration.archive import views

app_name = "archive"
urlpatterns = [
    path("", views.items, name="list"),
    path("fonds/", views.fonds, name="fonds"),
    path("export/", views.export, name="export"),
    path("transfers/<uuid:public_id>/", views.transfer, name="transfer"),
    path("<uuid:public_id>/", views.item, name="item"),
    path("<uuid:public_id>/file/", views.file, name="file"),
    path("<uuid:public_id>/package/", views.package, name="package"),
    path("<uuid:public_id>/lend/", views.lend, name="lend"),
    path("<uuid:public_id>/return/", views.take_back, name="take_back"),
]
