"""Supervision and network days: when, how long, about what in general. No mentee, no parent, no words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.seats import AS_STAFF
from samspil.delivery.terms.training import SupervisionKind, SupervisionStruck, SupervisionTheme
from samspil.people.models.people import Appointment
from samspil.people.models.staff import codes, only
from samspil.trust.models import Tenanted
from samspil.trust.privacy import STAFF, NotPersonal


class Supervision(Tenanted):
    """One meeting that supports those who meet people.

    A mistaken one is struck out, never changed or deleted: it stays to be seen and counts nowhere.
    """

    kind = models.CharField(max_length=12)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    themes = codes()
    struck_on = models.DateField(null=True)
    struck_because = models.CharField(max_length=10, blank=True, default="", db_default="")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_supervision_kind", "kind", SupervisionKind),
            only("delivery_supervision_themes", "themes", SupervisionTheme, len(SupervisionTheme)),
            models.CheckConstraint(
                name="delivery_supervision_minutes", condition=Q(minutes__gte=1, minutes__lte=600)
            ),
            models.CheckConstraint(
                name="delivery_supervision_struck",
                condition=Q(struck_on__isnull=True, struck_because="")
                | Q(struck_on__isnull=False, struck_because__in=[one.value for one in SupervisionStruck]),
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "on"), name="delivery_supervision_list")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(
            ("id", "tenant_id", "kind", "on", "minutes", "themes", "struck_on", "struck_because"), STAFF
        )
        keep = AS_STAFF


class Supervised(Tenanted):
    """One member of staff was there."""

    supervision = link(Supervision)
    appointment = link(Appointment)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "supervision", "appointment"), name="delivery_supervised_once"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(("id", "tenant_id", "supervision_id", "appointment_id"), STAFF)
        keep = AS_STAFF


class AdviceCount(Tenanted):
    """How often a member of staff gave sparring to others in a month: to nobody in particular."""

    appointment = link(Appointment)
    month = models.DateField(help_text="the first of the month")
    count = models.PositiveSmallIntegerField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "appointment", "month"), name="delivery_one_advice_count"
            ),
            models.CheckConstraint(
                name="delivery_advice_month", condition=Q(month__day=1, count__gte=1, count__lte=500)
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(("id", "tenant_id", "appointment_id", "month", "count"), STAFF)
        keep = AS_STAFF
