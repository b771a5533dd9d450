"""The mentor's pages: the caseload, one course, and logging a session."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.actions.sessions import Held, log_session
from samspil.delivery.queries import courses, measurements
from samspil.delivery.rules import courses as rules
from samspil.delivery.terms import MeasurementState
from samspil.interfaces import clock
from samspil.interfaces.web.field.forms import SessionForm
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.charts import profile
from samspil.interfaces.web.shared.course_page import contact_view, measurement_view
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.interfaces.web.shared.help import help_page
from samspil.kernel.errors import Refused, refuse
from samspil.people.terms import ROLES, Role
from samspil.programme import queries as programme
from samspil.trust import links

FIELD = (Role.MENTOR, Role.PARENT_COACH)
SOON_DAYS = 7


@door("field", roles=(*FIELD, Role.ROLE_MODEL), methods=("GET",))
def caseload(request: HttpRequest) -> HttpResponse:
    """The actor's running courses, what is due first. Nothing sealed is opened here."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    if actor.role == Role.ROLE_MODEL:
        return TemplateResponse(
            request,
            "field/caseload.html",
            {"page": {"cards": [], "shown": 0, "total": 0, "empty_words": ROLES[Role.ROLE_MODEL].may}},
        )
    number = paging.asked(request)
    rows, total = courses.caseload(actor, page=number)
    return TemplateResponse(
        request,
        "field/caseload.html",
        {
            "page": {
                "cards": [_card(one, today) for one in rows],
                "shown": len(rows),
                "total": total,
                **paging.links(number, of=total, size=courses.PAGE),
            }
        },
    )


def _card(one: courses.Row, today: date) -> dict[str, Any]:
    concept = programme.concept(one.concept_id)
    badge, kind = _badge(one, today)
    last, following = _("No meetings yet"), ""
    if one.last:
        title = words.title_of(concept.vocabulary.session_kinds, one.last.kind)
        last = _("Last: %(day)s, %(kind)s %(minutes)s") % {
            "day": words.day(one.last.held_on),
            "kind": title.lower(),
            "minutes": words.minutes(one.last.minutes),
        }
        if one.last.next_on:
            following = _("Next: %(day)s") % {"day": words.day(one.last.next_on)}
    return {
        "code": one.code,
        "url": to("field:course", one.id),
        "is_late": kind == "late",
        "badge": badge,
        "badge_kind": kind,
        "last_words": last,
        "next_words": following,
        "session_url": to("field:session", one.id),
        "measure_url": to("field:measure", one.due_id) if one.due_id else None,
        "replace_url": to("field:measure", one.due_id) if one.due_id and one.is_handed_out else None,
    }


def _badge(one: courses.Row, today: date) -> tuple[str, str]:
    if one.due_on is None:
        return _("All is done"), "ok"
    days = (one.due_on - today).days
    if days < 0:
        return _("Measurement %(over)s") % {"over": words.until(one.due_on, today)}, "late"
    if days <= SOON_DAYS:
        return _("Measurement: %(when)s") % {"when": words.until(one.due_on, today).lower()}, "soon"
    return _("Measurement before %(day)s") % {"day": words.day(one.due_on)}, ""


@door("field", roles=FIELD, methods=("GET",))
def course(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """One of the actor's own courses: plan, goals, contact, what is owed, answers that were shared."""
    actor, at, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    concept = programme.concept(found.concept_id)
    plan, contacts = courses.plan_of(actor, found, at=at)
    owed = measurements.of_course(found)
    out = links.handed_out(one.id for one in owed)
    shared = measurements.shared_answers(actor, found, at=at)
    given = [(words.said(programme.round_title(concept, one.key)), one) for one in shared]
    picture = profile(measurements.instrument_of(owed[0]), given, get_language() or "da") if given else None
    return TemplateResponse(
        request,
        "field/course.html",
        {
            "page": {
                "code": found.code,
                "need": plan.need,
                "purpose": plan.purpose,
                "tasks": plan.tasks,
                "goals": [text for _id, text in plan.goals],
                "lead": _("Running since %(day)s") % {"day": words.day_and_year(found.started_on)}
                if found.started_on
                else "",
                "sessions": [contact_view(one, concept) for one in contacts],
                "profile": picture,
                "measurements": [
                    measurement_view(
                        one,
                        concept,
                        today,
                        button=_("Take the measurement"),
                        url=reverse("field:measure", args=[one.id])
                        if one.state == MeasurementState.OPEN
                        else None,
                    )
                    | {"replace_url": to("field:measure", one.id) if one.id in out else None}
                    for one in owed
                ],
                "session_url": reverse("field:session", args=[found.id]) if found.started_on else None,
                "letters_url": reverse("field:letters", args=[found.id]),
            }
        },
    )


@door("field", roles=FIELD)
def session(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Log a session: preset as last time, saved with one tap."""
    actor, at, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    refuse(rules.may_log(actor, found))
    concept = programme.concept(found.concept_id)
    form: SessionForm | None = None
    if request.method == "POST":
        keys = [(str(one), "") for one in courses.goal_ids(found)]
        form = SessionForm(concept, found.intervention, keys, request.POST)
        if form.is_valid():
            try:
                _write(actor, at, today, course_id, form)
                return HttpResponseRedirect(reverse("field:caseload"))
            except Refused as refused:
                put(form, refused)
    goals = [(str(one), text) for one, text in courses.goals_of(actor, found, at=at)]
    if form is not None:
        form.fields["goals"].choices = goals  # type: ignore[attr-defined]
    else:
        last, touched = courses.last_session(found)
        presets = SessionForm.presets(last, touched, concept, today)
        form = SessionForm(concept, found.intervention, goals, initial=presets)
    return TemplateResponse(
        request,
        "field/session.html",
        {
            "form": form,
            "page": {"code": found.code},
            "cancel_url": reverse("field:caseload"),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _write(actor: Any, at: Any, today: date, course_id: uuid.UUID, form: SessionForm) -> None:
    data = form.cleaned_data
    log_session(
        by=actor,
        at=at,
        on=today,
        course_id=course_id,
        key=data["key"],
        held=Held(
            kind=data["kind"],
            minutes=form.whole_minutes(),
            held_on=data["held_on"],
            next_on=data["next_on"],
            agreed=data["line"],
            goal_ids=tuple(uuid.UUID(one) for one in dict.fromkeys(data["goals"])),
            methods=tuple(dict.fromkeys(data["methods"])),
        ),
    )


@door("field", roles=(*FIELD, Role.ROLE_MODEL), methods=("GET",))
def help_card(request: HttpRequest) -> HttpResponse:
    """Whom to call when it is urgent."""
    return help_page(request, base="shared/field.html", back_url=reverse("field:caseload"))
