"""Who may plan, see and close training events, and what an event must be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samspil.delivery.models.training import TrainingEvent
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.terms.training import MOST_DAYS, MOST_SEATS, WITH_SEATS, EventKind, EventState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

MOST_DAYS_AHEAD = 730
SEES_EVENTS = (Role.TRAINING_PROVIDER, Role.COORDINATOR, Role.MUNICIPAL_LEAD, Role.PROGRAMME_OFFICE)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What the provider says of an event."""

    kind: str
    track: str
    title: str
    place: str
    seats: int
    answer_by: date
    days: tuple[date, ...]


# --- who


def may_provide(actor: Actor) -> Refusal | None:
    """Events are the training provider's own."""
    if actor.role == Role.TRAINING_PROVIDER:
        return None
    return Refusal(_("Only the training provider can do this."))


def may_see_events(actor: Actor) -> Refusal | None:
    """Who plans, nominates, approves or shares out sees what is offered."""
    return None if actor.role in SEES_EVENTS else Refusal(_("Your role does not give access here."))


# --- in which state


def must_be_planned(event: TrainingEvent) -> Refusal | None:
    """What is closed or cancelled stays so."""
    return None if event.state == EventState.PLANNED else Refusal(_("This event is over."))


def must_be_over(days: Collection[date], written: Collection[date], on: date) -> Refusal | None:
    """An event is closed after its last day, when it is written for every day who came."""
    if max(days) > on:
        return Refusal(_("The last day has not been yet. Close the event after it."))
    if set(days) - set(written):
        return Refusal(_("Write for every day who came before you close the event."))
    return None


# --- what it must be


def must_be_an_event(draft: EventDraft, tracks: Collection[str], on: date) -> Refusal | None:
    """A kind, and a track with seats where it has them; a few days from today on, with time to answer."""
    refusal = must_be_one_of(draft.kind, list(EventKind), "kind")
    if refusal is None and draft.kind in WITH_SEATS:
        refusal = must_be_one_of(draft.track, tracks, "track")
    if refusal is not None:
        return refusal
    if draft.kind in WITH_SEATS and not 1 <= draft.seats <= MOST_SEATS:
        return Refusal(
            _("Write how many seats there are, from 1 to %(most)d.") % {"most": MOST_SEATS}, "seats"
        )
    for text, field in ((draft.title, "title"), (draft.place, "place")):
        if not text.strip():
            return Refusal(_("Write something here."), field)
    return must_be_days(draft, on)


def must_leave_room(known: int, most: int) -> Refusal | None:
    """A programme has no more workshops than its concept file says."""
    if known < most:
        return None
    return Refusal(
        ngettext(
            "The programme has at most %(most)d workshop.",
            "The programme has at most %(most)d workshops.",
            most,
        )
        % {"most": most},
        "kind",
    )


def must_be_days(draft: EventDraft, on: date) -> Refusal | None:
    """Between one day and twelve, each once, none passed, and an answer by the first at the latest."""
    refusal = must_be_days_each_once(draft.days, on)
    if refusal is not None:
        return refusal
    if not on <= draft.answer_by <= min(draft.days):
        return Refusal(_("Choose a day from today to the first day of the event."), "answer_by")
    return None


def must_be_days_each_once(days: Collection[date], on: date) -> Refusal | None:
    """Between one day and twelve, each once, none passed and none years away."""
    if not 1 <= len(days) <= MOST_DAYS:
        return Refusal(_("An event has from 1 to %(most)d days.") % {"most": MOST_DAYS}, "day_1")
    if len(set(days)) != len(days):
        return Refusal(_("The same day stands there twice."), "day_1")
    if min(days) < on:
        return Refusal(_("Choose today or a later day."), "day_1")
    if (max(days) - on).days > MOST_DAYS_AHEAD:
        return Refusal(_("Choose days within two years."), "day_1")
    return None
