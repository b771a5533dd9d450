"""Looking at a workbook or document as the package it is, before anything opens it: size, parts, names, and
what hides in it.

Nothing in the file is run, followed or believed, and no size that it states about itself. Whoever reads
workbooks asks here first and says the reason in words of their own.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from enum import StrEnum

MOST_UNPACKED, MOST_PARTS, MOST_CELLS = 8_000_000, 100, 150_000
"""The cells of one part are counted before any is read: 2,000 full rows of 60 have 120,060."""
CELL = re.compile(rb"<(?:[^\s<>/:]+:)?C[\s/>]")
NOT_PLAIN = (
    "vbaproject",
    "macrosheets",
    "externallinks",
    "embeddings",
    "activex",
    "oleobject",
    "connections",
)
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TURNED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
"""Characters that turn text round, so that a cell reads otherwise than it is."""


WORKBOOK, DOCUMENT = "xl/workbook.xml", "word/document.xml"
MOST_OF_A_PAPER = 40_000_000
"""What a paper with pictures may hold unpacked; it is kept and handed on, and never opened here."""
TEXTS = (".xml", ".rels")
END, END_LENGTH = b"PK\x05\x06", 22
FETCHES = re.compile(rb"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON)\b", re.IGNORECASE)
"""Fields of a document that fetch something from elsewhere, or start it."""
RELATION = re.compile(rb"<(?:[^\s<>/:]+:)?Relationship\s[^<>]*>", re.IGNORECASE)
LEADS_THERE = re.compile(rb"""Target\s*=\s*["'](?:https?:|mailto:)[^"'\\]*["']""", re.IGNORECASE)


class Why(StrEnum):
    """Why a package is not opened."""

    NO_WORKBOOK = "no_workbook"
    TOO_MUCH = "too_much"
    ODD = "odd"
    MORE_INSIDE = "more_inside"


class NotPlain(Exception):
    """A package that is not a small, plain workbook."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def must_be_plain(data: bytes) -> None:
    """Raise NotPlain unless it is a small package of plain parts. A broken one raises what zipfile raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = parts.infolist()
        names = [one.filename for one in found]
        if data[:4] != ZIP or WORKBOOK not in names:
            raise NotPlain(Why.NO_WORKBOOK)
        if len(found) > MOST_PARTS or sum(one.file_size for one in found) > MOST_UNPACKED:
            raise NotPlain(Why.TOO_MUCH)
        _must_be_plain_names(data, names, WORKBOOK)
        for one in found:
            _must_be_plain_part(parts.read(one))  # at most as many bytes as were counted above


def main_part(data: bytes) -> str:
    """The main part of a package, a workbook's or a document's; empty where it is neither or broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    found = [one for one in (WORKBOOK, DOCUMENT) if one in names]
    return found[0] if len(found) == 1 and "[Content_Types].xml" in names else ""


def must_be_a_plain_paper(data: bytes) -> None:
    """Raise NotPlain unless it is a workbook or a document that nothing is behind, that holds no file and no
    script, and that fetches nothing when somebody opens it. A broken one raises what zipfile raises.
    """
    main = main_part(data)
    if not main:
        raise NotPlain(Why.NO_WORKBOOK)
    if data[-END_LENGTH:][:4] != END or data[-2:] != b"\0\0":
        raise NotPlain(Why.ODD)  # something stands behind the end
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = parts.infolist()
        told = sum(one.file_size for one in found if one.filename.lower().endswith(TEXTS))
        whole = sum(one.file_size for one in found)
        if len(found) > MOST_PARTS or told > MOST_UNPACKED or whole > MOST_OF_A_PAPER:
            raise NotPlain(Why.TOO_MUCH)
        _must_be_plain_names(data, [one.filename for one in found], main)
        for one in found:
            inside = parts.read(one)
            _must_be_plain_part(inside)
            if one.filename.lower().endswith(TEXTS):
                _must_fetch_nothing(one.filename.lower(), inside.replace(b"\0", b""))


def _must_fetch_nothing(name: str, inside: bytes) -> None:
    if name == "[content_types].xml" and b"macroenabled" in inside.lower():
        raise NotPlain(Why.MORE_INSIDE)
    if name.endswith(".rels"):
        for one in RELATION.findall(inside):
            is_link = b"/hyperlink" in one and LEADS_THERE.search(one)
            if (b"external" in one.lower() and not is_link) or b"afchunk" in one.lower():
                raise NotPlain(Why.MORE_INSIDE)
    elif name.startswith("word/") and FETCHES.search(_fields_of(inside)):
        raise NotPlain(Why.MORE_INSIDE)


def _fields_of(inside: bytes) -> bytes:
    """What the fields of a document say: in one piece, however it was cut into runs."""
    pieces = re.findall(rb"<[^<>]*instrText[^<>]*>([^<]*)<", inside)
    simple = re.findall(rb"""instr\s*=\s*["']([^"']*)["']""", inside)
    return b"".join(pieces) + b" " + b" ".join(simple)


def _must_be_plain_names(data: bytes, names: list[str], main: str) -> None:
    if data[:4] != ZIP or main not in names:
        raise NotPlain(Why.NO_WORKBOOK)
    if len(set(names)) != len(names) or any(_leads_out(one) for one in names):
        raise NotPlain(Why.ODD)
    if any(bad in name.lower() for name in names for bad in NOT_PLAIN):
        raise NotPlain(Why.MORE_INSIDE)


def _must_be_plain_part(inside: bytes) -> None:
    if inside[:2] == ZIP[:2]:
        raise NotPlain(Why.MORE_INSIDE)
    plain = inside.replace(b"\0", b"").upper()
    if sum(1 for _each in CELL.finditer(plain)) > MOST_CELLS:
        raise NotPlain(Why.TOO_MUCH)
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise NotPlain(Why.ODD)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name or ":" in name or "\\" in name


def unseen(text: str) -> bool:
    """Whether there are characters in a text that nobody sees: turning marks and control signs."""
    return any(one in TURNED or (unicodedata.category(one) == "Cc" and one not in "\n\t") for one in text)
