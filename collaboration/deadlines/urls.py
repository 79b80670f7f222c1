from django.urls import path

from collaboration.deadlines.views import calendar

app_name = "deadlines"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/notice/", calendar.take_notice, name="notice"),
    path("calendar/day/", calendar.set_day, name="day"),
    path("calendar/<str:day>/drop/", calendar.drop_day, name="drop_day"),
]
