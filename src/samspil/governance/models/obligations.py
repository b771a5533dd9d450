"""What others are told of a municipality's obligations, and what the evaluator asks a municipality for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.governance.terms.obligations import (
    MOST_ASKED,
    REGISTERS,
    EvaluationPhase,
    InterviewKind,
    ObligationState,
)
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, Keep, NotPersonal

AS_HISTORY = Keep("programme end", 120, "the programme's own history")


class ObligationTold(Tenanted):
    """Where one obligation stood in a half-year, as the municipality lets the programme office read it.

    A state and a half-year: no count, no day and no evidence. While the half-year runs it is the last night's
    state; afterwards it stays.
    """

    office_id = models.UUIDField(help_text="the programme office, which reads it")
    programme = models.SlugField()
    obligation = models.SlugField()
    half = models.CharField(max_length=6, help_text="2014-2 is July to December 2014")
    state = models.CharField(max_length=10)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_told_state", "state", ObligationState),
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "half", "obligation"), name="governance_told_once"
            ),
            models.CheckConstraint(
                name="governance_told_half", condition=Q(half__regex=r"^(19|20)[0-9]{2}-[12]$")
            ),
            models.CheckConstraint(
                name="governance_only_shares_are_withheld",
                condition=~Q(state=ObligationState.WITHHELD.value) | Q(obligation=REGISTERS),
            ),
        ]
        indexes = [models.Index(fields=("office_id", "programme", "half"), name="governance_told_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a state of the whole municipality")
        also = "office_id=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "office_id", "programme", "obligation", "half", "state"), ORDINARY
        )
        keep = AS_HISTORY


class InterviewRequest(Tenanted):
    """What the evaluator asks a municipality to take part in: of what kind, how many, and by when."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    municipality_id = models.UUIDField()
    office_id = models.UUIDField(help_text="the programme office, which reads it as well")
    phase = models.CharField(max_length=10)
    kind = models.CharField(max_length=10)
    asked_on = models.DateField()
    due_on = models.DateField()
    number = models.PositiveSmallIntegerField(help_text="how many; of whom is not written anywhere here")
    withdrawn_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_interview_phase", "phase", EvaluationPhase),
            one_of("governance_interview_kind", "kind", InterviewKind),
            models.CheckConstraint(
                name="governance_interview_days",
                condition=Q(asked_on__lte=F("due_on"))
                & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("asked_on"))),
            ),
            models.CheckConstraint(
                name="governance_interview_number", condition=Q(number__gte=1, number__lte=MOST_ASKED)
            ),
            models.CheckConstraint(
                name="governance_interview_of_others", condition=~Q(municipality_id=F("tenant_id"))
            ),
        ]
        indexes = [models.Index(fields=("municipality_id", "due_on"), name="governance_interview_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("how many are asked for, never who")
        also = "municipality_id=samspil_tenant,office_id=samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "concept_id",
                "municipality_id",
                "office_id",
                "phase",
                "kind",
                "asked_on",
                "due_on",
                "number",
                "withdrawn_on",
            ),
            ORDINARY,
        )
        keep = AS_HISTORY


class InterviewsHeld(Tenanted):
    """How many of a request were held on a day. Nobody who was asked stands here."""

    request = link(InterviewRequest, related_name="held")
    municipality_id = models.UUIDField()
    office_id = models.UUIDField()
    on = models.DateField()
    number = models.PositiveSmallIntegerField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "request", "on"), name="governance_held_once_a_day"),
            models.CheckConstraint(
                name="governance_held_number", condition=Q(number__gte=1, number__lte=MOST_ASKED)
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("how many were held, never with whom")
        also = "municipality_id=samspil_tenant,office_id=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "request_id", "municipality_id", "office_id", "on", "number"), ORDINARY
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
