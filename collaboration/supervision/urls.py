from django.urls import path

from collaboration.supervision.views import area, slips, urging

app_name = "supervision"
urlpatterns = [
    path("", area.area, name="area"),
    path("of/<uuid:matter>/", urging.waiting, name="waiting"),
    path("of/<uuid:matter>/urge/", urging.urge, name="urge"),
    path("of/<uuid:matter>/<str:code>/call/", urging.call, name="call"),
    path("register/<uuid:matter>/", slips.registered, name="registered"),
    path("register/<uuid:matter>/<str:code>/", slips.issue, name="issue"),
    path("slips/<uuid:public_id>/", slips.slip, name="slip"),
    path("slips/<uuid:public_id>/feedback/", slips.feed_back, name="feed_back"),
    path("slips/<uuid:public_id>/send-back/", slips.send_back, name="send_back"),
    path("slips/<uuid:public_id>/lift/", slips.lift, name="lift"),
    path("slips/<uuid:public_id>/issue/", slips.issue_proposed, name="issue_proposed"),
    path("slips/<uuid:public_id>/drop/", slips.drop, name="drop"),
]
