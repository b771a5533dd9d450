"""Reading the forms that are owed outside courses: what visits ask for, what stands in the rows, and both."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.pupils import PupilRound
from samspil.delivery.models.series import Visit, VisitPlace
from samspil.delivery.queries.series import visits_of
from samspil.delivery.queries.training_forms import wanted
from samspil.delivery.rules.courses import may_see_counts
from samspil.delivery.terms.forms import FormAbout, FormAsked, FormState
from samspil.delivery.terms.visits import LIVE_PLACES, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.owing import FormWindow, form_windows
from samspil.trust import links
from samspil.trust.terms import LinkKind

OF_VISIT = FormAbout.VISIT.value
Key = tuple[uuid.UUID, str, uuid.UUID | None]
"""A visit, who is asked after it, and the appointment where it is one person."""


@dataclass(frozen=True, slots=True)
class FormTally:
    """How many forms of one kind are in each state. Owed is their sum, by definition."""

    asked: str = ""
    done: int = 0
    late: int = 0
    excused: int = 0
    open: int = 0
    missed: int = 0

    @property
    def owed(self) -> int:
        return self.done + self.late + self.excused + self.open + self.missed


@dataclass(frozen=True, slots=True)
class FormProof:
    """The recount of one organisation's forms: what is owed by visits and courses, and what the rows say."""

    owed: int = 0
    done: int = 0
    late: int = 0
    excused: int = 0
    open: int = 0
    missed: int = 0
    equal: bool = True

    @property
    def found(self) -> int:
        """How many rows there are, whatever their state."""
        return sum(getattr(self, state.value) for state in FormState)


@dataclass(frozen=True, slots=True)
class Expected:
    """One form that a visit asks for."""

    window: FormWindow
    appointment_id: uuid.UUID | None = None


def owed_by(visit: Visit, concept_id: uuid.UUID, present: Iterable[uuid.UUID], *, on: date) -> list[Expected]:
    """The forms that a held visit asks for by its day and who was there; none before that day."""
    if visit.state != VisitState.HELD or visit.on is None or visit.on > on:
        return []
    found = []
    there = list(present)
    for window in form_windows(programme.concept(concept_id), "visit", visit.on):
        if window.asked == FormAsked.ROLE_MODEL:
            found += [Expected(window, one) for one in there]
        else:
            found.append(Expected(window))
    return found


def expected(*, on: date) -> dict[Key, FormWindow]:
    """Every form that the organisation's visits ask for, without reading the forms. Two queries."""
    there: dict[uuid.UUID, list[uuid.UUID]] = {}
    live = VisitPlace.objects.filter(state__in=LIVE_PLACES, visit__state=VisitState.HELD)
    for visit_id, appointment_id in live.values_list("visit_id", "appointment_id"):
        there.setdefault(visit_id, []).append(appointment_id)
    held = Visit.objects.filter(state=VisitState.HELD).select_related("series")
    return {
        (visit.id, one.window.asked, one.appointment_id): one.window
        for visit in held
        for one in owed_by(visit, visit.series.concept_id, there.get(visit.id, ()), on=on)
    }


def prove_forms(*, on: date) -> FormProof:
    """Count what visits and courses ask for without reading the forms, then compare with them row by row.

    A visit is written where its forms are opened. A course is closed by its provider, and the municipality's
    forms are opened by the hour's round: on that one day those that are not there yet are owed no less, and
    are not counted before they are.
    """
    asked = {(window.after, *key, *_days(window)) for key, window in expected(on=on).items()}
    training = {
        (one.window.after, *key, *_days(one.window)): one.window for key, one in wanted(on=on).items()
    }
    states: Counter[str] = Counter()
    found: list[tuple[Any, ...]] = []
    for one in OwedForm.objects.all():
        states[one.state] += 1
        found.append((one.about, one.thing_id, one.asked, one.appointment_id, *_days(one)))
    opened = set(found)
    asked |= {key for key, window in training.items() if window.opens_on < on or key in opened}
    return FormProof(
        owed=len(asked),
        equal=opened == asked and len(found) == len(asked),
        **{state.value: states[state.value] for state in FormState},
    )


