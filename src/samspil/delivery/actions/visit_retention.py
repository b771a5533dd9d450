"""Erasing what is kept of requests for visits and of mails to places, once its time is over."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions.visit_requests import delete
from samspil.delivery.models.offer_letters import OfferLetter
from samspil.delivery.models.series import Series
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.queries import visit_retention as queries
from samspil.delivery.rules.visit_requests import may_sweep
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


def erase_old_requests(*, by: Actor, at: datetime, on: date) -> tuple[uuid.UUID, ...]:
    """Erase the requests whose time is over; which, so that their keys are erased once this holds.

    A series keeps its place, its group and its days, and no longer says who asked. Leaves an event only when
    there were any.
    """
    refuse(may_sweep(by))
    # Asked again once they are held: one that was answered anew meanwhile stays.
    old = queries.old_requests(by, on=on)
    held = list(old.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    found = tuple(old.filter(id__in=held).order_by("id").values_list("id", flat=True))
    if found:
        with audit.acting("delivery.erase_old_requests", by=by, at=at) as act:
            act.about(VisitRequest(id=found[0]), reason=f"requests_{len(found)}")
            Series.objects.filter(request_id__in=found).update(request_id=None)
            delete(by=by, rows=VisitRequest.objects.filter(id__in=found))
    return found


def erase_old_offer_letters(*, by: Actor, at: datetime, on: date) -> int:
    """Erase what became of the mails that offered visits, a year after the last day for the answer; how many.

    The offers stay as long as their sets. Leaves an event only when there were any.
    """
    refuse(may_sweep(by))
    rows = OfferLetter.objects.filter(offer__answer_by__lte=queries.last_day_kept(on))
    ids = list(rows.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    if ids:
        with audit.acting("delivery.erase_old_offer_letters", by=by, at=at) as act:
            act.about(OfferLetter(id=ids[0]), reason=f"letters_{len(ids)}")
            OfferLetter.objects.filter(id__in=ids).delete()
    return len(ids)
