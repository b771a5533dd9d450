"""What a concept file says about descriptions by chapters: what each asks for, and when a plan is revised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from samspil.programme.concept.nodes import Tree
from samspil.programme.concept.values import Named, Part, Positive, Text, later

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter(Named):
    """One chapter of a description, and what it asks for."""

    asks: Text


def _chapter(slug: str, title: tuple[str, str], asks: tuple[str, str]) -> Chapter:
    return Chapter(slug=slug, title=Text(*title), asks=Text(*asks), source="assumption")


CHAPTERS = (
    _chapter(
        "organisation",
        ("Organisering", "Organisation"),
        (
            "Hvor hører indsatsen til, hvem beslutter, og hvem samarbejder den med?",
            "Where does it belong, who decides, and whom does it work with?",
        ),
    ),
    _chapter(
        "staff",
        ("Medarbejdere", "Staff"),
        (
            "Hvilke funktioner løfter den, hvor mange timer er der, og hvad sker der, når nogen holder op?",
            "Which posts carry it, how many hours are there, and what happens when somebody leaves?",
        ),
    ),
    _chapter(
        "money",
        ("Økonomi", "Money"),
        (
            "Hvad koster den om året, og hvad betaler den, når tilskuddet er brugt?",
            "What does it cost a year, and what pays for it when the grant is spent?",
        ),
    ),
    _chapter(
        "methods",
        ("Metoder", "Methods"),
        (
            "Hvad fortsætter, hvad bliver ændret, og hvor er det skrevet ned?",
            "What goes on, what is changed, and where is it written down?",
        ),
    ),
    _chapter(
        "training",
        ("Uddannelse", "Training"),
        (
            "Hvordan bliver nye medarbejdere uddannet, og hvordan holder de gamle det ved lige?",
            "How are new staff trained, and how do the others keep it up?",
        ),
    ),
    _chapter(
        "data",
        ("Data", "Data"),
        (
            "Hvad bliver målt, hvem ser det, og hvornår bliver det slettet?",
            "What is measured, who sees it, and when is it deleted?",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Describing(Part):
    """The chapters of a description, and how often a plan that stands is revised."""

    chapters: tuple[Chapter, ...] = later(CHAPTERS)
    revise_years: Positive = later(4)
    soon_months: Positive = later(6)


USUAL = Describing(source="assumption")
"""What holds where a file says nothing of descriptions."""


def describing(concept: Concept) -> Describing:
    """How descriptions are written in a programme."""
    return concept.descriptions or USUAL


def check_descriptions(tree: Tree, say: Callable[[str, str, str], None]) -> None:
    """Note two chapters with the same code."""
    told: Any = tree.get("descriptions")
    found: Any = told.get("chapters") if isinstance(told, dict) else None
    if not isinstance(found, list):
        return
    slugs = Counter(one.get("slug") for one in found if isinstance(one, dict))
    for slug, count in slugs.items():
        if slug is not None and count > 1:
            say("descriptions.chapters", f"Two chapters are called {slug}.", "Give each a slug of its own.")
