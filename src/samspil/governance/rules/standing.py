"""Where each obligation stands on a day: one pure rule over the days on which things happened.

Nothing here reads a row or a clock. What happened comes in as days; a state is what had happened by a day,
so that every past day can be asked about. Before anything is due nothing is late.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from samspil.governance.terms.obligations import (
    BEHIND,
    CONDITION,
    REGISTERS,
    WORST,
    EvaluationPhase,
    MeetingKind,
    ObligationState,
    Tool,
)
from samspil.programme.concept.promising import PromiseRules
from samspil.programme.concept.rounds import months_after

S = ObligationState
DAY = timedelta(days=1)
Spell = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Owed:
    """One form that was owed: when it opened, until when it counted as in time and could be made at all.

    `made_on` is the day it was made, or from which it counts as accounted for (excused, or declined by the
    person): the day after it could be made in time.
    """

    tool: Tool
    opens_on: date
    in_time_until: date
    possible_until: date
    made_on: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the evaluator asked for in one phase, and how much of it was held on which day."""

    phase: str
    asked_on: date
    due_on: date
    number: int
    held: tuple[tuple[date, int], ...] = ()

    def is_done(self, on: date) -> bool:
        """Whether all of it was held by a day."""
        return sum(number for day, number in self.held if day <= on) >= self.number


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened in one municipality, by day. Nobody's name and no course's key."""

    workshops: tuple[date, ...] = ()
    sent: Mapping[str, date] = field(default_factory=dict)
    """By track: the day from which somebody was sent on the training."""
    spells: Mapping[str, tuple[Spell, ...]] = field(default_factory=dict)
    """By intervention: from when until when it was carried out."""
    owed: tuple[Owed, ...] = ()
    meetings: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    interviews: tuple[Asked, ...] = ()
    anchored: Mapping[str, date] = field(default_factory=dict)
    """By intervention: the day its description was accepted."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed with one municipality: from when, until when, what and by when. It ends with the
    programme, or when the municipality leaves.

    A municipality that is only wished for is not bound: nothing is late there.
    """

    rules: PromiseRules
    begins: date
    ends: date | None
    is_bound: bool
    due: Mapping[str, date | None]
    workshops: int
    tracks: tuple[str, ...]
    interventions: tuple[str, ...]
    needs_all: bool

    def counted_on(self, on: date) -> date:
        """The day that stands for `on`: not before the municipality came in, nor after it left."""
        return max(self.begins, on if self.ends is None else min(on, self.ends))


Rule = Callable[[Agreed, Happened, date], ObligationState]


def state_of(obligation: str, agreed: Agreed, happened: Happened, on: date) -> ObligationState | None:
    """Where an obligation stands on a day; None where no rule follows it."""
    rule = RULES.get(obligation)
    if rule is None:
        return None
    found = rule(agreed, happened, agreed.counted_on(on))
    return S.ON_THE_WAY if found in BEHIND and not agreed.is_bound else found


def history_of(
    obligation: str, agreed: Agreed, happened: Happened, until: date
) -> tuple[tuple[date, ObligationState], ...]:
    """The days on which an obligation's state changed, oldest first; the first is where it began."""
    found: list[tuple[date, ObligationState]] = []
    last = agreed.counted_on(until)
    days = {agreed.begins} | {one for one in turns(agreed, happened) if agreed.begins < one <= last}
    shares = _Shares(agreed, happened) if obligation == REGISTERS else None
    for day in sorted(days):
        state = shares.state(day) if shares else state_of(obligation, agreed, happened, day)
        if state is not None and (not found or found[-1][1] != state):
            found.append((day, state))
    return tuple(found)


def by_deadline(is_there: bool, due: date | None, late_months: int, on: date) -> ObligationState:
    """What a thing with a day is: there, awaited until its day, late for a while, then not met."""
    if is_there:
        return S.MET
    if due is None or on <= due:
        return S.ON_THE_WAY
    return S.LATE if on <= months_after(due, late_months) else S.NOT_MET


