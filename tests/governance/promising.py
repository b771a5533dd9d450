"""Obligations made through the actions: what the evaluator asks for, and the worker's night."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground

BY = ground.TODAY + timedelta(days=30)


def ask(
    world: Any,
    concept_id: uuid.UUID,
    slug: str = "aaby",
    *,
    phase: str = "midterm",
    kind: str = "interview",
    number: int = 3,
    due_on: date = BY,
    on: date = ground.TODAY,
    key: uuid.UUID | None = None,
) -> uuid.UUID:
    """The key of what the evaluator asks a municipality for."""
    from samspil.governance.actions import interviews

    asking = interviews.Asking(concept_id, world.tenant(slug), phase, kind, number, due_on)
    with world.as_("evaluator") as by:
        made = interviews.ask_interviews(
            by=by, at=ground.at_day(on), on=on, key=key or uuid.uuid4(), asking=asking
        )
        return made.id


def held(
    world: Any, key: uuid.UUID, number: int = 3, *, held_on: date = ground.TODAY, on: Any = None
) -> None:
    """So many were held on a day."""
    from samspil.governance.actions import interviews

    on = on or max(held_on, ground.TODAY)
    with world.as_("evaluator") as by:
        interviews.write_held(
            by=by, at=ground.at_day(on), on=on, request_id=key, held_on=held_on, number=number
        )


def withdraw(world: Any, key: uuid.UUID, *, on: date = ground.TODAY) -> None:
    """No longer asked for."""
    from samspil.governance.actions import interviews

    with world.as_("evaluator") as by:
        interviews.withdraw_interviews(by=by, at=ground.at_day(on), on=on, request_id=key)


def night(world: Any, slug: str = "aaby", *, on: date = ground.TODAY) -> int:
    """The worker writes a municipality's states down; how many were new."""
    from samspil.governance.actions.obligations import keep_states
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by):
        return keep_states(by=by, at=ground.at_day(on), on=on)


def own(world: Any, slug: str = "aaby", *, on: date = ground.TODAY, cast: str = "coordinator") -> Any:
    """A municipality's obligations as they stood on a day."""
    from samspil.governance.queries import obligations

    with world.as_(cast, slug) as by:
        return obligations.obligations(by, on=on)


def states(world: Any, slug: str = "aaby", *, on: date = ground.TODAY) -> dict[str, str]:
    """The states by obligation."""
    return {one.id: str(one.state) for one in own(world, slug, on=on).standings}


def told(world: Any, cast: str = "programme_office", half: str = "") -> dict[str, dict[str, str]]:
    """The matrix of the one programme, by the municipality's name."""
    from samspil.governance.queries import obligations

    with world.as_(cast) as by:
        (found,) = obligations.matrices(by, on=ground.TODAY, half=half)
    return {row.municipality: {key: str(value) for key, value in row.states.items()} for row in found.rows}


def workshop(world: Any, concept_id: uuid.UUID, slugs: tuple[str, ...], day: date) -> uuid.UUID:
    """A workshop that was held on a day, planned a month before, with some of the municipalities there."""
    from tests.delivery import schooling

    from samspil.delivery.actions import training

    key = schooling.plan(
        world, concept_id, kind="workshop", track="", seats=0, days=(day,), on=day - timedelta(days=30)
    )
    there = {world.tenant(one) for one in slugs}
    with world.as_("training_provider") as by:
        training.close_workshop(by=by, at=ground.at_day(day), on=day, event_id=key, municipalities=there)
    return key


def one_of_each(world: Any, slug: str, concept_id: uuid.UUID) -> None:
    """A row of every table of obligations that is this municipality's or is told to it."""
    held(world, ask(world, concept_id, slug), 1)
    night(world, slug)
    from samspil.governance.actions import milestones

    told = {"at": ground.at_day(ground.TODAY), "on": ground.TODAY, "milestone_id": "midterm_evaluation"}
    with world.as_("programme_office") as by:
        day = date(2013, 4, 2)
        milestones.move_plan(by=by, from_on=day, to_on=day, because="agreed", **told)
        milestones.write_reached(by=by, reached_on=day, evidence="Rapporten ligger hos kontoret", **told)
