"""A cell is an answer of its item's kind, skipped, or refused in words that never say what stood there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.delivery import ground

from samspil.delivery.instruments.shape import Choice, Choices, FreeText, Number, Scale
from samspil.interfaces.web.office.column_kinds import Unread
from samspil.interfaces.web.office.history_columns import SKIPPED, answer_of, round_of

ENDS = {"da": "x", "en": "x"}
DISTRESS = Scale(-5, 5, ENDS, ENDS)
CHOICE = Choices((Choice("a", {"da": "Ja", "en": "Yes"}, 1), Choice("b", {"da": "Måske", "en": "Maybe"})))
KINDS = (Scale(0, 10, ENDS, ENDS), DISTRESS, CHOICE, Number(), Number(whole=False), FreeText(20))


@given(kind=st.sampled_from(KINDS), text=st.text(min_size=1, max_size=30))
@example(kind=FreeText(20), text="\x85")
def test_whatever_stands_there_is_of_its_kind_skipped_or_refused(kind: Any, text: str) -> None:
    said = ""
    try:
        value = answer_of(kind)(text)
    except Unread as unread:
        said = str(unread)
    if said:
        assert len(text) < 5 or text not in said
    else:
        assert value is None if text in SKIPPED or not text.strip() else kind.accepts(value)


@given(value=st.integers(-5, 5), tail=st.sampled_from(["", ",0", ".0", ",00"]))
def test_every_number_of_a_scale_is_read_as_spreadsheets_write_it(value: int, tail: str) -> None:
    assert answer_of(DISTRESS)(f"{value}{tail}") == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (CHOICE, "ja", "a"),
        (CHOICE, " MÅSKE ", "b"),
        (CHOICE, "b", "b"),
        (Number(), "12,0", 12),
        (Number(whole=False), "1,5", 1.5),
        (FreeText(20), "Med egne ord", "Med egne ord"),
    ],
)
def test_other_kinds_are_read_as_danes_write_them(kind: Any, text: str, value: Any) -> None:
    assert answer_of(kind)(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("start", "start"),
        ("  Start ", "start"),
        ("3 måneder", "month-3"),
        ("12 months", "month-12"),
        ("month-6", "month-6"),
        ("Afslutning", "closing"),
        ("follow-up", "follow-up"),
        ("Opfølgning, 6 mdr. efter", "follow-up"),
        ("15-03-2014", date(2014, 3, 15)),
        ("15. marts 2014", date(2014, 3, 15)),
    ],
)
def test_a_round_is_read_by_its_name_in_either_language_or_a_day(text: str, value: Any) -> None:
    assert round_of(ground.the_concept())(text) == value


@pytest.mark.parametrize("text", ["sommer", "tre måneder", "3", "month-", "0 1 2"])
def test_no_other_word_is_a_round(text: str) -> None:
    with pytest.raises(Unread):
        round_of(ground.the_concept())(text)
