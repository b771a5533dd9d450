"""How the programme office found its evaluator, and the contract: rows only added to, the last holds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import one_of
from samspil.governance.models.columns import AS_HISTORY
from samspil.governance.terms.procurement import EvaluatorStepKind
from samspil.trust.fields import SealedField
from samspil.trust.files import MOST_BYTES
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, PUBLIC, SPECIAL, NotPersonal


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


class EvaluatorContract(Tenanted):
    """The contract with the evaluator as a PDF, sealed. A new one is a new version; the last holds."""

    programme = models.SlugField()
    number = models.PositiveSmallIntegerField(help_text="the last one holds")
    evaluator_id = models.UUIDField(help_text="the organisation it is with, which reads it")
    size = models.PositiveIntegerField(help_text="bytes of the file")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    put_on = models.DateField()
    content = SealedField(help_text="the file, as base64")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "number"), name="governance_one_contract"
            ),
            models.CheckConstraint(
                name="governance_contract_there",
                condition=Q(size__gte=1, size__lte=MOST_BYTES) & ~Q(content=b""),
            ),
            models.CheckConstraint(
                name="governance_contract_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "tenant_id"
        also = "evaluator_id=samspil_tenant"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "programme", "number", "evaluator_id", "size", "digest", "put_on"),
                ORDINARY,
            ),
            "content": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
