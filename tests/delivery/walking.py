"""What every walk over courses stands on: who tries a step, doing it twice, and what must hold after it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RULE_MARKER, RuleBasedStateMachine, invariant
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
WITH given AS (
  SELECT k.person_id, string_agg(DISTINCT (k.purpose || ' ' || k.capacity) COLLATE "C", ',') AS all_
  FROM people_consent k WHERE k.withdrawn_on IS NULL GROUP BY k.person_id),
owed AS (
  SELECT m.course_id, string_agg(m.key || ' ' || m.state, ',' ORDER BY m.key) AS all_
  FROM delivery_measurement m GROUP BY m.course_id),
live AS (
  SELECT m.course_id, count(*) AS all_ FROM trust_link l JOIN delivery_measurement m ON m.id = l.thing_id
  WHERE l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > now() GROUP BY m.course_id),
held AS (
  SELECT a.course_id, count(*) AS all_ FROM delivery_assignment a WHERE a.to_on IS NULL GROUP BY a.course_id),
moves AS (
  SELECT DISTINCT ON (v.course_id) v.course_id, v.state FROM delivery_move v ORDER BY v.course_id, v.id DESC)
SELECT c.id, c.state, c.stopped_on IS NOT NULL, c.mentor_id, coalesce(given.all_, ''),
  coalesce(owed.all_, ''), coalesce(live.all_, 0), coalesce(held.all_, 0), coalesce(moves.state, '')
FROM delivery_course c
LEFT JOIN given ON given.person_id = c.person_id LEFT JOIN owed ON owed.course_id = c.id
LEFT JOIN live ON live.course_id = c.id LEFT JOIN held ON held.course_id = c.id
LEFT JOIN moves ON moves.course_id = c.id
"""
"""No filter on the organisation: the policies alone must hold the rows apart. Each table is read once."""

MOST, MOST_WITH_ARRIVALS = 5, 8
LATER = timedelta(days=2)
"""How much later a course runs where it arrived: it moves on a day to come."""
number = st.integers(0, MOST_WITH_ARRIVALS - 1)
who = st.integers(0, 9)
"""Mostly whoever the step belongs to, sometimes a colleague, sometimes the same role next door."""


def as_runtime() -> None:
    """What a walk reads by bare SQL is read as the role that the application runs as."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("samspil_app",)


def near(machine: Any, *rules: str) -> Any:
    """The same machine with these rules alone, so that a fault near them is met soon."""
    every = {name for name in dir(machine) if hasattr(getattr(machine, name), RULE_MARKER)}
    assert set(rules) <= every

    def called(name: str) -> Any:
        step = getattr(machine, name)
        return lambda self, *given, **named: step(self, *given, **named)

    return type("Near", (machine,), {name: called(name) for name in every - set(rules)})


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
        as_runtime()
        self.reference = CrossingReference()
        self.world = replace(self.world, members=dict(self.world.members))  # guests come in during a walk
        self.asked: dict[str, tuple[str, list[Any]]] = {}
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

        place = {key: at for at, key in enumerate(self.ids)}
        for tenant in TENANTS:
            with self.world.as_("coordinator", tenant), connection.cursor() as cursor:
                if tenant == self.touched:
                    self._all_see_what_they_may(cursor, tenant, place)
                cursor.execute(WHAT_IS_THERE)
                assert {row[0]: row[1:] for row in cursor.fetchall()} == {
                    key: self._row(at)
                    for at, key in enumerate(self.ids)
                    if self.reference.courses[at].tenant == tenant
                }

    def _all_see_what_they_may(self, cursor: Any, tenant: str, place: dict[uuid.UUID, int]) -> None:
        """The application's own question for everybody there, put in one statement; a guest's at the door."""
        from samspil.delivery.queries.courses import visible

        seen: dict[str, set[int]] = {cast: set() for cast in CASTS}
        cursor.execute(*self._what_the_cast_may_open(tenant))
        for cast, one in cursor.fetchall():
            if one in place:
                seen[cast].add(place[one])
        assert seen == {cast: self.reference.visible(cast, tenant) for cast in CASTS}
        for cast in self.everyone(tenant)[len(CASTS) :]:
            with self.as_(cast, tenant) as by:
                ids = {place[one] for one in visible(by).values_list("id", flat=True) if one in place}
                assert ids == self.reference.visible(cast, tenant), (cast, tenant)

    def _what_the_cast_may_open(self, tenant: str) -> tuple[str, list[Any]]:
        """`visible` of each of the cast, as one statement: it is the same at every step of a walk."""
        from samspil.delivery.queries.courses import visible

        if tenant not in self.asked:
            parts, given = [], []
            for cast in CASTS:
                rows = visible(self.world.actor(cast, tenant)).values_list("id")
                sql, params = rows.query.sql_with_params()
                parts.append(f"SELECT '{cast}', found.id FROM ({sql}) AS found (id)")  # noqa: S608
                given += params
            self.asked[tenant] = " UNION ALL ".join(parts), given
        return self.asked[tenant]

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
            {"accepted": "proposed", "refused": "proposed"}.get(one.move, one.move),
        )
