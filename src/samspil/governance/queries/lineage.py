"""Where what others were told of a municipality comes from: the row, and the nightly runs that wrote it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from samspil.governance.models.obligations import ObligationTold
from samspil.governance.rules.obligations import may_see_own
from samspil.governance.terms.obligations import ObligationState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, refuse
from samspil.people.terms import Role
from samspil.trust.models import AuditEvent

VERB = "governance.keep_states"
SHOWN = 200


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One state that others read, and the row that it stands in."""

    id: uuid.UUID
    programme: str
    half: str
    obligation: str
    state: ObligationState


@dataclass(frozen=True, slots=True)
class Run:
    """One nightly run that wrote states: when, for the half-year that ran then."""

    id: uuid.UUID
    at: datetime
    half: str


def may_see_lineage(actor: Actor) -> Refusal | None:
    """The municipality's coordinator and lead, and its auditor."""
    return None if actor.role == Role.AUDITOR else may_see_own(actor)


def told_by_runs(actor: Actor) -> tuple[tuple[ToldRow, ...], tuple[Run, ...]]:
    """What the municipality told, the latest half-year first; and the runs that changed it, the latest first.

    Two queries. No citizen, no course and no day of one is in any of it.
    """
    refuse(may_see_lineage(actor))
    rows = ObligationTold.objects.filter(tenant_id=actor.tenant_id).order_by("-half", "obligation")
    runs = AuditEvent.objects.filter(tenant_id=actor.tenant_id, verb=VERB).order_by("-at", "-id")
    return (
        tuple(
            ToldRow(one.id, one.programme, one.half, one.obligation, ObligationState(one.state))
            for one in rows[:SHOWN]
        ),
        tuple(Run(one.id, one.at, one.reason) for one in runs[:SHOWN]),
    )
