"""What goes out: reminders to staff, and links to the person. No words and no address stand in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from samspil.delivery.models.columns import ANSWERS, link, one_of
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.terms.sending import CLAIMED, UNDER_WAY, LetterState, Way
from samspil.people.models.people import Appointment, Person
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, STAFF

OUTGOING = (
    "id",
    "tenant_id",
    "measurement_id",
    "person_id",
    "state",
    "letter",
    "moved_at",
    "ready_at",
    "sent_on",
)


def _claimed(name: str) -> models.CheckConstraint:
    """A letter's key from the claim on, and a day exactly when it was sent."""
    claimed = Q(state__in=[one.value for one in CLAIMED])
    has_letter = Q(claimed, letter__isnull=False) | Q(~claimed, letter__isnull=True)
    has_day = Q(state="sent", sent_on__isnull=False) | Q(~Q(state="sent"), sent_on__isnull=True)
    return models.CheckConstraint(name=name, condition=has_letter & has_day)


class Outgoing(Tenanted):
    """What everything that goes out has in common: about which measurement, and how far it is."""

    measurement = link(Measurement)
    person = link(Person)
    state = models.CharField(max_length=10, default=LetterState.QUEUED)
    letter = models.UUIDField(null=True, help_text="the message it goes with, and that message's own id")
    moved_at = models.DateTimeField(
        db_default=Now(), help_text="when it came to its state, by the database's clock"
    )
    ready_at = models.DateTimeField(
        db_default=Now(), help_text="not to be tried before; the database's clock"
    )
    sent_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        abstract = True


class Reminder(Outgoing):
    """One member of staff is told, once, that one measurement has come to one step of the concept file."""

    recipient = link(Appointment)
    step = models.CharField(max_length=60)
    needs_reason = models.BooleanField(default=False, help_text="the step at which a reason is asked for")
    written_on = models.DateField()

    class Meta(Outgoing.Meta):
        abstract = False
        constraints = [
            one_of("delivery_reminder_state", "state", LetterState),
            _claimed("delivery_reminder_claimed"),
            models.UniqueConstraint(
                fields=("tenant_id", "measurement", "step", "recipient"), name="delivery_reminded_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=("tenant_id", "recipient"),
                condition=Q(state__in=[one.value for one in UNDER_WAY]),
                name="delivery_reminder_under_way",
            ),
            models.Index(fields=("tenant_id", "letter"), name="delivery_reminder_letter"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys((*OUTGOING, "step", "needs_reason", "written_on"), ORDINARY),
            "recipient_id": STAFF,
        }
        keep = ANSWERS


class LinkLetter(Outgoing):
    """Somebody asked that the link to a measurement be sent to the person. The link is made when it goes."""

    way = models.CharField(max_length=4)
    link_id = models.UUIDField(null=True, help_text="the link that was made for it")
    asked_by = models.UUIDField(help_text="the account that asked")
    asked_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")

    class Meta(Outgoing.Meta):
        abstract = False
        constraints = [
            one_of("delivery_linkletter_state", "state", LetterState),
            one_of("delivery_linkletter_way", "way", Way),
            _claimed("delivery_linkletter_claimed"),
            models.UniqueConstraint(
                fields=("tenant_id", "measurement"),
                condition=Q(state__in=[one.value for one in UNDER_WAY]),
                name="delivery_one_link_under_way",
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "measurement"), name="delivery_linkletter_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {**dict.fromkeys((*OUTGOING, "way", "link_id", "asked_at"), ORDINARY), "asked_by": STAFF}
        keep = ANSWERS
