"""Loading a concept file from the command line, on the programme office's behalf."""

from __future__ import annotations

from typing import Any

from samspil.delivery.queries.courses import running_under
from samspil.interfaces import clock
from samspil.interfaces.cli import shipping, signing
from samspil.interfaces.cli.exits import Failed
from samspil.interfaces.cli.rounds import actors
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.actions import people
from samspil.people.queries import people as organisations
from samspil.people.terms import OrganisationKind
from samspil.programme import queries
from samspil.programme.actions import load_concept
from samspil.programme.concept.model import Concept
from samspil.trust.scope import scope


def load(concept: Concept, *, dry_run: bool) -> dict[str, Any]:
    """Load a concept, or only tell what would happen. Touches no running course either way.

    Raises Failed for an instrument that may not be asked: neither does it come along nor was it approved.
    """
    there = signing.versions() if shipping.unshipped(concept) else ()
    for wrong in shipping.problems(concept, there=there):
        raise Failed(f"{wrong.message} {wrong.hint}", path=wrong.path)
    by = _office()
    if dry_run or by is None:
        outlook = queries.outlook(concept)
    if not dry_run:
        by = by or _found_office()
        with scope(by):
            outlook = load_concept(by=by, at=clock.now(), concept=concept)
    running = []
    for actor in actors(OrganisationKind.MUNICIPALITY):
        with scope(actor):
            number = running_under(actor, concept.slug)
        if number:
            running.append(
                {"organisation": organisations.organisation(actor.tenant_id).slug, "courses": number}
            )
    return {
        "programme": concept.slug,
        "version": concept.version,
        "outcome": str(outlook.loading),
        "dry_run": dry_run,
        "message": str(outlook.refusal) if outlook.refusal else None,
        "changes": [{"path": one.path, "before": one.before, "after": one.after} for one in outlook.changes],
        "running": running,
    }


def _office() -> Actor | None:
    return next(iter(actors(OrganisationKind.PROGRAMME_OFFICE)), None)


def _found_office() -> Actor:
    """The first programme office of an empty installation."""
    by = Actor.job(uuid7())
    with scope(by):
        people.found_organisation(
            by=by,
            at=clock.now(),
            slug="programkontoret",
            name="Programkontoret",
            kind=OrganisationKind.PROGRAMME_OFFICE,
            organisation_id=by.tenant_id,
        )
    return by
