"""Courses, yeses and links walked at random beside a plain reference, compared by action and by SQL.

After each step the answer, what every member of the cast may open, and the rows that the runtime role reads
with no filter of its own must be what the reference says. The reference knows no samspil.
"""

from __future__ import annotations

import os
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.delivery import ground
from tests.delivery.reference import MOVES, Reference

STEPS, WALKS = 50, 520
"""Together about 22,000 steps, more than the 20,000 asked for; a longer campaign raises SAMSPIL_WALKS."""
TENANTS = ("aaby", "baekby")
FIELD = ("mentor", "other_mentor")
CASTS = ("coordinator", *FIELD)
BASES = ("barnets_lov_30", "barnets_lov_32", "serviceloven_12b", "none")
BORN = {None: "", 14: "1999", 15: "1998", 17: "1996", 18: "1995"}
"""A year of birth for each least age on 3 November 2014."""
ANSWERS = ("none", "given", "awaited")
CAPACITIES = ("self", "custody_holder", "second_custody_holder")
PURPOSES = ("support", "evaluation", "follow_up", "joining")
WHAT_IS_THERE = """
SELECT c.id, c.state, c.stopped_on IS NOT NULL, c.mentor_id,
  (SELECT coalesce(string_agg(k.purpose || ' ' || k.capacity, ',' ORDER BY k.purpose, k.capacity), '')
     FROM people_consent k WHERE k.person_id = c.person_id AND k.withdrawn_on IS NULL),
  (SELECT min(m.state) FROM delivery_measurement m WHERE m.course_id = c.id),
  (SELECT count(*) FROM trust_link l JOIN delivery_measurement m ON m.id = l.thing_id
     WHERE m.course_id = c.id AND l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > now()),
  (SELECT count(*) FROM delivery_assignment a WHERE a.course_id = c.id AND a.to_on IS NULL)
FROM delivery_course c
"""
"""No filter on the organisation: the policies alone must hold the rows apart."""

MOST = 5
number = st.integers(0, MOST - 1)
who = st.integers(0, 9)
"""Mostly whoever the step belongs to, sometimes a colleague, sometimes the same role next door."""


