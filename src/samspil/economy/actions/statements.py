"""Drawing up, signing and throwing away a statement of accounts; and writing the accounts it is booked on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from samspil.economy.models.statements import AccountCode, Statement, VoucherList
from samspil.economy.queries import accounts, budget
from samspil.economy.queries import statements as queries
from samspil.economy.rules import statements as rules
from samspil.economy.terms.statements import StatementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit

Cell = tuple[uuid.UUID, str]
"""A line and a kind of cost."""


def draw_statement(*, by: Actor, at: datetime, on: date, year: int) -> Statement:
    """Begin a statement of a year of the grant, or of the whole grant (`year` 0). It holds no figure yet."""
    refuse(rules.may_draw(by))
    with audit.acting("economy.draw_statement", by=by, at=at) as act:
        grant = budget.the_grant(by)
        audit.hold(grant.id)
        refuse(rules.must_have_a_budget(budget.standing(by, grant).current is not None))
        refuse(rules.must_be_a_period(year, budget.years_of(grant), on))
        found = queries.latest(grant, year)
        is_same = False
        if found is not None and found[1] is not None:
            now = accounts.read(accounts.contents(by, grant, year, on=on, has_forecast=False))
            is_same = queries.difference(accounts.read(found[1]), now).is_none
        refuse(rules.must_be_needed(found[0].state if found else None, is_same))
        row = Statement.objects.create(
            tenant_id=by.tenant_id,
            grant_id=grant.id,
            year=year,
            number=found[0].number + 1 if found else 1,
            drawn_by_id=budget.me(by),
            drawn_on=on,
        )
        act.about(row, reason=str(year))
    return row  # type: ignore[no-any-return]


def sign_statement(*, by: Actor, at: datetime, on: date, statement_id: uuid.UUID) -> Statement:
    """Sign a draft: its accounts are frozen as the books stand. The programme office reads the sums, and the
    list of vouchers that they are made of stays with the municipality.
    """
    with audit.acting("economy.sign_statement", by=by, at=at) as act:
        row = queries.draft_row(statement_id)
        refuse(rules.may_sign(by, row.state, row.drawn_by_id))
        grant = budget.the_grant(by)
        audit.hold(grant.id)
        frozen = accounts.contents(by, grant, row.year, on=on)
        VoucherList.objects.create(
            tenant_id=by.tenant_id,
            statement_id=row.id,
            contents=frozen.vouchers,
            digest=accounts.digest_of(frozen.vouchers),
        )
        row.contents = frozen.sums
        row.digest = accounts.digest_of(row.contents)
        row.state, row.signed_by_id, row.signed_on = StatementState.SIGNED, budget.me(by), on
        row.shown_to = grant.office_id
        row.save()
        act.about(row, reason=row.digest[:12])
    return row


def drop_statement(*, by: Actor, at: datetime, statement_id: uuid.UUID) -> None:
    """Throw a draft away."""
    refuse(rules.may_draw(by))
    with audit.acting("economy.drop_statement", by=by, at=at) as act:
        row = queries.draft_row(statement_id)
        refuse(rules.must_be_a_draft(row.state))
        row_id = row.id
        row.delete()
        act.about(Statement(id=row_id, tenant_id=by.tenant_id))


def write_accounts(*, by: Actor, at: datetime, seen: Mapping[Cell, str], codes: Mapping[Cell, str]) -> None:
    """Write which account each kind of cost on each line is booked on; an empty one is taken away.

    `seen` is what stood where it was written. Only what differs from it is written: an account that a
    colleague wrote meanwhile stays, and two who write the same one do not both win.
    """
    refuse(rules.may_draw(by))
    told = {key: " ".join(one.split()) for key, one in codes.items()}
    refuse(rules.must_be_accounts(told))
    with audit.acting("economy.write_accounts", by=by, at=at) as act:
        audit.hold(budget.the_grant(by).id)
        found = budget.standing(by)
        kinds = {str(one.slug) for one in found.concept.cost_rules.eligible.examples}
        if any(line not in {one.id for one in found.lines} or kind not in kinds for line, kind in told):
            raise Missing
        known = {(one.line_id, one.cost_type): one for one in AccountCode.objects.all()}
        stands = {key: one.account for key, one in known.items()}
        refuse(rules.must_stand_as_seen(stands, seen, told))
        for key in rules.changed(seen, told):
            if told[key] == stands.get(key, ""):
                continue
            if key in known:
                known[key].delete()
            if told[key]:
                AccountCode.objects.create(
                    tenant_id=by.tenant_id, line_id=key[0], cost_type=key[1], account=told[key]
                )
        act.about(found.grant, reason="accounts")
