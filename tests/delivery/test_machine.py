"""Courses, yeses and links walked at random beside a plain reference, compared by action and by SQL.

After each step the answer, what every member of the cast may open, and the rows that the runtime role reads
with no filter of its own must be what the reference says. The reference knows no samspil.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test
from tests.delivery import ground
from tests.delivery.on_the_way import OnTheWay
from tests.delivery.planted import PLANTED
from tests.delivery.reference import MOVES
from tests.delivery.walking import (
    ANSWERS,
    BASES,
    BORN,
    CAPACITIES,
    FIELD,
    MOST,
    PURPOSES,
    TENANTS,
    Walking,
    near,
    number,
    who,
)

way = st.integers(0, 3)
STEPS, IN_ALL = 50, int(os.environ.get("SAMSPIL_WALK_STEPS", 6_000))
"""Steps of one walk at most, and of all. They are the same walks each time; SAMSPIL_WALK_SEED takes new ways.
`make campaign WALKS=1` goes further: 20,000 steps. `test_rounds_walk.py` walks as far, through days and
nights.
"""


class Walk(OnTheWay):
    """Every step that a course, a yes or a link may take, tried by whoever it belongs to and by others."""

    @initialize(far=st.tuples(st.integers(0, 7), st.integers(0, 7)), ways=st.tuples(way, way))
    def two_courses(self, far: tuple[int, int], ways: tuple[int, int]) -> None:
        """Both municipalities begin with a course, some of them well on their way."""
        self.whole: dict[int, bool] = {}
        for tenant, steps, way in zip(TENANTS, far, ways, strict=True):
            self.offer(tenant)
            for _each in range(steps):
                self.on_its_way(len(self.ids) - 1, way)

    @rule(wanted=number, way=way)
    def advance(self, wanted: int, way: int) -> None:
        self.on_its_way(self.pick(wanted), way)

    @rule(wanted=number, way=way)
    def go_on(self, wanted: int, way: int) -> None:
        self.on_its_way(self.pick(wanted), way)

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
                **common, on=self.day(one, begun=False), course_id=self.ids[one], yes=yes
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
        if give and purpose == "sharing":
            return  # a yes to sharing names somebody; the one to a move is written with its proposal
        told = {"purpose": purpose, "capacity": capacity}
        allowed = (
            self.reference.give(one, *actor, **told) if give else self.reference.withdraw(one, *actor, **told)
        )

        def do(_by: Any, common: dict[str, Any]) -> None:
            common |= {"on": self.day(one), "course_id": self.ids[one], "purpose": purpose}
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
                on=self.day(one),
                course_id=self.ids[one],
                basis=basis,
                custody_holders=holders,
                decision="24-1" if whole else "",
                childs_view="Yes" if whole else "",
                childs_view_on=self.day(one) if whole else None,
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
                **common, on=self.day(one, begun=False), course_id=self.ids[one], mentor_id=chosen, why="x"
            ),
        )

    @rule(wanted=number, by=who)
    def start(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions import courses

        one = self.pick(wanted)
        actor = self.someone(one, by)
        allowed = self.reference.start(one, *actor, has_decision_and_view=self.whole.get(one, False))
        plan, day = ground.plan(ground.canaries("walk")), self.day(one, begun=False)
        self.both(
            *actor,
            allowed,
            lambda _by, common: courses.start_course(
                **common, on=day, course_id=self.ids[one], started_on=day, plan=plan
            ),
        )

    @rule(wanted=number, by=who, mentor=st.sampled_from(FIELD))
    def take_over(self, wanted: int, by: int, mentor: str) -> None:
        from samspil.delivery.actions import matching

        one = self.pick(wanted)
        actor = self.someone(one, by)
        taker = self.appointments[actor[1], mentor]
        self.both(
            *actor,
            self.reference.take_over(one, *actor, mentor=mentor),
            lambda _by, common: matching.take_over(
                **common, on=self.day(one), course_id=self.ids[one], because="handed_over", mentor_id=taker
            ),
        )

    @rule(wanted=number, by=who, until=st.booleans(), field=st.booleans())
    def rest(self, wanted: int, by: int, until: bool, field: bool) -> None:
        from samspil.delivery.actions import pauses

        one = self.pick(wanted)
        actor = self.someone(one, by, field=field)
        day = self.day(one)
        days = {"from_on": day, "planned_on": day + timedelta(days=7), "reason": "busy"}

        def do(_by: Any, common: dict[str, Any]) -> None:
            common |= {"on": day, "course_id": self.ids[one]}
            if until:
                pauses.pause(**common, **days)
            else:
                pauses.resume(**common)

        self.both(*actor, self.reference.rest(one, *actor, until=until), do)

    @rule(wanted=number, by=who)
    def log(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions.sessions import Held, log_session

        one = self.pick(wanted)
        actor = self.someone(one, by, field=True)
        held = Held("meeting", 60, self.day(one), None, "", (), ())
        self.both(
            *actor,
            self.reference.log(one, *actor),
            lambda _by, common: log_session(**common, on=self.day(one), course_id=self.ids[one], held=held),
        )

    @rule(wanted=number, by=who)
    def hand_out(self, wanted: int, by: int) -> None:
        from samspil.delivery.actions import measurements
        from samspil.delivery.models.measurements import Measurement

        one = self.pick(wanted)
        actor = self.someone(one, by, field=True)

        def do(_by: Any, common: dict[str, Any]) -> None:
            from samspil.kernel.errors import Missing

            rows = Measurement.objects.filter(course_id=self.ids[one])
            found = rows.filter(state="open").order_by("key").first() or rows.first()
            if found is None:
                raise Missing
            made = measurements.hand_out(**common, on=self.day(one), measurement_id=found.id)
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
        Walking.steps += 1
        self.touched = self.reference.courses[one].tenant
        try:
            with links.found(self.tokens[one][link], kind="measurement") as found:
                anyone = links.holder(found)
            with scope(anyone):
                opening = measurements.open_link(by=anyone, at=self.world.at)
            holder = links.holder(found, opening)
            with scope(holder):
                kept = {"by": holder, "at": self.world.at, "on": self.day(one)}
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
            lambda _by, common: consents.stop(**common, on=self.day(one), course_id=self.ids[one]),
        )


def test_every_walk_ends_where_the_reference_says(world: Any) -> None:
    Walk.world, Walk.concept_id, Walking.steps = world, ground.load(world), 0
    ways = os.environ.get("SAMSPIL_WALK_SEED")

    run_state_machine_as_test(
        seed(int(ways))(Walk) if ways else Walk,
        settings=settings(
            max_examples=IN_ALL // 42,  # a walk may end early: fewer than 45 steps on average
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            derandomize=not ways,
        ),
    )

    print(f"{Walking.steps} steps compared")
    assert Walking.steps >= IN_ALL


def test_the_reference_moves_only_along_the_table() -> None:
    from samspil.delivery.terms.courses import COURSE_STATES

    assert {
        str(here): {str(to) for to in terms.leads_to}
        for here, terms in COURSE_STATES.items()
        if terms.leads_to
    } == MOVES


@pytest.mark.red("G10")
@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_found(world: Any, monkeypatch: Any, what: str) -> None:
    from samspil.delivery.actions import consents
    from samspil.people.queries import loans

    where, name, instead, rules = PLANTED[what]
    modules = {"consents": consents, "consents.links": consents.links, "loans": loans}
    monkeypatch.setattr(modules[where], name, instead)
    Walk.world, Walk.concept_id = world, ground.load(world)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            near(Walk, *rules),
            settings=settings(
                max_examples=300,
                stateful_step_count=STEPS,
                deadline=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
                derandomize=True,
            ),
        )
