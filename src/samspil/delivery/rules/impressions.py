"""When whoever holds a course may write how they see it, and what must be in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.instruments.shape import Given, Instrument, Scale, field_of
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.rules.courses import is_own, is_past
from samspil.delivery.terms.courses import RUNNING, MeasurementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal

ANSWERED = (MeasurementState.DONE, MeasurementState.LATE)
WANTED = (MeasurementState.OPEN, *ANSWERED)
"""The states of a round in which an impression beside it makes sense: it is not over without answers."""

NUMBER_OR_OUT = _("Choose a number on the scale, or leave it out.")
FITTING_OR_OUT = _("This does not fit the question. Change it, or leave it out.")
SOME_NUMBER = _("Choose a number for at least one statement.")
SOMETHING = _("Say something about at least one of them.")


def may_give(actor: Actor, measurement: Measurement, on: date, *, asked: bool, given: bool) -> Refusal | None:
    """Whoever holds the course writes one impression of a round while it lasts. It can be written anew until
    the answers are in, and stands from then on: nobody fits theirs to what was answered.
    """
    if not is_own(actor, measurement.course):
        return Refusal(_("Only the one who has the course can do this."))
    if not asked:
        return Refusal(_("No impression is asked for beside these answers."))
    if measurement.course.state not in RUNNING:
        return Refusal(_("The course does not run, so nothing more is written beside its answers."))
    if measurement.state not in WANTED or is_past(measurement, on):
        return Refusal(_("The time for this impression has passed."))
    if given and measurement.state in ANSWERED:
        return Refusal(_("The answers are in, so your impression stands as you wrote it."))
    return None


def must_fit(tool: Instrument, values: Mapping[str, Given | None]) -> Refusal | None:
    """Everything is of the instrument and fits its item or is left out; one at least is not."""
    kinds = {item.code: tool.kind(item) for item in tool.items}
    for code, value in values.items():
        if not tool.accepts(code, value):
            on_scale = isinstance(kinds.get(code), Scale)
            return Refusal(NUMBER_OR_OUT if on_scale else FITTING_OR_OUT, field_of(code))
    if all(value is None for value in values.values()):
        return Refusal(SOME_NUMBER if tool.has_only_scales else SOMETHING)
    return None
