"""The office's addresses, all below /o/. They never name the programme's subject."""

from django.urls import path

from samspil.interfaces.web.office import courses, figures, home, steps

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("courses/", courses.listed, name="courses"),
    path("courses/offer", steps.offer, name="offer"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/who", courses.identity, name="identity"),
    path("courses/<uuid:course_id>/yes", steps.accept, name="accept"),
    path("courses/<uuid:course_id>/no", steps.decline, name="decline"),
    path("courses/<uuid:course_id>/consent", steps.consent, name="consent"),
    path("courses/<uuid:course_id>/mentor", steps.mentor, name="mentor"),
    path("courses/<uuid:course_id>/plan", steps.plan, name="plan"),
    path("measurements/", figures.board, name="measurements"),
    path("measurements/<uuid:measurement_id>/reason", figures.reason, name="reason"),
    path("totals/", figures.totals, name="totals"),
    path("log/", figures.log, name="log"),
    path("help", figures.help_card, name="help"),
]
