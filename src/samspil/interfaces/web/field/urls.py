"""The field's addresses, all below /f/."""

from django.urls import path

from samspil.interfaces.web.field import courses, hours, letters, measure

app_name = "field"
urlpatterns = [
    path("", courses.caseload, name="caseload"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/meeting", courses.session, name="session"),
    path("measurements/<uuid:measurement_id>", measure.measure, name="measure"),
    path("measurements/<uuid:measurement_id>/status", measure.status, name="measure-status"),
    path("courses/<uuid:course_id>/letters", letters.letters, name="letters"),
    path("hours", hours.months, name="hours"),
    path("hours/<int:year>/<int:number>", hours.month, name="month"),
    path("help", courses.help_card, name="help"),
]
