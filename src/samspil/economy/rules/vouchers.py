"""What a voucher must be, and who decides about it. Each refusal stands beside its field.

Where the document has a sentence of its own about a rule, that sentence is the refusal.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.economy.models.budget import Grant
from samspil.economy.models.vouchers import Proof, Voucher
from samspil.economy.terms.vouchers import (
    COMMUNICATION,
    MOST_MINUTES,
    MOST_SUPPLIER,
    MOST_WORDS,
    TIME_PAID,
    CommunicationPart,
    ProofKind,
    RefusedBecause,
    VoucherState,
    WhoseTime,
    needs_decision,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.kernel.money import Money, NotMoney
from samspil.kernel.words import Words
from samspil.people.terms import Role
from samspil.programme.concept.granting import CostRules


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost as it is written. The amount is said, or is hours times a rate, or a number times a price.

    `anyway` is the answer to whether the municipality would have paid it without the grant.
    """

    line_id: uuid.UUID
    cost_type: str
    paid_on: date
    supplier: str
    what_for: str
    anyway: bool
    amount: Money | None = None
    part: str = ""
    minutes: int | None = None
    rate: Money | None = None
    quantity: int | None = None
    price: Money | None = None
    whose_time: str = ""
    reason: str = ""


# --- who


def may_write(actor: Actor) -> Refusal | None:
    """The coordinator writes vouchers and brings their proof."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_decide(actor: Actor, row: Voucher) -> Refusal | None:
    """The lead decides: never about what the same person wrote or is paid by, in whatever role."""
    if actor.role != Role.MUNICIPAL_LEAD:
        return Refusal(_("Only the municipality's lead can do this."))
    if row.state != VoucherState.WAITING:
        return Refusal(_("This voucher is decided about and stays as it is."))
    if actor.account_id in (None, row.written_by_id, row.paid_to_id):
        return Refusal(_("Nobody approves what they wrote or are paid themselves. Another lead has to."))
    return None


WRITE_WHY = _("Write why it is taken back.")

# --- what it must be


def must_be_right_at_all(cost: Cost, rules: CostRules, on: date, grant: Grant) -> Refusal | None:
    """What is said of a cost before the budget is looked at: the document's rules, the period, the words."""
    return (
        _must_not_be_paid_anyway(cost, rules)
        or _must_be_a_type(cost, rules)
        or _must_be_own_time(cost, rules)
        or _must_lie_in_the_period(cost, on, grant)
        or _must_be_said(cost)
    )


def _must_not_be_paid_anyway(cost: Cost, rules: CostRules) -> Refusal | None:
    if not cost.anyway:
        return None
    return Refusal(
        _words_of(rules, "ordinary_operations", _("The grant pays nothing that is paid anyway.")), "anyway"
    )


def _must_be_a_type(cost: Cost, rules: CostRules) -> Refusal | None:
    if cost.cost_type not in {str(one.slug) for one in rules.eligible.examples}:
        return Refusal(_("Choose one of the kinds of cost that the grant pays."), "cost_type")
    if (cost.cost_type == COMMUNICATION) != (cost.part in [one.value for one in CommunicationPart]):
        return Refusal(_("Say what kind of communication it is, and only then."), "part")
    return None


def _must_be_own_time(cost: Cost, rules: CostRules) -> Refusal | None:
    if cost.whose_time in (WhoseTime.WORKING_HOURS, WhoseTime.IN_TRAINING):
        words = _words_of(rules, "release_time", _("The grant does not pay employees' hours."))
        return Refusal(words, "whose_time")
    if cost.cost_type not in TIME_PAID:
        return None
    if not cost.minutes:
        return Refusal(_("Write the hours, also where the amount is one sum."), "hours")
    if cost.whose_time != WhoseTime.OWN_TIME:
        return Refusal(_("Say whose time it is."), "whose_time")
    return None


def _must_lie_in_the_period(cost: Cost, on: date, grant: Grant) -> Refusal | None:
    if not grant.from_on <= cost.paid_on <= grant.to_on:
        return Refusal(_("The day lies outside the period of the grant."), "paid_on")
    return Refusal(_("The day has not come yet."), "paid_on") if cost.paid_on > on else None


def _must_be_said(cost: Cost) -> Refusal | None:
    if not cost.supplier.strip() or len(cost.supplier) > MOST_SUPPLIER:
        return Refusal(_("Write who was paid: a firm, or a role."), "supplier")
    if not cost.what_for.strip() or len(cost.what_for) > MOST_WORDS:
        return Refusal(_("Write what it was for."), "what_for")
    if needs_decision(cost.cost_type, cost.part) and not cost.reason.strip():
        return Refusal(
            _("The programme office decides about this kind of cost. Write why it is needed."), "reason"
        )
    return None


