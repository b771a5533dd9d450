"""The field's addresses, all below /f/."""

from django.urls import path

from samspil.interfaces.web.field import cards, courses, drafts, measure, sessions

app_name = "field"
urlpatterns = [
    path("", courses.caseload, name="caseload"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/meeting", sessions.session, name="session"),
    path("meetings/<uuid:session_id>", sessions.edit, name="session-edit"),
    path("meetings/<uuid:session_id>/strike", sessions.strike, name="session-strike"),
    path("cards", cards.cards, name="cards"),
    path("drafts/key", drafts.key, name="draft-key"),
    path("measurements/<uuid:measurement_id>", measure.measure, name="measure"),
    path("measurements/<uuid:measurement_id>/status", measure.status, name="measure-status"),
    path("help", courses.help_card, name="help"),
]
