"""Whom a municipality answers to, and what the organisations are called."""

from __future__ import annotations

import uuid

from samspil.kernel.errors import Missing
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind


def programme_office() -> uuid.UUID:
    """The programme office. Raises Missing where there is none."""
    for one in people.organisations():
        if one.kind == OrganisationKind.PROGRAMME_OFFICE:
            return one.id
    raise Missing


def names() -> dict[uuid.UUID, str]:
    """Every organisation's name."""
    return {one.id: one.name for one in people.organisations()}


def municipalities() -> dict[uuid.UUID, str]:
    """The municipalities, by name."""
    found = [one for one in people.organisations() if one.kind == OrganisationKind.MUNICIPALITY]
    return {one.id: one.name for one in sorted(found, key=lambda one: (one.name, one.slug))}
