from django.urls import path

from collaboration.worklist import house_views, views

app_name = "worklist"
urlpatterns = [
    path("filters/", views.choose, name="filters"),
    path("export/", views.export, name="export"),
    path("lists/", views.save, name="save"),
    path("lists/<int:pk>/forget/", views.forget, name="forget"),
    path("steps/", house_views.many, name="many"),
    path("steps/<int:pk>/", house_views.step, name="step"),
    path("hand-over/", house_views.hand_over, name="hand_over"),
    path("hand-over/<uuid:list_id>/", house_views.handed_over, name="handed_over"),
]
