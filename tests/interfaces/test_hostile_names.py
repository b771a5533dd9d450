"""Every hostile text as the name of a file that is brought, and in every cell of every table that is read.

What a browser calls a file is never kept, shown or handed out again: names are ours. What stands in a cell is
that text on the preview, on every page and in every file, or is refused by row and column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from tests.architecture import cells
from tests.architecture.expected_access import expected
from tests.delivery import ground
from tests.governance.agreeing import pdf
from tests.interfaces import typing_in
from tests.interfaces.office import brought
from tests.interfaces.office.brought import bring, heads, rows_of
from tests.interfaces.office_words import EVERY
from tests.interfaces.served import Page, lawful
from tests.interfaces.test_every_field import TEXTS

from samspil.programme import queries

PATHS = (
    "../../etc/passwd",
    "..\\..\\x.pdf",
    "C:\\fakepath\\x.pdf",
    "/etc/cron.d/x",
    "x.pdf\r\nSet-Cookie: a=b",
    'x";filename="y.html',
    "x.pdf%00.html",
    ".htaccess",
    "con.pdf",
    "x" * 4_000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "",
)
"""What is hostile in a name and nowhere else: ways out of a folder, breaks of a header, length, nothing."""
NAMES = (*EVERY, *PATHS)
UPLOADS = {
    "office:agreement-sign",
    "office:evaluator-contract-put",
    "office:history",
    "office:import",
    "office:institution-import",
    "office:instrument-bring",
    "office:knowledge-new",
    "office:steering-paper-add",
    "office:steering-proposal-paper",
    "office:voucher-bring",
}
OURS = re.compile(r"(attachment|inline); filename(=\"[\w.-]+\"|\*=utf-8''[\w.%-]+)")
"""Every name under which a file leaves: letters, digits, points and strokes."""


def uploads(made: Any) -> Iterator[typing_in.Spot]:
    """Every form that takes a file, once by its address."""
    seen = set()
    for pattern, name in cells.addresses():
        for cast in (one for one in cells.CASTS if expected(one, name, "get") == 200):
            path = made.path(pattern, name, cast, "own")
            with cells.undone():
                answer = made.client(cast, name).get(path)
            if not typing_in.is_page(answer):
                continue
            for form in Page(answer.content.decode()).forms:
                address = resolve(urljoin(path, form.action).partition("?")[0]).view_name
                takes = [one.name for one in form.fields.values() if one.kind == "file"]
                if takes and address not in seen:
                    seen.add(address)
                    yield typing_in.Spot(address, cast, name, urljoin(path, form.action), form)


def sent(made: Any, spot: typing_in.Spot, name: str, content: bytes, *, raw: bool = False) -> Any:
    """The answer to a form with a file of this name, which is written as a browser writes it, or plainly."""
    line = name if raw else name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    (field,) = [one.name for one in spot.form.fields.values() if one.kind == "file"]
    parts = [
        f'--grænse\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{each}\r\n'.encode()
        for key, value in lawful(spot.form).items()
        for each in (value if isinstance(value, list) else [value])
    ]
    head = f'--grænse\r\nContent-Disposition: form-data; name="{field}"; filename="{line}"\r\n'
    body = b"".join(
        [
            *parts,
            head.encode(),
            b"Content-Type: application/pdf\r\n\r\n",
            content,
            "\r\n--grænse--\r\n".encode(),
        ]
    ).replace("grænse".encode(), b"graense-7")
    client: Client = made.client(spot.cast, spot.page)
    return client.generic("POST", spot.url, body, content_type="multipart/form-data; boundary=graense-7")


def content_for(made: Any, spot: typing_in.Spot) -> bytes:
    """Something that the form takes: its own template filled in, or a paper."""
    page = made.client(spot.cast, spot.page).get(spot.url)
    links = [one for one in Page(page.content.decode()).links if "template" in one and "xlsx" not in one]
    if not links:
        return pdf()
    return bytes(made.client(spot.cast, spot.page).get(urljoin(spot.url, links[0])).content)


def named(answer: Any) -> str:
    """All that an answer says outside its body."""
    return unquote("\n".join(f"{name}: {value}" for name, value in answer.headers.items()))


@pytest.mark.proves("G25", "G26")
def test_what_a_file_is_called_is_never_kept_shown_or_handed_out(world: Any) -> None:
    made, wrong, statuses = cells.stand(world), [], {}
    found = list(uploads(made))
    for spot in found:
        content = content_for(made, spot)
        for number, text in enumerate(NAMES):
            for raw in (False, True) if text in PATHS else (number % 2 == 0,):
                with cells.undone():
                    body = content if text in PATHS or number % 9 == 0 else b"x"
                    answer = sent(made, spot, f"{text}ø{number}å.pdf" if text else "", body, raw=raw)
                    answers = [answer]
                    if answer.status_code == 302:
                        where = urljoin(spot.url, answer.headers["Location"])
                        answers.append(made.client(spot.cast, spot.page).get(where))
                    statuses.setdefault(spot.address, set()).add(answer.status_code)
                    for one in answers:
                        told = named(one) + one.content.decode(errors="replace")
                        if one.status_code >= 500 or typing_in.MARK.search(told) or "a=b" in told:
                            wrong.append((spot.address, text, raw, one.status_code))

    assert {one.address for one in found} == UPLOADS
    assert wrong == []
    assert {address for address, codes in statuses.items() if codes - {302, 200, 422, 400}} == set()


@pytest.mark.proves("G26")
def test_every_file_leaves_under_a_name_of_ours_whatever_was_brought(world: Any) -> None:
    made, told, names = cells.stand(world), typing_in.Round(), set()
    wanted = {}
    for number, spot in enumerate(uploads(made)):
        text = f'x"/..\\=1+1<b>ø{number}å'
        wanted[f"ø{number}å"] = ((spot.address, "file"), text)
        sent(made, spot, f"{text}.pdf", content_for(made, spot))
    for where, answer in typing_in.everything(made, [], typing_in.own_addresses(made)):
        typing_in.faults(where, answer, wanted, told)
        assert not typing_in.MARK.search(named(answer)), where
        if "Content-Disposition" in answer.headers:
            names.add(answer.headers["Content-Disposition"])
            assert OURS.fullmatch(answer.headers["Content-Disposition"]), (where, answer.headers)

    assert (told.read, told.wrong) == ({}, [])
    assert len(names) > 20


# --- cells


@dataclass(slots=True)
class Table:
    """A table that is taken in: the page, what is chosen there, its heads, and a row of the template's."""

    page: str
    what: str
    heads: list[str]
    row: list[str]

    def rows(self, texts: list[str], first: int) -> tuple[list[list[str]], dict[str, Any]]:
        """As many rows as texts, in each cell another one than beside it and below; and them by their marks.

        Each text stands once in each column.
        """
        rows, wanted = [], {}
        for below in range(len(texts)):
            row = []
            for beside, head in enumerate(self.heads):
                mark = f"ø{first + below * len(self.heads) + beside}å"
                text = f"{texts[(below + beside) % len(texts)]}{mark}"
                wanted[mark] = ((self.what, head), text)
                row.append(text)
            rows.append(row)
        return rows, wanted

    def bring(self, office: Client, data: bytes) -> Any:
        """The answer to the table as a file."""
        file = SimpleUploadedFile("x.csv", data)
        return office.post(self.page, {"what": self.what, "file": file})


