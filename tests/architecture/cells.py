"""Who asks for what in the access matrix: clients of the whole cast, rows of both municipalities."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLResolver, get_resolver
from tests.delivery import afloat, ground

METHODS = ("get", "post")
EMPTY = {"get": {}, "post": {"nothing": ""}}
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}"')
KEEPS = "samspil_session"
CASTS = (
    "coordinator",
    "deputy",
    "mentor",
    "other_mentor",
    "parent_coach",
    "role_model",
    "municipal_lead",
    "log_controller",
    "dpo",
    "auditor",
    "departed",
    "programme_office",
    "steering_member",
    "operator",
    "evaluator",
    "training_provider",
    "link_holder",
    "half",
    "anonymous",
)
FROM_ELSEWHERE = ("programme_office", "steering_member", "operator", "evaluator", "training_provider")
NOT_STAFF = ("departed", "link_holder", "half", "anonymous")
COURSE_AT = {
    "office:course": "active",
    "office:identity": "active",
    "office:accept": "offered",
    "office:decline": "offered",
    "office:consent": "awaiting_consent",
    "office:mentor": "accepted",
    "office:plan": "matched",
    "office:consents": "active",
    "office:withdraw": "active",
    "office:renew": "turned_15",
    "office:basis": "active",
    "office:stop": "active",
    "office:letters": "active",
    "field:letters": "active",
    "field:course": "active",
    "field:session": "active",
}
ROWS: dict[str, Callable[[Stand, str, str, str], Any]] = {
    "consent_id": lambda stand, _name, _cast, slug: stand.consents[slug],
    "draft_id": lambda stand, _name, _cast, slug: stand.drafts[slug],
    "appointment_id": lambda stand, _name, _cast, slug: stand.invited[slug],
    "month_id": lambda stand, _name, _cast, slug: stand.months[slug],
    "year": lambda _stand, _name, _cast, _slug: 2014,
    "number": lambda _stand, name, _cast, _slug: 10 if name == "field:month" else 1,
}
"""The parts of an address beside a course and a measurement, each with a municipality's own row."""
OF_MEASUREMENT = ("office:reason", "field:measure", "field:measure-status")
OWN_OF_THE_COACH = ("field:course", "field:letters", "field:session", "field:measure", "field:measure-status")
OF_PASSKEY = ("mfa_edit_webauthn", "mfa_remove_webauthn")


