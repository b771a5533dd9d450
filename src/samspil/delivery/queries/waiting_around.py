"""What waits around the courses: staff, moves, loans, hours, offers to parents."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
)

from samspil.delivery.models.hours import StaffMonth
from samspil.delivery.models.matching import Conflict
from samspil.delivery.models.moves import Move
from samspil.delivery.models.parents import ParentOffer
from samspil.delivery.queries import handover, moves
from samspil.delivery.queries.courses import visible
from samspil.delivery.queries.waiting_shape import SOON, Rows, shaped
from samspil.delivery.terms.courses import HELD
from samspil.delivery.terms.families import OfferAnswer
from samspil.delivery.terms.matching import MoveState
from samspil.delivery.terms.work import MonthState
from samspil.kernel.actor import Actor
from samspil.people.models.staff import StaffCertificate
from samspil.people.queries import loans
from samspil.people.terms import EXPIRES_SOON_DAYS


def hours_handed_in(actor: Actor, on: date) -> Rows:
    """Months that were handed in and wait for a yes or a reason."""
    return shaped(
        StaffMonth.objects.filter(tenant_id=actor.tenant_id, state=MonthState.HANDED_IN),
        "hours",
        on="handed_in_on",
        name="appointment__account__name",
        more=("month",),
    )


def parent_offers(actor: Actor, on: date) -> Rows:
    """Offers to parents that have waited for an answer since an earlier month."""
    rows = ParentOffer.objects.filter(
        tenant_id=actor.tenant_id, answer=OfferAnswer.OFFERED, month__lt=on.replace(day=1)
    )
    return shaped(rows, "parent_offer", on=None, more=("occasion",))


def certificates(actor: Actor, on: date) -> Rows:
    """The last certificate of a kind that somebody has, where it ends within two months or has ended."""
    later = StaffCertificate.objects.filter(
        appointment_id=OuterRef("appointment_id"),
        kind=OuterRef("kind"),
        valid_until__gt=OuterRef("valid_until"),
    )
    rows = StaffCertificate.objects.filter(
        Q(appointment__to_on__isnull=True) | Q(appointment__to_on__gte=on),
        ~Exists(later),
        valid_until__lte=on + timedelta(days=EXPIRES_SOON_DAYS),
    )
    return shaped(
        rows,
        "certificate",
        on="valid_until",
        thing="appointment_id",
        name="appointment__account__name",
        more=("kind",),
    )


def own_conflicts(actor: Actor, on: date) -> Rows:
    """Courses whose mentor or coach has said that somebody else should have them."""
    rows = Conflict.objects.filter(
        course_id__in=visible(actor).filter(state__in=HELD).values("id"),
        course__mentor_id=F("mentor_id"),
    )
    return shaped(
        rows,
        "conflict",
        on=None,
        course="course_id",
        code="course__code",
        concept="course__concept_id",
        name="mentor__account__name",
        more=("because", "course__state"),
    )


def without_anybody(actor: Actor, on: date) -> Rows:
    """Courses under way whose mentor or coach works here no more, or whose loan is over."""
    return shaped(
        handover.without_anybody(actor, on),
        "without_anybody",
        on=None,
        thing="mentor_id",
        course="id",
        code="code",
        concept="concept_id",
        name="mentor__account__name",
        more=("state",),
    )


def arrivals(actor: Actor, on: date) -> Rows:
    """Courses that another municipality proposes to move here."""
    return shaped(moves.coming_rows(actor), "arrival", on="moves_on", name="sender")


def moves_that_failed(actor: Actor, on: date) -> Rows:
    """Moves that came to nothing in the last week: declined there, or not answered in time."""
    rows = Move.objects.filter(
        state__in=(MoveState.DECLINED, MoveState.EXPIRED),
        ended_on__gte=on - SOON,
        course_id__in=visible(actor).values("id"),
    )
    return shaped(
        rows, "move_failed", on=None, course="course_id", code="course__code", more=("state", "ended_on")
    )


def loans_offered(actor: Actor, on: date) -> Rows:
    """Mentors another municipality offers, and nobody has taken yet."""
    return shaped(loans.untaken_rows(actor), "loan_offer", on=None, name="account__name", more=("until_on",))
