"""Planning visits: a series at a place, the day and the pair of each visit, cancelling and booking anew."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.models.series import Series, Visit, VisitPlace
from samspil.delivery.queries import institutions, pairs
from samspil.delivery.queries import series as queries
from samspil.delivery.rules import courses
from samspil.delivery.rules import institutions as places
from samspil.delivery.rules import series as rules
from samspil.delivery.rules.putting_back import may_be_taken_up
from samspil.delivery.rules.series import Slot
from samspil.delivery.terms.visits import (
    CANCEL_REASONS,
    INCOMPLETE_REASONS,
    LIVE_PLACES,
    TEAM,
    USUAL_MINUTES,
    CancelReason,
    PlaceState,
    SeriesState,
    VisitState,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Appointment
from samspil.programme import queries as programme
from samspil.trust import audit, fields

FIELDS = ("first", "second")
"""The two places of a pair, as a page calls them."""


@dataclass(frozen=True, slots=True)
class Group:
    """The group that is visited, and the theme of each visit in order."""

    group: str
    level: str
    about_how_many: int
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """When a visit is and who goes; and what is adapted for this group, with why."""

    slot: Slot
    pair: tuple[uuid.UUID, ...] = ()
    adapted_because: str = ""
    adaptation: str = ""


def make_series(
    *, by: Actor, at: datetime, on: date, concept_id: uuid.UUID, institution_id: uuid.UUID, group: Group
) -> Series:
    """Make a series at a place: as many visits as the concept file says, each with its theme, none with a
    day yet.
    """
    refuse(courses.may_coordinate(by))
    with audit.acting("delivery.make_series", by=by, at=at) as act:
        series = create(by=by, on=on, concept_id=concept_id, institution_id=institution_id, group=group)
        act.about(series)
    return series


def create(
    *,
    by: Actor,
    on: date,
    concept_id: uuid.UUID,
    institution_id: uuid.UUID,
    group: Group,
    request_id: uuid.UUID | None = None,
) -> Series:
    """A series with its visits, out of a request or not. Called by an action that is open."""
    intervention = programme.concept(concept_id).intervention("role_model")
    number = intervention.dosage.visits or 1
    refuse(rules.must_be_a_group(group.group, group.level, group.about_how_many))
    refuse(rules.must_be_themes(group.themes, intervention.themes, number))
    place = institutions.institution_for(by, institution_id)
    refuse(places.may_be_visited(place.active))
    series = Series.objects.create(
        tenant_id=by.tenant_id,
        concept_id=concept_id,
        institution=place,
        request_id=request_id,
        group=group.group,
        level=group.level,
        about_how_many=group.about_how_many,
        visit_count=number,
        made_on=on,
    )
    Visit.objects.bulk_create(
        Visit(
            tenant_id=by.tenant_id,
            series=series,
            position=position,
            theme=theme,
            minutes=USUAL_MINUTES,
        )
        for position, theme in enumerate(group.themes, start=1)
    )
    return series  # type: ignore[no-any-return]


def change_series(*, by: Actor, at: datetime, series_id: uuid.UUID, group: Group) -> None:
    """Change what the group is called and how many they are, and the themes of visits that are planned.

    A cancelled visit keeps its theme, with which it is booked anew.
    """
    refuse(courses.may_coordinate(by))
    refuse(rules.must_be_a_group(group.group, group.level, group.about_how_many))
    with audit.acting("delivery.change_series", by=by, at=at) as act:
        series = _locked(by, series_id)
        refuse(rules.may_change_series(series))
        known = programme.concept(series.concept_id).intervention("role_model").themes
        now = {one.position: one for one in Visit.objects.filter(series_id=series.id).order_by("id")}
        kept = tuple(
            theme if now[place].state == VisitState.PLANNED else now[place].theme
            for place, theme in enumerate(group.themes, start=1)
        )
        refuse(rules.must_be_themes(kept, known, series.visit_count))
        series.group, series.level = group.group, group.level
        series.about_how_many = group.about_how_many
        series.save()
        for place, theme in enumerate(kept, start=1):
            Visit.objects.filter(series_id=series.id, position=place, state=VisitState.PLANNED).update(
                theme=theme
            )
        act.about(series)


def plan_visit(*, by: Actor, at: datetime, on: date, visit_id: uuid.UUID, plan: Plan) -> None:
    """Choose the day and the pair of a visit. Whoever said yes to another day is asked anew."""
    refuse(courses.may_coordinate(by))
    with audit.acting("delivery.plan_visit", by=by, at=at) as act:
        series = _locked(by, queries.visit_for(by, visit_id).series_id)
        visit = Visit.objects.get(id=visit_id)
        refuse(rules.may_change_series(series))
        refuse(rules.may_plan_visit(visit))
        refuse(rules.may_be_moved(visit, plan.slot))
        _set(by=by, on=on, visit=visit, plan=plan)
        act.about(visit)


def cancel_visit(*, by: Actor, at: datetime, visit_id: uuid.UUID, because: str) -> None:
    """A visit does not take place. It stays in the series with its reason until another is booked for it."""
    refuse(courses.may_coordinate(by))
    refuse(courses.must_be_one_of(because, set(CANCEL_REASONS) - {CancelReason.SERIES_ENDED}, "because"))
    with audit.acting("delivery.cancel_visit", by=by, at=at) as act:
        series = _locked(by, queries.visit_for(by, visit_id).series_id)
        visit = Visit.objects.get(id=visit_id)
        refuse(rules.may_change_series(series))
        refuse(rules.may_be_cancelled(visit))
        visit.state, visit.cancelled_because = VisitState.CANCELLED, because
        visit.save(update_fields=["state", "cancelled_because"])
        act.about(visit, reason=because)


def rebook_visit(*, by: Actor, at: datetime, on: date, visit_id: uuid.UUID, plan: Plan) -> Visit:
    """Book a cancelled visit anew: the same place in the series, the same theme, the thread is kept."""
    refuse(courses.may_coordinate(by))
    with audit.acting("delivery.rebook_visit", by=by, at=at) as act:
        series = _locked(by, queries.visit_for(by, visit_id).series_id)
        gone = Visit.objects.get(id=visit_id)
        refuse(rules.may_change_series(series))
        refuse(rules.may_be_rebooked(gone, queries.has_another(gone)))
        visit = Visit.objects.create(
            tenant_id=by.tenant_id,
            series=series,
            position=gone.position,
            theme=gone.theme,
            minutes=gone.minutes,
            instead_of=gone,
        )
        _set(by=by, on=on, visit=visit, plan=plan)
        act.about(visit)
    return visit  # type: ignore[no-any-return]


def end_series(*, by: Actor, at: datetime, on: date, series_id: uuid.UUID, why: str) -> None:
    """End a series before its last visit: incomplete after one visit or more, else called off."""
    refuse(courses.may_coordinate(by))
    refuse(courses.must_be_one_of(why, INCOMPLETE_REASONS, "why"))
    with audit.acting("delivery.end_series", by=by, at=at) as act:
        series = _locked(by, series_id)
        visits = Visit.objects.filter(series_id=series.id)
        held = visits.filter(state=VisitState.HELD).count()
        to = SeriesState.INCOMPLETE if held else SeriesState.CALLED_OFF
        refuse(rules.may_move_series(series, to, held))
        visits.filter(state=VisitState.PLANNED).update(
            state=VisitState.CANCELLED, cancelled_because=CancelReason.SERIES_ENDED, fixed=False
        )
        series.state, series.why_incomplete, series.ended_on = to, why, on
        series.save(update_fields=["state", "why_incomplete", "ended_on"])
        act.about(series, reason=why)


def reopen_series(*, by: Actor, at: datetime, series_id: uuid.UUID) -> None:
    """Take an incomplete series up again: what was not held can be booked anew."""
    refuse(courses.may_coordinate(by))
    with audit.acting("delivery.reopen_series", by=by, at=at) as act:
        series = _locked(by, series_id)
        refuse(may_be_taken_up(series))
        series.state, series.why_incomplete, series.ended_on = SeriesState.OPEN, "", None
        series.save(update_fields=["state", "why_incomplete", "ended_on"])
        act.about(series)


def _locked(by: Actor, series_id: uuid.UUID) -> Series:
    """The series, held until the transaction ends, so that two people cannot plan it at once."""
    found = queries.series_of(by).select_for_update(of=("self",)).filter(id=series_id).first()
    if found is None:
        raise Missing
    return found


def _set(*, by: Actor, on: date, visit: Visit, plan: Plan) -> None:
    """Write day, pair and adaptation of a visit that may be planned."""
    refuse(rules.must_be_adapted_for_a_reason(plan.adapted_because, plan.adaptation))
    visit.adapted_because = plan.adapted_because
    fields.seal(visit, adaptation=plan.adaptation)
    put(by=by, on=on, visit=visit, slot=plan.slot, pair=plan.pair)


def put(*, by: Actor, on: date, visit: Visit, slot: Slot, pair: tuple[uuid.UUID, ...]) -> None:
    """Write day and pair of a visit that may be planned. Called by an action that is open and holds its
    series.
    """
    refuse(rules.must_be_a_slot(slot, on, visit.on))
    refuse(rules.must_be_a_pair(pair))
    is_moved = (visit.on, visit.at) != (slot.on, slot.at)
    list(Appointment.objects.select_for_update(of=("self",)).filter(id__in=pair).order_by("id"))
    for field, one in zip(FIELDS, pair, strict=False):
        refuse(pairs.why_not(by, one, slot, on=on, visit=visit, field=field))
    visit.on, visit.at, visit.minutes, visit.fixed = slot.on, slot.at, slot.minutes, slot.fixed
    visit.save()
    live = VisitPlace.objects.filter(visit_id=visit.id, state__in=LIVE_PLACES)
    live.exclude(appointment_id__in=pair).update(state=PlaceState.SWAPPED_OUT)
    if is_moved:
        live.exclude(state=PlaceState.PROPOSED).update(state=PlaceState.PROPOSED, asked_because="")
    there = dict(live.values_list("appointment_id", "seat"))
    free = [seat for seat in range(1, TEAM + 1) if seat not in there.values()]
    new = [one for one in pair if one not in there]
    VisitPlace.objects.bulk_create(
        VisitPlace(tenant_id=by.tenant_id, visit=visit, appointment_id=one, seat=seat)
        for one, seat in zip(new, free, strict=False)
    )
