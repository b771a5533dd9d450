"""Writing hours: added to a month, handed in, approved or returned, and handed on to the payroll."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from samspil.delivery.models.hours import StaffMonth, StaffTime
from samspil.delivery.queries import hours as queries
from samspil.delivery.rules import courses
from samspil.delivery.rules import hours as rules
from samspil.delivery.terms.visit_hours import kinds_of
from samspil.delivery.terms.work import MonthState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Appointment, Organisation
from samspil.trust import audit


def write_month(
    *, by: Actor, at: datetime, on: date, month: date, sums: Mapping[str, int], hand_in: bool = False
) -> StaffMonth:
    """Write one's own month anew: a sum for each kind, no course, no day and no place; and hand it in.

    Handing in counts the own meetings once more and keeps the number: what was handed in stays as it is.
    """
    refuse(rules.may_write_hours(by))
    for kind, amount in sums.items():
        refuse(courses.must_be_one_of(kind, list(kinds_of(by.role)), "kind"))
        refuse(rules.must_be_an_amount(kind, amount))
    with audit.acting("delivery.write_month", by=by, at=at) as act:
        post = queries.own_post(by, on=on)
        refuse(rules.must_have_begun(month, post.from_on, on))
        audit.hold(post.id)
        kept = StaffMonth.objects.select_for_update().filter(appointment_id=post.id, month=month).first()
        kept = kept or StaffMonth.objects.create(tenant_id=by.tenant_id, appointment_id=post.id, month=month)
        refuse(rules.may_change(kept))
        StaffTime.objects.filter(staff_month_id=kept.id).delete()
        StaffTime.objects.bulk_create(
            StaffTime(tenant_id=by.tenant_id, staff_month_id=kept.id, kind=kind, amount=amount)
            for kind, amount in sums.items()
            if amount
        )
        if hand_in:
            refuse(rules.must_be_over(month, on))
            kept.meeting_minutes = queries.own_month(by, month, on=on).meetings
            kept.state, kept.handed_in_on, kept.reason = MonthState.HANDED_IN, on, ""
            kept.save()
        act.about(kept, reason="handed_in" if hand_in else "")
    return kept  # type: ignore[no-any-return]


def decide_month(
    *, by: Actor, at: datetime, on: date, month_id: uuid.UUID, outcome: str, reason: str = ""
) -> None:
    """Approve what somebody handed in, or return it with a reason. Nobody decides about the own hours."""
    refuse(rules.must_say_why(outcome, reason))
    with audit.acting("delivery.decide_month", by=by, at=at) as act:
        rows = StaffMonth.objects.select_for_update(of=("self",)).select_related("appointment")
        month = rows.filter(id=month_id).first()
        if month is None:
            raise Missing
        refuse(rules.may_decide(by, month.appointment, month))
        month.state, month.decided_on = outcome, on
        month.decided_by = Appointment.objects.filter(account_id=by.account_id, role=by.role).last()
        month.reason = reason if outcome == MonthState.RETURNED else ""
        if outcome == MonthState.RETURNED:
            month.meeting_minutes = None
        month.save()
        act.about(month, reason=month.reason or outcome)


def hand_on(*, by: Actor, at: datetime, month: date) -> tuple[queries.Month, ...]:
    """The approved sums of a month for the payroll. That they left is an event of its own."""
    refuse(rules.may_see_hours(by))
    with audit.acting("delivery.hand_on_hours", by=by, at=at) as act:
        found = tuple(one for one in queries.staff_months(by, month) if one.state == MonthState.APPROVED)
        act.about(Organisation(id=by.tenant_id), reason=f"{month:%Y-%m}_{len(found)}")
    return found
