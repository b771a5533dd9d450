"""Owed measurements walked through days and nights beside a plain reference, compared row by row.

After each of the steps owed is the sum of the states, every measurement is in exactly one, no due date has
moved, and the recount says exactly what is so. What a fault in each part would look like is planted below.
"""

from __future__ import annotations

import dataclasses
import os
import pkgutil
from datetime import UTC, date
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test
from tests.delivery import ground
from tests.delivery.reference_rounds import SURVEY
from tests.delivery.rounds_days import VERSIONS, Days
from tests.delivery.rounds_walk import Rounds
from tests.delivery.surveying import survey
from tests.delivery.walking import near

STEPS, WALKS, AT_LEAST = 120, 10, int(os.environ.get("SAMSPIL_WALK_STEPS", 6_000))
"""So many walks in one go, and as many goes as the steps asked for take. They are the same walks each time;
another number in SAMSPIL_WALK_SEED takes new ways. `make campaign WALKS=1` goes further: 20,000 steps.
"""
EVERYTHING = {
    "a meeting's day put right",
    "a night",
    "a night by a wrong clock",
    "a second parent",
    "answer",
    "begin",
    "begin closing",
    "explain",
    "finish",
    "hand out",
    "hand over",
    "match anew",
    "other days in the plan",
    "paper",
    "pause",
    "resume",
    "say yes to follow-up",
    "say yes to the evaluation",
    "stop",
    "take it back",
    "take that one back",
    "the contact later",
    "time passes",
    "withdraw",
}


@pytest.fixture
def ready(world: Any, monkeypatch: Any) -> type[Rounds]:
    """Two versions of one programme with two versions of its instrument, loaded once for all walks."""
    from django.conf import settings

    from samspil.delivery.instruments import shipped

    monkeypatch.setattr(settings, "SAMSPIL_NOW", None)  # the walk sets it at will; this takes it back

    first = shipped.instrument("mentee", 1)
    second = dataclasses.replace(first, version=2, items=first.items[1:])
    monkeypatch.setitem(shipped.SHIPPED, ("mentee", 2), second)
    concept = ground.the_concept()
    Days.concepts = tuple(
        ground.load(world, _under(concept, rules, number)) for number, rules in enumerate(VERSIONS)
    )
    Days.world, Days.settings, Days.steps = world, settings, 0
    Days.compared.clear()
    return Rounds


def _under(concept: Any, rules: Any, number: int) -> Any:
    """The concept with other numbers in its schedule, as its next version."""
    start, quarter, closing, after = concept.progression.schedule.rounds
    schedule = dataclasses.replace(
        concept.progression.schedule,
        grace_days=rules.grace,
        data_cut=rules.cut,
        rounds=(
            dataclasses.replace(start, due_days=rules.start_due),
            dataclasses.replace(quarter, months=rules.step, every_months=rules.step),
            dataclasses.replace(closing, due_days=rules.closing_due),
            after,
        ),
        surveys=(survey(rules.survey, slug=SURVEY, due_days=10),),
    )
    tools = tuple(
        dataclasses.replace(one, version=rules.instrument) if one.intervention == "mentor" else one
        for one in concept.progression.instruments
    )
    progression = dataclasses.replace(concept.progression, schedule=schedule, instruments=tools)
    return dataclasses.replace(concept, version=concept.version + number, progression=progression)


def walk(machine: type[Rounds], walks: int, number: int, *, shrink: bool = True) -> None:
    run_state_machine_as_test(
        seed(number)(machine),
        settings=hypothesis_settings(
            max_examples=walks,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            database=None,
        ),
    )


def test_every_round_is_owed_and_counted_as_the_reference_says(ready: type[Rounds]) -> None:
    first = int(os.environ.get("SAMSPIL_WALK_SEED", 0))

    for number in count(first):
        walk(ready, WALKS, number)
        if ready.steps >= AT_LEAST:
            break

    print(f"{ready.steps} steps compared: {dict(ready.compared.most_common())}")
    assert {what for what, times in ready.compared.items() if times >= 10} == EVERYTHING


# --- what is planted is found


def no_cut(real: Any) -> Any:
    """Windows that know no data cut, for whoever opens them and whoever recounts alike."""

    def windows(concept: Any, *rest: Any) -> Any:
        schedule = dataclasses.replace(concept.progression.schedule, data_cut=None)
        progression = dataclasses.replace(concept.progression, schedule=schedule)
        return real(dataclasses.replace(concept, progression=progression), *rest)

    return windows


def only_what_is_there(real: Any) -> Any:
    """A stop that stops what some night had written down, and looks no further."""

    def stop_open(*, by: Any, course: Any, on: Any) -> Any:
        from samspil.delivery.models.measurements import Measurement

        Measurement.objects.filter(course_id=course.id, state="open").update(state="stopped")
        return max(on, course.started_on or on)

    return stop_open


