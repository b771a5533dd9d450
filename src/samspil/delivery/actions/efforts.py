"""Counting, once a month, how long registering took: sums by role and kind, of nobody."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from samspil.delivery.models.efforts import Effort
from samspil.delivery.queries import efforts as queries
from samspil.delivery.rules import efforts as rules
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.trust import audit


def count_efforts(*, by: Actor, at: datetime, month: date) -> int:
    """Count an ended month of one municipality; how many registrations. A month is counted once."""
    refuse(rules.may_count(by))
    counts: Counter[tuple[str, str, int]] = Counter()
    if not queries.is_counted(month):
        for role, kind, seconds in queries.durations(by, month):
            step = rules.step_of(seconds)
            if step is not None:
                counts[role, kind, step] += 1
    if not counts:
        return 0
    with audit.acting("delivery.count_efforts", by=by, at=at) as act:
        Effort.objects.bulk_create(
            Effort(tenant_id=by.tenant_id, month=month, role=role, kind=kind, seconds=step, count=count)
            for (role, kind, step), count in sorted(counts.items())
        )
        act.about(people.organisation(by.tenant_id))
    return sum(counts.values())
