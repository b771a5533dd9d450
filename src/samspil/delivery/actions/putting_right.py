"""Putting right what was said when an event was closed. By the provider, who says it anew with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from samspil.delivery.models.attendance import Completion
from samspil.delivery.models.training import WorkshopPresence
from samspil.delivery.planning.completing import has_completed
from samspil.delivery.queries import seats, training
from samspil.delivery.rules import putting_right as rules
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.training import may_provide
from samspil.delivery.terms.training import EventKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.programme import queries as programme
from samspil.programme.concept.certifying import certifying
from samspil.trust import audit


def put_completion_right(
    *,
    by: Actor,
    at: datetime,
    on: date,
    event_id: uuid.UUID,
    nomination_id: uuid.UUID,
    attended: int,
    exercise: bool,
    because: str,
) -> bool:
    """Say anew on how many days somebody came and whether they did the exercise; whether they completed.

    What was said before stays beside it. Their municipality issues or withdraws the certificate after it.
    """
    refuse(may_provide(by))
    with audit.acting("delivery.put_completion_right", by=by, at=at) as act:
        event = training.own_event(by, event_id)
        refuse(rules.must_be_closed(event))
        said = seats.completions(by, event_id)
        refuse(must_be_one_of(nomination_id, said, "who"))
        last = said[nomination_id]
        refuse(rules.must_be_said_anew(last, attended, exercise, because))
        asks = certifying(programme.concept(event.concept_id))
        row = Completion.objects.create(
            tenant_id=by.tenant_id,
            event=event,
            nomination_id=nomination_id,
            municipality_id=last.municipality_id,
            number=last.number + 1,
            because=because,
            days=last.days,
            attended=attended,
            exercise=exercise,
            completed=has_completed(
                days=last.days,
                attended=attended,
                exercise=exercise,
                attended_percent=asks.attended_percent,
                needs_exercise=asks.exercise,
            ),
            closed_on=on,
        )
        act.about(event, reason=f"{because}_completed_{int(row.completed)}")
    return bool(row.completed)


def put_workshop_right(
    *, by: Actor, at: datetime, on: date, event_id: uuid.UUID, municipalities: Collection[uuid.UUID]
) -> None:
    """Say anew which municipalities took part in a workshop."""
    refuse(may_provide(by))
    with audit.acting("delivery.put_workshop_right", by=by, at=at) as act:
        event = training.own_event(by, event_id)
        refuse(rules.must_be_closed(event))
        refuse(must_be_one_of(event.kind, [EventKind.WORKSHOP], "kind"))
        known = {one.id for one in training.municipalities_in(event.concept_id)}
        for one in municipalities:
            refuse(must_be_one_of(one, known, "who"))
        there, office = training.present_at(by, event_id), training.office()
        gone, new = there - set(municipalities), set(municipalities) - there
        WorkshopPresence.objects.filter(event_id=event_id, municipality_id__in=gone).delete()
        WorkshopPresence.objects.bulk_create(
            WorkshopPresence(tenant_id=by.tenant_id, event=event, municipality_id=one, office_id=office)
            for one in sorted(new)
        )
        act.about(event, reason=f"municipalities_{len(set(municipalities))}")
