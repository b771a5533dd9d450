"""Files made to break a reader: each is a sentence, nothing is written, time and memory stay bounded."""

from __future__ import annotations

import re
import time
import tracemalloc

import pytest
from tests.delivery import ground
from tests.interfaces.office import hostile
from tests.interfaces.office.brought import as_csv, as_xlsx, bring, rows_of

from samspil.interfaces.web.office.sheets import MOST_COLUMNS, MOST_ROWS, Unreadable, read
from samspil.people.models.imports import ImportDraft

FILES = dict([*hostile.workbooks(), *hostile.others()])
MOST_MEMORY = 120_000_000
LONGEST = 2
"""A hostile file may cost this many times what the largest honest workbook costs in the same run."""


@pytest.fixture(scope="module")
def honest_s():
    """The CPU seconds of reading the largest workbook that is taken, every cell of it filled."""
    row = '<c t="inlineStr"><is><t>Navn</t></is></c>' * MOST_COLUMNS
    data = hostile.book(hostile.sheet(f"<row>{row}</row>" * (MOST_ROWS + 1)))
    started = time.process_time()
    table = read(data)
    took = time.process_time() - started
    assert (len(table.rows), len(table.head)) == (MOST_ROWS, MOST_COLUMNS)
    return took


@pytest.fixture
def office(world):
    ground.load(world)
    return world.client("coordinator", "aaby")


def test_there_are_enough_of_them_and_none_is_too_large_to_be_sent():
    assert len(FILES) + 2 * len(CELLS) - 3 >= 60
    assert [name for name, data in FILES.items() if len(data) > 1_000_000] == []


@pytest.mark.proves("G25")
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_a_sentence_and_nothing_is_written(world, office, honest_s, name):
    answer, took = brought(office, name)
    if took >= LONGEST * honest_s:  # once more, since a collection of garbage or a first page costs as much
        answer, took = brought(office, name)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'<span class="field-error"[^>]*>[A-ZÆØÅ][^<]{8,200}\.</span>', text), text[:2000]
    assert took < LONGEST * honest_s
    with world.as_("coordinator", "aaby"):
        assert ImportDraft.objects.count() == 0


def brought(office, name):
    """The answer to a file that is sent, and the CPU seconds it took."""
    started = time.process_time()
    answer = bring(office, "staff", FILES[name], f"{name}.xlsx")
    return answer, time.process_time() - started


@pytest.mark.proves("G25")
@pytest.mark.parametrize("name", [name for name, _data in hostile.workbooks()])
def test_reading_a_hostile_workbook_keeps_within_its_memory(name):
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            read(FILES[name])
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


@pytest.mark.red("G25")
def test_a_plain_workbook_is_read_so_that_the_refusals_above_mean_something():
    table = read(hostile.book())

    assert (table.head, table.rows) == (("Navn", "E-mail"), ((2, ("x",)),))


CELLS = [
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example\")", "@SUM(1)", "+cmd", "-cmd",
    "a\u202eb", "a\u2066b", "a\u200fb", "a\x07b", "a\x1bb", "x" * 100_000, "010194-1234", "0101941234",
]  # fmt: skip


@pytest.mark.proves("G25")
@pytest.mark.parametrize(
    ("form", "number"),
    [
        (form, number)
        for number, text in enumerate(CELLS)
        for form in ("csv", "xlsx")
        if form == "csv" or (len(text) < 32_767 and not {"\x07", "\x1b"} & set(text))  # a workbook holds none
    ],
)
def test_a_hostile_cell_is_told_by_its_row_and_column_and_nothing_can_be_taken_in(
    world, office, honest_s, number, form
):
    from samspil.programme import queries

    payload = CELLS[number]
    (row,) = rows_of("staff", queries.concept(ground.load(world)), {"name": payload})
    data = as_csv([row]) if form == "csv" else as_xlsx([row])

    started = time.process_time()
    kept = bring(office, "staff", data)
    page = office.get(kept["Location"]).content.decode()
    taken = office.post(kept["Location"], {"take": "yes"})

    assert time.process_time() - started < LONGEST * honest_s
    assert re.search(r'is-late">Række 2</p>\s*<div><p><b>Navn</b>: ', page)
    assert taken.status_code == 422
    with world.as_("coordinator", "aaby"):
        assert ImportDraft.objects.get().used_at is None


@pytest.mark.proves("G25")
def test_a_formula_that_remembers_its_result_is_refused_all_the_same(world, office):
    """A workbook keeps what a formula came to: it is neither evaluated nor believed."""
    head = "".join(hostile.cell(f"{column}1", one) for column, one in zip("ABCDE", HEADS, strict=True))
    told = zip("BCDE", ("a@aaby.example", "Mentor", "4", "01-01-2014"), strict=True)
    line = "".join(hostile.cell(f"{column}2", one) for column, one in told)
    formula = '<c r="A2" t="str"><f>"No"&amp;"or"</f><v>Noor</v></c>'
    rows = f'<row r="1">{head}</row><row r="2">{formula}{line}</row>'

    page = office.get(bring(office, "staff", hostile.book(hostile.sheet(rows)))["Location"]).content.decode()

    assert "En formel læses ikke. Skriv, hvad den giver." in page


HEADS = ("Navn", "E-mail", "Rolle", "Flest forløb ad gangen", "Fra")
