"""Statements of accounts, frozen when they are signed; and the accounts of the municipality's own books."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.economy.models.budget import BudgetLine, Grant
from samspil.economy.models.columns import ACCOUNTS, whoever
from samspil.economy.terms.statements import KEPT_STATES, MOST_ACCOUNT, StatementState
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, STAFF, NotPersonal


class Statement(Tenanted):
    """One version of the accounts of a year, or of the whole grant.

    A draft holds no figure: it is worked out from the books each time. Signing writes the contents once, and
    the database compares them with the books and lets nobody change them. They are sums and the digest of the
    list of vouchers, which is a row of its own; what was signed before that was so holds its vouchers itself.
    That it was received or sent back is said by the programme office's decision.
    """

    grant = link(Grant)
    year = models.PositiveSmallIntegerField(help_text="0: the whole grant")
    number = models.PositiveSmallIntegerField(help_text="from 1, of its period")
    state = models.CharField(max_length=10, default=StatementState.DRAFT)
    drawn_by = whoever()
    drawn_on = models.DateField()
    signed_by = whoever(null=True)
    signed_on = models.DateField(null=True)
    shown_to = models.UUIDField(null=True, help_text="the programme office, once it is signed")
    contents = models.TextField(
        blank=True, help_text="JSON: sums, days and the digest of the list; no name and no word"
    )
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the contents")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("economy_statement_state", "state", KEPT_STATES),
            models.UniqueConstraint(
                fields=("tenant_id", "grant", "year", "number"), name="economy_statement_number"
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "grant", "year"),
                condition=Q(state="draft"),
                name="economy_one_statement_draft",
            ),
            models.CheckConstraint(
                name="economy_statement_signed",
                condition=Q(
                    state="draft",
                    signed_by__isnull=True,
                    signed_on__isnull=True,
                    shown_to__isnull=True,
                    contents="",
                    digest="",
                )
                | (
                    Q(
                        state="signed",
                        signed_by__isnull=False,
                        signed_on__isnull=False,
                        shown_to__isnull=False,
                    )
                    & ~Q(contents="")
                    & ~Q(digest="")
                ),
            ),
            models.CheckConstraint(
                name="economy_statement_four_eyes",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drawn_by")),
            ),
        ]
        indexes = [models.Index(fields=("shown_to",), name="economy_statement_shown")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("accounts: sums and days")
        also = "shown_to=samspil_tenant"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "grant_id",
                    "year",
                    "number",
                    "state",
                    "drawn_on",
                    "signed_on",
                    "shown_to",
                    "contents",
                    "digest",
                ),
                ORDINARY,
            ),
            **dict.fromkeys(("drawn_by_id", "signed_by_id"), STAFF),
        }
        keep = ACCOUNTS


class VoucherList(Tenanted):
    """The vouchers that a signed statement's sums are made of, and what waited when it was signed.

    The municipality's own: no other organisation reads it. The statement names its digest, so no other list
    can stand under signed sums; a number that nobody can guess is in it, so that the digest confirms no
    guess at what the list says.
    """

    statement = link(Statement)
    contents = models.TextField(help_text="JSON: each voucher by number; amounts, codes and days")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the contents")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "statement"), name="economy_one_voucher_list"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("vouchers by number and role, without a name")
        fields = dict.fromkeys(("id", "tenant_id", "statement_id", "contents", "digest"), ORDINARY)
        keep = ACCOUNTS
        grants = "SELECT, INSERT"


class AccountCode(Tenanted):
    """Which account of the municipality's own books one kind of cost on one line is booked on."""

    line = link(BudgetLine)
    cost_type = models.SlugField(max_length=60)
    account = models.CharField(max_length=MOST_ACCOUNT)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "line", "cost_type"), name="economy_one_account"),
            models.CheckConstraint(
                name="economy_account_is_one", condition=Q(account__regex=r"^[0-9A-Za-z][0-9A-Za-z ./-]*$")
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("headings of accounts")
        fields = dict.fromkeys(("id", "tenant_id", "line_id", "cost_type", "account"), ORDINARY)
        keep = ACCOUNTS
