"""What every walk over courses stands on: who tries a step, doing it twice, and what must hold after it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from tests.delivery import ground
from tests.delivery.reference_crossing import CrossingReference

TENANTS = ("aaby", "baekby")
FIELD = ("mentor", "other_mentor")
CASTS = ("coordinator", *FIELD)
BASES = ("barnets_lov_30", "barnets_lov_32", "serviceloven_12b", "none")
BORN = {None: "", 14: "1999", 15: "1998", 17: "1996", 18: "1995"}
"""A year of birth for each least age on 3 November 2014."""
ANSWERS = ("none", "given", "awaited")
CAPACITIES = ("self", "custody_holder", "second_custody_holder")
PURPOSES = ("support", "evaluation", "follow_up", "joining", "sharing")
WHAT_IS_THERE = """
SELECT c.id, c.state, c.stopped_on IS NOT NULL, c.mentor_id,
  (SELECT coalesce(string_agg(DISTINCT (k.purpose || ' ' || k.capacity) COLLATE "C", ','), '')
     FROM people_consent k WHERE k.person_id = c.person_id AND k.withdrawn_on IS NULL),
  (SELECT coalesce(string_agg(m.key || ' ' || m.state, ',' ORDER BY m.key), '')
     FROM delivery_measurement m WHERE m.course_id = c.id),
  (SELECT count(*) FROM trust_link l JOIN delivery_measurement m ON m.id = l.thing_id
     WHERE m.course_id = c.id AND l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > now()),
  (SELECT count(*) FROM delivery_assignment a WHERE a.course_id = c.id AND a.to_on IS NULL)
FROM delivery_course c
"""
"""No filter on the organisation: the policies alone must hold the rows apart."""

MOST, MOST_WITH_ARRIVALS = 5, 8
LATER = timedelta(days=2)
"""How much later a course runs where it arrived: it moves on a day to come."""
number = st.integers(0, MOST_WITH_ARRIVALS - 1)
who = st.integers(0, 9)
"""Mostly whoever the step belongs to, sometimes a colleague, sometimes the same role next door."""


class Walking(RuleBasedStateMachine):
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
        self.reference = CrossingReference()
        self.world = replace(self.world, members=dict(self.world.members))  # guests come in during a walk
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

        Walking.steps += 1
        self.touched = tenant
        try:
            with transaction.atomic(), self.as_(cast, tenant) as by:
                do(by, {"by": by, "at": self.world.at})
            through = True
        except (Refused, Missing):
            through = False
        assert through is allowed

    @contextmanager
    def as_(self, cast: str, tenant: str) -> Iterator[Any]:
        """Somebody's scope, where a mentor on loan comes through the door at which the loan is asked for."""
        from samspil.people.queries import people

        with self.world.as_(cast, tenant) as by:
            if cast.startswith("guest"):
                post = self.appointments[tenant, cast]
                people.post(post, account_id=by.account_id, on=ground.TODAY + LATER * MOST_WITH_ARRIVALS)
            yield by

    def day(self, at: int, *, begun: bool = True) -> date:
        """A course begins on a day and everything else comes on the next; one that arrived, later."""
        day = ground.TODAY + LATER * self.reference.courses[at].arrived
        return day if begun else day - timedelta(days=1)

    def pick(self, wanted: int) -> int:
        return wanted % len(self.ids)

    def someone(self, at: int, by: int, *, field: bool = False) -> tuple[str, str]:
        """Who tries a step: 0 to 6 whoever it belongs to, 7 next door, 8 and 9 a colleague."""
        one = self.reference.courses[at]
        own = (one.mentor or FIELD[0]) if field else "coordinator"
        if by == 7:
            own = FIELD[0] if own.startswith("guest") else own
            return own, TENANTS[one.tenant == TENANTS[0]]
        if by > 7:
            return next(cast for cast in CASTS[:: 1 if by == 8 else -1] if cast != own), one.tenant
        return own, one.tenant

    # --- what must hold after every step

    @invariant()
    def all_is_as_the_reference_says(self) -> None:
        """What everybody of the municipality just touched may open, and the bare rows of both."""
        from django.db import connection

        from samspil.delivery.queries.courses import visible

        place = {key: at for at, key in enumerate(self.ids)}
        for tenant in TENANTS:
            for cast in self.everyone(tenant) if tenant == self.touched else ("coordinator",):
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

    def everyone(self, tenant: str) -> tuple[str, ...]:
        """The cast of a municipality with the mentors on loan there whom the door lets in."""
        guests = (cast for place, cast in self.appointments if place == tenant and cast.startswith("guest"))
        return *CASTS, *(one for one in guests if one not in self.reference.gone)

    def _row(self, at: int) -> tuple[Any, ...]:
        one = self.reference.courses[at]
        holds = one.state in ("matched", "active", "paused", "closing")
        return (
            one.state,
            one.stopped,
            self.appointments[one.tenant, one.mentor] if one.mentor else None,
            ",".join(sorted(f"{purpose} {capacity}" for purpose, capacity in one.given)),
            ",".join(f"{key} {state}" for key, state in sorted(one.measurements.items())),
            sum(state == "live" for _key, state in one.links),
            int(holds),
        )
