"""The first organisations and staff of an installation, from the command line."""

from __future__ import annotations

import re
import secrets
from argparse import Namespace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from samspil.interfaces import clock
from samspil.interfaces.cli.exits import USAGE, Failed
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.actions import people as actions
from samspil.people.queries import people as queries
from samspil.people.terms import APPOINTABLE, OrganisationKind
from samspil.trust.scope import scope

PASSWORD_WORDS = 24
"""Characters of a first password: typed once, then replaced in use by a passkey."""

MOST_SLUG, MOST_NAME, MOST_EMAIL = 50, 100, 254


def add_organisation(options: Namespace) -> dict[str, Any]:
    """Add an organisation. Raises Failed when the slug is taken, or anything is not what it should be."""
    kinds = [one.value for one in OrganisationKind]
    if options.kind not in kinds:
        raise Failed(f"There is no kind {options.kind}; choose one of {', '.join(kinds)}.", USAGE)
    if not re.fullmatch(rf"[a-z0-9-]{{1,{MOST_SLUG}}}", options.slug):
        raise Failed(f"A slug is 1 to {MOST_SLUG} characters of a-z, 0-9 and '-'.", USAGE, "slug")
    name = _name(options.name)
    if options.code and not re.fullmatch(r"[0-9]{3,4}", options.code):
        raise Failed("A municipality's code is three or four digits.", USAGE, "code")
    if any(one.slug == options.slug for one in queries.organisations()):
        raise Failed(f"There is already an organisation called {options.slug}.")
    by = Actor.job(uuid7())
    with scope(by):
        made = actions.found_organisation(
            by=by,
            at=clock.now(),
            slug=options.slug,
            name=name,
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
    name, email = _name(options.name), options.email.strip()
    if len(email) > MOST_EMAIL:
        raise Failed(f"An e-mail address is at most {MOST_EMAIL} characters.", USAGE, "email")
    try:
        validate_email(email)
    except ValidationError:
        raise Failed(f"{email} is not an e-mail address.", USAGE, "email") from None
    by = Actor.job(queries.organisation_by_slug(options.organisation).id)
    at, password = clock.now(), None
    with scope(by):
        account = queries.account_by_email(email)
        if account is None:
            password = secrets.token_urlsafe(PASSWORD_WORDS)[:PASSWORD_WORDS]
            account = actions.open_account(by=by, at=at, email=email, name=name, password=password)
        elif any(one.role == options.role for one in queries.posts_in(by, account.id, on=clock.today())):
            raise Failed(f"{email} already has the role {options.role} there.")
        actions.appoint(by=by, at=at, account=account, role=options.role, from_on=clock.today())
    return {
        "email": account.email,
        "role": options.role,
        "organisation": options.organisation,
        "first_password": password,
    }


def _name(given: str) -> str:
    """A name that fits its column, on one line."""
    name = given.strip()
    if not 1 <= len(name) <= MOST_NAME or not name.isprintable():
        raise Failed(f"A name is 1 to {MOST_NAME} characters on one line.", USAGE, "name")
    return name
