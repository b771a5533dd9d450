"""Opening a grant from the concept file, writing and sending its budget, and money in and back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from samspil.economy.models.budget import BudgetAmount, BudgetLine, BudgetVersion, Grant, GrantPayment
from samspil.economy.queries import books, budget
from samspil.economy.queries.budget import Standing
from samspil.economy.rules import budget as rules
from samspil.economy.rules.budget import Cell
from samspil.economy.rules.words import must_be_about_money
from samspil.economy.terms.budget import BudgetKind, BudgetState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, Refused, refuse
from samspil.kernel.ids import uuid7
from samspil.kernel.money import Money
from samspil.people.queries import people
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept, Party
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Opening:
    """What the grant letter says beside the concept file: numbers, the account, deadlines."""

    cvr: str = ""
    ean: str = ""
    office_cvr: str = ""
    account_string: str = ""
    statement_due_on: date | None = None
    carry_over_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that the budget has not had: what it pays for, and its amounts by year."""

    title: str
    amounts: Mapping[int, Money]


@dataclass(frozen=True, slots=True)
class Asking:
    """A whole version of the budget as it is written: its kind, every amount, a new line if any, and why."""

    kind: str
    amounts: Mapping[Cell, Money]
    reason: str = ""
    new_line: NewLine | None = None