ITS_OWN = {"staff": ("email", "ny{}@aaby.example"), "courses": ("reference", "F-{}")}
MENTORS = ("mentor", "other_mentor")
"""None of them has room for five more courses."""
TAKEN: dict[str, dict[str, int]] = {
    "staff": {"name": 2},
    "courses": dict.fromkeys(
        (
            "reference",
            "name",
            "contact",
            "need",
            "decision",
            "purpose",
            "tasks",
            "goal_1",
            "goal_2",
            "goal_3",
        ),
        2,
    ),
}
"""The columns that take words, and how many of the five texts each takes: none that begins as a formula does,
and none that turns the direction.
"""
NOT_READ = {"reference"}
"""Kept so that a row is taken in once, and shown nowhere."""
SHOWN_AGAIN = {"staff", "courses"}
"""What is shown again before it is taken in. Of answers the preview has counts and faults and no value, and a
place of no kind that is known is left out.
"""
PAGES = ("/o/import/", "/o/history/", "/o/places/file")


def tables_of(office: Client) -> list[Table]:
    """Every table that some page takes in, by the templates that it offers."""
    found = []
    for page in PAGES:
        for link in Page(office.get(page).content.decode()).links:
            if "template" not in link or "xlsx" in link:
                continue
            body = office.get(urljoin(page, link)).content.decode("utf-8-sig")
            heads, row = csv.reader(io.StringIO(body, newline=""), delimiter=";")
            what = link.partition("what=")[2]
            heads = [one.removesuffix(" *") for one in heads]
            found.append(Table(page, what, heads, [one.removeprefix("'") for one in row]))
    return found


