"""When somebody may type in a measurement that was filled in on paper, and what must be said of it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.instruments.shape import Given, Instrument, Number, Scale, field_of
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.rules.courses import is_own, is_past
from samspil.delivery.terms.courses import MeasurementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

NOTHING_OPENS = Refusal(_("This code opens nothing here. Look at it once more, or make a new paper."), "code")
"""One sentence for a code that was never made, is used, replaced or too old, or is of somebody else's."""

NUMBER_OR_DASH = _("Write the number, or a dash where it was skipped.")
WORDS_OR_DASH = _("Write it as it stands on the paper, or a dash where it was skipped.")


def may_enter(actor: Actor, measurement: Measurement | None, on: date) -> Refusal | None:
    """The coordinator and whoever holds the course type in a round that is open and not over."""
    if measurement is None or not (actor.role == Role.COORDINATOR or is_own(actor, measurement.course)):
        return NOTHING_OPENS
    if measurement.state != MeasurementState.OPEN or is_past(measurement, on):
        return NOTHING_OPENS
    return None


def must_be_their_own(by_themselves: bool) -> Refusal | None:
    """Answers that somebody else gave in the person's place are no answers of theirs."""
    if by_themselves:
        return None
    return Refusal(_("Only what they have filled in by themselves can be typed in."), "by_themselves")


def must_lie_in_the_round(filled_on: date, measurement: Measurement, on: date) -> Refusal | None:
    """A paper was filled in between the day the round opened and today."""
    if measurement.opens_on <= filled_on <= on:
        return None
    return Refusal(_("Choose a day between the one on which the round opened and today."), "filled_on")


def must_fit(tool: Instrument, values: dict[str, Given | None]) -> Refusal | None:
    """Every item is answered as its kind says or said to be skipped; nothing is left out by mistake."""
    kinds = {item.code: tool.kind(item) for item in tool.items}
    for code in [*(one for one in kinds if one not in values), *values]:
        if code not in values or not tool.accepts(code, values[code]):
            is_number = isinstance(kinds.get(code), Scale | Number)
            return Refusal(NUMBER_OR_DASH if is_number else WORDS_OR_DASH, field_of(code))
    return None
