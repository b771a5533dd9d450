"""The office's pages about one course, from the offer to the start."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.queries import courses, measurements, reviews
from samspil.delivery.queries.beside import course_beside
from samspil.delivery.queries.course_page import told
from samspil.delivery.rules.courses import may_begin_here
from samspil.delivery.terms.courses import (
    COURSE_STATES,
    ENDED,
    FIELD_ROLE,
    STEPS,
    CourseState,
    Intervention,
    MeasurementState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.office.course_links import groups_of
from samspil.interfaces.web.office.family import can_add_second
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.around import around
from samspil.interfaces.web.shared.charts import compared, profile
from samspil.interfaces.web.shared.course_page import contact_view, measurement_view, reminded_words
from samspil.interfaces.web.shared.doors import door
from samspil.people.queries import people
from samspil.people.terms import CAPACITIES, ROLES, Capacity, Role
from samspil.programme import queries as programme

COORDINATOR = (Role.COORDINATOR,)


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Every course of the municipality that was not declined, a page at a time."""
    number = paging.asked(request)
    rows, total = courses.courses(request.actor, page=number)  # type: ignore[attr-defined]
    today = clock.today()
    return TemplateResponse(
        request,
        "office/courses.html",
        {
            "page": {
                "rows": [_listed(one, today) for one in rows],
                "offer_url": reverse("office:offer"),
                "shown": len(rows),
                "total": total,
                **paging.links(number, of=total, size=courses.PAGE),
            }
        },
    )


def _listed(one: courses.Row, today: Any) -> dict[str, Any]:
    concept = programme.concept(one.concept_id)
    due = ""
    if one.due_on and one.due_key:
        title = words.said(programme.round_title(concept, one.due_key))
        due = f"{title}: {words.until(one.due_on, today)}"
    return {
        "url": to("office:course", one.id),
        "title": one.code or f"{_offer_title(one.offered_month)} · {_source(one, concept)}",
        "state_label": COURSE_STATES[one.state].title,
        "mentor": words.short_name(one.mentor),
        "since_words": words.day_and_year(one.started_on) if one.started_on else "",
        "next_words": due,
        "is_late": bool(one.due_on and one.due_on < today),
    }


