"""Reading calendar feeds: whose address it is, and whether it still opens anything."""

from __future__ import annotations

import uuid
from datetime import date

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.queries import people
from samspil.people.rules import feeds as rules
from samspil.people.terms import ROLES
from samspil.trust import links, scope
from samspil.trust.models import Link
from samspil.trust.terms import LinkKind

FEED = LinkKind.FEED


def whose_feed(token: str, *, on: date) -> tuple[uuid.UUID, Actor]:
    """The key of the link that a token opens, and the person at work it stands for.

    Raises Missing alike for what is unknown, expired, replaced or taken back, and where the appointment
    no longer holds.
    """
    with links.found(token, kind=FEED) as link:
        holder = links.holder(link)
    with scope.scope(holder):
        post = people.post_by_id(link.thing_id, on=on)
    actor = Actor(
        tenant_id=post.tenant_id,
        role=post.role,
        purpose=ROLES[post.role].purposes[0],
        account_id=post.account_id,
    )
    if rules.may_have_feed(actor) is not None:
        raise Missing
    return link.id, actor


def live_feed(actor: Actor, appointment_id: uuid.UUID) -> Link | None:
    """The feed of an appointment that works now, if there is one. Its address is kept nowhere."""
    return links.live_to(appointment_id, FEED)
