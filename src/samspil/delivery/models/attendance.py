"""Who came on which day, and who completed: the provider's rows, read by the participant's municipality."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link
from samspil.delivery.models.seats import AS_STAFF
from samspil.delivery.models.training import TrainingDay, TrainingEvent
from samspil.delivery.terms.training import CompletionFix
from samspil.trust.models import Tenanted
from samspil.trust.privacy import STAFF, NotPersonal


class Attendance(Tenanted):
    """Whether one participant came on one day."""

    day = link(TrainingDay)
    nomination_id = models.UUIDField(help_text="the municipality's row")
    municipality_id = models.UUIDField()
    came = models.BooleanField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "day", "nomination_id"), name="delivery_one_attendance"
            ),
        ]
        indexes = [models.Index(fields=("municipality_id", "nomination_id"), name="delivery_attendance_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        also = "municipality_id=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "day_id", "nomination_id", "municipality_id", "came"), STAFF
        )
        keep = AS_STAFF


class Completion(Tenanted):
    """What the provider says of one participant when the event is closed. It is never rewritten: what was
    said by mistake is said anew, with a reason, and the last word holds.
    """

    event = link(TrainingEvent)
    nomination_id = models.UUIDField(help_text="the municipality's row")
    municipality_id = models.UUIDField()
    number = models.PositiveSmallIntegerField(default=1, help_text="the last one holds")
    because = models.CharField(max_length=16, blank=True, help_text="why it is said anew")
    days = models.PositiveSmallIntegerField()
    attended = models.PositiveSmallIntegerField()
    exercise = models.BooleanField(help_text="did the exercise with the measurements")
    completed = models.BooleanField()
    closed_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "event", "nomination_id", "number"), name="delivery_one_completion"
            ),
            models.CheckConstraint(
                name="delivery_completion_again",
                condition=Q(number=1, because="") | Q(number__gte=2, because__in=list(CompletionFix)),
            ),
            models.CheckConstraint(
                condition=Q(attended__lte=F("days"), days__gte=1), name="delivery_completion_days"
            ),
        ]
        indexes = [models.Index(fields=("municipality_id", "nomination_id"), name="delivery_completion_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        also = "municipality_id=samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "event_id",
                "nomination_id",
                "municipality_id",
                "number",
                "because",
                "days",
                "attended",
                "exercise",
                "completed",
                "closed_on",
            ),
            STAFF,
        )
        keep = AS_STAFF
        grants = "SELECT, INSERT"