def worst(states: Iterable[ObligationState]) -> ObligationState:
    """The state of a whole with several parts; on the way where there is none."""
    return max(states, key=WORST.index, default=S.ON_THE_WAY)


def _development(agreed: Agreed, happened: Happened, on: date) -> ObligationState:
    there = sum(day <= on for day in happened.workshops) >= agreed.workshops
    return by_deadline(there, agreed.due["development"], agreed.rules.late_months, on)


def _staff(agreed: Agreed, happened: Happened, on: date) -> ObligationState:
    there = all(one in happened.sent and happened.sent[one] <= on for one in agreed.tracks)
    return by_deadline(there, agreed.due["staff"], agreed.rules.late_months, on)


def _delivery(agreed: Agreed, happened: Happened, on: date) -> ObligationState:
    begun = sum(
        any(start <= on for start, _end in happened.spells.get(one, ())) for one in agreed.interventions
    )
    there = begun >= (len(agreed.interventions) if agreed.needs_all else 1)
    return by_deadline(there, agreed.due["delivery"], agreed.rules.late_months, on)


def _anchoring(agreed: Agreed, happened: Happened, on: date) -> ObligationState:
    there = all(one in happened.anchored and happened.anchored[one] <= on for one in agreed.interventions)
    return by_deadline(there, agreed.due["anchoring"], agreed.rules.late_months, on)


def _condition(agreed: Agreed, happened: Happened, on: date) -> ObligationState:
    """All interventions run in practice: one that has rested for too long is late, then not met."""
    due, rules = agreed.due["delivery"], agreed.rules
    parts = []
    for one in agreed.interventions:
        runs, last = _runs(happened.spells.get(one, ()), rules.idle_months, on)
        rested = max((day for day in (due, last) if day is not None), default=None)
        parts.append(by_deadline(runs, None if due is None else rested, rules.late_months, on))
    return worst(parts)


def _runs(spells: Iterable[Spell], idle_months: int, on: date) -> tuple[bool, date | None]:
    """Whether an intervention runs on a day, and the last day on which it did so far."""
    last: date | None = None
    for start, end in spells:
        if start > on:
            continue
        rests = None if end is None or end > on else months_after(end, idle_months)
        if rests is None or on <= rests:
            return True, on
        last = rests if last is None else max(last, rests)
    return False, last


def _registers(agreed: Agreed, happened: Happened, on: date) -> ObligationState:
    return _Shares(agreed, happened).state(on)


def _meetings(agreed: Agreed, happened: Happened, on: date) -> ObligationState:
    gap, parts = agreed.rules.meeting_gap_months, []
    for kind in MeetingKind:
        came = [day for day in happened.meetings.get(kind, ()) if agreed.begins <= day <= on]
        last = max(came, default=agreed.begins)
        if on <= months_after(last, gap):
            parts.append(S.MET if came else S.ON_THE_WAY)
        else:
            parts.append(S.LATE if on <= months_after(last, 2 * gap) else S.NOT_MET)
    return worst(parts)


def _interviews(agreed: Agreed, happened: Happened, on: date) -> ObligationState:
    asked = [one for one in happened.interviews if one.asked_on <= on]
    open_ = [one for one in asked if not one.is_done(on)]
    grace = timedelta(days=agreed.rules.interview_late_days)
    if any(on > one.due_on + grace for one in open_):
        return S.NOT_MET
    if any(on > one.due_on for one in open_):
        return S.LATE
    is_whole = {one.phase for one in asked} >= set(EvaluationPhase)
    return S.MET if is_whole and not open_ else S.ON_THE_WAY


