"""The rule of where obligations stand, against a checker that shares no line with it, at every point."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.governance import reference_obligations as reference

from samspil.governance.rules.standing import (
    RULES,
    Agreed,
    Asked,
    Happened,
    Owed,
    history_of,
    state_of,
    turns,
)
from samspil.programme.concept.promising import PromiseRules

BEGINS = date(2013, 3, 1)
DAYS = st.integers(-40, 1100).map(lambda n: BEGINS + timedelta(days=n))
SHORT = st.integers(0, 60)
INTERVENTIONS = ("mentor", "role_model", "parent")
TRACKS = ("mentor", "role_model", "parent_coach")


@st.composite
def terms(draw: Any) -> tuple[Agreed, reference.Terms]:
    joined = draw(st.sampled_from([BEGINS, BEGINS, date(2014, 1, 31)]))
    ends = draw(st.sampled_from([None, None, date(2015, 2, 28)]))
    bound, needs_all = draw(st.booleans()) or draw(st.booleans()), draw(st.booleans())
    due = {
        one: draw(st.none() | st.integers(0, 900).map(lambda n: BEGINS + timedelta(days=n)))
        for one in ("development", "staff", "delivery", "anchoring")
    }
    numbers = {
        "percent": draw(st.integers(1, 100)),
        "gap": draw(st.integers(1, 9)),
        "idle": draw(st.integers(1, 7)),
        "late": draw(st.integers(1, 7)),
        "grace": draw(st.integers(1, 40)),
    }
    agreed = Agreed(
        rules=PromiseRules(
            share_percent=numbers["percent"],
            meeting_gap_months=numbers["gap"],
            idle_months=numbers["idle"],
            late_months=numbers["late"],
            interview_late_days=numbers["grace"],
        ),
        begins=joined,
        ends=ends,
        is_bound=bound,
        due=due,
        workshops=2,
        tracks=TRACKS,
        interventions=INTERVENTIONS,
        needs_all=needs_all,
    )
    told = reference.Terms(
        joined, ends, bound, due, 2, list(TRACKS), list(INTERVENTIONS), needs_all, **numbers
    )
    return agreed, told


@st.composite
def owed(draw: Any) -> tuple[Owed, dict[str, Any]]:
    opens = draw(DAYS)
    done = opens + timedelta(days=draw(SHORT))
    late = draw(st.none() | SHORT.map(lambda n: done + timedelta(days=n)))
    state = draw(st.sampled_from(["open", "done", "late", "missed", "excused", "stopped"]))
    answered = None
    if state == "done":
        answered = opens + timedelta(days=draw(st.integers(0, (done - opens).days)))
    elif state == "late":
        answered = done + timedelta(days=draw(st.integers(1, 90)))
    reason = draw(st.sampled_from(["", "declined", "not_met"])) if state == "missed" else ""
    tool = draw(st.sampled_from(["progression", "evaluation"]))
    spared = state == "excused" or (state == "missed" and reason == "declined")
    until = late or date.max
    if state == "stopped" or (state in ("missed", "excused") and late is None):
        until = done
    row = {
        "tool": tool,
        "opens_on": opens,
        "done_until": done,
        "late_until": late,
        "state": state,
        "reason": reason,
        "answered_on": answered,
    }
    return Owed(tool, opens, done, until, done + timedelta(days=1) if spared else answered), row  # type: ignore[arg-type]


@st.composite
def histories(draw: Any) -> tuple[Happened, reference.Rows]:
    rows, happened = reference.Rows(), {}
    rows.workshops = sorted(draw(st.lists(DAYS, max_size=4)))
    sent = draw(st.dictionaries(st.sampled_from(TRACKS), DAYS))
    rows.completions = [
        {"event": key, "nomination": 1, "number": 1, "attended": 1, "closed_on": day, "track": key}
        for key, day in sent.items()
    ]
    spells: dict[str, list[tuple[date, date | None]]] = {}
    for kind in ("mentor", "parent"):
        for start in draw(st.lists(DAYS, max_size=3)):
            end = draw(st.none() | st.integers(0, 400).map(lambda n, s=start: s + timedelta(days=n)))
            rows.courses.append((kind, start, end))
            spells.setdefault(kind, []).append((start, end))
    rows.visits = draw(st.lists(DAYS, max_size=4))
    spells["role_model"] = [(one, one) for one in rows.visits]
    found = draw(st.lists(owed(), max_size=12))
    rows.owed = [row for _one, row in found]
    for kind in ("steering", "network"):
        rows.meetings += [(kind, one) for one in draw(st.lists(DAYS, max_size=4))]
    requests = []
    for phase in draw(st.lists(st.sampled_from(["midterm", "final"]), max_size=3)):
        asked = draw(DAYS)
        due = asked + timedelta(days=draw(SHORT))
        held = [
            (asked + timedelta(days=draw(st.integers(0, 120))), draw(st.integers(1, 3)))
            for _one in range(draw(st.integers(0, 3)))
        ]
        number = draw(st.integers(1, 4))
        rows.requests.append(
            {"phase": phase, "asked_on": asked, "due_on": due, "number": number, "held": held}
        )
        requests.append(Asked(phase, asked, due, number, tuple(held)))
    rows.anchored = draw(st.dictionaries(st.sampled_from(INTERVENTIONS), DAYS))
    happened = Happened(
        workshops=tuple(rows.workshops),
        sent=sent,
        spells={key: tuple(value) for key, value in spells.items()},
        owed=tuple(one for one, _row in found),
        meetings={
            kind: tuple(day for each, day in rows.meetings if each == kind)
            for kind in ("steering", "network")
        },
        interviews=tuple(requests),
        anchored=rows.anchored,
    )
    return happened, rows


@settings(max_examples=60)
@given(terms(), histories(), st.integers(-60, 1200), st.integers(0, 60))
def test_the_states_agree_with_the_checker_at_every_point_of_a_random_history(agreed, history, start, width):
    (terms_, told), (happened, rows) = agreed, history
    days = [BEGINS + timedelta(days=start + n) for n in range(width)]
    days += [BEGINS + timedelta(days=n) for n in range(-20, 1150, 37)]
    days += [day - timedelta(days=n) for day in turns(terms_, happened) for n in (0, 1)]
    for obligation in RULES:
        for day in days:
            found = state_of(obligation, terms_, happened, day)
            assert found == reference.stands(obligation, told, rows, day), (obligation, day)


@settings(max_examples=20)
@given(terms(), histories())
def test_a_history_names_every_day_on_which_a_state_changed_and_no_other(agreed, history):
    (terms_, told), (happened, rows) = agreed, history
    until = BEGINS + timedelta(days=1150)
    last = min(until, told.ends or until)
    for obligation in RULES:
        changes: list[tuple[date, str]] = []
        day = told.begins
        while day <= last:
            state = reference.stands(obligation, told, rows, day)
            if not changes or changes[-1][1] != state:
                changes.append((day, state))
            day += timedelta(days=1)
        assert list(history_of(obligation, terms_, happened, until)) == changes, obligation


@given(terms(), histories())
def test_before_anything_is_due_nothing_is_late(agreed, history):
    (terms_, _told), (happened, _rows) = agreed, history
    first = min((day for day in terms_.due.values() if day), default=date.max)
    empty = Happened(spells=happened.spells)
    for obligation in RULES:
        if terms_.begins <= first:
            assert state_of(obligation, terms_, empty, terms_.begins) in ("met", "on_the_way")


def test_the_checker_imports_nothing_of_ours():
    from pathlib import Path

    lines = Path(reference.__file__).read_text().splitlines()
    assert [one for one in lines if one.lstrip().startswith(("import", "from")) and "samspil" in one] == []
