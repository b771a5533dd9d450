"""Knowledge shared in the network group: rows of whoever shares it, which every member of the group reads.

What is shared stands in plain text, since it is searched and meant for all (ADR 0039). Nothing is edited:
what is put right is a new version, and what is withdrawn is a row of its own.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link, one_of
from samspil.governance.models.columns import AS_HISTORY
from samspil.governance.terms.knowledge import MOST_TAGS, KnowledgeKind, WithdrawnBecause
from samspil.trust.fields import SealedField
from samspil.trust.files import MOST_BYTES
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, NotPersonal

IN_THE_NETWORK = "office_id=samspil_tenant,office_id=samspil_networked"
"""Read by the office and by the organisations that have a seat in its network group."""

ABOUT_WORK = NotPersonal("about methods and work: names and numbers of people are refused")


def tags() -> ArrayField:  # type: ignore[type-arg]
    """Codes of the concept file, never free tags."""
    return ArrayField(models.SlugField(max_length=60), default=list)


class Contribution(Tenanted):
    """Something that an organisation shares: an experience, a tool, a question, or an answer to one."""

    office_id = models.UUIDField()
    programme = models.SlugField()
    kind = models.CharField(max_length=10)
    answers_id = models.UUIDField(
        null=True, help_text="the question, which may be another organisation's row"
    )
    shared_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_contribution_kind", "kind", KnowledgeKind),
            models.CheckConstraint(
                name="governance_answers_a_question",
                condition=Q(kind=KnowledgeKind.ANSWER, answers_id__isnull=False)
                | ~Q(kind=KnowledgeKind.ANSWER) & Q(answers_id__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=("office_id", "shared_on"), name="governance_shared_in")]

    class Privacy:
        tenant = "tenant_id"
        subject = ABOUT_WORK
        also = IN_THE_NETWORK
        fields = dict.fromkeys(
            ("id", "tenant_id", "office_id", "programme", "kind", "answers_id", "shared_on"), ORDINARY
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class ContributionVersion(Tenanted):
    """What a contribution says; the last version holds. `told` is what the database searches in."""

    contribution = link(Contribution, related_name="versions")
    office_id = models.UUIDField()
    number = models.PositiveSmallIntegerField(help_text="from one")
    title = models.CharField(max_length=120, blank=True)
    words = models.TextField()
    interventions = tags()
    methods = tags()
    written_on = models.DateField()
    told = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="danish")
        + SearchVector("words", weight="B", config="danish"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "contribution", "number"), name="governance_one_contribution_version"
            ),
            models.CheckConstraint(name="governance_contribution_says", condition=~Q(words="")),
            models.CheckConstraint(
                name="governance_contribution_tags",
                condition=Q(interventions__len__lte=MOST_TAGS, methods__len__lte=MOST_TAGS),
            ),
        ]
        indexes = [GinIndex(fields=("told",), name="governance_contribution_told")]

    class Privacy:
        tenant = "tenant_id"
        subject = ABOUT_WORK
        also = IN_THE_NETWORK
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "contribution_id",
                "office_id",
                "number",
                "title",
                "words",
                "interventions",
                "methods",
                "written_on",
                "told",
            ),
            ORDINARY,
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class ContributionFile(Tenanted):
    """The one file of a contribution: a plain PDF, sealed with the office's key."""

    contribution = link(Contribution, related_name="files")
    office_id = models.UUIDField()
    size = models.PositiveIntegerField(help_text="bytes of the file")
    content = SealedField(help_text="the file, as base64")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "contribution"), name="governance_one_file_a_contribution"
            ),
            models.CheckConstraint(
                name="governance_contribution_file_there",
                condition=Q(size__gte=1, size__lte=MOST_BYTES) & ~Q(content=b""),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "office_id"
        also = IN_THE_NETWORK
        fields = {
            **dict.fromkeys(("id", "tenant_id", "contribution_id", "office_id", "size"), ORDINARY),
            "content": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class ContributionWithdrawn(Tenanted):
    """A contribution is withdrawn, by whoever shared it or by the office, and shown no more."""

    office_id = models.UUIDField()
    contribution_id = models.UUIDField(help_text="the row of whoever shared it")
    because = models.CharField(max_length=10)
    withdrawn_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_withdrawn_because", "because", WithdrawnBecause),
            models.UniqueConstraint(
                fields=("tenant_id", "contribution_id"), name="governance_withdrawn_once"
            ),
        ]
        indexes = [models.Index(fields=("office_id", "contribution_id"), name="governance_withdrawn_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("that something shared was withdrawn")
        also = IN_THE_NETWORK
        fields = dict.fromkeys(
            ("id", "tenant_id", "office_id", "contribution_id", "because", "withdrawn_on"), ORDINARY
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
