"""What approved hours come to, for the grant: one sum a person and month, no course, day or place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from samspil.delivery.models.hours import StaffMonth, StaffTime
from samspil.delivery.queries.payable_visits import paid_by_month
from samspil.delivery.rules import hours as rules
from samspil.delivery.terms.work import IN_KILOMETRES, IN_MINUTES, MonthState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Appointment
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class Payable:
    """One month of one of staff. Visits have their amounts in øre; the rest has minutes and kilometres."""

    appointment_id: uuid.UUID
    account_id: uuid.UUID
    name: str
    role: Role
    month: date
    minutes: int
    kilometres: int
    visit_minutes: int
    visit_fee: int
    visit_travel: int
    is_waiting: bool
    """Whether some of the month's hours of visits are not decided about yet."""


def payable(actor: Actor, *, on: date) -> tuple[Payable, ...]:
    """Every month that is over and has approved hours, the latest first. Four queries, however many rows."""
    refuse(rules.may_see_hours(actor))
    return _payable_months(on)


def payable_without_names(actor: Actor, *, on: date) -> tuple[Payable, ...]:
    """The same with no name in it, for whoever reads the accounts of the grant."""
    refuse(rules.may_see_sums(actor))
    return tuple(replace(one, name="") for one in _payable_months(on))


def _payable_months(on: date) -> tuple[Payable, ...]:
    this_month = on.replace(day=1)
    months = StaffMonth.objects.filter(state=MonthState.APPROVED, month__lt=this_month)
    found: dict[tuple[uuid.UUID, date], dict[str, Any]] = {}
    keys: dict[uuid.UUID, tuple[uuid.UUID, date]] = {}
    for one in months:
        keys[one.id] = one.appointment_id, one.month
        found[keys[one.id]] = {"minutes": one.meeting_minutes or 0, "kilometres": 0}
    sums = (
        StaffTime.objects.filter(staff_month_id__in=list(keys))
        .values("staff_month_id")
        .annotate(
            spent=Sum("amount", filter=Q(kind__in=IN_MINUTES)),
            driven=Sum("amount", filter=Q(kind__in=IN_KILOMETRES)),
        )
    )
    for row in sums:
        told = found[keys[row["staff_month_id"]]]
        told["minutes"] += row["spent"] or 0
        told["kilometres"] += row["driven"] or 0
    for row in paid_by_month(this_month):
        told = found.setdefault((row["appointment_id"], row["month"]), {"minutes": 0, "kilometres": 0})
        told |= {
            "visit_minutes": row["spent"] or 0,
            "visit_fee": row["paid"] or 0,
            "visit_travel": row["travel"] or 0,
            "is_waiting": bool(row["claimed"]),
        }
    posts = {
        one.id: one
        for one in Appointment.objects.filter(id__in={key for key, _month in found}).select_related("account")
    }
    rows = (_payable(posts[key], month, told) for (key, month), told in found.items() if key in posts)
    some = (one for one in rows if one.minutes or one.kilometres or one.visit_minutes)
    return tuple(sorted(some, key=lambda one: (-one.month.toordinal(), one.name, one.appointment_id)))


def _payable(post: Appointment, month: date, told: dict[str, Any]) -> Payable:
    return Payable(
        post.id,
        post.account_id,
        post.account.name,
        Role(post.role),
        month,
        told["minutes"],
        told["kilometres"],
        told.get("visit_minutes", 0),
        told.get("visit_fee", 0),
        told.get("visit_travel", 0),
        told.get("is_waiting", False),
    )
