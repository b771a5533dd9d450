"""What an agreement must hold, who makes it, and who signs it when."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from samspil.governance.rules.documents import must_say_nothing_of_people
from samspil.governance.terms.agreements import MADE_BY, READ_BY, SIGNED_BY, AgreementKind, AgreementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

NOT_YOURS = _("Your role does not give access here.")
Key = TypeVar("Key", bound=Hashable)
CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def may_make(actor: Actor) -> Refusal | None:
    """Agreements are made by the programme office."""
    return None if actor.role in MADE_BY else Refusal(_("Only the programme office can do this."))


def may_read(actor: Actor) -> Refusal | None:
    """The programme office and the lead of the municipality that is party."""
    return None if actor.role in READ_BY else Refusal(NOT_YOURS)


def may_sign(actor: Actor) -> Refusal | None:
    """Each side signs for itself."""
    return None if actor.role in {str(one) for one in SIGNED_BY} else Refusal(NOT_YOURS)


def side_of(actor: Actor) -> str:
    """Which side somebody signs for."""
    return SIGNED_BY[Role(actor.role)]


def must_be_cvr(number: str, field: str) -> Refusal | None:
    """Eight digits."""
    if len(number) == 8 and number.isascii() and number.isdigit() and number[0] != "0":
        return None
    return Refusal(_("A CVR number has eight digits."), field)


def is_odd_cvr(number: str) -> bool:
    """Whether a number of the right shape fails the check digit: told, never refused."""
    return sum(int(one) * weight for one, weight in zip(number, CVR_WEIGHTS, strict=True)) % 11 != 0


def must_be_ean(number: str, field: str) -> Refusal | None:
    """Thirteen digits, the last of which is the check digit of GS1."""
    if len(number) != 13 or not (number.isascii() and number.isdigit()):
        return Refusal(_("An EAN number has thirteen digits."), field)
    weighed = sum(int(one) * (3 if place % 2 else 1) for place, one in enumerate(number[:12]))
    if (10 - weighed % 10) % 10 != int(number[12]):
        return Refusal(_("The last digit does not fit the others. Look at the number again."), field)
    return None


def must_be_free_of_people(terms: str, changes: str) -> Refusal | None:
    """What is added in words says nothing of a person."""
    for field, words in (("terms", terms), ("changes", changes)):
        refused = must_say_nothing_of_people(words, ()) if words.strip() else None
        if refused is not None:
            return Refusal(refused.sentence, field)
    return None


def must_be_begun_in(begins_on: date, first: date, last: date) -> Refusal | None:
    """An agreement begins within its programme's period."""
    if first <= begins_on <= last:
        return None
    return Refusal(_("Choose a day within the programme's period."), "begins_on")


def must_be_new(exists: bool) -> Refusal | None:
    """One agreement of a kind with a municipality; what changes is a new version of it."""
    if not exists:
        return None
    return Refusal(_("There is one of this kind already. Change it by a new version."), "kind")


def must_be_draft(state: AgreementState) -> Refusal | None:
    """What was sent stays as it is."""
    if state == AgreementState.DRAFT:
        return None
    return Refusal(_("What was sent stays as it is. Make a new version."))


def may_amend(state: AgreementState, changes: str) -> Refusal | None:
    """A new version comes after one that was sent, and says in words what it changes."""
    if state == AgreementState.DRAFT:
        return Refusal(_("This version is still a draft. Change it, or send it."))
    if not changes.strip():
        return Refusal(_("Write in words what changes."), "changes")
    return None


def must_be_newest(is_newest: bool) -> Refusal | None:
    """Nothing follows from a version that has a later one."""
    return None if is_newest else Refusal(_("There is a later version. Open that one."))


def must_be_signable(state: AgreementState, has_signed: bool) -> Refusal | None:
    """What was sent is signed once by each side."""
    if state == AgreementState.DRAFT:
        return Refusal(_("A draft is not signed. Send it first."))
    if has_signed:
        return Refusal(_("Your side has signed this version."))
    return None


def must_be_signed_in_time(signed_on: date, made_on: date, on: date) -> Refusal | None:
    """From the day it was made to today."""
    if made_on <= signed_on <= on:
        return None
    return Refusal(_("Choose a day from when it was made to today."), "signed_on")


def must_name_a_signer(name: str, title: str) -> Refusal | None:
    """Who signed, and as what."""
    for field, told in (("name", name), ("title", title)):
        if not told.strip():
            return Refusal(_("Write something here."), field)
    return None


def held_since(signed: Iterable[tuple[Key, AgreementKind, date]]) -> dict[Key, date]:
    """Whom an agreement of every kind holds for, and since when, from the days on which versions were signed
    by both sides. A later version takes the place of one that holds and makes it hold from no later day.
    """
    held: dict[Key, dict[AgreementKind, date]] = {}
    for key, kind, since in signed:
        kinds = held.setdefault(key, {})
        kinds[kind] = min(since, kinds.get(kind, since))
    return {key: max(kinds.values()) for key, kinds in held.items() if len(kinds) == len(AgreementKind)}
