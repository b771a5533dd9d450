"""Which authority has had the programme, and what was open when it came to another."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from samspil.governance.models.authority import AuthorityChange
from samspil.governance.queries.groups import of_office
from samspil.governance.queries.packs import digest_of
from samspil.governance.rules.authority import may_move
from samspil.governance.terms.authority import AuthorityState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Change:
    """One change of authority; nothing of its protocol."""

    id: uuid.UUID
    former: str
    name: str
    cvr: str
    because: str
    from_on: date
    state: str
    proposed_by: uuid.UUID
    proposed_on: date
    accepted_on: date | None
    digest: str


def changes(actor: Actor) -> tuple[Change, ...]:
    """All of them, the newest first. One query."""
    refuse(may_move(actor))
    return tuple(_view(one) for one in _rows().order_by("-proposed_on", "-id"))


def change(actor: Actor, change_id: uuid.UUID) -> Change:
    """One of them. Raises Missing."""
    refuse(may_move(actor))
    row = _rows().filter(id=change_id).first()
    if row is None:
        raise Missing
    return _view(row)


def protocol(actor: Actor, change_id: uuid.UUID, *, at: datetime) -> dict[str, Any]:
    """What was open when it was proposed, word for word; the look is logged. Raises Missing, and Tampered
    where it is not what its digest says.
    """
    refuse(may_move(actor))
    row = AuthorityChange.objects.filter(id=change_id).first()
    if row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=actor.tenant_id, at=at, thing=row):
        text = fields.unseal(row, "content")
    if digest_of(text) != row.digest:
        raise fields.Tampered(f"Protocol {row.id} is not what was proposed.")
    found: dict[str, Any] = json.loads(text)
    return found


def authority_on(office_id: uuid.UUID, name: str, day: date) -> str:
    """What the office's authority was called on a day, when it is called `name` today. One query.

    For the office and whoever has a seat in one of its groups; for anyone else it is the name of today.
    """
    taken = of_office(AuthorityChange, office_id).filter(state=AuthorityState.ACCEPTED, accepted_on__gt=day)
    former: str | None = taken.order_by("accepted_on", "id").values_list("former", flat=True).first()
    return former or name


def _rows() -> Any:
    return AuthorityChange.objects.defer("content")


def _view(row: AuthorityChange) -> Change:
    return Change(
        *(row.id, row.former, row.name, row.cvr, row.because, row.from_on, row.state),
        *(row.proposed_by, row.proposed_on, row.accepted_on, row.digest),
    )
