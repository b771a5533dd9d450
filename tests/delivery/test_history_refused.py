"""What answers kept before are not put to: refused at their row, and nothing of the file is taken in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground, kept
from tests.delivery.kept import BEGAN, ON, TODAY, code, concept_id, made, rounds, why_not

__all__ = ["code", "concept_id", "made"]


def known(world: Any, made: ground.Made, concept_id: Any) -> str:
    return kept.code_of(world, made)


def unknown(world: Any, made: ground.Made, concept_id: Any) -> str:
    return "Ask-99999"


def foreign(world: Any, made: ground.Made, concept_id: Any) -> str:
    return kept.code_of(world, kept.course(world, concept_id, "baekby"))


def of_a_parent(world: Any, made: ground.Made, concept_id: Any) -> str:
    return kept.code_of(world, kept.course(world, concept_id, intervention="parent"))


def not_started(world: Any, made: ground.Made, concept_id: Any) -> str:
    return kept.code_of(world, ground.course(world, "aaby", concept_id, to="matched"))


def stopped(world: Any, made: ground.Made, concept_id: Any) -> str:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=TODAY, course_id=made.course_id)
    return kept.code_of(world, made)


def yes_taken_back_after_the_end(world: Any, made: ground.Made, concept_id: Any) -> str:
    from tests.delivery import ending

    from samspil.people.actions.people import withdraw_consents
    from samspil.trust.audit import writing

    ended = ending.ended(world, "aaby", concept_id, mentor="other_mentor")
    with world.as_("coordinator", "aaby") as by, writing():
        withdraw_consents(by=by, person_id=ended.person_id, on=TODAY, purpose="support")
    return kept.code_of(world, ended)


def moving(world: Any, made: ground.Made, concept_id: Any) -> str:
    from tests.delivery import away

    away.propose(world, made, "ceby")
    return kept.code_of(world, made)


def erased(world: Any, made: ground.Made, concept_id: Any) -> str:
    from samspil.trust import fields

    fields.erase(made.person_id)
    return kept.code_of(world, made)


GONE = "The yes was taken back. Nothing more is written about the person."
COURSES = [
    (unknown, "There is no course with this code here."),
    (foreign, "There is no course with this code here."),
    (of_a_parent, "This course is asked other questions. Use their template."),
    (not_started, "The course has not started, so no round has opened."),
    (stopped, GONE),
    (yes_taken_back_after_the_end, GONE),
    (moving, "The course goes on in another municipality, and its rounds with it."),
    (erased, "Nothing is kept about the person any more."),
]


@pytest.mark.parametrize(("whose", "why"), COURSES, ids=lambda one: getattr(one, "__name__", ""))
def test_a_course_that_answers_cannot_be_put_to_is_told_at_its_row(world, made, concept_id, whose, why):
    there = whose(world, made, concept_id)
    before = kept.everything(world)

    assert why_not(lambda: kept.take(world, kept.row(there))) == f"Row 2: {why}"
    assert kept.everything(world) == before


def answered(world: Any, made: ground.Made) -> None:
    ground.answer(world, made, key="month-6")


def excused(world: Any, made: ground.Made) -> None:
    explain(world, made, "excused", "illness")


def declined(world: Any, made: ground.Made) -> None:
    explain(world, made, "missed", "declined")


def begun(world: Any, made: ground.Made) -> None:
    ground.answer(world, made, key="month-6", submit=False)


def taken_in(world: Any, made: ground.Made) -> None:
    kept.take(world, kept.row(kept.code_of(world, made), "month-6"))


def explain(world: Any, made: ground.Made, outcome: str, reason: str, key: str = "month-6") -> None:
    from samspil.delivery.actions.measurements import explain as write

    row = ground.measurement(world, made, key)
    with world.as_("coordinator", "aaby") as by:
        write(by=by, at=world.at, on=TODAY, measurement_id=row.id, outcome=outcome, reason=reason)


STANDS = [
    (answered, "The round is answered already. What is here stays."),
    (taken_in, "The round is answered already. What is here stays."),
    (excused, "The round is excused. What is here stays."),
    (declined, "It stands here that the person said no to this round."),
    (begun, "Somebody is answering this round by a link. Let them finish."),
]


@pytest.mark.parametrize(("how", "why"), STANDS, ids=lambda one: getattr(one, "__name__", ""))
def test_what_stands_is_never_overwritten(world, made, code, how, why):
    how(world, made)
    before = kept.everything(world)

    assert why_not(lambda: kept.take(world, kept.row(code, "month-6"))) == f"Row 2: {why}"
    assert kept.everything(world) == before


NO_ROUND = "The course has no such round that has opened."
RAN = "The round ran from 1. March 2014 to 17. May 2014. The day lies outside."
ROWS: list[tuple[dict[str, Any], str]] = [
    ({"key": "month-9", "on": date(2014, 11, 1)}, NO_ROUND),
    ({"key": "closing", "on": date(2014, 11, 1)}, NO_ROUND),
    ({"key": "no-such", "on": date(2014, 11, 1)}, NO_ROUND),
    ({"key": None, "on": BEGAN - timedelta(days=1)}, NO_ROUND),
    ({"key": date(2014, 2, 1), "on": ON["start"]}, NO_ROUND),
    ({"key": "start", "on": BEGAN - timedelta(days=1)}, RAN),
    ({"key": "start", "on": ON["month-3"]}, RAN),
    ({"key": "month-6", "on": TODAY + timedelta(days=1)}, "Choose today or an earlier day."),
    ({"key": "start", "values": (None,)}, "There is no answer in this row. Delete it."),
]


@pytest.mark.parametrize(
    ("said", "why"), ROWS, ids=lambda one: str(one.get("key")) if isinstance(one, dict) else ""
)
def test_a_row_that_does_not_fit_is_refused_and_the_others_with_it(world, made, concept_id, code, said, why):
    other = kept.code_of(world, kept.course(world, concept_id, mentor="other_mentor"))
    before = kept.everything(world)
    good = [kept.row(other, key, number=n) for n, key in enumerate(("start", "month-3"), start=2)]

    told = why_not(lambda: kept.take(world, *good, kept.row(code, number=4, **said)))

    assert told == f"Row 4: {why}"
    assert kept.everything(world) == before
    kept.take(world, *good)  # they were good


def test_two_rows_about_the_same_round_are_told_by_the_first_of_them(world, made, code):
    rows = (kept.row(code, "start"), kept.row(code, None, on=ON["start"], number=9))

    assert why_not(lambda: kept.take(world, *rows)) == "Row 9: Row 2 is about the same round."


def test_a_round_keeps_the_version_of_the_questions_it_was_opened_with(world, made, code):
    from samspil.delivery.models.measurements import Measurement
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        row = Measurement.objects.get(course_id=made.course_id, key="start")
        row.delete()
        row.instrument_version = 2
        row.save(force_insert=True)

    assert why_not(lambda: kept.take(world, kept.row(code))) == (
        "Row 2: The round was opened with version 2 of the questions. Use its template."
    )


def test_a_reason_why_it_was_missed_goes_and_comes_back(world, made, code):
    from samspil.delivery.models.measurements import Measurement

    explain(world, made, "missed", "not_met", "start")
    before = kept.everything(world)

    def reason() -> str:
        with world.as_("coordinator", "aaby"):
            return str(Measurement.objects.get(course_id=made.course_id, key="start").reason)

    file = kept.take(world, kept.row(code))
    assert (rounds(world, made)["start"], reason()) == (("done", ON["start"]), "")
    kept.back(world, file)
    assert (rounds(world, made)["start"], reason()) == (("missed", None), "not_met")
    assert kept.everything(world) == before


@pytest.mark.parametrize("cast", ["mentor", "municipal_lead", "log_controller"])
def test_only_the_coordinator_takes_in_and_back(world, made, code, cast):
    file = kept.take(world, kept.row(code))
    alone = "Only the coordinator can do this."

    assert why_not(lambda: kept.back(world, file, cast=cast)) == alone
    assert why_not(lambda: kept.take(world, kept.row(code, "month-3"), cast=cast, draft_id=file)) == alone


def test_another_municipalitys_file_is_taken_back_as_little_as_one_that_never_was(world, made, code):
    import uuid

    from samspil.kernel.errors import Missing

    file = kept.take(world, kept.row(code))
    for one in (file, uuid.uuid4()):
        with pytest.raises(Missing):
            kept.back(world, one, slug="baekby")
    assert rounds(world, made)["start"] == ("done", ON["start"])
