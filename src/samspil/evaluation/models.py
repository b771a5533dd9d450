"""What was learned and may be shown: the frozen month-end totals of a programme."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.evaluation.terms import COUNTED, MEETINGS, SHARES, Band
from samspil.people.terms import OrganisationKind
from samspil.trust.models import Tenanted
from samspil.trust.privacy import PUBLIC, Keep, NotPersonal

MINIMUM = 5
"""No total of fewer than five is ever stored: the whole row is withheld instead."""

_ALSO = "read_by=samspil_kind"
"""An evaluator's organisation reads the one frozen copy: a second one could differ from it."""


def _read_by() -> models.CharField[str, str]:
    """The kind of organisation that reads the row beside the programme office it belongs to."""
    return models.CharField(max_length=20, db_default=OrganisationKind.EVALUATOR.value)


_KEEP = Keep("programme end", 120, "released figures stay released")


class MonthEnd(Tenanted):
    """One programme's totals as they stood when a month was frozen. Never changed afterwards."""

    programme = models.SlugField()
    month = models.DateField(help_text="the first of the month")
    frozen_at = models.DateTimeField()
    read_by = _read_by()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "programme", "month"), name="evaluation_one_month_end"
            )
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("totals of five or more")
        fields = dict.fromkeys(("id", "tenant_id", "programme", "month", "frozen_at", "read_by"), PUBLIC)
        keep = _KEEP
        grants = "SELECT, INSERT"
        also = _ALSO


class MonthEndBand(Tenanted):
    """The band of one municipality's coverage, all rounds together, as it stood when the month was frozen."""

    month_end = models.ForeignKey(MonthEnd, on_delete=models.PROTECT, db_constraint=False)
    municipality = models.UUIDField(help_text="the organisation; names stand in the directory")
    band = models.CharField(max_length=10)
    read_by = _read_by()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "month_end", "municipality"), name="evaluation_one_band"
            ),
            models.CheckConstraint(name="evaluation_band", condition=Q(band__in=[one.value for one in Band])),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a band of ten or more")
        fields = dict.fromkeys(("id", "tenant_id", "month_end_id", "municipality", "band", "read_by"), PUBLIC)
        keep = _KEEP
        grants = "SELECT, INSERT"
        also = _ALSO


class MonthEndBurden(Tenanted):
    """How long one kind of registration took one role in a month: the median, or withheld."""

    month_end = models.ForeignKey(MonthEnd, on_delete=models.PROTECT, db_constraint=False)
    role = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    median_s = models.PositiveSmallIntegerField(
        null=True, help_text="at most so many seconds; empty: withheld"
    )
    read_by = _read_by()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "month_end", "role", "kind"), name="evaluation_one_burden"
            )
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a median of ten or more, from two municipalities or more")
        fields = dict.fromkeys(
            ("id", "tenant_id", "month_end_id", "role", "kind", "median_s", "read_by"), PUBLIC
        )
        keep = _KEEP
        grants = "SELECT, INSERT"
        also = _ALSO


class MonthEndAim(Tenanted):
    """What one measure had come to when a month ended, over the whole programme; empty: withheld."""

    month_end = models.ForeignKey(MonthEnd, on_delete=models.PROTECT, db_constraint=False)
    programme = models.SlugField()
    month = models.DateField(help_text="the first of the month")
    measure = models.CharField(max_length=20)
    part = models.CharField(max_length=20, blank=True, help_text="intervention or track; empty: the whole")
    value = models.PositiveIntegerField(null=True, help_text="a count, or per cent; empty: withheld")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "month_end", "measure", "part"), name="evaluation_one_aim"
            ),
            models.CheckConstraint(
                name="evaluation_aim_measure", condition=Q(measure__in=[*SHARES, *COUNTED, *MEETINGS])
            ),
            models.CheckConstraint(
                name="evaluation_aim_not_of_few",
                condition=Q(value__isnull=True)
                | Q(measure__in=COUNTED, value__gte=MINIMUM)
                | Q(measure__in=SHARES, value__lte=100)
                | Q(measure__in=MEETINGS),
            ),
        ]
        indexes = [models.Index(fields=("programme", "month"), name="evaluation_aim_months")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("totals of five or more, and shares of them")
        fields = dict.fromkeys(
            ("id", "tenant_id", "month_end_id", "programme", "month", "measure", "part", "value"), PUBLIC
        )
        keep = _KEEP
        grants = "SELECT, INSERT"
        also = "samspil_tenant"


class MonthEndRow(Tenanted):
    """One round's totals: whole when at least five are owed, else withheld whole."""

    month_end = models.ForeignKey(MonthEnd, on_delete=models.PROTECT, db_constraint=False)
    key = models.CharField(max_length=20)
    withheld = models.BooleanField()
    owed = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(null=True)
    late = models.PositiveIntegerField(null=True)
    excused = models.PositiveIntegerField(null=True)
    open = models.PositiveIntegerField(null=True)
    missed = models.PositiveIntegerField(null=True)
    stopped = models.PositiveIntegerField(null=True)
    read_by = _read_by()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "month_end", "key"), name="evaluation_one_row"),
            models.CheckConstraint(
                name="evaluation_whole_or_withheld",
                condition=Q(
                    withheld=True,
                    owed=None,
                    done=None,
                    late=None,
                    excused=None,
                    open=None,
                    missed=None,
                    stopped=None,
                )
                | Q(
                    withheld=False,
                    owed__gte=MINIMUM,
                    owed__isnull=False,  # a check on nothing is neither true nor false, and would pass
                    done__isnull=False,
                    late__isnull=False,
                    excused__isnull=False,
                    open__isnull=False,
                    missed__isnull=False,
                    stopped__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="evaluation_row_adds_up",
                condition=Q(withheld=True)
                | Q(owed=F("done") + F("late") + F("excused") + F("open") + F("missed") + F("stopped")),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("totals of five or more")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "month_end_id",
                "key",
                "withheld",
                "owed",
                "done",
                "late",
                "excused",
                "open",
                "missed",
                "stopped",
                "read_by",
            ),
            PUBLIC,
        )
        keep = _KEEP
        grants = "SELECT, INSERT"
        also = _ALSO
