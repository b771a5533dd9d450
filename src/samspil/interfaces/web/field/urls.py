"""The field's addresses, all below /f/."""

from django.urls import path

from samspil.interfaces.web.field import (
    cards,
    courses,
    drafts,
    measure,
    networks,
    own_page,
    plans,
    profile,
    sessions,
)

app_name = "field"
urlpatterns = [
    path("", courses.caseload, name="caseload"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/plan", plans.plan, name="plan"),
    path("courses/<uuid:course_id>/plan/versions", plans.versions, name="plan-versions"),
    path("courses/<uuid:course_id>/plan/accept", plans.accept, name="plan-accept"),
    path("courses/<uuid:course_id>/plan/steps/<uuid:step_id>", plans.step, name="plan-step"),
    path("courses/<uuid:course_id>/areas", plans.areas, name="areas"),
    path("courses/<uuid:course_id>/areas/<slug:area>", plans.area, name="area"),
    path("courses/<uuid:course_id>/reviews", plans.reviews, name="reviews"),
    path("courses/<uuid:course_id>/reviews/<uuid:review_id>", plans.review_correct, name="review-correct"),
    path("courses/<uuid:course_id>/meeting", sessions.session, name="session"),
    path("meetings/<uuid:session_id>", sessions.edit, name="session-edit"),
    path("meetings/<uuid:session_id>/strike", sessions.strike, name="session-strike"),
    path("cards", cards.cards, name="cards"),
    path("drafts/key", drafts.key, name="draft-key"),
    path("courses/<uuid:course_id>/own-page", own_page.own_page, name="own-page"),
    path("measurements/<uuid:measurement_id>", measure.measure, name="measure"),
    path("measurements/<uuid:measurement_id>/status", measure.status, name="measure-status"),
    path("courses/<uuid:course_id>/apart", profile.apart, name="apart"),
    path("profile", profile.profile, name="profile"),
    path("courses/<uuid:course_id>/other", networks.second, name="second"),
    path("courses/<uuid:course_id>/network", networks.membership, name="course-network"),
    path(
        "courses/<uuid:course_id>/network/<uuid:network_id>/<slug:who>/back",
        networks.leave,
        name="leave-network",
    ),
    path("networks/", networks.listed, name="networks"),
    path("networks/<uuid:network_id>", networks.network, name="network"),
    path("networks/<uuid:network_id>/meeting", networks.meeting_new, name="meeting-new"),
    path("networks/<uuid:network_id>/names", networks.members, name="members"),
    path("networks/<uuid:network_id>/invitation/<slug:language>", networks.invitation, name="invitation"),
    path("networks/meetings/<uuid:meeting_id>", networks.meeting, name="meeting"),
    path("without-name/advice", networks.counselling, name="counselling"),
    path("without-name/sparring", networks.consultation, name="consultation"),
    path("material/", networks.material_list, name="material"),
    path("material/<slug:piece>/<slug:language>", networks.material_piece, name="material-piece"),
    path("help", courses.help_card, name="help"),
]
