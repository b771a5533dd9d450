"""Asking for the vouchers of one line in one year, showing them for a while, and refusing to."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from samspil.economy.models.askings import ShownVoucher, VoucherAnswer, VoucherAsking
from samspil.economy.queries import askings as queries
from samspil.economy.queries import budget, statements
from samspil.economy.queries.askings import Asking
from samspil.economy.rules import askings as rules
from samspil.economy.rules.words import must_be_about_money
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit, fields


def ask_vouchers(
    *, by: Actor, at: datetime, on: date, statement_id: uuid.UUID, line: str, year: int, reason: str
) -> VoucherAsking:
    """Ask a municipality to see the vouchers of one line in one year of a statement that it signed."""
    refuse(rules.may_ask(by))
    refuse(rules.must_be_a_reason(reason))
    refuse(must_be_about_money(reason, "reason", budget.names()))
    with audit.acting("economy.ask_vouchers", by=by, at=at) as act:
        one, grant, told = statements.told(by, statement_id, on=on)
        audit.hold(grant.id)
        refuse(rules.must_be_apart(told.list_digest))
        refuse(rules.must_be_a_line((line, year) in {(row.line, row.year) for row in told.rows}))
        refuse(rules.must_be_the_only_one(queries.is_asked(by, statement_id, line, year)))
        row = VoucherAsking(
            id=uuid7(),
            tenant_id=by.tenant_id,
            municipality_id=one.tenant_id,
            statement_id=statement_id,
            line=line,
            year=year,
            asked_on=on,
            asked_by_id=budget.me(by),
        )
        fields.seal(row, reason=reason.strip())
        row.save(force_insert=True)
        act.about(row, reason=str(year))
    return row


def show_vouchers(
    *,
    by: Actor,
    at: datetime,
    on: date,
    asking_id: uuid.UUID,
    until_on: date,
    numbers: Collection[int] | None = None,
    words: str = "",
) -> VoucherAnswer:
    """Show the vouchers with these numbers, or all of the line, to whoever asked, to the end of a day.

    How long that is comes from the programme's days; when it is over says the database's clock.
    """
    refuse(rules.may_answer(by))
    refuse(rules.must_be_until(until_on, on))
    refuse(must_be_about_money(words, "words", budget.names()))
    with audit.acting("economy.show_vouchers", by=by, at=at) as act:
        found = _held(by, asking_id)
        listed = queries.to_choose(by, found, on=on)
        known = {one.number for one in listed}
        asked = known if numbers is None else set(numbers)
        refuse(rules.must_be_some(asked, known))
        refuse(rules.must_not_leave_one(known - asked - queries.ever_shown(by, found)))
        chosen = [one for one in listed if one.number in asked]
        row = _answer(by, found, on)
        row.is_shown, row.count, row.until_on = True, len(chosen), until_on
        row.until_at = Now() + (_end_of(until_on) - at)
        fields.seal(row, words=words.strip())
        row.save(force_insert=True)
        row.refresh_from_db(fields=["until_at"])
        assert row.until_at is not None
        ShownVoucher.objects.bulk_create(
            ShownVoucher(
                tenant_id=by.tenant_id,
                answer_id=row.id,
                office_id=found.office_id,
                until_at=row.until_at,
                **{name: getattr(one, name) for name in queries.COLUMNS},
            )
            for one in chosen
        )
        act.about(row, reason=f"{len(chosen)} until {until_on.isoformat()}")
    return row


def refuse_vouchers(*, by: Actor, at: datetime, on: date, asking_id: uuid.UUID, words: str) -> VoucherAnswer:
    """Refuse to show them, and say why. That is an answer too."""
    refuse(rules.may_answer(by))
    refuse(rules.must_say_why_not(words))
    refuse(must_be_about_money(words, "words", budget.names()))
    with audit.acting("economy.refuse_vouchers", by=by, at=at) as act:
        row = _answer(by, _held(by, asking_id), on)
        row.is_shown, row.count = False, 0
        fields.seal(row, words=words.strip())
        row.save(force_insert=True)
        act.about(row, reason="refused")
    return row


def _held(by: Actor, asking_id: uuid.UUID) -> Asking:
    """What was asked, as it is now that nobody else answers it. Raises Missing."""
    audit.hold(queries.asking(by, asking_id).grant_id)
    found = queries.asking(by, asking_id)
    refuse(rules.must_wait(found.is_shown is not None))
    return found


def _answer(by: Actor, found: Asking, on: date) -> VoucherAnswer:
    return VoucherAnswer(
        id=uuid7(),
        tenant_id=by.tenant_id,
        asking_id=found.id,
        statement_id=found.statement_id,
        office_id=found.office_id,
        answered_on=on,
        answered_by_id=budget.me(by),
    )


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
