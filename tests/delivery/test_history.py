"""Answers kept before are put to their rounds as of their day, all or none, and shown to nobody."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.delivery import bringing, ground, kept
from tests.delivery.kept import BEGAN, ON, TODAY, VALUES, code, concept_id, made, prove, rounds, why_not

__all__ = ["code", "concept_id", "made"]


# --- taking in


def test_answers_are_put_to_their_rounds_as_of_the_day_on_which_they_were_given(world, made, code):
    before, first = rounds(world, made), prove(world)
    kept.take(world, *(kept.row(code, key, number=n) for n, key in enumerate(ON, start=2)))
    after, then = rounds(world, made), prove(world)

    assert {key: state for key, (state, _day) in before.items()} == {
        "start": "missed",
        "month-3": "missed",
        "month-6": "open",
    }
    assert after == {
        "start": ("done", ON["start"]),
        "month-3": ("late", ON["month-3"]),
        "month-6": ("done", ON["month-6"]),
    }
    assert (first.owed, first.equal) == (then.owed, then.equal) == (3, True)
    assert (then.done, then.late, then.missed, then.open) == (2, 1, 0, 0)


def test_the_answers_are_the_persons_sealed_and_say_how_they_came(world, made, code):
    from samspil.delivery.models.measurements import AnswerSheet, Sharing
    from samspil.trust import audit, fields

    kept.take(world, kept.row(code))

    with world.as_("coordinator", "aaby") as by:
        sheet = AnswerSheet.objects.get()
        assert (sheet.came_by, sheet.submitted_at, sheet.person_id) == ("import", world.at, made.person_id)
        assert Sharing.objects.count() == 0
        with audit.reading(by=by, purpose=by.purpose, subject=made.person_id, at=world.at):
            told = json.loads(fields.unseal(sheet, "answers"))
    assert tuple(told.values()) == VALUES


def test_nobody_at_a_desk_sees_them_until_the_person_says_so_on_their_own_page(world, made, code):
    from tests.delivery import opening

    from samspil.delivery.queries.courses import course_for
    from samspil.delivery.queries.measurements import shared_answers

    kept.take(world, kept.row(code))

    def shown(cast: str) -> list[tuple[int | None, ...]]:
        with world.as_(cast, "aaby") as by:
            found = shared_answers(by, course_for(by, made.course_id), at=world.at)
            return [tuple(one.values.values()) for one in found]

    assert (shown("mentor"), shown("coordinator")) == ([], [])
    client = opening.at_own_page(world, made)
    row = ground.measurement(world, made)
    assert client.post(f"/a/own/answers/{row.id}", {"mentor": "yes", "coordinator": "no"}).status_code == 302
    assert (shown("mentor"), shown("coordinator")) == ([VALUES], [])


def test_a_file_leaves_one_event_without_a_word_of_it(world, made, code):
    from samspil.delivery.models.history import AnswerFile
    from samspil.trust.models import AuditEvent

    def events() -> list[tuple[Any, ...]]:
        with world.as_("coordinator", "aaby"):
            rows = AuditEvent.objects.filter(verb__contains="answers").order_by("id")
            return [*rows.values_list("verb", "kind", "thing_id", "subject_id", "reason")]

    file = kept.take(world, *(kept.row(code, key, number=n) for n, key in enumerate(ON, start=2)))
    kept.back(world, file)

    assert events() == [
        ("delivery.import_answers", "delivery.answerfile", file, None, "rows_3"),
        ("delivery.take_back_answers", "delivery.answerfile", file, None, "rows_3"),
    ]
    with world.as_("coordinator", "aaby"):
        assert AnswerFile.objects.get().taken_back_on == TODAY


@pytest.mark.parametrize("key", [None, date(2014, 6, 1), "month-3"])
def test_a_round_is_named_by_its_key_a_day_within_it_or_the_day_of_the_answers(world, made, code, key):
    kept.take(world, kept.row(code, key, on=ON["month-3"]))

    assert rounds(world, made)["month-3"] == ("late", ON["month-3"])
    assert {key for key, (state, _day) in rounds(world, made).items() if state in ("done", "late")} == {
        "month-3"
    }


def test_a_round_that_opened_and_that_nobody_has_written_yet_is_written(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=BEGAN)  # not tended since
    assert set(rounds(world, made)) == {"start"}

    file = kept.take(world, kept.row(kept.code_of(world, made), "month-3"))
    assert rounds(world, made)["month-3"] == ("late", ON["month-3"])
    ground.tend(world, made, TODAY)
    assert prove(world).equal
    kept.back(world, file)

    assert rounds(world, made)["month-3"] == ("missed", None)
    assert prove(world).equal


def test_a_link_that_was_handed_out_opens_nothing_any_more_and_reminders_are_quiet(world, made, code):
    from samspil.kernel.errors import Missing

    link = ground.hand_out(world, made, key="month-6").link

    kept.take(world, kept.row(code, "month-6"))

    with pytest.raises(Missing):
        ground.opened(link)


def test_what_was_half_filled_in_before_a_round_was_missed_gives_way(world, concept_id):
    from samspil.delivery.models.measurements import AnswerSheet

    made = ground.course(world, "aaby", concept_id, on=BEGAN)
    ground.answer(world, made, on=BEGAN, submit=False)
    ground.tend(world, made, TODAY)

    kept.take(world, kept.row(kept.code_of(world, made)))

    with world.as_("coordinator", "aaby"):
        assert AnswerSheet.objects.get().came_by == "import"


def test_an_impression_written_afterwards_says_that_the_answers_may_have_been_known(world, made, code):
    from tests.delivery import planning

    from samspil.delivery.models.impressions import Impression

    kept.take(world, kept.row(code, "month-6"))
    row = ground.measurement(world, made, "month-6")
    planning.impression(world, made, key="month-6")

    with world.as_("coordinator", "aaby"):
        assert Impression.objects.get(measurement_id=row.id).knew_answers is True


# --- a course that came by a file: what was measured before is kept, and owed as little as before


def test_what_was_measured_before_a_course_was_taken_in_is_kept_and_not_counted(world, concept_id):
    from tests.delivery import opening

    from samspil.delivery.models.moves import EarlierAnswer

    made = ground.Made("aaby", bringing.imported(world, "aaby", concept_id))
    before = prove(world)

    file = kept.take(
        world,
        kept.row(kept.code_of(world, made), "start"),
        kept.row(kept.code_of(world, made), "month-3", number=3),
    )

    with world.as_("coordinator", "aaby"):
        rows = EarlierAnswer.objects.order_by("answered_on")
        made.person_id = rows[0].person_id
        assert [(one.key, one.answered_on, one.for_mentor, one.for_coordinator) for one in rows] == [
            ("start", ON["start"], False, False),
            ("month-3", ON["month-3"], False, False),
        ]
    assert (rounds(world, made), prove(world)) == ({}, before)
    page = opening.at_own_page(world, made).get("/a/own/answers").content.decode()
    assert page.count('href="/a/own/answers/') == 2
    assert "Row 2: The round is answered already. What is here stays." in why_not(
        lambda: kept.take(world, kept.row(kept.code_of(world, made), "start"))
    )
    kept.back(world, file)
    with world.as_("coordinator", "aaby"):
        assert EarlierAnswer.objects.count() == 0


def test_a_course_that_came_from_another_municipality_gets_nothing_from_before(world, concept_id):
    """What was measured there is the person's to take along or to leave."""
    from tests.delivery import away

    left = kept.course(world, concept_id, "ceby")
    made = away.accept(world, away.propose(world, left, "aaby"), "aaby")
    away.go_on(world, made, on=away.MOVES_ON)

    came = kept.code_of(world, made)

    def brought() -> Any:
        return kept.take(world, kept.row(came, "start"), on=away.MOVES_ON)

    assert why_not(brought) == "Row 2: The course has no such round that has opened."
