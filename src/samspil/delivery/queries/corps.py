"""Reading the corps: who is trained and certified, and what they have used it for."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from samspil.delivery.models.courses import Assignment
from samspil.delivery.models.networks import NetworkFacilitator
from samspil.delivery.models.seats import Nomination
from samspil.delivery.models.supervision import AdviceCount, Supervised
from samspil.delivery.models.training_certificates import TrainingCertificate
from samspil.delivery.queries.gates import good_on, passes_on
from samspil.delivery.queries.pairs import gone_on
from samspil.delivery.queries.training_certificates import last_words
from samspil.delivery.rules.gates import may_tend_the_corps
from samspil.delivery.terms.families import MeetingState
from samspil.delivery.terms.training import ACTIVE_DAYS, CorpsUse
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Appointment
from samspil.people.queries.loans import still_holds
from samspil.people.terms import WITH_PROFILE, Role


@dataclass(frozen=True, slots=True)
class InCorps:
    """One member of the corps; `use` only where the training was completed."""

    appointment_id: uuid.UUID
    name: str
    role: Role
    is_trained: bool
    valid_until: date | None
    use: CorpsUse | None
    advice_count: int
    supervised_minutes: int
    passes: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class CorpsFigures:
    """The corps in numbers: everyone certified or once certified is in exactly one of `uses`."""

    trained: int
    certified: int
    passes: int
    uses: dict[CorpsUse, int]
    advice_count: int
    minutes_per_active: int | None


def corps(actor: Actor, *, on: date) -> tuple[InCorps, ...]:
    """Everyone of the own staff who meets people, with those who have left. One query, by name."""
    refuse(may_tend_the_corps(actor))
    since = on - timedelta(days=ACTIVE_DAYS)
    rows = _told(Appointment.objects.filter(role__in=list(WITH_PROFILE), loan_until__isnull=True), on, since)
    found = [_member(one, on, since) for one in rows]
    return tuple(sorted(found, key=lambda one: (one.use == CorpsUse.LEFT, one.name, one.appointment_id)))


def figures(members: Iterable[InCorps]) -> CorpsFigures:
    """What the overview says in numbers."""
    every = tuple(members)
    uses = Counter(one.use for one in every if one.use is not None)
    active = [one.supervised_minutes for one in every if one.use == CorpsUse.ACTIVE]
    return CorpsFigures(
        trained=sum(one.is_trained for one in every),
        certified=sum(one.valid_until is not None for one in every),
        passes=sum(one.passes for one in every),
        uses={one: uses[one] for one in CorpsUse},
        advice_count=sum(one.advice_count for one in every),
        minutes_per_active=round(sum(active) / len(active)) if active else None,
    )


def _told(rows: Any, on: date, since: date) -> Any:
    of_them = {"appointment_id": OuterRef("id")}
    of_account = {"account_id": OuterRef("account_id"), "track": OuterRef("role")}
    completed = last_words().filter(
        municipality_id=OuterRef("tenant_id"), completed=True, nomination_id=OuterRef("id")
    )
    trained = Nomination.objects.filter(**of_them)
    held = Assignment.objects.filter(mentor_id=OuterRef("id"))
    led = NetworkFacilitator.objects.filter(
        coach_id=OuterRef("id"), network__meetings__state=MeetingState.HELD
    )
    visits = gone_on().filter(**of_them)
    advice = AdviceCount.objects.filter(**of_them)
    supervised = Supervised.objects.filter(
        **of_them, supervision__on__gt=since, supervision__struck_on__isnull=True
    )
    passes = passes_on(on).filter(**of_them).values("appointment_id")
    certificates = TrainingCertificate.objects.filter(**of_account)
    return rows.select_related("account").annotate(
        trained=Exists(trained.filter(Exists(completed))),
        valid=Subquery(
            certificates.filter(good_on(on)).order_by("-valid_until").values("valid_until")[:1],
            output_field=DateField(),
        ),
        was_certified=Exists(certificates),
        active=Exists(held.filter(Q(to_on__isnull=True) | Q(to_on__gt=since)))
        | Exists(led.filter(network__meetings__held_on__gt=since))
        | Exists(visits.filter(visit__on__gt=since)),
        was_active=Exists(held) | Exists(led) | Exists(visits),
        advised=_number(
            advice.filter(month__gte=since.replace(day=1)).values("appointment_id").annotate(n=Sum("count"))
        ),
        advised_ever=Exists(advice),
        minutes=_number(supervised.values("appointment_id").annotate(n=Sum("supervision__minutes"))),
        n_passes=_number(passes.annotate(n=Sum(1, output_field=IntegerField()))),
        here=Exists(
            Appointment.objects.filter(
                Q(to_on__isnull=True) | Q(to_on__gte=on), still_holds(), id=OuterRef("id")
            )
        ),
    )


def _number(counted: Any) -> Any:
    return Coalesce(Subquery(counted.values("n")[:1], output_field=IntegerField()), 0)


def _member(row: Any, on: date, since: date) -> InCorps:
    return InCorps(
        appointment_id=row.id,
        name=row.account.name,
        role=Role(row.role),
        is_trained=row.trained or row.was_certified,
        valid_until=row.valid if row.here else None,
        use=_use(row) if row.trained or row.was_certified else None,
        advice_count=row.advised,
        supervised_minutes=row.minutes,
        passes=row.n_passes,
        is_here=row.here and row.from_on <= on and row.account.is_active,
    )


def _use(row: Any) -> CorpsUse:
    if not row.here:
        return CorpsUse.LEFT
    if row.active:
        return CorpsUse.ACTIVE
    if row.advised:
        return CorpsUse.ONLY_ADVICE
    return CorpsUse.EARLIER if row.was_active or row.advised_ever else CorpsUse.NEVER
