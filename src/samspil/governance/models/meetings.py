"""Meetings of the groups: when, who came, what was on the agenda and what it came to.

Once the minutes are approved the database lets nobody change what they say.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Coalesce

from samspil.delivery.models.columns import link, one_of
from samspil.governance.models.columns import AS_HISTORY, OF_A_MEMBER, SEATED
from samspil.governance.models.groups import Group
from samspil.governance.terms.meetings import MeetingState, OutcomeKind
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, NotPersonal


class Meeting(Tenanted):
    """One meeting of a group: of its series, or outside it, `because` of something.

    A meeting that was moved keeps the day the series gave it, and one that is cancelled too: that slot is
    not planned a second time.
    """

    group = link(Group, related_name="meetings")
    on = models.DateField()
    starts_at = models.TimeField()
    place = models.CharField(max_length=80, blank=True)
    because = models.CharField(max_length=120, blank=True, help_text="why the group meets outside the series")
    moved_from = models.DateField(null=True, help_text="the day of the series it stands for, where it moved")
    moves = models.PositiveSmallIntegerField(default=0, help_text="how often its day or time was moved")
    state = models.CharField(max_length=10, default=MeetingState.PLANNED)
    invited_on = models.DateField(null=True)
    approved_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_meeting_state", "state", MeetingState),
            models.UniqueConstraint(
                fields=("tenant_id", "group", "on"),
                condition=~Q(state=MeetingState.CANCELLED),
                name="governance_one_meeting_a_day",
            ),
            models.UniqueConstraint(
                "tenant_id",
                "group",
                Coalesce("moved_from", "on"),
                condition=Q(because=""),
                name="governance_one_meeting_a_slot",
            ),
            models.CheckConstraint(
                name="governance_slot_is_of_the_series", condition=Q(because="") | Q(moved_from__isnull=True)
            ),
            models.CheckConstraint(
                name="governance_meeting_days",
                condition=Q(state=MeetingState.PLANNED, invited_on__isnull=True, approved_on__isnull=True)
                | Q(state=MeetingState.INVITED, invited_on__isnull=False, approved_on__isnull=True)
                | Q(state=MeetingState.APPROVED, invited_on__isnull=False, approved_on__isnull=False)
                | Q(state=MeetingState.CANCELLED, approved_on__isnull=True),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a meeting of organisations")
        also = SEATED
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "group_id",
                "on",
                "starts_at",
                "place",
                "because",
                "moved_from",
                "moves",
                "state",
                "invited_on",
                "approved_on",
            ),
            ORDINARY,
        )
        keep = AS_HISTORY


class MeetingPresence(Tenanted):
    """A member organisation came to a meeting: that it did, never who."""

    meeting = link(Meeting, related_name="present")
    organisation_id = models.UUIDField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "meeting", "organisation_id"), name="governance_one_presence"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("organisations")
        also = SEATED
        fields = dict.fromkeys(("id", "tenant_id", "meeting_id", "organisation_id"), ORDINARY)
        keep = AS_HISTORY


class AgendaProposal(Tenanted):
    """A member wants something on the agenda. The chair places it; the row stays the member's."""

    office_id = models.UUIDField()
    group_id = models.UUIDField(help_text="the office's row")
    heading = models.CharField(max_length=120)
    words = SealedField()
    proposed_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [models.CheckConstraint(name="governance_proposal_says", condition=~Q(heading=""))]
        indexes = [models.Index(fields=("office_id", "group_id"), name="governance_proposal_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = "office_id"
        also = OF_A_MEMBER
        fields = {
            **dict.fromkeys(("id", "tenant_id", "office_id", "group_id", "heading", "proposed_on"), ORDINARY),
            "words": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class AgendaItem(Tenanted):
    """One item on a meeting's agenda, with its paper; what a decision in writing came to stands there too.

    Without a meeting it waits for the next one.
    """

    group = link(Group, related_name="items")
    meeting = link(Meeting, null=True, related_name="items")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=120)
    words = SealedField(help_text="the paper")
    proposed_by = models.UUIDField(help_text="the organisation")
    proposal_id = models.UUIDField(null=True, help_text="the member's row")
    barrier_id = models.UUIDField(null=True, help_text="the raiser's row")
    ballot_id = models.UUIDField(null=True, help_text="the decision in writing that is entered here")
    edition = models.PositiveSmallIntegerField(default=1, help_text="goes up with each change of its words")

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(name="governance_item_says", condition=~Q(heading="")),
            models.UniqueConstraint(
                fields=("tenant_id", "meeting", "position"),
                deferrable=Deferrable.DEFERRED,
                name="governance_one_item_in_a_place",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "proposal_id"),
                condition=Q(proposal_id__isnull=False),
                name="governance_placed_once",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "ballot_id"),
                condition=Q(ballot_id__isnull=False),
                name="governance_entered_once",
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
                    "meeting_id",
                    "position",
                    "heading",
                    "proposed_by",
                    "proposal_id",
                    "barrier_id",
                    "ballot_id",
                    "edition",
                ),
                ORDINARY,
            ),
            "words": SPECIAL,
        }
        keep = AS_HISTORY


class Outcome(Tenanted):
    """What an item came to: information, a decision, or a task with an owner and a day."""

    item = link(AgendaItem, related_name="outcomes")
    kind = models.CharField(max_length=12)
    words = SealedField()
    owner_id = models.UUIDField(null=True, help_text="the organisation that does the task")
    due_on = models.DateField(null=True)
    confidential = models.BooleanField(default=False)
    written_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_outcome_kind", "kind", OutcomeKind),
            models.CheckConstraint(
                name="governance_task_has_an_owner",
                condition=Q(kind=OutcomeKind.TASK, owner_id__isnull=False, due_on__isnull=False)
                | ~Q(kind=OutcomeKind.TASK) & Q(owner_id__isnull=True, due_on__isnull=True),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "tenant_id"
        also = SEATED
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "item_id", "kind", "owner_id", "due_on", "confidential", "written_on"),
                ORDINARY,
            ),
            "words": SPECIAL,
        }
        keep = AS_HISTORY


class TaskDone(Tenanted):
    """The organisation that has a task says that it is done."""

    office_id = models.UUIDField()
    outcome_id = models.UUIDField(help_text="the office's row")
    done_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "outcome_id"), name="governance_task_done_once")
        ]
        indexes = [models.Index(fields=("office_id", "outcome_id"), name="governance_task_done_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("that an organisation has done a task")
        also = OF_A_MEMBER
        fields = dict.fromkeys(("id", "tenant_id", "office_id", "outcome_id", "done_on"), ORDINARY)
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