def as_csv(heads: list[str], rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([heads, *rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(heads: list[str], rows: list[list[str]]) -> bytes:
    """A workbook in which every cell is a text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ark")
    for row in (heads, *rows):
        told = [WriteOnlyCell(sheet, one) for one in row]
        for cell in told:
            cell.data_type = "s"
        sheet.append(told)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def previewed(office: Client, where: str) -> Iterator[Any]:
    """Every page of what a file comes to."""
    seen, left = set(), [where]
    while left:
        path = left.pop()
        seen.add(path)
        answer = office.get(path)
        yield answer
        links = [urljoin(path, one) for one in Page(answer.content.decode()).links]
        left += [one for one in links if one.startswith(where) and one not in seen and one not in left]


@pytest.mark.proves("G25", "G26", "G27")
def test_every_text_in_every_cell_is_that_text_on_the_preview_and_nothing_can_be_taken_in(world: Any) -> None:
    cells.stand(world)
    office, told, first, typed = world.client("coordinator", "aaby"), typing_in.Round(), 0, {}
    for table in tables_of(office):
        for form in (as_csv, as_xlsx):
            rows, wanted = table.rows(list(EVERY), first)
            first += len(wanted)
            with cells.undone():
                answer = table.bring(office, form(table.heads, rows))
                where = answer.headers.get("Location", "")
                for one in previewed(office, where) if where else [answer]:
                    typing_in.faults(where, one, wanted, told)
                taken = office.post(where, {"take": "yes"}) if where else answer
                typed.setdefault(table.what, []).append((answer.status_code, taken.status_code))
                typing_in.faults(where, taken, wanted, told)

    assert told.wrong == []
    assert typed == dict.fromkeys(("staff", "courses", "mentee-1", "parent-1", ""), [(302, 422)] * 2)
    assert {key[0] for key in told.read} == SHOWN_AGAIN


def accepts(office: Client, kind: str, rows: list[dict[str, str]]) -> bool:
    """Whether a table is taken in."""
    read = bring(office, kind, brought.as_csv(rows))
    if read.status_code != 302:
        return False
    return bool(office.post(read["Location"], {"take": "yes"}).status_code == 302)


def crawled(client: Client, start: str) -> Iterator[tuple[str, Any]]:
    """Every page and every file that links lead to from here."""
    seen, left = {start}, [start]
    while left:
        path = left.pop(0)
        answer = client.get(path)
        yield path, answer
        if typing_in.is_page(answer):
            found = {urljoin(path, one).partition("#")[0] for one in Page(answer.content.decode()).links}
            new = sorted(one for one in found - seen if one.startswith("/") and "/calendar" not in one)
            seen.update(new)
            left += new


@pytest.mark.proves("G26", "G27")
@pytest.mark.parametrize("kind", ["staff", "courses"])
def test_what_is_taken_in_from_a_table_is_that_text_on_every_page_and_in_every_file(
    world: Any, kind: str
) -> None:
    concept = queries.concept(ground.load(world))
    office, told, wanted, rows = world.client("coordinator", "aaby"), typing_in.Round(), {}, []
    taken: dict[str, int] = {}
    for below, text in enumerate(TEXTS):
        row = {ITS_OWN[kind][0]: ITS_OWN[kind][1].format(below)}
        row |= {"mentor": f"{MENTORS[below % 2]}@aaby.example"} if kind == "courses" else {}
        for beside, key in enumerate(heads(kind, concept)):
            mark = f"ø{below * 100 + beside}å"
            typed = f"{text}{mark}"
            with cells.undone():
                if accepts(office, kind, rows_of(kind, concept, {key: typed})):
                    row[key], wanted[mark] = typed, ((kind, key), typed)
                    taken[key] = taken.get(key, 0) + 1
        rows += rows_of(kind, concept, row)
    is_taken = accepts(office, kind, rows)
    for cast, start in (("coordinator", "/o/"), ("municipal_lead", "/o/"), ("mentor", "/f/")):
        for where, answer in crawled(world.client(cast, "aaby"), start):
            typing_in.faults(f"{cast} {where}", answer, wanted, told)

    assert is_taken
    assert told.wrong == []
    assert taken == TAKEN[kind]
    assert {key for _kind, key in told.read} == set(taken) - NOT_READ
