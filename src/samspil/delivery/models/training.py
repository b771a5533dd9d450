"""What the training provider holds: events with days. Every organisation reads them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.terms.training import MOST_SEATS, TRACKS, WITH_SEATS, EventChange, EventKind, EventState
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import PUBLIC, Keep, NotPersonal

AS_HISTORY = Keep("programme end", 120, "the programme's own history")


class TrainingEvent(Tenanted):
    """One event of a training provider: a course on a track with seats, or a workshop."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    kind = models.CharField(max_length=12)
    track = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    seats = models.PositiveSmallIntegerField(default=0)
    answer_by = models.DateField(help_text="the last day to nominate")
    state = models.CharField(max_length=10, default=EventState.PLANNED)
    ended_on = models.DateField(null=True, help_text="the day it was closed or cancelled")
    changed_on = models.DateField(null=True, help_text="the day the provider last changed it")
    changed = ArrayField(models.CharField(max_length=10), default=list, help_text="what was changed so far")

    taught = ArrayField(
        models.CharField(max_length=20), default=list, help_text="the modules that were taught"
    )

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_event_kind", "kind", EventKind),
            one_of("delivery_event_state", "state", EventState),
            models.CheckConstraint(
                name="delivery_event_has_seats_on_a_track",
                condition=Q(
                    kind__in=list(WITH_SEATS),
                    track__in=[one.value for one in TRACKS],
                    seats__gte=1,
                    seats__lte=MOST_SEATS,
                )
                | Q(kind=EventKind.WORKSHOP, track="", seats=0),
            ),
            models.CheckConstraint(
                name="delivery_event_ends_on_a_day",
                condition=Q(state=EventState.PLANNED, ended_on__isnull=True)
                | (~Q(state=EventState.PLANNED) & Q(ended_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="delivery_event_changed",
                condition=Q(changed_on__isnull=True, changed=[])
                | Q(changed_on__isnull=False, changed__contained_by=list(EventChange)) & ~Q(changed=[]),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("what is offered, about nobody")
        also = "samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "concept_id",
                "kind",
                "track",
                "title",
                "place",
                "seats",
                "answer_by",
                "state",
                "ended_on",
                "changed_on",
                "changed",
                "taught",
            ),
            PUBLIC,
        )
        keep = AS_HISTORY


class TrainingDay(Tenanted):
    """One day of an event."""

    event = link(TrainingEvent, related_name="days")
    on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "event", "on"), name="delivery_one_training_day"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("what is offered, about nobody")
        also = "samspil_tenant"
        fields = dict.fromkeys(("id", "tenant_id", "event_id", "on"), PUBLIC)
        keep = AS_HISTORY


class WorkshopPresence(Tenanted):
    """A municipality took part in a workshop: that it did, never who."""

    event = link(TrainingEvent)
    municipality_id = models.UUIDField()
    office_id = models.UUIDField(help_text="the programme office, which reads it as well")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "event", "municipality_id"), name="delivery_one_workshop_presence"
            ),
            models.CheckConstraint(
                name="delivery_workshop_is_of_others", condition=~Q(municipality_id=F("tenant_id"))
            ),
        ]
        indexes = [models.Index(fields=("municipality_id",), name="delivery_workshop_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("municipalities")
        also = "municipality_id=samspil_tenant,office_id=samspil_tenant"
        fields = dict.fromkeys(("id", "tenant_id", "event_id", "municipality_id", "office_id"), PUBLIC)
        keep = AS_HISTORY
