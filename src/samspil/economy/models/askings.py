"""What the programme office asks about single vouchers, and what a municipality shows it for a while."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link
from samspil.economy.models.columns import ACCOUNTS, MoneyField, whoever
from samspil.economy.models.statements import Statement
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, STAFF, NotPersonal


class VoucherAsking(Tenanted):
    """The office asks to see the vouchers of one line in one year of a signed statement, and says why.

    The office's row, read by the municipality. One asking about a line and year waits at a time.
    """

    municipality_id = models.UUIDField()
    statement_id = models.UUIDField(help_text="the municipality's row")
    line = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    reason = SealedField()
    asked_on = models.DateField()
    asked_by = whoever()

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(name="economy_vouchers_asked_why", condition=~Q(reason=b"")),
            models.CheckConstraint(
                name="economy_vouchers_asked_of_another", condition=~Q(municipality_id=F("tenant_id"))
            ),
        ]
        indexes = [models.Index(fields=("municipality_id", "statement_id"), name="economy_vouchers_asked_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        also = "municipality_id=samspil_tenant"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "municipality_id", "statement_id", "line", "year", "asked_on"), ORDINARY
            ),
            "reason": SPECIAL,
            "asked_by_id": STAFF,
        }
        keep = ACCOUNTS
        grants = "SELECT, INSERT"


class VoucherAnswer(Tenanted):
    """What the municipality said to it, once: shown until a day, or refused with a reason."""

    asking_id = models.UUIDField(help_text="the office's row")
    statement = link(Statement)
    office_id = models.UUIDField()
    is_shown = models.BooleanField()
    count = models.PositiveIntegerField(help_text="how many vouchers are shown with it")
    until_on = models.DateField(null=True)
    until_at = models.DateTimeField(
        null=True, help_text="the end of that day by the database's clock: the office reads them until then"
    )
    words = SealedField(help_text="why not, or what there is to say with them")
    answered_on = models.DateField()
    answered_by = whoever()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "asking_id"), name="economy_vouchers_answered_once"),
            models.CheckConstraint(
                name="economy_vouchers_shown_or_refused",
                condition=Q(is_shown=True, count__gte=1, until_on__isnull=False, until_at__isnull=False)
                | (Q(is_shown=False, count=0, until_on__isnull=True, until_at__isnull=True) & ~Q(words=b"")),
            ),
        ]
        indexes = [models.Index(fields=("office_id", "asking_id"), name="economy_vouchers_answer_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        also = "office_id=samspil_tenant"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "asking_id",
                    "statement_id",
                    "office_id",
                    "is_shown",
                    "count",
                    "until_on",
                    "until_at",
                    "answered_on",
                ),
                ORDINARY,
            ),
            "words": SPECIAL,
            "answered_by_id": STAFF,
        }
        keep = ACCOUNTS
        grants = "SELECT, INSERT"


class ShownVoucher(Tenanted):
    """One voucher as it is shown: what was paid when for which kind of cost; of pay, for how many hours, at
    which rate, and in which role. Nobody's name, no supplier and no words of the voucher are in it.

    A row of its own, compared with the books when it is written, so that whoever asked reads no other.
    """

    answer = link(VoucherAnswer)
    office_id = models.UUIDField()
    until_at = models.DateTimeField(help_text="as its answer")
    number = models.PositiveIntegerField()
    paid_on = models.DateField()
    cost_type = models.SlugField(max_length=60)
    part = models.CharField(max_length=10, blank=True)
    amount = MoneyField()
    minutes = models.PositiveIntegerField(null=True)
    rate = MoneyField(null=True, help_text="an hour, rounded down to whole øre, where time was paid")
    role = models.CharField(max_length=30, blank=True, help_text="whose, where it is one of the staff's")
    proof = models.CharField(max_length=10, blank=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "answer", "number"), name="economy_voucher_shown_once"
            ),
            models.CheckConstraint(
                name="economy_voucher_shown_time",
                condition=Q(minutes__isnull=True, rate__isnull=True)
                | Q(minutes__isnull=False, rate__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=("office_id", "answer"), name="economy_voucher_shown_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("single vouchers by number and role, without a name, shown for a while")
        also = "office_id=samspil_tenant@until_at"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "answer_id",
                    "office_id",
                    "until_at",
                    "number",
                    "paid_on",
                    "cost_type",
                    "part",
                    "amount",
                    "proof",
                ),
                ORDINARY,
            ),
            **dict.fromkeys(("minutes", "rate", "role"), STAFF),
        }
        keep = ACCOUNTS
        grants = "SELECT, INSERT"
