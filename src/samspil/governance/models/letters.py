"""Letters about meetings, decisions in writing and barriers: one to each, sent once. No words and no address
stand in them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.terms.sending import CLAIMED, LetterState
from samspil.governance.terms.letters import SteeringNews
from samspil.governance.terms.meetings import MeetingNews
from samspil.people.models.people import Appointment
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, STAFF, Keep, NotPersonal

CLAIMED_CODES = [one.value for one in CLAIMED]


def _told_apart(name: str) -> models.CheckConstraint:
    """A letter has a message of its own while it is claimed and no other time, and a day once it is sent."""
    return models.CheckConstraint(
        name=name,
        condition=(
            Q(state__in=CLAIMED_CODES, letter__isnull=False)
            | (~Q(state__in=CLAIMED_CODES) & Q(letter__isnull=True))
        )
        & (
            Q(state=LetterState.SENT, sent_on__isnull=False)
            | (~Q(state=LetterState.SENT) & Q(sent_on__isnull=True))
        ),
    )


class MeetingLetter(Tenanted):
    """Somebody at work is told once of a meeting: invitation, new day, reminder or that it is
    cancelled. Their own row.
    """

    office_id = models.UUIDField()
    meeting_id = models.UUIDField(help_text="the office's row")
    news = models.CharField(max_length=12)
    moves = models.PositiveSmallIntegerField(default=0, help_text="how often the meeting was moved by then")
    recipient = link(Appointment)
    state = models.CharField(max_length=10, default=LetterState.QUEUED)
    letter = models.UUIDField(null=True, help_text="the message's own id")
    moved_at = models.DateTimeField(db_default=Now(), help_text="when it came to its state")
    ready_at = models.DateTimeField(db_default=Now(), help_text="not to be tried before")
    written_on = models.DateField()
    sent_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_letter_state", "state", LetterState),
            one_of("governance_letter_news", "news", MeetingNews),
            models.UniqueConstraint(
                fields=("tenant_id", "meeting_id", "news", "moves", "recipient"),
                name="governance_letter_once",
            ),
            _told_apart("governance_letter_claimed"),
        ]
        indexes = [models.Index(fields=("tenant_id", "letter"), name="governance_letter_key")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("that a meeting is near; whom it is told is a key")
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "office_id",
                    "meeting_id",
                    "news",
                    "moves",
                    "state",
                    "letter",
                    "moved_at",
                    "ready_at",
                    "written_on",
                    "sent_on",
                ),
                ORDINARY,
            ),
            "recipient_id": STAFF,
        }
        keep = Keep("meeting", 12, "to see who was told")


class SteeringLetter(Tenanted):
    """Somebody at work is told once of a decision in writing or a barrier. Their own organisation's row."""

    office_id = models.UUIDField()
    about_id = models.UUIDField(help_text="the office's row: a proposal, or who sees to a barrier")
    news = models.CharField(max_length=12)
    recipient = link(Appointment)
    state = models.CharField(max_length=10, default=LetterState.QUEUED)
    letter = models.UUIDField(null=True, help_text="the message's own id")
    moved_at = models.DateTimeField(db_default=Now(), help_text="when it came to its state")
    ready_at = models.DateTimeField(db_default=Now(), help_text="not to be tried before")
    written_on = models.DateField()
    sent_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_notice_state", "state", LetterState),
            one_of("governance_notice_news", "news", SteeringNews),
            models.UniqueConstraint(
                fields=("tenant_id", "about_id", "news", "recipient"), name="governance_notice_once"
            ),
            _told_apart("governance_notice_claimed"),
        ]
        indexes = [models.Index(fields=("tenant_id", "letter"), name="governance_notice_key")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("that an answer is asked for or something is late; whom it is told is a key")
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "office_id",
                    "about_id",
                    "news",
                    "state",
                    "letter",
                    "moved_at",
                    "ready_at",
                    "written_on",
                    "sent_on",
                ),
                ORDINARY,
            ),
            "recipient_id": STAFF,
        }
        keep = Keep("written on", 12, "to see who was told")
