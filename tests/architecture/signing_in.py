"""Everybody of the access matrix signs in, each in their own way."""

from __future__ import annotations

import uuid
from typing import Any

from tests.architecture.asking import Stand
from tests.architecture.on_own_pages import KEEPS
from tests.delivery import ground

FROM_ELSEWHERE = ("programme_office", "steering_member", "operator", "evaluator", "training_provider")


def passkeys(made: Stand) -> None:
    from allauth.mfa.models import Authenticator

    for (cast, slug), member in made.world.members.items():
        if (cast, slug) != ("coordinator", "baekby"):  # who stands half signed in has no factor yet
            row = Authenticator.objects.create(
                pk=1_000_000_000 + len(made.passkeys),
                user_id=member.account_id,
                type="webauthn",
                data=_passkey(f"key {cast} {slug}"),
            )
            made.passkeys["aaby" if cast in FROM_ELSEWHERE else slug, cast] = row.pk


def _passkey(name: str) -> dict[str, Any]:
    """A passkey as a browser registers it, with a public key that nobody holds the other half of."""
    import json

    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key_id = uuid.uuid4().bytes
    told = AuthenticatorData.create(
        bytes(32),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT,
        0,
        AttestedCredentialData.create(bytes(16), key_id, public),
    )
    client = {"type": "webauthn.create", "challenge": "AAAA", "origin": "http://localhost"}
    return {
        "name": name,
        "credential": {
            "id": websafe_encode(key_id),
            "rawId": websafe_encode(key_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(json.dumps(client).encode()),
                "attestationObject": websafe_encode(bytes(AttestationObject.create("none", told, {}))),
            },
            "clientExtensionResults": {},
        },
    }


def just_confirmed(key: str) -> str:
    """The same session, whose holder has just given the password once more; it holds for the whole round."""
    import time

    from samspil.interfaces.web.entrance.sessions import SessionStore

    session = SessionStore(key)
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [
        # the round through all addresses may take longer than a confirmation lasts
        {"method": "password", "at": time.time() + 3_600, "reauthenticated": True}
    ]
    session.save()
    return key


def departed(world: Any) -> str:
    """The session of someone whose appointment has ended since it was opened."""
    from samspil.interfaces.web.entrance.sessions import SessionStore
    from samspil.interfaces.web.shared.standing import POST_KEY

    one = world.member("departed", "aaby")
    session = SessionStore(world.client("mentor", "aaby").cookies[KEEPS].value)
    session.load()
    session["_auth_user_id"] = str(one.account_id)
    session["_auth_user_hash"] = _hash_of(one)
    session[POST_KEY] = session[POST_KEY] | {"id": str(one.appointment_id), "tenant": str(one.tenant_id)}
    session.save()
    return str(session.session_key)


def _hash_of(member: Any) -> str:
    from django.contrib.auth import get_user_model

    return str(get_user_model().objects.get(pk=member.account_id).get_session_auth_hash())


def half(world: Any) -> str:
    from django.test import Client
    from tests.interfaces.factors import typed

    client = Client()
    assert typed(client, world.member("coordinator", "baekby"))["Location"] == "/e/role/"
    return str(client.cookies[KEEPS].value)


def link_holders(made: Stand, concept_id: uuid.UUID) -> None:
    from django.test import Client

    for key, submit in (("link_holder", False), ("link_holder_done", True)):
        one = ground.course(made.world, "aaby", concept_id, mentor="other_mentor")
        link = ground.hand_out(made.world, one, cast="other_mentor")
        client = Client()
        assert client.post("/a/", {"token": link.token})["Location"] == "/a/1"
        assert client.post("/a/1", {"value": "7", "step": "next"})["Location"] == "/a/2"
        if submit:
            assert client.post("/a/look")["Location"] == "/a/done"
        made.cookies[key] = client.cookies[KEEPS].value


def sign_in_token(world: Any, slug: str, whose: str) -> str:
    """A live sign-in link for «own», and one that was taken back for «other»."""
    from samspil.kernel.actor import Actor
    from samspil.people.actions import people as actions
    from samspil.people.queries import people as queries
    from samspil.trust import audit, links
    from samspil.trust.scope import scope

    member, by = world.member("role_model", slug), Actor.job(world.tenant(slug))
    with scope(by):
        post = queries.appointment(by, member.appointment_id)
        made = actions.make_sign_in_link(by=by, at=world.at, appointment=post)
        if whose == "other":
            with audit.acting("test.revoke", by=by, at=world.at) as act:
                links.revoke(by=by, thing_id=post.id)
                act.about(post)
    return str(made.token)


def feed_token(world: Any, slug: str, whose: str) -> str:
    """A live calendar feed of a mentor for «own», and one that was taken back for «other»."""
    from samspil.people.actions import feeds as actions

    with world.as_("mentor", slug) as by:
        given = {"by": by, "at": world.at, "on": ground.TODAY}
        given["appointment_id"] = world.member("mentor", slug).appointment_id
        made = actions.make_feed(**given)
        if whose == "other":
            actions.revoke_feed(**given)
    return str(made.token)
