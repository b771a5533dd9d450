"""Which programme the municipality of whoever asks is in."""

from __future__ import annotations

from datetime import date

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.queries import people
from samspil.programme import queries as programme


def programme_today(actor: Actor, today: date) -> programme.Loaded | None:
    """The programme of the actor's municipality; None where it is in none on that day."""
    try:
        return programme.programme_of(people.organisation(actor.tenant_id).municipality_code, on=today)
    except Missing:
        return None
