"""What may be changed of a training event before it begins."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.training import must_be_days_each_once
from samspil.delivery.terms.training import MOST_SEATS
from samspil.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class EventChanged:
    """An event as it is to be from now on; its kind and its track stay."""

    title: str
    place: str
    seats: int
    answer_by: date
    days: tuple[date, ...]


def must_be_before(days: Collection[date], on: date) -> Refusal | None:
    """An event is changed before its first day; what has begun stays as it was told."""
    return None if on < min(days) else Refusal(_("It has begun, so it stays as it is."))


def must_be_a_change(new: EventChanged, answer_by: date, on: date) -> Refusal | None:
    """Words where they belong, days that have not passed, and an answer by the first of them.

    `answer_by` is the day that holds so far: it may stay although it has passed.
    """
    for text, field in ((new.title, "title"), (new.place, "place")):
        if not text.strip():
            return Refusal(_("Write something here."), field)
    refusal = must_be_days_each_once(new.days, on)
    if refusal is not None:
        return refusal
    if not (new.answer_by == answer_by or on <= new.answer_by) or new.answer_by > min(new.days):
        return Refusal(_("Choose a day from today to the first day of the event."), "answer_by")
    return None


def must_seat_all(seats: int, given: int, most: int | None) -> Refusal | None:
    """Never fewer seats than are given to municipalities, never more than the programme's range."""
    most = min(MOST_SEATS, MOST_SEATS if most is None else most)
    if seats < max(given, 1):
        return Refusal(
            _("Seats that are given are not taken back: write at least %(least)d.")
            % {"least": max(given, 1)},
            "seats",
        )
    if seats > most:
        return Refusal(_("The programme has at most %(most)d seats on this track.") % {"most": most}, "seats")
    return None
