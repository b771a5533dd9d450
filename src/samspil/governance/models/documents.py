"""Descriptions by chapters: the municipality writes and hands in, the programme office answers, both comment.

The database lets nobody change a version that was handed in; a new one begins from it. The office reads
nothing before that.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link, one_of
from samspil.governance.models.columns import AS_HISTORY
from samspil.governance.terms.documents import DescriptionKind, DescriptionState
from samspil.programme.models import ConceptVersion
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, NotPersonal

OFFICE = "office_id=samspil_tenant"
WRITTEN = (DescriptionState.DRAFT, DescriptionState.HANDED_IN)


class Description(Tenanted):
    """What a municipality describes: the anchoring of one intervention, or its preparedness plan."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    programme = models.SlugField()
    kind = models.CharField(max_length=20)
    intervention = models.CharField(max_length=40, blank=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_description_kind", "kind", DescriptionKind),
            models.CheckConstraint(
                name="governance_description_of",
                condition=Q(kind=DescriptionKind.ANCHORING) & ~Q(intervention="")
                | Q(kind=DescriptionKind.PLAN, intervention=""),
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "kind", "intervention"), name="governance_one_description"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("how a municipality organises its work")
        fields = dict.fromkeys(
            ("id", "tenant_id", "concept_id", "programme", "kind", "intervention"), ORDINARY
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class DescriptionVersion(Tenanted):
    """One version of a description. Handed in, it is the office's to read and nobody's to change."""

    description = link(Description, related_name="versions")
    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    kind = models.CharField(max_length=20)
    intervention = models.CharField(max_length=40, blank=True)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=DescriptionState.DRAFT)
    begun_on = models.DateField()
    office_id = models.UUIDField(null=True, help_text="who reads it; nobody before it is handed in")
    handed_in_on = models.DateField(null=True)
    revise_by = models.DateField(null=True, help_text="of a plan: by when the next must be handed in")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_description_kind_again", "kind", DescriptionKind),
            one_of("governance_description_state", "state", WRITTEN),
            models.UniqueConstraint(
                fields=("tenant_id", "description", "number"), name="governance_one_description_number"
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "description"),
                condition=Q(state=DescriptionState.DRAFT),
                name="governance_one_description_draft",
            ),
            models.CheckConstraint(
                name="governance_description_handed_in",
                condition=Q(
                    state=DescriptionState.DRAFT,
                    office_id__isnull=True,
                    handed_in_on__isnull=True,
                    revise_by__isnull=True,
                )
                | Q(state=DescriptionState.HANDED_IN, office_id__isnull=False, handed_in_on__isnull=False),
            ),
            models.CheckConstraint(
                name="governance_plan_is_revised",
                condition=Q(state=DescriptionState.DRAFT)
                | Q(kind=DescriptionKind.PLAN, revise_by__isnull=False)
                | Q(kind=DescriptionKind.ANCHORING, revise_by__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=("office_id",), name="governance_description_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("how a municipality organises its work")
        also = OFFICE
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "description_id",
                "concept_id",
                "kind",
                "intervention",
                "number",
                "state",
                "begun_on",
                "office_id",
                "handed_in_on",
                "revise_by",
            ),
            ORDINARY,
        )
        keep = AS_HISTORY


class DescriptionChapter(Tenanted):
    """What one chapter of a version says."""

    version = link(DescriptionVersion, related_name="chapters")
    chapter = models.CharField(max_length=60)
    words = SealedField()
    office_id = models.UUIDField(null=True, help_text="who reads it, as the version says")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "version", "chapter"), name="governance_one_chapter"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "tenant_id"
        also = OFFICE
        fields = {
            **dict.fromkeys(("id", "tenant_id", "version_id", "chapter", "office_id"), ORDINARY),
            "words": SPECIAL,
        }
        keep = AS_HISTORY


class DescriptionComment(Tenanted):
    """A comment on a version that was handed in, by one side, read by the other. Never rewritten."""

    version_id = models.UUIDField(help_text="the municipality's row")
    municipality_id = models.UUIDField()
    office_id = models.UUIDField()
    chapter = models.CharField(max_length=60, blank=True, help_text="empty: the whole")
    words = SealedField()
    written_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(
                name="governance_comment_by_one_side",
                condition=Q(tenant_id=models.F("municipality_id")) | Q(tenant_id=models.F("office_id")),
            ),
        ]
        indexes = [models.Index(fields=("version_id",), name="governance_comment_on")]

    class Privacy:
        tenant = "tenant_id"
        subject = "municipality_id"
        also = "municipality_id=samspil_tenant,office_id=samspil_tenant"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "version_id", "municipality_id", "office_id", "chapter", "written_on"),
                ORDINARY,
            ),
            "words": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class DescriptionAnswer(Tenanted):
    """The programme office accepts a version, or sends it back with words. Once for each version."""

    version_id = models.UUIDField(help_text="the municipality's row")
    municipality_id = models.UUIDField()
    accepted = models.BooleanField()
    words = SealedField()
    answered_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "version_id"), name="governance_answered_once"),
            models.CheckConstraint(
                name="governance_sent_back_with_words", condition=Q(accepted=True) | ~Q(words=b"")
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "municipality_id"
        also = "municipality_id=samspil_tenant"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "version_id", "municipality_id", "accepted", "answered_on"), ORDINARY
            ),
            "words": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
