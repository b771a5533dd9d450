"""A file of earlier answers is one act: nothing by halves, nothing twice, and back to what would be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import ending, ground, kept, opening, planning
from tests.delivery.kept import BEGAN, ON, TODAY, code, concept_id, made, prove, rounds, why_not

__all__ = ["code", "concept_id", "made"]
USED = (
    "These answers have been used since: shared, stood beside an impression, or a course has gone on or"
    " ended since. So they stay."
)


def plant(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the sealing of one row's answers fail, however many were written before it."""
    from samspil.trust import fields

    real, seen = fields.seal, [0]

    def failing(row: Any, **texts: str) -> None:
        seen[0] += 1
        if seen[0] == number:
            raise RuntimeError("planted")
        real(row, **texts)

    monkeypatch.setattr("samspil.delivery.actions.history.fields.seal", failing)


def test_what_fails_in_the_last_row_leaves_nothing_of_the_others(world, made, code, monkeypatch):
    before, draft = kept.everything(world), kept.draft(world, "aaby", 3)
    rows = [kept.row(code, key, number=n) for n, key in enumerate(ON, start=2)]
    plant(monkeypatch, 3)
    monkeypatch.setattr("samspil.delivery.actions.history.AT_A_TIME", 1)  # the first two are written by then

    with pytest.raises(RuntimeError, match="planted"):
        kept.take(world, *rows, draft_id=draft)
    assert kept.everything(world) == before

    monkeypatch.undo()
    assert kept.take(world, *rows, draft_id=draft) is not None
    assert kept.everything(world) != before


def test_the_same_file_twice_takes_in_once(world, made, code):
    draft = kept.draft(world, "aaby")
    first = kept.take(world, kept.row(code), draft_id=draft)
    there = kept.everything(world)

    assert kept.take(world, kept.row(code), draft_id=draft) == first
    assert kept.everything(world) == there


def test_taking_back_leaves_what_was_there_and_takes_nothing_of_another_file(world, made, code):
    one = kept.take(world, kept.row(code, "start"))
    before, counted = kept.everything(world), prove(world)
    two = kept.take(world, kept.row(code, "month-3"), kept.row(code, "month-6", number=3))
    assert kept.everything(world) != before

    assert kept.back(world, two) == 2
    assert (kept.everything(world), prove(world)) == (before, counted)
    assert why_not(lambda: kept.back(world, two)) == "The file was taken back already."
    assert kept.back(world, one) == 1


def test_what_was_taken_back_can_be_brought_anew(world, made, code):
    kept.back(world, kept.take(world, kept.row(code)))
    kept.take(world, kept.row(code))

    assert rounds(world, made)["start"] == ("done", ON["start"])


def shared(world: Any, made: ground.Made) -> None:
    row = ground.measurement(world, made, "month-6")
    client = opening.at_own_page(world, made)
    client.post(f"/a/own/answers/{row.id}", {"mentor": "yes", "coordinator": "no"})


def shared_and_withdrawn(world: Any, made: ground.Made) -> None:
    row = ground.measurement(world, made, "month-6")
    client = opening.at_own_page(world, made)
    for answer in ("yes", "no"):
        client.post(f"/a/own/answers/{row.id}", {"mentor": answer, "coordinator": "no"})


def beside(world: Any, made: ground.Made) -> None:
    planning.impression(world, made, key="month-6")


def proposed(world: Any, made: ground.Made) -> None:
    from tests.delivery import away

    away.propose(world, made, "ceby")


def closing(world: Any, made: ground.Made) -> None:
    ending.begin_closing(world, made)


@pytest.mark.parametrize("used", [shared, shared_and_withdrawn, beside, proposed, closing])
def test_what_was_built_upon_stays_and_everything_of_the_file_with_it(world, concept_id, made, code, used):
    other = kept.code_of(world, kept.course(world, concept_id, mentor="other_mentor"))
    file = kept.take(world, kept.row(other), kept.row(code, "month-6", number=3))
    used(world, made)
    before = kept.everything(world)

    assert why_not(lambda: kept.back(world, file)) == USED
    assert kept.everything(world) == before


def test_an_impression_from_before_the_file_does_not_hold_it(world, made, code):
    planning.impression(world, made, key="month-6", on=TODAY - timedelta(days=1))
    kept.back(world, kept.take(world, kept.row(code, "month-6")))

    assert rounds(world, made)["month-6"] == ("open", None)


def test_earlier_answers_that_were_shared_stay(world, concept_id):
    from tests.delivery import bringing

    from samspil.delivery.models.moves import EarlierAnswer

    course = ground.Made("aaby", bringing.imported(world, "aaby", concept_id))
    file = kept.take(world, kept.row(kept.code_of(world, course)))
    with world.as_("coordinator", "aaby"):
        row = EarlierAnswer.objects.get()
    course.person_id = row.person_id
    client = opening.at_own_page(world, course)
    client.post(f"/a/own/answers/{row.id}", {"mentor": "yes", "coordinator": "no"})

    assert why_not(lambda: kept.back(world, file)) == USED


