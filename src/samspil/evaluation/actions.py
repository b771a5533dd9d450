"""Writing what may be shown: freezing a month's totals, once."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from samspil.evaluation import queries, rules
from samspil.evaluation.models import MonthEnd, MonthEndBand, MonthEndBurden, MonthEndRow
from samspil.evaluation.terms import COLUMNS
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit, scope


def freeze_month(*, by: Actor, at: datetime, on: date, programme: str, month: date) -> MonthEnd | None:
    """Freeze a programme's totals at the end of `month`; None when they are frozen already.

    Each round is stored whole when at least five are owed, else withheld whole: the database
    function gives no smaller figure, and a constraint refuses one. Of a municipality only the band of
    its coverage is stored, all rounds together, and none where it owed fewer than ten.
    """
    refuse(rules.may_freeze(by))
    first = month.replace(day=1)
    refuse(rules.may_freeze_month(first, on))
    if queries.is_frozen(programme, first):
        return None
    last = first.replace(day=monthrange(first.year, first.month)[1])
    with audit.acting("evaluation.freeze_month", by=by, at=at) as act:
        end = MonthEnd.objects.create(tenant_id=by.tenant_id, programme=programme, month=first, frozen_at=at)
        MonthEndRow.objects.bulk_create(
            MonthEndRow(
                tenant_id=by.tenant_id,
                month_end=end,
                key=key,
                withheld=counts[0] is None,
                **dict(zip(COLUMNS, counts, strict=True)),
            )
            for key, *counts in scope.month_totals(programme, last)
        )
        MonthEndBand.objects.bulk_create(
            MonthEndBand(tenant_id=by.tenant_id, month_end=end, municipality=municipality, band=band)
            for municipality, band in scope.month_bands(programme, last)
        )
        MonthEndBurden.objects.bulk_create(
            MonthEndBurden(tenant_id=by.tenant_id, month_end=end, role=role, kind=kind, median_s=median)
            for role, kind, median in scope.month_burden(first)
        )
        act.about(end)
    return end  # type: ignore[no-any-return]
