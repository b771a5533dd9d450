"""What one visit cost for one of its pair: hours and kilometres, recorded once, with the rates of that day.

A voucher outlives the visit it is about, so it keeps the day and the place itself; of the group it knows
nothing.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from samspil.delivery.models.columns import AS_VOUCHER, link, one_of
from samspil.delivery.models.institutions import Institution
from samspil.delivery.models.series import Visit
from samspil.delivery.terms.visit_hours import (
    MOST_CEILING,
    MOST_VISIT_KILOMETRES,
    MOST_VISIT_MINUTES,
    HoursReturned,
    HoursState,
)
from samspil.people.models.people import Appointment
from samspil.programme.concept.paying import MOST_OERE_PER_KM
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import STAFF, NotPersonal


class VisitHours(Tenanted):
    """The hours and kilometres of one role model for one held visit, the rates then, and what was decided."""

    visit = link(Visit, null=True, related_name="+")
    appointment = link(Appointment)
    visited_on = models.DateField(help_text="the visit's day; stays when the visit is deleted")
    institution = link(Institution)
    concept = models.ForeignKey(
        ConceptVersion, on_delete=models.PROTECT, db_constraint=False, help_text="whose rates these are"
    )
    minutes = models.PositiveSmallIntegerField()
    fee = models.PositiveIntegerField(help_text="in øre, for all the minutes")
    per_hour = models.PositiveIntegerField(null=True, help_text="øre; none where the fee was said in one sum")
    ceiling = models.PositiveIntegerField(help_text="øre an hour that the grant allowed when it was written")
    kilometres = models.PositiveSmallIntegerField()
    per_km = models.PositiveSmallIntegerField(help_text="øre; 0 where the year had no rate")
    state = models.CharField(max_length=10, default=HoursState.CLAIMED)
    written_by = link(Appointment, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")
    decided_by = link(Appointment, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=20, blank=True, help_text="why it was returned")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_visit_hours_state", "state", HoursState),
            models.UniqueConstraint(
                fields=("tenant_id", "visit", "appointment"), name="delivery_visit_hours_once"
            ),
            models.CheckConstraint(
                name="delivery_visit_hours_fit",
                condition=Q(
                    minutes__gte=1,
                    minutes__lte=MOST_VISIT_MINUTES,
                    kilometres__lte=MOST_VISIT_KILOMETRES,
                    per_km__lte=MOST_OERE_PER_KM,
                    ceiling__lte=MOST_CEILING,
                )
                & (Q(kilometres=0) | Q(per_km__gte=1)),
            ),
            models.CheckConstraint(
                name="delivery_visit_hours_ceiling", condition=Q(fee__lte=F("minutes") * F("ceiling") / 60)
            ),
            models.CheckConstraint(
                name="delivery_visit_hours_by_the_rate",
                condition=Q(per_hour__isnull=True) | Q(fee=F("minutes") * F("per_hour") / 60),
            ),
            models.CheckConstraint(
                name="delivery_visit_hours_decided",
                condition=Q(state=HoursState.CLAIMED, decided_by__isnull=True, decided_on__isnull=True)
                | Q(
                    state__in=(HoursState.APPROVED, HoursState.RETURNED),
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="delivery_visit_hours_reason",
                condition=Q(state=HoursState.RETURNED, reason__in=[one.value for one in HoursReturned])
                | (~Q(state=HoursState.RETURNED) & Q(reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=("tenant_id", "visited_on"), name="delivery_visit_hours_days"),
            models.Index(fields=("tenant_id", "appointment"), name="delivery_visit_hours_of"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "visit_id",
                "appointment_id",
                "visited_on",
                "institution_id",
                "concept_id",
                "minutes",
                "fee",
                "per_hour",
                "ceiling",
                "kilometres",
                "per_km",
                "state",
                "written_by_id",
                "written_at",
                "decided_by_id",
                "decided_on",
                "reason",
            ),
            STAFF,
        )
        keep = AS_VOUCHER
