"""The office's addresses, all below /o/. They never name the programme's subject."""

from django.urls import path

from samspil.interfaces.web.office import (
    consents,
    courses,
    figures,
    home,
    hours,
    imports,
    invitations,
    lead,
    letters,
    steps,
)

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
    path("courses/<uuid:course_id>/plan", steps.plan, name="plan"),
    path("measurements/", figures.board, name="measurements"),
    path("measurements/<uuid:measurement_id>/reason", figures.reason, name="reason"),
    path("totals/", figures.totals, name="totals"),
    path("log/", figures.log, name="log"),
    path("help", figures.help_card, name="help"),
    path("invitations/", invitations.listed, name="invitations"),
    path("invitations/new", invitations.invite, name="invite"),
    path("invitations/<uuid:appointment_id>", invitations.again, name="invitation"),
    path("invitations/<uuid:appointment_id>/back", invitations.take_back, name="invitation-back"),
    path("staff-hours/", hours.staff_hours, name="staff-hours"),
    path("staff-hours/<uuid:month_id>", hours.staff_month, name="staff-month"),
    path("waiting/", lead.lead, name="waiting"),
    path("courses/<uuid:course_id>/letters", letters.letters, name="letters"),
    path("import/", imports.bring, name="import"),
    path("import/template", imports.template, name="import-template"),
    path("import/<uuid:draft_id>", imports.draft, name="import-draft"),
]
