"""How a measurement of the invented population is answered."""

from __future__ import annotations

import random
import uuid
from datetime import date
from typing import Any

from samspil.delivery.actions import impressions, measurements
from samspil.delivery.queries.impressions import is_asked
from samspil.delivery.queries.measurements import instrument_of, measurement_for, of_course
from samspil.delivery.terms.courses import Recipient
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.trust import links
from samspil.trust.scope import scope


def answer_of(actor: Actor, measurement_id: uuid.UUID, day: date, drawn: random.Random) -> None:
    """One measurement is handed out, answered a little better each time, and shared with some."""
    with scope(actor):
        made = measurements.hand_out(by=actor, at=nine(day), on=day, measurement_id=measurement_id)
        found = measurement_for(actor, measurement_id)
        items = instrument_of(found).items
        number = len(of_course(found.course))
        if is_asked(found):
            _impression_of(actor, found, day, number)
    anyone = links.holder(made.link)
    with scope(anyone):
        holder = links.holder(made.link, measurements.open_link(by=anyone, at=nine(day)))
    with scope(holder):
        for item in items:
            value = (
                None
                if drawn.random() < 0.04
                else min(10, max(0, round(drawn.gauss(4.6 + number * 0.5, 1.7))))
            )
            measurements.keep_answer(by=holder, at=nine(day), on=day, code=item.code, value=value)
        measurements.submit(by=holder, at=nine(day), on=day)
        measurements.choose_sharing(
            by=holder,
            at=nine(day),
            on=day,
            chosen={
                Recipient.MENTOR: drawn.random() < 0.8,
                Recipient.COORDINATOR: drawn.random() < 0.4,
            },
        )


def _impression_of(actor: Actor, measurement: Any, day: date, number: int) -> None:
    """Most mentors write how they see it; they have one draw each, so that nobody else's change."""
    drawn = random.Random(f"{measurement.course.code} {measurement.key} {day}")
    if drawn.random() < 0.3:
        return
    seen = {
        item.code: None
        if drawn.random() < 0.1
        else min(10, max(0, round(drawn.gauss(5 + number * 0.4, 1.9))))
        for item in instrument_of(measurement).items
    }
    impressions.give(by=actor, at=nine(day), on=day, measurement_id=measurement.id, values=seen)
