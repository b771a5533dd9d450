"""The rows of the access matrix that cross from one municipality to another, and who stands in."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from tests.delivery import away, ground
from tests.world import THIRD

FROM_THE_THIRD = {"aaby": "lent", "baekby": "mentor"}
"""Whom the third municipality offers to each of the two."""


def courses_of(world: Any, slug: str, concept_id: uuid.UUID) -> dict[tuple[str, str, str], ground.Made]:
    """A course about to leave a municipality, and one of the third that is to come there."""
    return {
        (slug, "leaving", "mentor"): ground.course(world, slug, concept_id, mentor="lent"),
        (THIRD, f"for_{slug}", "mentor"): ground.course(world, THIRD, concept_id),
    }


def rows_of(
    world: Any, slug: str, courses: dict[tuple[str, str, str], ground.Made]
) -> dict[tuple[str, str], uuid.UUID]:
    """By address, a municipality's own row: moves out and in, loans out and in, a deputy, a caseload."""
    leaving = away.propose(world, courses[slug, "leaving", "mentor"], THIRD)
    coming = away.propose(world, courses[THIRD, f"for_{slug}", "mentor"], slug)
    offered = away.offer(world, THIRD, slug, cast=FROM_THE_THIRD[slug])
    return {
        (slug, "office:moved"): leaving,
        (slug, "office:arrival"): coming,
        (slug, "office:arrival-no"): coming,
        (slug, "office:loan-take"): offered,
        (slug, "office:loan-end"): away.offer(world, slug, THIRD),
        (slug, "office:hand-over"): world.member("mentor", slug).appointment_id,
        (slug, "office:deputy-end"): deputy(world, slug),
    }


def deputy(world: Any, slug: str) -> uuid.UUID:
    """The appointment of somebody who stands in for the coordinator from tomorrow."""
    from samspil.people.actions import staffing

    tomorrow = ground.TODAY + timedelta(days=1)
    with world.as_("coordinator", slug) as by:
        return staffing.name_deputy(
            by=by,
            at=world.at,
            on=ground.TODAY,
            account_id=world.member("lent", slug).account_id,
            from_on=tomorrow,
            to_on=tomorrow,
            because="holiday",
        ).id
