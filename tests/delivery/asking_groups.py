"""Groups that answer after a visit, through the actions, as many and as they are said to."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground, visiting

AFTER = timedelta(days=8)
"""So long after a visit its group's form has closed, by the shipped concept file."""

FULL = {
    "new": "completely",
    "voice": "rather",
    "others": "in_between",
    "safe": "rather_not",
    "more": "not_at_all",
    "own_words": None,
}


def job(world: Any, slug: str = "aaby") -> Any:
    """The worker at work for a municipality."""
    from samspil.kernel.actor import Actor

    return Actor.job(world.tenant(slug))


def tend(world: Any, on: date, slug: str = "aaby") -> None:
    """The nightly round of a municipality's visits."""
    from samspil.delivery.actions.forms import tend_visit
    from samspil.delivery.queries.owed_forms import visits_to_tend
    from samspil.trust.scope import scope

    by = job(world, slug)
    with scope(by):
        for visit_id in visits_to_tend(on=on):
            tend_visit(by=by, at=ground.at_day(on), on=on, visit_id=visit_id)


def shown(world: Any, visit: Any, on: date, slug: str = "aaby", cast: str = "role_model") -> Any:
    """The link that a role model shows the group."""
    from samspil.delivery.actions.pupils import show_form

    with world.as_(cast, slug) as by:
        return show_form(by=by, at=ground.at_day(on), on=on, visit_id=visit.id)


def send(made: Any, answers: dict[str, Any], on: date, sheet_id: uuid.UUID | None = None) -> None:
    """One of the group sends the form."""
    from samspil.delivery.actions.pupils import send_as_group
    from samspil.trust import links
    from samspil.trust.scope import scope

    by = links.holder(made.link)
    with scope(by):
        send_as_group(by=by, at=ground.at_day(on), on=on, sheet_id=sheet_id or uuid.uuid4(), answers=answers)


def answered(
    world: Any, visit: Any, number: int, slug: str = "aaby", line: str | None = None, **said: Any
) -> None:
    """So many of a group answer on the day of the visit; the first of them writes a line, if one is given."""
    made = shown(world, visit, visit.on, slug)
    for place in range(number):
        send(made, {**FULL, **said, "own_words": line if place == 0 else None}, visit.on)


def closed(
    world: Any, visit: Any, number: int, slug: str = "aaby", line: str | None = None, **said: Any
) -> None:
    """The same, and the form has closed."""
    answered(world, visit, number, slug, line, **said)
    tend(world, visit.on + AFTER, slug)


def held_ago(world: Any, made: Any, position: int, days: int, slug: str = "aaby", **planning: Any) -> Any:
    """A visit held so many days ago; the visit."""
    return visiting.held(world, made, position, ground.TODAY - timedelta(days=days), slug, **planning)


def kept(world: Any, slug: str, made: ground.Made) -> None:
    """A row of every kind about a course's series: a group with a line that is a canary, and an own form."""
    from samspil.delivery.actions.forms import answer_form
    from samspil.delivery.instruments.shipped import instrument
    from samspil.delivery.models.series import Visit

    with world.as_("coordinator", slug):
        visit = Visit.objects.get(series_id=made.series_id, position=1)
    answered(world, visit, 1, slug, line=made.words["pupil_line"])
    first = instrument("role_model", 1).items[0]
    with world.as_("role_model", slug) as by:
        answers = {first.code: FULL["new"]}
        answer_form(by=by, at=world.at, on=ground.TODAY, visit_id=visit.id, answers=answers)
