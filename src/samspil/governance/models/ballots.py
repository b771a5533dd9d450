"""Decisions in writing between meetings: what is proposed, who answers, and what it came to.

The database counts the answers itself when a proposal is closed, and takes none from whoever has no vote or
after the last day.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.governance.models.columns import AS_HISTORY, OF_A_MEMBER, SEATED
from samspil.governance.models.groups import Group
from samspil.governance.terms.barriers import Answer, BallotState
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, NotPersonal


class Ballot(Tenanted):
    """A proposal that the members of a group answer in writing, each organisation once."""

    group = link(Group, related_name="ballots")
    barrier_id = models.UUIDField(null=True, help_text="the raiser's row")
    heading = models.CharField(max_length=120)
    words = SealedField()
    voters = ArrayField(
        models.UUIDField(), help_text="the organisations that had a seat when it was proposed"
    )
    quorum_percent = models.PositiveSmallIntegerField(help_text="more than so many per cent must answer")
    proposed_on = models.DateField()
    closes_on = models.DateField(help_text="the last day to answer")
    state = models.CharField(max_length=10, default=BallotState.OPEN)
    closed_on = models.DateField(null=True)
    in_favour = models.PositiveSmallIntegerField(null=True)
    against = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_ballot_state", "state", BallotState),
            models.CheckConstraint(
                name="governance_ballot_order",
                condition=Q(closes_on__gte=F("proposed_on")) & ~Q(heading="") & ~Q(voters=[]),
            ),
            models.CheckConstraint(
                name="governance_ballot_counted",
                condition=Q(
                    state=BallotState.OPEN,
                    closed_on__isnull=True,
                    in_favour__isnull=True,
                    against__isnull=True,
                    abstained__isnull=True,
                )
                | ~Q(state=BallotState.OPEN)
                & Q(
                    closed_on__isnull=False,
                    in_favour__isnull=False,
                    against__isnull=False,
                    abstained__isnull=False,
                ),
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
                    "group_id",
                    "barrier_id",
                    "heading",
                    "voters",
                    "quorum_percent",
                    "proposed_on",
                    "closes_on",
                    "state",
                    "closed_on",
                    "in_favour",
                    "against",
                    "abstained",
                ),
                ORDINARY,
            ),
            "words": SPECIAL,
        }
        keep = AS_HISTORY


class Vote(Tenanted):
    """One organisation's answer. It stands."""

    office_id = models.UUIDField()
    ballot_id = models.UUIDField(help_text="the office's row")
    answer = models.CharField(max_length=8)
    voted_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_vote_answer", "answer", Answer),
            models.UniqueConstraint(fields=("tenant_id", "ballot_id"), name="governance_one_vote"),
        ]
        indexes = [models.Index(fields=("office_id", "ballot_id"), name="governance_vote_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("an organisation's answer")
        also = OF_A_MEMBER
        fields = dict.fromkeys(("id", "tenant_id", "office_id", "ballot_id", "answer", "voted_on"), ORDINARY)
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
