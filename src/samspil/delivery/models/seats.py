"""Seats: whom a municipality nominates, how many it asks for, and how many the programme office gives.

The provider reads a nomination only while it has a seat; the programme office reads numbers alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.planning.seats import ShareReason
from samspil.delivery.terms.training import LIVE, MOST_SEATS, NominationState, SeatGivenUp
from samspil.people.models.people import Account, Appointment
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, STAFF, Keep, NotPersonal

AS_STAFF = Keep("end of appointment", 12, "security.md P14: staff accounts")


class Nomination(Tenanted):
    """One member of staff for one event: asked for, approved by the manager, with a seat or waiting."""

    event_id = models.UUIDField(help_text="the provider's row")
    provider_id = models.UUIDField()
    appointment = link(Appointment)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False)
    state = models.CharField(max_length=10, default=NominationState.ASKED)
    asked_on = models.DateField()
    decided_on = models.DateField(null=True)
    because = models.CharField(max_length=20, blank=True, help_text="why somebody does not come after all")
    said_on = models.DateField(null=True, help_text="the day the person said that they cannot come")
    said_seen_on = models.DateField(null=True, help_text="the day the coordinator saw it")
    shown_to = models.UUIDField(null=True, help_text="the provider, while there is a seat")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_nomination_state", "state", NominationState),
            models.UniqueConstraint(
                fields=("tenant_id", "event_id", "appointment"),
                condition=Q(state__in=[one.value for one in LIVE]),
                name="delivery_one_nomination",
            ),
            models.CheckConstraint(
                name="delivery_nomination_shown",
                condition=Q(state=NominationState.SEAT, shown_to=F("provider_id"))
                | (~Q(state=NominationState.SEAT) & Q(shown_to__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_nomination_why",
                condition=Q(state=NominationState.WITHDRAWN, because__in=list(SeatGivenUp))
                | (~Q(state=NominationState.WITHDRAWN) & Q(because="")),
            ),
            models.CheckConstraint(
                name="delivery_nomination_decided",
                condition=Q(state=NominationState.ASKED, decided_on__isnull=True)
                | Q(state=NominationState.WITHDRAWN)
                | Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_nomination_said",
                condition=Q(said_on__isnull=True, said_seen_on__isnull=True)
                | Q(
                    said_on__isnull=False,
                    state=NominationState.WITHDRAWN,
                    because=SeatGivenUp.CANNOT_COME,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=("tenant_id", "event_id"), name="delivery_nomination_event"),
            models.Index(fields=("shown_to", "event_id"), name="delivery_nomination_shown"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        also = "shown_to=samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "event_id",
                "provider_id",
                "appointment_id",
                "account_id",
                "state",
                "asked_on",
                "decided_on",
                "because",
                "said_on",
                "said_seen_on",
                "shown_to",
            ),
            STAFF,
        )
        keep = AS_STAFF


class SeatWish(Tenanted):
    """How many seats a municipality asks for on an event, and how many it has taken: numbers alone."""

    event_id = models.UUIDField(help_text="the provider's row")
    office_id = models.UUIDField(help_text="the programme office, which shares seats out")
    asked = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "event_id"), name="delivery_one_wish_for_seats"),
            models.CheckConstraint(condition=Q(taken__lte=F("asked")), name="delivery_takes_what_it_asks"),
        ]
        indexes = [models.Index(fields=("office_id", "event_id"), name="delivery_seat_wishes")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("counts")
        also = "office_id=samspil_tenant"
        fields = dict.fromkeys(("id", "tenant_id", "event_id", "office_id", "asked", "taken"), ORDINARY)
        keep = AS_STAFF


class SeatShare(Tenanted):
    """How many seats of an event the programme office gives a municipality, and why so many."""

    event_id = models.UUIDField(help_text="the provider's row")
    provider_id = models.UUIDField(help_text="whose event it is: it reads how many seats are promised")
    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    track = models.CharField(max_length=20)
    municipality_id = models.UUIDField()
    asked = models.PositiveSmallIntegerField()
    given = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(help_text="what everyone who asked for that many got")
    because = models.CharField(max_length=30)
    shared_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_share_reason", "because", ShareReason),
            models.UniqueConstraint(
                fields=("tenant_id", "event_id", "municipality_id"), name="delivery_one_share"
            ),
            models.CheckConstraint(condition=Q(given__lte=MOST_SEATS), name="delivery_share_fits"),
        ]
        indexes = [models.Index(fields=("municipality_id", "event_id"), name="delivery_share_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("counts")
        also = "municipality_id=samspil_tenant,provider_id=samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "event_id",
                "provider_id",
                "concept_id",
                "track",
                "municipality_id",
                "asked",
                "given",
                "level",
                "because",
                "shared_on",
            ),
            ORDINARY,
        )
        keep = AS_STAFF