def open_grant(*, by: Actor, at: datetime, on: date, opening: Opening) -> Grant:
    """Open the grant of the municipality's programme, as the concept file has it.

    Where the document has the municipality's own table, those amounts are the first budget and count at once.
    Where it has not, there are the same lines without an amount, to be filled in as the first version.
    """
    refuse(rules.may_send(by))
    refuse(rules.must_be_numbers(opening.cvr, opening.ean, opening.office_cvr))
    with audit.acting("economy.open_grant", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        if budget.grant_of(by) is not None:
            raise Refused(Refusal(rules.OPEN_ALREADY))
        loaded = programme.programme_of(people.organisation(by.tenant_id).municipality_code, on=on)
        concept, party = loaded.concept, _party(by, loaded.concept)
        grant = Grant.objects.create(
            tenant_id=by.tenant_id,
            concept_id=loaded.id,
            programme=concept.slug,
            party=party.slug,
            office_id=budget.programme_office().id,
            title=concept.title[:120],
            from_on=concept.period.from_,
            to_on=concept.period.to,
            opened_on=on,
            opened_by_id=budget.me(by),
            **{name: getattr(opening, name) for name in Opening.__dataclass_fields__},
        )
        lines = [
            BudgetLine(tenant_id=by.tenant_id, grant_id=grant.id, slug=one.slug, position=number)
            for number, one in enumerate(concept.grant.lines)
        ]
        BudgetLine.objects.bulk_create(lines)
        if concept.grant.party == party.slug:
            tables = zip(lines, concept.grant.lines, strict=True)
            amounts = {
                (line.id, year): Money.of_kroner(kroner)
                for line, said in tables
                for year, kroner in said.amounts.by_year
            }
            first = _new_version(by, grant, BudgetKind.INITIAL, number=1, builds_on=0)
            _write_amounts(by, first, amounts)
            _send(by, grant, first, BudgetState.APPROVED, on)
        act.about(grant, reason=party.slug)
    return grant  # type: ignore[no-any-return]


def write_budget(*, by: Actor, at: datetime, on: date, asking: Asking) -> BudgetVersion:
    """Write a draft of the budget, whole, or write the draft anew. Nothing counts before it is sent."""
    refuse(rules.may_write(by))
    with audit.acting("economy.write_budget", by=by, at=at) as act:
        grant = budget.the_grant(by)
        audit.hold(grant.id)
        found = budget.standing(by, grant)
        refuse(rules.must_be_a_kind(asking.kind, found.current is None))
        refuse(rules.must_have_no_other(found.waiting is not None))
        refuse(rules.must_be_amounts(asking.amounts, found.years, {one.id for one in found.lines}))
        refuse(rules.must_say_why(asking.kind, asking.reason))
        refuse(must_be_about_money(asking.reason, "reason", budget.names()))
        amounts = dict(asking.amounts)
        if asking.new_line is not None:
            amounts |= _new_line(by, found, asking.new_line)
        current = budget.amounts_of([found.current])[found.current.id] if found.current else {}
        refuse(rules.must_say_something(amounts, current))
        refuse(rules.must_cover(books.used_by_cell(grant), amounts))
        if found.draft is None:
            row = _new_version(by, grant, asking.kind, number=_next(grant), builds_on=_number(found))
        else:
            row = budget.the_row(found.draft.id)
            BudgetAmount.objects.filter(version_id=row.id).delete()
        row.kind, row.written_by_id, row.builds_on = asking.kind, budget.me(by), _number(found)
        fields.seal(row, reason=asking.reason.strip())
        row.save()
        _write_amounts(by, row, amounts)
        unused = BudgetLine.objects.filter(grant_id=grant.id, shown_to__isnull=True).exclude(
            slug__in=[str(one.slug) for one in found.concept.grant.lines]
        )
        unused.exclude(id__in=[line for line, _year in amounts]).delete()
        act.about(row, reason=asking.kind)
    return row


def drop_budget(*, by: Actor, at: datetime, version_id: uuid.UUID) -> None:
    """Throw a draft away."""
    refuse(rules.may_write(by))
    with audit.acting("economy.drop_budget", by=by, at=at) as act:
        _found, grant = budget.version(by, version_id)
        audit.hold(grant.id)
        found, _grant = budget.version(by, version_id)  # as it is now that nobody else writes
        refuse(rules.must_be_a_draft(found.state == BudgetState.DRAFT))
        row = budget.the_row(version_id)
        BudgetAmount.objects.filter(version_id=row.id).delete()
        row_id = row.id
        row.delete()
        act.about(BudgetVersion(id=row_id, tenant_id=by.tenant_id))


def send_budget(*, by: Actor, at: datetime, on: date, version_id: uuid.UUID) -> BudgetState:
    """Send a draft: what is material is asked of the programme office, what is not counts from now on."""
    refuse(rules.may_send(by))
    with audit.acting("economy.send_budget", by=by, at=at) as act:
        _found, grant = budget.version(by, version_id)
        audit.hold(grant.id)
        sent, _grant = budget.version(by, version_id)  # as it is now that nobody else writes
        found = budget.standing(by, grant)
        refuse(rules.must_be_a_draft(found.draft is not None and found.draft.id == sent.id))
        refuse(rules.must_have_no_other(found.waiting is not None))
        refuse(rules.must_build_on(sent.builds_on, _number(found)))
        new, settled = amounts_beside(found, sent)
        refuse(rules.must_cover(books.used_by_cell(grant), new))
        why = rules.material(
            sent.kind, new, settled, _known(settled), found.concept.cost_rules.material_percent
        )
        state = BudgetState.ASKED if why else BudgetState.APPROVED
        _send(by, grant, budget.the_row(sent.id), state, on)
        act.about(BudgetVersion(id=sent.id, tenant_id=by.tenant_id), reason=state)
    return state


def amounts_beside(found: Standing, sent: budget.Version) -> tuple[dict[Cell, Money], dict[Cell, Money]]:
    """A version's amounts, and those that the programme office settled last."""
    both = budget.amounts_of([one for one in (sent, found.settled) if one is not None])
    return both[sent.id], both[found.settled.id] if found.settled else {}


def record_payment(
    *,
    by: Actor,
    at: datetime,
    on: date,
    kind: str,
    amount: Money,
    paid_on: date,
    key: uuid.UUID | None = None,
) -> GrantPayment:
    """Write an instalment that was received, or what was repaid. What is sent a second time with the `key`
    that came with the page is written once.
    """
    refuse(rules.may_send(by))
    refuse(rules.must_be_a_payment(amount, paid_on, on))
    with audit.acting("economy.record_payment", by=by, at=at) as act:
        key = key or uuid7()
        audit.hold(key)
        known: GrantPayment | None = GrantPayment.objects.filter(id=key).first()
        if known is not None:
            act.about(known, reason=known.kind)
            return known
        row = GrantPayment.objects.create(
            id=key,
            tenant_id=by.tenant_id,
            grant_id=budget.the_grant(by).id,
            kind=kind,
            amount=amount,
            paid_on=paid_on,
            written_by_id=budget.me(by),
        )
        act.about(row, reason=kind)
    return row  # type: ignore[no-any-return]


def strike_payment(*, by: Actor, at: datetime, on: date, payment_id: uuid.UUID) -> None:
    """Strike out what was written by mistake; it stays in sight and in no sum."""
    refuse(rules.may_send(by))
    with audit.acting("economy.strike_payment", by=by, at=at) as act:
        row = GrantPayment.objects.select_for_update().filter(id=payment_id, struck_on__isnull=True).first()
        if row is None:
            raise Missing
        row.struck_on = on
        row.save(update_fields=["struck_on"])
        act.about(row)


def _party(by: Actor, concept: Concept) -> Party:
    code = people.organisation(by.tenant_id).municipality_code
    return next(one for one in concept.parties if one.municipality_code == code)


def _number(found: Standing) -> int:
    return found.current.number if found.current else 0


def _known(settled: Mapping[Cell, Money]) -> set[uuid.UUID]:
    return {line for line, _year in settled}


def _next(grant: Grant) -> int:
    most = BudgetVersion.objects.filter(grant_id=grant.id).aggregate(most=Max("number"))["most"]
    return (most or 0) + 1


def _new_version(by: Actor, grant: Grant, kind: str, *, number: int, builds_on: int) -> BudgetVersion:
    return BudgetVersion.objects.create(  # type: ignore[no-any-return]
        tenant_id=by.tenant_id,
        grant_id=grant.id,
        number=number,
        builds_on=builds_on,
        kind=kind,
        written_by_id=budget.me(by),
    )


def _new_line(by: Actor, found: Standing, new: NewLine) -> dict[Cell, Money]:
    titles = {str(one.slug): str(one.title.da) for one in found.concept.grant.lines}
    refuse(rules.must_be_a_title(new.title, [one.title or titles.get(one.slug, "") for one in found.lines]))
    refuse(
        rules.must_be_amounts(
            {(by.tenant_id, year): one for year, one in new.amounts.items()}, found.years, [by.tenant_id]
        )
    )
    row = BudgetLine.objects.create(
        tenant_id=by.tenant_id,
        grant_id=found.grant.id,
        slug=f"new-{uuid7().hex}",
        title=" ".join(new.title.split()),
        position=len(found.lines),
    )
    return {(row.id, year): amount for year, amount in new.amounts.items()}


def _write_amounts(by: Actor, row: BudgetVersion, amounts: Mapping[Cell, Money]) -> None:
    BudgetAmount.objects.bulk_create(
        BudgetAmount(tenant_id=by.tenant_id, version_id=row.id, line_id=line, year=year, amount=amount)
        for (line, year), amount in amounts.items()
    )


def _send(by: Actor, grant: Grant, row: BudgetVersion, state: BudgetState, on: date) -> None:
    amounts = BudgetAmount.objects.filter(version_id=row.id)
    BudgetLine.objects.filter(id__in=list(amounts.values_list("line_id", flat=True))).filter(
        shown_to__isnull=True
    ).update(shown_to=grant.office_id)
    amounts.update(shown_to=grant.office_id)
    row.state, row.sent_by_id, row.sent_on, row.shown_to = state, budget.me(by), on, grant.office_id
    row.save(update_fields=["state", "sent_by", "sent_on", "shown_to"])
