"""Files and expressions made to break the reader of forms: one sentence each, in bounded time."""

from __future__ import annotations

import itertools
import time

import pytest
from tests.delivery.sheets import xlsx
from tests.interfaces.office import hostile

from samspil.delivery.instruments.xlsform import reading, sheets
from samspil.delivery.instruments.xlsform.expressions import Unsupported
from samspil.delivery.instruments.xlsform.expressions import read as expression
from samspil.delivery.instruments.xlsform.problems import Reason, Refused

HOSTILE = dict(itertools.chain(hostile.workbooks(), hostile.others()))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_sentence(name: str) -> None:
    with pytest.raises(Refused) as refused:
        reading.read(HOSTILE[name])
    (problem,) = refused.value.problems
    assert problem.reason in (Reason.FILE, Reason.SHEET)
    assert 10 < len(problem.sentence) < 200


def test_a_file_that_is_too_large_or_too_long_is_one_sentence() -> None:
    for data in (
        b"PK\x03\x04" + b"x" * 1_000_001,
        xlsx(survey=[{"type": "note"}] * 1_001),
        b"",
        b"name;label",
    ):
        with pytest.raises(Refused) as refused:
            reading.read(data)
        assert [one.reason for one in refused.value.problems] == [Reason.FILE]


def test_the_largest_form_is_read_in_bounded_time() -> None:
    """One long text in every cell there may be, kept once in the file: small to send, much to look at."""
    heads = ["type", "name", *(f"label::{number}" for number in range(sheets.MOST_COLUMNS - 2))]
    first = "".join(hostile.cell("", one).replace(' r=""', "") for one in heads)
    long = '<c t="s"><v>0</v></c>' * (len(heads) - 2)
    rows = "".join(
        f"<row>{hostile.cell('', 'text')}{hostile.cell('', f'q{number}')}{long}</row>".replace(' r=""', "")
        for number in range(sheets.MOST_ROWS - 1)
    )
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{hostile.SHEETS}.sharedStrings+xml"/>'
    strings = f'<sst xmlns="{hostile.MAIN}"><si><t>{"abe kat hund " * 76}</t></si></sst>'
    parts = {
        "[Content_Types].xml": hostile.TYPES.replace("</Types>", f"{kind}</Types>"),
        "xl/workbook.xml": hostile.BOOK.replace('name="A"', 'name="survey"'),
        "xl/sharedStrings.xml": strings,
    }
    data = hostile.book(hostile.sheet(f"<row>{first}</row>{rows}"), more=parts)

    started = time.process_time()
    found = reading.read(data)
    took = time.process_time() - started

    assert len(data) < 50_000
    assert len(found.questions()) == sheets.MOST_ROWS - 1
    assert {len(text) for text in found.questions()[-1].label.values()} == {987}
    assert took < 6


def test_workbooks_are_read_with_the_parsers_an_installation_has() -> None:
    from openpyxl import xml

    assert (xml.LXML, xml.DEFUSEDXML) == (False, False)


def test_an_expression_cannot_be_made_to_take_long() -> None:
    started = time.process_time()
    for hard in (
        "(" * 490,
        "not(" * 120,
        "." * 490,
        "${a" * 160,
        "'" * 489,
        "-" * 499,
        "1." * 240,
        " " * 499 + "x",
    ):
        with pytest.raises(Unsupported):
            expression(hard)
    assert time.process_time() - started < 1
