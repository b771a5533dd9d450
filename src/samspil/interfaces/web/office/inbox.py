"""The programme office's home: all that waits for it, the oldest first, each with its age or its last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samspil.delivery.queries import waiting, waiting_office
from samspil.delivery.queries.waiting_shape import Waiting
from samspil.economy.queries import waiting as grants
from samspil.economy.terms.budget import BUDGET_KINDS, BudgetKind
from samspil.economy.terms.statements import WHOLE
from samspil.governance.queries import waiting_office as steering
from samspil.governance.queries.milestones import Milestone
from samspil.governance.terms.agreements import AGREEMENT_KINDS, AgreementKind
from samspil.governance.terms.documents import DESCRIPTION_KINDS, DescriptionKind
from samspil.governance.terms.groups import MEETINGS, GroupKind
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.actor import Actor
from samspil.people.terms import Role
from samspil.programme import queries as programme

Task = dict[str, Any]
LONG = timedelta(days=366)
"""A milestone that is late for longer lies behind a fold, so that what came up lately is seen."""

SOURCES = (*grants.OFFICE_SOURCES, *waiting_office.OFFICE_SOURCES, *steering.OFFICE_SOURCES)
"""What waits for the office in each room, as one statement."""


@door("office", roles=(Role.PROGRAMME_OFFICE,), methods=("GET",))
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the programme office, and the way to where it is done."""
    today = clock.today()
    tasks = tasks_of(request.actor, today)  # type: ignore[attr-defined]
    page = {
        "today_words": words.weekday(today),
        "tasks": [one for one in tasks if not one["is_old"]],
        "old": [one for one in tasks if one["is_old"]],
        "count": len(tasks),
        "late_count": sum(one["is_late"] for one in tasks),
    }
    return TemplateResponse(request, "office/inbox.html", {"page": page})


def tasks_of(actor: Actor, today: date) -> list[Task]:
    """Everything that waits for the office, the oldest first."""
    found = waiting.waiting_for(actor, on=today, sources=SOURCES)
    tasks = [{"is_late": False, **KINDS[one.kind](one, today), "on": one.on or today} for one in found]
    tasks += [_milestone(one, today) for one in steering.milestones_late(actor, today)]
    return sorted(tasks, key=lambda task: (task["on"], str(task["title"])))


def _task(title: str, why: str, url: str, when: str, *, is_late: bool = False, button: str = "") -> Task:
    return {
        "title": title,
        "why": why,
        "url": url,
        "when_words": when,
        "is_late": is_late,
        "is_old": False,
        "button": button or pgettext("button", "Open"),
    }


def _age(one: Waiting, today: date) -> str:
    """How long something has waited."""
    assert one.on is not None
    days = (today - one.on).days
    if days < 1:
        return _("Since today")
    return ngettext("For %(count)d day", "For %(count)d days", days) % {"count": days}


def _until(one: Waiting, today: date) -> str:
    assert one.on is not None
    return words.until(one.on, today)


def _budget(one: Waiting, today: date) -> Task:
    told = {"what": BUDGET_KINDS[BudgetKind(one.more[0])], "name": one.name}
    title = _("%(name)s: %(what)s") % told
    return _task(
        title, _("Approve it or refuse it."), to("office:grant-decide", one.thing_id), _age(one, today)
    )


def _cost(one: Waiting, today: date) -> Task:
    title = _("%(name)s: a cost that is not on the list") % {"name": one.name}
    url = to("office:grant-decide", one.thing_id)
    return _task(title, _("Say whether the grant pays it."), url, _age(one, today))


def _statement(one: Waiting, today: date) -> Task:
    year = int(one.more[0])
    title = _("%(name)s: accounts of %(year)d") % {"name": one.name, "year": year}
    if year == WHOLE:
        title = _("%(name)s: accounts of the whole grant") % {"name": one.name}
    url = to("office:grant-decide", one.thing_id)
    return _task(title, _("Receive them or send them back."), url, _age(one, today))


def _vouchers_shown(one: Waiting, today: date) -> Task:
    title = _("%(name)s shows vouchers of %(year)s") % {"name": one.name, "year": one.more[0]}
    why = _("You read them to the end of that day.")
    return _task(title, why, to("office:asking", one.thing_id), _until(one, today))


def _vouchers_refused(one: Waiting, today: date) -> Task:
    title = _("%(name)s does not show vouchers of %(year)s") % {"name": one.name, "year": one.more[0]}
    why = _("Read why, and receive the accounts or send them back.")
    return _task(title, why, to("office:asking", one.thing_id), _age(one, today))


def _delivery(one: Waiting, today: date) -> Task:
    assert one.concept_id is not None
    asked = programme.concept(one.concept_id).training.deliverables
    title = _("Delivered: %(what)s") % {"what": words.title_of(asked, one.more[0])}
    url = to("office:deliverable", one.thing_id)
    return _task(title, _("Accept it or send it back."), url, _age(one, today))


