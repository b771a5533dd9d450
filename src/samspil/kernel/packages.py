"""Looking at a workbook as the package it is, before anything opens it: size, parts, names, what hides in it.

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
        if data[:4] != ZIP or "xl/workbook.xml" not in names:
            raise NotPlain(Why.NO_WORKBOOK)
        if len(found) > MOST_PARTS or sum(one.file_size for one in found) > MOST_UNPACKED:
            raise NotPlain(Why.TOO_MUCH)
        if len(set(names)) != len(names) or any(_leads_out(one) for one in names):
            raise NotPlain(Why.ODD)
        if any(bad in name.lower() for name in names for bad in NOT_PLAIN):
            raise NotPlain(Why.MORE_INSIDE)
        for one in found:
            _must_be_plain_part(parts.read(one))  # at most as many bytes as were counted above


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
