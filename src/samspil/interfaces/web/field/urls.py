"""The field's addresses, all below /f/."""

from django.urls import path

from samspil.interfaces.web.field import courses, measure, own_page

app_name = "field"
urlpatterns = [
    path("", courses.caseload, name="caseload"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/meeting", courses.session, name="session"),
    path("courses/<uuid:course_id>/own-page", own_page.own_page, name="own-page"),
    path("measurements/<uuid:measurement_id>", measure.measure, name="measure"),
    path("measurements/<uuid:measurement_id>/status", measure.status, name="measure-status"),
    path("help", courses.help_card, name="help"),
]
