"""Courses whose first measurement is due on a given day, and what was written to remind of it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground

DUE = date(2014, 11, 10)
WINDOW = 28
"""Days from the start to the due date of the first round, in the shipped concept file."""


def owing(world: Any, slug: str, concept_id: uuid.UUID, *, due: date = DUE, **options: Any) -> ground.Made:
    """A running course whose first measurement is open and due on a day."""
    return ground.course(world, slug, concept_id, on=due - timedelta(days=WINDOW), **options)


def day(days: int, due: date = DUE) -> date:
    """So many days after the due date, or before it."""
    return due + timedelta(days=days)


def write(world: Any, on: date) -> int:
    """What the worker writes on a day."""
    from samspil.interfaces.cli import posting

    return posting.write_reminders(at=ground.at_day(on), on=on)


def post(world: Any, on: date) -> int:
    """What the worker sends on a day."""
    from samspil.interfaces.cli import posting

    return posting.post(at=ground.at_day(on), on=on)


def told(
    world: Any, made: ground.Made, measurement_id: uuid.UUID | None = None
) -> list[tuple[str, str, str]]:
    """Every reminder about one course, or one of its measurements, as (step, who, state)."""
    from samspil.delivery.models.sending import Reminder

    names = {one.appointment_id: cast for (cast, _slug), one in world.members.items()}
    with world.as_("coordinator", made.slug):
        rows = Reminder.objects.filter(measurement__course_id=made.course_id)
        if measurement_id is not None:
            rows = rows.filter(measurement_id=measurement_id)
        return sorted((one.step, names[one.recipient_id], one.state) for one in rows)
