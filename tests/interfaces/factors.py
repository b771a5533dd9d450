"""A member of the cast with a second factor, and the codes an authenticator app would show."""

from __future__ import annotations

from typing import Any

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(steps: int = 0, secret: str = SECRET) -> str:
    """The six digits of now, or of some steps of 30 seconds later or earlier."""
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(auth.hotp_value(secret, int(auth.time.time()) // 30 + steps))


def account(member: Any) -> Any:
    """The account of a member of the cast."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=member.account_id)


def with_app(member: Any) -> Any:
    """Set up an authenticator app for a member of the cast, as the database holds it."""
    from allauth.mfa.totp.internal.auth import TOTP

    return TOTP.activate(account(member), SECRET).instance


def typed(client: Any, member: Any, password: str | None = None) -> Any:
    """Post name and password as a browser does."""
    from tests.world import PASSWORD

    return client.post("/e/sign-in/", {"login": member.email, "password": password or PASSWORD})


def signed_in(member: Any) -> Any:
    """A client that gave the password and a code; no role is chosen yet."""
    from django.test import Client

    client = Client()
    assert typed(client, member)["Location"] == "/e/sign-in/code/"
    assert client.post("/e/sign-in/code/", {"code": code()})["Location"] == "/e/role/"
    return client


def events(world: Any, slug: str = "aaby") -> list[tuple[str, str, str]]:
    """The newest events of one municipality: verb, role, reason."""
    from samspil.people.queries import people as queries

    with world.as_("log_controller", slug) as actor:
        return [(one.verb, one.role, one.reason) for one in queries.log_for(actor)[0]]
