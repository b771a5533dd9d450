"""What those who came to a course answered in the demo, each in their own form."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from samspil.delivery.actions.training_forms import answer_training, tend_training
from samspil.delivery.instruments.shape import Given
from samspil.delivery.instruments.shipped import instrument
from samspil.delivery.queries.pupils import choices_of
from samspil.delivery.queries.training_forms import own_forms
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.trust.scope import scope

SPREAD = (4, 3, 4, 2, 4, 3, 3, 1)
"""Which answer each gives, turned a step for each question and person."""


def answered(job: Actor, people: Sequence[Actor], event_id: uuid.UUID, *, on: date) -> None:
    """Everybody of a municipality who came answers a few days later."""
    with scope(job):
        tend_training(by=job, at=nine(on), on=on, event_id=event_id)
    tool = instrument("training", 1)
    for turn, by in enumerate(people):
        answers: dict[str, Given | None] = {}
        for place, item in enumerate(tool.items):
            answers[item.code] = choices_of(tool, item)[SPREAD[(turn + 3 * place) % len(SPREAD)]]
        with scope(by):
            for form, _title in own_forms(by, on=on):
                answer_training(by=by, at=nine(on), on=on, form_id=form.id, answers=answers)
