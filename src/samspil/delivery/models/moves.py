"""A course that goes on in another municipality: one row on each side, each written by its own side.

The sender's `Move` holds the packet, sealed with the person's own key, and is read by the receiver only
until its time has come. The receiver's `MoveAnswer` is read by the sender. What the receiver keeps is
sealed anew for a new person.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import ANSWERS, NOTES, link, one_of
from samspil.delivery.models.courses import Course
from samspil.delivery.terms.matching import MoveDeclined, MoveState
from samspil.people.models.people import Consent, Person
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import IDENTITY, ORDINARY, SPECIAL, NotPersonal


class Move(Tenanted):
    """The sender's side: to whom, from which day, on whose yes, and the packet while it is open."""

    course = link(Course)
    person = link(Person)
    consent = link(Consent)
    to_tenant_id = models.UUIDField(help_text="the receiving municipality")
    state = models.CharField(max_length=12, default=MoveState.PROPOSED)
    proposed_on = models.DateField()
    moves_on = models.DateField(help_text="from this day on the course is the receiver's")
    open_until = models.DateTimeField(help_text="the receiver reads it until then, by the database's clock")
    ended_on = models.DateField(null=True)
    packet = SealedField(help_text="what the receiver reads before answering")
    who = SealedField(compartment="identity", help_text="opened by the acceptance alone")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_move_state", "state", MoveState),
            models.UniqueConstraint(
                fields=("tenant_id", "course"), condition=Q(state="proposed"), name="delivery_one_open_move"
            ),
            models.CheckConstraint(
                name="delivery_move_packet_goes_with_its_end",
                condition=Q(state="proposed", ended_on__isnull=True)
                | Q(~Q(state="proposed"), ended_on__isnull=False, packet=b"", who=b""),
            ),
            models.CheckConstraint(name="delivery_move_day", condition=Q(moves_on__gt=F("proposed_on"))),
            models.CheckConstraint(
                name="delivery_move_goes_elsewhere", condition=~Q(to_tenant_id=F("tenant_id"))
            ),
        ]
        indexes = [models.Index(fields=("to_tenant_id", "open_until"), name="delivery_move_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        also = "to_tenant_id=samspil_tenant@open_until"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "course_id",
                    "person_id",
                    "consent_id",
                    "to_tenant_id",
                    "state",
                    "proposed_on",
                    "moves_on",
                    "open_until",
                    "ended_on",
                ),
                ORDINARY,
            ),
            "packet": SPECIAL,
            "who": IDENTITY,
        }
        keep = NOTES


class MoveAnswer(Tenanted):
    """The receiver's side: yes, or no with a reason. It names neither course nor person there."""

    move_id = models.UUIDField(help_text="the sender's row")
    from_tenant_id = models.UUIDField(help_text="the sending municipality")
    accepted = models.BooleanField()
    because = models.CharField(max_length=12, blank=True)
    answered_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "move_id"), name="delivery_one_answer_to_a_move"),
            models.CheckConstraint(
                name="delivery_move_answer",
                condition=Q(accepted=True, because="") | Q(accepted=False, because__in=list(MoveDeclined)),
            ),
        ]
        indexes = [models.Index(fields=("from_tenant_id",), name="delivery_move_from")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("names neither person nor course")
        also = "from_tenant_id=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "move_id", "from_tenant_id", "accepted", "because", "answered_on"), ORDINARY
        )
        keep = NOTES


class Arrival(Tenanted):
    """What a course that came from elsewhere brought for its plan, in the person's words."""

    course = link(Course)
    person = link(Person)
    brought = SealedField()

    class Meta(Tenanted.Meta):
        constraints = [models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_arrival")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(("id", "tenant_id", "course_id", "person_id"), ORDINARY),
            "brought": SPECIAL,
        }
        keep = NOTES


class EarlierAnswer(Tenanted):
    """Answers given before the course was here. Not owed here.

    Taken along by the person from where it was before, and shown to whom they had chosen there; or kept by
    the municipality before it had Samspil, and shown to nobody until the person says so.
    """

    course = link(Course)
    person = link(Person)
    key = models.CharField(max_length=20)
    instrument = models.CharField(max_length=40)
    instrument_version = models.PositiveSmallIntegerField()
    answered_on = models.DateField()
    for_mentor = models.BooleanField()
    for_coordinator = models.BooleanField()
    answers = SealedField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "course", "key", "instrument"), name="delivery_one_earlier_answer"
            )
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "course_id",
                    "person_id",
                    "key",
                    "instrument",
                    "instrument_version",
                    "answered_on",
                    "for_mentor",
                    "for_coordinator",
                ),
                ORDINARY,
            ),
            "answers": SPECIAL,
        }
        keep = ANSWERS
