from django.urls import path

from collaboration.casefiles.views import serving, uploading

app_name = "casefiles"
urlpatterns = [
    path("of/<uuid:matter>/begin/", uploading.begin, name="begin"),
    path("of/<uuid:matter>/small/", uploading.small, name="small"),
    path("of/<uuid:matter>/hand-over/", uploading.hand_over, name="hand_over"),
    path("uploads/<uuid:public_id>/<int:index>/", uploading.part, name="part"),
    path("uploads/<uuid:public_id>/finish/", uploading.finish, name="finish"),
    path("uploads/<uuid:public_id>/drop/", uploading.drop, name="drop"),
    path("<uuid:public_id>/", serving.page, name="file"),
    path("<uuid:public_id>/content/", serving.content, name="content"),
    path("<uuid:public_id>/state/", serving.state, name="state"),
    path("<uuid:public_id>/preview/<int:number>/", serving.preview, name="preview"),
    path("<uuid:public_id>/remove/", serving.remove, name="remove"),
]
