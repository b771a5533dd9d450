"""Steering in words: rows and facts of groups, meetings, barriers and decisions, as every page says them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samspil.governance.queries.ballots import BallotView
from samspil.governance.queries.barriers import BarrierView
from samspil.governance.queries.groups import GroupView
from samspil.governance.queries.meetings import MeetingView, TaskView
from samspil.governance.terms.barriers import (
    BALLOT_STATES,
    BARRIER_STATES,
    BallotState,
    BarrierState,
)
from samspil.governance.terms.groups import EXTRA_MEETINGS, MEETINGS
from samspil.governance.terms.meetings import MEETING_STATES, MeetingState
from samspil.interfaces.web.office.steering_forms import NTHS
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to

BASE = "shared/office.html"
BALLOT_TAGS = {BallotState.OPEN: "soon", BallotState.ADOPTED: "ok"}
Row = dict[str, Any]


def posted(request: HttpRequest) -> Any:
    """What was sent, or nothing."""
    return request.POST if request.method == "POST" else None


def section(title: str, rows: list[Row], empty: str = "", **more: Any) -> Row:
    """One part of a page: a heading with rows, or a sentence where there are none."""
    return {"title": title, "rows": rows, "empty": empty, **more}


def row(title: str, url: str = "", *, when: str = "", why: str = "", tag: Any = "", kind: str = "") -> Row:
    """One line of a section."""
    return {
        "title": title,
        "url": url,
        "when": when,
        "why": why,
        "tag": tag,
        "kind": kind,
        "button": pgettext("button", "Open"),
    }


def days(count: int) -> str:
    """So many days."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def rule_of(group: GroupView) -> str:
    """When a group meets, as a sentence; nothing where no rule is given."""
    if group.series is None or group.starts_at is None:
        return ""
    nth = next(str(said) for value, said in NTHS if value == group.series.nth)
    told = {
        "nth": nth.lower(),
        "weekday": str(WEEKDAYS[group.series.weekday]).lower(),
        "months": _together([str(MONTHS[one]).lower() for one in group.series.months]),
        "at": f"{group.starts_at:%H.%M}",
    }
    return _("Meets on %(nth)s %(weekday)s of %(months)s at %(at)s.") % told


def _together(parts: list[str]) -> str:
    """A few words as one says them: May, July and November."""
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def meeting_title(one: MeetingView) -> str:
    """What a meeting is called, in its series or outside it."""
    return str((EXTRA_MEETINGS if one.is_extra else MEETINGS)[one.kind])


def meeting_row(one: MeetingView, today: date) -> Row:
    """One meeting as a line."""
    why = f"{one.starts_at:%H.%M}" + (f" · {one.place}" if one.place else "")
    return row(
        meeting_title(one),
        to("office:steering-meeting", one.id),
        when=words.day_and_year(one.on),
        why=_("At %(when)s") % {"when": why} + (f" · {one.because}" if one.is_extra else ""),
        tag=_("Minutes wait") if waits_for_minutes(one, today) else MEETING_STATES[one.state],
        kind="soon" if waits_for_minutes(one, today) else "ok" if one.state == MeetingState.APPROVED else "",
    )


def waits_for_minutes(one: MeetingView, today: date) -> bool:
    """Whether a meeting was held and its minutes are not approved."""
    return one.state == MeetingState.INVITED and one.on <= today


def barrier_row(one: BarrierView, today: date) -> Row:
    """One barrier as a line: how far, for how long, and what is wrong."""
    running = [each for each in one.elapsed(today) if each.is_running]
    late, differs = one.is_overdue(today), one.differs
    parts = [one.raiser, one.owner and _("seen to by %(owner)s") % {"owner": one.owner}]
    if running:
        parts.append(_("%(days)s at this step") % {"days": days(running[0].days)})
    return row(
        one.heading,
        to("office:steering-barrier", one.id),
        when=words.day_and_year(one.steps.raised_on),
        why=" · ".join(each for each in parts if each),
        tag=_("Done differently") if differs else _("Overdue") if late else BARRIER_STATES[one.state],
        kind="late" if differs or late else "ok" if one.state == BarrierState.DONE else "soon",
    )


def step_label(state: BarrierState, is_running: bool) -> str:
    """What a step is called, with its time behind it or running."""
    said = {
        BarrierState.ASSIGNED: (_("Until it had an owner"), _("So far without an owner")),
        BarrierState.DECIDED: (_("Until it was decided"), _("So far without a decision")),
        BarrierState.INSTRUCTED: (_("Until the instruction was given"), _("So far without an instruction")),
        BarrierState.DONE: (_("Until it was done everywhere"), _("So far not done everywhere")),
    }
    return said[state][is_running]


def ballot_row(one: BallotView, today: date, mine: uuid.UUID) -> Row:
    """One proposal in writing as a line."""
    waits = one.waits_for(mine)
    told = {"answered": one.counted.answered, "members": one.counted.members}
    return row(
        one.heading,
        to("office:steering-decision", one.id),
        when=words.until(one.closes_on, today)
        if one.state == BallotState.OPEN
        else words.day_and_year(one.closes_on),
        why=_("%(answered)d of %(members)d have answered") % told,
        tag=_("Waits for your answer") if waits else BALLOT_STATES[one.state],
        kind="act" if waits else BALLOT_TAGS.get(one.state, ""),
    )


def task_row(one: TaskView, today: date, mine: uuid.UUID) -> Row:
    """One task as a line; whoever has it can say that it is done."""
    late = one.due_on < today
    found = row(
        one.heading,
        to("office:steering-done", one.id) if one.owner_id == mine else "",
        when=words.until(one.due_on, today),
        why=one.owner,
        tag=_("Overdue") if late else "",
        kind="late" if late else "",
    )
    return {**found, "button": pgettext("button", "Done")}
