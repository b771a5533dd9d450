"""Reading the forms that those who came to a course owe: by the provider's word alone, and by the rows."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from samspil.delivery.instruments.shape import Given, Instrument, Item
from samspil.delivery.models.attendance import Attendance, Completion
from samspil.delivery.models.forms import ANSWERED, OwedForm
from samspil.delivery.models.seats import Nomination
from samspil.delivery.models.training import TrainingDay, TrainingEvent
from samspil.delivery.models.training_forms import TrainingAnswer, TrainingRound, TrainingTally
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.rules.forms import may_read_results
from samspil.delivery.terms.forms import OF_TRAINING, FormAbout, FormState
from samspil.delivery.terms.training import EventState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Organisation
from samspil.people.terms import OrganisationKind
from samspil.programme import queries as programme
from samspil.programme.concept.owing import FormWindow, form_windows
from samspil.trust import audit, fields

Key = tuple[uuid.UUID, str, uuid.UUID | None]
"""An event or a day of it, who is asked, and the appointment."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One form that a course asks of somebody who came."""

    window: FormWindow
    event_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Countable:
    """A course of the provider's, or a day of it, whose answers have not been counted: how many are owed."""

    event_id: uuid.UUID
    thing_id: uuid.UUID
    window: FormWindow
    owed: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How the forms of one municipality about one thing stand."""

    owed: int
    open: int
    answered: int


@dataclass(frozen=True, slots=True)
class Told:
    """What those who came to a course answered to one question, or that too few did."""

    tool: Instrument
    item: Item
    count: int
    given: dict[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """The count of one course's forms, with the course's own words and days."""

    round: TrainingRound
    title: str
    last_on: date
    day: date | None
    """The day that was asked about; None where it was the whole course."""


def wanted(*, on: date) -> dict[Key, Wanted]:
    """Every form that courses ask of the municipality's own staff, by what their providers say of who came.

    Without reading the forms. A course asks from the day on which it was closed, and of everybody of whom it
    was ever said that they came: what is said anew later moves no day and takes no form away. Two queries,
    and one more where a concept asks after each day.
    """
    posts: dict[uuid.UUID, uuid.UUID] = dict(Nomination.objects.values_list("id", "appointment_id"))
    own = Nomination.objects.values("id")
    told = Completion.objects.presented().filter(nomination_id__in=own, attended__gte=1, closed_on__lte=on)
    closed = list(told.values_list("nomination_id", "event_id", "event__ended_on", "event__concept_id"))
    windows = {
        (concept_id, day): {
            about: form_windows(programme.concept(concept_id), about.value, day) for about in OF_TRAINING
        }
        for _one, _event, day, concept_id in closed
    }
    days: dict[tuple[uuid.UUID, uuid.UUID], list[uuid.UUID]] = {}
    if any(each[FormAbout.TRAINING_DAY] for each in windows.values()):
        came = Attendance.objects.presented().filter(nomination_id__in=own, came=True)
        for one, event_id, day_id in came.values_list("nomination_id", "day__event_id", "day_id"):
            days.setdefault((one, event_id), []).append(day_id)
    found: dict[Key, Wanted] = {}
    for one, event_id, closed_on, concept_id in closed:
        asked = windows[concept_id, closed_on]
        things = [(event_id, each) for each in asked[FormAbout.TRAINING]]
        things += [
            (day_id, each)
            for day_id in days.get((one, event_id), ())
            for each in asked[FormAbout.TRAINING_DAY]
        ]
        for thing_id, window in things:
            found[thing_id, window.asked, posts[one]] = Wanted(window, event_id)
    return found


def events_to_tend(*, on: date) -> tuple[uuid.UUID, ...]:
    """The courses with a form to open or to let pass for the municipality's staff."""
    asked = wanted(on=on)
    rows = OwedForm.objects.filter(about__in=OF_TRAINING)
    known = set(rows.values_list("thing_id", "asked", "appointment_id"))
    found = {one.event_id for key, one in asked.items() if key not in known}
    event_of = {key[0]: one.event_id for key, one in asked.items()}
    past = rows.filter(state=FormState.OPEN, late_until__lt=on).values_list("thing_id", flat=True)
    return tuple(sorted(found | {event_of[one] for one in past if one in event_of}))


