"""A municipality's year, thrown by dice, and what it comes to: written down without a line of the software.

A year is a list of events with a day each. The reference reads nothing but these events: where obligations
stand is told by `reference_obligations` from the rows that they make, what a round is owed by
`reference_rounds`, and what the books say by `reference_books`. Nothing of `samspil` is imported here.
"""

from __future__ import annotations

import random
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.delivery import reference_rounds as rounds
from tests.governance import reference_obligations as obligations

YEAR = 2014
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
MONTH_ENDS = tuple(date(YEAR, month, monthrange(YEAR, month)[1]) for month in range(1, 13))
DAY = timedelta(days=1)
RULES = rounds.Rules(
    start_due=28, step=3, grace=14, cut=date(2015, 11, 30), instrument=1, survey=date(2099, 1, 1)
)
WORKSHOPS = (date(2013, 4, 8), date(2014, 2, 20), date(2014, 5, 15), date(2014, 9, 11))
TRAININGS = (date(2014, 1, 13), date(2014, 3, 3), date(2014, 5, 12), date(2014, 8, 18))
VISITS = tuple(date(2014, month, day) for month, day in ((2, 4), (3, 11), (5, 6), (9, 9), (10, 7), (11, 4)))
MEETINGS = (date(2014, 5, 21), date(2014, 11, 19))
"""The third Wednesday of May and of November."""

TRACKS = ("mentor", "role_model", "parent_coach")
INTERVENTIONS = ("mentor", "role_model", "parent")
TERMS = obligations.Terms(
    begins=date(2013, 3, 1),
    ends=None,
    bound=True,
    due={
        "development": date(2013, 5, 31),
        "staff": date(2013, 8, 31),
        "delivery": date(2013, 11, 30),
        "anchoring": date(2015, 11, 30),
    },
    workshops=2,
    tracks=list(TRACKS),
    interventions=list(INTERVENTIONS),
    needs_all=True,
)
"""What the document says, written down by hand."""

OBLIGATIONS = (
    *("development", "staff", "delivery", "registers", "meetings", "interviews", "anchoring", "condition"),
)
LEAST_TOTAL, LEAST_HERE = 5, 10
"""No total of the programme of fewer, and nothing by municipality of fewer, is told to others."""


@dataclass(frozen=True)
class Event:
    """What happens on a day: its kind, and what it is about."""

    on: date
    kind: str
    what: dict[str, Any] = field(default_factory=dict)


@dataclass
class Year:
    """The events in their order, and the courses as the reference knows them."""

    events: list[Event]
    courses: list[rounds.Course]

    def by(self, day: date, kind: str) -> list[Event]:
        """The events of a kind until a day."""
        return [one for one in self.events if one.kind == kind and one.on <= day]


def thrown(seed: int) -> Year:
    """The year of a seed."""
    dice = random.Random(seed)
    events: list[Event] = []
    courses: list[rounds.Course] = []
    for day in sorted(dice.sample(WORKSHOPS, dice.randrange(2, 5))):
        events.append(Event(day, "workshop"))
    for track in TRACKS:
        if dice.random() < 0.85:
            start = dice.choice(TRAININGS)
            days = tuple(start + n * DAY for n in (0, 1, 7, 8, 14, 15))
            events.append(Event(days[-1], "trained", {"track": track, "days": days}))
    for number, kind in enumerate(["mentor"] * dice.randrange(5, 8) + ["parent"] * dice.randrange(3)):
        start = date(YEAR, 1, 6) + dice.randrange(0, 240) * DAY
        courses.append(rounds.Course(RULES, kind, start, ""))
        events.append(Event(start, "course", {"number": number, "kind": kind}))
        for key, one in courses[-1].windows(LAST, after=False).items():
            events += _measured(dice, number, key, one)
    for day in dice.sample(VISITS, dice.randrange(0, 4)):
        events.append(Event(day, "visit"))
    for kind in ("steering", "network"):
        events += [Event(day, "meeting", {"kind": kind, "came": dice.random() < 0.75}) for day in MEETINGS]
    for phase, asked, due in (
        ("midterm", date(2014, 5, 5), date(2014, 8, 29)),
        ("final", date(2014, 9, 1), date(2014, 11, 14)),
    ):
        events.append(Event(asked, "asked", {"phase": phase, "due": due}))
        left = 3
        for day in sorted(asked + dice.randrange(3, 110) * DAY for _one in range(dice.randrange(0, 4))):
            number = min(dice.randrange(1, 4), left)
            left -= number
            if number:
                events.append(Event(day, "held", {"phase": phase, "number": number}))
    for kind in dice.sample(INTERVENTIONS, dice.randrange(1, 4)):
        day = date(YEAR, 3, 3) + dice.randrange(0, 270) * DAY
        events.append(Event(day, "described", {"kind": kind, "yes": dice.random() < 0.8}))
    events.append(Event(date(YEAR, 1, 20), "instalment", {"kroner": 194_000}))
    events.append(Event(date(YEAR, 7, 1), "instalment", {"kroner": 194_000}))
    for month in range(1, 13):
        for _step in range(dice.randrange(3, 7)):
            events.append(Event(date(YEAR, month, dice.randrange(2, 29)), "money"))
    known = [one for one in events if one.on <= LAST]
    return Year(sorted(known, key=lambda one: one.on), courses)


