"""The words of vouchers: what a cost is, how far it has come, what proves that it was paid."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COMMUNICATION, OTHER = "communication", "other"
TIME_PAID = ("fee", "coordination")
"""The document's types of cost that pay somebody's time: they need hours, whatever form the amount has."""

MOST_MINUTES = 60 * 2_000
MOST_WORDS, MOST_SUPPLIER = 600, 100


class CommunicationPart(StrEnum):
    """What the document lists under communication; the last of them is not on a list of its own."""

    LEAFLETS = "leaflets"
    POSTERS = "posters"
    MATERIALS = "materials"
    OTHER = "other"


COMMUNICATION_PARTS = {
    CommunicationPart.LEAFLETS: _("Leaflets"),
    CommunicationPart.POSTERS: _("Posters"),
    CommunicationPart.MATERIALS: _("Materials"),
    CommunicationPart.OTHER: _("Other communication"),
}


class WhoseTime(StrEnum):
    """Whose time is paid for. Only the first can be: the grant does not release employees' hours."""

    OWN_TIME = "own_time"
    WORKING_HOURS = "working_hours"
    IN_TRAINING = "in_training"


WHOSE_TIME = {
    WhoseTime.OWN_TIME: _("Time outside working hours, or somebody who is not employed"),
    WhoseTime.WORKING_HOURS: _("An employee's working hours"),
    WhoseTime.IN_TRAINING: _("Hours on a training course"),
}


class VoucherState(StrEnum):
    """How far a voucher has come. Only what is approved is spent; nothing of it changes after that."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


VOUCHER_STATES = {
    VoucherState.WAITING: pgettext_lazy("voucher", "Waits for approval"),
    VoucherState.APPROVED: pgettext_lazy("voucher", "Approved"),
    VoucherState.REFUSED: pgettext_lazy("voucher", "Refused"),
}


class RefusedBecause(StrEnum):
    """Why a voucher was not approved."""

    WRONG_LINE = "wrong_line"
    WRONG_AMOUNT = "wrong_amount"
    NO_PROOF = "no_proof"
    NOT_ELIGIBLE = "not_eligible"
    TALK = "talk"


REFUSED_BECAUSE = {
    RefusedBecause.WRONG_LINE: _("It belongs on another line"),
    RefusedBecause.WRONG_AMOUNT: _("The amount does not fit the proof"),
    RefusedBecause.NO_PROOF: _("The proof does not show that it was paid"),
    RefusedBecause.NOT_ELIGIBLE: _("The grant does not pay for it"),
    RefusedBecause.TALK: _("Let us talk about it"),
}


class ProofKind(StrEnum):
    """What shows that it was paid. A payslip will do where somebody's time is paid, and nowhere else."""

    PAYMENT = "payment"
    PAYSLIP = "payslip"


PROOF_KINDS = {
    ProofKind.PAYMENT: _("Proof of payment from outside: a receipt, or the bank's"),
    ProofKind.PAYSLIP: _("A payslip"),
}


class ProofMedia(StrEnum):
    """The kinds of file a proof may be, told by their content and never by their name."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


def needs_decision(cost_type: str, part: str) -> bool:
    """Whether the programme office decides about a cost first: the document's «andet» and «m.v.»."""
    return cost_type == OTHER or (cost_type == COMMUNICATION and part == CommunicationPart.OTHER)
