"""Writing training events: planned, cancelled, who came on each day, and closed. All by the provider."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime

from samspil.delivery.actions.seat_turns import turn_at, workshops_turn
from samspil.delivery.models.attendance import Attendance, Completion
from samspil.delivery.models.training import TrainingDay, TrainingEvent, WorkshopPresence
from samspil.delivery.planning.completing import has_completed
from samspil.delivery.queries import seats, training, workshops
from samspil.delivery.queries.attendance import attendance_of
from samspil.delivery.rules import training as rules
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.training import EventDraft
from samspil.delivery.terms.training import EventKind, EventState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.programme import queries as programme
from samspil.programme.concept.certifying import certifying
from samspil.programme.concept.teaching import taught_on
from samspil.trust import audit

Came = Mapping[uuid.UUID, bool]
"""Whether each participant came, by nomination."""


def plan_event(
    *, by: Actor, at: datetime, on: date, concept_id: uuid.UUID, draft: EventDraft
) -> TrainingEvent:
    """Plan an event with its days; every organisation of the programme sees it from now on."""
    refuse(rules.may_provide(by))
    tracks = [one.role for one in programme.concept(concept_id).training.tracks]
    refuse(rules.must_be_an_event(draft, tracks, on))
    has_seats = draft.kind != EventKind.WORKSHOP
    with audit.acting("delivery.plan_event", by=by, at=at) as act:
        if not has_seats:
            workshops_turn(concept_id)
            concept = programme.concept(concept_id)
            known = workshops.of_programmes([concept.slug]).count()
            refuse(rules.must_leave_room(known, concept.training.workshops.count_max))
        event = TrainingEvent.objects.create(
            tenant_id=by.tenant_id,
            concept_id=concept_id,
            kind=draft.kind,
            track=draft.track if has_seats else "",
            title=draft.title.strip(),
            place=draft.place.strip(),
            seats=draft.seats if has_seats else 0,
            answer_by=draft.answer_by,
        )
        TrainingDay.objects.bulk_create(
            TrainingDay(tenant_id=by.tenant_id, event=event, on=one) for one in sorted(draft.days)
        )
        act.about(event, reason=draft.kind)
    return event  # type: ignore[no-any-return]


def cancel_event(*, by: Actor, at: datetime, on: date, event_id: uuid.UUID) -> None:
    """An event does not take place; its seats no longer count towards the programme's range."""
    refuse(rules.may_provide(by))
    with audit.acting("delivery.cancel_event", by=by, at=at) as act:
        turn_at(by, event_id)
        event = training.own_event(by, event_id)
        refuse(rules.must_be_planned(event))
        _end(event, EventState.CANCELLED, on)
        act.about(event)


def write_attendance(
    *,
    by: Actor,
    at: datetime,
    on: date,
    event_id: uuid.UUID,
    came: Mapping[uuid.UUID, Came],
    taught: Collection[str] | None = None,
) -> None:
    """Write who came, day by day: the keys are days, the values whether each participant came; and which
    modules were taught so far. It can be put right until the event is closed. Of whom or what nothing is
    said, nothing is written.
    """
    refuse(rules.may_provide(by))
    with audit.acting("delivery.write_attendance", by=by, at=at) as act:
        event = training.own_event(by, event_id)
        refuse(rules.must_be_planned(event))
        days = {one.id: one for one in training.days_of(by, event_id) if one.on <= on}
        there = {one.id: one for one in seats.participants(by, event_id)}
        for day_id, nominations in came.items():
            refuse(must_be_one_of(day_id, days, "came"))
            for one in nominations:
                refuse(must_be_one_of(one, there, "came"))
        Attendance.objects.bulk_create(
            [
                Attendance(
                    tenant_id=by.tenant_id,
                    day=days[day_id],
                    nomination_id=one,
                    municipality_id=there[one].municipality_id,
                    came=is_there,
                )
                for day_id, nominations in came.items()
                for one, is_there in nominations.items()
            ],
            update_conflicts=True,
            unique_fields=["tenant_id", "day", "nomination_id"],
            update_fields=["came"],
        )
        if taught is not None:
            modules = [
                one.slug for one in taught_on(programme.concept(event.concept_id), event.track).modules
            ]
            for name in taught:
                refuse(must_be_one_of(name, modules, "taught"))
            event.taught = [one for one in modules if one in taught]
            event.save(update_fields=["taught"])
        act.about(event)


def close_event(
    *, by: Actor, at: datetime, on: date, event_id: uuid.UUID, exercised: Collection[uuid.UUID]
) -> int:
    """Close a course after its last day: what each participant came to is said once and stays. How many
    completed.
    """
    refuse(rules.may_provide(by))
    with audit.acting("delivery.close_event", by=by, at=at) as act:
        turn_at(by, event_id)
        event = training.own_event(by, event_id)
        refuse(rules.must_be_planned(event))
        refuse(must_be_one_of(event.kind, [EventKind.COURSE, EventKind.REFRESHER], "kind"))
        days, came = training.days_of(by, event_id), attendance_of(by, event_id)
        there = seats.participants(by, event_id)
        written = {one.on for one in days if came.is_written_of(one.id, there)}
        refuse(rules.must_be_over([one.on for one in days], written, on))
        asks = certifying(programme.concept(event.concept_id))
        rows = [
            Completion(
                tenant_id=by.tenant_id,
                event=event,
                nomination_id=one.id,
                municipality_id=one.municipality_id,
                days=len(days),
                attended=came.days_of(one.id),
                exercise=one.id in exercised,
                completed=has_completed(
                    days=len(days),
                    attended=came.days_of(one.id),
                    exercise=one.id in exercised,
                    attended_percent=asks.attended_percent,
                    needs_exercise=asks.exercise,
                ),
                closed_on=on,
            )
            for one in there
        ]
        Completion.objects.bulk_create(rows)
        _end(event, EventState.CLOSED, on)
        act.about(event, reason=f"completed_{sum(one.completed for one in rows)}")
    return sum(one.completed for one in rows)


def close_workshop(
    *, by: Actor, at: datetime, on: date, event_id: uuid.UUID, municipalities: Collection[uuid.UUID]
) -> None:
    """Close a workshop, and say which municipalities took part in it."""
    refuse(rules.may_provide(by))
    with audit.acting("delivery.close_workshop", by=by, at=at) as act:
        event = training.own_event(by, event_id)
        refuse(rules.must_be_planned(event))
        refuse(must_be_one_of(event.kind, [EventKind.WORKSHOP], "kind"))
        days = [one.on for one in training.days_of(by, event_id)]
        refuse(rules.must_be_over(days, days, on))
        known = {one.id for one in training.municipalities_in(event.concept_id)}
        for one in municipalities:
            refuse(must_be_one_of(one, known, "who"))
        office = training.office()
        WorkshopPresence.objects.bulk_create(
            WorkshopPresence(tenant_id=by.tenant_id, event=event, municipality_id=one, office_id=office)
            for one in dict.fromkeys(municipalities)
        )
        _end(event, EventState.CLOSED, on)
        act.about(event, reason=f"municipalities_{len(set(municipalities))}")


def _end(event: TrainingEvent, state: EventState, on: date) -> None:
    event.state, event.ended_on = state, on
    event.save(update_fields=["state", "ended_on"])
