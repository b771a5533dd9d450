"""Who may ask for visits and answer a request, in which state, and what a request must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.rules.courses import must_fit_in
from samspil.delivery.rules.networks import POINTS_AT_SOMEBODY
from samspil.delivery.rules.sending import is_address
from samspil.delivery.rules.series import MOST_DAYS_AHEAD, must_be_a_group
from samspil.delivery.terms.sending import Way
from samspil.delivery.terms.visit_requests import (
    LEAST_SECONDS,
    MOST_DAYS,
    MOST_SECONDS,
    REQUEST_STATES,
    WAITS,
    RequestState,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

MOST_PLACE, MOST_NAME, MOST_PHONE, MOST_WISHES = 100, 100, 40, 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: where, which group, which days."""

    place: str
    group: str
    level: str
    about_how_many: int
    days: tuple[date, ...]
    wishes: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to answer, and in which language."""

    name: str
    mail: str
    phone: str = ""
    language: str = "da"


# --- who


def may_ask(actor: Actor) -> Refusal | None:
    """Asking is for whoever asks, without signing in; everybody else plans."""
    return None if actor.role == Role.REQUESTER else Refusal(_("Only the one who asks can do this."))


def may_sweep(actor: Actor) -> Refusal | None:
    """Deleting what nobody confirmed is the worker's."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker does this."))


# --- in which state


def may_move(request: VisitRequest, to: RequestState) -> Refusal | None:
    """A request goes only where its table of states leads."""
    if to in REQUEST_STATES[RequestState(request.state)].leads_to:
        return None
    return Refusal(_("The request has been answered or ended already."))


def may_have_other_days(request: VisitRequest) -> Refusal | None:
    """Other days are wished while the request stands; as often as one likes."""
    if request.state == RequestState.MOVED:
        return None
    return may_move(request, RequestState.MOVED)


def may_be_matched(request: VisitRequest, has_series: bool) -> Refusal | None:
    """Which place it is, is said until the request is answered; from then on it is the series' place."""
    if has_series:
        return Refusal(_("A series is made out of this request already."))
    if request.state in WAITS:
        return None
    return Refusal(_("The request has been answered or ended already."))


def must_have_a_place(request: VisitRequest) -> Refusal | None:
    """A series is planned at a place of the list."""
    return None if request.institution_id else Refusal(_("Say first which place it is."))


def may_be_planned(request: VisitRequest, has_series: bool) -> Refusal | None:
    """A series is made out of a request once."""
    if has_series:
        return Refusal(_("A series is made out of this request already."))
    if request.state == RequestState.PLANNED:  # its series was called off
        return None
    return may_move(request, RequestState.PLANNED)


def may_answer_other_days(request: VisitRequest, has_series: bool) -> Refusal | None:
    """Other days are answered where a series stands; where none does, one is planned instead."""
    if not has_series:
        return Refusal(_("Plan a series first."))
    return may_move(request, RequestState.PLANNED)


def may_be_declined(request: VisitRequest, has_series: bool) -> Refusal | None:
    """A request is declined while nothing runs out of it."""
    if has_series:
        return Refusal(_("A series runs out of this request. End it first."))
    return may_move(request, RequestState.DECLINED)


def may_be_told(request: VisitRequest) -> Refusal | None:
    """A mail that there is news goes to somebody whose request was said yes to."""
    return None if request.state == RequestState.PLANNED else Refusal(_("There is nothing to tell yet."))


# --- what it must be


def must_be_asked(asked: Asked, on: date) -> Refusal | None:
    """A place, a group, days from today on; no address and no number of anybody in what is not sealed."""
    if not asked.place or not asked.place.isprintable():
        return Refusal(_("Write what the place is called."), "place")
    if POINTS_AT_SOMEBODY.search(asked.place):
        return Refusal(_("Write only the name of the place here."), "place")
    return (
        must_fit_in(asked.place, MOST_PLACE, "place")
        or must_be_a_group(asked.group, asked.level, asked.about_how_many)
        or must_be_days(asked.days, on)
        or must_fit_in(asked.wishes, MOST_WISHES, "wishes")
    )


def must_be_days(days: Sequence[date], on: date) -> Refusal | None:
    """One to three different days, from tomorrow on and within a year or so."""
    if not 1 <= len(days) <= MOST_DAYS:
        return Refusal(_("Choose at least one day."), "day_1")
    for place, day in enumerate(days, start=1):
        if day <= on:
            return Refusal(_("Choose a day after today."), f"day_{place}")
        if (day - on).days > MOST_DAYS_AHEAD:
            return Refusal(_("Choose a day within a year."), f"day_{place}")
        if day in days[: place - 1]:
            return Refusal(_("This day stands there already. Choose another."), f"day_{place}")
    return None


def must_be_a_contact(contact: Contact) -> Refusal | None:
    """A name and an address that mail can go to."""
    if not contact.name:
        return Refusal(_("Write your name."), "name")
    if not is_address(Way.MAIL, contact.mail):
        return Refusal(_("Write a mail address that we can write to."), "mail")
    return must_fit_in(contact.name, MOST_NAME, "name") or must_fit_in(contact.phone, MOST_PHONE, "phone")


def must_take_time(seconds: int) -> Refusal | None:
    """A form is filled in by somebody: neither at once nor after a day."""
    if seconds < LEAST_SECONDS:
        return Refusal(_("That went very fast. Look it through once more, and send it then."))
    if seconds > MOST_SECONDS:
        return Refusal(_("The page was open for very long. All of it is here still: send it once more."))
    return None