def own_forms(actor: Actor, *, on: date) -> tuple[tuple[OwedForm, str], ...]:
    """The forms about courses that the actor can still answer, each with the course's title. One query."""
    rows = _titled(_own(actor).filter(state=FormState.OPEN, late_until__gte=on))
    return tuple((one, one.title) for one in rows.order_by("due_on", "id"))


def own_form(actor: Actor, form_id: uuid.UUID) -> tuple[OwedForm, str]:
    """One of the actor's own forms about a course, with its title. Raises Missing."""
    found = _titled(_own(actor).filter(id=form_id)).first()
    if found is None:
        raise Missing
    return found, found.title


def titled(form_id: uuid.UUID) -> tuple[OwedForm, str, uuid.UUID] | None:
    """A form about a course, with the course's title and key, for whoever may coordinate."""
    rows = OwedForm.objects.filter(id=form_id, about__in=OF_TRAINING).select_related("appointment__account")
    found = _titled(rows).first()
    return (found, found.title, found.event_id) if found else None


def forms_of_event(event_id: uuid.UUID) -> dict[uuid.UUID, list[OwedForm]]:
    """The municipality's forms about a course, by appointment. One query."""
    days = TrainingDay.objects.presented().filter(event_id=event_id)
    rows = OwedForm.objects.filter(
        Q(thing_id=event_id) | Q(thing_id__in=days.values("id")), about__in=OF_TRAINING
    )
    found: dict[uuid.UUID, list[OwedForm]] = {}
    for one in rows.order_by("opens_on", "id"):
        found.setdefault(one.appointment_id, []).append(one)
    return found


def _own(actor: Actor) -> QuerySet[OwedForm]:
    rows: QuerySet[OwedForm] = OwedForm.objects.filter(
        about__in=OF_TRAINING, appointment__account_id=actor.account_id, appointment__role=actor.role
    )
    return rows


def _titled(rows: QuerySet[OwedForm]) -> Any:
    """With the title and the key of the course, whether it was asked about as a whole or by its days."""
    days = TrainingDay.objects.presented().filter(id=OuterRef("thing_id"))
    of_day = rows.annotate(of_day=Subquery(days.values("event_id")[:1]))
    events = TrainingEvent.objects.presented().filter(Q(id=OuterRef("thing_id")) | Q(id=OuterRef("of_day")))
    return of_day.annotate(
        title=Subquery(events.values("title")[:1]), event_id=Subquery(events.values("id")[:1])
    )


# --- counting


def to_count(*, on: date) -> tuple[Countable, ...]:
    """The provider's own courses, and days of them, that ask for forms and have not been counted."""
    events = {
        one.id: one
        for one in TrainingEvent.objects.filter(state=EventState.CLOSED, ended_on__lte=on).exclude(track="")
    }
    came = Completion.objects.filter(event_id__in=events, attended__gte=1)
    there = dict(came.values_list("event_id").annotate(n=Count("nomination_id", distinct=True)))
    on_days: dict[uuid.UUID, list[tuple[uuid.UUID, int]]] = {}
    rows = Attendance.objects.filter(day__event_id__in=events, came=True)
    for event_id, day_id, count in rows.values_list("day__event_id", "day_id").annotate(n=Count("id")):
        on_days.setdefault(event_id, []).append((day_id, count))
    counted = counted_things()
    found = []
    for event in events.values():
        concept = programme.concept(event.concept_id)
        whole = [(event.id, there[event.id])] if event.id in there else []
        for about, things in (
            (FormAbout.TRAINING, whole),
            (FormAbout.TRAINING_DAY, on_days.get(event.id, [])),
        ):
            for window in form_windows(concept, about.value, event.ended_on):
                found += [
                    Countable(event.id, thing_id, window, owed)
                    for thing_id, owed in things
                    if thing_id not in counted
                ]
    return tuple(sorted(found, key=lambda one: (one.window.late_until, one.thing_id)))


def counted_things() -> set[uuid.UUID]:
    """What the provider has counted the forms about."""
    return set(TrainingRound.objects.values_list("thing_id", flat=True))


def counts() -> dict[uuid.UUID, tuple[int, int]]:
    """What the provider has counted: how many were owed and answered, by what they are about."""
    rows = TrainingRound.objects.values_list("thing_id", "owed", "answered")
    return {key: (owed, answered) for key, owed, answered in rows}


