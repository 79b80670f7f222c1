from django.urls import path

from collaboration.casefiles.views import ending, keeping, serving, uploading

app_name = "casefiles"
urlpatterns = [
    path("of/<uuid:matter>/begin/", uploading.begin, name="begin"),
    path("of/<uuid:matter>/small/", uploading.small, name="small"),
    path("of/<uuid:matter>/hand-over/", uploading.hand_over, name="hand_over"),
    path("of/<uuid:matter>/ending/", ending.ending, name="ending"),
    path("of/<uuid:matter>/ending/confirm/", ending.confirm, name="confirm"),
    path("of/<uuid:matter>/ending/hold/", ending.hold, name="hold"),
    path("of/<uuid:matter>/ending/lift/", ending.lift, name="lift"),
    path("of/<uuid:matter>/contents.pdf", ending.contents, name="contents"),
    path("of/<uuid:matter>/dossier.zip", ending.parcel, name="parcel"),
    path("of/<uuid:matter>/certificate.pdf", ending.certificate, name="certificate"),
    path("held/", keeping.held, name="held"),
    path("held/<uuid:public_id>/", keeping.decide, name="decide"),
    path("schedule/", keeping.schedule, name="schedule"),
    path("uploads/<uuid:public_id>/<int:index>/", uploading.part, name="part"),
    path("uploads/<uuid:public_id>/finish/", uploading.finish, name="finish"),
    path("uploads/<uuid:public_id>/drop/", uploading.drop, name="drop"),
    path("<uuid:public_id>/", serving.page, name="file"),
    path("<uuid:public_id>/content/", serving.content, name="content"),
    path("<uuid:public_id>/state/", serving.state, name="state"),
    path("<uuid:public_id>/preview/<int:number>/", serving.preview, name="preview"),
    path("<uuid:public_id>/check/", serving.check, name="check"),
    path("<uuid:public_id>/remove/", serving.remove, name="remove"),
]
