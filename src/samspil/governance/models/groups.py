"""The programme's groups and who sits in them. Organisations and titles, never a person."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.governance.models.columns import AS_HISTORY
from samspil.governance.terms.groups import GroupKind
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import PUBLIC, NotPersonal


class Group(Tenanted):
    """The steering group or the network group of a programme, and the rule its meetings follow.

    `nth` 3, `weekday` 2 and `months` 5 and 11 is the third Wednesday of May and November; -1 is the last.
    """

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    programme = models.SlugField()
    kind = models.CharField(max_length=10)
    nth = models.SmallIntegerField(null=True)
    weekday = models.SmallIntegerField(null=True, help_text="0 is Monday")
    months = ArrayField(models.SmallIntegerField(), default=list)
    starts_at = models.TimeField(null=True)
    place = models.CharField(max_length=80, blank=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_group_kind", "kind", GroupKind),
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "kind"), name="governance_one_group_of_a_kind"
            ),
            models.CheckConstraint(
                name="governance_group_series",
                condition=Q(nth__isnull=True, weekday__isnull=True, months=[])
                | Q(nth__in=[1, 2, 3, 4, -1], weekday__gte=0, weekday__lte=6, starts_at__isnull=False)
                & ~Q(months=[]),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a group of organisations")
        also = "samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "concept_id",
                "programme",
                "kind",
                "nth",
                "weekday",
                "months",
                "starts_at",
                "place",
            ),
            PUBLIC,
        )
        keep = AS_HISTORY


class Seat(Tenanted):
    """An organisation's seat in a group, in a capacity from the concept file, from a day to a day.

    What the seat opens closes by the database's clock at the moment it is ended.
    """

    group = link(Group, related_name="seats")
    organisation_id = models.UUIDField()
    capacity = models.CharField(max_length=200, help_text="the concept file's own words")
    title = models.CharField(max_length=80)
    deputy = models.CharField(max_length=80, blank=True, help_text="the deputy's title")
    chairs = models.BooleanField(default=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, help_text="the last day")
    ended_at = models.DateTimeField(null=True, help_text="by the database's clock")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "group", "organisation_id"),
                condition=Q(ended_at__isnull=True),
                name="governance_one_seat",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "group"),
                condition=Q(ended_at__isnull=True, chairs=True),
                name="governance_one_chair",
            ),
            models.CheckConstraint(
                name="governance_seat_order",
                condition=Q(to_on__isnull=True, ended_at__isnull=True)
                | Q(to_on__isnull=False, ended_at__isnull=False, to_on__gte=F("from_on")),
            ),
            models.CheckConstraint(name="governance_seat_says", condition=~Q(title="") & ~Q(capacity="")),
        ]
        indexes = [models.Index(fields=("organisation_id",), name="governance_seat_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("organisations and titles")
        also = "samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "group_id",
                "organisation_id",
                "capacity",
                "title",
                "deputy",
                "chairs",
                "from_on",
                "to_on",
                "ended_at",
            ),
            PUBLIC,
        )
        keep = AS_HISTORY
