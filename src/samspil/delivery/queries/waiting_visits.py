"""What waits about visits: swaps, visits to be booked anew or written, pairs that are not whole or silent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.pupils import PupilWords
from samspil.delivery.models.series import Visit, VisitPlace
from samspil.delivery.models.visit_hours import VisitHours
from samspil.delivery.queries.waiting_requests import REQUEST_SOURCES
from samspil.delivery.queries.waiting_shape import SOON, Rows, shaped
from samspil.delivery.terms.forms import FormAbout, FormState, WordsState
from samspil.delivery.terms.visit_hours import HoursState
from samspil.delivery.terms.visits import (
    LIVE_PLACES,
    SOON_WITHOUT_A_PAIR_DAYS,
    PlaceState,
    SeriesState,
    VisitState,
)
from samspil.kernel.actor import Actor

WHERE = ("series__institution__name", "series__group")


def swaps_asked(actor: Actor, on: date) -> Rows:
    """Role models who asked to be swapped on a visit that is planned."""
    rows = VisitPlace.objects.filter(
        tenant_id=actor.tenant_id, state=PlaceState.SWAP_ASKED, visit__state=VisitState.PLANNED
    )
    return shaped(
        rows,
        "visit_swap",
        on="visit__on",
        thing="visit_id",
        name="appointment__account__name",
        more=("asked_because", *(f"visit__{one}" for one in WHERE)),
    )


def visits_to_rebook(actor: Actor, on: date) -> Rows:
    """Visits that were cancelled in a series under way, and nothing is booked in their place."""
    another = Visit.objects.filter(instead_of_id=OuterRef("id"))
    rows = _visits(actor, state=VisitState.CANCELLED, series__state=SeriesState.OPEN)
    return shaped(rows.filter(~Exists(another)), "visit_rebook", on="on", more=("cancelled_because", *WHERE))


def visits_unwritten(actor: Actor, on: date) -> Rows:
    """Visits whose day has passed and nobody has written how they went."""
    rows = _visits(actor, state=VisitState.PLANNED, on__lt=on)
    return shaped(rows, "visit_unwritten", on="on", thing="series_id", more=WHERE)


def pairs_not_whole(actor: Actor, on: date) -> Rows:
    """Visits in the next two weeks that lack one of the pair, or both."""
    live = VisitPlace.objects.filter(visit_id=OuterRef("id"), state__in=LIVE_PLACES)
    until = on + timedelta(days=SOON_WITHOUT_A_PAIR_DAYS)
    rows = _visits(actor, state=VisitState.PLANNED, on__gte=on, on__lte=until)
    lacks = ~Exists(live.filter(seat=1)) | ~Exists(live.filter(seat=2))
    return shaped(rows.filter(lacks), "visit_pair", on="on", more=WHERE)


def visits_unanswered(actor: Actor, on: date) -> Rows:
    """Role models who have not answered whether they come on a visit within a week."""
    rows = VisitPlace.objects.filter(
        tenant_id=actor.tenant_id,
        state=PlaceState.PROPOSED,
        visit__state=VisitState.PLANNED,
        visit__on__gte=on,
        visit__on__lte=on + SOON,
    )
    return shaped(
        rows,
        "visit_answer",
        on="visit__on",
        thing="visit_id",
        name="appointment__account__name",
        more=tuple(f"visit__{one}" for one in WHERE),
    )


def _visits(actor: Actor, **said: Any) -> Rows:
    rows: Rows = Visit.objects.filter(tenant_id=actor.tenant_id, **said)
    return rows


def forms_to_explain(actor: Actor, on: date) -> Rows:
    """Forms after a visit whose day has passed, or that were missed without a reason."""
    visit = Visit.objects.filter(id=OuterRef("thing_id"))
    rows = OwedForm.objects.filter(
        Q(state=FormState.OPEN, due_on__lt=on) | Q(state=FormState.MISSED, reason=""),
        tenant_id=actor.tenant_id,
        about=FormAbout.VISIT,
    )
    where = tuple(Subquery(visit.values(one)[:1]) for one in WHERE)
    return shaped(rows, "visit_form", on="due_on", more=("asked", *where))


def lines_to_read(actor: Actor, on: date) -> Rows:
    """Visits whose group wrote lines that nobody has read yet."""
    waiting = PupilWords.objects.filter(
        round__visit_id=OuterRef("id"), round__closed_as__isnull=False, state=WordsState.WAITING
    )
    return shaped(_visits(actor).filter(Exists(waiting)), "visit_lines", on="on", more=WHERE)


def hours_claimed(actor: Actor, on: date) -> Rows:
    """Hours of visits that wait for a yes or a reason."""
    rows = VisitHours.objects.filter(tenant_id=actor.tenant_id, state=HoursState.CLAIMED)
    return shaped(
        rows,
        "visit_hours",
        on="visited_on",
        name="appointment__account__name",
        more=("institution__name",),
    )


VISIT_SOURCES = (
    hours_claimed,
    forms_to_explain,
    lines_to_read,
    swaps_asked,
    visits_to_rebook,
    visits_unwritten,
    pairs_not_whole,
    visits_unanswered,
    *REQUEST_SOURCES,
)
