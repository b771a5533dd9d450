"""Writing the reminders that are due for a hundred thousand owed measurements, beside one bare statement."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.db import connection, connections

from samspil.interfaces import clock
from samspil.interfaces.cli.bench.ground import PROGRAMME, appointed, copied_in
from samspil.interfaces.cli.bench.meter import WARM_UP, Request
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.interfaces.cli.posting import write_for
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.actions import people
from samspil.people.terms import OrganisationKind, Role
from samspil.programme import queries as programme
from samspil.trust.scope import scope

MANY = 100_000
HOUSES = 50
EACH = MANY // HOUSES
TARGET_S = 60
REQUESTS = HOUSES - WARM_UP
"""With the warm-up, every municipality once."""

SPREAD = 40
"""The due dates lie on so many days around today, so that every step has its share."""

TARGET_OF_A_HOUSE_S = TARGET_S / HOUSES
WHAT = (
    f"the worker's round of one municipality of {HOUSES}: find and write {EACH:,} reminders, with policies,"
    f" triggers and audit events; all that were measured, {MANY:,} with 40 counted, took all_s"
)
FLOOR = f"one bare INSERT … SELECT of the same {EACH:,} rows into a plain table with the same unique key"
MAKE = """
CREATE TABLE bench_owed (id uuid PRIMARY KEY, house uuid NOT NULL, person_id uuid NOT NULL,
  mentor_id uuid NOT NULL, due_on date NOT NULL);
CREATE TABLE bench_reminder (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), measurement_id uuid NOT NULL,
  person_id uuid NOT NULL, recipient_id uuid NOT NULL, step text NOT NULL, state text NOT NULL,
  written_on date NOT NULL, moved_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (measurement_id, step, recipient_id));
CREATE INDEX ON bench_owed (house, due_on);
GRANT SELECT, INSERT ON bench_owed, bench_reminder TO samspil_app;
"""
FILL = """
INSERT INTO bench_owed SELECT m.id, m.tenant_id, m.person_id, c.mentor_id, m.due_on
  FROM delivery_measurement m JOIN delivery_course c ON (c.tenant_id, c.id) = (m.tenant_id, m.course_id)
  WHERE m.tenant_id = ANY(%s)
"""
WRITE = """
INSERT INTO bench_reminder (measurement_id, person_id, recipient_id, step, state, written_on)
SELECT o.id, o.person_id, o.mentor_id, 'step', 'queued', %s FROM bench_owed o
WHERE o.house = %s AND o.due_on <= %s
"""


@dataclass(slots=True)
class Reminders:
    """Both sides of the bench, on municipalities of its own."""

    superuser: Superuser
    houses: Iterator[Actor]
    floors: Iterator[Actor]
    all_s: list[float] = field(default_factory=lambda: [0.0])

    def ours(self, count: int) -> Sequence[Request]:
        """The round of the next municipalities."""
        return [partial(self._write, next(self.houses)) for _number in range(count)]

    def floor(self, count: int) -> Sequence[Request]:
        """The same by one statement each."""
        return [partial(self._insert, next(self.floors)) for _number in range(count)]

    def written(self, table: str) -> int:
        """How many municipalities' reminders are in a table."""
        row = self.superuser.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        return int(row[0]) // EACH if row else 0

    def _write(self, worker: Actor) -> bool:
        began = time.perf_counter()
        wrote = write_for(worker, at=clock.now(), on=clock.today())
        self.all_s[0] += time.perf_counter() - began
        return wrote == EACH

    def _insert(self, worker: Actor) -> bool:
        today = clock.today()
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [today, worker.tenant_id, today + timedelta(days=SPREAD)])
            return bool(cursor.rowcount == EACH)


def lay(superuser: Superuser) -> Reminders:
    """Fill more municipalities with running courses that each owe one measurement."""
    houses = [_house(superuser, number) for number in range(HOUSES)]
    with connections["owner"].cursor() as owner:
        owner.execute(MAKE)
    superuser.execute("ANALYZE")
    superuser.execute(FILL, [[one.tenant_id for one in houses]])
    superuser.execute("VACUUM ANALYZE")
    return Reminders(superuser, iter(houses), iter(houses))


def _house(superuser: Superuser, number: int) -> Actor:
    tenant_id, at, today = uuid7(), clock.now(), clock.today()
    job = Actor.job(tenant_id)
    with scope(job):
        people.found_organisation(
            by=job,
            at=at,
            slug=f"bench-reminders-{number}",
            name=f"Bench {number}",
            kind=OrganisationKind.MUNICIPALITY,
            organisation_id=tenant_id,
        )
        appointed(job, at, Role.COORDINATOR, today, f"reminders{number}.invalid")
        _mentor, mentor_id, _token = appointed(job, at, Role.MENTOR, today, f"reminders{number}.invalid")
    _owed(superuser, tenant_id, mentor_id, today)
    return job


def _owed(superuser: Superuser, tenant_id: uuid.UUID, mentor_id: uuid.UUID, today: date) -> None:
    """Persons, courses and one open measurement each, by COPY; every one is at some step."""
    loaded = programme.latest(PROGRAMME)
    source = loaded.concept.vocabulary.referral_sources[0].slug
    tool = next(one for one in loaded.concept.progression.instruments if one.intervention == "mentor")
    first = -loaded.concept.progression.schedule.reminders[0].days
    made = [
        (uuid7(), uuid7(), today + timedelta(days=first - number % SPREAD), number) for number in range(EACH)
    ]
    copied_in(
        superuser,
        "people_person (id, tenant_id, kind)",
        ((person, tenant_id, "youth") for person, _course, _due, _number in made),
    )
    began = today - timedelta(days=90)
    copied_in(
        superuser,
        "delivery_course (id, tenant_id, concept_id, intervention, state, offered_month, source, code,"
        " person_id, mentor_id, match_reason, legal_basis, purpose, tasks, expected_months, agreed_minutes,"
        " accepted_on, started_on, decided_by, need, decision, childs_view, custody_holders, review_due_on,"
        " quiet_days, child_age_band, interpreter_language)",
        (
            (
                *(course, tenant_id, loaded.id, "mentor", "active", began.replace(day=1), source),
                *(f"Eg-{number:06}", person, mentor_id, b"", "", b"", b"", 9, 60),
                *(began, began, "coordinator", b"", b"", b"", 0, today, 21, "", ""),
            )
            for person, course, _due, number in made
        ),
    )
    copied_in(
        superuser,
        "delivery_measurement (id, tenant_id, course_id, person_id, key, instrument, instrument_version,"
        " opens_on, due_on, done_until, late_until, state, reason, answered_on)",
        (
            (
                *(uuid7(), tenant_id, course, person, "month-3", tool.slug, tool.version),
                *(due_on - timedelta(days=14), due_on, due_on + timedelta(days=14), None, "open", "", None),
            )
            for person, course, due_on, _number in made
        ),
    )
