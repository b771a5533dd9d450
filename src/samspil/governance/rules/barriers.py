"""How far a barrier has come, how long each step took, and whether all act alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.governance.terms.barriers import Acts, BarrierState, RaisedBy
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class Steps:
    """The days on which a barrier came a step further; None where it has not come so far."""

    raised_on: date
    assigned_on: date | None = None
    decided_on: date | None = None
    instructed_on: date | None = None
    done_on: date | None = None

    @property
    def state(self) -> BarrierState:
        """The last step it has reached."""
        if self.done_on:
            return BarrierState.DONE
        if self.instructed_on:
            return BarrierState.INSTRUCTED
        if self.decided_on:
            return BarrierState.DECIDED
        return BarrierState.ASSIGNED if self.assigned_on else BarrierState.RAISED


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Days from one step to the next; the step that is not reached counts to today."""

    to: BarrierState
    days: int
    is_running: bool


def elapsed(steps: Steps, on: date) -> tuple[Elapsed, ...]:
    """How long each step took, and how long the next one has taken so far. A step that was skipped, such as
    an owner, took no time of its own.
    """
    reached = (
        (BarrierState.ASSIGNED, steps.assigned_on),
        (BarrierState.DECIDED, steps.decided_on),
        (BarrierState.INSTRUCTED, steps.instructed_on),
        (BarrierState.DONE, steps.done_on),
    )
    found, since = [], steps.raised_on
    last = max((place for place, (_to, day) in enumerate(reached) if day is not None), default=-1)
    for place, (to, day) in enumerate(reached):
        if day is not None:
            found.append(Elapsed(to, max((day - since).days, 0), False))
            since = max(day, since)
        elif place > last:
            found.append(Elapsed(to, max((on - since).days, 0), True))
            break
    return tuple(found)


def act_differently(answers: Collection[str]) -> bool:
    """Whether municipalities act differently on the same decision: one of them not as the others are told."""
    return Acts.OTHERWISE in answers


def may_raise(role: str, raised_by: str) -> Refusal | None:
    """A municipality raises its own; the coordinators that of the network group; the office both of its."""
    allowed = {
        RaisedBy.MUNICIPALITY: (Role.MUNICIPAL_LEAD, Role.COORDINATOR),
        RaisedBy.NETWORK: (Role.COORDINATOR, Role.PROGRAMME_OFFICE),
        RaisedBy.OFFICE: (Role.PROGRAMME_OFFICE,),
    }
    if raised_by in list(RaisedBy) and role in allowed[RaisedBy(raised_by)]:
        return None
    return Refusal(_("Choose one of these."), "raised_by")


def may_be_instructed(state: BarrierState) -> Refusal | None:
    """Instructions follow a decision, once."""
    if state in (BarrierState.RAISED, BarrierState.ASSIGNED):
        return Refusal(_("Nothing has been decided yet."))
    return None if state == BarrierState.DECIDED else Refusal(_("The instruction has been given."))


def may_be_assigned(state: BarrierState) -> Refusal | None:
    """An owner sees to it until it is decided."""
    if state in (BarrierState.RAISED, BarrierState.ASSIGNED):
        return None
    return Refusal(_("This is over."))


def must_say_how(acts: str, words: str) -> Refusal | None:
    """Whoever acts in another way says in which."""
    if acts not in list(Acts):
        return Refusal(_("Choose one of these."), "acts")
    if acts == Acts.OTHERWISE and not words.strip():
        return Refusal(_("Write in which way, so that the others can see it."), "words")
    return None
