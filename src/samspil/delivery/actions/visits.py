"""What a role model does with a visit: says yes, asks to be swapped, and writes how it went."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions.owing import open_forms
from samspil.delivery.models.series import Series, Visit, VisitPlace
from samspil.delivery.queries import series as queries
from samspil.delivery.rules import series as rules
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.series import Written
from samspil.delivery.terms.visits import (
    LIVE_PLACES,
    SWAP_REASONS,
    PlaceState,
    SeriesState,
    VisitState,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.programme import queries as programme
from samspil.trust import audit, fields


def accept_visit(*, by: Actor, at: datetime, visit_id: uuid.UUID) -> None:
    """Say yes to a visit one was put on, or stay after all after having asked to be swapped."""
    with audit.acting("delivery.accept_visit", by=by, at=at) as act:
        act.about(_answered(by, visit_id, PlaceState.ACCEPTED, ""))


def ask_to_swap(*, by: Actor, at: datetime, visit_id: uuid.UUID, because: str) -> None:
    """Ask the coordinator for somebody else; the place is kept until there is one."""
    refuse(must_be_one_of(because, SWAP_REASONS, "because"))
    with audit.acting("delivery.ask_to_swap", by=by, at=at) as act:
        act.about(_answered(by, visit_id, PlaceState.SWAP_ASKED, because), reason=because)


def _answered(by: Actor, visit_id: uuid.UUID, to: PlaceState, because: str) -> Visit:
    visit, _series, places = _locked(by, visit_id)
    place = rules.own_place(by, places)
    if place is None:
        raise Missing
    refuse(rules.may_answer_place(place, to, visit))
    place.state, place.asked_because = to, because
    place.save(update_fields=["state", "asked_because"])
    return visit


def write_visit(
    *, by: Actor, at: datetime, on: date, visit_id: uuid.UUID, said: Written, based_on: str = ""
) -> None:
    """Write how a visit went, or put right what was written. The last one completes the series.

    `based_on` is the stamp of what stood when it was opened: where another wrote first, nothing is.
    """
    with audit.acting("delivery.write_visit", by=by, at=at) as act:
        visit, series, places = _locked(by, visit_id)
        refuse(rules.may_write_visit(by, places))
        refuse(rules.may_be_written(visit, series, len(places), on))
        refuse(rules.must_build_on(queries.stamp_of(visit), based_on))
        sheet = programme.concept(series.concept_id).run_sheet(visit.theme)
        refuse(rules.must_be_written(said, [one.slug for one in sheet.steps]))
        is_new = visit.state == VisitState.PLANNED
        visit.state = VisitState.HELD
        visit.steps_done = list(dict.fromkeys(said.steps_done))
        visit.teacher_present = said.teacher_present
        visit.adapted_because = said.adapted_because
        fields.seal(
            visit,
            covered=said.covered,
            remains=said.remains,
            adaptation=said.adaptation,
            handover_note=said.handover_note,
        )
        visit.save()
        held = Visit.objects.filter(series_id=series.id, state=VisitState.HELD).count()
        if is_new and held == series.visit_count:
            series.state, series.ended_on = SeriesState.COMPLETE, on
            series.save(update_fields=["state", "ended_on"])
        open_forms(visit, series, on=on)
        act.about(visit, reason="" if is_new else "corrected")


def _locked(by: Actor, visit_id: uuid.UUID) -> tuple[Visit, Series, list[VisitPlace]]:
    """A visit of the actor's with its series, held until the transaction ends, and its pair."""
    found = queries.visit_for(by, visit_id)
    series = Series.objects.select_for_update(of=("self",)).get(id=found.series_id)
    visit = Visit.objects.get(id=visit_id)
    places = VisitPlace.objects.select_related("appointment").filter(visit_id=visit_id, state__in=LIVE_PLACES)
    return visit, series, list(places)
