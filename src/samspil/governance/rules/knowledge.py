"""Who shares in the network group, what a contribution is, and who puts it right or withdraws it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.naming import must_name_nobody
from samspil.delivery.rules.screening import WORD, marks
from samspil.delivery.terms.forms import WordsMark
from samspil.governance.rules.groups import NOT_YOURS
from samspil.governance.rules.words import must_be_words, must_say
from samspil.governance.terms.knowledge import (
    MOST_TAGS,
    SHARED_BY,
    WITH_A_TITLE,
    KnowledgeKind,
    WithdrawnBecause,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

COLLEAGUE = _("Write it without the names of colleagues: everybody in the network group reads it.")
AT_WORK = frozenset(("mentor", "rollemodel", "forældrecoach", "coach", "koordinator", "leder"))
"""What people are at work is nobody's name, even where a name is made of it."""

CHOOSE = _("Choose one of these.")


def may_share(actor: Actor) -> Refusal | None:
    """Reading and sharing is for those who take part; the database asks for the seat in the network group."""
    return None if actor.role in SHARED_BY else Refusal(NOT_YOURS)


def may_withdraw(actor: Actor, author_id: uuid.UUID) -> bool:
    """The organisation that shared it, and the programme office."""
    return actor.tenant_id == author_id and actor.role in SHARED_BY or actor.role == Role.PROGRAMME_OFFICE


def must_be_a_kind(kind: str, *, answers: bool) -> Refusal | None:
    """One of the kinds with a title; an answer only to a question."""
    if answers:
        return None if kind == KnowledgeKind.ANSWER else Refusal(CHOOSE, "kind")
    return None if kind in list(WITH_A_TITLE) else Refusal(CHOOSE, "kind")


def must_be_told(
    title: str, words: str, known: Iterable[str], staff: Collection[str], *, has_title: bool
) -> Refusal | None:
    """Words about the work: nobody's name or number in them, no address, and no colleague's name."""
    names = list(known)
    said = (
        must_say(title, words, names)
        if has_title
        else must_be_words(words) or must_name_nobody(words, "words", names)
    )
    if said is not None:
        return Refusal(said.sentence, "title") if said.field == "heading" else said
    usual = AT_WORK | {one.group().casefold() for name in names for one in WORD.finditer(name)}
    parts = {one.group() for name in staff for one in WORD.finditer(name)}
    colleagues = [one for one in parts if one.casefold() not in usual]
    for field, text in (("title", title), ("words", words)):
        if WordsMark.STAFF in marks(text, colleagues):
            return Refusal(COLLEAGUE, field)
    return None


def must_be_tags(chosen: Collection[str], known: Collection[str], field: str) -> Refusal | None:
    """Codes of the concept file alone."""
    if set(chosen) <= set(known) and len(chosen) <= MOST_TAGS:
        return None
    return Refusal(CHOOSE, field)


def must_be_a_reason(because: str) -> Refusal | None:
    """One of the list."""
    return None if because in list(WithdrawnBecause) else Refusal(CHOOSE, "because")


def must_still_stand(stands: bool) -> Refusal | None:
    """To what was withdrawn nothing is added, and it is withdrawn once."""
    if stands:
        return None
    return Refusal(
        _("It was withdrawn meanwhile, and nobody reads it any more. Share it anew if it is needed.")
    )


def must_be_free_of_people(has_file: bool, is_free: bool) -> Refusal | None:
    """A file is not read by any detector: whoever brings it says that nobody can be recognised in it."""
    if has_file and not is_free:
        return Refusal(
            _("Look through the file first, and say that nobody can be recognised in it."), "is_free"
        )
    return None
