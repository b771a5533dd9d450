"""Ways into the demo: filling it once, and one-time sign-in links for its cast."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.db import transaction
from tqdm import tqdm

from samspil.interfaces import clock
from samspil.interfaces.cli import loading
from samspil.interfaces.cli.demo.cast import Member, members
from samspil.interfaces.cli.exits import Failed
from samspil.kernel.actor import Actor
from samspil.people.actions import people
from samspil.people.queries import people as queries
from samspil.people.terms import Role
from samspil.programme.concept.reading import read_bytes
from samspil.trust.scope import account_only, scope

PROGRAMME = "forebyggelseskonceptet-2013-2015"


def fill() -> bool:
    """Load the programmes and make the invented population, once; True when it was made now."""
    from samspil.interfaces.cli.demo.population import Population

    for file in sorted(settings.SAMSPIL_PROGRAMMES.glob("*.yaml")):
        loading.load(read_bytes(file.read_bytes()), dry_run=False)
    if any(one.slug == "odense" for one in queries.organisations()):
        return False
    with tqdm(total=1, desc="Making the invented people", unit="day", file=sys.stderr, leave=False) as bar:

        def told(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        with transaction.atomic():  # all of it or nothing: an interrupted first start begins anew
            Population(programme_slug=PROGRAMME, today=clock.today(), told=told).fill()
    return True


def link(cast: str) -> dict[str, Any]:
    """A fresh one-time sign-in link; earlier unused ones of the same member stop working."""
    member = next((one for one in members() if one.cast == cast), None)
    if member is None:
        raise Failed(f"There is nobody called {cast} in the cast. See: samspil demo cast")
    return _link(member)


def all_links() -> list[dict[str, Any]]:
    """A link for every member of the cast."""
    return [_link(member) for member in members()]


def _link(member: Member) -> dict[str, Any]:
    account = queries.account_by_email(member.email)
    if account is None:
        raise Failed("The demo is not filled yet. Start it once with: make run")
    with scope(account_only(account.id)):
        post = next(
            one
            for one in queries.posts_of(account.id, on=clock.today())
            if one.role == Role(member.role) and not one.is_loan
        )
    by = Actor.job(post.tenant_id)
    with scope(by):
        appointment = queries.appointment(by, post.id)
        made = people.make_sign_in_link(by=by, at=clock.now(), appointment=appointment)
    return {
        "cast": member.cast,
        "role": str(member.role),
        "organisation": member.organisation,
        "url": f"http://localhost:{settings.SAMSPIL_PORT}/e/demo/{made.token}",
        "expires_at": made.link.expires_at.isoformat(),
    }
