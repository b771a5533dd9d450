"""Headings and words about the programme: not empty, not a book, and about no person."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.naming import must_name_nobody
from samspil.governance.models.columns import MOST_WORDS
from samspil.kernel.errors import Refusal

MOST_HEADING = 120


def must_say(heading: str, words: str, known: Iterable[str] = (), *, needed: bool = True) -> Refusal | None:
    """A heading of one line, and words where they are needed; neither of them about a person."""
    if not heading.strip() or len(heading) > MOST_HEADING:
        return Refusal(_("Write a short heading."), "heading")
    return (
        must_name_nobody(heading, "heading", known)
        or must_be_words(words, needed=needed)
        or must_name_nobody(words, "words", known)
    )


def must_be_words(words: str, *, needed: bool = True) -> Refusal | None:
    """Some words, and not a book."""
    if needed and not words.strip():
        return Refusal(_("Write something here."), "words")
    return Refusal(_("Write it shorter."), "words") if len(words) > MOST_WORDS else None
