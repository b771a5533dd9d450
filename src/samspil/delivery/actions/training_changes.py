"""Changing a training event before its first day. By the provider."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions.seat_turns import turn_at
from samspil.delivery.models.training import TrainingDay, TrainingEvent
from samspil.delivery.queries import training
from samspil.delivery.rules import training as rules
from samspil.delivery.rules import training_changes as changing
from samspil.delivery.rules.training_changes import EventChanged
from samspil.delivery.terms.training import WITH_SEATS, EventChange
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


def change_event(
    *, by: Actor, at: datetime, on: date, event_id: uuid.UUID, new: EventChanged
) -> tuple[EventChange, ...]:
    """Change what an event is called, where and when it is and how many seats it has; what was changed.

    It stands on the event's page from then on, for those who come and for their coordinators.
    """
    refuse(rules.may_provide(by))
    with audit.acting("delivery.change_event", by=by, at=at) as act:
        given = turn_at(by, event_id).given
        event = training.own_event(by, event_id)
        refuse(rules.must_be_planned(event))
        days = {one.on: one for one in training.days_of(by, event_id)}
        refuse(changing.must_be_before(days, on))
        refuse(changing.must_be_a_change(new, event.answer_by, on))
        if event.kind in WITH_SEATS and new.seats != event.seats:
            refuse(changing.must_seat_all(new.seats, given, training.most_seats(event)))
        changed = _put(event, new, set(days))
        if changed:
            event.changed_on = on
            event.changed = [one for one in EventChange if one in changed or one in event.changed]
            event.save(update_fields=["title", "place", "seats", "answer_by", "changed_on", "changed"])
        if EventChange.DAYS in changed:
            _move(event, days, new.days)
        act.about(event, reason=",".join(changed))
    return changed


def _put(event: TrainingEvent, new: EventChanged, days: set[date]) -> tuple[EventChange, ...]:
    """Put the new words into the row; which of them differ from those before."""
    told = {
        EventChange.TITLE: new.title.strip(),
        EventChange.PLACE: new.place.strip(),
        EventChange.ANSWER_BY: new.answer_by,
    }
    if event.kind in WITH_SEATS:
        told[EventChange.SEATS] = new.seats
    changed = {one for one, value in told.items() if getattr(event, one.value) != value}
    for one in changed:
        setattr(event, one.value, told[one])
    if set(new.days) != days:
        changed.add(EventChange.DAYS)
    return tuple(one for one in EventChange if one in changed)


def _move(event: TrainingEvent, days: dict[date, TrainingDay], to: tuple[date, ...]) -> None:
    """A day that stays keeps its row."""
    TrainingDay.objects.filter(id__in=[row.id for one, row in days.items() if one not in to]).delete()
    TrainingDay.objects.bulk_create(
        TrainingDay(tenant_id=event.tenant_id, event=event, on=one) for one in sorted(set(to) - set(days))
    )
