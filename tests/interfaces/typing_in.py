"""Types into every field of every form that is served, and reads back all that is made from it.

A form is filled in as the page serves it: the first choice, a day, a word. What differs from that is in
`AS_ASKED`. Each text field then gets a text with a mark at its end, by which it is found again on every page
and in every file that anybody of the cast may open.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import resolve, reverse
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook
from tests.architecture import cells
from tests.architecture.expected_access import expected
from tests.interfaces import paper
from tests.interfaces.served import Form, Page, lawful
from tests.interfaces.shared.test_files_written import formulas

from samspil.interfaces.web.shared.documents.setting import plain
from samspil.interfaces.web.shared.documents.word import as_typed

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

MARK = re.compile("ø\\d+å")
"""No token and no address holds such a word, and no sentence of ours."""
FOLLOWED = re.compile(
    r"/file|as=|\.csv|\.xlsx|/calendar$|/minutes|/paper|/feed|/sample|/who$|/requests/[0-9a-f-]{36}$"
)
"""The links of a page that are followed one step: the files that it offers, and what is behind a list."""
NOT_SAID_302 = ("office:invite",)
"""What answers a form that was written with a page of its own, shown once."""
REFUSED_WHOLE, NO_WORDS = "the form is not taken", "the field takes no words"
TRAPS = {("public:visit-ask", "site"): "a trap: whoever fills it in is thanked, and nothing is kept"}
NOT_TYPED_IN = ("entrance:sign_out", "entrance:sign_out_everywhere", "account_logout")
CVR, EAN = "12345675", "5790000000029"
PARTIES = {
    "office_cvr": CVR,
    "municipality_cvr": "12345678",
    "office_ean": EAN,
    "municipality_ean": "5790000000036",
}
PLACE = {"number": "123456", "postcode": "8000"}
DAYS = {"answer_by": "2014-11-24", "day_1": "2014-12-01"} | {f"day_{day}": "" for day in range(2, 13)}
AS_ASKED: dict[str, dict[str, Any]] = {
    "office:accept": {"born": "1998"},
    "office:agreement-new": {**PARTIES, "municipality": 1, "kind": 1},
    "office:agreement-change": PARTIES,
    "office:agreement-amend": PARTIES,
    "office:authority-new": {"cvr": CVR, "from_on": "2015-01-01"},
    "office:grant-open": {"cvr": "12345678", "ean": "5790000000036", "office_cvr": CVR},
    "office:institution": {**PLACE, "put_away": []},
    "office:institution-new": PLACE,
    "office:visit-request-new-place": PLACE,
    "office:invite": {"email": "ny.person@aaby.example"},
    "office:staff-profile": {"learning": []},
    "field:profile": {"learning": []},
    "office:reviews": {"held_on": "2014-10-27"},
    "field:reviews": {"held_on": "2014-10-27"},
    "office:asking-show": {"numbers": ""},
    "office:training-new": DAYS,
    "office:training-change": DAYS,
    "office:steering-seat": {"organisations": 1},
    "office:voucher-new": {"part": "", "paid_on": "2014-10-01", "amount": "100,00", "rate": "", "price": ""}
    | {"hours": "2", "minutes": "", "quantity": ""},
    "public:visit-ask": {
        **{f"day_{day}": f"2014-11-2{day}" for day in (1, 2, 3)},
        "municipality": -1,
        "mail": "skole@aaby.example",
        "site": "",
    },
    "office:consents": {"purpose": "sharing"},
    **dict.fromkeys(("office:deliverable-answer", "office:description-answer"), {"answer": "back"}),
    "office:grant-decide": {"answer": "refused"},
    "office:steering-confirm": {"acts": "otherwise"},
    "field:plan": {"review_on": "2014-11-24"},
}
"""What a form asks for that is not a word, by address; a number is which of the choices."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A form of one address, on the page that serves it to one of the cast."""

    address: str
    cast: str
    page: str
    url: str
    form: Form

    def told(self) -> dict[str, Any]:
        asked = {
            name: self.form.fields[name].options[value] if isinstance(value, int) else value
            for name, value in AS_ASKED.get(self.address, {}).items()
        }
        return lawful(self.form) | asked


