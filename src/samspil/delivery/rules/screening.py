"""What in a line of somebody's own words looks as if it pointed at a person. It marks; a person decides."""

from __future__ import annotations

import re
from collections.abc import Collection

from samspil.delivery.terms.forms import WordsMark

NUMBER = re.compile(r"\d(?:[ .\-/]?\d){2,}")
ADDRESS = re.compile(r"@|https?:|www\.|\.(?:dk|com|net|org)\b|(?:insta|snap|tiktok)", re.IGNORECASE)
CALLED = re.compile(
    r"\b(?:hedder|kaldes|navn(?:et)? er|named|called|adı|magac\w*|اسم\w*)\s+\w+", re.IGNORECASE
)
SENTENCE = re.compile(r"[.!?…:\n]+\s*|^")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
NO_NAME = frozenset(
    "I De Dem Deres Danmark Dansk Danske Europa Gud Internettet Corona Facebook Youtube".split()  # noqa: SIM905
)
"""Words that are written with a capital letter inside a sentence and are nobody's name."""

SHORTEST_NAME = 3


def marks(line: str, staff: Collection[str] = ()) -> tuple[WordsMark, ...]:
    """What a line is marked with, each once: three digits or more, an address, a name, a colleague's name.

    A name is any word with a capital letter that does not begin a sentence, or what follows «hedder». Whoever
    writes all in small letters or all in capitals is only found by the names of staff, so everything is read.
    """
    found = []
    if NUMBER.search(line):
        found.append(WordsMark.NUMBER)
    if ADDRESS.search(line):
        found.append(WordsMark.ADDRESS)
    if CALLED.search(line) or any(_is_name(line, word) for word in WORD.finditer(line)):
        found.append(WordsMark.NAME)
    if _words(line) & {part for name in staff for part in _words(name) if len(part) >= SHORTEST_NAME}:
        found.append(WordsMark.STAFF)
    return tuple(found)


def _is_name(line: str, word: re.Match[str]) -> bool:
    text = word.group()
    if len(text) < SHORTEST_NAME or not text[0].isupper() or text.isupper() or text in NO_NAME:
        return False
    return not any(begun.end() == word.start() for begun in SENTENCE.finditer(line, 0, word.start()))


def _words(text: str) -> set[str]:
    return {word.group().casefold() for word in WORD.finditer(text)}
