"""When whoever holds a course may write how they see it, and what must be in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.rules.courses import is_own, is_past
from samspil.delivery.terms.courses import RUNNING, MeasurementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal

ANSWERED = (MeasurementState.DONE, MeasurementState.LATE)
WANTED = (MeasurementState.OPEN, *ANSWERED)
"""The states of a round in which an impression beside it makes sense: it is not over without answers."""


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


def must_fit(tool: Instrument, values: Mapping[str, int | None]) -> Refusal | None:
    """Every statement is of the instrument and on its scale or left out; one at least is not."""
    for code, value in values.items():
        if not tool.accepts(code, value):
            return Refusal(_("Choose a number on the scale, or leave it out."), code)
    if all(value is None for value in values.values()):
        return Refusal(_("Choose a number for at least one statement."))
    return None
