"""What the bench stands on: one municipality, one mentor, ten thousand running courses.

A few courses are made through the actions, because pages unseal them; the rest go in by COPY as
the superuser, with empty sealed columns, which the lists never open.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from samspil.delivery.actions import courses
from samspil.delivery.queries.courses import course_for, goals_of
from samspil.delivery.rules.plans import OwnGoal, PlanWords
from samspil.interfaces import clock
from samspil.interfaces.cli import loading
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.actions import people, staff
from samspil.people.queries import people as queries
from samspil.people.terms import ROLES, CertificateKind, Method, OrganisationKind, Role
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept
from samspil.programme.concept.reading import read_bytes
from samspil.programme.concept.rounds import Window, windows
from samspil.trust.scope import scope

PROGRAMME = "forebyggelseskonceptet-2013-2015"
WHOLE = 25
"""Courses made through the actions, with a plan and goals that pages can unseal."""
OVERDUE = 25
"""Courses whose open measurement is past its day: one page of them on the board."""
SESSIONS_EACH = 3
STEPS = WHOLE + 1
LONGEST = 330
"""Days since the oldest course started: up to four rounds each."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Who and what there is to measure with."""

    tenant_id: uuid.UUID
    mentor_id: uuid.UUID
    mentor: Actor
    coordinator: Actor
    concept: Concept
    whole: tuple[tuple[uuid.UUID, tuple[str, ...]], ...]
    """The courses made through actions, each with the ids of its goals."""
    open_measurements: tuple[uuid.UUID, ...]
    links: dict[str, str]
    """A one-time sign-in token for the mentor and for the coordinator."""


def lay(superuser: Superuser, count: int, told: Callable[[], object]) -> Ground:
    """Fill the scratch database with `count` running courses."""
    loading.load(read_bytes((settings.SAMSPIL_PROGRAMMES / f"{PROGRAMME}.yaml").read_bytes()), dry_run=False)
    at, today, loaded = clock.now(), clock.today(), programme.latest(PROGRAMME)
    tenant_id = uuid7()
    job = Actor.job(tenant_id)
    with scope(job):
        people.found_organisation(
            by=job,
            at=at,
            slug="bench",
            name="Bench",
            kind=OrganisationKind.MUNICIPALITY,
            organisation_id=tenant_id,
        )
        mentor, mentor_id, mentor_link = appointed(job, at, Role.MENTOR, today)
        coordinator, _id, coordinator_link = appointed(job, at, Role.COORDINATOR, today)
    certify(coordinator, mentor_id, at, today)
    whole = []
    for _number in range(WHOLE):
        whole.append(_whole_course(coordinator, mentor, mentor_id, loaded, at, today))
        told()
    _fill(superuser, tenant_id, mentor_id, loaded, count - WHOLE, today)
    told()
    open_ = superuser.execute(
        "SELECT id FROM delivery_measurement WHERE state = 'open' AND due_on >= %s ORDER BY id", [today]
    )
    return Ground(
        tenant_id=tenant_id,
        mentor_id=mentor_id,
        mentor=mentor,
        coordinator=coordinator,
        concept=loaded.concept,
        whole=tuple(whole),
        open_measurements=tuple(row[0] for row in open_),
        links={"mentor": mentor_link, "coordinator": coordinator_link},
    )


def appointed(
    job: Actor, at: datetime, role: Role, today: date, house: str = "bench.invalid"
) -> tuple[Actor, uuid.UUID, str]:
    """Somebody in a role: the actor, the appointment, and a one-time sign-in token."""
    account = people.open_account(by=job, at=at, email=f"{role}@{house}", name=f"{role.title()} Bench")
    made = people.appoint(
        by=job, at=at, account=account, role=role, from_on=today - timedelta(days=400), capacity=30_000
    )
    link = people.make_sign_in_link(by=job, at=at, appointment=queries.appointment(job, made.id))
    actor = Actor(tenant_id=job.tenant_id, role=role, purpose=ROLES[role].purposes[0], account_id=account.id)
    return actor, made.id, link.token


def certify(by: Actor, appointment_id: uuid.UUID, at: datetime, today: date) -> None:
    """Both certificates, as the coordinator writes them: nobody is matched without."""
    with scope(by):
        for kind in CertificateKind:
            staff.record_certificate(
                by=by,
                at=at,
                on=today,
                appointment_id=appointment_id,
                kind=kind,
                from_on=today,
                valid_until=today + timedelta(days=365),
            )