def _days(one: FormWindow | OwedForm) -> tuple[date, ...]:
    return one.opens_on, one.due_on, one.done_until, one.late_until


def visits_to_tend(*, on: date) -> tuple[uuid.UUID, ...]:
    """The visits with a form to open or to let pass, or whose group's form is to be closed."""
    known = set(OwedForm.objects.filter(about=OF_VISIT).values_list("thing_id", "asked", "appointment_id"))
    found = {key[0] for key in expected(on=on) if key not in known}
    past = OwedForm.objects.filter(about=OF_VISIT, state=FormState.OPEN, late_until__lt=on)
    found |= set(past.values_list("thing_id", flat=True))
    closing = PupilRound.objects.filter(closed_as__isnull=True, closes_on__lt=on)
    found |= set(closing.values_list("visit_id", flat=True))
    return tuple(sorted(found))


def tallies(actor: Actor) -> tuple[FormTally, ...]:
    """How the municipality's forms stand, by who is asked. One query."""
    refuse(may_see_counts(actor))
    found: dict[str, Counter[str]] = {}
    for row in OwedForm.objects.values("asked", "state").annotate(count=Count("id")):
        found.setdefault(row["asked"], Counter())[row["state"]] = row["count"]
    order = [one.value for one in FormAsked]
    return tuple(FormTally(asked, **found[asked]) for asked in sorted(found, key=order.index))


def forms_of(actor: Actor, visit_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[OwedForm]]:
    """The forms owed about some visits that the actor may open: all for the coordinator; for a role model the
    group's, the teacher's and their own. One query.
    """
    may_open = visits_of(actor).filter(id__in=list(visit_ids)).values("id")
    rows = OwedForm.objects.filter(about=OF_VISIT, thing_id__in=may_open)
    if actor.role != Role.COORDINATOR:
        own = Q(appointment__account_id=actor.account_id, appointment__role=actor.role)
        rows = rows.filter(Q(appointment__isnull=True) | own)
    found: dict[uuid.UUID, list[OwedForm]] = {}
    order = [one.value for one in FormAsked]
    for one in sorted(
        rows.select_related("appointment__account"), key=lambda row: (order.index(row.asked), row.id)
    ):
        found.setdefault(one.thing_id, []).append(one)
    return found


def form_for(actor: Actor, form_id: uuid.UUID) -> tuple[OwedForm, Visit]:
    """One owed form with its visit. Raises Missing when it is not there for this actor."""
    owed = OwedForm.objects.filter(id=form_id, about=OF_VISIT).first()
    visits = visits_of(actor).select_related("series__institution")
    visit = visits.filter(id=owed.thing_id).first() if owed else None
    if owed is None or visit is None:
        raise Missing
    return owed, visit


def own_form(actor: Actor, visit_id: uuid.UUID) -> OwedForm | None:
    """The actor's own form about a visit, if one is owed."""
    if actor.role != Role.ROLE_MODEL:
        return None
    found = forms_of(actor, [visit_id]).get(visit_id, [])
    return next((one for one in found if one.asked == FormAsked.ROLE_MODEL), None)


def teachers_form(actor: Actor, visit_id: uuid.UUID) -> OwedForm | None:
    """The teacher's form about a visit, if one is owed."""
    found = forms_of(actor, [visit_id]).get(visit_id, [])
    return next((one for one in found if one.asked == FormAsked.TEACHER), None)


def asked_by_link(actor: Actor) -> tuple[str, int]:
    """Which instrument the holder of a form's link is asked, group or teacher. Raises Missing where its time
    is over: by its own day, whatever the clock of the database says.
    """
    assert actor.link_id is not None
    link = links.live(actor.link_id)
    found = (
        PupilRound.objects.filter(id=link.thing_id, closed_as__isnull=True)
        if link.kind == LinkKind.PUPILS
        else OwedForm.objects.filter(id=link.thing_id, state=FormState.OPEN)
    ).first()
    if found is None:
        raise Missing
    return found.instrument, found.instrument_version