def worked_out(cost: Cost) -> Cost | Refusal:
    """The cost with its amount: said, or worked out. Hours times a rate are rounded down to whole øre."""
    if cost.minutes is not None and not 1 <= cost.minutes <= MOST_MINUTES:
        return Refusal(_("Write the hours and minutes."), "hours")
    if cost.rate is not None and cost.minutes is None:
        return Refusal(_("Write the hours, also where the amount is one sum."), "hours")
    if (cost.quantity is None) != (cost.price is None):
        return Refusal(_("Write both how many and the price of each."), "quantity")
    if cost.rate is not None and cost.quantity is not None:
        return Refusal(_("Write either hours and a rate, or how many and a price."), "quantity")
    try:
        amount = _amount(cost)
    except NotMoney:
        return Refusal(_("That is too much."), "amount")
    if amount is None or amount <= Money.zero():
        return Refusal(_("Write an amount above zero."), "amount")
    if cost.amount is not None and cost.amount != amount:
        return Refusal(_("The amount is not what the rest comes to."), "amount")
    return replace(cost, amount=amount)


def _amount(cost: Cost) -> Money | None:
    if cost.rate is not None and cost.minutes is not None:
        return cost.rate.for_minutes(cost.minutes)
    if cost.price is not None and cost.quantity is not None:
        return cost.price * cost.quantity
    return cost.amount


def must_keep_the_most(cost: Cost, rules: CostRules) -> Refusal | None:
    """No hour costs more than the grant allows, in whatever form it was written. Nothing is rounded."""
    most = Money.of_kroner(rules.fee_max_dkk_per_hour)
    if cost.rate is not None and cost.rate > most:
        return Refusal(rules.fee_words.strip(), "rate")
    if cost.minutes and cost.amount is not None and cost.amount.is_above_rate(most, cost.minutes):
        return Refusal(rules.fee_words.strip(), "amount")
    return None


def must_have_a_line(has_amount: bool) -> Refusal | None:
    """The line has an amount in the approved budget of the year."""
    if has_amount:
        return None
    return Refusal(
        _("The line is not in the approved budget of that year. Ask for a change of the budget first."),
        "line",
    )


def must_have_room(amount: Money, room: Money) -> Refusal | None:
    """The line has so much left in the year, with everything that waits counted as spent."""
    if amount <= room:
        return None
    left = max(room, Money.zero())
    sentence = _("The line has %(left)s left in that year. More than that needs an approved change request.")
    return Refusal(sentence % {"left": left.kroner}, "amount")


def must_be_the_first(is_known: bool) -> Refusal | None:
    """The same supplier, day and amount are one cost."""
    if not is_known:
        return None
    return Refusal(_("There is a voucher already with this supplier, day and amount."), "supplier")


# --- its proof and the decision


def must_be_waiting(row: Voucher) -> Refusal | None:
    """Only while it waits can a voucher get its proof."""
    if row.state == VoucherState.WAITING and row.reverses_id is None:
        return None
    return Refusal(_("This voucher is decided about and stays as it is."))


def must_be_a_proof_of(row: Voucher, kind: str) -> Refusal | None:
    """A payslip proves wages; whatever else is proved from outside."""
    if kind == ProofKind.PAYMENT or (kind == ProofKind.PAYSLIP and row.cost_type in TIME_PAID):
        return None
    return Refusal(_("A payslip will do for pay alone. Bring a receipt, or the bank's proof."), "kind")


def must_be_another_proof(is_known: bool) -> Refusal | None:
    """One file proves one cost."""
    return Refusal(_("This file is the proof of another voucher already."), "file") if is_known else None


def must_be_approvable(row: Voucher, proof: Proof | None, is_allowed: bool | None) -> Refusal | None:
    """What is approved has its proof, and the programme office's yes where it needs one."""
    if row.reverses_id is None and proof is None:
        return Refusal(_("A voucher without proof of payment cannot be approved."), "outcome")
    if needs_decision(row.cost_type, row.part) and row.reverses_id is None and not is_allowed:
        return Refusal(_("The programme office has not said yes to this cost."), "outcome")
    return None


def must_say_why(outcome: str, reason: str) -> Refusal | None:
    """Yes, or no with one of the reasons."""
    if outcome not in (VoucherState.APPROVED, VoucherState.REFUSED):
        return Refusal(_("Say yes or no."), "outcome")
    if outcome == VoucherState.REFUSED and reason not in [one.value for one in RefusedBecause]:
        return Refusal(_("Choose why it is refused."), "reason")
    return None


def must_be_reversible(row: Voucher, is_reversed: bool) -> Refusal | None:
    """What is approved is taken back once, by a voucher of its own; a counter-voucher is not."""
    if row.state == VoucherState.APPROVED and row.reverses_id is None and not is_reversed:
        return None
    return Refusal(_("Only what is approved, and not taken back already, can be taken back."))


def _words_of(rules: CostRules, slug: str, otherwise: Words) -> Words:
    """The document's sentence about what the grant does not pay; another where it has none."""
    found = next((one.words.strip() for one in rules.not_eligible if one.slug == slug), "")
    return (found[0].upper() + found[1:].rstrip(".") + ".") if found else otherwise