def _whole_course(
    by: Actor, mentor: Actor, mentor_id: uuid.UUID, loaded: programme.Loaded, at: datetime, today: date
) -> tuple[uuid.UUID, tuple[str, ...]]:
    """One course from the offer to the first day, as the coordinator does it."""
    vocabulary = loaded.concept.vocabulary
    yes = courses.Yes("Nobody", "text_message", "+45 00 00 00 00", "1998", "none", Method.PAPER, True)
    plan = PlanWords(
        purpose="To come to school each day.",
        tasks="Meet once a week.",
        expected_months=9,
        agreed_minutes=60,
        goals=(OwnGoal("Sleep at night"), OwnGoal("One new friend"), OwnGoal("Hand in homework")),
    )
    with scope(by):
        made = courses.record_offer(
            by=by,
            at=at,
            on=today,
            concept_id=loaded.id,
            intervention="mentor",
            source=vocabulary.referral_sources[0].slug,
        )
        courses.accept_offer(by=by, at=at, on=today, course_id=made.id, yes=yes)
        courses.choose_mentor(by=by, at=at, on=today, course_id=made.id, mentor_id=mentor_id, why="Near")
        courses.start_course(by=by, at=at, on=today, course_id=made.id, started_on=today, plan=plan)
    with scope(mentor):
        goals = goals_of(mentor, course_for(mentor, made.id), at=at)
    return made.id, tuple(str(one) for one, _words in goals)


def _fill(
    superuser: Superuser,
    tenant_id: uuid.UUID,
    mentor_id: uuid.UUID,
    loaded: programme.Loaded,
    count: int,
    today: date,
) -> None:
    """Persons, courses, sessions and measurements by COPY, spread evenly over the days.

    The triggers that keep the states in order are off meanwhile: these courses run from their first row on.
    """
    made = [
        (uuid7(), uuid7(), today - timedelta(days=1 + number * LONGEST // count)) for number in range(count)
    ]
    source = loaded.concept.vocabulary.referral_sources[0].slug
    kind = loaded.concept.vocabulary.session_kinds[0].slug
    copied_in(
        superuser, "people_person (id, tenant_id, kind)", ((one, tenant_id, "youth") for one, _c, _d in made)
    )
    copied_in(
        superuser,
        "delivery_course (id, tenant_id, concept_id, intervention, state, offered_month, source, code,"
        " person_id, mentor_id, match_reason, legal_basis, purpose, tasks, expected_months, agreed_minutes,"
        " accepted_on, started_on, decided_by, need, decision, childs_view, custody_holders, review_due_on,"
        " quiet_days, child_age_band, interpreter_language)",
        (
            (
                *(course, tenant_id, loaded.id, "mentor", "active", day.replace(day=1), source),
                *(f"Eg-{100_000 + number * 7919 % 900_000}", person, mentor_id, b"", "", b"", b"", 9, 60),
                *(day, day, "coordinator", b"", b"", b"", 0, today + timedelta(days=number % 42), 21, "", ""),
            )
            for number, (person, course, day) in enumerate(made)
        ),
    )
    copied_in(
        superuser,
        "delivery_session (id, tenant_id, course_id, person_id, kind, minutes, held_on, next_on, agreed, did,"
        " place, for_record, written_at, version, with_interpreter, struck_because)",
        (
            (
                *(uuid7(), tenant_id, course, person, kind, 60, held, held + timedelta(days=14)),
                *(b"", b"", "", False, clock.now(), 1, False, ""),
            )
            for person, course, day in made
            for held in (
                day + timedelta(days=(today - day).days * part // SESSIONS_EACH)
                for part in range(SESSIONS_EACH)
            )
        ),
    )
    copied_in(
        superuser,
        "delivery_measurement (id, tenant_id, course_id, person_id, key, instrument, instrument_version,"
        " opens_on, due_on, done_until, late_until, state, reason, answered_on)",
        _measurements(made, tenant_id, loaded.concept, today),
    )
    superuser.execute("VACUUM ANALYZE")


def _measurements(
    made: list[tuple[uuid.UUID, uuid.UUID, date]], tenant_id: uuid.UUID, concept: Concept, today: date
) -> Iterator[tuple[object, ...]]:
    """Every window that opened by today, in a state that fits it."""
    tool = next(one for one in concept.progression.instruments if one.intervention == "mentor")
    overdue = 0
    for number, (person, course, day) in enumerate(made):
        for window in windows(concept, "mentor", day, None, {}, today):
            past = window.due_on < today
            left = past and overdue < OVERDUE and number % 7 == 0 and today <= (window.late_until or today)
            overdue += left
            state, reason, answered = ("open", "", None) if left or not past else _past(number, window)
            yield (
                *(uuid7(), tenant_id, course, person, window.key, tool.slug, tool.version, window.opens_on),
                *(window.due_on, window.done_until, window.late_until, state, reason, answered),
            )


def _past(number: int, window: Window) -> tuple[str, str, date | None]:
    if number % 11 == 0 and window.late_until and window.late_until > window.done_until:
        return "late", "", window.late_until
    if number % 13 == 0:
        return "missed", "not_met", None
    if number % 17 == 0:
        return "excused", "illness", None
    return "done", "", window.due_on


def copied_in(superuser: Superuser, into: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Rows by COPY, with every trigger off meanwhile."""
    with superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("RESET session_replication_role")