@dataclass(slots=True)
class Round:
    """What one round gave: each field's fate, where each mark was read, and what is wrong."""

    accepted: set[tuple[str, str]] = field(default_factory=set)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    read: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    wrong: list[tuple[Any, ...]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    where: set[str] = field(default_factory=set)
    """By whom and at which address something typed was read."""


def spots(made: Any) -> tuple[list[Spot], list[Spot]]:
    """Every form with a field to type in, one of each address and set of typed fields; and every form
    without one that is answered with a file.
    """
    found: dict[tuple[str, tuple[str, ...]], Spot] = {}
    asking: dict[str, Spot] = {}
    for pattern, name in cells.addresses():
        for cast in (one for one in cells.CASTS if expected(one, name, "get") == 200):
            path = made.path(pattern, name, cast, "own")
            with cells.undone():
                answer = made.client(cast, name).get(path)
            if not is_page(answer):
                continue
            for form in Page(answer.content.decode()).forms:
                url = urljoin(path, form.action)
                address = resolve(url.partition("?")[0]).view_name
                if form.method.lower() != "post" or address in NOT_TYPED_IN:
                    continue
                spot = Spot(address, cast, name, url, form)
                if form.typed():
                    found.setdefault((address, tuple(sorted(form.typed()))), spot)
                elif address not in asking:
                    asking[address] = spot
    return list(found.values()), [one for one in asking.values() if _gives_a_file(made, one)]


def _gives_a_file(made: Any, spot: Spot) -> bool:
    with cells.undone():
        answer = sent(made, spot, spot.told())
    return answer.status_code == 200 and not is_page(answer)


def is_page(answer: Any) -> bool:
    """Whether an answer is a page."""
    return "html" in answer.headers.get("Content-Type", "")


def squeezed(text: str) -> str:
    """A text without white space, which a page and a paper may break where they like."""
    return "".join(text.split())


def fields(found: Iterable[Spot]) -> dict[tuple[str, str], Spot]:
    """Every field to type in, by address and name."""
    return {(spot.address, name): spot for spot in found for name in spot.form.typed()}


def sent(made: Any, spot: Spot, told: dict[str, Any]) -> Any:
    """The answer to a form sent by whoever it was served to."""
    return made.client(spot.cast, spot.page).post(spot.url, told)


def is_written(spot: Spot, answer: Any) -> bool:
    """Whether a form was taken."""
    if answer.status_code == 302:
        return not answer.headers["Location"].startswith(reverse(settings.LOGIN_URL))
    is_shown = answer.status_code == 200 and spot.address in NOT_SAID_302
    return is_shown and b"error-summary" not in answer.content


def takes_words(made: Any, spot: Spot) -> dict[str, str]:
    """What becomes of each of a form's fields with a text in it that no number and no day is: "" if it is
    written, else why it is not.
    """
    with cells.undone():
        first = sent(made, spot, spot.told())
    if not is_written(spot, first):
        return dict.fromkeys(spot.form.typed(), REFUSED_WHOLE)
    fate = {}
    for name in spot.form.typed():
        with cells.undone():
            answer = sent(made, spot, spot.told() | {name: "Ord {{7*7}}"})
        written = "" if is_written(spot, answer) else NO_WORDS
        fate[name] = TRAPS.get((spot.address, name), written)
    return fate


def typed_everywhere(
    made: Any,
    found: list[Spot],
    fate: dict[tuple[str, str], str],
    text_for: Callable[[int], str],
    asking: Iterable[Spot],
    read_by: Mapping[str, Iterable[str]],
) -> Round:
    """One round: a text into every field that takes words, all kept, and everything read back.

    `text_for` gives the text by the field's number. What is refused for another's words is sent again, alone.
    """
    told, numbers = Round(), {key: number for number, key in enumerate(fields(found))}
    texts = {key: f"{text_for(number)}ø{number}å" for key, number in numbers.items()}
    wanted = {f"ø{number}å": (key, texts[key]) for key, number in numbers.items()}
    again = []
    with cells.undone():
        for spot in found:
            answers = _typed(made, spot, fate, texts, told)
            again += [] if answers else [spot]
            _noted(answers, wanted, told)
        _noted(everything(made, asking, read_by), wanted, told)
    for spot in again:
        with cells.undone():
            _noted(_typed(made, spot, fate, texts, told, is_last=True), wanted, told)
    return told


def _noted(answers: Iterable[tuple[str, Any]], wanted: dict[str, tuple[Any, str]], told: Round) -> None:
    for where, answer in answers:
        told.kinds.add(kind_of(answer))
        faults(where, answer, wanted, told)


def _typed(
    made: Any,
    spot: Spot,
    fate: dict[tuple[str, str], str],
    texts: dict[tuple[str, str], str],
    told: Round,
    *,
    is_last: bool = False,
) -> list[tuple[str, Any]]:
    """What a form gave: where it led and the form again; nothing if it is worth sending alone."""
    from django.db import transaction

    free = [name for name in spot.form.typed() if not fate[spot.address, name]]
    tried = free or [one for one in spot.form.typed() if (spot.address, one) not in TRAPS]
    with transaction.atomic():
        answer = sent(made, spot, spot.told() | {name: texts[spot.address, name] for name in tried})
        if not is_written(spot, answer):
            transaction.set_rollback(True)
    if is_written(spot, answer):
        told.accepted |= {(spot.address, name) for name in free}
        client, seen = made.client(spot.cast, spot.page), set[str]()
        there = [urljoin(spot.url, answer.headers.get("Location", "")), spot.url]
        return [(spot.url, answer), *(one for where in there for one in _read_on(client, where, seen))]
    if free and not is_last:
        return []
    told.refused |= dict.fromkeys(((spot.address, name) for name in tried), str(answer.status_code))
    return [(f"{spot.address} refused", answer)]


def everything(
    made: Any, asking: Iterable[Spot], read_by: Mapping[str, Iterable[str]]
) -> Iterator[tuple[str, Any]]:
    """Every page and every file that these of the cast open at these addresses, and every file asked for."""
    for cast, paths in read_by.items():
        client, seen = made.client(cast), set[str]()
        for path in paths:
            for where, answer in _read_on(client, path, seen):
                yield f"{cast} {where}", answer
    for spot in asking:
        for name, value in spot.form.buttons or [("nothing", "")]:
            with cells.undone():
                yield f"{spot.cast} {spot.url} {value}", sent(made, spot, spot.told() | {name: value})


def own_addresses(made: Any) -> dict[str, list[str]]:
    """By member of the cast: every address with what is theirs, that they may open."""
    return {
        cast: [
            made.path(pattern, name, cast, "own")
            for pattern, name in cells.addresses()
            if expected(cast, name, "get") == 200 and name != "answer:done"
        ]
        for cast in cells.CASTS
    }


def _read_on(client: Any, path: str, seen: set[str]) -> Iterator[tuple[str, Any]]:
    """A page, and the files that it links to."""
    if path in seen:
        return
    seen.add(path)
    answer = client.get(path)
    yield path, answer
    if is_page(answer):
        for link in Page(answer.content.decode()).links:
            where = urljoin(path, link).partition("#")[0]
            if FOLLOWED.search(where) and where.startswith("/") and where not in seen:
                seen.add(where)
                yield where, client.get(where)


def kind_of(answer: Any) -> str:
    """What kind of thing an answer is."""
    return str(answer.headers.get("Content-Type", "")).partition(";")[0]


def faults(where: str, answer: Any, wanted: dict[str, tuple[Any, str]], told: Round) -> None:
    """Note where marks were read, and every one that is not behind the text it was typed behind."""
    if answer.status_code >= 500:
        told.wrong.append((where, answer.status_code))
    kind = kind_of(answer)
    if kind == "text/html":
        page = Page(answer.content.decode())
        pieces = [squeezed("".join(page.texts)), *map(squeezed, page.values)]
        raw = answer.content.decode()
        if sum(len(MARK.findall(one)) for one in pieces) != len(MARK.findall(raw)):
            told.wrong.append((where, "a mark that is no text"))
    else:
        pieces = [squeezed(one) for one in _pieces(where, answer, kind, told)]
    for piece in pieces:
        for mark in MARK.finditer(piece):
            key, text = wanted[mark[0]]
            told.read.setdefault(key, set()).add(kind)
            told.where.add(where)
            as_typed = squeezed(shown_as(kind, text))
            if not piece[: mark.end()].endswith(as_typed):
                shown = piece[max(0, mark.end() - len(as_typed) - 20) : mark.end()]
                told.wrong.append((where, kind, key, text, shown))


CSV, XLSX, DOCX, PDF, ICS = (
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/pdf",
    "text/calendar",
)
FILES_READ = {DOCX, PDF, "application/ld+json"}
"""The kinds of file in which something typed here is read. No field here goes into a table."""
AS_SHOWN = {0xAD: "", **{one: f"[U+{one:04X}]" for one in (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20)}}
"""On paper: signs that no letter of ours draws by their number, a soft hyphen at a line's end only."""
BEGINS = re.compile(
    "[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20](?![\\d.,]*$)"
)
"""What a spreadsheet would take for a formula; a number below zero is none."""
LINE = re.compile(r"[A-Z-]+[;:]|[ \t]")


def shown_as(kind: str, text: str) -> str:
    """How a text reads in a file of this kind: documents leave invisible turns out, icalendar a BOM."""
    if kind in (XLSX, PDF):
        return plain(text).translate(AS_SHOWN if kind == PDF else {})
    return as_typed(text) if kind == DOCX else text.removeprefix("\ufeff") if kind == ICS else text


def _pieces(where: str, answer: Any, kind: str, told: Round) -> list[str]:
    """The texts of a file, each by itself; what would do something when it is opened is noted."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == CSV:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))
        told.wrong += [(where, "a formula", cell) for row in rows for cell in row if BEGINS.match(cell)]
        return [cell for row in rows for cell in row]
    if kind == XLSX:
        if formulas(body):
            told.wrong.append((where, "a formula"))
        book = load_workbook(io.BytesIO(body))
        return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    if kind == DOCX:
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            root = etree.fromstring(parts.read("word/document.xml"))
        does = ["fldSimple", "instrText", "fldChar", "altChunk", "object", "hyperlink"]
        told.wrong += [(where, name) for name in does if root.findall(f".//{{{WORD}}}{name}")]
        return ["".join(one.text or "" for one in root.iter(f"{{{WORD}}}t"))]
    if kind == PDF:
        return [paper.text_of(body)]
    if kind.endswith("json"):
        return list(_strings(json.loads(body)))
    if kind == ICS:
        return _of_calendar(where, body, told)
    return [body.decode(errors="replace")]


def _strings(value: Any) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from [value] if isinstance(value, str) else ()
    for one in inner:
        yield from _strings(one)


def _of_calendar(where: str, body: bytes, told: Round) -> list[str]:
    """The texts of a calendar, read by another's reader; a line that no property begins is noted."""
    lines = body.decode().split("\r\n")
    told.wrong += [(where, "a broken line", one) for one in lines if one and not LINE.match(one)]
    events = Calendar.from_ical(body).walk("VEVENT")
    if lines.count("BEGIN:VEVENT") != len(events):
        told.wrong.append((where, "an event too many"))
    return [str(value) for event in events for _name, value in event.property_items()]
