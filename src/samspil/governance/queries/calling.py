"""Reading which days of a group are taken, before it is called together or a meeting is moved."""

from __future__ import annotations

import uuid
from datetime import date

from samspil.governance.models.meetings import Meeting
from samspil.governance.terms.meetings import MeetingState
from samspil.kernel.errors import Missing


def days_taken(group_id: uuid.UUID) -> frozenset[date]:
    """The days on which the office's own group meets, and the slots of its series that were used up: also of
    a meeting that was moved away or cancelled.
    """
    found: set[date] = set()
    for on, moved_from, because, state in Meeting.objects.filter(group_id=group_id).values_list(
        "on", "moved_from", "because", "state"
    ):
        if state != MeetingState.CANCELLED:
            found.add(on)
        if not because:
            found.add(moved_from or on)
    return frozenset(found)


def meets_on(group_id: uuid.UUID, on: date) -> bool:
    """Whether the office's own group meets on a day."""
    rows = Meeting.objects.filter(group_id=group_id, on=on).exclude(state=MeetingState.CANCELLED)
    return bool(rows.exists())


def own_meeting_row(meeting_id: uuid.UUID) -> Meeting:
    """The office's own row, not held. Raises Missing."""
    row: Meeting | None = Meeting.objects.filter(id=meeting_id).first()
    if row is None:
        raise Missing
    return row
