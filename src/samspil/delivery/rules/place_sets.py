"""When visits may be offered to a set of places, and why a place leads to none."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samspil.delivery.models.place_sets import PlaceOffer
from samspil.delivery.planning.places import FEWEST, TooFew
from samspil.delivery.planning.places import Refused as NoSet
from samspil.delivery.terms.place_sets import OFFER_STATES, OfferState
from samspil.kernel.errors import Refusal

MOST_DAYS = 120


def half_year(on: date) -> date:
    """The first day of the half-year a day is in."""
    return date(on.year, 1 if on.month < 7 else 7, 1)


def half_years(on: date) -> tuple[date, date]:
    """This half-year and the next: those visits are offered for."""
    first = half_year(on)
    return first, half_year(first + timedelta(days=190))


def must_be_an_offer(term_from: date, answer_by: date, on: date) -> Refusal | None:
    """For this half-year or the next, with a last day for the answer that gives some time."""
    if term_from not in half_years(on):
        return Refusal(_("Choose one from the list."), "term_from")
    if answer_by <= on:
        return Refusal(_("Choose a last day that is still to come."), "answer_by")
    if (answer_by - on).days > MOST_DAYS:
        return Refusal(_("Choose a day within four months."), "answer_by")
    return None


def why_no_set(refused: NoSet) -> Refusal:
    """Why a place leads to no set. It is shown to who asked, and stored nowhere."""
    if refused.code == TooFew.UNKNOWN:
        return Refusal(_("Choose one from the list."), "place")
    if refused.code == TooFew.CHANGED:
        return Refusal(
            _(
                "It was added, or its kind, size or state was changed, since the half-year began. It can be"
                " chosen from the next half-year on: otherwise the change would tell that it was meant."
            ),
            "place",
        )
    if refused.code == TooFew.NOT_COMPARABLE:
        sentence = ngettext(
            "There is only %(count)d place of its kind and size in the municipality: itself. There must be at"
            " least %(needed)d, so that nobody can tell which was meant. Places that were added or changed"
            " since the half-year began do not count.",
            "There are only %(count)d places of its kind and size in the municipality, with it. There must be"
            " at least %(needed)d, so that nobody can tell which was meant. Places that were added or changed"
            " since the half-year began do not count.",
            refused.comparable,
        )
    else:
        sentence = ngettext(
            "The places of its kind and size are in sets already, but for %(count)d. There must be at least"
            " %(needed)d to form a new one, and those that were added or changed since the half-year began do"
            " not count.",
            "The places of its kind and size are in sets already, but for %(count)d. There must be at least"
            " %(needed)d to form a new one, and those that were added or changed since the half-year began do"
            " not count.",
            refused.comparable,
        )
    return Refusal(sentence % {"count": refused.comparable, "needed": FEWEST}, "place")


def must_be_new(is_new: bool) -> Refusal | None:
    """A place that is in a set is offered visits with that set and never by itself."""
    if is_new:
        return None
    return Refusal(
        _(
            "It is in a set already, and is offered visits with that set every half-year. Nothing more is"
            " done."
        ),
        "place",
    )


def must_offer_something(count: int) -> Refusal | None:
    """There is a set that has not been offered visits for the half-year yet."""
    return None if count else Refusal(_("Every set has been offered visits for that half-year."), "term_from")


def must_be_an_answer(state: str) -> Refusal | None:
    """A place says yes or no."""
    return (
        None if state in (OfferState.YES, OfferState.NO) else Refusal(_("Choose one from the list."), "state")
    )


def may_be_noted(offer: PlaceOffer) -> Refusal | None:
    """What a place said by its own link holds; only what the office noted can be put right by the office."""
    if not offer.by_themselves:
        return None
    sentence = _("The place has answered by its own link: %(said)s. That holds.")
    return Refusal(str(sentence) % {"said": OFFER_STATES[OfferState(offer.state)]}, "state")


def may_answer_itself(offer: PlaceOffer) -> Refusal | None:
    """A place answers once; what the office noted before holds."""
    if offer.state == OfferState.OFFERED:
        return None
    sentence = _("The municipality has noted your answer already: %(said)s. Call them if it is another.")
    return Refusal(str(sentence) % {"said": OFFER_STATES[OfferState(offer.state)]})
