"""The mentor's pages: the caseload and one course."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspil.delivery.queries import caseload as load
from samspil.delivery.queries import courses, impressions, measurements
from samspil.delivery.queries.beside import course_beside
from samspil.delivery.queries.course_page import told
from samspil.delivery.rules.endings import may_begin_closing
from samspil.delivery.rules.impressions import may_give
from samspil.delivery.terms.courses import COURSE_STATES, RUNNING, UNDER_WAY, CourseState, MeasurementState
from samspil.interfaces import clock
from samspil.interfaces.web.field.visits import own_visits_page
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.around import around
from samspil.interfaces.web.shared.charts import compared, profile
from samspil.interfaces.web.shared.course_page import contact_view, measurement_view, reminded_words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.help import help_page
from samspil.interfaces.web.shared.nameless import was_counted
from samspil.kernel.words import Words
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.trust import links

FIELD = (Role.MENTOR, Role.PARENT_COACH)
SOON_DAYS = 7
STEPS: tuple[tuple[Any, str, tuple[CourseState, ...]], ...] = (
    (gettext_lazy("Finish the course"), "field:closing", (CourseState.CLOSING,)),
    (gettext_lazy("Go on"), "field:pause", (CourseState.PAUSED,)),
    (gettext_lazy("Pause"), "field:pause", (CourseState.ACTIVE,)),
    (gettext_lazy("End the course"), "field:end", (CourseState.ACTIVE, CourseState.PAUSED)),
)
"""What the mentor does with a course itself, each with the states in which it can be done."""

DUE_WORDS: dict[str, tuple[Words, Words, Words]] = {
    "measurement": (
        gettext_lazy("Measurement %(when)s"),
        gettext_lazy("Measurement: %(when)s"),
        gettext_lazy("Measurement before %(day)s"),
    ),
    "review": (gettext_lazy("Review %(when)s"), gettext_lazy("Review: %(when)s"), ""),
    "plan": (
        gettext_lazy("Yes to the plan %(when)s"),
        gettext_lazy("Yes to the plan: %(when)s"),
        gettext_lazy("Yes to the plan before %(day)s"),
    ),
}
"""What is due, when it is over its day, when it comes soon, and when it comes later."""
BUTTONS: dict[str, tuple[Words, str]] = {
    "measurement": (gettext_lazy("Take measurement"), "field:measure"),
    "review": (gettext_lazy("Hold the review"), "field:reviews"),
    "plan": (gettext_lazy("Yes to the plan"), "field:plan-accept"),
    "write_plan": (gettext_lazy("Make the plan"), "field:plan"),
}


@door("field", roles=(*FIELD, Role.ROLE_MODEL), methods=("GET",))
def caseload(request: HttpRequest) -> HttpResponse:
    """The actor's running courses or visits, what is due first. Nothing sealed is opened here."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    if actor.role == Role.ROLE_MODEL:
        return own_visits_page(request)
    number = paging.asked(request)
    rows, more = load.caseload(actor, on=today, page=number)
    return TemplateResponse(
        request,
        "field/caseload.html",
        {
            "page": {
                "keeps_drafts": True,
                "cards": [_card(one, today) for one in rows],
                "was_counted": was_counted(request),
                "counts": True,
                "leads_networks": actor.role == Role.PARENT_COACH,
                **paging.links(number, of=number * courses.PAGE + more, size=courses.PAGE),
            }
        },
    )


def _card(one: load.Card, today: date) -> dict[str, Any]:
    concept = programme.concept(one.concept_id)
    badge, kind = _badge(one.first, today)
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
    is_matched = one.state == CourseState.MATCHED
    return {
        "code": one.code,
        "url": to("field:course", one.id),
        "state_label": _state_label(one.state),
        "is_late": kind == "late",
        "badge": badge,
        "badge_kind": kind,
        "last_words": "" if is_matched else last,
        "next_words": following,
        "review_words": _("Review before %(day)s") % {"day": words.day(one.review_due_on)}
        if one.review_due_on and (one.first is None or one.first.kind != "review" or kind == "ok")
        else "",
        "session_url": None if is_matched else to("field:session", one.id),
        "due": None if kind == "ok" else _button(one),
        "replace_url": to("field:measure", one.measurement_id)
        if one.measurement_id and one.is_handed_out
        else None,
    }


def _state_label(state: str) -> Any:
    """Said only where a course does not simply run."""
    return "" if state == CourseState.ACTIVE else COURSE_STATES[CourseState(state)].title


