"""Reading hours: one's own months, and the sums a coordinator decides about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import TruncMonth

from samspil.delivery.models.courses import Assignment
from samspil.delivery.models.hours import StaffMonth, StaffTime
from samspil.delivery.queries import visit_hours
from samspil.delivery.rules import hours as rules
from samspil.delivery.terms.work import IN_MINUTES, MonthState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Appointment
from samspil.people.terms import INVITABLE, Role

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one person: the sums, how far it has come, and why it was returned if it was.

    `since` are minutes of meetings that were written after it was handed in, and are not in the sum. `visits`
    and `visit_kilometres` are written and decided about at each visit: shown here, and in no sum.
    """

    appointment_id: uuid.UUID
    name: str
    role: Role
    month: date
    state: MonthState
    meetings: int
    sums: dict[str, int] = field(default_factory=dict)
    since: int = 0
    id: uuid.UUID | None = None
    reason: str = ""
    handed_in_on: date | None = None
    visits: int = 0
    visit_kilometres: int = 0

    @property
    def minutes(self) -> int:
        """Everything together, meetings included."""
        return self.meetings + sum(self.sums.get(kind, 0) for kind in IN_MINUTES)


def own_post(actor: Actor, *, on: date) -> Appointment:
    """The appointment under which the actor writes hours. Raises Missing."""
    refuse(rules.may_write_hours(actor))
    rows = Appointment.objects.filter(account_id=actor.account_id, role=actor.role, from_on__lte=on)
    found = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).select_related("account").first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def own_months(actor: Actor, *, on: date) -> tuple[Month, ...]:
    """The actor's months, newest first, at most a year of them. Six questions, however many meetings."""
    post = own_post(actor, on=on)
    first, here = post.from_on.replace(day=1), on.replace(day=1)
    months: list[date] = []
    while here >= first and len(months) < MONTHS_SHOWN:
        months.append(here)
        here = _before(here)
    met = minutes_met([post.id], months[-1], on)
    kept = {one.month: one for one in StaffMonth.objects.filter(appointment_id=post.id)}
    sums = _sums([one.id for one in kept.values()])
    went = visit_hours.sums_by_month([post.id], months[-1], _last(on))
    found = (_month(post, one, kept.get(one), met.get((post.id, one), 0), sums) for one in months)
    return tuple(_with_visits(one, went) for one in found)


def own_month(actor: Actor, month: date, *, on: date) -> Month:
    """One of the actor's months. Raises Missing for one in which the actor did not have the role."""
    post = own_post(actor, on=on)
    if rules.must_have_begun(month, post.from_on, on) is not None:
        raise Missing
    kept = StaffMonth.objects.filter(appointment_id=post.id, month=month).first()
    met = minutes_met([post.id], month, _last(month)).get((post.id, month), 0)
    went = visit_hours.sums_by_month([post.id], month, _last(month))
    return _with_visits(_month(post, month, kept, met, _sums([kept.id] if kept else [])), went)


def staff_months(actor: Actor, month: date) -> tuple[Month, ...]:
    """A month of everyone in the municipality who meets people, by name. Five questions for any number."""
    refuse(rules.may_see_hours(actor))
    held = Appointment.objects.filter(role__in=INVITABLE, from_on__lte=_last(month))
    posts = list(held.filter(Q(to_on__isnull=True) | Q(to_on__gte=month)).select_related("account"))
    ids = [one.id for one in posts]
    met = minutes_met(ids, month, _last(month))
    kept = {one.appointment_id: one for one in StaffMonth.objects.filter(month=month, appointment_id__in=ids)}
    sums = _sums([one.id for one in kept.values()])
    went = visit_hours.sums_by_month(ids, month, _last(month))
    found = (
        _with_visits(_month(one, month, kept.get(one.id), met.get((one.id, month), 0), sums), went)
        for one in posts
    )
    return tuple(sorted(found, key=lambda one: (one.name, one.role)))


def staff_month(actor: Actor, month_id: uuid.UUID) -> Month:
    """One month that somebody wrote. Raises Missing."""
    refuse(rules.may_see_hours(actor))
    kept = StaffMonth.objects.select_related("appointment__account").filter(id=month_id).first()
    if kept is None:
        raise Missing
    post = kept.appointment
    met = minutes_met([post.id], kept.month, _last(kept.month)).get((post.id, kept.month), 0)
    went = visit_hours.sums_by_month([post.id], kept.month, _last(kept.month))
    return _with_visits(_month(post, kept.month, kept, met, _sums([kept.id])), went)


def minutes_met(ids: list[uuid.UUID], first: date, last: date) -> dict[tuple[uuid.UUID, date], int]:
    """Minutes of meetings that each held, by month: no course and no day. One question.

    A meeting counts for who held the course on its day; on a day of handing over, for who took over.
    """
    took_over = Assignment.objects.filter(course_id=OuterRef("course_id"), from_on=OuterRef("to_on"))
    nobody_after = ~Exists(took_over.exclude(id=OuterRef("id")))
    on = "course__session__held_on"
    rows = (
        Assignment.objects.filter(
            Q(to_on__isnull=True)
            | Q(**{f"{on}__lt": F("to_on")})
            | (Q(**{on: F("to_on")}) & Q(nobody_after)),
            mentor_id__in=ids,
            course__session__struck_at__isnull=True,
            **{f"{on}__gte": F("from_on"), f"{on}__range": (first, last)},
        )
        .annotate(in_month=TruncMonth(on))
        .values("mentor_id", "in_month")
        .annotate(minutes_in_all=Sum("course__session__minutes"))
        .order_by()
    )
    return {(row["mentor_id"], row["in_month"]): row["minutes_in_all"] for row in rows}


def _sums(ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    found: dict[uuid.UUID, dict[str, int]] = {}
    for month_id, kind, amount in StaffTime.objects.filter(staff_month_id__in=ids).values_list(
        "staff_month_id", "kind", "amount"
    ):
        found.setdefault(month_id, {})[kind] = amount
    return found


def _month(
    post: Appointment,
    month: date,
    kept: StaffMonth | None,
    met: int,
    sums: dict[uuid.UUID, dict[str, int]],
) -> Month:
    if kept is None:
        return Month(post.id, post.account.name, Role(post.role), month, MonthState.OPEN, met)
    frozen = kept.meeting_minutes
    return Month(
        post.id,
        post.account.name,
        Role(post.role),
        month,
        MonthState(kept.state),
        met if frozen is None else frozen,
        sums.get(kept.id, {}),
        0 if frozen is None else met - frozen,
        kept.id,
        kept.reason,
        kept.handed_in_on,
    )


def _with_visits(one: Month, went: dict[tuple[uuid.UUID, date], tuple[int, int]]) -> Month:
    minutes, kilometres = went.get((one.appointment_id, one.month), (0, 0))
    return replace(one, visits=minutes, visit_kilometres=kilometres)


def _before(month: date) -> date:
    return (
        month.replace(year=month.year - 1, month=12)
        if month.month == 1
        else month.replace(month=month.month - 1)
    )


def _last(month: date) -> date:
    """The last day of a month."""
    after = (
        month.replace(year=month.year + 1, month=1)
        if month.month == 12
        else month.replace(month=month.month + 1)
    )
    return date.fromordinal(after.toordinal() - 1)
