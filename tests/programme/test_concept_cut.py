"""The day of the final data cut in a concept file: read, checked, stored, and missing from older files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.reading import ConceptErrors, read
from samspil.programme.concept.showing import shown
from samspil.programme.queries import digest

TEXT = (Path(__file__).parents[2] / "programmes" / "forebyggelseskonceptet-2013-2015.yaml").read_text("utf-8")
LINE = "    data_cut: 2015-11-30\n"
AT = "progression.schedule.data_cut"


def test_the_shipped_file_names_the_day_before_the_final_evaluation() -> None:
    concept = read(TEXT)

    assert concept.progression.schedule.data_cut == date(2015, 11, 30)
    assert concept.evaluation.final.from_ == date(2015, 12, 1)
    assert shown(concept)["data_cut"] == "2015-11-30"
    assert from_document(as_document(concept)) == concept


def test_a_file_without_one_cuts_nothing_and_is_stored_as_before() -> None:
    assert LINE in TEXT
    old = read(TEXT.replace(LINE, ""))

    assert old.progression.schedule.data_cut is None
    assert shown(old)["data_cut"] is None
    assert "data_cut" not in as_document(old)["progression"]["schedule"]
    assert digest(from_document(as_document(old))) == digest(old) != digest(read(TEXT))


@pytest.mark.parametrize(("day", "fits"), [("2013-03-01", True), ("2013-02-28", False), ("2017-01-01", True)])
def test_a_cut_lies_in_the_period_or_after_it(day: str, fits: bool) -> None:
    text = TEXT.replace(LINE, f"    data_cut: {day}\n")
    if fits:
        assert read(text).progression.schedule.data_cut == date.fromisoformat(day)
        return
    with pytest.raises(ConceptErrors) as caught:
        read(text)

    (problem,) = caught.value.errors
    assert (problem.line, problem.path) == (text[: text.index("data_cut")].count("\n") + 1, AT)
    assert problem.message == "The data cut (2013-02-28) is before the programme begins (2013-03-01)."
    assert problem.hint == "Write a day in the programme's period or after it, or remove the line."


def test_what_is_no_date_is_told() -> None:
    with pytest.raises(ConceptErrors) as caught:
        read(TEXT.replace(LINE, "    data_cut: December 2015\n"))

    assert [(one.path, one.message) for one in caught.value.errors] == [
        (AT, "`December 2015` is not a date.")
    ]
