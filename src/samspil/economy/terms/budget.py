"""The words of the budget: kinds and states of its versions, why a change is material, money in and back."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_LINES = 20
MOST_TITLE, MOST_REASON = 60, 600
MOST_KRONER = 1_000_000_000
"""More than any grant is, and so little that every sum of amounts is money as well."""


class BudgetKind(StrEnum):
    """What a version of the budget is: the first, money between lines, between years, or something else."""

    INITIAL = "initial"
    TRANSFER = "transfer"
    CARRY_OVER = "carry_over"
    CHANGE = "change"


BUDGET_KINDS = {
    BudgetKind.INITIAL: _("First budget"),
    BudgetKind.TRANSFER: _("Transfer between lines"),
    BudgetKind.CARRY_OVER: _("Carry-over to another year"),
    BudgetKind.CHANGE: _("Change request"),
}
LATER_KINDS = (BudgetKind.TRANSFER, BudgetKind.CARRY_OVER, BudgetKind.CHANGE)


class BudgetState(StrEnum):
    """How far a version has come. Only a draft can be rewritten; approved is what counts."""

    DRAFT = "draft"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


BUDGET_STATES = {
    BudgetState.DRAFT: pgettext_lazy("budget", "Draft"),
    BudgetState.ASKED: pgettext_lazy("budget", "Waits for the programme office"),
    BudgetState.APPROVED: pgettext_lazy("budget", "Approved"),
    BudgetState.REFUSED: pgettext_lazy("budget", "Refused"),
}
WRITTEN_STATES = (BudgetState.DRAFT, BudgetState.ASKED, BudgetState.APPROVED)
"""What the municipality's own row says; that it was refused is said by the programme office's decision."""


class Material(StrEnum):
    """Why a change needs the programme office's decision before it counts."""

    NOT_A_TRANSFER = "not_a_transfer"
    NEW_LINE = "new_line"
    ABOVE_THRESHOLD = "above_threshold"
    OTHER_TOTAL = "other_total"


MATERIAL = {
    Material.NOT_A_TRANSFER: _("It is more than money moved between lines."),
    Material.NEW_LINE: _("It has a new line."),
    Material.ABOVE_THRESHOLD: _("It moves more than the threshold on a line in a year."),
    Material.OTHER_TOTAL: _("It changes what the grant is in all in a year."),
}


class PaymentKind(StrEnum):
    """Which way money went between the programme office and the municipality."""

    INSTALMENT = "instalment"
    REPAYMENT = "repayment"


PAYMENT_KINDS = {
    PaymentKind.INSTALMENT: _("Instalment received"),
    PaymentKind.REPAYMENT: _("Repaid"),
}


class DecidedAbout(StrEnum):
    """What the programme office decides about in a grant: a version of the budget, one cost, the accounts."""

    BUDGET = "budget"
    COST = "cost"
    STATEMENT = "statement"


DECIDED_ABOUT = {
    DecidedAbout.BUDGET: _("Budget"),
    DecidedAbout.COST: _("A cost that is not on the list"),
    DecidedAbout.STATEMENT: _("Statement of accounts"),
}
