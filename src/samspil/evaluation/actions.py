"""Writing what may be shown: freezing a month's totals, and what its goals had come to, once."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from samspil.evaluation import queries, rules
from samspil.evaluation.models import MonthEnd, MonthEndAim, MonthEndBand, MonthEndBurden, MonthEndRow
from samspil.evaluation.terms import COLUMNS
from samspil.governance.queries import told
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


def freeze_aims(*, by: Actor, at: datetime, programme: str, month: date) -> int:
    """Freeze what the programme's measures had come to at the end of a month whose totals are frozen.

    All of it is counted by days, so that a month that is frozen later says the same; coverage is read from
    the frozen rows. How many values were written: 0 where they are there already, or the totals are not.
    """
    refuse(rules.may_freeze(by))
    first = month.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    end = MonthEnd.objects.filter(programme=programme, month=first).first()
    if end is None or MonthEndAim.objects.filter(month_end=end).exists():
        return 0
    shown = MonthEndRow.objects.filter(month_end=end, withheld=False)
    values = [
        *scope.month_aims(programme, last),
        ("coverage", "", rules.coverage_of(list(shown.values_list("owed", "done", "late")))),
        ("obligations_met", "", told.share_met(by, programme, last)),
        ("network_meetings", "", told.network_meetings(by, programme, last)),
    ]
    with audit.acting("evaluation.freeze_aims", by=by, at=at) as act:
        MonthEndAim.objects.bulk_create(
            MonthEndAim(
                tenant_id=by.tenant_id,
                month_end=end,
                programme=programme,
                month=first,
                measure=measure,
                part=part,
                value=value,
            )
            for measure, part, value in values
        )
        act.about(end)
    return len(values)
