"""Who nominates, who approves, who shares seats out; and when."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samspil.delivery.models.seats import Nomination
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.terms.training import LIVE, EventState, NominationState, SeatGivenUp
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

# --- who


def may_nominate(actor: Actor) -> Refusal | None:
    """Whom a municipality sends is its coordinator's to say."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_decide(actor: Actor) -> Refusal | None:
    """The manager says yes or no to the time it takes."""
    return None if actor.role == Role.MUNICIPAL_LEAD else Refusal(_("Only the manager can do this."))


def may_share_out(actor: Actor) -> Refusal | None:
    """How many seats each municipality gets is the programme office's to say, and never who."""
    if actor.role == Role.PROGRAMME_OFFICE:
        return None
    return Refusal(_("Only the programme office can do this."))


# --- in which state


def may_still_be_named(state: str, answer_by: date, on: date) -> Refusal | None:
    """Somebody is named until the day the provider asks for an answer by."""
    refusal = must_be_under_way(state)
    if refusal is None and on > answer_by:
        return Refusal(_("The last day to name somebody for this event has passed."))
    return refusal


def must_be_under_way(state: str) -> Refusal | None:
    """Nobody is decided about on an event that was held or cancelled."""
    return None if state == EventState.PLANNED else Refusal(_("This event is over."))


def must_be_open(state: str, first_on: date, on: date) -> Refusal | None:
    """Seats are shared out and filled until a day, while the event is planned."""
    if state == EventState.PLANNED and on <= first_on:
        return None
    return Refusal(_("This event has begun or is over. Nobody can be nominated any more."))


def must_wait_for_a_yes(nomination: Nomination) -> Refusal | None:
    """A manager decides once."""
    if nomination.state == NominationState.ASKED:
        return None
    return Refusal(_("This has been decided already."))


def may_withdraw(nomination: Nomination, event_state: str) -> Refusal | None:
    """Until the event is closed, somebody may be withdrawn; also where it does not take place."""
    if nomination.state in LIVE and event_state != EventState.CLOSED:
        return None
    return Refusal(_("This nomination is over."))


def may_say_no(nomination: Nomination, event_state: str, first_on: date, on: date) -> Refusal | None:
    """Who was named says before the first day that they cannot come; after it they ask their coordinator."""
    if nomination.state in LIVE and event_state == EventState.PLANNED and on > first_on:
        return Refusal(_("The course has begun. Talk to your coordinator."))
    return may_withdraw(nomination, event_state)


def must_be_said_and_not_seen(nomination: Nomination) -> Refusal | None:
    """A coordinator sees once that somebody cannot come."""
    if nomination.said_on is not None and nomination.said_seen_on is None:
        return None
    return Refusal(_("This has been seen already."))


# --- what it must be


def must_be_staff(chosen: Collection[uuid.UUID], able: Collection[uuid.UUID]) -> Refusal | None:
    """One or more of the own staff in the role of the track, nobody who is nominated already."""
    if not chosen:
        return Refusal(_("Choose at least one."), "who")
    for one in chosen:
        refusal = must_be_one_of(one, able, "who")
        if refusal is not None:
            return refusal
    return None


def must_have_seats(chosen: int, free: int) -> Refusal | None:
    """Nobody gets a seat that was not given."""
    if chosen <= free:
        return None
    return Refusal(
        ngettext(
            "There is %(free)d seat. Choose at most so many.",
            "There are %(free)d seats. Choose at most so many.",
            free,
        )
        % {"free": free},
        "who",
    )


def must_have_wishes(count: int) -> Refusal | None:
    """Seats are shared out among those who asked."""
    return None if count else Refusal(_("No municipality has asked for a seat yet."))


def must_say_why_not(because: str) -> Refusal | None:
    """Why somebody does not come is one of a few codes."""
    return must_be_one_of(because, list(SeatGivenUp), "because")
