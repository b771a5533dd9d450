"""Every file that leaves, in one table: in which forms, whether taking it is logged, whom it is about, and
that it says who took it.

No file holds more than one citizen. One that did would need what G26 asks for then: two people, a purpose
and an end; so a file in which a second one is found goes red here, before there is such a file.
"""

from __future__ import annotations

import ast
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from django.db import connection
from django.urls import resolve
from tests.architecture import cells
from tests.architecture.expected_access import expected
from tests.interfaces import marks, paper
from tests.interfaces.served import Page, lawful
from tests.interfaces.typing_in import CSV, DOCX, FOLLOWED, ICS, PDF, XLSX, is_page, kind_of

from samspil.interfaces import web
from samspil.interfaces.web.shared.documents import leaving, tables
from samspil.interfaces.web.shared.documents.tables import book
from samspil.people.terms import PURPOSES

NOBODY, STAFF, ONE = "nobody", "staff", "one citizen"
LOG = "trust_auditevent"
LD, SHORT = "application/ld+json", {CSV: "csv", XLSX: "xlsx", DOCX: "docx", PDF: "pdf", ICS: "ics"}
EXPORTS: dict[str, tuple[str, bool, str]] = {
    "answer:own-receipt-file": ("ld+json", True, ONE),
    "office:journal": ("pdf", True, ONE),
    "field:certificate-paper": ("pdf", True, STAFF),
    "office:training-paper": ("pdf", True, STAFF),
    "office:staff-hours": ("csv", True, STAFF),
    "office:visit-costs": ("csv xlsx", True, STAFF),
    "office:statement-file": ("pdf xlsx", True, STAFF),
    "office:agreement-copy": ("pdf", True, NOBODY),
    "office:agreement-file": ("docx pdf", True, NOBODY),
    "office:authority-file": ("docx pdf", True, NOBODY),
    "office:description-file": ("docx pdf", True, NOBODY),
    "office:evaluator-contract": ("pdf", True, NOBODY),
    "office:history-template": ("csv xlsx", False, NOBODY),
    "office:import-template": ("csv xlsx", False, NOBODY),
    "office:institution-template": ("csv xlsx", False, NOBODY),
    "office:instrument-file": ("xlsx", True, NOBODY),
    "office:knowledge-file": ("pdf", True, NOBODY),
    "office:milestones-calendar": ("ics", True, NOBODY),
    "office:steering-calendar": ("ics", True, NOBODY),
    "office:steering-minutes": ("docx pdf", True, NOBODY),
    "office:steering-pack-file": ("docx pdf", True, NOBODY),
    "office:steering-paper": ("pdf", True, NOBODY),
    "office:unit-costs": ("csv", True, NOBODY),
    "office:voucher-proof": ("pdf", True, NOBODY),
    "public:feed": ("ics", False, NOBODY),
}
"""By address: its forms, whether each time it is taken stands in the log, and about whom it says something.
Who may take it stands in the access matrix. The staff in them are named to their own municipality's office.
"""
NOT_LOGGED = {
    **dict.fromkeys(
        (f"office:{one}-template" for one in ("history", "import", "institution")),
        "an empty form of ours: no row of anybody stands in it",
    ),
    "public:feed": "taken by anybody, who is nobody here: days that everybody may know",
}
"""The only files whose taking leaves no line in the log, and why."""
UNMARKED = {
    **NOT_LOGGED,
    **dict.fromkeys(("office:papers", "field:papers"), "whoever finds it must not learn who asked whom"),
}
"""The only files that do not say who took them, and why."""
AS_BROUGHT = {
    *("office:agreement-copy", "office:evaluator-contract", "office:knowledge-file"),
    *("office:steering-paper", "office:voucher-proof"),
}
"""Handed out byte for byte as somebody brought them: the mark stands in their name, as in that of a CSV."""
WRITES = {
    "office:journal": {"delivery_journalentry", "delivery_journalexport"},
    "public:feed": {"trust_throttle"},
}
"""What is written beside the log's line when a file is taken: that it went out, how often somebody asked, and
never the file itself. So nothing of it is kept that would have to end after a day.
"""
NOT_EXPORTS = {"public:health"}
EMPTY_HERE = {"office:staff-hours": STAFF}
"""No month is approved here, so the file has heads alone: the hours of staff, by name."""
NOT_TAKEN_HERE = {
    "office:statement-sample": "nobody has drawn a sample: vouchers of the grant, no citizen",
    **dict.fromkeys(("office:papers", "field:papers"), "a sheet for one citizen, without a name or a code"),
}
"""Files that the rows here do not give; each has a test of its own beside its page."""
MAKE_FILES = {
    "answer/yeses": ["answer:own-receipt-file"],
    "office/agreements": ["office:agreement-copy", "office:agreement-file"],
    "office/authority": ["office:authority-file"],
    "office/contracts": ["office:evaluator-contract"],
    "office/descriptions": ["office:description-file"],
    "office/instruments": ["office:instrument-file"],
    "office/journal": ["office:journal"],
    "office/knowledge": ["office:knowledge-file"],
    "office/milestones": ["office:milestones-calendar"],
    "office/staff_hours": ["office:staff-hours"],
    "office/statement_files": ["office:statement-file"],
    "office/statement_sample": ["office:statement-sample"],
    "office/steering_files": ["office:steering-calendar", "office:steering-minutes"],
    "office/steering_packs": ["office:steering-pack-file"],
    "office/steering_papers": ["office:steering-paper"],
    "office/template_files": ["office:*-template"],
    "office/unit_costs": ["office:unit-costs"],
    "office/visit_costs_file": ["office:visit-costs"],
    "office/vouchers": ["office:voucher-proof"],
    "public/feed": ["public:feed"],
    "shared/answer_paper": ["office:papers", "field:papers"],
    "shared/training_certificates": ["field:certificate-paper", "office:training-paper"],
    "shared/documents/leaving": [],
    "shared/documents/sheets": [],
    "shared/documents/tables": [],
}
"""Every file of ours that answers with something else than a page, and the addresses it answers."""


