"""What waits about requests for visits: those to answer, other days wished, cancelled ones that run on, yeses
without a series, of those who asked and of places that were offered visits.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Subquery

from samspil.delivery.models.place_sets import PlaceOffer
from samspil.delivery.models.series import Series
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.queries.waiting_shape import Rows, shaped
from samspil.delivery.terms.place_sets import OfferState
from samspil.delivery.terms.visit_requests import RequestState
from samspil.delivery.terms.visits import SeriesState
from samspil.kernel.actor import Actor

HALF_A_YEAR = timedelta(days=184)
"""The longest half-year."""


def requests_to_answer(actor: Actor, on: date) -> Rows:
    """Requests that were confirmed and have no answer yet."""
    rows = VisitRequest.objects.filter(tenant_id=actor.tenant_id, state=RequestState.CONFIRMED)
    return shaped(rows, "request_new", on="changed_on", more=("place", "group"))


def other_days_wished(actor: Actor, on: date) -> Rows:
    """Requests whose place wishes other days."""
    rows = VisitRequest.objects.filter(tenant_id=actor.tenant_id, state=RequestState.MOVED)
    return shaped(rows, "request_moved", on="changed_on", more=("place", "group"))


def cancelled_that_run(actor: Actor, on: date) -> Rows:
    """Series under way whose place has cancelled its request."""
    rows = Series.objects.filter(
        tenant_id=actor.tenant_id, state=SeriesState.OPEN, request__state=RequestState.CANCELLED
    )
    return shaped(
        rows,
        "request_cancelled",
        on=F("request__changed_on"),
        more=("institution__name", "group"),
    )


def said_yes_without_a_series(actor: Actor, on: date) -> Rows:
    """Requests that were said yes to and whose series was called off since: another is owed, or a no."""
    theirs = Series.objects.filter(tenant_id=actor.tenant_id, request_id=OuterRef("id"))
    rows = VisitRequest.objects.filter(
        ~Exists(theirs.exclude(state=SeriesState.CALLED_OFF)),
        tenant_id=actor.tenant_id,
        state=RequestState.PLANNED,
    )
    last = Subquery(theirs.order_by("-ended_on").values("ended_on")[:1])
    return shaped(rows, "request_called_off", on=last, more=("place", "group"))


def offers_said_yes_to(actor: Actor, on: date) -> Rows:
    """Places that said yes to visits for a half-year that is not over, have no series made since, and have
    not asked themselves: what they asked for waits as a request.
    """
    place = OuterRef("place_in_set__institution_id")
    made = Series.objects.filter(
        tenant_id=actor.tenant_id, institution_id=place, made_on__gte=OuterRef("answered_on")
    )
    asked = VisitRequest.objects.filter(
        tenant_id=actor.tenant_id,
        place=OuterRef("place_in_set__institution__name"),
        state__in=(RequestState.ASKED, RequestState.CONFIRMED, RequestState.MOVED),
    )
    rows = PlaceOffer.objects.filter(
        ~Exists(made.exclude(state=SeriesState.CALLED_OFF)),
        ~Exists(asked),
        tenant_id=actor.tenant_id,
        state=OfferState.YES,
        term_from__gt=on - HALF_A_YEAR,
    )
    return shaped(
        rows,
        "offer_yes",
        on="answered_on",
        thing="place_in_set__institution_id",
        more=("place_in_set__institution__name",),
    )


REQUEST_SOURCES = (
    requests_to_answer,
    other_days_wished,
    cancelled_that_run,
    said_yes_without_a_series,
    offers_said_yes_to,
)
