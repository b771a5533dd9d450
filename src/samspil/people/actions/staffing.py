"""Writing who stands in for whom, and who is lent to whom."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from django.db.models import Value
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.loans import LoanOffer, LoanTaken
from samspil.people.models.people import Appointment, Organisation
from samspil.people.queries import loans as queries
from samspil.people.queries import people
from samspil.people.rules import staffing as rules
from samspil.people.terms import OrganisationKind, Role
from samspil.trust import audit

# --- deputies


def name_deputy(
    *, by: Actor, at: datetime, on: date, account_id: uuid.UUID, from_on: date, to_on: date, because: str
) -> Appointment:
    """Let one of the own staff coordinate from a day to a day. It ends by itself."""
    refuse(rules.may_name_deputy(by, queries.is_coordinator_proper(by, on=on)))
    refuse(rules.must_be_a_while(from_on, to_on, on))
    refuse(rules.must_have_a_reason(because))
    with audit.acting("people.name_deputy", by=by, at=at) as act:
        audit.hold(account_id)
        refuse(rules.may_stand_in(by, account_id, queries.roles_between(account_id, from_on, to_on)))
        made = Appointment.objects.create(
            tenant_id=by.tenant_id,
            account_id=account_id,
            role=Role.COORDINATOR,
            from_on=from_on,
            to_on=to_on,
            deputy_because=because,
        )
        act.about(made, reason=because)
    return made  # type: ignore[no-any-return]


def end_deputy(*, by: Actor, at: datetime, appointment_id: uuid.UUID) -> None:
    """End a deputy's time at once: it opens nothing from the next request on."""
    refuse(rules.may_end_deputy(by))
    with audit.acting("people.end_deputy", by=by, at=at) as act:
        rows = Appointment.objects.filter(id=appointment_id, ended_at__isnull=True).exclude(deputy_because="")
        if not rows.update(ended_at=Now()):
            raise Missing
        act.about(Appointment(id=appointment_id))


# --- loans


def offer_loan(
    *,
    by: Actor,
    at: datetime,
    on: date,
    appointment_id: uuid.UUID,
    to_tenant_id: uuid.UUID,
    until_on: date,
    certified_until: date | None = None,
) -> LoanOffer:
    """Offer an own mentor to another municipality until the end of a day.

    How long that is comes from the programme's days; when it is over says the database's clock.
    """
    refuse(rules.may_lend(by))
    with audit.acting("people.offer_loan", by=by, at=at) as act:
        audit.hold(appointment_id)
        post = Appointment.objects.filter(id=appointment_id).filter(queries.still_holds()).first()
        refuse(rules.may_be_lent(post, queries.is_offered(by, appointment_id), until_on, on))
        others = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY).exclude(id=by.tenant_id)
        refuse(rules.must_be_there(others.filter(id=to_tenant_id).exists()))
        made = LoanOffer.objects.create(
            tenant_id=by.tenant_id,
            appointment_id=appointment_id,
            account_id=post.account_id,
            to_tenant_id=to_tenant_id,
            offered_on=on,
            until_on=until_on,
            until_at=Now() + (_end_of(until_on) - at),
            certified_until=certified_until,
        )
        act.about(made)
    return made  # type: ignore[no-any-return]


def take_up(*, by: Actor, on: date, offer_id: uuid.UUID) -> Appointment:
    """The host takes an offered mentor: one appointment, one place. Called by an action that is open.

    Raises Missing where the offer does not hold, Refused where it is taken already.
    """
    refuse(rules.may_lend(by))
    audit.hold(offer_id)
    loan = queries.offered_to(by, offer_id)
    posts = people.posts_in(by, loan.account_id, on=on)
    refuse(rules.may_be_taken(loan.taken_on is not None, any(one.role == Role.MENTOR for one in posts)))
    earlier = Appointment.objects.filter(account_id=loan.account_id, loan_until__isnull=False)
    earlier.filter(ended_at__isnull=True).update(ended_at=Now())  # over already; now in the row itself
    home = LoanOffer.objects.presented().values_list("tenant_id", flat=True).get(id=offer_id)
    LoanTaken.objects.create(tenant_id=by.tenant_id, offer_id=offer_id, from_tenant_id=home, taken_on=on)
    return Appointment.objects.create(  # type: ignore[no-any-return]
        tenant_id=by.tenant_id,
        account_id=loan.account_id,
        role=Role.MENTOR,
        capacity=1,
        from_on=on,
        to_on=loan.until_on,
        loan_offer_id=offer_id,
        loan_until=loan.until_at,
    )


def end_loan(*, by: Actor, at: datetime, on: date, offer_id: uuid.UUID) -> None:
    """End a loan early, from either side: it opens nothing from the next request on.

    The home ends its offer, the host its appointment; neither writes in the other's rows.
    """
    refuse(rules.may_lend(by))
    with audit.acting("people.end_loan", by=by, at=at) as act:
        audit.hold(offer_id)
        queries.loan_of(by, offer_id)
        own = LoanOffer.objects.filter(id=offer_id)
        if not own.update(ended_on=Greatest("offered_on", Value(on))):
            posts = Appointment.objects.filter(loan_offer_id=offer_id, ended_at__isnull=True)
            if not posts.update(ended_at=Now()):
                raise Missing
            LoanTaken.objects.filter(offer_id=offer_id).update(ended_on=Greatest("taken_on", Value(on)))
        act.about(LoanOffer(id=offer_id))


def let_end(*, by: Actor, appointment: Appointment, last_on: date, on: date) -> None:
    """Let a mentor's or coach's appointment end after a day. Called by an action that is open."""
    refuse(rules.may_end_post(by, appointment.role))
    refuse(rules.must_end_later(last_on, appointment.from_on, on))
    Appointment.objects.filter(id=appointment.id).update(to_on=last_on)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
