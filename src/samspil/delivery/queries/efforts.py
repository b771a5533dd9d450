"""How long each registration of a month took: derived from what stands anyway, and kept of nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Min

from samspil.delivery.models.efforts import Effort
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.terms.efforts import Registration
from samspil.kernel.actor import Actor
from samspil.kernel.ids import made_at
from samspil.people.terms import Role
from samspil.trust.models import AuditEvent, Link

VERBS = {
    "delivery.log_session": Registration.SESSION,
    "delivery.give_impression": Registration.IMPRESSION,
}
"""The acts whose row has the key that its page was made with, so that the key tells when the page came."""


def is_counted(month: date) -> bool:
    """Whether a month of the organisation was counted already."""
    return bool(Effort.objects.filter(month=month).exists())


def durations(actor: Actor, month: date) -> Iterator[tuple[str, Registration, float]]:
    """(role, what, seconds) of every registration of a month, by the real clock. Two queries.

    Staff: from the page that asked to the first event that says it was written. The person: from the first
    opening of the link to the moment it was used.
    """
    events = AuditEvent.objects.filter(verb__in=VERBS, at__year=month.year, at__month=month.month)
    firsts = events.values("verb", "role", "thing_id").annotate(first=Min("recorded_at")).order_by()
    for verb, role, key, recorded in firsts.values_list("verb", "role", "thing_id", "first"):
        began = made_at(key)
        if began is not None:
            yield role, VERBS[verb], (recorded - began).total_seconds()
    answered = Measurement.objects.filter(answered_on__year=month.year, answered_on__month=month.month)
    used = Link.objects.filter(
        kind="measurement",
        thing_id__in=answered.values("id"),
        opened_at__isnull=False,
        used_at__isnull=False,
        revoked_at__isnull=True,
    )
    for opened, sent in used.values_list("opened_at", "used_at"):
        yield Role.LINK_HOLDER, Registration.ANSWERS, (sent - opened).total_seconds()
