"""The office's addresses, all below /o/. They never name the programme's subject."""

from django.urls import path

from samspil.interfaces.web.office import consents, courses, figures, handover, home, loans, moves, steps

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
    path("own-yes", consents.own_yes, name="own-yes"),
    path("hand-overs/", handover.overview, name="hand-overs"),
    path("hand-overs/<uuid:appointment_id>", handover.hand_over, name="hand-over"),
    path("courses/<uuid:course_id>/move", moves.move, name="move"),
    path("moves/<uuid:move_id>", moves.moved, name="moved"),
    path("arrivals/<uuid:move_id>", moves.arrival, name="arrival"),
    path("arrivals/<uuid:move_id>/no", moves.arrival_no, name="arrival-no"),
    path("loans/offer", loans.offer, name="loan"),
    path("loans/<uuid:offer_id>/take", loans.take, name="loan-take"),
    path("loans/<uuid:offer_id>/end", loans.end, name="loan-end"),
    path("deputy", loans.deputy, name="deputy"),
    path("deputy/<uuid:appointment_id>/end", loans.deputy_end, name="deputy-end"),
    path("courses/<uuid:course_id>/mentor", steps.mentor, name="mentor"),
    path("courses/<uuid:course_id>/plan", steps.plan, name="plan"),
    path("measurements/", figures.board, name="measurements"),
    path("measurements/<uuid:measurement_id>/reason", figures.reason, name="reason"),
    path("totals/", figures.totals, name="totals"),
    path("log/", figures.log, name="log"),
    path("help", figures.help_card, name="help"),
]
