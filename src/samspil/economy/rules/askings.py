"""Who asks for single vouchers, who answers, how long they are shown, and as what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.economy.rules.budget import SEES, WRITES
from samspil.economy.terms.askings import LEAST_REASON, LEAST_WORDS, LONGEST_SHOWN
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.kernel.money import Money
from samspil.people.terms import Role

READS = (*SEES, Role.PROGRAMME_OFFICE)


def may_read(actor: Actor) -> Refusal | None:
    """The office that asked; and the municipality's coordinator, lead and auditor."""
    return None if actor.role in READS else Refusal(_("Your role does not give access here."))


def may_ask(actor: Actor) -> Refusal | None:
    """Only the programme office asks: the others have the list."""
    if actor.role == Role.PROGRAMME_OFFICE:
        return None
    return Refusal(_("Only the programme office can do this."))


def may_answer(actor: Actor) -> Refusal | None:
    """The coordinator or the lead answers, who write in the books."""
    return None if actor.role in WRITES else Refusal(_("Your role does not give access here."))


def must_be_apart(list_digest: str) -> Refusal | None:
    """What was signed while it held its vouchers itself is read as it was signed: there is nothing to ask."""
    if list_digest:
        return None
    return Refusal(_("You read the vouchers of this statement already: it was signed with them."))


def must_be_a_line(is_one: bool) -> Refusal | None:
    """A line of the statement, in one of its years."""
    return None if is_one else Refusal(_("Choose a line of the statement."), "cell")


def must_be_a_reason(words: str) -> Refusal | None:
    """A sentence at least: what makes the office ask."""
    if len(words.strip()) >= LEAST_REASON and len(words.split()) >= LEAST_WORDS:
        return None
    return Refusal(_("Write at least a sentence: what makes you ask?"), "reason")


def must_be_the_only_one(is_asked: bool) -> Refusal | None:
    """One asking about a line and year waits at a time."""
    return (
        Refusal(_("You have asked about that line already, and wait for an answer."), "cell")
        if is_asked
        else None
    )


def must_wait(is_answered: bool) -> Refusal | None:
    """An answer is given once."""
    return Refusal(_("This is answered already.")) if is_answered else None


def must_say_why_not(words: str) -> Refusal | None:
    """Whoever refuses says why."""
    return None if words.strip() else Refusal(_("Write why you do not show them."), "words")


def must_be_until(until_on: date, on: date) -> Refusal | None:
    """A day from today on, and not so far away that nobody remembers what is shown."""
    if on <= until_on <= on + timedelta(days=LONGEST_SHOWN):
        return None
    sentence = _("Choose a day from today on, at most %(count)d days ahead.")
    return Refusal(str(sentence) % {"count": LONGEST_SHOWN}, "until_on")


def must_be_there(count: int) -> Refusal | None:
    """Where nothing was spent there is nothing to show, and the answer is that."""
    if count:
        return None
    return Refusal(
        _("There is no voucher on that line in that year. Press «Do not show them», and write so.")
    )


def must_be_some(chosen: Collection[int], known: Collection[int]) -> Refusal | None:
    """At least one voucher, and none of another line."""
    if chosen and set(chosen) <= set(known):
        return None
    return Refusal(_("Choose at least one voucher of the line."), "numbers")


def must_not_leave_one(left: Collection[int]) -> Refusal | None:
    """Whoever knows a line's sum and all its vouchers but one knows that one. `left` is what the office has
    never been shown of them.
    """
    if len(left) != 1:
        return None
    sentence = _(
        "The office would then have seen all vouchers of the line but one, and could work that one out from"
        " the line's sum. Show them all, or fewer."
    )
    return Refusal(sentence, "numbers")


def rate_of(amount: Money, minutes: int | None, rate: Money | None) -> Money | None:
    """What an hour was paid with, rounded down to whole øre; None where no time was paid."""
    if not minutes:
        return None
    return rate or Money.of_oere(abs(amount.oere) * 60 // minutes)
