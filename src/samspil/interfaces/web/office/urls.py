"""The office's addresses, all below /o/. They never name the programme's subject."""

from django.urls import path

from samspil.interfaces.web.office import consents, courses, figures, home, hours, plans, steps

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
    path("courses/<uuid:course_id>/mentor", steps.mentor, name="mentor"),
    path("courses/<uuid:course_id>/plan", plans.plan, name="plan"),
    path("courses/<uuid:course_id>/plan/versions", plans.versions, name="plan-versions"),
    path("courses/<uuid:course_id>/plan/accept", plans.accept, name="plan-accept"),
    path("courses/<uuid:course_id>/plan/steps/<uuid:step_id>", plans.step, name="plan-step"),
    path("courses/<uuid:course_id>/areas", plans.areas, name="areas"),
    path("courses/<uuid:course_id>/areas/<slug:area>", plans.area, name="area"),
    path("courses/<uuid:course_id>/reviews", plans.reviews, name="reviews"),
    path("courses/<uuid:course_id>/reviews/<uuid:review_id>", plans.review_correct, name="review-correct"),
    path("hours/", hours.listed, name="hours"),
    path("measurements/", figures.board, name="measurements"),
    path("measurements/<uuid:measurement_id>/reason", figures.reason, name="reason"),
    path("totals/", figures.totals, name="totals"),
    path("log/", figures.log, name="log"),
    path("help", figures.help_card, name="help"),
]
