"""The field's addresses, all below /f/."""

from django.urls import path

from samspil.interfaces.web.field import courses, endings, measure

app_name = "field"
urlpatterns = [
    path("", courses.caseload, name="caseload"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/meeting", courses.session, name="session"),
    path("courses/<uuid:course_id>/pause", endings.pause, name="pause"),
    path("courses/<uuid:course_id>/end", endings.end, name="end"),
    path("courses/<uuid:course_id>/closing", endings.closing, name="closing"),
    path("calendar", endings.calendar, name="calendar"),
    path("measurements/<uuid:measurement_id>", measure.measure, name="measure"),
    path("measurements/<uuid:measurement_id>/status", measure.status, name="measure-status"),
    path("help", courses.help_card, name="help"),
]
