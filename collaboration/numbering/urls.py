from django.urls import path

from collaboration.numbering import views

app_name = "numbering"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("reserve/", views.reserve, name="reserve"),
    path("import/", views.take_over, name="import"),
    path("<int:pk>/release/", views.release, name="release"),
]
