"""Writing supervision and network days, striking out a mistaken one, and counting sparring."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from samspil.delivery.models.supervision import AdviceCount, Supervised, Supervision
from samspil.delivery.queries import supervision as queries
from samspil.delivery.rules import gates as corps_rules
from samspil.delivery.rules import supervision as rules
from samspil.delivery.rules.seats import must_be_staff
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.ids import uuid7
from samspil.people.models.people import Appointment
from samspil.people.queries import people
from samspil.people.terms import WITH_PROFILE
from samspil.trust import audit


@dataclass(frozen=True, slots=True)
class Supported:
    """What may be said of supervision: the kind, the day, how long, themes of a list, and who was there."""

    kind: str
    held_on: date
    minutes: int
    themes: tuple[str, ...]
    who: tuple[uuid.UUID, ...]


def write_supervision(
    *, by: Actor, at: datetime, on: date, held: Supported, key: uuid.UUID | None = None
) -> Supervision:
    """Supervision or a network day was held. The same `key` is written once."""
    refuse(corps_rules.may_tend_the_corps(by))
    key = key or uuid7()
    audit.hold(key)
    known: Supervision | None = Supervision.objects.filter(id=key).first()
    if known is not None:
        return known
    refuse(rules.must_be_supervision(held.kind, held.held_on, held.minutes, held.themes, on))
    able = people.in_force(WITH_PROFILE, on=held.held_on)
    refuse(must_be_staff(held.who, set(able.values_list("id", flat=True))))
    with audit.acting("delivery.write_supervision", by=by, at=at) as act:
        row = Supervision.objects.create(
            id=key,
            tenant_id=by.tenant_id,
            kind=held.kind,
            on=held.held_on,
            minutes=held.minutes,
            themes=list(dict.fromkeys(held.themes)),
        )
        Supervised.objects.bulk_create(
            Supervised(tenant_id=by.tenant_id, supervision=row, appointment_id=one)
            for one in dict.fromkeys(held.who)
        )
        act.about(row, reason=held.kind)
    return row  # type: ignore[no-any-return]


def strike_supervision(*, by: Actor, at: datetime, on: date, supervision_id: uuid.UUID, because: str) -> None:
    """Strike out what was written by mistake: it stays to be seen and counts nowhere."""
    refuse(corps_rules.may_tend_the_corps(by))
    refuse(rules.must_say_why_struck(because))
    with audit.acting("delivery.strike_supervision", by=by, at=at) as act:
        row = queries.supervision_for(by, supervision_id, to_change=True)
        refuse(rules.must_stand(row))
        row.struck_on, row.struck_because = on, because
        row.save(update_fields=["struck_on", "struck_because"])
        act.about(row, reason=because)


def count_advice(*, by: Actor, month: date) -> None:
    """Count one talk with another professional for the one who gave it: the month alone, never the talk.

    Called by the action that counts the talk, which is open.
    """
    post = (
        Appointment.objects.filter(account_id=by.account_id, role=by.role, role__in=list(WITH_PROFILE))
        .order_by("-from_on")
        .first()
    )
    if post is None:
        return
    audit.hold(post.id)
    row = AdviceCount.objects.filter(appointment_id=post.id, month=month)
    if not row.update(count=F("count") + 1):
        AdviceCount.objects.create(tenant_id=by.tenant_id, appointment=post, month=month, count=1)
