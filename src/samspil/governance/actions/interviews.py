"""The evaluator asks a municipality to take part, writes what was held, and withdraws a request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.queries.training import municipalities_in, office
from samspil.delivery.rules.courses import must_be_one_of
from samspil.governance.models.obligations import InterviewRequest, InterviewsHeld
from samspil.governance.queries import interviews as queries
from samspil.governance.rules import interviews as rules
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of which municipality: for which evaluation, of what kind, how many, by when."""

    concept_id: uuid.UUID
    municipality_id: uuid.UUID
    phase: str
    kind: str
    number: int
    due_on: date


def ask_interviews(*, by: Actor, at: datetime, on: date, key: uuid.UUID, asking: Asking) -> InterviewRequest:
    """Ask a municipality. `key` came with the page: what is sent a second time is asked once."""
    refuse(rules.may_ask(by))
    refuse(rules.must_be_askable(asking.phase, asking.kind, asking.due_on, asking.number, on))
    known = [one.id for one in municipalities_in(asking.concept_id)]
    refuse(must_be_one_of(asking.municipality_id, known, "municipality"))
    with audit.acting("governance.ask_interviews", by=by, at=at) as act:
        audit.hold(key)
        row: InterviewRequest | None = InterviewRequest.objects.filter(id=key).first()
        if row is None:
            row = InterviewRequest.objects.create(
                id=key,
                tenant_id=by.tenant_id,
                office_id=office(),
                concept_id=asking.concept_id,
                municipality_id=asking.municipality_id,
                phase=asking.phase,
                kind=asking.kind,
                asked_on=on,
                due_on=asking.due_on,
                number=asking.number,
            )
        act.about(row, reason=row.phase)
    return row


def write_held(
    *, by: Actor, at: datetime, on: date, request_id: uuid.UUID, held_on: date, number: int
) -> InterviewsHeld:
    """So many were held on a day: as many as are still lacking at most."""
    refuse(rules.may_ask(by))
    with audit.acting("governance.write_held", by=by, at=at) as act:
        row = queries.own_request(by, request_id)
        found, known = queries.request(by, request_id), queries.held_on(by, request_id)
        refuse(rules.must_be_holdable(found.lacks, row.asked_on, known, held_on, number, on))
        held = InterviewsHeld.objects.create(
            tenant_id=by.tenant_id,
            request=row,
            municipality_id=row.municipality_id,
            office_id=row.office_id,
            on=held_on,
            number=number,
        )
        act.about(row, reason=row.phase)
    return held  # type: ignore[no-any-return]


def withdraw_interviews(*, by: Actor, at: datetime, on: date, request_id: uuid.UUID) -> None:
    """Something is no longer asked for; what was held of it stays."""
    refuse(rules.may_ask(by))
    with audit.acting("governance.withdraw_interviews", by=by, at=at) as act:
        row = queries.own_request(by, request_id)
        refuse(rules.must_be_open(queries.request(by, request_id).lacks))
        row.withdrawn_on = on
        row.save(update_fields=["withdrawn_on"])
        act.about(row, reason=row.phase)
