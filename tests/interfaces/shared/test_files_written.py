"""No file that leaves does anything: what was typed is a text in it, whatever it begins with."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from tests.interfaces import paper
from tests.interfaces.office_words import EVERY, FORMULAS

from samspil.interfaces.web.shared.documents import minutes, sheets, tables, word
from samspil.interfaces.web.shared.documents.setting import plain, printed

AT = datetime(2014, 11, 3, 9, tzinfo=UTC)
ROWS = [[one, Decimal("1089.50"), date(2014, 11, 3), 3, None] for one in EVERY]
HEADS = ["=1+1", "Kr.", "Dag", "Antal", "Intet"]


def formulas(body: bytes) -> int:
    """The cells that a workbook says are formulas, read from its parts and not by who wrote it."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return sum(
            len(re.findall(rb"<f[ >]", parts.read(name)))
            for name in parts.namelist()
            if name.startswith("xl/worksheets/")
        )


def test_there_are_more_than_sixty_of_each_row_and_none_twice():
    assert (len(FORMULAS) >= 60, len(EVERY), len(set(EVERY))) == (True, len(EVERY), len(EVERY))


@pytest.mark.proves("G26")
@pytest.mark.parametrize("is_typed", [False, True])
def test_a_workbook_holds_every_text_as_text_and_amounts_as_amounts(is_typed):
    body = tables.book([tables.Sheet("=1+1", HEADS, ROWS, is_typed=is_typed)])
    sheet = load_workbook(io.BytesIO(body)).active
    told = list(sheet.iter_rows(min_row=2))

    assert formulas(body) == 0
    assert {(row[0].data_type, row[0].quotePrefix) for row in told} == {("s", True)}
    # A workbook keeps no carriage return alone: the line ends are one kind, as on paper.
    assert [row[0].value for row in told] == [plain(one) for one in EVERY]
    assert {(row[1].value, row[2].value.date(), row[3].value, row[4].value) for row in told} == {
        (1089.5, date(2014, 11, 3), 3, None)
    }
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")


@pytest.mark.red("G26")
def test_a_text_that_was_put_in_plainly_is_found_to_be_a_formula():
    made = Workbook()
    made.active.append(["=1+1"])
    out = io.BytesIO()
    made.save(out)

    assert formulas(out.getvalue()) == 1


@pytest.mark.proves("G26")
def test_a_table_begins_no_cell_with_what_begins_a_formula_and_breaks_no_row():
    body = tables.table(HEADS, ROWS).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(body, newline=""), delimiter=";"))
    ours = [line[0] for line in lines[1:]]

    assert {len(line) for line in lines} == {5}
    assert [one.removeprefix("'") for one in ours] == [one.removeprefix("'") for one in EVERY]
    begins = re.compile(
        "[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]"
    )
    assert [one for one in ours if begins.match(one)] == []
    assert {tuple(line[1:]) for line in lines[1:]} == {("1089,50", "03-11-2014", "3", "")}


@pytest.mark.parametrize("amount", ["-12.50", "0", "0.005", "123456789.10"])
def test_an_amount_below_zero_is_an_amount_and_no_formula(amount):
    body = tables.table(["Kr."], [[Decimal(amount)]]).decode("utf-8-sig")

    assert body.splitlines()[1] == f"{Decimal(amount):.2f}".replace(".", ",")


def document() -> dict:
    rows = [[one, one] for one in EVERY]
    blocks = [
        {"as": "lines", "lines": list(EVERY)},
        {"as": "table", "head": ["=1+1", "{{7*7}}"], "rows": rows},
    ]
    parts = [{"heading": one, "blocks": blocks if number == 0 else []} for number, one in enumerate(EVERY)]
    return sheets.document("=1+1 {{7*7}}", "{{7*7}}", parts, facts=[(one, one) for one in EVERY], lead=EVERY)


def minuted() -> dict:
    items = [{"heading": one, "lines": [one], "outcomes": [{"label": one, "lines": [one]}]} for one in EVERY]
    return document() | {"items": items}


@pytest.mark.proves("G27")
@pytest.mark.parametrize(
    "body", [lambda: word.written(document(), at=AT), lambda: minutes.word(minuted(), at=AT)]
)
def test_a_word_file_has_every_text_as_typed_and_no_field(body):
    made = body()
    opened = Document(io.BytesIO(made))
    told = [one.text for one in opened.paragraphs if one.style.name == "Normal"]

    wanted = [word.as_typed(one) for one in EVERY]
    assert [one for one in wanted if one not in told] == []
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        xml = parts.read("word/document.xml").decode()
        outside = [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]
    assert re.findall(r"<w:(?:fldSimple|instrText|fldChar|altChunk|object|hyperlink)\b", xml) == []
    assert outside == []


@pytest.mark.proves("G27")
def test_a_paper_reads_as_it_was_typed():
    shown = re.sub(r"\s+", "", paper.text_of(printed("chapters", document(), at=AT)))

    # A sign that no letter of ours draws is shown by its number; a soft hyphen is seen at a line's end only.
    as_shown = {0xAD: "", **{one: f"[U+{one:04X}]" for one in (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20)}}
    wanted = [re.sub(r"\s+", "", plain(one)).translate(as_shown) for one in EVERY]
    assert [one for one in wanted if one not in shown] == []
    assert "49" not in shown
