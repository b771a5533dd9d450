"""How the programme office found its evaluator: rows that are only added to; a step's last holds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import one_of
from samspil.governance.models.columns import AS_HISTORY
from samspil.governance.terms.procurement import EvaluatorStepKind
from samspil.trust.models import Tenanted
from samspil.trust.privacy import PUBLIC, NotPersonal


class EvaluatorStep(Tenanted):
    """One step towards an evaluator was done on a day. Tenders are a count: who handed them in is nowhere."""

    programme = models.SlugField()
    step = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField(help_text="the last one holds")
    done_on = models.DateField()
    tenders = models.PositiveSmallIntegerField(null=True, help_text="how many came in")
    organisation_id = models.UUIDField(null=True, help_text="the evaluator's organisation")
    evidence = models.CharField(max_length=200, blank=True, help_text="where the contract is; about nobody")
    written_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_evaluator_step", "step", EvaluatorStepKind),
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "step", "number"), name="governance_one_evaluator_step"
            ),
            models.CheckConstraint(
                name="governance_evaluator_step_says",
                condition=Q(done_on__lte=F("written_on"))
                & (
                    Q(step=EvaluatorStepKind.TENDERS, tenders__isnull=False)
                    | (~Q(step=EvaluatorStepKind.TENDERS) & Q(tenders__isnull=True))
                )
                & (
                    Q(step=EvaluatorStepKind.AWARDED, organisation_id__isnull=False)
                    | (~Q(step=EvaluatorStepKind.AWARDED) & Q(organisation_id__isnull=True))
                )
                & (
                    (Q(step=EvaluatorStepKind.CONTRACT) & ~Q(evidence=""))
                    | (~Q(step=EvaluatorStepKind.CONTRACT) & Q(evidence=""))
                ),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("how a programme found its evaluator")
        also = "samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "programme",
                "step",
                "number",
                "done_on",
                "tenders",
                "organisation_id",
                "evidence",
                "written_on",
            ),
            PUBLIC,
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
