"""What waits around training: certificates that end soon or have ended, and seats nobody was given yet."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.seats import Nomination, SeatShare, SeatWish
from samspil.delivery.models.training import TrainingDay, TrainingEvent
from samspil.delivery.models.training_certificates import TrainingCertificate
from samspil.delivery.queries.waiting_shape import Rows, shaped
from samspil.delivery.terms.forms import OF_TRAINING, FormState
from samspil.delivery.terms.training import EventState
from samspil.kernel.actor import Actor
from samspil.people.terms import EXPIRES_SOON_DAYS


def training_certificates(actor: Actor, on: date) -> Rows:
    """Certificates of staff who still work here that end within two months or have ended."""
    rows = TrainingCertificate.objects.filter(
        Q(appointment__to_on__isnull=True) | Q(appointment__to_on__gte=on),
        ended_on__isnull=True,
        valid_until__lte=on + timedelta(days=EXPIRES_SOON_DAYS),
    )
    return shaped(
        rows,
        "training_end",
        on="valid_until",
        thing="appointment_id",
        name="appointment__account__name",
        more=("track",),
    )


def seats_to_fill(actor: Actor, on: date) -> Rows:
    """Seats that were given to the municipality for staff who wait, on events that have not begun."""
    given = SeatShare.objects.presented().filter(
        municipality_id=actor.tenant_id, event_id=OuterRef("event_id"), given__gt=OuterRef("taken")
    )
    events = TrainingEvent.objects.presented().filter(id=OuterRef("event_id"), state=EventState.PLANNED)
    first = (
        TrainingDay.objects.presented()
        .filter(event_id=OuterRef("event_id"))
        .order_by()
        .values("event_id")
        .annotate(first=Min("on"))
        .values("first")
    )
    rows = (
        SeatWish.objects.filter(Exists(given), Exists(events), asked__gt=F("taken"))
        .annotate(first=Subquery(first), title=Subquery(events.values("title")[:1]))
        .filter(first__gte=on)
    )
    return shaped(rows, "seats", on=None, thing="event_id", name="title", more=("first",))


def cannot_come(actor: Actor, on: date) -> Rows:
    """Staff who said that they cannot come to an event, and the coordinator has not seen it."""
    events = TrainingEvent.objects.presented().filter(id=OuterRef("event_id"))
    rows = Nomination.objects.filter(said_on__isnull=False, said_seen_on__isnull=True)
    rows = rows.annotate(title=Subquery(events.values("title")[:1]))
    return shaped(rows, "cannot_come", on="said_on", name="account__name", more=("title",))


def course_forms(actor: Actor, on: date) -> Rows:
    """Courses about which staff have not answered in time, or missed it and nobody has said why."""
    wanting = OwedForm.objects.filter(
        Q(state=FormState.OPEN, due_on__lt=on) | Q(state=FormState.MISSED, reason=""),
        tenant_id=actor.tenant_id,
        about__in=OF_TRAINING,
    )
    days = TrainingDay.objects.presented().filter(id__in=wanting.values("thing_id"))
    about = Q(id__in=wanting.values("thing_id")) | Q(id__in=days.values("event_id"))
    rows = TrainingEvent.objects.presented().filter(about, state=EventState.CLOSED)
    return shaped(rows, "training_form", on="ended_on", name="title")
