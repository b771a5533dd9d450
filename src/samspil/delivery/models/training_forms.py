"""What participants answered after a training course: sealed one by one, until it is counted and erased.

A participant's answers lie with their own municipality. When nobody's form about the course is open any more,
they are counted over all municipalities at once, and the provider keeps the counts of five or more.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link
from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.series import LOGISTICS
from samspil.delivery.models.training import AS_HISTORY, TrainingEvent
from samspil.delivery.terms.forms import ENOUGH, LONGEST_CODE
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, NotPersonal

TOLD = "office_id=samspil_tenant,evaluator_id=samspil_tenant"
COUNTED = "SELECT, INSERT"


class TrainingAnswer(Tenanted):
    """What one participant answered, sealed with a key of its own that is erased when it has been counted."""

    owed = link(OwedForm)
    answers = SealedField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "owed"), name="delivery_one_training_answer"),
            models.CheckConstraint(name="delivery_training_says_something", condition=~Q(answers=b"")),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "owed_id"
        fields = {**dict.fromkeys(("id", "tenant_id", "owed_id"), ORDINARY), "answers": SPECIAL}
        keep = LOGISTICS


class TrainingRound(Tenanted):
    """That the forms about a course, or about one of its days, were counted: how many were owed and answered.

    There is one for each, it is never rewritten, and nothing is counted in two.
    """

    event = link(TrainingEvent)
    thing_id = models.UUIDField(help_text="the event, or the day of it that was asked about")
    instrument = models.CharField(max_length=40)
    instrument_version = models.PositiveSmallIntegerField()
    owed = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField()
    counted_on = models.DateField()
    office_id = models.UUIDField(help_text="the programme office, which reads it as well")
    evaluator_id = models.UUIDField(null=True, help_text="the evaluator, who reads it as well")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "thing_id"), name="delivery_one_training_round"),
            models.CheckConstraint(
                name="delivery_training_answered", condition=Q(owed__gte=1, answered__lte=F("owed"))
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("counts of those who took part")
        also = TOLD
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "event_id",
                "thing_id",
                "instrument",
                "instrument_version",
                "owed",
                "answered",
                "counted_on",
                "office_id",
                "evaluator_id",
            ),
            ORDINARY,
        )
        keep = AS_HISTORY
        grants = COUNTED


class TrainingTally(Tenanted):
    """How often one answer was given to one question by those who came; five answers or none are here."""

    round = link(TrainingRound, related_name="tallies")
    item = models.CharField(max_length=LONGEST_CODE)
    choice = models.CharField(max_length=LONGEST_CODE)
    count = models.PositiveSmallIntegerField()
    together = models.PositiveSmallIntegerField(help_text="how many answered the question")
    office_id = models.UUIDField(help_text="the programme office, which reads it as well")
    evaluator_id = models.UUIDField(null=True, help_text="the evaluator, who reads it as well")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "round", "item", "choice"), name="delivery_one_training_tally"
            ),
            models.CheckConstraint(
                name="delivery_training_tally_of_enough",
                condition=Q(together__gte=ENOUGH, count__lte=F("together")),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("counts of those who took part")
        also = TOLD
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "round_id",
                "item",
                "choice",
                "count",
                "together",
                "office_id",
                "evaluator_id",
            ),
            ORDINARY,
        )
        keep = AS_HISTORY
        grants = COUNTED