RULES: dict[str, Rule] = {
    "development": _development,
    "staff": _staff,
    "delivery": _delivery,
    REGISTERS: _registers,
    "meetings": _meetings,
    "interviews": _interviews,
    "anchoring": _anchoring,
    CONDITION: _condition,
}
"""One rule for each obligation that rows can tell, and for the condition of taking part."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much was owed by a day: made or accounted for, still in time, and still possible at all."""

    owed: int
    made: int
    in_time: int
    possible: int

    def state(self, percent: int) -> ObligationState:
        """Whether enough was made; if not, whether enough still can be, in time or late."""
        if self.owed == 0:
            return S.ON_THE_WAY
        for state, count in ((S.MET, 0), (S.ON_THE_WAY, self.in_time), (S.LATE, self.possible)):
            if (self.made + count) * 100 >= percent * self.owed:
                return state
        return S.NOT_MET


class _Shares:
    """The shares of both tools on any day, counted from sorted days: asked often, built once."""

    def __init__(self, agreed: Agreed, happened: Happened) -> None:
        self.percent = agreed.rules.share_percent
        self.is_bound, self.on_day = agreed.is_bound, agreed.counted_on
        self.counts = {tool: _counter([one for one in happened.owed if one.tool == tool]) for tool in Tool}

    def state(self, on: date) -> ObligationState:
        """The worse of the two tools, of those in which anything is owed."""
        found = [counted(self.on_day(on)) for counted in self.counts.values()]
        state = worst(one.state(self.percent) for one in found if one.owed)
        return S.ON_THE_WAY if state in BEHIND and not self.is_bound else state


def share_of(happened: Happened, tool: Tool, on: date) -> Share:
    """What was owed with one tool by a day, and what became of it."""
    return _counter([one for one in happened.owed if one.tool == tool])(on)


def _counter(owed: list[Owed]) -> Callable[[date], Share]:
    """Counts by the days on which something begins or ceases to count, each looked up by halving."""
    opened = sorted(one.opens_on for one in owed)
    made = sorted(max(one.opens_on, one.made_on) for one in owed if one.made_on is not None)
    ends: dict[bool, list[date]] = {True: [], False: []}
    begins: dict[bool, list[date]] = {True: [], False: []}
    for one in owed:
        for timely, until in ((True, one.in_time_until), (False, one.possible_until)):
            end = until if until == date.max else until + DAY
            end = end if one.made_on is None else min(end, one.made_on)
            if end > one.opens_on:  # made or over before it opened: it never waited
                begins[timely].append(one.opens_on)
                ends[timely].append(end)
    for days in (*begins.values(), *ends.values()):
        days.sort()

    def counted(on: date) -> Share:
        waits = {timely: bisect_right(begins[timely], on) - bisect_right(ends[timely], on) for timely in ends}
        return Share(bisect_right(opened, on), bisect_right(made, on), waits[True], waits[False])

    return counted


def turns(agreed: Agreed, happened: Happened) -> set[date]:
    """Every day on which a state may change: nothing changes between two of them."""
    rules, found = agreed.rules, set(happened.workshops)
    for due in agreed.due.values():
        if due is not None:
            found |= {due + DAY, months_after(due, rules.late_months) + DAY}
    found |= {*happened.sent.values(), *happened.anchored.values()}
    for spells in happened.spells.values():
        for start, end in spells:
            found.add(start)
            if end is not None:
                rests = months_after(end, rules.idle_months)
                found |= {end, rests + DAY, months_after(rests, rules.late_months) + DAY}
    for one in happened.owed:
        found |= {one.opens_on, one.in_time_until + DAY}
        found |= {one.made_on} if one.made_on else set()
        found |= {one.possible_until + DAY} if one.possible_until != date.max else set()
    for day in (agreed.begins, *(day for days in happened.meetings.values() for day in days)):
        gap = rules.meeting_gap_months
        found |= {day, months_after(day, gap) + DAY, months_after(day, 2 * gap) + DAY}
    for asked in happened.interviews:
        late = asked.due_on + timedelta(days=rules.interview_late_days)
        found |= {asked.asked_on, asked.due_on + DAY, late + DAY, *(day for day, _number in asked.held)}
    return found
