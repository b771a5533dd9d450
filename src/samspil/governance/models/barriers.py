"""Barriers: who raised one, who sees to it, what each municipality is instructed to do, and what each did."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.governance.models.ballots import Ballot
from samspil.governance.models.columns import AS_HISTORY, OF_A_MEMBER, SEATED
from samspil.governance.models.meetings import Outcome
from samspil.governance.terms.barriers import Acts, RaisedBy
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, NotPersonal


class Barrier(Tenanted):
    """Something that stands in the way, as whoever raised it says. Never rewritten, and about no person."""

    office_id = models.UUIDField()
    raised_by = models.CharField(max_length=12)
    intervention = models.CharField(max_length=40, blank=True, help_text="empty: all of them")
    where_id = models.UUIDField(null=True, help_text="the municipality; empty: everywhere")
    heading = models.CharField(max_length=120)
    words = SealedField()
    raised_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_barrier_raised_by", "raised_by", RaisedBy),
            models.CheckConstraint(name="governance_barrier_says", condition=~Q(heading="")),
        ]
        indexes = [models.Index(fields=("office_id", "raised_on"), name="governance_barrier_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = "office_id"
        also = OF_A_MEMBER
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "office_id",
                    "raised_by",
                    "intervention",
                    "where_id",
                    "heading",
                    "raised_on",
                ),
                ORDINARY,
            ),
            "words": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class BarrierOwner(Tenanted):
    """The programme office says who sees to a barrier, and by when. A new owner is a new row."""

    barrier_id = models.UUIDField(help_text="the raiser's row")
    number = models.PositiveSmallIntegerField()
    owner_id = models.UUIDField(help_text="the organisation")
    due_on = models.DateField()
    assigned_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "barrier_id", "number"), name="governance_one_owner_at_a_time"
            ),
            models.CheckConstraint(name="governance_owner_order", condition=Q(due_on__gte=F("assigned_on"))),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("organisations and days")
        also = SEATED
        fields = dict.fromkeys(
            ("id", "tenant_id", "barrier_id", "number", "owner_id", "due_on", "assigned_on"), ORDINARY
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class Instruction(Tenanted):
    """What one municipality is to do because of a decision, by a day. The words are the same for each."""

    barrier_id = models.UUIDField(help_text="the raiser's row")
    outcome = link(Outcome, null=True, help_text="the decision of a meeting")
    ballot = link(Ballot, null=True, help_text="the decision in writing")
    municipality_id = models.UUIDField()
    words = SealedField()
    due_on = models.DateField()
    given_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "barrier_id", "municipality_id"), name="governance_instructed_once"
            ),
            models.CheckConstraint(
                name="governance_instruction_rests_on_one_decision",
                condition=Q(outcome__isnull=False, ballot__isnull=True)
                | Q(outcome__isnull=True, ballot__isnull=False),
            ),
            models.CheckConstraint(
                name="governance_instruction_order", condition=Q(due_on__gte=F("given_on"))
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "tenant_id"
        also = SEATED
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "barrier_id",
                    "outcome_id",
                    "ballot_id",
                    "municipality_id",
                    "due_on",
                    "given_on",
                ),
                ORDINARY,
            ),
            "words": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class Confirmation(Tenanted):
    """A municipality says what it did on an instruction. The last one counts, so that it can be brought in
    line.
    """

    office_id = models.UUIDField()
    instruction_id = models.UUIDField(help_text="the office's row")
    number = models.PositiveSmallIntegerField()
    acts = models.CharField(max_length=16)
    words = SealedField()
    confirmed_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_confirmation_acts", "acts", Acts),
            models.UniqueConstraint(
                fields=("tenant_id", "instruction_id", "number"), name="governance_one_confirmation"
            ),
        ]
        indexes = [models.Index(fields=("office_id", "instruction_id"), name="governance_confirmation_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = "office_id"
        also = OF_A_MEMBER
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "office_id", "instruction_id", "number", "acts", "confirmed_on"), ORDINARY
            ),
            "words": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
