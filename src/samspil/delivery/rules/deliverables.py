"""Who asks for, delivers and answers, and in which order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.terms.deliverables import FOR_THE_PROVIDER, OPEN, DeliverableState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

MOST_DAYS_AHEAD = 3 * 366
"""A later day is a slip of the hand."""


def may_ask(actor: Actor) -> Refusal | None:
    """What is asked of the provider and whether it will do is the programme office's."""
    if actor.role == Role.PROGRAMME_OFFICE:
        return None
    return Refusal(_("Only the programme office can do this."))


def may_see(actor: Actor) -> Refusal | None:
    """It is between the programme office and the provider."""
    if actor.role in (Role.PROGRAMME_OFFICE, Role.TRAINING_PROVIDER):
        return None
    return Refusal(_("Your role does not give access here."))


def must_be_asked_for(what: str, known: Collection[str], due_on: date, on: date) -> Refusal | None:
    """Something from the concept file's list, by today or a later day that somebody can mean."""
    refusal = must_be_one_of(what, known, "what")
    if refusal is not None:
        return refusal
    if due_on < on:
        return Refusal(_("Choose today or a later day."), "due_on")
    if (due_on - on).days > MOST_DAYS_AHEAD:
        return Refusal(_("Choose a day within the next three years."), "due_on")
    return None


def must_be_deliverable(state: DeliverableState, words: str) -> Refusal | None:
    """It is delivered while it is asked for or was sent back, and it is said what it is."""
    if state not in FOR_THE_PROVIDER:
        return Refusal(_("Nothing is to be delivered here now."))
    return None if words.strip() else Refusal(_("Write something here."), "words")


def must_be_answerable(state: DeliverableState, accepted: bool, words: str) -> Refusal | None:
    """What was delivered is answered once; what is sent back says what is missing."""
    if state != DeliverableState.DELIVERED:
        return Refusal(_("Nothing waits for an answer here."))
    if accepted or words.strip():
        return None
    return Refusal(_("Write what is missing before you send it back."), "words")


def must_be_open(state: DeliverableState) -> Refusal | None:
    """What was accepted stays so, and what is withdrawn is withdrawn once."""
    return None if state in OPEN else Refusal(_("This is over."))
