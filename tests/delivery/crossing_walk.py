"""Steps that end a course or lead out of its municipality: closing, loans, moves. Tried as in the walk."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.delivery import away, ending, ground
from tests.delivery.reference_crossing import CrossingReference
from tests.delivery.walking import MOST_WITH_ARRIVALS, TENANTS, Walking, number, who
from tests.world import THIRD

LENT = {"aaby": "lent", "baekby": "mentor"}
"""Whom the third municipality offers to each of the two."""


class Crossing(Walking):
    """What `Walk` adds to: these steps need a third municipality, or the other one's answer."""

    reference: CrossingReference

    def __init__(self) -> None:
        super().__init__()
        self.offers: dict[str, uuid.UUID] = {}
        self.moves: dict[int, tuple[uuid.UUID, frozenset[tuple[str, str]]]] = {}
        """By the course that moves, its newest move, and the yeses as they were then."""

    # --- the end

    @rule(wanted=number, by=who, field=st.booleans())
    def begin_closing(self, wanted: int, by: int, field: bool) -> None:
        from samspil.delivery.actions import endings

        one = self.pick(wanted)
        actor = self.someone(one, by, field=field)
        day = self.day(one)
        self.both(
            *actor,
            self.reference.begin_closing(one, *actor),
            lambda _by, common: endings.begin_closing(
                **common, on=day, course_id=self.ids[one], ended_on=day
            ),
        )

    @rule(
        wanted=number,
        by=who,
        field=st.booleans(),
        how=st.sampled_from(("completed", "ended_early")),
        follow_up=st.booleans(),
    )
    def finish(self, wanted: int, by: int, field: bool, how: str, follow_up: bool) -> None:
        from samspil.delivery.actions import endings
        from samspil.people.terms import ConsentPurpose

        one = self.pick(wanted)
        actor = self.someone(one, by, field=field)
        made = ground.Made(self.reference.courses[one].tenant, self.ids[one], words={"helped": ""})
        said = ending.closing_words(self.world, made, ending=how)
        yeses = frozenset({ConsentPurpose.FOLLOW_UP} if follow_up else set())
        self.both(
            *actor,
            self.reference.finish(one, *actor, ending=how, follow_up=follow_up),
            lambda _by, common: endings.finish_closing(
                **common, on=self.day(one), course_id=self.ids[one], said=said, yeses=yeses
            ),
        )

    # --- loans

    @rule(tenant=st.sampled_from(TENANTS))
    def lend(self, tenant: str) -> None:
        from samspil.people.actions import staffing

        post = self.world.member(LENT[tenant], THIRD).appointment_id

        def do(_by: Any, common: dict[str, Any]) -> None:
            made = staffing.offer_loan(
                **common,
                on=ground.TODAY,
                appointment_id=post,
                to_tenant_id=self.world.tenant(tenant),
                until_on=away.UNTIL,
                certified_until=away.CERTIFIED,
            )
            self.offers[tenant] = made.id

        self.both("coordinator", THIRD, self.reference.lend(tenant), do)

    @rule(wanted=number, by=who)
    def take_loan(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions.loans import take_loan
        from samspil.delivery.models.courses import Course

        one = self.pick(wanted)
        actor = self.someone(one, by)
        tenant = self.reference.courses[one].tenant
        offer_id = self.offers.get(actor[1], uuid.uuid4())
        allowed = self.reference.take(one, *actor)

        def do(_by: Any, common: dict[str, Any]) -> None:
            told = {"offer_id": offer_id, "course_id": self.ids[one], "why": "x"}
            take_loan(**common, **told, on=self.day(one))
            guest = self.reference.loans[tenant].guest
            self.appointments[tenant, guest] = Course.objects.get(id=self.ids[one]).mentor_id
            self._let_in(guest, tenant)

        self.both(*actor, allowed, do)

    def _let_in(self, guest: str, tenant: str) -> None:
        """The lent mentor has one more appointment: where they are a guest."""
        at_home = self.world.member(LENT[tenant], THIRD)
        self.world.members[guest, tenant] = replace(
            at_home,
            slug=tenant,
            role="mentor",
            tenant_id=self.world.tenant(tenant),
            appointment_id=self.appointments[tenant, guest],
        )

    @rule(tenant=st.sampled_from(TENANTS), home=st.booleans())
    def end_loan(self, tenant: str, home: bool) -> None:
        from samspil.people.actions import staffing

        offer_id = self.offers.get(tenant, uuid.uuid4())
        self.both(
            "coordinator",
            THIRD if home else tenant,
            self.reference.end_loan(tenant, home=home),
            lambda _by, common: staffing.end_loan(**common, on=ground.TODAY, offer_id=offer_id),
        )
        self.touched = tenant

    # --- moves

    @rule(wanted=number, by=who)
    def propose(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions import moves
        from samspil.people.terms import Method

        one = self.pick(wanted)
        actor = self.someone(one, by)
        allowed = self.reference.propose(one, *actor)
        course = self.reference.courses[one]

        def do(_by: Any, common: dict[str, Any]) -> None:
            made = moves.propose(
                **common,
                on=self.day(one),
                course_id=self.ids[one],
                to_tenant_id=self.world.tenant(_other(course.tenant)),
                moves_on=self.day(one) + timedelta(days=1),
                method=Method.PAPER,
                holders_said_yes=True,
            )
            self.moves[one] = made.id, frozenset(course.given)

        self.both(*actor, allowed, do)

    @rule(wanted=number, by=who, yes=st.booleans())
    def receive(self, wanted: int, by: int, yes: bool) -> None:
        from samspil.delivery.actions import moves

        one = self.pick(wanted)
        if one not in self.moves or (yes and len(self.ids) >= MOST_WITH_ARRIVALS):
            return
        move_id, given = self.moves[one]
        cast, tenant = self.someone(one, by)
        actor = cast, _other(tenant)
        there = _other(self.reference.courses[one].tenant)

        def do(_by: Any, common: dict[str, Any]) -> None:
            common |= {"on": self.day(one), "move_id": move_id}
            if yes:
                self.ids.append(moves.accept(**common).id)
                self.tokens.append([])
            else:
                moves.decline(**common, because="no_place")

        allowed = self.reference.receive(one, *actor, there, yes=yes, given=given)
        self.both(*actor, allowed, do)

    @rule(wanted=number, by=who, back=st.booleans())
    def settle(self, wanted: int, by: int, back: bool) -> None:
        from samspil.delivery.actions import moves

        one = self.pick(wanted)
        if one not in self.moves:
            return
        actor = self.someone(one, by)
        move_id, _given = self.moves[one]
        day = self.day(one) + timedelta(days=1)
        self.both(
            *actor,
            self.reference.settle(one, *actor, back=back),
            lambda _by, common: moves.settle(**common, on=day, move_id=move_id, take_back=back),
        )


def _other(tenant: str) -> str:
    return TENANTS[tenant == TENANTS[0]]