def _button(one: load.Card) -> dict[str, Any] | None:
    """The one button for what is due first; a long silence is broken by the meeting itself."""
    kind = one.first.kind if one.first else ""
    if kind not in BUTTONS:
        return None
    label, name = BUTTONS[kind]
    thing_id = one.measurement_id if kind == "measurement" else one.id
    return {"label": label, "url": to(name, thing_id)} if thing_id else None


def _badge(first: load.FirstDue | None, today: date) -> tuple[str, str]:
    """What is due first, in words, and how it is marked."""
    if first is None:
        return _("All is done"), "ok"
    if first.on is None:
        return _("Make the plan"), "soon"
    days, when = (first.on - today).days, words.until(first.on, today)
    if first.kind == "quiet":
        return _("Long since you had contact"), "late"
    if first.kind == "review" and days > SOON_DAYS:
        return _("All is done"), "ok"
    late, soon, later = DUE_WORDS[first.kind]
    if days < 0:
        return str(late) % {"when": when}, "late"
    if days <= SOON_DAYS:
        return str(soon) % {"when": when.lower()}, "soon"
    return str(later) % {"day": words.day(first.on)}, ""


@door("field", roles=FIELD, methods=("GET",))
def course(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """One of the actor's own courses: plan, goals, contact, what is owed, answers that were shared."""
    actor, at, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    found, beside = course_beside(actor, course_id, on=today)
    concept = programme.concept(found.concept_id)
    plan, contacts, shared = told(actor, found, at=at)
    owed: Any = measurements.of_course(found)
    out = links.handed_out(one.id for one in owed)
    given = [(words.said(programme.round_title(concept, one.key)), one) for one in shared]
    picture = profile(given, get_language() or "da")
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
                "sessions": [contact_view(one, concept) | change_of(one, found) for one in contacts],
                "profile": picture,
                "beside": _beside(shared, concept),
                "reminded_words": reminded_words(owed),
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
                    | _impression(actor, one, found, today, given=one.has_impression)
                    for one in owed
                ],
                "links": _links(found),
                "session_url": reverse("field:session", args=[found.id]) if found.state in RUNNING else None,
                "apart_url": reverse("field:apart", args=[found.id]) if found.state in UNDER_WAY else None,
                "own_page_url": reverse("field:own-page", args=[found.id]),
                "letters_url": reverse("field:letters", args=[found.id]),
                "state_label": _state_label(found.state),
                "steps": [
                    {"label": label, "url": reverse(name, args=[found.id])}
                    for label, name, states in STEPS
                    if found.state in states
                    if name != "field:end" or may_begin_closing(found) is None
                ],
            },
            "around": around(found, beside, door="field"),
        },
    )


def _impression(actor: Any, one: Any, found: Any, today: Any, *, given: bool) -> dict[str, Any]:
    """Whether the own impression of a round was written, and where it can be."""
    one.course = found  # as it was read already
    may = may_give(actor, one, today, asked=impressions.is_asked(one), given=given) is None
    return {
        "impression_given": given,
        "impression_url": to("field:impression", one.id) if may else None,
    }


def _beside(shared: Any, concept: Any) -> dict[str, Any] | None:
    """The newest round with both the answers that were shown and the own impression."""
    own = next((one for one in reversed(shared) if one.seen), None)
    if own is None:
        return None
    title = words.said(programme.round_title(concept, own.key))
    labels = (_("The person's own"), _("Your impression"))
    return compared(measurements.instrument_of(own), title, own, get_language() or "da", labels=labels)


def change_of(one: courses.Contact, found: Any) -> dict[str, Any]:
    """Where an own meeting is corrected, while the course runs."""
    may = found.state in RUNNING and not one.struck_because
    return {"change_url": to("field:session-edit", one.id) if may and one.id else None}


def _links(found: Any) -> list[dict[str, Any]]:
    """The pages beside a course's own, as far as the course has come."""
    pages = [(_("The whole plan"), "field:plan-versions"), (_("Everyday life"), "field:areas")]
    if found.started_on:
        pages.insert(1, (_("Reviews"), "field:reviews"))
    return [{"label": label, "url": to(name, found.id)} for label, name in pages]


@door("field", roles=(*FIELD, Role.ROLE_MODEL), methods=("GET",))
def help_card(request: HttpRequest) -> HttpResponse:
    """Whom to call when it is urgent."""
    return help_page(request, base="shared/field.html", back_url=reverse("field:caseload"))
