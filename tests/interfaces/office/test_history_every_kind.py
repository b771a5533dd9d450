"""Answers of every kind that were kept before: a choice by its words or code, a text as it was written."""

from __future__ import annotations

from typing import Any

import pytest
from tests.delivery import every_kind, ground, kept
from tests.interfaces.office.brought import as_csv, as_xlsx
from tests.interfaces.office.test_history_pages import bring, counts
from tests.interfaces.office.test_import import faults
from tests.interfaces.test_every_kind_asked import kept as sheet

from samspil.delivery.instruments.shape import Choice, Choices, Instrument, Item, Number
from samspil.interfaces.web.office.column_kinds import Unread
from samspil.interfaces.web.office.history_columns import answer_of, columns_of

TEXT = every_kind.GIVEN["code"]
CELLS = {
    "morning": "7",
    "evening": "-",
    "key": "4",
    "filled_on": "Et andet sted",
    "5. round": "12",
    "hours": "7,5",
    "code": TEXT,
}
"""By head; «round» would be read as the round of the course, so its place stands before it."""


@pytest.fixture
def made(world: Any) -> ground.Made:
    return kept.course(world, every_kind.asked(world))


def line(world: Any, made: ground.Made, **changed: Any) -> dict[str, Any]:
    head = {"Forløb": kept.code_of(world, made), "Runde": "start", "Besvaret den": "10-03-2014"}
    return head | CELLS | changed


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@pytest.mark.parametrize("place", ["Et andet sted", "somewhere else", "unknown"])
def test_a_row_of_every_kind_is_taken_in_as_it_was_given(
    world: Any, made: ground.Made, write: Any, place: str
) -> None:
    office = world.client("coordinator", "aaby")

    brought = bring(office, write([line(world, made, filled_on=place)]), f"{every_kind.SLUG}-1")
    shown = office.get(brought["Location"])
    assert (faults(shown), counts(shown)) == ([], {"besvaret til tiden": "1"})
    assert office.post(brought["Location"], {"take": "yes"}).status_code in (200, 302)

    assert sheet(world, made) == every_kind.GIVEN
    assert str(TEXT).split(",")[0] not in shown.content.decode()


def test_what_does_not_fit_is_told_by_its_cell_and_nothing_is_taken_in(world: Any, made: ground.Made) -> None:
    office = world.client("coordinator", "aaby")
    wrong = {
        "key": "0",
        "filled_on": "Hjemme",
        "5. round": "tolv",
        "hours": "1.500",
        "code": "x" * 121,
    }

    brought = bring(office, as_csv([line(world, made, **wrong)]), f"{every_kind.SLUG}-1")
    page = office.get(brought["Location"])

    assert faults(page) == [
        ("2", "key: Skriv et helt tal fra 1 til 5, eller lad cellen være tom."),
        ("2", "filled_on: Vælg en af: Derhjemme, I klubben, Et andet sted."),
        ("2", "5. round: Skriv et tal, eller lad cellen være tom."),
        ("2", "hours: Skriv et tal, eller lad cellen være tom."),
        ("2", "code: Skriv højst 120 tegn."),
    ]
    assert office.post(brought["Location"], {"take": "yes"}).status_code == 422
    assert ground.measurement(world, made).state == "missed"


def test_an_answer_that_does_not_fit_is_taken_in_by_no_other_way(world: Any, made: ground.Made) -> None:
    """The rule asks as well as the cell: rows that were read by another table are refused."""
    from samspil.delivery.actions import history
    from samspil.delivery.rules.history import EarlierAnswers
    from samspil.kernel.errors import Refused

    values = {**every_kind.GIVEN, "filled_on": "Et andet sted"}
    row = EarlierAnswers(2, kept.code_of(world, made), "start", kept.ON["start"], values)
    draft = kept.draft(world, "aaby", of=f"{every_kind.SLUG}-1")
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        history.import_answers(
            by=by, at=world.at, on=ground.TODAY, draft_id=draft, tool=every_kind.tool(), rows=(row,)
        )


def test_heads_that_read_alike_get_their_place_before_them() -> None:
    asked = [Item(code, {"da": code}, {"da": code}) for code in ("Round", "day", "DAY", "item_day", "other")]
    tool = Instrument("alike", 1, tuple(asked), source="s", licence="l")

    titles = [str(one.title) for one in columns_of(tool, ground.the_concept())][3:]

    assert titles == ["1. Round", "2. day", "3. DAY", "4. item_day", "other"]


TWICE = Choices(
    (
        Choice("a", {"da": "Ja", "en": "Yes"}),
        Choice("b", {"da": "Ja", "en": "Sure"}),
        Choice("ja", {"da": "Nej", "en": "No"}),
    )
)


@pytest.mark.parametrize(
    ("text", "code"), [("a", "a"), ("yes", "a"), ("Sure", "b"), ("ja", "ja"), ("nej", "ja")]
)
def test_a_choice_is_read_by_its_code_before_its_words(text: str, code: str) -> None:
    assert answer_of(TWICE)(text) == code


@pytest.mark.parametrize("text", ["Ja", "JA", "c", "Måske"])
def test_words_that_two_choices_share_say_neither(text: str) -> None:
    with pytest.raises(Unread):
        answer_of(TWICE)(text)


@pytest.mark.parametrize("text", ["1.000", "12.500", "1,000"])
def test_a_thousand_is_never_read_as_one(text: str) -> None:
    for kind in (Number(), Number(whole=False)):
        with pytest.raises(Unread):
            answer_of(kind)(text)
