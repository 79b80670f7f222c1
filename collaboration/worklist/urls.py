from django.urls import path

from collaboration.worklist import views

app_name = "worklist"
urlpatterns = [
    path("filters/", views.choose, name="filters"),
    path("lists/", views.save, name="save"),
    path("lists/<int:pk>/forget/", views.forget, name="forget"),
]