@door("office", roles=COORDINATOR, methods=("GET",))
def course(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Where a course is, its plan, contact, own answers and consents. A look at it is logged."""
    actor, at, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    found, beside = course_beside(actor, course_id, on=today)
    hours = reviews.hours_of(found, on=today)
    concept = programme.concept(found.concept_id)
    state = CourseState(found.state)
    page: dict[str, Any] = {
        "code": found.code,
        "title": _offer_title(found.offered_month),
        "intervention_label": words.said(concept.intervention(found.intervention).title),
        "state_label": COURSE_STATES[state].title,
        "steps": _steps(state),
        "actions": [] if _is_still_elsewhere(found, today) else _actions(found.id, state),
        "groups": groups_of(found),
        "lead": _lead(found, concept, today),
        "measurements": [],
        "consents": [],
        "profile_note": _("The person's own answers will be here, if the person chooses to show them."),
        "sessions": [],
        "goals": [],
    }
    if found.person_id is not None:
        plan, contacts, shared = told(actor, found, at=at)
        owed = measurements.of_course(found)
        page |= {
            "need": plan.need,
            "match_reason": plan.match_reason,
            "purpose": plan.purpose,
            "tasks": plan.tasks,
            "goals": [text for _id, text in plan.goals],
            "expected_words": _("%(count)d months") % {"count": found.expected_months}
            if found.expected_months
            else "",
            "basis_words": words.title_of(concept.vocabulary.legal_bases, found.legal_basis)
            if found.legal_basis
            else "",
            "hours_words": _hours(hours) if found.started_on else "",
            "review_words": words.until(found.review_due_on, today)
            if state == CourseState.ACTIVE and found.review_due_on
            else "",
            "sessions": [contact_view(one, concept) for one in contacts],
            "consents": _consents(actor, found.person_id, concept),
            "measurements": [_measurement(one, concept, today) for one in owed],
            "reminded_words": reminded_words(owed),
            **_answers(shared, concept),
        }
    shown = around(found, beside, door="office") | {"can_add_second": can_add_second(found)}
    return TemplateResponse(request, "office/course.html", {"page": page, "around": shown})


@door("office", roles=COORDINATOR, methods=("GET",))
def identity(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The only page with a name. The look is logged with the active purpose."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    if found.person_id is None:
        return HttpResponseRedirect(reverse("office:course", args=[course_id]))
    card = people.identity_for(actor, found.person_id, at=clock.now())
    channels = programme.concept(found.concept_id).vocabulary.contact_channels
    return TemplateResponse(
        request,
        "office/identity.html",
        {
            "page": {
                "code": found.code,
                "name": card.name,
                "contact_label": words.title_of(channels, card.channel),
                "contact": card.contact,
                "born_year": card.born,
                "back_url": reverse("office:course", args=[course_id]),
            }
        },
    )


def _source(one: courses.Row, concept: Any) -> str:
    return words.title_of(concept.vocabulary.referral_sources, one.source).lower()


def _offer_title(month: Any) -> str:
    return _("Offer, %(month)s") % {"month": words.month(month)}


def _is_still_elsewhere(found: Any, today: date) -> bool:
    """It is matched here, and runs in the other municipality until its day comes."""
    return found.state == CourseState.MATCHED and may_begin_here(found.series_on, today) is not None


def _lead(found: Any, concept: Any, today: date) -> str:
    if _is_still_elsewhere(found, today):
        return _("Runs in the other municipality until %(day)s. The plan is written then.") % {
            "day": words.day_and_year(found.series_on)
        }
    if found.started_on:
        role = ROLES[FIELD_ROLE[Intervention(found.intervention)]].title
        who = f"{str(role).lower()} {words.short_name(found.mentor.account.name)}"
    if found.started_on and found.state in ENDED:
        return _("From %(from)s to %(to)s · %(who)s") % {
            "from": words.day_and_year(found.started_on),
            "to": words.day_and_year(found.ended_on),
            "who": who,
        }
    if found.started_on:
        return _("Running since %(day)s · %(who)s · agreed %(minutes)d minutes a week") % {
            "day": words.day_and_year(found.started_on),
            "who": who,
            "minutes": found.agreed_minutes,
        }
    source = words.title_of(concept.vocabulary.referral_sources, found.source)
    return _("Offered in %(month)s · came from: %(source)s") % {
        "month": words.month(found.offered_month),
        "source": source,
    }


def _hours(hours: tuple[int, int]) -> str:
    agreed, held = (words.hours(one) for one in hours)
    return _("%(held)s of %(agreed)s hours") % {"held": held, "agreed": agreed}


def _steps(state: CourseState) -> list[dict[str, Any]]:
    now = next((number for number, (_t, states) in enumerate(STEPS) if state in states), 0)
    return [
        {"label": title, "status": "done" if number < now else "now" if number == now else "todo"}
        for number, (title, _states) in enumerate(STEPS)
    ]


def _actions(course_id: uuid.UUID, state: CourseState) -> list[dict[str, Any]]:
    """The next steps a state allows: one filled, the rest outlined."""
    offers = {
        CourseState.OFFERED: [
            (_("The person said yes"), "office:accept"),
            (_("The person said no"), "office:decline"),
        ],
        CourseState.AWAITING_CONSENT: [(_("The consent has come"), "office:consent")],
        CourseState.ACCEPTED: [(_("Choose a mentor or coach"), "office:mentor")],
        CourseState.MATCHED: [(_("Write the plan and start"), "office:plan")],
        CourseState.CLOSING: [(_("Finish the course"), "office:closing")],
    }.get(state, [])
    return [
        {"label": label, "url": reverse(name, args=[course_id]), "filled": number == 0}
        for number, (label, name) in enumerate(offers)
    ]


def _consents(actor: Any, person_id: uuid.UUID, concept: Any) -> list[dict[str, Any]]:
    given = {(one.purpose, one.capacity) for one in people.consents_of(actor, person_id)}
    shown = [
        {"label": words.said(one.title), "is_given": (one.slug, "self") in given} for one in concept.consents
    ]
    holders = [one for purpose, one in given if purpose == "support" and one != "self"]
    return shown + [{"label": CAPACITIES[Capacity(one)], "is_given": True} for one in sorted(holders)]


def _measurement(one: Any, concept: Any, today: Any) -> dict[str, Any]:
    wants = one.state == MeasurementState.OPEN and one.due_on < today
    wants = wants or (one.state == MeasurementState.MISSED and not one.reason)
    url = reverse("office:reason", args=[one.id]) if wants else None
    return measurement_view(one, concept, today, url=url, button=_("Give a reason"))


def _answers(shared: Any, concept: Any) -> dict[str, Any]:
    if not shared:
        return {
            "profile": None,
            "beside": None,
            "profile_note": _("Nothing has been shown to you. The person decides, each time."),
        }
    given = [(words.said(programme.round_title(concept, one.key)), one) for one in shared]
    language = get_language() or "da"
    picture = None
    own = next((one for one in reversed(shared) if one.seen), None)
    if own is not None:
        title = words.said(programme.round_title(concept, own.key))
        labels = (_("The person's own"), _("The mentor's impression"))
        picture = compared(measurements.instrument_of(own), title, own, language, labels=labels)
    return {
        "profile": profile(given, language),
        "beside": picture,
        "profile_note": _("The person has chosen to show you these answers. Nothing is added up."),
    }
