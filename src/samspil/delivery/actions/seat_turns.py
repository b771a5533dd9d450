"""One at a time: whoever gives, takes or changes seats of a programme's track, on whichever side; and what
is kept equal when a nomination changes.
"""

from __future__ import annotations

import uuid

from samspil.delivery.models.seats import Nomination, SeatWish
from samspil.delivery.queries import training
from samspil.delivery.queries.training import Event
from samspil.delivery.terms.training import WANTS, WITH_SEATS, NominationState
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
    wait_for_turn(event)
    return training.event_for(by, event_id)


def wait_for_turn(event: Event) -> None:
    """Wait until nobody else gives, takes or changes seats of an event's track."""
    audit.hold(uuid.uuid5(TURN, f"{programme.concept(event.concept_id).slug} {event.track}"))


def workshops_turn(concept_id: uuid.UUID) -> None:
    """Wait until nobody else plans a workshop of a programme."""
    audit.hold(uuid.uuid5(TURN, f"{programme.concept(concept_id).slug} workshops"))


def save_nomination(row: Nomination) -> None:
    """Save what may change of a nomination: the provider is told of it while there is a seat."""
    row.shown_to = row.provider_id if row.state == NominationState.SEAT else None
    row.save(update_fields=["state", "decided_on", "because", "shown_to", "said_on", "said_seen_on"])


def count_wish(by: Actor, event_id: uuid.UUID) -> None:
    """Keep the two numbers that the programme office reads equal to the municipality's own rows."""
    states = list(Nomination.objects.filter(event_id=event_id).values_list("state", flat=True))
    wish = SeatWish.objects.filter(event_id=event_id).first()
    wish = wish or SeatWish(tenant_id=by.tenant_id, event_id=event_id, office_id=training.office())
    wish.asked = sum(one in WANTS for one in states)
    wish.taken = states.count(NominationState.SEAT)
    wish.save()
