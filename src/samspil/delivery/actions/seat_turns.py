"""One at a time: whoever gives, takes or changes seats of a programme's track, on whichever side."""

from __future__ import annotations

import uuid

from samspil.delivery.queries import training
from samspil.delivery.queries.training import Event
from samspil.delivery.terms.training import WITH_SEATS
from samspil.kernel.actor import Actor
from samspil.programme import queries as programme
from samspil.trust import audit

TURN = uuid.UUID("5ea75ea7-0000-4000-8000-000000000000")


def turn_at(by: Actor, event_id: uuid.UUID) -> Event:
    """An event as it stands when nobody else gives, takes or changes seats of its track, until the
    transaction ends. Raises Missing.

    The seats of a track are one range over all its events, and a share is made of what municipalities asked
    for and took. So the office, the municipalities and the provider wait for each other here, before they
    hold any row: always in this order, so that no two wait for one another.
    """
    event = training.event_for(by, event_id)
    if event.kind not in WITH_SEATS:
        return event
    audit.hold(uuid.uuid5(TURN, f"{programme.concept(event.concept_id).slug} {event.track}"))
    return training.event_for(by, event_id)