def leaves_links(real: Any) -> Any:
    """Whoever held the course goes, and the links they made stay open."""

    def take_from(**told: Any) -> None:
        from samspil.trust import links

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(links, "revoke", lambda **_told: 0)
            real(**told)

    return take_from


def newest_version(real: Any) -> Any:
    """A window that is opened with whatever version of the instrument is the newest."""

    def bulk_create(self: Any, rows: Any, *rest: Any, **more: Any) -> Any:
        for row in rows:
            if row.__class__.__name__ == "Measurement" and row.instrument == "mentee":
                row.instrument_version = 2
        return real(self, rows, *rest, **more)

    return bulk_create


def slides(real: Any) -> Any:
    """An early end that takes the due day along, as it did once."""

    def close_windows(*, by: Any, course: Any, on: Any) -> None:
        from django.db.models import F

        from samspil.delivery.models.measurements import Measurement

        rows = Measurement.objects.filter(course_id=course.id, state="open", due_on__gt=F("opens_on"))
        rows.update(due_on=F("opens_on"))
        real(by=by, course=course, on=on)

    return close_windows


def always_equal(real: Any) -> Any:
    return lambda by, *, on: dataclasses.replace(real(by, on=on), equal=True)


def by_the_due_day(real: Any) -> Any:
    """Windows in which grace counts for nothing: late is whatever comes after the day it was due."""
    return lambda *told: tuple(
        dataclasses.replace(one, done_until=min(one.done_until, one.due_on)) for one in real(*told)
    )


def survey_of_all(real: Any) -> Any:
    """Windows that ask everybody, whatever they said on the day."""

    def windows(*told: Any) -> Any:
        *course, held, until = told
        return real(*course, {**held, "evaluation": [(date.min, date.max)]}, until)

    return windows


QUERIES, ACTIONS = "samspil.delivery.queries", "samspil.delivery.actions"
FAR = ("go_on", "go_far", "to_the_end", "begin", "night")
PLANTED: dict[str, tuple[str, str, Any, tuple[str, ...]]] = {
    "windows that know no data cut": (f"{QUERIES}.measurements", "windows", no_cut, FAR),
    "grace that counts for nothing": (f"{QUERIES}.measurements", "windows", by_the_due_day, FAR),
    "a stop that looks at what is there alone": (
        f"{ACTIONS}.consents",
        "stop_open",
        only_what_is_there,
        ("begin", "time_passes", "stop"),
    ),
    "a hand-over that leaves the links": (
        f"{ACTIONS}.matching",
        "take_from",
        leaves_links,
        ("begin", "hand_out", "take_over"),
    ),
    "an answer after the last day": (
        "samspil.delivery.rules.courses",
        "is_past",
        lambda _real: lambda *_told: False,
        ("begin", "time_passes", "hand_out", "answer", "paper"),
    ),
    "a day by universal time": (
        "samspil.interfaces.clock",
        "today",
        lambda _real: lambda: Days.settings.SAMSPIL_NOW.astimezone(UTC).date(),
        ("time_passes", "to_a_night_of_the_clock"),
    ),
    "a round in the newest version": (
        "django.db.models.query.QuerySet",
        "bulk_create",
        newest_version,
        ("begin", "night", "time_passes"),
    ),
    "a due day that slides with the end": (f"{ACTIONS}.endings", "close_windows", slides, FAR),
    "a follow-up that nobody said yes to": (
        f"{QUERIES}.measurements",
        "held_by",
        lambda _real: lambda _course: {"follow_up": [(date.min, date.max)]},
        FAR,
    ),
    "a yes taken back that stops nothing": (
        f"{ACTIONS}.consents",
        "stop_what_needs",
        lambda _real: lambda _purpose, **_told: None,
        ("begin", "to_the_end", "say_after"),
    ),
    "a survey that asks who had not said yes that day": (
        f"{QUERIES}.measurements",
        "windows",
        survey_of_all,
        ("time_passes", "say_evaluation", "night"),
    ),
    "a yes to the evaluation that leaves the survey": (
        f"{ACTIONS}.consents",
        "stop_what_needs",
        lambda _real: lambda _purpose, **_told: None,
        ("time_passes", "night", "say_evaluation"),
    ),
    "a recount that is content with anything": (
        f"{QUERIES}.measurements",
        "prove",
        always_equal,
        ("time_passes", "night"),
    ),
}


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_found(ready: type[Rounds], monkeypatch: Any, what: str) -> None:
    """A fault in the dates, in what follows from a step, or in the recount itself stops the walk soon."""
    where, name, fault, rules = PLANTED[what]
    monkeypatch.setattr(f"{where}.{name}", fault(pkgutil.resolve_name(f"{where}.{name}")))

    by_the_database = {"a due day that slides with the end": IntegrityError}
    with pytest.raises(by_the_database.get(what, AssertionError)):
        walk(near(ready, *rules), 200, 0, shrink=False)
