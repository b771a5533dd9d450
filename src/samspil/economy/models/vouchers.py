"""Vouchers of the grant: what was paid, its proof, and what the programme office is asked about it.

A voucher is never edited. While it waits it is approved or refused; then a counter-voucher takes it back.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from samspil.delivery.models.columns import link, one_of
from samspil.economy.models.budget import BudgetLine, Grant
from samspil.economy.models.columns import ACCOUNTS, MoneyField, whoever
from samspil.economy.terms.vouchers import (
    MOST_MINUTES,
    CommunicationPart,
    ProofKind,
    ProofMedia,
    RefusedBecause,
    VoucherState,
    WhoseTime,
)
from samspil.trust.fields import SealedField
from samspil.trust.files import MOST_BYTES
from samspil.trust.models import Tenanted
from samspil.trust.privacy import IDENTITY, ORDINARY, SECRET, SPECIAL, STAFF


class Voucher(Tenanted):
    """One cost that was paid, on one line in one year; or the counter-voucher that takes one back.

    `appointment_id` and `month` are set where it was taken over from approved hours: one sum a month, with
    no course, no day and no place.
    """

    grant = link(Grant)
    number = models.PositiveIntegerField()
    line = link(BudgetLine)
    year = models.PositiveSmallIntegerField()
    paid_on = models.DateField()
    cost_type = models.SlugField(max_length=60)
    part = models.CharField(max_length=10, blank=True)
    amount = MoneyField()
    minutes = models.PositiveIntegerField(null=True)
    rate = MoneyField(null=True, help_text="an hour, where the amount was worked out from it")
    quantity = models.PositiveIntegerField(null=True)
    price = MoneyField(null=True, help_text="apiece, where the amount was worked out from it")
    ceiling = MoneyField(help_text="the most an hour that the grant allowed when it was written")
    whose_time = models.CharField(max_length=15, blank=True)
    anyway = models.BooleanField(help_text="would it have been paid without the grant? Only no is taken")
    state = models.CharField(max_length=10, default=VoucherState.WAITING)
    refused_because = models.CharField(max_length=15, blank=True)
    supplier = SealedField(compartment="identity", help_text="who was paid: a firm, or a role")
    supplier_hash = models.CharField(max_length=64)
    what_for = SealedField()
    proof_digest = models.CharField(max_length=64, blank=True)
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, db_constraint=False, null=True)
    appointment_id = models.UUIDField(null=True)
    month = models.DateField(null=True)
    paid_to = whoever(null=True)
    written_by = whoever(help_text="also who answered whether it would have been paid anyway")
    written_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")
    decided_by = whoever(null=True)
    decided_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("economy_voucher_state", "state", VoucherState),
            models.UniqueConstraint(fields=("tenant_id", "grant", "number"), name="economy_voucher_number"),
            models.CheckConstraint(name="economy_voucher_not_anyway", condition=Q(anyway=False)),
            models.CheckConstraint(
                name="economy_voucher_own_time", condition=Q(whose_time__in=("", WhoseTime.OWN_TIME.value))
            ),
            models.CheckConstraint(
                name="economy_voucher_part",
                condition=Q(part__in=["", *(one.value for one in CommunicationPart)]),
            ),
            models.CheckConstraint(
                name="economy_voucher_minutes",
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
            ),
            models.CheckConstraint(
                name="economy_voucher_counter",
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
            ),
            models.CheckConstraint(
                name="economy_voucher_decided",
                condition=Q(state=VoucherState.WAITING, decided_by__isnull=True, decided_on__isnull=True)
                | (~Q(state=VoucherState.WAITING) & Q(decided_by__isnull=False, decided_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="economy_voucher_four_eyes",
                condition=~Q(decided_by=F("written_by"))
                & (Q(paid_to__isnull=True) | ~Q(decided_by=F("paid_to"))),
            ),
            models.CheckConstraint(
                name="economy_voucher_refused",
                condition=Q(
                    state=VoucherState.REFUSED, refused_because__in=[one.value for one in RefusedBecause]
                )
                | (~Q(state=VoucherState.REFUSED) & Q(refused_because="")),
            ),
            models.CheckConstraint(
                name="economy_voucher_proved",
                condition=~Q(state=VoucherState.APPROVED) | ~Q(proof_digest="") | Q(reverses__isnull=False),
            ),
            models.CheckConstraint(
                name="economy_voucher_of_month",
                condition=Q(appointment_id__isnull=True, month__isnull=True)
                | Q(appointment_id__isnull=False, month__isnull=False, month__day=1, paid_to__isnull=False),
            ),
            models.CheckConstraint(name="economy_voucher_supplier", condition=~Q(supplier=b"")),
        ]
        indexes = [
            models.Index(fields=("tenant_id", "grant", "line", "year"), name="economy_voucher_cell"),
            models.Index(fields=("tenant_id", "supplier_hash"), name="economy_voucher_supplier_of"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "grant_id",
                    "number",
                    "line_id",
                    "year",
                    "paid_on",
                    "cost_type",
                    "part",
                    "amount",
                    "minutes",
                    "rate",
                    "quantity",
                    "price",
                    "ceiling",
                    "whose_time",
                    "anyway",
                    "state",
                    "refused_because",
                    "reverses_id",
                    "written_at",
                    "decided_on",
                ),
                ORDINARY,
            ),
            **dict.fromkeys(("supplier_hash", "proof_digest"), SECRET),
            **dict.fromkeys(
                ("appointment_id", "month", "paid_to_id", "written_by_id", "decided_by_id"), STAFF
            ),
            "supplier": IDENTITY,
            "what_for": SPECIAL,
        }
        keep = ACCOUNTS
        grants = "SELECT, INSERT, UPDATE"


class Proof(Tenanted):
    """The file that shows that a voucher was paid, sealed. It can be exchanged while the voucher waits."""

    voucher = link(Voucher)
    kind = models.CharField(max_length=10)
    media = models.CharField(max_length=20)
    size = models.PositiveIntegerField(help_text="bytes of the file, as it is kept")
    digest = models.CharField(max_length=64, help_text="keyed: the file cannot be guessed from it")
    content = SealedField(help_text="the file, as base64")
    brought_by = whoever()
    brought_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("economy_proof_kind", "kind", ProofKind),
            one_of("economy_proof_media", "media", ProofMedia),
            models.UniqueConstraint(fields=("tenant_id", "voucher"), name="economy_one_proof"),
            models.CheckConstraint(name="economy_proof_size", condition=Q(size__gte=1, size__lte=MOST_BYTES)),
            models.CheckConstraint(name="economy_proof_there", condition=~Q(content=b"") & ~Q(digest="")),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "voucher_id"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "voucher_id", "kind", "media", "size", "brought_on"), ORDINARY
            ),
            "digest": SECRET,
            "content": SPECIAL,
            "brought_by_id": STAFF,
        }
        keep = ACCOUNTS


class CostAsking(Tenanted):
    """What the programme office is asked about a cost that the document has no word for, and why."""

    voucher = link(Voucher)
    grant = link(Grant)
    line = link(BudgetLine)
    office_id = models.UUIDField()
    cost_type = models.SlugField(max_length=60)
    part = models.CharField(max_length=10, blank=True)
    year = models.PositiveSmallIntegerField()
    amount = MoneyField()
    reason = SealedField()
    asked_on = models.DateField()
    withdrawn_on = models.DateField(
        null=True, help_text="the day its voucher was refused, before the office answered"
    )

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "voucher"), name="economy_one_asking"),
            models.CheckConstraint(name="economy_asking_says_why", condition=~Q(reason=b"")),
        ]
        indexes = [models.Index(fields=("office_id",), name="economy_asking_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        also = "office_id=samspil_tenant"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "voucher_id",
                    "grant_id",
                    "line_id",
                    "office_id",
                    "cost_type",
                    "part",
                    "year",
                    "amount",
                    "asked_on",
                    "withdrawn_on",
                ),
                ORDINARY,
            ),
            "reason": SPECIAL,
        }
        keep = ACCOUNTS
        grants = "SELECT, INSERT, UPDATE"
