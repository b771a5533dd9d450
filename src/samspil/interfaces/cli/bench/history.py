"""Taking in ten thousand rows of answers kept before, from the workbook to the last round, as one act."""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, connections, models
from openpyxl import Workbook

from samspil.delivery.actions.history import take_back
from samspil.delivery.queries.history import files
from samspil.interfaces import clock
from samspil.interfaces.cli.bench.caller import Caller
from samspil.interfaces.cli.bench.ground import PROGRAMME, appointed, copied_in
from samspil.interfaces.cli.bench.meter import Request
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.interfaces.cli.exits import Failed
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.actions import people
from samspil.people.terms import OrganisationKind, Role
from samspil.programme import queries as programme
from samspil.programme.concept.rounds import Window, windows
from samspil.trust import fields
from samspil.trust.scope import scope

COURSES, ROUNDS = 2500, 4
MANY = COURSES * ROUNDS
TARGET_S = 30
REQUESTS = 2
BEGAN_DAYS_AGO = 300
"""So long ago that four rounds have opened: three were missed, one is open."""

PLACE = "/o/history/"
WHAT = (
    f"a workbook of {MANY:,} rows all the way: POST the file, GET what it comes to, POST to take it in,"
    " with sealed sheets, policies, triggers, states and one event; its parts, and taking it back, which"
    " is not counted, in …_s"
)
FLOOR = f"bare INSERT … SELECT of {MANY:,} sheets into a plain table, and an UPDATE of as many states"
MAKE = """
CREATE TABLE bench_round (id uuid PRIMARY KEY, state text NOT NULL, answered_on date);
CREATE TABLE bench_sheet (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  round_id uuid NOT NULL REFERENCES bench_round,
  answers bytea NOT NULL, submitted_at timestamptz NOT NULL DEFAULT now());
GRANT SELECT, INSERT, UPDATE ON bench_round, bench_sheet TO samspil_app;
"""
FILL = "INSERT INTO bench_round SELECT id, 'missed', NULL FROM delivery_measurement WHERE tenant_id = %s"
INSERT = "INSERT INTO bench_sheet (round_id, answers) SELECT id, %s FROM bench_round"
UPDATE = "UPDATE bench_round SET state = 'done', answered_on = %s"


