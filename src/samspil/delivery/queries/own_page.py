"""Reading somebody's own page: whose it is, and what is written about them there."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.models.measurements import AnswerSheet, Sharing
from samspil.delivery.models.moves import EarlierAnswer
from samspil.delivery.models.parents import CourseParent
from samspil.delivery.models.sessions import Session
from samspil.delivery.queries.impressions import beside, with_impressions
from samspil.delivery.queries.measurements import Answered
from samspil.delivery.queries.parents import thread_of
from samspil.delivery.rules.own_page import may_own
from samspil.delivery.terms.courses import CourseState, Recipient
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.models.own_codes import OwnCode
from samspil.people.models.people import Identity
from samspil.people.queries.looks import OTHER_PARENT
from samspil.trust import audit, fields, links


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose page a link leads to: the course's own person, or the second parent in it."""

    course: Course
    person_id: uuid.UUID

    @property
    def is_second(self) -> bool:
        """Whether this is the second parent, who has goals and meetings here and no plan or answers."""
        return self.person_id != self.course.person_id


@dataclass(frozen=True, slots=True)
class Own(Owner):
    """Somebody on their own page, and the language they want to be written to in."""

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
    """The answers to one round, and to whom the person shows them. `id` is the measurement's, or that of
    answers the person brought from another municipality.
    """

    id: uuid.UUID
    answered: Answered
    day: date | None
    shared: frozenset[str]
    came_by: str
    """A `CameBy`; empty for answers from before the course was here."""


def owner_waiting(actor: Actor) -> Owner:
    """Whose page a link leads to, before the own code was given. Raises Missing."""
    found = _opened(links.waiting_pages(actor))
    if found is None:
        raise Missing
    return found


def own(actor: Actor, *, code_id: uuid.UUID) -> Own:
    """The page somebody stands on. Raises Missing when the link was closed, opened by somebody else,
    or the code replaced since; when the course was stopped or moved; when the second parent left; when
    the person was erased.
    """
    found = _opened(links.own_pages(actor))
    known = OwnCode.objects.filter(id=code_id, person_id=actor.person_id).values("person_id")
    language = (
        Identity.objects.filter(person_id__in=known).values_list("language", flat=True).first()
        if found is not None
        else None
    )
    if found is None or language is None or may_own(actor, found.course, found.person_id) is not None:
        raise Missing
    return Own(found.course, found.person_id, language)


def _opened(pages: Any) -> Owner | None:
    """Whose page these links open: one question for a course's own person, a second for the other parent."""
    open_ = Course.objects.filter(stopped_on__isnull=True).exclude(state=CourseState.TRANSFERRED)
    mine = pages.filter(thing_id=OuterRef("id"), person_id=OuterRef("person_id"))
    course = open_.filter(Exists(mine), person_id__isnull=False).first()
    if course is not None:
        return Owner(course, course.person_id)
    seconds = CourseParent.objects.filter(
        Exists(mine), left_on__isnull=True, course_id__in=open_.values("id")
    )
    second = seconds.select_related("course").first()
    return Owner(second.course, second.person_id) if second is not None else None


def own_plan(actor: Actor, whose: Owner, *, at: datetime) -> OwnPlan:
    """Purpose, what the mentor does, need and goals; the person's own look is logged.

    The second parent of a course has goals, and no plan of their own.
    """
    course = whose.course
    rows = Goal.objects.filter(course_id=course.id, person_id=whose.person_id, retired_on__isnull=True)
    goals = list(rows.order_by("number"))
    with audit.reading(by=actor, purpose=actor.purpose, subject=whose.person_id, at=at, thing=course):
        need, purpose, tasks = (
            "" if whose.is_second else fields.unseal(course, part) for part in ("need", "purpose", "tasks")
        )
        return OwnPlan(
            need,
            purpose,
            tasks,
            tuple(
                OwnGoal(fields.unseal(one, "words"), fields.unseal(one, "notice"), one.now, one.wanted)
                for one in goals
            ),
        )


def own_contacts(actor: Actor, whose: Owner, *, at: datetime) -> tuple[OwnContact, ...]:
    """The newest hundred contacts with what was agreed; each person whose words are opened is a look."""
    rows = list(_own_sessions(whose)[:100])
    with ExitStack() as looks:
        for person_id in {whose.person_id, *(one.person_id for one in rows)}:
            looks.enter_context(
                audit.reading(
                    by=actor,
                    purpose=actor.purpose,
                    subject=person_id,
                    at=at,
                    thing=whose.course,
                    reason="" if person_id == whose.person_id else OTHER_PARENT,
                )
            )
        return tuple(
            OwnContact(one.held_on, one.kind, one.minutes, fields.unseal(one, "agreed")) for one in rows
        )


def next_meeting(whose: Owner, *, on: date) -> date | None:
    """The day agreed at the newest contact, if it has not passed."""
    day: date | None = _own_sessions(whose).values_list("next_on", flat=True).first()
    return day if day is not None and day >= on else None


def own_answers(
    actor: Actor, whose: Owner, *, at: datetime, only: uuid.UUID | None = None
) -> tuple[OwnAnswers, ...]:
    """Every round the person has sent, oldest first, or only one; the person's own look is logged.

    What the person brought from another municipality comes first.
    """
    course = whose.course
    brought = EarlierAnswer.objects.filter(person_id=whose.person_id, course_id=course.id)
    open_ = Sharing.objects.filter(measurement_id=OuterRef("measurement_id"), withdrawn_on__isnull=True)
    sheets = AnswerSheet.objects.filter(
        person_id=whose.person_id, measurement__course_id=course.id, submitted_at__isnull=False
    ).annotate(shared=ArraySubquery(open_.values("recipient")))
    if only is not None:
        brought, sheets = brought.filter(id=only), sheets.filter(measurement_id=only)
    series: list[tuple[Any, Any, Iterable[str]]] = [
        (one, one, _shown_to(one)) for one in brought.order_by("answered_on", "id")
    ]
    rows = sheets.select_related("measurement").order_by("measurement__due_on", "id")
    series += [(one.measurement, one, one.shared) for one in with_impressions(rows)]
    if not series:
        return ()
    with audit.reading(by=actor, purpose=actor.purpose, subject=whose.person_id, at=at, thing=course):
        return tuple(
            OwnAnswers(
                asked.id,
                Answered(
                    asked.key,
                    json.loads(fields.unseal(row, "answers")),
                    asked.instrument,
                    asked.instrument_version,
                    beside(actor, row) if isinstance(row, AnswerSheet) else None,
                    asked.answered_on,
                ),
                asked.answered_on,
                frozenset(shared),
                row.came_by if isinstance(row, AnswerSheet) else "",
            )
            for asked, row, shared in series
        )


def _shown_to(one: EarlierAnswer) -> list[str]:
    said = {Recipient.MENTOR: one.for_mentor, Recipient.COORDINATOR: one.for_coordinator}
    return [recipient.value for recipient, yes in said.items() if yes]


def _own_sessions(whose: Owner) -> Any:
    """What was held with the person, newest first: none that was struck, and no other parent's but those
    in which both were.
    """
    rows = Session.objects.filter(struck_at__isnull=True).order_by("-held_on", "-id")
    if whose.is_second:
        return rows.filter(thread_of(whose.course, whose.person_id))
    return rows.filter(course_id=whose.course.id, person_id=whose.person_id)
