from django.urls import path

from collaboration.service.views import detail, door, files, phone, steps

app_name = "service"
urlpatterns = [
    path("begin/<uuid:request_id>/", steps.begin, name="begin"),
    path("<uuid:public_id>/", detail.detail, name="detail"),
    path("<uuid:public_id>/personal/", detail.open_confidences, name="open_confidences"),
    path("<uuid:public_id>/door/", door.door, name="door"),
    path("<uuid:public_id>/door/line/", phone.line, name="line"),
    path("<uuid:public_id>/door/shell/", phone.shell, name="shell"),
    path("<uuid:public_id>/door/worker.js", phone.worker, name="worker"),
    path("<uuid:public_id>/files/", door.hand_in, name="hand_in"),
    path("<uuid:public_id>/papers/", files.papers, name="papers"),
    path("<uuid:public_id>/proof/", files.proof, name="proof"),
    path("<uuid:public_id>/attempts/<int:number>/strike/", steps.strike, name="strike"),
    path("<uuid:public_id>/finish/", steps.finish, name="finish"),
    path("<uuid:public_id>/take-back/", steps.take_back, name="take_back"),
    path("<uuid:public_id>/release/", steps.release, name="release"),
    path("<uuid:public_id>/resume/", steps.resume, name="resume"),
]
