"""The field's addresses, all below /f/."""

from django.urls import path

from samspil.interfaces.web.field import courses, measure, profile

app_name = "field"
urlpatterns = [
    path("", courses.caseload, name="caseload"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/meeting", courses.session, name="session"),
    path("measurements/<uuid:measurement_id>", measure.measure, name="measure"),
    path("measurements/<uuid:measurement_id>/status", measure.status, name="measure-status"),
    path("courses/<uuid:course_id>/apart", profile.apart, name="apart"),
    path("profile", profile.profile, name="profile"),
    path("help", courses.help_card, name="help"),
]
