from django.urls import path

from collaboration.letters.views import outside, pages, practice, steps

app_name = "letters"
urlpatterns = [
    path("practice/", practice.practice, name="practice"),
    path("departments/", outside.departments, name="departments"),
    path("departments/end/", outside.end_department, name="end_department"),
    path("outside/<uuid:matter>/", outside.record_step, name="outside"),
    path("outside/<uuid:matter>/<uuid:step_id>/", outside.paper, name="paper"),
    path("on/<uuid:matter>/<slug:sort>/", pages.write, name="write"),
    path("<uuid:public_id>/", pages.detail, name="detail"),
    path("<uuid:public_id>/edit/", pages.edit, name="edit"),
    path("<uuid:public_id>/file/", pages.file, name="file"),
    path("<uuid:public_id>/submit/", steps.submit, name="submit"),
    path("<uuid:public_id>/sign/", steps.sign, name="sign"),
    path("<uuid:public_id>/return/", steps.return_to_writer, name="return"),
    path("<uuid:public_id>/release/", steps.release, name="release"),
    path("<uuid:public_id>/resume/", steps.resume, name="resume"),
    path("<uuid:public_id>/hand-over/", steps.hand_over, name="hand_over"),
    path("<uuid:public_id>/cancel/", steps.cancel, name="cancel"),
]
