"""The coordinator's home: what waits, late first, each with why and one button."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.queries import courses, measurements, waiting
from samspil.delivery.terms.courses import CourseState, Intervention
from samspil.interfaces import clock
from samspil.interfaces.web.office.waiting import ABOVE, tasks_of
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.charts import tally_view
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.nameless import was_counted
from samspil.people.terms import ROLES, Role

ELSEWHERE = {
    Role.MUNICIPAL_LEAD: "office:waiting",
    Role.PROGRAMME_OFFICE: "office:inbox",
    Role.STEERING_MEMBER: "office:totals",
    Role.EVALUATOR: "office:totals",
    Role.TRAINING_PROVIDER: "office:training",
    Role.LOG_CONTROLLER: "office:log",
    Role.DPO: "office:log",
    Role.AUDITOR: "office:statements",
}
OFFICE_ROLES = (
    Role.COORDINATOR,
    *ELSEWHERE,
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
    tasks = tasks_of(waiting.waiting_for(actor, on=today, more=ABOVE), today)
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
                "was_counted": was_counted(request),
            }
        },
    )


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
