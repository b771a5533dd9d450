"""The first organisations and staff of an installation, from the command line."""

from __future__ import annotations

import secrets
from argparse import Namespace
from typing import Any

from samspil.interfaces import clock
from samspil.interfaces.cli.exits import USAGE, Failed
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people import actions, queries
from samspil.people.terms import APPOINTABLE, OrganisationKind
from samspil.trust.scope import scope

PASSWORD_WORDS = 24
"""Characters of a first password: typed once, then replaced in use by a passkey."""


def add_organisation(options: Namespace) -> dict[str, Any]:
    """Add an organisation. Raises Failed when the slug is taken or the kind unknown."""
    kinds = [one.value for one in OrganisationKind]
    if options.kind not in kinds:
        raise Failed(f"There is no kind {options.kind}; choose one of {', '.join(kinds)}.", USAGE)
    if any(one.slug == options.slug for one in queries.organisations()):
        raise Failed(f"There is already an organisation called {options.slug}.")
    by = Actor.job(uuid7())
    with scope(by):
        made = actions.found_organisation(
            by=by,
            at=clock.now(),
            slug=options.slug,
            name=options.name,
            kind=OrganisationKind(options.kind),
            municipality_code=options.code or "",
            organisation_id=by.tenant_id,
        )
    return {"slug": made.slug, "name": made.name, "kind": made.kind}


def add_staff(options: Namespace) -> dict[str, Any]:
    """Give someone a role; a new account gets a first password, shown only here.

    The first thing a new account must do is to add a passkey or an app for codes.
    """
    if options.role not in [one.value for one in APPOINTABLE]:
        raise Failed(
            f"The role {options.role} cannot be given; choose one of {', '.join(APPOINTABLE)}.", USAGE
        )
    if "@" not in options.email:
        raise Failed(f"{options.email} is not an e-mail address.", USAGE)
    by = Actor.job(queries.organisation_by_slug(options.organisation).id)
    at, password = clock.now(), None
    with scope(by):
        account = queries.account_by_email(options.email)
        if account is None:
            password = secrets.token_urlsafe(PASSWORD_WORDS)[:PASSWORD_WORDS]
            account = actions.open_account(
                by=by, at=at, email=options.email, name=options.name, password=password
            )
        elif any(one.role == options.role for one in queries.posts_in(by, account.id, on=clock.today())):
            raise Failed(f"{options.email} already has the role {options.role} there.")
        actions.appoint(by=by, at=at, account=account, role=options.role, from_on=clock.today())
    return {
        "email": account.email,
        "role": options.role,
        "organisation": options.organisation,
        "first_password": password,
    }
