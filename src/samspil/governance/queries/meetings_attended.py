"""Which meetings a municipality came to and which descriptions were accepted: what other tables will tell.

Neither has a table yet. Until it has, nothing is known to have happened, and this says so by nothing at all.
"""

from __future__ import annotations

import uuid
from datetime import date

from samspil.kernel.actor import Actor


def attended(actor: Actor, organisation_id: uuid.UUID, kind: str, from_on: date, to_on: date) -> list[date]:
    """The days on which an organisation came to a meeting of a kind."""
    return []


def anchored(actor: Actor, organisation_id: uuid.UUID) -> dict[str, date]:
    """By intervention, the day on which the description of how it goes on was accepted."""
    return {}
