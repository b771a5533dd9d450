"""The grant of a municipality and its budget: lines, versions with an amount a line and year, money received.

The sums are nowhere in these tables: they are worked out when they are read.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from samspil.delivery.models.columns import link, one_of
from samspil.economy.models.columns import ACCOUNTS, MoneyField, whoever
from samspil.economy.terms.budget import WRITTEN_STATES, BudgetKind, BudgetState, PaymentKind
from samspil.programme.models import ConceptVersion
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, STAFF, NotPersonal


class Grant(Tenanted):
    """What a municipality is granted in one programme: by which document, when, to which account."""

    concept = models.ForeignKey(
        ConceptVersion, on_delete=models.PROTECT, db_constraint=False, help_text="whose rules hold for it"
    )
    programme = models.SlugField(help_text="one grant a programme")
    party = models.SlugField(help_text="what the document calls the municipality")
    office_id = models.UUIDField(help_text="the programme office that decides about it")
    title = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField()
    cvr = models.CharField(max_length=8, blank=True, help_text="the municipality's")
    ean = models.CharField(max_length=13, blank=True, help_text="the municipality's")
    office_cvr = models.CharField(max_length=8, blank=True, help_text="of who grants")
    account_string = models.CharField(max_length=60, blank=True, help_text="in the municipality's own books")
    statement_due_on = models.DateField(null=True, help_text="as the grant letter says")
    carry_over_due_on = models.DateField(null=True, help_text="as the grant letter says")
    opened_on = models.DateField()
    opened_by = whoever()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "programme"), name="economy_one_grant"),
            models.CheckConstraint(name="economy_grant_period", condition=Q(to_on__gte=F("from_on"))),
            models.CheckConstraint(
                name="economy_grant_numbers",
                condition=Q(cvr__regex=r"^([0-9]{8})?$")
                & Q(office_cvr__regex=r"^([0-9]{8})?$")
                & Q(ean__regex=r"^([0-9]{13})?$"),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("what an authority is granted")
        also = "office_id=samspil_tenant"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "concept_id",
                    "programme",
                    "party",
                    "office_id",
                    "title",
                    "from_on",
                    "to_on",
                    "cvr",
                    "ean",
                    "office_cvr",
                    "account_string",
                    "statement_due_on",
                    "carry_over_due_on",
                    "opened_on",
                ),
                ORDINARY,
            ),
            "opened_by_id": STAFF,
        }
        keep = ACCOUNTS
        grants = "SELECT, INSERT, UPDATE"


class BudgetLine(Tenanted):
    """One line of the budget: the document's, or a new one with a title of its own."""

    grant = link(Grant)
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=60, blank=True, help_text="a new line's; the document says its own")
    position = models.PositiveSmallIntegerField()
    shown_to = models.UUIDField(
        null=True, help_text="the programme office, once it stands in a version it reads"
    )

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "grant", "slug"), name="economy_one_line"),
        ]
        indexes = [models.Index(fields=("shown_to",), name="economy_line_shown")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("headings of a budget")
        also = "shown_to=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "grant_id", "slug", "title", "position", "shown_to"), ORDINARY
        )
        keep = ACCOUNTS


class BudgetVersion(Tenanted):
    """One version of the budget, whole: what it is, why, who wrote and sent it. Never edited once it is sent.

    Whether it was refused, or approved by the programme office, stands in that office's decision.
    """

    grant = link(Grant)
    number = models.PositiveSmallIntegerField()
    builds_on = models.PositiveSmallIntegerField(
        help_text="the number that counted when it was written; 0: none"
    )
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=BudgetState.DRAFT)
    reason = SealedField()
    written_by = whoever()
    written_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")
    sent_by = whoever(null=True)
    sent_on = models.DateField(null=True, help_text="when it was asked for, or counted")
    shown_to = models.UUIDField(null=True, help_text="the programme office, once it is sent")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("economy_version_kind", "kind", BudgetKind),
            one_of("economy_version_state", "state", WRITTEN_STATES),
            models.UniqueConstraint(fields=("tenant_id", "grant", "number"), name="economy_version_number"),
            models.UniqueConstraint(
                fields=("tenant_id", "grant"), condition=Q(state="draft"), name="economy_one_draft"
            ),
            models.CheckConstraint(
                name="economy_version_sent",
                condition=Q(state="draft", sent_by__isnull=True, sent_on__isnull=True, shown_to__isnull=True)
                | (
                    ~Q(state="draft")
                    & Q(sent_by__isnull=False, sent_on__isnull=False, shown_to__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="economy_version_order",
                condition=Q(builds_on__lt=F("number")) & Q(number__gte=1),
            ),
        ]
        indexes = [models.Index(fields=("shown_to", "state"), name="economy_version_shown")]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        also = "shown_to=samspil_tenant"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "grant_id",
                    "number",
                    "builds_on",
                    "kind",
                    "state",
                    "written_at",
                    "sent_on",
                    "shown_to",
                ),
                ORDINARY,
            ),
            "reason": SPECIAL,
            "written_by_id": STAFF,
            "sent_by_id": STAFF,
        }
        keep = ACCOUNTS


class BudgetAmount(Tenanted):
    """What a version gives one line in one year. A line that has none in a year is not in it."""

    version = link(BudgetVersion)
    line = link(BudgetLine)
    year = models.PositiveSmallIntegerField()
    amount = MoneyField()
    shown_to = models.UUIDField(null=True, help_text="as its version")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "version", "line", "year"), name="economy_one_amount"
            ),
            models.CheckConstraint(name="economy_amount_not_negative", condition=Q(amount__gte=0)),
        ]
        indexes = [models.Index(fields=("shown_to", "version"), name="economy_amount_shown")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("amounts of a budget")
        also = "shown_to=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "version_id", "line_id", "year", "amount", "shown_to"), ORDINARY
        )
        keep = ACCOUNTS


class GrantPayment(Tenanted):
    """Money between the programme office and the municipality: an instalment, or what was repaid."""

    grant = link(Grant)
    kind = models.CharField(max_length=12)
    amount = MoneyField()
    paid_on = models.DateField()
    written_by = whoever()
    struck_on = models.DateField(null=True, help_text="the day it was seen to be wrong; it stays in sight")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("economy_payment_kind", "kind", PaymentKind),
            models.CheckConstraint(name="economy_payment_amount", condition=Q(amount__gt=0)),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("money between two authorities")
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "grant_id", "kind", "amount", "paid_on", "struck_on"), ORDINARY
            ),
            "written_by_id": STAFF,
        }
        keep = ACCOUNTS
        grants = "SELECT, INSERT, UPDATE"
