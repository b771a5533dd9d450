"""Where obligations stand, told anew from raw rows: slowly, day by day, and without a line of the project's.

Nothing of `samspil` is imported here. A day's state looks only at what had happened by that day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
ORDER = ("met", "on_the_way", "late", "not_met")


def plus_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of that month."""
    year, month = day.year, day.month
    for _step in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass
class Terms:
    """What is agreed: numbers and days alone."""

    begins: date
    ends: date | None
    bound: bool
    due: dict[str, date | None]
    workshops: int
    tracks: list[str]
    interventions: list[str]
    needs_all: bool
    percent: int = 80
    gap: int = 8
    idle: int = 6
    late: int = 6
    grace: int = 30


@dataclass
class Rows:
    """Raw rows, as tuples and dicts."""

    workshops: list[date] = field(default_factory=list)
    completions: list[dict[str, Any]] = field(default_factory=list)
    """event, nomination, number, attended, closed_on, track"""
    courses: list[tuple[str, date, date | None]] = field(default_factory=list)
    visits: list[date] = field(default_factory=list)
    owed: list[dict[str, Any]] = field(default_factory=list)
    """tool, opens_on, done_until, late_until, state, reason, answered_on"""
    meetings: list[tuple[str, date]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    """phase, asked_on, due_on, number, held: list of (day, number)"""
    anchored: dict[str, date] = field(default_factory=dict)


def stands(obligation: str, terms: Terms, rows: Rows, day: date) -> str:
    """The state on a day."""
    if terms.ends is not None and day > terms.ends:
        day = terms.ends
    if day < terms.begins:
        day = terms.begins
    found = {
        "development": development,
        "staff": staff,
        "delivery": delivery,
        "registers": registers,
        "meetings": meetings,
        "interviews": interviews,
        "anchoring": anchoring,
        "condition": condition,
    }[obligation](terms, rows, day)
    if not terms.bound and found in ("late", "not_met"):
        return "on_the_way"
    return found


def deadline(there: bool, due: date | None, months: int, day: date) -> str:
    if there:
        return "met"
    if due is None:
        return "on_the_way"
    if day > plus_months(due, months):
        return "not_met"
    return "late" if day > due else "on_the_way"


def development(terms: Terms, rows: Rows, day: date) -> str:
    came = [one for one in rows.workshops if one <= day]
    return deadline(len(came) >= terms.workshops, terms.due["development"], terms.late, day)


def staff(terms: Terms, rows: Rows, day: date) -> str:
    ready = set()
    for track in terms.tracks:
        for one in rows.completions:
            same = [
                each
                for each in rows.completions
                if (each["event"], each["nomination"]) == (one["event"], one["nomination"])
            ]
            last = max(same, key=lambda each: each["number"])
            first = min(each["closed_on"] for each in same)
            if one["track"] == track and last["attended"] > 0 and first <= day:
                ready.add(track)
    return deadline(ready == set(terms.tracks), terms.due["staff"], terms.late, day)


def delivery(terms: Terms, rows: Rows, day: date) -> str:
    begun = {kind for kind, start, _end in rows.courses if start <= day}
    if any(one <= day for one in rows.visits):
        begun.add("role_model")
    begun &= set(terms.interventions)
    enough = begun == set(terms.interventions) if terms.needs_all else bool(begun)
    return deadline(enough, terms.due["delivery"], terms.late, day)


def anchoring(terms: Terms, rows: Rows, day: date) -> str:
    there = all(one in rows.anchored and rows.anchored[one] <= day for one in terms.interventions)
    return deadline(there, terms.due["anchoring"], terms.late, day)


def condition(terms: Terms, rows: Rows, day: date) -> str:
    states = []
    for kind in terms.interventions:
        spells = [(start, end) for each, start, end in rows.courses if each == kind and start <= day]
        if kind == "role_model":
            spells += [(one, one) for one in rows.visits if one <= day]
        rests = [
            date.max if end is None or end > day else plus_months(end, terms.idle) for _start, end in spells
        ]
        due = terms.due["delivery"]
        if any(rest >= day for rest in rests):
            states.append("met")
        else:
            from_on = due if due is None else max([due, *rests])
            states.append(deadline(False, from_on, terms.late, day))
    return max(states, key=ORDER.index)


def registers(terms: Terms, rows: Rows, day: date) -> str:
    states = []
    for tool in ("progression", "evaluation"):
        owed = made = timely = possible = 0
        for one in rows.owed:
            if one["tool"] != tool or one["opens_on"] > day:
                continue
            owed += 1
            spared = one["state"] == "excused" or (one["state"] == "missed" and one["reason"] == "declined")
            if one["answered_on"] is not None and one["answered_on"] <= day:
                made += 1
                continue
            if spared and day > one["done_until"]:
                made += 1
                continue
            if day <= one["done_until"]:
                timely += 1
                possible += 1
                continue
            closed = one["state"] in ("missed", "excused", "stopped")
            until = one["late_until"]
            if one["state"] == "stopped" or (closed and until is None):
                until = one["done_until"]
            if until is None or day <= until:
                possible += 1
        if owed:
            need = terms.percent * owed
            states.append(
                "met"
                if made * 100 >= need
                else "on_the_way"
                if (made + timely) * 100 >= need
                else "late"
                if (made + possible) * 100 >= need
                else "not_met"
            )
    return max(states, key=ORDER.index, default="on_the_way")


def meetings(terms: Terms, rows: Rows, day: date) -> str:
    states = []
    for kind in ("steering", "network"):
        days = [one for each, one in rows.meetings if each == kind and terms.begins <= one <= day]
        last = max(days) if days else terms.begins
        if day > plus_months(last, terms.gap + terms.gap):
            states.append("not_met")
        elif day > plus_months(last, terms.gap):
            states.append("late")
        else:
            states.append("met" if days else "on_the_way")
    return max(states, key=ORDER.index)


def interviews(terms: Terms, rows: Rows, day: date) -> str:
    phases, waits = set(), []
    for one in rows.requests:
        if one["asked_on"] > day:
            continue
        phases.add(one["phase"])
        if sum(number for on, number in one["held"] if on <= day) < one["number"]:
            waits.append((day - one["due_on"]).days)
    if any(days > terms.grace for days in waits):
        return "not_met"
    if any(days > 0 for days in waits):
        return "late"
    return "met" if phases == {"midterm", "final"} and not waits else "on_the_way"
