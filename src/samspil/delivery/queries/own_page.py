"""Reading somebody's own page: whose it is, and what is written about them there."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery

from samspil.delivery.models.courses import Course
from samspil.delivery.models.measurements import AnswerSheet, Measurement, Sharing
from samspil.delivery.models.sessions import Session
from samspil.delivery.queries.courses import own_goals
from samspil.delivery.queries.measurements import Answered
from samspil.delivery.rules.own_page import may_own
from samspil.delivery.terms.courses import CourseState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.models.own_codes import OwnCode
from samspil.people.models.people import Identity
from samspil.trust import audit, fields, links


@dataclass(frozen=True, slots=True)
class Own:
    """Whose page this is: the course, and the language they want to be written to in."""

    course: Course
    language: str


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """One own goal in the person's words, and where the person set it between 0 and 10."""

    words: str
    notice: str
    now: int | None
    wanted: int | None


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """What was agreed, as the person reads it."""

    need: str
    purpose: str
    tasks: str
    goals: tuple[OwnGoal, ...]


@dataclass(frozen=True, slots=True)
class OwnContact:
    """One contact as the person reads it."""

    held_on: date
    kind: str
    minutes: int
    agreed: str


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """The answers to one round, and to whom the person shows them."""

    measurement: Measurement
    answered: Answered
    shared: frozenset[str]


def course_waiting(actor: Actor) -> Course:
    """The course whose own page a link leads to, before the own code was given. Raises Missing."""
    found = _opens(links.waiting_pages(actor)).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def own(actor: Actor, *, code_id: uuid.UUID) -> Own:
    """The page somebody stands on. Raises Missing when the link was closed, opened by somebody else,
    or the code replaced since; when the course was stopped or moved; when the person was erased.
    """
    found = (
        _opens(links.own_pages(actor))
        .filter(Exists(OwnCode.objects.filter(id=code_id, person_id=actor.person_id)))
        .annotate(
            language=Subquery(Identity.objects.filter(person_id=actor.person_id).values("language")[:1])
        )
        .first()
    )
    if found is None or found.language is None or may_own(actor, found) is not None:
        raise Missing
    return Own(found, found.language)


def own_plan(actor: Actor, course: Course, *, at: datetime) -> OwnPlan:
    """Purpose, what the mentor does, need and goals; the person's own look is logged."""
    goals = list(own_goals(course).filter(retired_on__isnull=True).order_by("number"))
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return OwnPlan(
            need=fields.unseal(course, "need"),
            purpose=fields.unseal(course, "purpose"),
            tasks=fields.unseal(course, "tasks"),
            goals=tuple(
                OwnGoal(fields.unseal(one, "words"), fields.unseal(one, "notice"), one.now, one.wanted)
                for one in goals
            ),
        )


def own_contacts(actor: Actor, course: Course, *, at: datetime) -> tuple[OwnContact, ...]:
    """The newest hundred contacts with what was agreed; the person's own look is logged."""
    assert course.person_id is not None
    rows = list(_own_sessions(course)[:100])
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return tuple(
            OwnContact(one.held_on, one.kind, one.minutes, fields.unseal(one, "agreed")) for one in rows
        )


def next_meeting(course: Course, *, on: date) -> date | None:
    """The day agreed at the newest contact, if it has not passed."""
    day: date | None = _own_sessions(course).values_list("next_on", flat=True).first()
    return day if day is not None and day >= on else None


def own_answers(
    actor: Actor, course: Course, *, at: datetime, only: uuid.UUID | None = None
) -> tuple[OwnAnswers, ...]:
    """Every round the person has sent, oldest first, or only one; the person's own look is logged."""
    rows = AnswerSheet.objects.filter(
        person_id=course.person_id, measurement__course_id=course.id, submitted_at__isnull=False
    )
    if only is not None:
        rows = rows.filter(measurement_id=only)
    open_ = Sharing.objects.filter(measurement_id=OuterRef("measurement_id"), withdrawn_on__isnull=True)
    sheets = list(
        rows.select_related("measurement")
        .annotate(shared=ArraySubquery(open_.values("recipient")))
        .order_by("measurement__due_on", "id")
    )
    assert course.person_id is not None
    if not sheets:
        return ()
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return tuple(
            OwnAnswers(
                one.measurement,
                Answered(
                    one.measurement.key,
                    json.loads(fields.unseal(one, "answers")),
                    one.measurement.instrument,
                    one.measurement.instrument_version,
                ),
                frozenset(one.shared),
            )
            for one in sheets
        )


def _own_sessions(course: Course) -> Any:
    """What was held with the person of the course, newest first: no other parent's, none that was struck."""
    rows = Session.objects.filter(course_id=course.id, person_id=course.person_id, struck_at__isnull=True)
    return rows.order_by("-held_on", "-id")


def _opens(pages: Any) -> Any:
    """The courses that these links to own pages still open."""
    return Course.objects.filter(
        Exists(pages.filter(thing_id=OuterRef("id"), person_id=OuterRef("person_id"))),
        person_id__isnull=False,
        stopped_on__isnull=True,
    ).exclude(state=CourseState.TRANSFERRED)
