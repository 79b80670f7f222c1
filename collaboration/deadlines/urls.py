from django.urls import path

from collaboration.deadlines.views import calendar, deadline, feed, line

app_name = "deadlines"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/notice/", calendar.take_notice, name="notice"),
    path("calendar/day/", calendar.set_day, name="day"),
    path("calendar/<str:day>/drop/", calendar.drop_day, name="drop_day"),
    path("duty/", line.roster, name="roster"),
    path("duty/<int:pk>/drop/", line.drop_shift, name="drop_shift"),
    path("escalation/", line.escalation, name="escalation"),
    path("escalation/<int:pk>/drop/", line.drop_step, name="drop_step"),
    path("feed/", feed.address, name="feed_address"),
    path("feed/<str:token>.ics", feed.calendar, name="feed"),
    path("<uuid:public_id>/", deadline.deadline, name="deadline"),
    path("<uuid:public_id>/propose/", deadline.propose, name="propose"),
    path("<uuid:public_id>/extend/", deadline.extend, name="extend"),
    path("<uuid:public_id>/accept/", deadline.accept, name="accept"),
    path("<uuid:public_id>/decline/", deadline.decline, name="decline"),
    path("<uuid:public_id>/stand-still/", deadline.stand_still, name="stand_still"),
    path("<uuid:public_id>/begin/", deadline.begin, name="begin"),
    path("<uuid:public_id>/go-on/", deadline.go_on, name="go_on"),
]