class _Keyed(models.Model):
    """Something of a person's that is sealed, and so makes the key that all of theirs is sealed with."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person_id = models.UUIDField()
    words = fields.SealedField()

    class Meta:
        app_label = "bench"
        managed = False

    class Privacy:
        subject = "person_id"


@dataclass(slots=True)
class History:
    """Both sides of the bench, on a municipality of its own."""

    superuser: Superuser
    coordinator: Actor
    page: Caller
    workbook: bytes
    parts: dict[str, list[float]] = field(
        default_factory=lambda: {name: [] for name in ("read_s", "preview_s", "take_s", "back_s")}
    )

    def ours(self, count: int) -> Sequence[Request]:
        """One file at a time: what an earlier one wrote is taken back before, unmeasured."""
        if count != 1:
            raise Failed("history: one file is taken in at a time.")
        self._take_back()
        return [self._bring]

    def floor(self, count: int) -> Sequence[Request]:
        """The same rows by two statements."""
        return [self._insert] * count

    def taken_in(self) -> int:
        """How many whole files of answers stand in the rounds now."""
        return self._count("delivery_answersheet WHERE came_by = 'import'")

    def inserted(self) -> int:
        """The same of the floor."""
        return self._count("bench_sheet")

    def _count(self, rows: str) -> int:
        row = self.superuser.execute(f"SELECT count(*) FROM {rows}").fetchone()  # noqa: S608
        return int(row[0]) // MANY if row else 0

    def _bring(self) -> bool:
        began = time.perf_counter()
        sent = self.page.send(PLACE, {"what": "mentee-1"}, "file", self.workbook)
        read = time.perf_counter()
        shown = self.page.get(sent.location)
        seen = time.perf_counter()
        taken = self.page.post(sent.location, {"take": "yes"})
        self._told(read_s=read - began, preview_s=seen - read, take_s=time.perf_counter() - seen)
        return b'name="take"' in shown.body and b"note-good" in taken.body

    def _take_back(self) -> None:
        with scope(self.coordinator, lifetime_s=600):
            for one in files(self.coordinator):
                if one.taken_back_on is None:
                    began = time.perf_counter()
                    take_back(by=self.coordinator, at=clock.now(), on=clock.today(), file_id=one.id)
                    self._told(back_s=time.perf_counter() - began)

    def _told(self, **seconds: float) -> None:
        for name, one in seconds.items():
            self.parts[name].append(one)

    def _insert(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [b"x" * 200])
            cursor.execute(UPDATE, [clock.today()])
            return bool(cursor.rowcount == MANY)


def lay(superuser: Superuser, application: Any) -> History:
    """Fill one more municipality with courses whose answers somebody kept, and sign its coordinator in."""
    tenant_id, at, today = uuid7(), clock.now(), clock.today()
    job = Actor.job(tenant_id)
    with scope(job):
        people.found_organisation(
            by=job,
            at=at,
            slug="bench-history",
            name="Bench 3",
            kind=OrganisationKind.MUNICIPALITY,
            municipality_code=_code(),
            organisation_id=tenant_id,
        )
        coordinator, _id, token = appointed(job, at, Role.COORDINATOR, today, "history.invalid")
        _mentor, mentor_id, _token = appointed(job, at, Role.MENTOR, today, "history.invalid")
    rows = _courses(superuser, tenant_id, mentor_id, today)
    with connections["owner"].cursor() as owner:
        owner.execute(MAKE)
    superuser.execute(FILL, [tenant_id])
    superuser.execute("VACUUM ANALYZE")
    page = Caller(application)
    if page.get(f"/e/demo/{token}").status != 302 or page.get(PLACE).status != 200:
        raise Failed("The coordinator could not sign in.")
    template = page.get(f"{PLACE}template").body.decode("utf-8-sig")
    return History(superuser, coordinator, page, _workbook(template.splitlines()[0].split(";"), rows))


def _code() -> str:
    """A municipality that takes part in the programme."""
    parties = programme.latest(PROGRAMME).concept.parties
    return next(one.municipality_code for one in parties if one.municipality_code)


def _workbook(head: list[str], rows: list[tuple[str, Window]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(head)
    for number, (code, window) in enumerate(rows):
        answers = [(number + at) % 11 for at in range(len(head) - 3)]
        sheet.append([code, window.key, f"{window.due_on:%d-%m-%Y}", *answers])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _courses(
    superuser: Superuser, tenant_id: uuid.UUID, mentor_id: uuid.UUID, today: date
) -> list[tuple[str, Window]]:
    """Persons with a key and a yes, courses and their rounds, by COPY; each round's code and window."""
    loaded, began = programme.latest(PROGRAMME), today - timedelta(days=BEGAN_DAYS_AGO)
    made = [(uuid7(), uuid7(), f"Eg-{number:06}") for number in range(COURSES)]
    for person, _course, _code in made:
        fields.seal(_Keyed(person_id=person), words="so that there is a key")
    copied_in(
        superuser, "people_person (id, tenant_id, kind)", ((one, tenant_id, "youth") for one, _c, _n in made)
    )
    copied_in(
        superuser,
        "people_consent (id, tenant_id, person_id, purpose, recipient, recipient_number, text_version,"
        " language, capacity, method, given_on)",
        (
            (uuid7(), tenant_id, one, "support", b"", 0, 1, "da", "self", "paper", began)
            for one, _course, _code in made
        ),
    )
    source = loaded.concept.vocabulary.referral_sources[0].slug
    copied_in(
        superuser,
        "delivery_course (id, tenant_id, concept_id, intervention, state, offered_month, source, code,"
        " person_id, mentor_id, match_reason, legal_basis, purpose, tasks, expected_months, agreed_minutes,"
        " accepted_on, started_on, decided_by, need, decision, childs_view, custody_holders, review_due_on,"
        " quiet_days, child_age_band, interpreter_language)",
        (
            (
                *(course, tenant_id, loaded.id, "mentor", "active", began.replace(day=1), source),
                *(code, person, mentor_id, b"", "", b"", b"", 9, 60),
                *(began, began, "coordinator", b"", b"", b"", 0, today, 21, "", ""),
            )
            for person, course, code in made
        ),
    )
    rounds = windows(loaded.concept, "mentor", began, None, {}, today)
    if len(rounds) != ROUNDS:
        raise Failed(f"history: {len(rounds)} rounds have opened, not {ROUNDS}.")
    copied_in(
        superuser,
        "delivery_measurement (id, tenant_id, course_id, person_id, key, instrument, instrument_version,"
        " opens_on, due_on, done_until, late_until, state, reason)",
        (
            (
                *(uuid7(), tenant_id, course, person, one.key, "mentee", 1),
                *(one.opens_on, one.due_on, one.done_until, one.late_until),
                *("missed" if (one.late_until or today) < today else "open", ""),
            )
            for person, course, _code in made
            for one in rounds
        ),
    )
    return [(code, one) for _person, _course, code in made for one in rounds]
