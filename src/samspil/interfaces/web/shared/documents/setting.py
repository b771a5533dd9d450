"""Documents on paper: set from a template of ours, with everything anybody typed handed in as a value.

What is typed never becomes markup: the template reads it out of JSON. Characters that no font of ours can
draw are shown by their number, and the invisible ones that turn the direction of writing are left out, so
that a text on paper reads in the order in which it was typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import typst

from samspil.interfaces.web.shared.documents.leaving import Mark

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
"""What the typesetter does not bring along itself: Arabic letters."""
TURNS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\u200b]")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
CANNOT = re.compile(r'the text `"(.+?)"` could not be displayed')
NUMBERED = re.compile(r"\\u\{([0-9a-f]+)\}")
NOT_ALWAYS_DRAWN = re.compile(
    "[^\n\t\x20-\x7e\xa0-\u017f\u0386-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0410-\u044f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac]"
)
TRIES = 12


def printed(template: str, data: dict[str, Any], *, at: datetime, mark: Mark | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1 and PDF/A-2a) of one template with these values, and with the mark of whoever
    takes it: in its properties and at the bottom of each page.
    """
    marked = {"sign": mark.sign, "mark": mark.line(data["language"])} if mark else {"sign": "", "mark": ""}
    told = _each({**data, **marked}, plain)
    for _try in range(TRIES):
        try:
            return _set(template, told, at)
        except typst.TypstError as problem:
            unknown = {one for found in CANNOT.findall(str(problem)) for one in _characters(found)}
            if not unknown:
                raise
            pattern = re.compile("[" + "".join(map(re.escape, unknown)) + "]")
            told = _each(told, partial(pattern.sub, numbered))
    return _set(template, _each(told, partial(NOT_ALWAYS_DRAWN.sub, numbered)), at)


def plain(text: str) -> str:
    """A text as it is put on paper: one kind of line end, no invisible turns and controls."""
    return CONTROLS.sub("", TURNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def numbered(found: re.Match[str]) -> str:
    """A character by its number, for one that cannot be drawn."""
    return f"[U+{ord(found[0]):04X}]"


def _set(template: str, data: Any, at: datetime) -> bytes:
    made = typst.compile(
        str(FOLDER / f"{template}.typ"),
        root=str(FOLDER),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        font_paths=[str(FONTS)],
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same values with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each(one, change) for one in value]
    return value


def _characters(said: str) -> set[str]:
    """The characters that a complaint names, which stand there as themselves or by their number."""
    by_number = {chr(int(one, 16)) for one in NUMBERED.findall(said)}
    return by_number | set(NUMBERED.sub("", said))
