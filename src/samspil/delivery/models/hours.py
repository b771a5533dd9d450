"""The own hours of those who meet people: one sum for each of them and each month, no course and no day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import AS_VOUCHER, link, one_of
from samspil.delivery.terms.work import MonthState, ReturnReason, TimeKind
from samspil.people.models.people import Appointment
from samspil.trust.models import Tenanted
from samspil.trust.privacy import STAFF, NotPersonal


class StaffMonth(Tenanted):
    """One month of one mentor, coach or role model: how far it has come, and what was handed in."""

    appointment = link(Appointment)
    month = models.DateField(help_text="the first of the month")
    state = models.CharField(max_length=10, default=MonthState.OPEN)
    meeting_minutes = models.PositiveIntegerField(
        null=True, help_text="of own meetings, counted when it was handed in"
    )
    handed_in_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = link(Appointment, null=True, related_name="+")
    reason = models.CharField(max_length=20, blank=True, help_text="why it was returned")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_month_state", "state", MonthState),
            models.UniqueConstraint(fields=("tenant_id", "appointment", "month"), name="delivery_one_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="delivery_month_is_a_month"),
            models.CheckConstraint(
                name="delivery_month_handed_in",
                condition=Q(state__in=(MonthState.OPEN, MonthState.RETURNED), meeting_minutes__isnull=True)
                | Q(
                    state__in=(MonthState.HANDED_IN, MonthState.APPROVED),
                    meeting_minutes__isnull=False,
                    handed_in_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="delivery_month_decided",
                condition=Q(state__in=(MonthState.APPROVED, MonthState.RETURNED), decided_by__isnull=False)
                | Q(state__in=(MonthState.OPEN, MonthState.HANDED_IN)),
            ),
            models.CheckConstraint(
                name="delivery_month_reason",
                condition=Q(state=MonthState.RETURNED, reason__in=list(ReturnReason))
                | (~Q(state=MonthState.RETURNED) & Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "month", "state"), name="delivery_month_list")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "appointment_id",
                "month",
                "state",
                "meeting_minutes",
                "handed_in_on",
                "decided_on",
                "decided_by_id",
                "reason",
            ),
            STAFF,
        )
        keep = AS_VOUCHER


class StaffTime(Tenanted):
    """What somebody adds to a month themselves: minutes or kilometres of one kind, as one sum."""

    staff_month = link(StaffMonth)
    kind = models.CharField(max_length=20)
    amount = models.PositiveIntegerField(help_text="minutes, or whole kilometres, as the kind says")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_time_kind", "kind", TimeKind),
            models.UniqueConstraint(fields=("tenant_id", "staff_month", "kind"), name="delivery_one_sum"),
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=44_640), name="delivery_sum_fits"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(("id", "tenant_id", "staff_month_id", "kind", "amount"), STAFF)
        keep = AS_VOUCHER