@dataclass(slots=True)
class Stand:
    """Everything the matrix asks with and asks for."""

    world: Any
    cookies: dict[str, str] = field(default_factory=dict)
    courses: dict[tuple[str, str, str], ground.Made] = field(default_factory=dict)
    passkeys: dict[tuple[str, str], int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    consents: dict[str, uuid.UUID] = field(default_factory=dict)
    drafts: dict[str, uuid.UUID] = field(default_factory=dict)
    invited: dict[str, uuid.UUID] = field(default_factory=dict)
    months: dict[str, uuid.UUID] = field(default_factory=dict)

    def client(self, cast: str, name: str = "") -> Any:
        """A fresh client with this member's session; a link's holder who sent the answers for «done»."""
        from django.test import Client

        client = Client()
        key = "link_holder_done" if cast == "link_holder" and name == "answer:done" else cast
        if key in self.cookies:
            client.cookies[KEEPS] = self.cookies[key]
        return client

    def path(self, pattern: str, name: str, cast: str, whose: str) -> str:
        """The address with the ids of one's own rows, of the other municipality's, or of none."""
        return re.sub(
            r"<(?:\w+:)?(\w+)>", lambda found: str(self._id(name, cast, whose, found[1])), pattern
        ).replace("\\Z", "")

    def _id(self, name: str, cast: str, whose: str, part: str) -> Any:
        slug = {"own": "aaby", "other": "baekby"}.get(whose)
        if part in ROWS:
            return ROWS[part](self, name, cast, slug) if slug else uuid.uuid4()
        if name in COURSE_AT or name in OF_MEASUREMENT:
            if slug is None:
                return uuid.uuid4()
            kind = "parent" if cast == "parent_coach" and name in OWN_OF_THE_COACH else "mentor"
            made = self.courses[slug, COURSE_AT.get(name, "active"), kind]
            return made.course_id if name in COURSE_AT else made.measurement_id
        if name in OF_PASSKEY:
            if slug is None:
                return 2_000_000_000
            member = cast if (slug, cast) in self.passkeys else "deputy"
            return self.passkeys[slug, member if slug == "aaby" else "deputy"]
        if name == "entrance:demo":
            return self.tokens.get(whose, "x" * 43)
        return 1


@dataclass(frozen=True, slots=True)
class Seen:
    """One response: what it told in all, and where it led."""

    status_code: int
    location: str
    told: tuple[Any, ...]
    text: str

    @classmethod
    def of(cls, response: Any, path: str = "/") -> Seen:
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        text = f"{headers}\n{response.cookies.output()}\n{response.content.decode()}"
        return cls(response.status_code, response.headers.get("Location", ""), _told(response, path), text)


@dataclass(slots=True)
class Sweep:
    """Every response of one round through all addresses, and the words that were planted for it."""

    seen: dict[tuple[str, str, str, str], Seen]
    canaries: dict[str, tuple[str, str]]


_SWEPT: list[Sweep] = []


def sweep(world: Any) -> dict[tuple[str, str, str, str], Seen]:
    """Every address, method, member of the cast and row, each asked once; the round is made once a run."""
    return swept(world).seen


def swept(world: Any) -> Sweep:
    """The same, with the canaries by the course and the column they stand in."""
    if not _SWEPT:
        made = stand(world)
        canaries = {
            word: (f"{slug} {kind} {stage}", name)
            for (slug, stage, kind), course in made.courses.items()
            for name, word in course.words.items()
            if word.startswith("kanarie-")
        }
        _SWEPT.append(Sweep(dict(_asked(made)), canaries))
    return _SWEPT[0]


def _asked(made: Stand) -> Iterator[tuple[tuple[str, str, str, str], Seen]]:
    for pattern, name in addresses():
        for whose in ("own", "other", "random") if has_a_row(pattern) else ("own",):
            for method in METHODS:
                for cast in CASTS:
                    path = made.path(pattern, name, cast, whose)
                    with undone():
                        answer = getattr(made.client(cast, name), method)(path, EMPTY[method])
                    yield (name, method, cast, whose), Seen.of(answer, path)


def addresses(
    patterns: Any = None, before: str = "/", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    """Every address as its pattern and its name."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        where = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from addresses(one.url_patterns, where, inner)
        else:
            yield where, ":".join((*spaces, one.name or "nameless"))


def _told(response: Any, path: str) -> tuple[Any, ...]:
    """All that a response tells, but for the form's token and the id that was asked for."""
    asked = re.findall(r"[0-9a-f-]{36}|\d{6,}", path) or [path]
    body = TOKEN.sub(rb"\1", response.content)
    headers = dict(response.headers.items())
    for one in asked:
        body = body.replace(one.encode(), b"ID")
        headers = {name: value.replace(one, "ID") for name, value in headers.items()}
    cookies = {
        name: {**morsel, "value": name != "samspil_csrf" and morsel.value}
        for name, morsel in response.cookies.items()
    }
    return response.status_code, headers, cookies, body


def has_a_row(pattern: str) -> bool:
    """Whether an address names a row, which may then be another municipality's."""
    return "<uuid:" in pattern or "<str:" in pattern or "<int:pk>" in pattern


@contextmanager
def undone() -> Iterator[None]:
    """Whatever one request writes is taken back before the next."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stand(world: Any) -> Stand:
    """Sign the whole cast in and make the rows of both municipalities."""
    made, concept_id = Stand(world), ground.load(world)
    for slug in ("aaby", "baekby"):
        for stage in ground.STAGES:
            made.courses[slug, stage, "mentor"] = ground.course(world, slug, concept_id, to=stage)
        made.courses[slug, "active", "parent"] = ground.course(world, slug, concept_id, intervention="parent")
        made.courses[slug, "turned_15", "mentor"] = ground.turned_15(world, slug, concept_id)
        made.consents[slug] = ground.consent(world, made.courses[slug, "active", "mentor"], "evaluation")
        made.drafts[slug] = afloat.draft(world, slug, concept_id)
        made.invited[slug] = afloat.invited(world, slug)
        made.months[slug] = afloat.month_handed_in(world, slug)
        for kind, cast in ground.COACHES.items():
            ground.log_session(world, made.courses[slug, "active", kind], cast=cast)
    _passkeys(made)
    for cast in CASTS:
        if cast not in NOT_STAFF:
            one = world.client(cast, None if cast in FROM_ELSEWHERE else "aaby")
            made.cookies[cast] = _just_confirmed(one.cookies[KEEPS].value)
    made.cookies["departed"] = _departed(world)
    made.cookies["half"] = _half(world)
    _link_holders(made, concept_id)
    for whose, slug in (("own", "aaby"), ("other", "baekby")):
        made.tokens[whose] = _sign_in_token(world, slug, whose)
    return made


def _passkeys(made: Stand) -> None:
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


def _just_confirmed(key: str) -> str:
    """The same session, whose holder has just given the password once more."""
    import time

    from samspil.interfaces.web.entrance.sessions import SessionStore

    session = SessionStore(key)
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return key


def _departed(world: Any) -> str:
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


def _half(world: Any) -> str:
    from django.test import Client
    from tests.interfaces.factors import typed

    client = Client()
    assert typed(client, world.member("coordinator", "baekby"))["Location"] == "/e/role/"
    return str(client.cookies[KEEPS].value)


def _link_holders(made: Stand, concept_id: uuid.UUID) -> None:
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


def _sign_in_token(world: Any, slug: str, whose: str) -> str:
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
