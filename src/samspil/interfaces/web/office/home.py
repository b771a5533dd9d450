"""The coordinator's home: what waits, late first, each with why and one button."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries import courses, measurements
from samspil.delivery.terms import CourseState, Intervention
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.charts import tally_view
from samspil.interfaces.web.shared.doors import door
from samspil.people.terms import ROLES, Role
from samspil.programme import queries as programme

SOON = timedelta(days=7)
ELSEWHERE = {
    Role.MUNICIPAL_LEAD: "office:measurements",
    Role.PROGRAMME_OFFICE: "office:totals",
    Role.STEERING_MEMBER: "office:totals",
    Role.LOG_CONTROLLER: "office:log",
    Role.DPO: "office:log",
}
OFFICE_ROLES = (
    Role.COORDINATOR,
    *ELSEWHERE,
    Role.EVALUATOR,
    Role.TRAINING_PROVIDER,
    Role.AUDITOR,
    Role.OPERATOR,
)


@door("office", roles=OFFICE_ROLES, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """The start page of the office: the coordinator's list, or the role's own page."""
    actor = request.actor  # type: ignore[attr-defined]
    role = Role(actor.role)
    if role in ELSEWHERE:
        return HttpResponseRedirect(reverse(ELSEWHERE[role]))
    if role != Role.COORDINATOR:
        return TemplateResponse(
            request,
            "office/nothing.html",
            {"page": {"role_label": ROLES[role].title, "words": ROLES[role].may}},
        )
    today = clock.today()
    tasks = [*_late(actor, today), *_steps(actor, today), *_soon(actor, today)]
    tally = measurements.together(measurements.board(actor))
    return TemplateResponse(
        request,
        "office/home.html",
        {
            "page": {
                "today_words": words.weekday(today),
                "tasks": tasks,
                "waiting_count": len(tasks),
                "late_count": sum(one["is_late"] for one in tasks),
                "coverage": tally_view(tally),
                "board_url": reverse("office:measurements"),
                "offer_url": reverse("office:offer"),
                "figures": _figures(actor),
            }
        },
    )


def _late(actor: Any, today: date) -> list[dict[str, Any]]:
    return [_measurement(one, today) for one in measurements.overdue(actor, on=today)]


def _soon(actor: Any, today: date) -> list[dict[str, Any]]:
    return [_measurement(one, today) for one in measurements.upcoming(actor, on=today, until=today + SOON)]


def _measurement(one: measurements.Due, today: date) -> dict[str, Any]:
    """A measurement on the list, marked when its day has passed."""
    concept = programme.concept(one.concept_id)
    names = {
        "round": words.said(programme.round_title(concept, one.key)),
        "mentor": words.short_name(one.mentor),
    }
    past = one.due_on < today
    why = (
        _("%(mentor)s holds the course. Choose a reason if it cannot be made.")
        if past
        else _("%(mentor)s takes it with the person.")
    ) % names
    return {
        "when_words": words.until(one.due_on, today),
        "is_late": past,
        "title": (_("%(round)s: measurement missing") if past else _("%(round)s: measurement due")) % names,
        "code": one.code,
        "why": why,
        "button": pgettext("button", "Open"),
        "url": reverse("office:reason", args=[one.id])
        if past
        else reverse("office:course", args=[one.course_id]),
    }


def _steps(actor: Any, today: date) -> list[dict[str, Any]]:
    found = []
    for one in courses.waiting(actor):
        url, title, why, button = _step_words(one.state)
        found.append(
            {
                "when_words": _("Waiting"),
                "is_late": False,
                "title": title,
                "code": one.code,
                "why": why % _told(one),
                "url": reverse(url, args=[one.id]),
                "button": button,
            }
        )
    return found


def _told(one: courses.Row) -> dict[str, str]:
    concept = programme.concept(one.concept_id)
    return {
        "month": words.month(one.offered_month),
        "intervention": words.said(concept.intervention(one.intervention).title),
        "source": words.title_of(concept.vocabulary.referral_sources, one.source).lower(),
    }


def _step_words(state: CourseState) -> tuple[str, str, str, str]:
    if state == CourseState.OFFERED:
        return (
            "office:course",
            _("Offer without an answer"),
            _("Offered in %(month)s · %(intervention)s · from: %(source)s"),
            pgettext("button", "Open"),
        )
    if state == CourseState.AWAITING_CONSENT:
        return (
            "office:consent",
            _("Consent from the custody holder is awaited"),
            _("The course cannot go on before it."),
            pgettext("button", "Open"),
        )
    if state == CourseState.ACCEPTED:
        return "office:mentor", _("Ready to be matched"), _("The person has said yes."), _("Match")
    return "office:plan", _("Ready to start"), _("Write purpose, tasks and duration."), _("Make the plan")


def _figures(actor: Any) -> list[dict[str, Any]]:
    """Courses that run and what waits, by kind; all of the own municipality."""
    counts = courses.counts(actor)

    def number(kind: Intervention, *states: CourseState) -> int:
        return sum(counts.get((kind, state), 0) for state in states)

    waiting = (CourseState.ACCEPTED, CourseState.AWAITING_CONSENT, CourseState.MATCHED)
    labels = {
        Intervention.MENTOR: _("mentor courses running"),
        Intervention.PARENT: _("parent courses running"),
    }
    figures = [
        {
            "value": number(kind, CourseState.ACTIVE),
            "of": None,
            "label": label,
            "note": _("%(waiting)d waiting · %(paused)d paused")
            % {"waiting": number(kind, *waiting), "paused": number(kind, CourseState.PAUSED)},
        }
        for kind, label in labels.items()
    ]
    answered = sum(count for (_kind, state), count in counts.items() if state != CourseState.OFFERED)
    declined = sum(count for (_kind, state), count in counts.items() if state == CourseState.DECLINED)
    open_ = sum(counts.values()) - answered
    return [
        *figures,
        {
            "value": answered - declined,
            "of": answered,
            "label": _("answered offers became a yes"),
            "note": _("%(count)d still open") % {"count": open_},
        },
    ]
