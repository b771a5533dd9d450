"""Reading whom to remind of a form after a visit or a course: once, while it is open and can be answered."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.series import Visit
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.forms import FormAsked, FormState
from samspil.delivery.terms.sending import LetterState
from samspil.delivery.terms.visit_requests import RequestState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.people.terms import INVITABLE

CONFIRMED = (RequestState.PLANNED, RequestState.MOVED)
"""Whoever asked for the visits has confirmed the address, and has not called them off since."""


def due(actor: Actor, *, on: date) -> QuerySet[OwedForm]:
    """The forms whose reminder goes now: their day has come, nobody has answered, and there is time left."""
    refuse(may_send(actor))
    rows: QuerySet[OwedForm] = OwedForm.objects.filter(
        Q(reminder_at__isnull=True) | Q(reminder_at__lte=Now()),
        state=FormState.OPEN,
        reminder="",
        remind_on__lte=on,
        late_until__gte=on,
    )
    return rows


def of_staff(actor: Actor, *, on: date) -> QuerySet[OwedForm]:
    """Those of them that staff who still work here answer themselves."""
    there = people.in_force(INVITABLE, on=on).filter(id=OuterRef("appointment_id"), account__is_active=True)
    return due(actor, on=on).filter(Exists(there), appointment__isnull=False)


def of_teachers(actor: Actor, *, on: date) -> QuerySet[OwedForm]:
    """Those of them that are a teacher's, where whoever asked for the visits confirmed an address."""
    asked = VisitRequest.objects.filter(id=OuterRef("series__request_id"), state__in=CONFIRMED)
    visits = Visit.objects.filter(Exists(asked), id=OuterRef("thing_id"))
    return due(actor, on=on).filter(Exists(visits), asked=FormAsked.TEACHER)


def next_of_staff(actor: Actor, *, on: date) -> uuid.UUID | None:
    """Somebody who is to be reminded now."""
    rows = of_staff(actor, on=on).order_by("appointment_id")
    found: uuid.UUID | None = rows.values_list("appointment_id", flat=True).first()
    return found


def next_of_teachers(actor: Actor, *, on: date) -> uuid.UUID | None:
    """A teacher's form to remind of now."""
    rows = of_teachers(actor, on=on).order_by("remind_on", "id")
    found: uuid.UUID | None = rows.values_list("id", flat=True).first()
    return found


def request_of(owed: OwedForm) -> VisitRequest | None:
    """The request whose visits a teacher's form is about."""
    series = Visit.objects.filter(id=owed.thing_id).values("series__request_id")
    found: VisitRequest | None = VisitRequest.objects.filter(id__in=series, state__in=CONFIRMED).first()
    return found


def stranded(actor: Actor, after: timedelta) -> tuple[uuid.UUID, ...]:
    """Reminders whose worker seems to have died: claimed a while ago, and not marked since."""
    refuse(may_send(actor))
    rows = OwedForm.objects.filter(reminder__in=(LetterState.SENDING, LetterState.HANDING))
    rows = rows.filter(reminder_at__lt=Now() - after)
    return tuple(sorted(set(rows.values_list("letter", flat=True))))
