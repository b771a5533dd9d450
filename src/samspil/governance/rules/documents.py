"""What makes a description whole, who hands it in and who answers it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.naming import must_name_nobody
from samspil.delivery.rules.screening import WORD
from samspil.governance.rules.words import must_be_words
from samspil.governance.terms.documents import (
    ANSWERED_BY,
    READ_BY,
    WRITTEN_BY,
    DescriptionKind,
    DescriptionState,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal

NOT_YOURS = _("Your role does not give access here.")
PART = (
    r"(?:forvaltning|afdeling|center|centeret|udvalg|styrelse|vejledning|sekretariat|råd)(?:en|et|s|ens|ets)?"
)
OF_AN_AUTHORITY = re.compile(rf"{PART}\Z", re.IGNORECASE)
"""How words end that are parts of an authority: they have a capital letter and are nobody's name."""

BEFORE_ONE = re.compile(
    rf"\b[^\W\d_]+-(?=(?:,\s+[^\W\d_]+-){{0,3}}\s+og\s+(?:[^\W\d_]+-)?[^\W\d_]*{PART}\b)", re.IGNORECASE
)
"""The first part of such a word, as in Børne- og Ungeforvaltningen: it ends in a hyphen, as no name does."""


def may_write(actor: Actor) -> Refusal | None:
    """A municipality's descriptions are written by its coordinator and its lead."""
    return None if actor.role in WRITTEN_BY else Refusal(NOT_YOURS)


def may_answer(actor: Actor) -> Refusal | None:
    """The programme office answers what is handed in."""
    return None if actor.role in ANSWERED_BY else Refusal(NOT_YOURS)


def may_read(actor: Actor) -> Refusal | None:
    """Both sides read; each what its policy shows."""
    return None if actor.role in READ_BY else Refusal(NOT_YOURS)


def must_be_of(kind: str, intervention: str, known: Iterable[str]) -> Refusal | None:
    """One intervention of the programme, or the plan, which is of none."""
    if kind == DescriptionKind.ANCHORING and intervention in set(known):
        return None
    if kind == DescriptionKind.PLAN and not intervention:
        return None
    return Refusal(_("Choose one of those that are shown."), "kind")


def may_begin(state: DescriptionState | None) -> Refusal | None:
    """A new version begins where there is none, or from one that was answered."""
    if state == DescriptionState.DRAFT:
        return Refusal(_("There is a draft already. Write on in it."))
    if state == DescriptionState.HANDED_IN:
        return Refusal(_("What was handed in waits for an answer. A new version begins after it."))
    return None


def must_be_draft(state: DescriptionState) -> Refusal | None:
    """Only a draft is written in."""
    if state == DescriptionState.DRAFT:
        return None
    return Refusal(_("What was handed in stays as it is. Begin a new version."))


def must_say_nothing_of_people(words: str, known: Iterable[str]) -> Refusal | None:
    """Some words, none of which looks as if it pointed at a person."""
    return must_be_words(words) or must_name_nobody(_with_small_parts(words), "words", known)


def _with_small_parts(words: str) -> str:
    """The words with what is part of an authority in small letters."""
    whole = BEFORE_ONE.sub(lambda found: found[0].lower(), words)
    return WORD.sub(lambda found: found[0].lower() if OF_AN_AUTHORITY.search(found[0]) else found[0], whole)


def must_be_whole(missing: Iterable[str]) -> Refusal | None:
    """Every chapter is written before it is handed in; `missing` are the titles of those that are not."""
    left = ", ".join(missing)
    if not left:
        return None
    return Refusal(str(_("Write these chapters first: %(chapters)s.")) % {"chapters": left})


def must_wait_for_an_answer(state: DescriptionState, accepted: bool, words: str) -> Refusal | None:
    """What was handed in is answered once; what goes back says what is missing."""
    if state != DescriptionState.HANDED_IN:
        return Refusal(_("Nothing waits for an answer here."))
    if accepted or words.strip():
        return None
    return Refusal(_("Write what is missing before you send it back."), "words")


def may_comment(state: DescriptionState) -> Refusal | None:
    """Comments belong to what the other side can read."""
    if state == DescriptionState.DRAFT:
        return Refusal(_("Hand it in first: the other side cannot read a draft."))
    return None


def revise_by(handed_in_on: date, years: int) -> date:
    """The last day on which a plan that was handed in stands without a new one."""
    year = handed_in_on.year + years
    day = 28 if (handed_in_on.month, handed_in_on.day) == (2, 29) else handed_in_on.day
    return handed_in_on.replace(year=year, day=day)
