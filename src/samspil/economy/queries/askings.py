"""Reading what the office asked about single vouchers, what was answered, and what is shown to whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, When

from samspil.economy.models.askings import ShownVoucher, VoucherAnswer, VoucherAsking
from samspil.economy.models.budget import BudgetLine, Grant
from samspil.economy.models.statements import Statement
from samspil.economy.models.vouchers import Voucher
from samspil.economy.queries import statements
from samspil.economy.rules import askings as rules
from samspil.economy.terms.askings import AskingState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.money import Money
from samspil.people.models.people import Appointment, Organisation
from samspil.people.terms import Role
from samspil.trust import audit, fields

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Asking:
    """One asking with its answer, if there is one. `title` is a new line's own; nothing sealed is in it."""

    id: uuid.UUID
    office_id: uuid.UUID
    municipality_id: uuid.UUID
    municipality: str
    statement_id: uuid.UUID
    grant_id: uuid.UUID
    concept_id: uuid.UUID
    line: str
    title: str
    year: int
    asked_on: date
    answer_id: uuid.UUID | None
    is_shown: bool | None
    until_on: date | None
    answered_on: date | None

    def state(self, on: date) -> AskingState:
        """How far it has come on a day."""
        if self.is_shown is None:
            return AskingState.WAITING
        if self.until_on is None:
            return AskingState.REFUSED
        return AskingState.SHOWN if on <= self.until_on else AskingState.OVER


@dataclass(frozen=True, slots=True)
class SeenVoucher:
    """A voucher as it can be shown, or is: of pay the hours, the rate and the role."""

    number: int
    paid_on: date
    cost_type: str
    part: str
    amount: Money
    minutes: int | None
    rate: Money | None
    role: str
    proof: str


COLUMNS = ("number", "paid_on", "cost_type", "part", "amount", "minutes", "rate", "role", "proof")


def askings(
    actor: Actor, statement_id: uuid.UUID | None = None, *, page: int = 1
) -> tuple[tuple[Asking, ...], int]:
    """A page of what was asked, of one statement where it is given, and how much that is: what waits first,
    then the newest. Two queries.
    """
    rows = _readable(actor)
    if statement_id is not None:
        rows = rows.filter(statement_id=statement_id)
    first = F("answered_on").desc(nulls_first=True)
    found = rows.order_by(first, "-asked_on", "-id")[(page - 1) * SHOWN : page * SHOWN]
    return tuple(_asking(one) for one in found), rows.count()


def asking(actor: Actor, asking_id: uuid.UUID) -> Asking:
    """One of them. Raises Missing."""
    row = _readable(actor).filter(id=asking_id).first()
    if row is None:
        raise Missing
    return _asking(row)


def is_asked(actor: Actor, statement_id: uuid.UUID, line: str, year: int) -> bool:
    """Whether the office waits for an answer about a line in a year."""
    cell = {"statement_id": statement_id, "line": line, "year": year}
    return bool(_readable(actor).filter(is_shown__isnull=True, **cell).exists())


def reason_of(actor: Actor, asking_id: uuid.UUID, at: datetime) -> str:
    """Why the office asks. The look is logged."""
    row = VoucherAsking.objects.presented().get(id=asking_id)
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.id, at=at, thing=row):
        return fields.unseal(row, "reason")


def words_of(actor: Actor, found: Asking, at: datetime) -> str:
    """What the municipality wrote with its answer. The look is logged."""
    row = VoucherAnswer.objects.presented().filter(id=found.answer_id).first()
    if row is None or not row.words:
        return ""
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.id, at=at, thing=row):
        return fields.unseal(row, "words")


