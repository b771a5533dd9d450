"""Which requests for visits have been kept for as long as they may be."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.db.models import Exists, OuterRef, Q

from samspil.delivery.models.series import Series
from samspil.delivery.models.visit_requests import ASKED, VisitRequest
from samspil.delivery.rules.visit_requests import may_sweep
from samspil.delivery.terms.visit_requests import RequestState
from samspil.delivery.terms.visits import SeriesState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust.models import GuardedQuerySet


def last_day_kept(on: date) -> date:
    """What ended on this day or before has been kept for its twelve months."""
    months = on.year * 12 + on.month - 1 - ASKED.months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def old_requests(actor: Actor, *, on: date) -> GuardedQuerySet:
    """Requests that were dropped or answered no, or whose series ended, twelve months ago.

    Where a series runs, or ended later than the request did, the series counts. One that waits for an answer
    stays.
    """
    refuse(may_sweep(actor))
    last = last_day_kept(on)
    mine = Series.objects.filter(request_id=OuterRef("id"))
    ran = mine.filter(state__in=(SeriesState.COMPLETE, SeriesState.INCOMPLETE))
    later = mine.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=last))
    is_over = Q(state__in=(RequestState.CANCELLED, RequestState.DECLINED), changed_on__lte=last)
    rows: GuardedQuerySet = VisitRequest.objects.filter(
        ~Exists(later), is_over | Q(Exists(ran), state=RequestState.PLANNED)
    )
    return rows
