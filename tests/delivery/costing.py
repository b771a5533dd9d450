"""Hours of visits for the tests, written and decided about through the actions."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground, visiting


def held(world: Any, slug: str = "aaby", on: date = ground.TODAY, **said: Any) -> Any:
    """A held visit of both role models, in a series of its own; with its series and place."""
    from samspil.delivery.models.series import Visit

    concept_id = said.pop("concept_id", None) or ground.load(world)
    one = visiting.held(world, visiting.series(world, slug, concept_id), 1, on, slug, **said)
    with world.as_("coordinator", slug):
        return Visit.objects.select_related("series__institution").get(id=one.id)


def stamp(by: Any, visit_id: uuid.UUID, appointment_id: uuid.UUID | None = None) -> str:
    """What stands, as a page would say."""
    from samspil.delivery.queries import visit_hours

    return visit_hours.stamp_of(visit_hours.to_write(by, visit_id, appointment_id).row)


def write(
    world: Any, visit: Any, slug: str = "aaby", cast: str = "role_model", on: date = ground.TODAY, **said: Any
) -> Any:
    """Write hours as a role model, or for `whose` as the coordinator; the row."""
    from samspil.delivery.actions.visit_hours import write_visit_hours
    from samspil.delivery.rules.visit_hours import Claim

    whose = said.pop("whose", None)
    wanted = world.member(whose, slug).appointment_id if whose else None
    claim = Claim(**{"minutes": 150, "fee": 60_000, "kilometres": 24, **said})
    with world.as_(cast, slug) as by:
        return write_visit_hours(
            by=by,
            at=ground.at_day(on),
            on=on,
            visit_id=visit.id,
            claim=claim,
            appointment_id=wanted,
            based_on=stamp(by, visit.id, wanted),
        )


def decide(
    world: Any,
    hours_id: uuid.UUID,
    outcome: str = "approved",
    reason: str = "",
    slug: str = "aaby",
    cast: str = "coordinator",
) -> None:
    """Approve hours, or return them with a reason."""
    from samspil.delivery.actions.visit_hours import decide_visit_hours
    from samspil.delivery.queries import visit_hours

    with world.as_(cast, slug) as by:
        based_on = visit_hours.stamp_of(visit_hours.to_decide(by, hours_id))
        decide_visit_hours(
            by=by,
            at=world.at,
            on=ground.TODAY,
            hours_id=hours_id,
            outcome=outcome,
            reason=reason,
            based_on=based_on,
        )


def costs(world: Any, slug: str = "aaby", first: date = date(2014, 1, 1), last: date = ground.TODAY) -> Any:
    """What the visits of a span cost, as the coordinator reads it."""
    from samspil.delivery.queries.visit_costs import visit_costs

    with world.as_("coordinator", slug) as by:
        return visit_costs(by, (first, last))


def kept(world: Any, slug: str, made: Any) -> None:
    """Hours of the held visit of a series, written by one and returned by the other."""
    one = visiting.visit(world, made, 1, slug)
    row = write(world, one, slug)
    decide(world, row.id, "returned", "talk", slug)


def reminded(world: Any, slug: str, visit: Any) -> None:
    """A visit's reminders a week before it, written as the worker writes them."""
    from samspil.interfaces.cli import visit_reminders
    from samspil.kernel.actor import Actor

    day = visit.on - timedelta(days=7)
    visit_reminders.write_for(Actor.job(world.tenant(slug)), at=ground.at_day(day), on=day)