def shown(actor: Actor, found: Asking, *, on: date, page: int = 1) -> tuple[tuple[SeenVoucher, ...], int]:
    """A page of what was shown, and how many there are: to the municipality always, to the office until the
    day has passed.

    The database gives the office's connection none of them after that either, by its own clock.
    """
    refuse(rules.may_read(actor))
    if actor.role == Role.PROGRAMME_OFFICE and found.state(on) != AskingState.SHOWN:
        return (), 0
    rows = ShownVoucher.objects.presented().filter(
        tenant_id=found.municipality_id, answer_id=found.answer_id, office_id=found.office_id
    )
    of_page = rows.order_by("number")[(page - 1) * SHOWN : page * SHOWN]
    return tuple(SeenVoucher(*one) for one in of_page.values_list(*COLUMNS)), rows.count()


def ever_shown(actor: Actor, found: Asking) -> frozenset[int]:
    """The vouchers of the grant that the office has been shown once, whatever statement it asked about."""
    refuse(rules.may_answer(actor))
    rows = ShownVoucher.objects.filter(office_id=found.office_id, answer__statement__grant_id=found.grant_id)
    return frozenset(rows.values_list("number", flat=True))


def to_choose(actor: Actor, found: Asking, *, on: date) -> tuple[SeenVoucher, ...]:
    """The vouchers of the signed list that lie on the line in the year, as they would be shown.

    A counter-voucher is in the role of the one that it takes back.
    """
    refuse(rules.may_answer(actor))
    _row, grant, told = statements.told(actor, found.statement_id, on=on)
    listed = [one for one in told.entries if (one.line, one.year) == (found.line, found.year)]
    whose = Case(
        When(Q(appointment_id__isnull=True), then=F("reverses__appointment_id")), default=F("appointment_id")
    )
    role = Appointment.objects.filter(id=OuterRef("whose")).values("role")[:1]
    rows = Voucher.objects.filter(grant_id=grant.id, number__in=[one.number for one in listed])
    rows = rows.annotate(whose=whose).annotate(role=Subquery(role))
    known = {one["number"]: one for one in rows.values("number", "minutes", "rate", "role")}
    return tuple(
        SeenVoucher(
            one.number,
            one.paid_on,
            one.cost_type,
            one.part,
            one.amount,
            known[one.number]["minutes"],
            rules.rate_of(one.amount, known[one.number]["minutes"], known[one.number]["rate"]),
            known[one.number]["role"] or "",
            one.proof,
        )
        for one in listed
    )


def _readable(actor: Actor) -> Any:
    refuse(rules.may_read(actor))
    side = "tenant_id" if actor.role == Role.PROGRAMME_OFFICE else "municipality_id"
    rows = VoucherAsking.objects.presented().filter(**{side: actor.tenant_id})
    answers = VoucherAnswer.objects.presented().filter(
        asking_id=OuterRef("id"), tenant_id=OuterRef("municipality_id")
    )
    signed = Statement.objects.presented().filter(
        id=OuterRef("statement_id"), tenant_id=OuterRef("municipality_id")
    )
    rows = rows.annotate(
        answer_id=Subquery(answers.values("id")[:1]),
        is_shown=Subquery(answers.values("is_shown")[:1]),
        until_on=Subquery(answers.values("until_on")[:1]),
        answered_on=Subquery(answers.values("answered_on")[:1]),
        grant_id=Subquery(signed.values("grant_id")[:1]),
        municipality=Subquery(Organisation.objects.filter(id=OuterRef("municipality_id")).values("name")[:1]),
    )
    grants = Grant.objects.presented().filter(id=OuterRef("grant_id"), tenant_id=OuterRef("municipality_id"))
    lines = BudgetLine.objects.presented().filter(
        grant_id=OuterRef("grant_id"), tenant_id=OuterRef("municipality_id"), slug=OuterRef("line")
    )
    return rows.annotate(
        concept_id=Subquery(grants.values("concept_id")[:1]), title=Subquery(lines.values("title")[:1])
    )


def _asking(row: Any) -> Asking:
    return Asking(
        row.id,
        row.tenant_id,
        row.municipality_id,
        row.municipality or "",
        row.statement_id,
        row.grant_id,
        row.concept_id,
        row.line,
        row.title or "",
        row.year,
        row.asked_on,
        row.answer_id,
        row.is_shown,
        row.until_on,
        row.answered_on,
    )
