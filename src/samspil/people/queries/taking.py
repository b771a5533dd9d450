"""Logging that somebody takes a file along that shows nothing sealed, so that no other look is logged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samspil.kernel.actor import Actor
from samspil.trust import audit


def taken(actor: Actor, what: str, *, at: datetime, thing: Any = None) -> None:
    """Write in the organisation's log who took which file, and of which row; before it is handed out."""
    with audit.reading(
        by=actor, purpose=actor.purpose, subject=actor.tenant_id, at=at, thing=thing, reason=f"file: {what}"
    ):
        pass
