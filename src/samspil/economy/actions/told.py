"""The night after a month is over, sums of the grant are written down for the programme office."""

from __future__ import annotations

from datetime import date, datetime

from samspil.economy.models.told import SpentTold
from samspil.economy.queries import told as queries
from samspil.economy.rules import told as rules
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


def tell_spent(*, by: Actor, at: datetime, on: date) -> bool:
    """Write down what was approved and received by the end of the last month; whether it was written.

    Nothing is written where there is no grant, where the month was told or lies before the grant, and where
    the new sums would say what one or two people were paid: then the month before stands.
    """
    refuse(rules.may_tell(by))
    grant, told_on = queries.grant_told(by), rules.month_end(on)
    if grant is None or told_on < grant.from_on:
        return False
    last = queries.told_last(grant)
    if last is not None and told_on <= last:
        return False
    if rules.says_somebodys_pay(queries.paid_since(grant, last, told_on)):
        return False
    with audit.acting("economy.tell_spent", by=by, at=at) as act:
        audit.hold(grant.id)
        row = SpentTold.objects.create(
            tenant_id=by.tenant_id,
            grant_id=grant.id,
            office_id=grant.office_id,
            told_on=told_on,
            contents=queries.contents(grant, told_on),
        )
        act.about(row, reason=told_on.isoformat())
    return True
