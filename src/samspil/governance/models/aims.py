"""Goals and indicators as they were put forward, whole, and who signed them: rows that are only added to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import one_of
from samspil.governance.models.columns import AS_HISTORY
from samspil.governance.terms.aims import SetChanged, SetSide
from samspil.people.models.people import Account
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import PUBLIC, STAFF, NotPersonal

_ALSO = "samspil_tenant"
"""What a programme is measured by is read by everyone who is in."""


class AimSet(Tenanted):
    """One version of a programme's goals and indicators, as the office put it forward. The last counts."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    programme = models.SlugField()
    number = models.PositiveSmallIntegerField(help_text="the last one counts")
    document = models.JSONField(help_text="goals and indicators as the concept file says them")
    digest = models.CharField(max_length=64, help_text="sha256 of the document as stored")
    because = models.CharField(max_length=16, blank=True, help_text="why it changed; empty: the first")
    put_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "number"), name="governance_one_aim_set"
            ),
            models.CheckConstraint(
                name="governance_aim_set_because",
                condition=Q(number=1, because="")
                | Q(number__gte=2, because__in=[one.value for one in SetChanged]),
            ),
            models.CheckConstraint(
                name="governance_aim_set_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("what a programme is measured by")
        also = _ALSO
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "concept_id",
                "programme",
                "number",
                "document",
                "digest",
                "because",
                "put_on",
            ),
            PUBLIC,
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class AimSignature(Tenanted):
    """One side has signed a set, word for word. Written by that side itself; a trigger says whether measuring
    had begun by then, so that it stays said.
    """

    set_id = models.UUIDField(help_text="the office's row")
    office_id = models.UUIDField()
    side = models.CharField(max_length=12)
    role = models.CharField(max_length=30)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False)
    digest = models.CharField(max_length=64, help_text="of what was signed")
    signed_on = models.DateField()
    measured_month = models.DateField(
        null=True, help_text="the month in which measuring had begun; empty: it had not. The database says it"
    )

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_aim_signature_side", "side", SetSide),
            models.UniqueConstraint(fields=("tenant_id", "set_id"), name="governance_aims_signed_once"),
            models.CheckConstraint(
                name="governance_aims_signed_by_two",
                condition=Q(side=SetSide.OFFICE, tenant_id=F("office_id"))
                | (Q(side=SetSide.EVALUATOR) & ~Q(tenant_id=F("office_id"))),
            ),
        ]
        indexes = [models.Index(fields=("set_id",), name="governance_aim_signature_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("which member of staff signed for an authority")
        also = _ALSO
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "set_id",
                    "office_id",
                    "side",
                    "digest",
                    "signed_on",
                    "measured_month",
                ),
                PUBLIC,
            ),
            **dict.fromkeys(("role", "account_id"), STAFF),
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
