"""Reading for what goes out: which reminders are due, whose turn it is, how far a link is."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from samspil.delivery.models.courses import Course
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.sending import LinkLetter, Reminder
from samspil.delivery.rules.courses import FIELD_ROLES
from samspil.delivery.rules.sending import Standing, call_of, may_send, may_send_link
from samspil.delivery.terms.courses import AFTER_THE_END, MeasurementState
from samspil.delivery.terms.sending import REMINDED_BY_HOLDER, UNDER_WAY, LetterState, Way
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, refuse
from samspil.people.queries import people
from samspil.people.queries.contacts import reach_of
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.reminding import Turn, turns

BATCH = 2000
STRANDED = timedelta(minutes=10)
"""A letter that was claimed so long ago and not marked since has lost its worker: every step of sending has
a time limit far below this.
"""

RECIPIENTS = (*FIELD_ROLES, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder that is due and not written: about what, at which step, to whom."""

    measurement_id: uuid.UUID
    person_id: uuid.UUID
    step: str
    needs_reason: bool
    recipient_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class LinkSent:
    """How far the newest sending of a measurement's link is."""

    state: LetterState
    way: Way
    moved_at: datetime


def due(actor: Actor, *, on: date) -> tuple[Due, ...]:
    """The reminders that are due on a day and not written. As many questions, whatever the rows.

    Each measurement is at one step of its concept file, the newest whose day has come: whoever slept
    through three is told once. What is written already is taken away here and not in the question, so that
    it stays quick while the table grows within one round.
    """
    refuse(may_send(actor))
    found: list[Due] = []
    offices: tuple[uuid.UUID, ...] | None = None
    concepts = Course.objects.filter(state__in=(*REMINDED_BY_HOLDER, *AFTER_THE_END)).order_by()
    for concept_id in concepts.values_list("concept_id", flat=True).distinct():
        for turn in turns(programme.concept(concept_id).progression.schedule.reminders, on):
            if offices is None:
                offices = _offices(on)
            asked = _at(turn, "").filter(course__concept_id=concept_id)
            wanted = [*_of_holders(asked, turn, on), *_of_offices(asked, turn, offices)]
            written = _written(turn, concept_id) if wanted else frozenset()
            told = {one for one, _recipient in written}
            found += (
                one
                for one, is_office in wanted
                if (one.measurement_id not in told)
                or (not is_office and (one.measurement_id, one.recipient_id) not in written)
            )
    return tuple(found)


def _at(turn: Turn, path: str, model: Any = Measurement) -> Any:
    """The rows whose measurement (`path` leads to it) is due on a day that is at this step now."""
    rows = model.objects.filter(**{f"{path}due_on__lte": turn.until})
    return rows if turn.after is None else rows.filter(**{f"{path}due_on__gt": turn.after})


def _of_holders(asked: Any, turn: Turn, on: date) -> Iterator[tuple[Due, bool]]:
    """To whoever holds the course, as long as that is somebody who still does."""
    if turn.step.to != "mentor":
        return iter(())
    holder = people.in_force(FIELD_ROLES, on=on).filter(
        id=OuterRef("course__mentor_id"), account__is_active=True
    )
    rows = asked.filter(Exists(holder), state=MeasurementState.OPEN, course__state__in=REMINDED_BY_HOLDER)
    return (
        (Due(one, person, turn.step.slug, turn.step.needs_reason, mentor), False)
        for one, person, mentor in rows.values_list("id", "person_id", "course__mentor_id")
    )


def _of_offices(asked: Any, turn: Turn, offices: Collection[uuid.UUID]) -> Iterator[tuple[Due, bool]]:
    """To every coordinator: the steps that are theirs, and after the end all of them."""
    if not offices:
        return iter(())
    step = turn.step
    open_ = Q(state=MeasurementState.OPEN, course__state__in=AFTER_THE_END)
    if step.to == "coordinator":
        open_ |= Q(state=MeasurementState.OPEN, course__state__in=REMINDED_BY_HOLDER)
    if step.needs_reason:
        states = (*REMINDED_BY_HOLDER, *AFTER_THE_END)
        open_ |= Q(state=MeasurementState.MISSED, reason="", course__state__in=states)
    rows = asked.filter(open_).values_list("id", "person_id")
    return (
        (Due(one, person, step.slug, step.needs_reason, office), True)
        for one, person in rows
        for office in offices
    )


def _written(turn: Turn, concept_id: uuid.UUID) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """What stands written of a step and was not dropped, as measurement and recipient."""
    rows = _at(turn, "measurement__", Reminder).filter(
        step=turn.step.slug, measurement__course__concept_id=concept_id
    )
    rows = rows.exclude(state=LetterState.DROPPED)
    return frozenset(rows.values_list("measurement_id", "recipient_id"))


def _offices(on: date) -> tuple[uuid.UUID, ...]:
    rows = people.in_force((Role.COORDINATOR,), on=on).filter(account__is_active=True)
    return tuple(rows.order_by("id").values_list("id", flat=True))


def next_recipient(actor: Actor) -> uuid.UUID | None:
    """Somebody for whom something is queued and may be tried now, by the database's clock."""
    refuse(may_send(actor))
    rows = Reminder.objects.filter(state=LetterState.QUEUED, ready_at__lte=Now())
    found: uuid.UUID | None = rows.order_by("recipient_id").values_list("recipient_id", flat=True).first()
    return found


def next_link(actor: Actor) -> uuid.UUID | None:
    """A link that somebody asked to have sent and that may be tried now, oldest first."""
    refuse(may_send(actor))
    rows = LinkLetter.objects.filter(state=LetterState.QUEUED, ready_at__lte=Now())
    found: uuid.UUID | None = rows.order_by("asked_at", "id").values_list("id", flat=True).first()
    return found


def is_still_due(one: Reminder, on: date) -> bool:
    """Whether a queued reminder is still the one its measurement asks for, and its recipient the right one.

    `one` comes with its measurement, course, recipient and account.
    """
    course = one.measurement.course
    standing = Standing(one.measurement.state, one.measurement.reason, one.measurement.due_on, course.state)
    steps = programme.concept(course.concept_id).progression.schedule.reminders
    call = call_of(steps, standing, on)
    if call is None or call.step.slug != one.step or not one.recipient.account.is_active:
        return False
    if call.to_office:
        return bool(one.recipient.role == Role.COORDINATOR)
    return bool(one.recipient_id == course.mentor_id)


def link_sent(
    actor: Actor, measurement: Measurement, ways: Collection[Way]
) -> tuple[LinkSent | None, Refusal | None]:
    """How far the newest sending of a measurement's link is, None where nobody asked for one; and why the
    link cannot be sent now, None where it can. One goes at a time, so the newest is the one under way.
    """
    row = LinkLetter.objects.filter(measurement_id=measurement.id).order_by("-asked_at", "-id").first()
    reach = reach_of(actor, measurement.person_id)
    is_under_way = row is not None and row.state in UNDER_WAY
    refusal = may_send_link(reach.consents, reach.channel, is_under_way, ways)
    return LinkSent(LetterState(row.state), Way(row.way), row.moved_at) if row else None, refusal


def stranded(actor: Actor) -> tuple[uuid.UUID, ...]:
    """Letters whose worker seems to have died: claimed a while ago, and not marked since."""
    refuse(may_send(actor))
    found: set[uuid.UUID] = set()
    for model in (Reminder, LinkLetter):
        rows = model.objects.filter(state__in=(LetterState.SENDING, LetterState.HANDING))
        found.update(rows.filter(moved_at__lt=Now() - STRANDED).values_list("letter", flat=True))
    return tuple(sorted(found))
