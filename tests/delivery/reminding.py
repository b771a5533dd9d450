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


def one_of_each(world: Any, made: ground.Made, cast: str = "mentor") -> None:
    """A reminder in the queue about one course's open measurement, and a link that is to be sent."""
    from samspil.delivery.actions import consents, sending
    from samspil.delivery.queries.sending import Due
    from samspil.delivery.terms.sending import Way
    from samspil.kernel.actor import Actor
    from samspil.people.terms import Method
    from samspil.trust.scope import scope

    assert made.measurement_id is not None
    assert made.person_id is not None
    by, on = Actor.job(world.tenant(made.slug)), ground.TODAY
    recipient = world.member(cast, made.slug).appointment_id
    with scope(by):
        due = Due(made.measurement_id, made.person_id, "after", False, recipient)
        sending.write_reminders(by=by, at=world.at, on=on, due=[due])
    with world.as_("coordinator", made.slug) as by:
        consents.record_consent(
            by=by,
            at=world.at,
            on=on,
            course_id=made.course_id,
            purpose="contact",
            capacity="self",
            method=Method.PAPER,
        )
    with world.as_(cast, made.slug) as by:
        sending.send_link(by=by, at=world.at, on=on, measurement_id=made.measurement_id, ways=[Way.SMS])