WAYS_OUT = ("as_file", "book_out", "given_out", "leaves", "printed_out", "table_out", "taken_out")


def makes_files(source: str) -> bool:
    """Whether a source makes an answer that is no page."""
    for one in ast.walk(ast.parse(source)):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name):
            kind = [each.value for each in one.keywords if each.arg == "content_type"]
            is_plain = kind and isinstance(kind[0], ast.Constant) and "plain" in str(kind[0].value)
            if one.func.id in WAYS_OUT or kind and not is_plain:
                return True
    return False


def test_every_source_that_makes_a_file_stands_in_the_table() -> None:
    root = Path(web.__file__).parent
    found = {
        str(one.relative_to(root).with_suffix(""))
        for one in root.rglob("*.py")
        if makes_files(one.read_text())
    }

    assert found == set(MAKE_FILES)
    assert makes_files("x = HttpResponse(body, content_type='text/csv')")
    assert not makes_files("x = HttpResponse(body, status=500)")


def text_of(body: bytes) -> str:
    """All that a file says, its parts and its properties too."""
    if body.startswith(b"%PDF-"):
        return f"{paper.text_of(body)}\n{body.decode(errors='replace')}"
    if not body.startswith(b"PK\x03\x04"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def inserted() -> dict[str, int]:
    """How many rows this transaction has put into each table, those taken back among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins FROM pg_stat_xact_user_tables WHERE n_tup_ins > 0")
        return dict(cursor.fetchall())


def taken(made: Any) -> Iterator[tuple[str, str, str, Any, set[str]]]:
    """Every file that anybody takes: address, by whom, kind, the answer, and the tables written into."""

    def one(name: str, cast: str, path: str, told: dict[str, Any] | None = None) -> Any:
        with cells.undone():
            before, client = inserted(), made.client(cast, name)
            answer = client.get(path) if told is None else client.post(path, told)
            grown = {table for table, count in inserted().items() if count > before.get(table, 0)}
            return name, cast, kind_of(answer), answer, grown

    for pattern, name in cells.addresses():
        for cast in (each for each in cells.CASTS if expected(each, name, "get") == 200):
            path = made.path(pattern, name, cast, "own")
            found = one(name, cast, path)
            yield found
            if is_page(found[3]):
                page = Page(found[3].content.decode())
                for link in {urljoin(path, each).partition("#")[0] for each in page.links}:
                    if FOLLOWED.search(link) and link.startswith("/"):
                        yield one(resolve(link.partition("?")[0]).view_name, cast, link)
                for form in page.forms:
                    url = urljoin(path, form.action)
                    address = resolve(url.partition("?")[0]).view_name
                    for button, value in (form.buttons or [("x", "")]) if address in EXPORTS else ():
                        yield one(address, cast, url, lawful(form) | {button: value})
    yield one("office:staff-hours", "coordinator", "/o/staff-hours/?month=2014-09", {"nothing": ""})


def citizens_in(text: str, words: dict[str, str]) -> set[str]:
    """The courses of which a text says anything: their code, or a word that stands sealed in them."""
    return {course for word, course in words.items() if word and word in text}


def words_of(made: Any) -> dict[str, str]:
    """By each sealed word and each code: whose course it is.

    Municipalities draw their codes apart, so two may draw the same. Who asks here is of Åby: a code of
    both means Åby's course, and Bækby's is known by its sealed words.
    """
    from samspil.delivery.models.courses import Course

    found = {}
    for slug in ("baekby", "aaby"):
        with made.world.as_("coordinator", slug):
            found |= {one.code: str(one.id) for one in Course.objects.all()}
    for course in made.courses.values():
        sealed = {word for word in course.words.values() if word.startswith("kanarie-")}
        found |= dict.fromkeys(sealed, str(course.course_id))
    return found


def is_right(told: tuple[str, str, str], cast: str, members: Iterable[Any]) -> bool:
    """Whether a mark says who it was: of whoever stands on their own page, that and no more."""
    if cast in cells.NOT_STAFF:
        return told == ("own", "", "own")
    return told[:2] in marks.expected(members, cast) and told[2] in PURPOSES


@pytest.mark.proves("G26", "G03")
def test_no_file_holds_a_second_citizen_and_each_is_logged_as_the_table_says(world: Any) -> None:
    made = cells.stand(world)
    words, names = words_of(made), [one.name for one in world.members.values()]
    kinds: dict[str, set[str]] = {}
    logged: dict[str, set[bool]] = {}
    about: dict[str, str] = {}
    unmarked: set[str] = set()
    written: dict[str, set[str]] = {}
    for name, cast, kind, answer, grown in taken(made):
        if answer.status_code != 200 or kind == "text/html" or name in NOT_EXPORTS:
            continue
        kinds.setdefault(name, set()).add(SHORT.get(kind, kind.rpartition("/")[2]))
        logged.setdefault(name, set()).add(LOG in grown)
        written.setdefault(name, set()).update(grown - {LOG})
        text = text_of(answer.content) + unquote(answer.headers["Content-Disposition"])
        citizens = citizens_in(text, words)
        assert len(citizens) <= 1, (name, cast, citizens)
        worst = ONE if citizens else STAFF if any(each in text for each in names) else NOBODY
        about[name] = max(worst, about.get(name, NOBODY), key=[NOBODY, STAFF, ONE].index)
        told = marks.of_whom(answer, in_name=kind == CSV or name in AS_BROUGHT)
        if told is None:
            unmarked.add(name)
        else:
            assert is_right(told, cast, world.members.values()), (name, cast, told)

    assert unmarked == {name for name in UNMARKED if name in EXPORTS}
    assert {name: tables for name, tables in written.items() if tables} == WRITES
    assert {about[name] for name in EMPTY_HERE} == {NOBODY}
    about |= EMPTY_HERE
    found = {name: (" ".join(sorted(kinds[name])), logged[name] == {True}, about[name]) for name in kinds}
    assert found == EXPORTS
    assert {name for name, (_forms, is_logged, _whom) in EXPORTS.items() if not is_logged} == set(NOT_LOGGED)
    said = {one for each in MAKE_FILES.values() for one in each if "*" not in one}
    assert said - set(EXPORTS) == set(NOT_TAKEN_HERE)
    assert {len(one) for one in logged.values()} == {1}


@pytest.mark.red("G26")
def test_a_table_with_a_column_of_citizens_is_found() -> None:
    words = {"Eg-78": "a", "Ahorn-73": "b", "kanarie-x": "b"}
    one = tables.as_file(tables.table(["Forløb"], [["Eg-78"]]), "x.csv")
    two = tables.as_file(tables.book([tables.Sheet("x", ["Forløb"], [["Eg-78"], ["Ahorn-73"]])]), "x.xlsx")

    assert citizens_in(text_of(one.content), words) == {"a"}
    assert citizens_in(text_of(two.content), words) == {"a", "b"}


@pytest.mark.red("G26")
def test_a_file_that_left_without_its_mark_is_found(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    office = world.client("coordinator", "aaby")
    who = marks.expected([world.members["coordinator", "aaby"]], "coordinator").pop()

    def told(form: str) -> Any:
        answer = office.post("/o/visits/costs", {"file": form})
        found = marks.of_whom(answer, in_name=form == "csv")
        return found and found[:2]

    assert [told("xlsx"), told("csv")] == [who, who]
    monkeypatch.setattr(tables, "book", lambda sheets, _mark: book(sheets))
    monkeypatch.setattr(leaving.Mark, "named", lambda _mark, name: name)
    assert [told("xlsx"), told("csv")] == [None, None]
