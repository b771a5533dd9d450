"""The words of a statement of accounts: its states, its periods, and the two ways of drawing a sample."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WHOLE = 0
"""The year of a statement that covers the whole grant."""

WITH_ENTRIES = "samspil-statement-1"
"""What was signed while a statement held its vouchers itself: it is still read, and no longer written."""

FORMAT, LIST_FORMAT = "samspil-statement-2", "samspil-vouchers-1"
MOST_ACCOUNT, MOST_CODE, MOST_DRAWN = 40, 40, 500


class StatementState(StrEnum):
    """How far a statement has come. A draft is worked out anew each time; what is signed is frozen."""

    DRAFT = "draft"
    SIGNED = "signed"
    RECEIVED = "received"
    SENT_BACK = "sent_back"


STATEMENT_STATES = {
    StatementState.DRAFT: pgettext_lazy("statement", "Draft"),
    StatementState.SIGNED: pgettext_lazy("statement", "Signed, not answered yet"),
    StatementState.RECEIVED: pgettext_lazy("statement", "Received"),
    StatementState.SENT_BACK: pgettext_lazy("statement", "Sent back"),
}
KEPT_STATES = (StatementState.DRAFT, StatementState.SIGNED)
"""What the municipality's own row says; the rest is said by the programme office's answer."""


class SampleKind(StrEnum):
    """How a sample is drawn: each voucher alike, or each øre alike."""

    RANDOM = "random"
    AMOUNTS = "amounts"


SAMPLE_KINDS = {
    SampleKind.RANDOM: _("Simple random: each voucher has the same chance"),
    SampleKind.AMOUNTS: _("By amount: each øre has the same chance, so large vouchers are drawn more often"),
}
