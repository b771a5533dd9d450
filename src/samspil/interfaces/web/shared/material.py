"""Short texts to hand out, in the languages a person can be written to in. They name no subject."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.kernel.errors import Missing
from samspil.people.terms import LANGUAGES

FOLDER = Path(__file__).parent / "material"
PIECES = {
    "coach": _("What a parent coach is"),
    "rights": _("Your rights"),
    "confidentiality": _("Confidentiality"),
    "stop": _("How to stop"),
    "offer": _("An offer anybody may be given"),
    "membership": _("May the group know your name"),
}
"""What may be handed out. The invitation to a network is not among them: it is made for a day."""
RIGHT_TO_LEFT = ("ar",)
OWN_NAMES = {"da": "Dansk", "en": "English", "ar": "العربية", "so": "Soomaali", "tr": "Türkçe"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text in one language: a title, paragraphs, and points."""

    language: str
    direction: str
    title: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


def leaf(piece: str, language: str, **told: str) -> Leaf:
    """One text, with what is told put in. Raises Missing where there is none."""
    if language not in LANGUAGES or piece not in {*PIECES, "invitation"}:
        raise Missing
    lines = _lines(piece, language)
    text = [one.format(**told) if told else one for one in lines[1:]]
    return Leaf(
        language,
        "rtl" if language in RIGHT_TO_LEFT else "ltr",
        lines[0].removeprefix("# "),
        tuple(one for one in text if not one.startswith("- ")),
        tuple(one.removeprefix("- ") for one in text if one.startswith("- ")),
    )


@cache
def _lines(piece: str, language: str) -> tuple[str, ...]:
    return tuple(one for one in (FOLDER / piece / f"{language}.md").read_text().splitlines() if one)


def listed_page(request: HttpRequest, *, base: str, door: str) -> HttpResponse:
    """Everything there is to hand out, with its languages."""
    rows = [
        {
            "title": title,
            "languages": [
                {
                    "language": language,
                    "label": OWN_NAMES[language],
                    "url": reverse(f"{door}:material-piece", args=[piece, language]),
                }
                for language in LANGUAGES
            ],
        }
        for piece, title in PIECES.items()
    ]
    return TemplateResponse(
        request,
        "shared/material.html",
        {"base": base, "page": {"rows": rows, "back_url": reverse(f"{door}:{HOMES[door]}")}},
    )


def piece_page(request: HttpRequest, piece: str, language: str, *, base: str, door: str) -> HttpResponse:
    """One text, to show on the screen or to print."""
    if piece not in PIECES:
        raise Missing
    return leaf_page(request, leaf(piece, language), base=base, back_url=reverse(f"{door}:material"))


def leaf_page(request: HttpRequest, one: Leaf, *, base: str, back_url: str, **more: Any) -> HttpResponse:
    """A text as a page of its own; in print nothing but the text is left."""
    return TemplateResponse(
        request, "shared/leaf.html", {"base": base, "page": {"leaf": one, "back_url": back_url, **more}}
    )


HOMES = {"office": "parents", "field": "caseload"}
