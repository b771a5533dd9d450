"""When a visit that was written as held by mistake may be put back, and a series be opened again for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.series import Series, Visit
from samspil.delivery.terms.visits import SeriesState, VisitState
from samspil.kernel.errors import Refusal


def may_be_put_back(visit: Visit, series: Series, is_answered: bool, has_hours: bool) -> Refusal | None:
    """A held visit is put back while nobody has answered a form about it and no hours stand on it.

    An ended series is taken up again first; a complete one is opened by it.
    """
    if visit.state != VisitState.HELD:
        return Refusal(_("This visit is not written as held."))
    if series.state not in (SeriesState.OPEN, SeriesState.COMPLETE):
        return Refusal(_("The series has ended. Take it up again first."))
    if is_answered:
        return Refusal(_("A form after this visit has been answered, so it was held."))
    if has_hours:
        return Refusal(_("Hours are written for this visit, so it was held."))
    return None


def may_be_taken_up(series: Series) -> Refusal | None:
    """Only a series that ended incomplete is taken up again by itself."""
    return None if series.state == SeriesState.INCOMPLETE else Refusal(_("The series has ended."))
