"""What the programme office was told, as the worker counts it when a month is frozen: shares and meetings."""

from __future__ import annotations

from datetime import date

from samspil.governance.models.meetings import Meeting
from samspil.governance.models.obligations import ObligationTold
from samspil.governance.rules.obligations import half_of, may_count
from samspil.governance.terms.groups import GroupKind
from samspil.governance.terms.meetings import MeetingState
from samspil.governance.terms.obligations import ObligationState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse

FEWEST_TOLD = 5


def share_met(actor: Actor, programme: str, on: date) -> int | None:
    """The share of the obligations told for a day's half-year that are met, in whole per cent rounded down.

    None where fewer than five were told. One query.
    """
    refuse(may_count(actor))
    rows = ObligationTold.objects.presented().filter(
        office_id=actor.tenant_id, programme=programme, half=half_of(on)
    )
    states: list[str] = [
        one for one in rows.values_list("state", flat=True) if one != ObligationState.WITHHELD
    ]
    if len(states) < FEWEST_TOLD:
        return None
    met = sum(1 for one in states if one == ObligationState.MET)
    return 100 * met // len(states)


def network_meetings(actor: Actor, programme: str, on: date) -> int:
    """How many meetings of the office's network group were held by a day, by approved minutes. One query."""
    refuse(may_count(actor))
    rows = Meeting.objects.filter(
        group__programme=programme, group__kind=GroupKind.NETWORK, state=MeetingState.APPROVED, on__lte=on
    )
    return int(rows.count())
