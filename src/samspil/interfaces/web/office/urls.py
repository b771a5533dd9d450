"""The office's addresses, all below /o/. They never name the programme's subject."""

from django.urls import path

from samspil.interfaces.web.office import consents, courses, endings, figures, home, journal, steps

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("courses/", courses.listed, name="courses"),
    path("courses/offer", steps.offer, name="offer"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/who", courses.identity, name="identity"),
    path("courses/<uuid:course_id>/yes", steps.accept, name="accept"),
    path("courses/<uuid:course_id>/no", steps.decline, name="decline"),
    path("courses/<uuid:course_id>/consent", consents.consent, name="consent"),
    path("courses/<uuid:course_id>/consents", consents.consents, name="consents"),
    path("courses/<uuid:course_id>/consents/<uuid:consent_id>/back", consents.withdraw, name="withdraw"),
    path("courses/<uuid:course_id>/renew", consents.renew, name="renew"),
    path("courses/<uuid:course_id>/basis", consents.basis, name="basis"),
    path("courses/<uuid:course_id>/stop", consents.stop, name="stop"),
    path("courses/<uuid:course_id>/pause", endings.pause, name="pause"),
    path("courses/<uuid:course_id>/end", endings.end, name="end"),
    path("courses/<uuid:course_id>/closing", endings.closing, name="closing"),
    path("courses/<uuid:course_id>/ending", endings.ending, name="ending"),
    path("courses/<uuid:course_id>/follow-up", endings.follow_up, name="follow-up"),
    path("courses/<uuid:course_id>/journal", journal.journal, name="journal"),
    path("calendar", endings.calendar, name="calendar"),
    path("own-yes", consents.own_yes, name="own-yes"),
    path("courses/<uuid:course_id>/mentor", steps.mentor, name="mentor"),
    path("courses/<uuid:course_id>/plan", steps.plan, name="plan"),
    path("measurements/", figures.board, name="measurements"),
    path("measurements/<uuid:measurement_id>/reason", figures.reason, name="reason"),
    path("totals/", figures.totals, name="totals"),
    path("log/", figures.log, name="log"),
    path("help", figures.help_card, name="help"),
]