def test_a_round_that_has_passed_meanwhile_is_missed_when_its_answers_go(world, made, code):
    file = kept.take(world, kept.row(code, "month-6"))
    later = TODAY + timedelta(days=60)
    ground.tend(world, made, later)

    kept.back(world, file, on=later)

    assert rounds(world, made)["month-6"] == ("missed", None)
    assert prove(world, later).equal


def test_who_stopped_meanwhile_has_stopped_rounds_when_their_answers_go(world, made, code):
    from samspil.delivery.actions import consents

    file = kept.take(world, kept.row(code, "start"), kept.row(code, "month-6", number=3))
    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=TODAY, course_id=made.course_id)

    kept.back(world, file)

    assert rounds(world, made) == {
        "start": ("missed", None),
        "month-3": ("missed", None),
        "month-6": ("stopped", None),
    }
    assert prove(world).equal


# --- whatever the day


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answered=st.integers(-20, 290),
    today=st.integers(0, 270),
    key=st.sampled_from([None, "start", "month-3", "month-6", "month-9"]),
)
def test_any_day_is_taken_in_as_its_round_says_or_refused_and_taken_back_to_what_was(
    world, concept_id, answered, today, key
):
    """A plain oracle: quarters of the course, their windows 14 days before, 14 days of grace."""
    from samspil.kernel.errors import Refused
    from samspil.programme.concept.rounds import months_after

    day, on = BEGAN + timedelta(days=answered), BEGAN + timedelta(days=today)
    opens = {"start": BEGAN} | {
        f"month-{n}": months_after(BEGAN, n) - timedelta(days=14) for n in (3, 6, 9, 12)
    }
    names, due = list(opens), {"start": BEGAN + timedelta(days=28)}
    due |= {f"month-{n}": months_after(BEGAN, n) for n in (3, 6, 9, 12)}
    within = [a for a, b in zip(names, names[1:], strict=False) if opens[a] <= day < opens[b]]
    fits = day <= on and bool(within) and opens[within[0]] <= on and key in (None, within[0])
    with transaction.atomic():
        made = ground.course(world, "aaby", concept_id, on=BEGAN)
        ground.tend(world, made, on)
        before = kept.everything(world)
        try:
            file = kept.take(world, kept.row(kept.code_of(world, made), key, on=day), on=on)
        except Refused:
            assert not fits
            assert kept.everything(world) == before
        else:
            assert fits
            state = "done" if day <= due[within[0]] + timedelta(days=14) else "late"
            assert rounds(world, made)[within[0]] == (state, day)
            assert prove(world, on).equal
            kept.back(world, file, on=on)
            assert kept.everything(world) == before
            assert prove(world, on).equal
        transaction.set_rollback(True)


# --- the database itself


def tried(world: Any, do: Callable[[], Any]) -> str:
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing(), transaction.atomic():
        with pytest.raises(IntegrityError) as told, transaction.atomic():
            do()
        return str(told.value).partition("\n")[0]


def test_the_database_keeps_what_must_hold_of_earlier_answers(world, made, code):
    from samspil.delivery.models.measurements import AnswerSheet, Measurement

    row, rows = ground.measurement(world, made), Measurement.objects

    def new(came_by: str, **columns: Any) -> Any:
        return AnswerSheet.objects.create(
            tenant_id=row.tenant_id,
            measurement_id=row.id,
            person_id=row.person_id,
            answers=b"x",
            came_by=came_by,
            **columns,
        )

    def update(**columns: Any) -> str:
        return tried(world, lambda: rows.filter(id=row.id).update(**columns))

    assert "delivery_paper_is_whole" in tried(world, lambda: new("import"))
    alone = "What was missed is answered by a file of earlier answers alone."
    assert update(state="done", answered_on=ON["start"]) == alone
    kept.take(world, kept.row(code))
    outside = "Earlier answers were given while their round lasted."
    assert update(answered_on=BEGAN - timedelta(days=1)) == outside
    assert update(answered_on=TODAY, state="late") == outside
    assert update(state="missed", answered_on=None) == "A round with answers stays answered."
    with world.as_("coordinator", "aaby"):
        sheet = AnswerSheet.objects.filter(measurement_id=row.id)
        assert sheet.count() == 1

    def twice() -> None:
        sheet.delete()
        new("import", submitted_at=world.at)

    assert tried(world, twice) == "Earlier answers are put to a round that has none."


# --- how it grows


def statements(world: Any, concept_id: Any, count: int) -> int:
    """How many statements a file of so many rows comes to, over a third as many courses."""
    made = [kept.course(world, concept_id, mentor="lent") for _each in range(-(-count // 3))]
    codes = [kept.code_of(world, one) for one in made]
    rows = [kept.row(codes[at // 3], list(ON)[at % 3], number=at + 2) for at in range(count)]
    draft = kept.draft(world, "aaby", count)
    with CaptureQueriesContext(connection) as asked:
        file = kept.take(world, *rows, draft_id=draft)
    taken = len(asked)
    with CaptureQueriesContext(connection) as asked:
        assert kept.back(world, file) == count
    return taken * 1000 + len(asked)


def test_ten_times_the_rows_ask_no_more_of_the_database(world, concept_id):
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=world.member("lent", "aaby").appointment_id).update(capacity=500)

    assert statements(world, concept_id, 20) == statements(world, concept_id, 200)
