"""The cast of the tests: two invented municipalities, the programme's other houses, one of each role.

Made through the actions, once per run, into the database every test starts from. What is kept here
are ids, so nothing goes stale when a test's transaction is rolled back.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

AT = datetime(2014, 11, 3, 9, 0, tzinfo=timezone(timedelta(hours=1)))
SINCE = date(2013, 4, 1)
DEPARTED_ON = date(2014, 6, 30)
PASSWORD = "Seks gule pærer på et fad"
"""The password of every coordinator and of A's mentor; all others sign in by link or passkey."""

MUNICIPALITIES = ("aaby", "baekby")
ORGANISATIONS = {
    "aaby": ("Åby", "municipality", "990"),
    "baekby": ("Bækby", "municipality", "991"),
    "ceby": ("Ceby", "municipality", "992"),
    "kontoret": ("Programkontoret", "programme_office", ""),
    "evaluering": ("Evaluering Nord", "evaluator", ""),
    "kursus": ("Kursushuset", "training_provider", ""),
}
IN_EACH_MUNICIPALITY = {
    "coordinator": "coordinator",
    "deputy": "coordinator",
    "mentor": "mentor",
    "other_mentor": "mentor",
    "parent_coach": "parent_coach",
    "role_model": "role_model",
    "municipal_lead": "municipal_lead",
    "log_controller": "log_controller",
    "dpo": "dpo",
    "auditor": "auditor",
    "departed": "mentor",
    "lent": "mentor",
}
THIRD = "ceby"
IN_THE_THIRD = {"coordinator": "coordinator", "mentor": "mentor", "lent": "mentor"}
"""A third municipality, which gives to the other two and takes from them: courses that move, mentors."""
ELSEWHERE = {
    "programme_office": ("kontoret", "programme_office"),
    "steering_member": ("kontoret", "steering_member"),
    "operator": ("kontoret", "operator"),
    "evaluator": ("evaluering", "evaluator"),
    "training_provider": ("kursus", "training_provider"),
}
MEET_PEOPLE = ("mentor", "other_mentor", "parent_coach", "role_model", "lent")
CERTIFIED_UNTIL = date(2016, 12, 31)
WITH_PASSWORD = ("coordinator", "mentor")
BUILT: list[World] = []


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: an account with one appointment."""

    cast: str
    slug: str
    role: str
    tenant_id: uuid.UUID
    account_id: uuid.UUID
    appointment_id: uuid.UUID
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class World:
    """Who there is. `slug` may be left out for those who exist once."""

    at: datetime = AT
    organisations: dict[str, uuid.UUID] = field(default_factory=dict)
    members: dict[tuple[str, str], Member] = field(default_factory=dict)

    def member(self, cast: str, slug: str | None = None) -> Member:
        """One of the cast, in one organisation."""
        return self.members[cast, slug or ELSEWHERE[cast][0]]

    def tenant(self, slug: str) -> uuid.UUID:
        """An organisation's id."""
        return self.organisations[slug]

    def actor(self, cast: str, slug: str | None = None, purpose: str | None = None) -> Any:
        """The actor this member of the cast is, with the first purpose of the role or another."""
        from samspil.kernel.actor import Actor
        from samspil.people.terms import ROLES, Role

        one = self.member(cast, slug)
        return Actor(
            tenant_id=one.tenant_id,
            role=one.role,
            purpose=purpose or ROLES[Role(one.role)].purposes[0],
            account_id=one.account_id,
        )

    @contextmanager
    def as_(self, cast: str, slug: str | None = None, purpose: str | None = None) -> Iterator[Any]:
        """Open the scope of one member; gives the actor."""
        from samspil.trust.scope import scope

        actor = self.actor(cast, slug, purpose)
        with scope(actor):
            yield actor

    def client(self, cast: str, slug: str | None = None, purpose: str | None = None) -> Any:
        """A test client signed in with this member's appointment, as by a demo link."""
        from django.conf import settings
        from django.http import HttpRequest
        from django.test import Client

        from samspil.interfaces.web.entrance.sessions import SessionStore
        from samspil.interfaces.web.entrance.signing_in import account_of, sign_in_to, start_session
        from samspil.people.queries import people as queries
        from samspil.trust.scope import scope

        one, actor = self.member(cast, slug), self.actor(cast, slug, purpose)
        request = HttpRequest()
        request.session = SessionStore()
        with scope(actor):
            post = queries.post(one.appointment_id, account_id=one.account_id, on=self.at.date())
        start_session(request, account_of(post), link=True)
        sign_in_to(request, post, actor.purpose, "link")
        request.session.save()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
        return client


def built() -> World:
    """The world of this run, for tests that work in a database of their own."""
    return BUILT[0]


def build() -> World:
    """Found the organisations and appoint the cast, through the actions."""
    from samspil.kernel.actor import Actor
    from samspil.kernel.ids import uuid7
    from samspil.people.actions import people as actions
    from samspil.people.terms import OrganisationKind
    from samspil.trust.scope import scope

    world = World()
    for slug, (name, kind, code) in ORGANISATIONS.items():
        tenant_id = uuid7()
        by = Actor.job(tenant_id)
        with scope(by):
            actions.found_organisation(
                by=by,
                at=AT,
                slug=slug,
                name=name,
                kind=OrganisationKind(kind),
                municipality_code=code,
                organisation_id=tenant_id,
            )
        world.organisations[slug] = tenant_id
    for slug in MUNICIPALITIES:
        for cast, role in IN_EACH_MUNICIPALITY.items():
            _appoint(world, cast, slug, role)
        for cast in MEET_PEOPLE:
            certify(world, cast, slug)
    for cast, role in IN_THE_THIRD.items():
        _appoint(world, cast, THIRD, role)
        if cast in MEET_PEOPLE:
            certify(world, cast, THIRD)
    for cast, (slug, role) in ELSEWHERE.items():
        _appoint(world, cast, slug, role)
    return world


def _appoint(world: World, cast: str, slug: str, role: str) -> None:
    from samspil.kernel.actor import Actor
    from samspil.people.actions import people as actions
    from samspil.trust.scope import scope

    by = Actor.job(world.organisations[slug])
    name, email = f"{cast.replace('_', ' ').title()} {slug.title()}", f"{cast}@{slug}.example"
    with scope(by):
        account = actions.open_account(
            by=by, at=AT, email=email, name=name, password=PASSWORD if cast in WITH_PASSWORD else None
        )
        appointment = actions.appoint(by=by, at=AT, account=account, role=role, from_on=SINCE)
        if cast == "departed":
            actions.end_appointment(by=by, at=AT, appointment=appointment, to_on=DEPARTED_ON)
    world.members[cast, slug] = Member(
        cast, slug, role, by.tenant_id, account.id, appointment.id, email, name
    )


def certify(world: World, cast: str, slug: str, until: date = CERTIFIED_UNTIL) -> None:
    """Let the coordinator write that a member of staff has both certificates, and speaks Danish."""
    from samspil.people.actions import staff
    from samspil.people.rules.staff import Brings
    from samspil.people.terms import CertificateKind

    post = world.member(cast, slug).appointment_id
    with world.as_("coordinator", slug) as by:
        for kind in CertificateKind:
            staff.record_certificate(
                by=by,
                at=AT,
                on=AT.date(),
                appointment_id=post,
                kind=kind,
                from_on=SINCE,
                valid_until=until,
            )
        brings = Brings(strengths=("listening", "sport"), languages=("da",), area="50", times=("afternoon",))
        staff.write_profile(by=by, at=AT, appointment_id=post, brings=brings)
