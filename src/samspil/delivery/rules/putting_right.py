"""What may be put right of an event that is closed: what was said of a participant, and who took part."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.attendance import Completion
from samspil.delivery.models.training import TrainingEvent
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.terms.training import CompletionFix, EventState
from samspil.kernel.errors import Refusal


def must_be_closed(event: TrainingEvent) -> Refusal | None:
    """Before an event is closed nothing has been said that could be wrong."""
    if event.state == EventState.CLOSED:
        return None
    return Refusal(_("The event is not closed, so there is nothing to put right."))


def must_be_said_anew(last: Completion, attended: int, exercise: bool, because: str) -> Refusal | None:
    """So many days as there were, something else than before, and a reason."""
    if not 0 <= attended <= last.days:
        return Refusal(_("Write a number of days from 0 to %(days)d.") % {"days": last.days}, "attended")
    if (attended, exercise) == (last.attended, last.exercise):
        return Refusal(_("That is what was said before."), "attended")
    return must_be_one_of(because, list(CompletionFix), "because")