def _measured(dice: random.Random, number: int, key: str, one: rounds.Round) -> list[Event]:
    """What becomes of a round: answered in time or late, missed with a reason, excused, or nothing."""
    told, roll = {"course": number, "key": key}, dice.random()
    if roll < 0.55:
        return [
            Event(one.opens + dice.randrange((one.done_until - one.opens).days + 1) * DAY, "answer", told)
        ]
    if one.late_until is None or one.late_until <= one.done_until:
        return []
    if roll < 0.65:
        late = (one.late_until - one.done_until).days
        return [Event(one.done_until + (1 + dice.randrange(late)) * DAY, "answer", told)]
    if roll < 0.8:
        said = {"outcome": "missed", "reason": dice.choice(["declined", "not_met"])}
        return [Event(one.late_until + (1 + dice.randrange(9)) * DAY, "explained", told | said)]
    if roll < 0.9:
        said = {"outcome": "excused", "reason": "illness"}
        return [Event(one.done_until + DAY, "explained", told | said)]
    return []


def measured(year: Year, day: date) -> dict[str, list[dict[str, Any]]]:
    """Every round that has opened by a day, by its key, as it stands on that day."""
    found: dict[str, list[dict[str, Any]]] = {}
    for number, course in enumerate(year.courses):
        if course.started > day:
            continue
        for key, one in course.windows(day, after=False).items():
            about = [
                each
                for kind in ("answer", "explained")
                for each in year.by(day, kind)
                if (each.what["course"], each.what["key"]) == (number, key)
            ]
            state, reason, answered = "open", "", None
            if about and about[0].kind == "answer":
                answered = about[0].on
                state = "done" if answered <= one.done_until else "late"
            elif about:
                state, reason = about[0].what["outcome"], about[0].what["reason"]
            elif one.late_until is not None and one.late_until < day:
                state = "missed"
            found.setdefault(key, []).append(
                {
                    "tool": "progression",
                    "opens_on": one.opens,
                    "done_until": one.done_until,
                    "late_until": one.late_until,
                    "state": state,
                    "reason": reason,
                    "answered_on": answered,
                }
            )
    return found


def rows(year: Year, day: date, forms: list[dict[str, Any]]) -> obligations.Rows:
    """What had happened by a day. `forms` are the evaluator's, as raw rows: the events have none."""
    told = obligations.Rows(
        workshops=[one.on for one in year.by(day, "workshop")],
        completions=[
            {"event": at, "nomination": at, "number": 1, "attended": 6, "closed_on": one.on}
            | {"track": one.what["track"]}
            for at, one in enumerate(year.by(day, "trained"))
        ],
        courses=[(one.what["kind"], one.on, None) for one in year.by(day, "course")],
        visits=[one.on for one in year.by(day, "visit")],
        owed=[each for some in measured(year, day).values() for each in some] + forms,
        meetings=[(one.what["kind"], one.on) for one in year.by(day, "meeting") if one.what["came"]],
        anchored={one.what["kind"]: one.on for one in year.by(day, "described") if one.what["yes"]},
    )
    for one in year.by(day, "asked"):
        held = [
            (each.on, each.what["number"])
            for each in year.by(day, "held")
            if each.what["phase"] == one.what["phase"]
        ]
        asked = {"phase": one.what["phase"], "asked_on": one.on, "due_on": one.what["due"], "number": 3}
        told.requests.append(asked | {"held": held})
    return told


def states(told: obligations.Rows, day: date) -> dict[str, str]:
    """Where each obligation stands on a day."""
    return {one: obligations.stands(one, TERMS, told, day) for one in OBLIGATIONS}


def outside(told: obligations.Rows, day: date) -> dict[str, str]:
    """The same as others are told it: a share of fewer than ten is withheld."""
    owed = sum(one["opens_on"] <= day for one in told.owed)
    return states(told, day) | ({} if owed >= LEAST_HERE else {"registers": "withheld"})


def totals(year: Year, day: date) -> dict[str, dict[str, int] | None]:
    """What the frozen month says of each round: whole from five owed, else nothing."""
    found: dict[str, dict[str, int] | None] = {}
    for key, some in measured(year, day).items():
        counts = {"owed": len(some)}
        for state in ("done", "late", "excused", "open", "missed", "stopped"):
            counts[state] = sum(one["state"] == state for one in some)
        found[key] = counts if len(some) >= LEAST_TOTAL else None
    return found


def received(year: Year, day: date) -> int:
    """Øre that came in until a day."""
    return sum(one.what["kroner"] * 100 for one in year.by(day, "instalment"))


@dataclass(frozen=True)
class Spent:
    """One voucher that was approved: its line and year, its øre, the day, and who was paid for their time."""

    cell: tuple[str, int]
    oere: int
    on: date
    paid: str = ""


def told(vouchers: list[Spent], last: date | None, day: date) -> dict[tuple[str, int], int] | None:
    """What others are told is spent by a month's end, or None where one or two people's pay would be in what
    is new since the month that was told last.
    """
    known = [one for one in vouchers if one.on <= day]
    new = [one for one in known if last is None or one.on > last]
    for cell in {one.cell for one in new}:
        people = {one.paid for one in new if one.cell == cell and one.paid}
        if len(people) in (1, 2):
            return None
    return {cell: sum(one.oere for one in known if one.cell == cell) for cell in {one.cell for one in known}}