def _agreement(one: Waiting, today: date) -> Task:
    told = {"what": AGREEMENT_KINDS[AgreementKind(one.more[0])], "name": one.name}
    title = _("%(name)s: %(what)s") % told
    url = to("office:agreement", one.thing_id)
    return _task(title, _("Your own signature is missing."), url, _age(one, today))


def _description(one: Waiting, today: date) -> Task:
    kind, intervention = one.more
    what = str(DESCRIPTION_KINDS[DescriptionKind(kind)])
    if intervention and one.concept_id is not None:
        what = words.said(programme.concept(one.concept_id).intervention(intervention).title)
    title = _("%(name)s: description of %(what)s") % {"name": one.name, "what": what}
    url = to("office:description", one.thing_id)
    return _task(title, _("Accept it or send it back."), url, _age(one, today))


def _unowned(one: Waiting, today: date) -> Task:
    title = _("Barrier: %(heading)s") % {"heading": one.name}
    url = to("office:steering-barrier", one.thing_id)
    return _task(title, _("Nobody sees to it yet."), url, _age(one, today))


def _overdue(one: Waiting, today: date) -> Task:
    title = _("Barrier: %(heading)s") % {"heading": one.name}
    url = to("office:steering-barrier", one.thing_id)
    return _task(title, _("It was to be decided by now."), url, _until(one, today), is_late=True)


def _instruct(one: Waiting, today: date) -> Task:
    title = _("Barrier: %(heading)s") % {"heading": one.name}
    url = to("office:steering-barrier", one.thing_id)
    return _task(title, _("It is decided, and nobody was told what to do."), url, _age(one, today))


def _unconfirmed(one: Waiting, today: date) -> Task:
    title = _("An instruction: %(heading)s") % {"heading": one.name}
    why = _("%(name)s has not said what it did.") % {"name": one.more[0]}
    return _task(title, why, to("office:steering-barrier", one.thing_id), _until(one, today), is_late=True)


def _close(one: Waiting, today: date) -> Task:
    title = _("Decision in writing: %(heading)s") % {"heading": one.name}
    url = to("office:steering-decision", one.thing_id)
    return _task(title, _("Its time is over. Close it."), url, _until(one, today), is_late=True)


def _answer(one: Waiting, today: date) -> Task:
    title = _("Decision in writing: %(heading)s") % {"heading": one.name}
    url = to("office:steering-decision", one.thing_id)
    return _task(title, _("Your office has not answered. Silence is not consent."), url, _until(one, today))


def _own_task(one: Waiting, today: date) -> Task:
    assert one.on is not None
    title = _("A task from a meeting: %(heading)s") % {"heading": one.name}
    url = to("office:steering-done", one.thing_id)
    why = _("Your office has taken it on.")
    return _task(title, why, url, _until(one, today), is_late=one.on < today)


def _minutes(one: Waiting, today: date) -> Task:
    url = to("office:steering-meeting", one.thing_id)
    title = str(MEETINGS[GroupKind(one.more[0])])
    return _task(title, _("It was held. Approve the minutes."), url, _age(one, today))


def _invite(one: Waiting, today: date) -> Task:
    url = to("office:steering-meeting", one.thing_id)
    title = str(MEETINGS[GroupKind(one.more[0])])
    return _task(title, _("Nobody was invited yet."), url, _until(one, today))


def _proposal(one: Waiting, today: date) -> Task:
    title = _("For the agenda: %(heading)s") % {"heading": one.name}
    why = _("Proposed by %(name)s.") % {"name": one.more[0]}
    return _task(title, why, to("office:steering-group", one.thing_id), _age(one, today))


def _milestone(one: Milestone, today: date) -> Task:
    """A milestone past its plan: written as reached where no rows tell of it, else its plan is moved."""
    name = "office:milestone-reached" if one.told_by == "nothing" else "office:milestone-move"
    why = _("Write when it was reached, or move its plan with a reason.")
    if one.told_by != "nothing":
        why = _("What is written elsewhere does not show it yet. Move its plan with a reason.")
    title = _("Milestone: %(title)s") % {"title": one.title}
    told = _task(title, why, reverse(name, args=[one.id]), words.until(one.to_on, today), is_late=True)
    return {**told, "on": one.to_on, "is_old": today - one.to_on > LONG}


KINDS: dict[str, Callable[[Waiting, date], Task]] = {
    "budget_decide": _budget,
    "cost_decide": _cost,
    "statement_answer": _statement,
    "vouchers_shown": _vouchers_shown,
    "vouchers_refused": _vouchers_refused,
    "delivery_answer": _delivery,
    "agreement_sign": _agreement,
    "description_answer": _description,
    "barrier_owner": _unowned,
    "barrier_overdue": _overdue,
    "barrier_instruct": _instruct,
    "instruction_late": _unconfirmed,
    "ballot_close": _close,
    "answer": _answer,
    "steering_task": _own_task,
    "minutes_approve": _minutes,
    "meeting_invite": _invite,
    "proposal_place": _proposal,
}
"""A sentence for each kind that a source gives; a test keeps the two equal."""