def standing(thing_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """How the municipality's forms about some courses or days stand. One query."""
    rows = OwedForm.objects.filter(about__in=OF_TRAINING, thing_id__in=list(thing_ids)).values("thing_id")
    told = rows.annotate(
        n=Count("id"),
        still=Count("id", filter=Q(state=FormState.OPEN)),
        said=Count("id", filter=Q(state__in=ANSWERED)),
    )
    return {one["thing_id"]: Standing(one["n"], one["still"], one["said"]) for one in told}


def answers_about(by: Actor, thing_id: uuid.UUID, *, at: datetime) -> Counter[tuple[str, str]]:
    """How often each answer was given to each question by the municipality's staff. Each look is logged."""
    found: Counter[tuple[str, str]] = Counter()
    for one in TrainingAnswer.objects.filter(owed__thing_id=thing_id).order_by("id"):
        with audit.reading(by=by, purpose=by.purpose, subject=one.owed_id, at=at, thing=one):
            given: dict[str, Given | None] = json.loads(fields.unseal(one, "answers"))
        found.update((code, str(value)) for code, value in given.items() if value is not None)
    return found


def to_forget(thing_ids: Iterable[uuid.UUID]) -> tuple[uuid.UUID, ...]:
    """The courses or days, of those that were counted, of which the municipality still keeps answers."""
    rows = TrainingAnswer.objects.filter(owed__thing_id__in=list(thing_ids))
    return tuple(sorted(set(rows.values_list("owed__thing_id", flat=True))))


def answer_ids(actor: Actor) -> set[uuid.UUID]:
    """Every form with answers that are kept: what the keys of those answers hang on."""
    return set(TrainingAnswer.objects.values_list("owed_id", flat=True))


# --- what is told


def readers() -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The programme office and the evaluator, who read what is told of a course."""
    first: dict[str, uuid.UUID] = {}
    told = (OrganisationKind.PROGRAMME_OFFICE, OrganisationKind.EVALUATOR)
    for kind, key in Organisation.objects.filter(kind__in=told).order_by("slug").values_list("kind", "id"):
        first.setdefault(kind, key)
    return first.get(OrganisationKind.PROGRAMME_OFFICE), first.get(OrganisationKind.EVALUATOR)


def results(actor: Actor) -> tuple[Result, ...]:
    """The courses that were counted, the latest first. One query."""
    refuse(may_read_results(actor))
    return tuple(_result(one) for one in _rounds(actor).order_by("-last_on", "-id"))


def result(actor: Actor, round_id: uuid.UUID) -> tuple[Result, tuple[Told, ...]]:
    """One of them, question by question; a question that fewer than five answered has no figures. Raises
    Missing.
    """
    refuse(may_read_results(actor))
    found = _rounds(actor).filter(id=round_id).first()
    if found is None:
        raise Missing
    given: dict[str, dict[str, int]] = {}
    for one in TrainingTally.objects.presented().filter(round_id=found.id, tenant_id=found.tenant_id):
        given.setdefault(one.item, {})[one.choice] = one.count
    tool = instrument(found.instrument, found.instrument_version)
    told = tuple(
        Told(tool, item, sum(given.get(item.code, {}).values()), given.get(item.code, {}))
        for item in tool.items
    )
    return _result(found), told


def _rounds(actor: Actor) -> Any:
    """The provider's own; for the programme office and the evaluator those that name them."""
    reads = Q(tenant_id=actor.tenant_id) | Q(office_id=actor.tenant_id) | Q(evaluator_id=actor.tenant_id)
    days = TrainingDay.objects.presented()
    last = days.filter(event_id=OuterRef("event_id")).order_by().values("event_id").annotate(last=Max("on"))
    events = TrainingEvent.objects.presented().filter(id=OuterRef("event_id"))
    return (
        TrainingRound.objects.presented()
        .filter(reads)
        .annotate(
            title=Subquery(events.values("title")[:1]),
            last_on=Subquery(last.values("last")[:1]),
            asked_on=Subquery(days.filter(id=OuterRef("thing_id")).values("on")[:1]),
        )
    )


def _result(row: Any) -> Result:
    return Result(row, row.title, row.last_on, row.asked_on)
