"""Who asks a municipality to take part in the evaluation, and what can be asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import must_be_one_of
from samspil.governance.terms.obligations import MOST_ASKED, EvaluationPhase, InterviewKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

READERS = (Role.EVALUATOR, Role.PROGRAMME_OFFICE, Role.COORDINATOR, Role.MUNICIPAL_LEAD)
MOST_DAYS_AHEAD = 3 * 366
"""A later day is a slip of the hand."""


# --- who


def may_ask(actor: Actor) -> Refusal | None:
    """Only the evaluator asks, and says what was held."""
    return None if actor.role == Role.EVALUATOR else Refusal(_("Only the evaluator can do this."))


def may_see(actor: Actor) -> Refusal | None:
    """The evaluator, the programme office and the municipality that is asked see what is asked for."""
    return None if actor.role in READERS else Refusal(_("Your role does not give access here."))


# --- what


def must_be_askable(phase: str, kind: str, due_on: date, number: int, on: date) -> Refusal | None:
    """A phase and a kind there are, a number that can be held, by today or a later day."""
    refusal = must_be_one_of(phase, [one.value for one in EvaluationPhase], "phase")
    refusal = refusal or must_be_one_of(kind, [one.value for one in InterviewKind], "kind")
    if refusal is not None:
        return refusal
    if not 1 <= number <= MOST_ASKED:
        return Refusal(_("Write a number from 1 to %(most)d.") % {"most": MOST_ASKED}, "number")
    if due_on < on:
        return Refusal(_("Choose today or a later day."), "due_on")
    if (due_on - on).days > MOST_DAYS_AHEAD:
        return Refusal(_("Choose a day within the next three years."), "due_on")
    return None


# --- in which state


def must_be_holdable(
    lacks: int, asked_on: date, known: Collection[date], held_on: date, number: int, on: date
) -> Refusal | None:
    """Something is still to be held; a day is written once, between the request and today."""
    if lacks == 0:
        return Refusal(_("Nothing more is to be held here."))
    if not asked_on <= held_on <= on:
        return Refusal(_("Choose a day from when it was asked until today."), "held_on")
    if held_on in known:
        return Refusal(_("Something is written for this day already."), "held_on")
    if not 1 <= number <= lacks:
        return Refusal(_("Write a number from 1 to %(most)d.") % {"most": lacks}, "number")
    return None


def must_be_open(lacks: int) -> Refusal | None:
    """What was held or withdrawn is not withdrawn."""
    return None if lacks else Refusal(_("This is over."))
