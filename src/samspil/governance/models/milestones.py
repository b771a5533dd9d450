"""What the programme office decides about milestones: a plan that moves, and that one is reached."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import one_of
from samspil.governance.models.obligations import AS_HISTORY
from samspil.governance.terms.milestones import PlanMoved
from samspil.trust.models import Tenanted
from samspil.trust.privacy import PUBLIC, NotPersonal

_ALSO = "samspil_tenant"
"""A programme's timetable is read by everyone who is in."""


class MilestoneMoved(Tenanted):
    """A milestone's plan from a day on. The concept file's days stay as the baseline; the last row holds."""

    programme = models.SlugField()
    milestone = models.SlugField()
    number = models.PositiveSmallIntegerField(help_text="the last one holds")
    from_on = models.DateField()
    to_on = models.DateField()
    because = models.CharField(max_length=12)
    moved_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_moved_because", "because", PlanMoved),
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "milestone", "number"), name="governance_one_move"
            ),
            models.CheckConstraint(condition=Q(from_on__lte=F("to_on")), name="governance_moved_forwards"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("the programme's timetable")
        also = _ALSO
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "programme",
                "milestone",
                "number",
                "from_on",
                "to_on",
                "because",
                "moved_on",
            ),
            PUBLIC,
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class MilestoneReached(Tenanted):
    """A milestone was reached on a day, and what shows it: one that rows cannot tell of, or one that only the
    office can count, told by its night. The last row holds.
    """

    programme = models.SlugField()
    milestone = models.SlugField()
    number = models.PositiveSmallIntegerField(help_text="the last one holds")
    reached_on = models.DateField(null=True, help_text="empty: it was not reached after all")
    evidence = models.CharField(max_length=200, help_text="where it can be seen; about nobody")
    written_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "milestone", "number"), name="governance_one_reached"
            ),
            models.CheckConstraint(
                name="governance_reached_before_written",
                condition=Q(reached_on__isnull=True) | Q(reached_on__lte=F("written_on")),
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="governance_reached_is_shown"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("the programme's timetable")
        also = _ALSO
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "programme",
                "milestone",
                "number",
                "reached_on",
                "evidence",
                "written_on",
            ),
            PUBLIC,
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
