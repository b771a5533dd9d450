"""Reading who came on which day of an event."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from samspil.delivery.models.attendance import Attendance
from samspil.delivery.queries.seats import Participant
from samspil.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Came:
    """Who came: pairs of a day and a nomination; those for which it is written, and the days of these."""

    there: frozenset[tuple[uuid.UUID, uuid.UUID]]
    told: frozenset[tuple[uuid.UUID, uuid.UUID]]
    written: frozenset[uuid.UUID]

    def is_written(self, day_id: uuid.UUID) -> bool:
        """Whether it is written for a day who came."""
        return day_id in self.written

    def is_written_of(self, day_id: uuid.UUID, participants: Iterable[Participant]) -> bool:
        """Whether it is written for a day of each of them."""
        return all((day_id, one.id) in self.told for one in participants)

    def came(self, day_id: uuid.UUID, nomination_id: uuid.UUID) -> bool:
        """Whether somebody came on a day."""
        return (day_id, nomination_id) in self.there

    def days_of(self, nomination_id: uuid.UUID) -> int:
        """On how many days somebody came."""
        return sum(one == nomination_id for _day, one in self.there)


def attendance_of(actor: Actor, event_id: uuid.UUID) -> Came:
    """Who came to one of the provider's own events. One query."""
    rows = Attendance.objects.filter(day__event_id=event_id).values_list("day_id", "nomination_id", "came")
    found = list(rows)
    return Came(
        frozenset((day, one) for day, one, came in found if came),
        frozenset((day, one) for day, one, _came in found),
        frozenset(day for day, _one, _came in found),
    )
