"""The worker's rounds: one bad course stops nobody, no month is forgotten, no key goes by mistake."""

from __future__ import annotations

import logging
import uuid
from datetime import date
from typing import Any

import pytest
from tests.delivery import ground

from samspil.interfaces.cli import rounds
from samspil.interfaces.cli.exits import Failed

BEGAN, LATER = date(2014, 6, 2), date(2014, 11, 3)


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


# --- tending


def test_a_course_that_fails_stops_no_other_and_its_words_stay_out_of_the_log(
    world: Any, concept_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = [ground.course(world, slug, concept_id, on=BEGAN) for slug in ("aaby", "aaby", "baekby")]
    bad = min(one.course_id for one in made[:2])
    real, tended = rounds.tend_course, []
    words = "Kanarie Hansen"

    def tend_course(**given: Any) -> None:
        if given["course_id"] == bad:
            raise ValueError(words)
        real(**given)
        tended.append(given["course_id"])

    monkeypatch.setattr(rounds, "tend_course", tend_course)
    with caplog.at_level(logging.ERROR, "samspil.worker"), pytest.raises(Failed) as failed:
        rounds.tend(at=world.at, on=LATER)

    assert set(tended) == {one.course_id for one in made} - {bad}
    assert (
        failed.value.sentence
        == "1 courses, visits or events could not be tended (2 were); the log names them."
    )
    assert str(bad) in caplog.text
    assert "ValueError" in caplog.text
    assert words not in caplog.text
    assert {record.name for record in caplog.records} == {"samspil.worker"}


# --- freezing


def frozen(world: Any) -> list[date]:
    from samspil.evaluation import queries

    with world.as_("programme_office") as by:
        return sorted(one.month for one in queries.months(by, most=100))


def test_last_month_is_frozen_once_and_no_earlier_one_is_made_up(world: Any, concept_id: uuid.UUID) -> None:
    assert rounds.freeze(at=world.at, on=date(2013, 5, 20)) == 1
    assert rounds.freeze(at=world.at, on=date(2013, 5, 21)) == 0
    assert rounds.freeze(at=world.at, on=date(2013, 8, 1)) == 1

    assert frozen(world) == [date(2013, 4, 1), date(2013, 7, 1)]


@pytest.mark.parametrize(
    ("on", "made"),
    [(date(2013, 3, 15), 0), (date(2013, 4, 1), 1), (date(2016, 1, 31), 1), (date(2016, 2, 1), 0)],
)
def test_a_month_outside_the_period_is_not_frozen(
    world: Any, concept_id: uuid.UUID, on: date, made: int
) -> None:
    assert rounds.freeze(at=world.at, on=on) == made


# --- sweeping keys


class Store:
    """A key store that only remembers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, old: set[uuid.UUID], fresh: set[uuid.UUID]) -> None:
        self.old, self.fresh, self.erased = old, fresh, set[uuid.UUID]()
        monkeypatch.setattr(rounds.fields, "holders", self.holders)
        monkeypatch.setattr(rounds.fields, "erase", self.erase)

    def holders(self, older_than_s: int = 0) -> set[uuid.UUID]:
        return set(self.old) if older_than_s else self.old | self.fresh

    def erase(self, one: uuid.UUID) -> int:
        self.erased.add(one)
        return 1


def some(number: int) -> set[uuid.UUID]:
    return {uuid.uuid4() for _ in range(number)}


def persons(world: Any, concept_id: uuid.UUID) -> set[uuid.UUID]:
    made = ground.course(world, "aaby", concept_id, on=BEGAN).person_id
    assert made is not None
    return {made}


def test_a_crash_s_leavings_go_and_fresh_and_known_keys_stay(
    world: Any, concept_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, orphans = persons(world, concept_id), some(20)
    store = Store(monkeypatch, known | orphans, some(3))

    assert rounds.sweep_keys() == 20
    assert store.erased == orphans


def test_the_keys_of_series_of_visits_stay(
    world: Any, concept_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.delivery import visiting

    made, orphans = visiting.series(world, "baekby", concept_id), some(1)
    store = Store(monkeypatch, persons(world, concept_id) | {made.id} | orphans, some(3))

    assert rounds.sweep_keys() == 1
    assert store.erased == orphans


def test_the_key_of_what_the_groups_wrote_stays(
    world: Any, concept_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.governance import steering

    office, orphans = world.tenant("kontoret"), some(1)
    known = persons(world, concept_id) | {office}
    before = Store(monkeypatch, known | orphans, some(30))
    assert (rounds.sweep_keys(), before.erased) == (2, {office, *orphans})
    steering.found(world, concept_id)
    store = Store(monkeypatch, known | orphans, some(30))

    assert rounds.sweep_keys() == 1
    assert store.erased == orphans


def test_the_keys_of_answers_about_courses_stay_until_they_were_counted(
    world: Any, concept_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.delivery import asking_participants as asking

    asking.course(world, concept_id, {"aaby": ("mentor",)})
    asking.night(asking.CLOSED_ON)
    (form,) = asking.own(world, "mentor", "aaby", asking.CLOSED_ON)
    asking.answer(world, "mentor", "aaby", asking.CLOSED_ON)
    orphans = some(1)
    store = Store(monkeypatch, persons(world, concept_id) | {form.id} | orphans, some(30))

    assert rounds.sweep_keys() == 1
    assert store.erased == orphans


@pytest.mark.parametrize(("others", "refused"), [(0, True), (398, True), (399, False)])
def test_many_keys_at_once_are_refused(
    world: Any, concept_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch, others: int, refused: bool
) -> None:
    """21 of 420 persons are exactly one in twenty."""
    known = persons(world, concept_id)
    store = Store(monkeypatch, known | some(21), some(others - 1) if others else set())

    if refused:
        with pytest.raises(Failed) as failed:
            rounds.sweep_keys()
        assert failed.value.sentence.startswith("No key was erased: 21 of ")
        assert store.erased == set()
    else:
        assert rounds.sweep_keys() == 21


def test_nothing_is_erased_when_the_database_does_not_honour_our_signature(
    world: Any, concept_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    store = Store(monkeypatch, persons(world, concept_id), set())
    settings.SAMSPIL_CONTEXT_KEY = "00" * 32

    with pytest.raises(Failed) as failed:
        rounds.sweep_keys()

    assert failed.value.sentence == "No key was erased: there are keys, but not one person is to be seen."
    assert store.erased == set()


def test_the_nightly_job_says_so_and_fails_after_the_rest(
    world: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from samspil.interfaces.cli import tasks

    Store(monkeypatch, some(2), set())
    done = []
    monkeypatch.setattr(tasks, "call_command", done.append)

    with caplog.at_level(logging.ERROR, "samspil.worker"), pytest.raises(Failed):
        tasks.nightly.func(timestamp=0)

    assert done == ["clearsessions"]
    assert "keys: No key was erased" in caplog.text
