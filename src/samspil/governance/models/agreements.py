"""Agreements: each version whole as it was made, who signed it, and the signed copy.

The text of a version is put together once and kept: a later template or concept file changes nothing that was
sent. The database lets nobody change a version once it was sent, and takes signatures from its parties alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.governance.models.columns import AS_HISTORY
from samspil.governance.terms.agreements import AgreementKind, AgreementState, Side
from samspil.programme.models import ConceptVersion
from samspil.trust.fields import SealedField
from samspil.trust.files import MOST_BYTES
from samspil.trust.models import Tenanted
from samspil.trust.privacy import IDENTITY, ORDINARY, SPECIAL, NotPersonal

BOTH = "municipality_id=samspil_tenant,office_id=samspil_tenant"


class Agreement(Tenanted):
    """One agreement of the programme office with one municipality. What it says lies in its versions."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    programme = models.SlugField()
    municipality_id = models.UUIDField()
    kind = models.CharField(max_length=20)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_agreement_kind", "kind", AgreementKind),
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "municipality_id", "kind"), name="governance_one_agreement"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("two authorities")
        fields = dict.fromkeys(
            ("id", "tenant_id", "concept_id", "programme", "municipality_id", "kind"), ORDINARY
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class AgreementVersion(Tenanted):
    """One version of an agreement. `shown_to` is the municipality, from the day it is sent."""

    agreement = link(Agreement, related_name="versions")
    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    kind = models.CharField(max_length=20)
    municipality_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=AgreementState.DRAFT)
    begins_on = models.DateField()
    made_on = models.DateField()
    sent_on = models.DateField(null=True)
    shown_to = models.UUIDField(null=True)
    details = SealedField(help_text="what was typed, as JSON")
    text = SealedField(help_text="the whole agreement as it was put together, as JSON")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_agreement_kind_again", "kind", AgreementKind),
            one_of("governance_agreement_state", "state", (AgreementState.DRAFT, AgreementState.SENT)),
            models.UniqueConstraint(
                fields=("tenant_id", "agreement", "number"), name="governance_one_agreement_number"
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "agreement"),
                condition=Q(state=AgreementState.DRAFT),
                name="governance_one_agreement_draft",
            ),
            models.CheckConstraint(
                name="governance_agreement_sent",
                condition=Q(state=AgreementState.DRAFT, sent_on__isnull=True, shown_to__isnull=True)
                | Q(
                    state=AgreementState.SENT,
                    sent_on__isnull=False,
                    shown_to=F("municipality_id"),
                    sent_on__gte=F("made_on"),
                ),
            ),
            models.CheckConstraint(
                name="governance_agreement_says", condition=~Q(details=b"") & ~Q(text=b"")
            ),
        ]
        indexes = [models.Index(fields=("shown_to",), name="governance_agreement_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = "municipality_id"
        also = "shown_to=samspil_tenant"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "agreement_id",
                    "concept_id",
                    "kind",
                    "municipality_id",
                    "number",
                    "state",
                    "begins_on",
                    "made_on",
                    "sent_on",
                    "shown_to",
                ),
                ORDINARY,
            ),
            "details": SPECIAL,
            "text": SPECIAL,
        }
        keep = AS_HISTORY


class Signature(Tenanted):
    """One side has signed a version: who, with which title, and on which day. Written by that side itself."""

    version_id = models.UUIDField(help_text="the office's row")
    office_id = models.UUIDField()
    municipality_id = models.UUIDField()
    side = models.CharField(max_length=12)
    name = SealedField(compartment="identity")
    title = SealedField()
    signed_on = models.DateField()
    written_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_signature_side", "side", Side),
            models.UniqueConstraint(fields=("tenant_id", "version_id"), name="governance_signed_once"),
            models.CheckConstraint(
                name="governance_signed_by_its_side",
                condition=Q(side=Side.OFFICE, tenant_id=F("office_id"))
                | Q(side=Side.MUNICIPALITY, tenant_id=F("municipality_id")),
            ),
            models.CheckConstraint(
                name="governance_signature_says",
                condition=~Q(name=b"") & ~Q(title=b"") & Q(signed_on__lte=F("written_on")),
            ),
        ]
        indexes = [models.Index(fields=("version_id",), name="governance_signature_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = "municipality_id"
        also = BOTH
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "version_id",
                    "office_id",
                    "municipality_id",
                    "side",
                    "signed_on",
                    "written_on",
                ),
                ORDINARY,
            ),
            "name": IDENTITY,
            "title": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class SignedCopy(Tenanted):
    """The signed paper as the side that signed brought it: a PDF, sealed, in the database alone."""

    signature = link(Signature, related_name="copies")
    office_id = models.UUIDField()
    municipality_id = models.UUIDField()
    size = models.PositiveIntegerField(help_text="bytes of the file")
    content = SealedField(help_text="the file, as base64")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "signature"), name="governance_one_signed_copy"),
            models.CheckConstraint(
                name="governance_signed_copy_there",
                condition=Q(size__gte=1, size__lte=MOST_BYTES) & ~Q(content=b""),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "municipality_id"
        also = BOTH
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "signature_id", "office_id", "municipality_id", "size"), ORDINARY
            ),
            "content": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
