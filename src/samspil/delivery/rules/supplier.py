"""What the provider tells the participants of an event, and what it must not say."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from samspil.kernel.errors import Refusal

MOST_MATERIALS = 20


def must_be_a_message(words: str, names: Collection[str]) -> Refusal | None:
    """Something is said, somebody reads it, and none of the participants is named in it."""
    if not words.strip():
        return Refusal(_("Write something here."), "words")
    if not names:
        return Refusal(_("Nobody has a seat yet, so nobody would read it."), "words")
    said = " ".join(words.casefold().split())
    if any(one.casefold() in said for one in names):
        return Refusal(_("Everyone who comes reads it: leave the names out."), "words")
    return None


def must_be_material(title: str, where: str, known: Collection[str]) -> Refusal | None:
    """A title that is not there yet, and where to find it."""
    for text, field in ((title, "title"), (where, "where")):
        if not text.strip():
            return Refusal(_("Write something here."), field)
    if title.strip() in known:
        return Refusal(_("There is one of that title already."), "title")
    if len(known) >= MOST_MATERIALS:
        return Refusal(_("There are at most %(most)d.") % {"most": MOST_MATERIALS}, "title")
    return None
