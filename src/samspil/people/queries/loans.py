"""Reading loans and deputies: what still holds, what is offered, who stands in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Now

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.models.loans import LoanOffer, LoanTaken
from samspil.people.models.people import Appointment, Organisation
from samspil.people.rules.staffing import may_stand_in
from samspil.people.terms import Role

SHOWN = 25


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan as either side sees it: never for which course. `id` is the offer's."""

    id: uuid.UUID
    account_id: uuid.UUID
    name: str
    other: str
    """The other organisation: the host for the home, the home for the host."""
    until_on: date
    until_at: datetime
    certified_until: date | None
    taken_on: date | None
    ended_on: date | None
    is_live: bool


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody who stands in for the coordinator."""

    appointment_id: uuid.UUID
    name: str
    because: str
    from_on: date
    to_on: date


def live_offers() -> Q:
    """What makes an offer of a loan hold, by the database's clock."""
    return Q(until_at__gt=Now(), ended_on__isnull=True)


def still_holds(path: str = "") -> Q:
    """An appointment that was not ended at once and, where it is a loan, whose time has not come and
    which the lending organisation has not ended. `path` leads from another table to the appointment.
    """
    offer = LoanOffer.objects.presented().filter(live_offers(), id=OuterRef(f"{path}loan_offer_id"))
    is_own = Q(**{f"{path}loan_until__isnull": True})
    lasts = Q(Exists(offer), **{f"{path}loan_until__gt": Now()})
    return Q(**{f"{path}ended_at__isnull": True}) & (is_own | lasts)


def is_over(appointment: Appointment) -> bool:
    """Whether somebody who was on loan is so no more; asks nothing where there is no loan."""
    if appointment.loan_until is None:
        return False
    return not Appointment.objects.filter(id=appointment.id).filter(still_holds()).exists()


def lent(actor: Actor, *, live: bool = False) -> tuple[Loan, ...]:
    """The mentors the actor's organisation has offered to others, newest first; ended ones unless `live`."""
    rows = _lent(actor).filter(live_offers()) if live else _lent(actor)
    return tuple(_loan(one) for one in rows.order_by("-id")[:SHOWN])


def borrowed(actor: Actor) -> tuple[Loan, ...]:
    """The mentors other municipalities offer or lend to the actor's, the earliest end first."""
    return tuple(_loan(one) for one in _offered(actor).order_by("until_at", "id")[:SHOWN])


def untaken_rows(actor: Actor):  # type: ignore[no-untyped-def]
    """The offers to the actor's municipality that hold and nobody has taken."""
    taken = LoanTaken.objects.filter(offer_id=OuterRef("id"))
    offers = LoanOffer.objects.presented().filter(live_offers(), to_tenant_id=actor.tenant_id)
    return offers.filter(~Exists(taken))


def offered_to(actor: Actor, offer_id: uuid.UUID) -> Loan:
    """One offer that holds, as the host sees it. Raises Missing."""
    row = _offered(actor).filter(id=offer_id).first()
    if row is None:
        raise Missing
    return _loan(row)


def loan_of(actor: Actor, offer_id: uuid.UUID) -> Loan:
    """One loan that still holds and that the actor's organisation gives or takes. Raises Missing."""
    row = _lent(actor).filter(id=offer_id).first() or _offered(actor).filter(id=offer_id).first()
    if row is None or not (loan := _loan(row)).is_live:
        raise Missing
    return loan


def is_offered(actor: Actor, appointment_id: uuid.UUID) -> bool:
    """Whether an own mentor is offered or lent to another municipality now."""
    rows = _lent(actor).filter(live_offers(), appointment_id=appointment_id, left_on__isnull=True)
    return bool(rows.exists())


def is_coordinator_proper(actor: Actor, *, on: date) -> bool:
    """Whether the actor coordinates in its own right, and not as somebody's deputy."""
    rows = Appointment.objects.filter(account_id=actor.account_id, role=Role.COORDINATOR, deputy_because="")
    return bool(rows.filter(_on_some_day(on, on)).exists())


def roles_between(account_id: uuid.UUID, from_on: date, to_on: date) -> frozenset[Role]:
    """The roles an account holds of its own in the open scope's organisation on any of these days."""
    rows = Appointment.objects.filter(account_id=account_id, loan_until__isnull=True)
    found = rows.filter(_on_some_day(from_on, to_on), account__is_active=True)
    return frozenset(Role(one) for one in found.values_list("role", flat=True))


def able_to_stand_in(actor: Actor, *, on: date) -> tuple[tuple[uuid.UUID, str], ...]:
    """The own staff a coordinator may choose from, by name: account and name. Rules have the last word."""
    rows = Appointment.objects.filter(
        _on_some_day(on, on), loan_until__isnull=True, account__is_active=True
    ).values_list("account_id", "account__name", "role")
    held: dict[tuple[uuid.UUID, str], set[str]] = {}
    for account_id, name, role in rows:
        held.setdefault((account_id, name), set()).add(role)
    able = [who for who, roles in held.items() if may_stand_in(actor, who[0], roles) is None]
    return tuple(sorted(able, key=lambda one: one[1]))


def deputies(actor: Actor, *, on: date) -> tuple[Deputy, ...]:
    """Who stands in for the coordinator now or later, the earliest first."""
    rows = Appointment.objects.filter(ended_at__isnull=True, to_on__gte=on).exclude(deputy_because="")
    return tuple(
        Deputy(one.id, one.account.name, one.deputy_because, one.from_on, one.to_on)
        for one in rows.select_related("account").order_by("from_on", "id")[:SHOWN]
    )


def deputy(actor: Actor, appointment_id: uuid.UUID, *, on: date) -> Deputy:
    """One of them. Raises Missing."""
    found = [one for one in deputies(actor, on=on) if one.appointment_id == appointment_id]
    if not found:
        raise Missing
    return found[0]


def _lent(actor: Actor):  # type: ignore[no-untyped-def]
    taken = LoanTaken.objects.presented().filter(
        offer_id=OuterRef("id"), tenant_id=OuterRef("to_tenant_id"), from_tenant_id=actor.tenant_id
    )
    return _told(LoanOffer.objects.all(), "to_tenant_id", taken)


def _offered(actor: Actor):  # type: ignore[no-untyped-def]
    rows = LoanOffer.objects.presented().filter(live_offers(), to_tenant_id=actor.tenant_id)
    return _told(rows, "tenant_id", LoanTaken.objects.filter(offer_id=OuterRef("id")))


def _told(rows, other: str, taken):  # type: ignore[no-untyped-def]
    return rows.select_related("account").annotate(
        other=Subquery(Organisation.objects.filter(id=OuterRef(other)).values("name")[:1]),
        taken_on=Subquery(taken.values("taken_on")[:1]),
        left_on=Subquery(taken.values("ended_on")[:1]),
        live=ExpressionWrapper(live_offers(), output_field=BooleanField()),
    )


def _on_some_day(from_on: date, to_on: date) -> Q:
    runs = Q(from_on__lte=to_on) & (Q(to_on__isnull=True) | Q(to_on__gte=from_on))
    return runs & Q(ended_at__isnull=True)


def _loan(row: Any) -> Loan:
    ended_on = row.ended_on or row.left_on
    return Loan(
        id=row.id,
        account_id=row.account_id,
        name=row.account.name,
        other=row.other or "",
        until_on=row.until_on,
        until_at=row.until_at,
        certified_until=row.certified_until,
        taken_on=row.taken_on,
        ended_on=ended_on,
        is_live=row.live and ended_on is None,
    )
