"""Calling a group together outside its series, and moving a meeting to another day, time or place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.naming import must_name_nobody
from samspil.governance.models.meetings import Meeting
from samspil.governance.queries import calling, groups
from samspil.governance.queries import meetings as queries
from samspil.governance.rules import meetings as rules
from samspil.governance.rules.agendas import may_reorder
from samspil.governance.rules.groups import may_steer
from samspil.governance.terms.meetings import MeetingState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, refuse
from samspil.programme import queries as programme
from samspil.trust import audit


@dataclass(frozen=True, slots=True)
class When:
    """A day, a time and a place."""

    on: date
    starts_at: time
    place: str = ""


def call_meeting(
    *,
    by: Actor,
    at: datetime,
    on: date,
    group_id: uuid.UUID,
    key: uuid.UUID,
    when: When,
    because: str,
) -> Meeting:
    """Plan a meeting outside the series. It is invited to, minuted and counted as every other; the series
    stays as it is. What is sent a second time with the same key is planned once.
    """
    refuse(may_steer(by))
    names = groups.names_of_organisations().values()
    refuse(rules.must_be_because(because) or must_name_nobody(because, "because", names))
    refuse(rules.must_be_ahead(when.on, on, "on") or must_name_nobody(when.place, "place", names))
    with audit.acting("governance.call_meeting", by=by, at=at) as act:
        audit.hold(key)
        known: Meeting | None = Meeting.objects.filter(id=key).first()
        if known is not None:
            act.about(known)
            return known
        group = groups.own_group(by, group_id)
        _must_be_free(group.id, group.concept_id, when.on)
        row: Meeting = Meeting.objects.create(
            id=key,
            tenant_id=by.tenant_id,
            group=group,
            on=when.on,
            starts_at=when.starts_at,
            place=when.place.strip(),
            because=because.strip(),
        )
        act.about(row, reason="outside the series")
    return row


def move_meeting(
    *, by: Actor, at: datetime, on: date, meeting_id: uuid.UUID, when: When, moves: int
) -> Meeting:
    """Move a meeting that was not held. `moves` is how often it had been moved when it was seen.

    One of the series keeps the slot it had there. Whoever was invited is told of the new day.
    """
    refuse(may_steer(by))
    names = groups.names_of_organisations().values()
    refuse(rules.must_be_ahead(when.on, on, "on") or must_name_nobody(when.place, "place", names))
    with audit.acting("governance.move_meeting", by=by, at=at) as act:
        group = groups.own_group(by, calling.own_meeting_row(meeting_id).group_id)
        row = queries.own_meeting(by, meeting_id)
        refuse(may_reorder(row.state, queries.was_held(by.tenant_id, row.id)))
        refuse(rules.must_be_as_seen(moves, row.moves))
        if (row.on, row.starts_at, row.place) == (when.on, when.starts_at, when.place.strip()):
            refuse(Refusal(_("Choose another day, time or place."), "on"))
        if when.on != row.on:
            _must_be_free(group.id, group.concept_id, when.on)
        if not row.because:
            slot = row.moved_from or row.on
            row.moved_from = slot if slot != when.on else None
        row.on, row.starts_at, row.place = when.on, when.starts_at, when.place.strip()
        row.moves += 1
        if row.state == MeetingState.INVITED:
            row.invited_on = on
        row.save(update_fields=["on", "starts_at", "place", "moved_from", "moves", "invited_on"])
        act.about(row)
    return row


def _must_be_free(group_id: uuid.UUID, concept_id: uuid.UUID, on: date) -> None:
    last = programme.concept(concept_id).period.to
    refuse(rules.must_be_free(calling.meets_on(group_id, on), on, last))
