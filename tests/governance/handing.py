"""The programme handed to another authority, through the actions."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from tests.delivery import ground

NEW, CVR = "Ministeriet for Noget Andet", "10103940"
PROTOCOL = {
    "title": "Overdragelsesprotokol",
    "organisation": "Programkontoret",
    "language": "da",
    "region": "DK",
    "footer": "Overdragelsesprotokol",
    "lead": [],
    "facts": [{"label": "Til", "value": NEW}],
    "parts": [{"heading": "Det, der venter", "blocks": [{"as": "lines", "lines": ["Intet venter."]}]}],
}


def proposed(world: Any, *, from_on: date = ground.TODAY, **told: Any) -> uuid.UUID:
    """The key of a proposal of the office's."""
    from samspil.governance.actions import authority

    said = {"name": NEW, "cvr": CVR, "because": "portfolio", "protocol": PROTOCOL} | told
    with world.as_("programme_office") as by:
        return authority.propose_authority(by=by, at=world.at, on=ground.TODAY, from_on=from_on, **said).id


def withdrawn(world: Any, **told: Any) -> uuid.UUID:
    """The key of a proposal that was withdrawn."""
    from samspil.governance.actions import authority

    change_id = proposed(world, **told)
    with world.as_("programme_office") as by:
        authority.withdraw_authority(by=by, at=world.at, change_id=change_id)
    return change_id


def newcomer(world: Any, name: str = "Ny Nielsen", role: str = "programme_office") -> Any:
    """Somebody of the new authority, with an account in the office as the operator gives it."""
    from tests.world import Member

    from samspil.kernel.actor import Actor
    from samspil.people.actions import people
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("kontoret"))
    email = f"{name.split()[0].lower()}@ny.example"
    with scope(by):
        account = people.open_account(by=by, at=world.at, email=email, name=name, password=None)
        post = people.appoint(by=by, at=world.at, account=account, role=role, from_on=ground.TODAY)
    cast = name.split()[0].lower()
    world.members[cast, "kontoret"] = Member(
        cast, "kontoret", role, by.tenant_id, account.id, post.id, email, name
    )
    return world.members[cast, "kontoret"]


def appointed(world: Any, account_id: uuid.UUID, role: str, slug: str) -> Any:
    """One more post of an account, as its organisation's operator gives it."""
    from samspil.kernel.actor import Actor
    from samspil.people.actions import people
    from samspil.people.queries.people import account
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by):
        return people.appoint(
            by=by, at=world.at, account=account(account_id), role=role, from_on=ground.TODAY
        )


def taken(
    world: Any, change_id: uuid.UUID, cast: str = "ny", *, staying: Any = (), on: date = ground.TODAY
) -> int:
    """Taken over by the newcomer; how many were let go."""
    from samspil.governance.actions import authority

    with world.as_(cast, "kontoret") as by:
        return authority.take_over(by=by, at=world.at, on=on, change_id=change_id, staying=staying)
