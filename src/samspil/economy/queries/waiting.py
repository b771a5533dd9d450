"""What waits around grants, for the office and for a municipality, in the one shape of all that waits."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery

from samspil.delivery.queries.waiting_shape import NEWS, Rows, Source, shaped
from samspil.economy.models.askings import VoucherAnswer, VoucherAsking
from samspil.economy.models.budget import BudgetVersion
from samspil.economy.models.decisions import GrantDecision
from samspil.economy.models.statements import Statement
from samspil.economy.models.vouchers import CostAsking, Proof, Voucher
from samspil.economy.terms.budget import BudgetState, DecidedAbout
from samspil.economy.terms.statements import StatementState
from samspil.economy.terms.vouchers import VoucherState
from samspil.kernel.actor import Actor
from samspil.people.models.people import Organisation

WHOSE = Subquery(Organisation.objects.filter(id=OuterRef("tenant_id")).values("name")[:1])


def budgets_to_decide(actor: Actor, on: date) -> Rows:
    """Budgets and changes that the programme office is asked about."""
    rows = BudgetVersion.objects.presented().filter(
        ~Exists(_decided()), shown_to=actor.tenant_id, state=BudgetState.ASKED
    )
    return shaped(rows, "budget_decide", on="sent_on", name=WHOSE, more=("kind",))


def costs_to_decide(actor: Actor, on: date) -> Rows:
    """Costs of no list ("m.v.") that the programme office is asked about."""
    rows = CostAsking.objects.presented().filter(
        ~Exists(_decided()), office_id=actor.tenant_id, withdrawn_on__isnull=True
    )
    return shaped(rows, "cost_decide", on="asked_on", name=WHOSE)


def statements_to_answer(actor: Actor, on: date) -> Rows:
    """Signed statements of accounts that the programme office has not answered."""
    rows = Statement.objects.presented().filter(~Exists(_decided()), shown_to=actor.tenant_id)
    return shaped(rows, "statement_answer", on="signed_on", name=WHOSE, more=("year",))


def vouchers_shown(actor: Actor, on: date) -> Rows:
    """Vouchers that a municipality shows the office until a day that has not passed."""
    rows = _vouchers_answers(actor).filter(is_shown=True, until_on__gte=on)
    return shaped(rows, "vouchers_shown", on="until_on", thing="asking_id", name=WHOSE, more=("of_year",))


def vouchers_refused(actor: Actor, on: date) -> Rows:
    """Refusals to show vouchers, while the statement that they are about waits for the office."""
    waits = Statement.objects.presented().filter(
        ~Exists(_decided()), id=OuterRef("statement_id"), tenant_id=OuterRef("tenant_id")
    )
    rows = _vouchers_answers(actor).filter(Exists(waits), is_shown=False)
    return shaped(
        rows, "vouchers_refused", on="answered_on", thing="asking_id", name=WHOSE, more=("of_year",)
    )


def vouchers_asked(actor: Actor, on: date) -> Rows:
    """What the office asks to see, and nobody has answered."""
    answers = VoucherAnswer.objects.filter(asking_id=OuterRef("id"))
    rows = VoucherAsking.objects.presented().filter(~Exists(answers), municipality_id=actor.tenant_id)
    return shaped(rows, "vouchers_asked", on="asked_on", more=("year",))


def budgets_answered(actor: Actor, on: date) -> Rows:
    """What the office lately answered about the municipality's budget."""
    rows = _answered(actor, on).filter(about=DecidedAbout.BUDGET)
    return shaped(rows, "budget_answered", on="decided_on", thing="thing_id", more=("approved",))


def costs_answered(actor: Actor, on: date) -> Rows:
    """What the office lately answered about a cost, while its voucher waits."""
    said = _answered(actor, on).filter(thing_id=OuterRef("id"))
    rows = CostAsking.objects.filter(Exists(said), voucher__state=VoucherState.WAITING).annotate(
        said_on=Subquery(said.values("decided_on")[:1]), said=Subquery(said.values("approved")[:1])
    )
    return shaped(rows, "cost_answered", on="said_on", thing="voucher_id", more=("said",))


def statements_answered(actor: Actor, on: date) -> Rows:
    """What the office lately answered about a statement of accounts."""
    rows = _answered(actor, on).filter(about=DecidedAbout.STATEMENT)
    return shaped(rows, "statement_answered", on="decided_on", thing="thing_id", more=("approved",))


def proofs_to_bring(actor: Actor, on: date) -> Rows:
    """Vouchers that cannot be approved before somebody brings the proof."""
    rows = Voucher.objects.filter(
        ~Exists(_proofs()), state=VoucherState.WAITING, reverses__isnull=True, paid_on__lte=on
    )
    return shaped(rows, "voucher_proof", on="paid_on", more=("number",))


def vouchers_to_approve(actor: Actor, on: date) -> Rows:
    """Vouchers that lack nothing but the lead's decision."""
    asked = CostAsking.objects.filter(voucher_id=OuterRef("id"))
    waits = asked.filter(~Exists(_decided()))
    rows = Voucher.objects.filter(
        Exists(_proofs()) | Q(reverses__isnull=False), ~Exists(waits), state=VoucherState.WAITING
    )
    return shaped(rows, "voucher_approve", on="paid_on")


def budgets_to_send(actor: Actor, on: date) -> Rows:
    """Drafts of the budget, which only the lead sends."""
    return shaped(BudgetVersion.objects.filter(state=BudgetState.DRAFT), "budget_send", on=None)


def statements_to_sign(actor: Actor, on: date) -> Rows:
    """Statements of accounts that another drew up, and only the lead signs."""
    rows = Statement.objects.filter(state=StatementState.DRAFT).exclude(drawn_by=actor.account_id)
    return shaped(rows, "statement_sign", on="drawn_on")


def _vouchers_answers(actor: Actor) -> Rows:
    of_year = VoucherAsking.objects.filter(id=OuterRef("asking_id")).values("year")[:1]
    answers: Rows = VoucherAnswer.objects.presented().filter(office_id=actor.tenant_id)
    rows: Rows = answers.annotate(of_year=Subquery(of_year))
    return rows


def _decided() -> Rows:
    rows: Rows = GrantDecision.objects.presented().filter(
        thing_id=OuterRef("id"), municipality_id=OuterRef("tenant_id")
    )
    return rows


def _answered(actor: Actor, on: date) -> Rows:
    since = {"decided_on__gte": on - NEWS, "decided_on__lte": on}
    rows: Rows = GrantDecision.objects.presented().filter(municipality_id=actor.tenant_id, **since)
    return rows


def _proofs() -> Rows:
    rows: Rows = Proof.objects.filter(voucher_id=OuterRef("id"))
    return rows


OFFICE_SOURCES: tuple[Source, ...] = (
    budgets_to_decide,
    costs_to_decide,
    statements_to_answer,
    vouchers_shown,
    vouchers_refused,
)
SOURCES: tuple[Source, ...] = (
    budgets_answered,
    costs_answered,
    statements_answered,
    vouchers_asked,
    proofs_to_bring,
)
LEAD_SOURCES: tuple[Source, ...] = (vouchers_to_approve, budgets_to_send, statements_to_sign)