class Walk(RuleBasedStateMachine):
    """One walk in a transaction of its own, taken back at the end."""

    world: Any
    concept_id: uuid.UUID
    steps = 0
    touched = "aaby"

    def __init__(self) -> None:
        super().__init__()
        from django.db import transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.reference = Reference()
        self.ids: list[uuid.UUID] = []
        self.tokens: list[list[str]] = []
        self.appointments = {
            (tenant, cast): self.world.member(cast, tenant).appointment_id
            for tenant in TENANTS
            for cast in FIELD
        }

    def teardown(self) -> None:
        from django.db import transaction

        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- doing the same twice

    def both(self, cast: str, tenant: str, allowed: bool, do: Any) -> None:
        """Do to Samspil what the reference has done, and compare whether it was let through."""
        from django.db import transaction

        from samspil.kernel.errors import Missing, Refused

        Walk.steps += 1
        self.touched = tenant
        try:
            with transaction.atomic(), self.world.as_(cast, tenant) as by:
                do(by, {"by": by, "at": self.world.at})
            through = True
        except (Refused, Missing):
            through = False
        assert through is allowed

    def pick(self, wanted: int) -> int:
        return wanted % len(self.ids)

    def someone(self, at: int, by: int, *, field: bool = False) -> tuple[str, str]:
        """Who tries a step: 0 to 6 whoever it belongs to, 7 next door, 8 and 9 a colleague."""
        one = self.reference.courses[at]
        own = (one.mentor or FIELD[0]) if field else "coordinator"
        if by == 7:
            return own, TENANTS[one.tenant == TENANTS[0]]
        if by > 7:
            return next(cast for cast in CASTS[:: 1 if by == 8 else -1] if cast != own), one.tenant
        return own, one.tenant

    @initialize(far=st.tuples(st.integers(0, 4), st.integers(0, 4)))
    def two_courses(self, far: tuple[int, int]) -> None:
        """Both municipalities begin with a course, some of them well on their way."""
        self.whole: dict[int, bool] = {}
        for tenant, steps in zip(TENANTS, far, strict=True):
            self.offer(tenant)
            for _each in range(steps):
                self.on_its_way(len(self.ids) - 1)

    @rule(wanted=number)
    def advance(self, wanted: int) -> None:
        self.on_its_way(self.pick(wanted))

    @rule(wanted=number)
    def go_on(self, wanted: int) -> None:
        self.on_its_way(self.pick(wanted))

    def on_its_way(self, one: int) -> None:
        """The step that a course waits for, done by whoever it belongs to."""
        state = self.reference.courses[one].state
        if state == "offered":
            self.accept(one, 0, "serviceloven_12b", None, "none", "none")
        elif state == "awaiting_consent":
            self._yes(one, 0, "support", self.reference.courses[one].missing()[0], give=True)
        elif state == "accepted":
            self.choose(one, 0, FIELD[one % 2])
        elif state == "matched":
            self.start(one, 0)
        elif state == "active":
            self.hand_out(one, 0)

    @rule(tenant=st.sampled_from(TENANTS))
    def offer(self, tenant: str) -> None:
        from samspil.delivery.actions import courses

        if len(self.ids) >= MOST:
            return

        def do(_by: Any, common: dict[str, Any]) -> None:
            made = courses.record_offer(
                **common, on=ground.TODAY, concept_id=self.concept_id, intervention="mentor", source="school"
            )
            self.ids.append(made.id)
            self.tokens.append([])

        self.both("coordinator", tenant, self.reference.offer(tenant), do)

    @rule(wanted=number, by=who)
    def decline(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions import courses

        one = self.pick(wanted)
        if by % 3:
            return
        actor = self.someone(one, by)
        self.both(
            *actor,
            self.reference.decline(one, *actor),
            lambda _by, common: courses.decline_offer(**common, course_id=self.ids[one]),
        )

    @rule(
        wanted=number,
        by=who,
        basis=st.sampled_from(BASES),
        age=st.sampled_from(list(BORN)),
        custody=st.sampled_from(ANSWERS),
        custody_2=st.sampled_from(("none", *ANSWERS)),
    )
    def accept(self, wanted: int, by: int, basis: str, age: int | None, custody: str, custody_2: str) -> None:
        from samspil.delivery.actions import courses
        from samspil.people.terms import Method

        one = self.pick(wanted)
        actor = self.someone(one, by)
        allowed = self.reference.accept(
            one, *actor, basis=basis, age=age, custody=custody, custody_2=custody_2
        )
        yes = courses.Yes(
            name="x",
            channel="in_person",
            contact="",
            born=BORN[age],
            custody=custody,
            custody_2=custody_2,
            basis=basis,
            method=Method.ORAL,
            evaluation=True,
        )
        self.both(
            *actor,
            allowed,
            lambda _by, common: courses.accept_offer(
                **common, on=ground.TODAY, course_id=self.ids[one], yes=yes
            ),
        )

    @rule(wanted=number, by=who, purpose=st.sampled_from(PURPOSES), capacity=st.sampled_from(CAPACITIES))
    def give(self, wanted: int, by: int, purpose: str, capacity: str) -> None:
        self._yes(wanted, by, purpose, capacity, give=True)

    @rule(wanted=number, by=who, purpose=st.sampled_from(PURPOSES), capacity=st.sampled_from(CAPACITIES))
    def withdraw(self, wanted: int, by: int, purpose: str, capacity: str) -> None:
        self._yes(wanted, by, purpose, capacity, give=False)

    def _yes(self, wanted: int, by: int, purpose: str, capacity: str, *, give: bool) -> None:
        from samspil.delivery.actions import consents
        from samspil.people.terms import Capacity, Method

        one = self.pick(wanted)
        actor = self.someone(one, by)
        if self.reference.courses[one].state in ("offered", "declined"):
            return  # nobody to ask yet: the pages lead nowhere, and the action would find no person
        told = {"purpose": purpose, "capacity": capacity}
        allowed = (
            self.reference.give(one, *actor, **told) if give else self.reference.withdraw(one, *actor, **told)
        )

        def do(_by: Any, common: dict[str, Any]) -> None:
            common |= {"on": ground.TODAY, "course_id": self.ids[one], "purpose": purpose}
            common["capacity"] = Capacity(capacity)
            if give:
                consents.record_consent(**common, method=Method.PAPER)
            else:
                consents.withdraw_consent(**common)

        self.both(*actor, allowed, do)

    @rule(
        wanted=number,
        by=who,
        basis=st.sampled_from(BASES),
        holders=st.integers(0, 2),
        whole=st.booleans(),
    )
    def change_basis(self, wanted: int, by: int, basis: str, holders: int, whole: bool) -> None:
        from samspil.delivery.actions import consents

        one = self.pick(wanted)
        actor = self.someone(one, by)
        if self.reference.courses[one].state in ("offered", "declined"):
            return
        allowed = self.reference.change_basis(one, *actor, basis=basis, holders=holders)
        if allowed:
            self.whole[one] = whole
        self.both(
            *actor,
            allowed,
            lambda _by, common: consents.change_basis(
                **common,
                on=ground.TODAY,
                course_id=self.ids[one],
                basis=basis,
                custody_holders=holders,
                decision="24-1" if whole else "",
                childs_view="Yes" if whole else "",
                childs_view_on=ground.TODAY if whole else None,
            ),
        )

    @rule(wanted=number, by=who, mentor=st.sampled_from(FIELD))
    def choose(self, wanted: int, by: int, mentor: str) -> None:
        from samspil.delivery.actions import courses

        one = self.pick(wanted)
        actor = self.someone(one, by)
        chosen = self.appointments[actor[1], mentor]
        self.both(
            *actor,
            self.reference.choose(one, *actor, mentor=mentor),
            lambda _by, common: courses.choose_mentor(
                **common, on=ground.TODAY, course_id=self.ids[one], mentor_id=chosen, why="x"
            ),
        )

    @rule(wanted=number, by=who)
    def start(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions import courses

        one = self.pick(wanted)
        actor = self.someone(one, by)
        allowed = self.reference.start(one, *actor, has_decision_and_view=self.whole.get(one, False))
        plan = ground.plan(ground.canaries("walk"))
        self.both(
            *actor,
            allowed,
            lambda _by, common: courses.start_course(
                **common, on=ground.TODAY, course_id=self.ids[one], started_on=ground.TODAY, plan=plan
            ),
        )

    @rule(wanted=number, by=who)
    def log(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions.sessions import Held, log_session

        one = self.pick(wanted)
        actor = self.someone(one, by, field=True)
        held = Held("meeting", 60, ground.TODAY, None, "", (), ())
        self.both(
            *actor,
            self.reference.log(one, *actor),
            lambda _by, common: log_session(**common, on=ground.TODAY, course_id=self.ids[one], held=held),
        )

    @rule(wanted=number, by=who)
    def hand_out(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions import measurements
        from samspil.delivery.models.measurements import Measurement

        one = self.pick(wanted)
        actor = self.someone(one, by, field=True)

        def do(_by: Any, common: dict[str, Any]) -> None:
            from samspil.kernel.errors import Missing

            found = Measurement.objects.filter(course_id=self.ids[one]).first()
            if found is None:
                raise Missing
            made = measurements.hand_out(**common, on=ground.TODAY, measurement_id=found.id)
            self.tokens[one].append(made.token)

        self.both(*actor, self.reference.hand_out(one, *actor), do)

    @rule(wanted=number, link=st.integers(0, 3))
    def answer(self, wanted: int, link: int) -> None:
        from samspil.delivery.actions import measurements
        from samspil.kernel.errors import Missing
        from samspil.trust import links
        from samspil.trust.scope import scope

        one = self.pick(wanted)
        if not self.tokens[one]:
            return
        link %= len(self.tokens[one])
        allowed = self.reference.answer(one, link)
        Walk.steps += 1
        self.touched = self.reference.courses[one].tenant
        try:
            with links.found(self.tokens[one][link], kind="measurement") as found:
                anyone = links.holder(found)
            with scope(anyone):
                opening = measurements.open_link(by=anyone, at=self.world.at)
            holder = links.holder(found, opening)
            with scope(holder):
                kept = {"by": holder, "at": self.world.at, "on": ground.TODAY}
                measurements.keep_answer(**kept, code="talk", value=5)
                measurements.submit(**kept)
            through = True
        except Missing:
            through = False
        assert through is allowed

    @rule(wanted=number, by=who)
    def stop(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions import consents

        one = self.pick(wanted)
        if by % 2:
            return
        actor = self.someone(one, by)
        self.both(
            *actor,
            self.reference.stop(one, *actor),
            lambda _by, common: consents.stop(**common, on=ground.TODAY, course_id=self.ids[one]),
        )

    # --- what must hold after every step

    @invariant()
    def all_is_as_the_reference_says(self) -> None:
        """What everybody of the municipality just touched may open, and the bare rows of both."""
        from django.db import connection

        from samspil.delivery.queries.courses import visible

        place = {key: at for at, key in enumerate(self.ids)}
        for tenant in TENANTS:
            for cast in CASTS if tenant == self.touched else ("coordinator",):
                with self.world.as_(cast, tenant) as by, connection.cursor() as cursor:
                    seen = {place[one] for one in visible(by).values_list("id", flat=True) if one in place}
                    assert seen == self.reference.visible(cast, tenant), (cast, tenant)
                    if cast != "coordinator":
                        continue
                    cursor.execute("SELECT current_user")
                    assert cursor.fetchone() == ("samspil_app",)
                    cursor.execute(WHAT_IS_THERE)
                    rows = {row[0]: row[1:] for row in cursor.fetchall()}
                    assert rows == {
                        key: self._row(at)
                        for at, key in enumerate(self.ids)
                        if self.reference.courses[at].tenant == tenant
                    }

    def _row(self, at: int) -> tuple[Any, ...]:
        one = self.reference.courses[at]
        holds = one.state in ("matched", "active", "paused", "closing")
        return (
            one.state,
            one.stopped,
            self.appointments[one.tenant, one.mentor] if one.mentor else None,
            ",".join(f"{purpose} {capacity}" for purpose, capacity in sorted(one.given)),
            one.measurement,
            one.links.count("live"),
            int(holds),
        )


def test_every_walk_ends_where_the_reference_says(world: Any) -> None:
    Walk.world, Walk.concept_id, Walk.steps = world, ground.load(world), 0
    walks = int(os.environ.get("SAMSPIL_WALKS", WALKS))

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=walks,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )

    print(f"{Walk.steps} steps compared")
    if walks == WALKS:
        assert Walk.steps >= 20_000


def test_the_reference_moves_only_along_the_table() -> None:
    from samspil.delivery.terms.courses import COURSE_STATES

    assert {
        str(here): {str(to) for to in terms.leads_to}
        for here, terms in COURSE_STATES.items()
        if terms.leads_to
    } == MOVES


@pytest.mark.red("G10")
def test_a_withdrawal_that_forgets_the_links_is_found(world: Any, monkeypatch: Any) -> None:
    from samspil.delivery.actions import consents

    monkeypatch.setattr(consents.links, "revoke", lambda *, by, thing_id, kind=None: 0)
    Walk.world, Walk.concept_id = world, ground.load(world)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Walk,
            settings=settings(
                max_examples=300,
                stateful_step_count=STEPS,
                deadline=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
                derandomize=True,
            ),
        )
