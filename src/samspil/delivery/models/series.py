"""Series of visits to one group, the visits in order, and who goes on each.

What was written about a visit is sealed with the series' own key: no pupil and no course has anything to do
with it, and no column here leads to one.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.institutions import Institution
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.terms.visits import (
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_PEOPLE,
    TEAM,
    AdaptReason,
    CancelReason,
    GroupLevel,
    IncompleteReason,
    PlaceState,
    SeriesState,
    SwapReason,
    VisitState,
)
from samspil.people.models.people import Appointment
from samspil.programme.models import ConceptVersion
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, STAFF, Keep, NotPersonal

LOGISTICS = Keep("last visit of the series", 12, "the concept file's retention: visit_logistics")


class Series(Tenanted):
    """The visits to one group at one place, thought together: what group, in how many visits, how far."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    institution = link(Institution)
    request = link(VisitRequest, null=True, related_name="series")
    group = models.CharField(max_length=40, help_text="what the group is called there; about nobody")
    level = models.CharField(max_length=12)
    about_how_many = models.PositiveSmallIntegerField()
    visit_count = models.PositiveSmallIntegerField(help_text="visits in the series, by the concept file")
    state = models.CharField(max_length=12, default=SeriesState.OPEN)
    why_incomplete = models.CharField(max_length=15, blank=True)
    made_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_series_state", "state", SeriesState),
            one_of("delivery_series_level", "level", GroupLevel),
            models.UniqueConstraint(
                fields=("tenant_id", "request"),
                condition=Q(request__isnull=False) & ~Q(state=SeriesState.CALLED_OFF),
                name="delivery_series_of_a_request",
            ),
            models.CheckConstraint(
                name="delivery_series_ended",
                condition=Q(state=SeriesState.OPEN, ended_on__isnull=True)
                | (~Q(state=SeriesState.OPEN) & Q(ended_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="delivery_series_why",
                condition=Q(
                    state__in=(SeriesState.INCOMPLETE, SeriesState.CALLED_OFF),
                    why_incomplete__in=[one.value for one in IncompleteReason],
                )
                | Q(state__in=(SeriesState.OPEN, SeriesState.COMPLETE), why_incomplete=""),
            ),
            models.CheckConstraint(
                name="delivery_series_numbers",
                condition=Q(
                    about_how_many__gte=1,
                    about_how_many__lte=MOST_PEOPLE,
                    visit_count__gte=1,
                    visit_count__lte=20,
                ),
            ),
            models.CheckConstraint(
                name="delivery_series_about_nobody", condition=~Q(group__regex=r"@|[0-9][0-9 .-]{2,}[0-9]")
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "state"), name="delivery_series_list")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a group and a place; no pupil is named or counted out")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "concept_id",
                "institution_id",
                "request_id",
                "group",
                "level",
                "about_how_many",
                "visit_count",
                "state",
                "why_incomplete",
                "made_on",
                "ended_on",
            ),
            ORDINARY,
        )
        keep = LOGISTICS


class Visit(Tenanted):
    """One visit of a series: its theme, when, how it went, and what the next pair should know."""

    series = link(Series, related_name="visits")
    position = models.PositiveSmallIntegerField(help_text="which of the series' visits, from 1")
    theme = models.CharField(max_length=100)
    on = models.DateField(null=True)
    at = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=VisitState.PLANNED)
    fixed = models.BooleanField(default=False, help_text="its day is agreed and stays")
    cancelled_because = models.CharField(max_length=15, blank=True)
    instead_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    steps_done = ArrayField(models.CharField(max_length=60), default=list, help_text="of the run sheet")
    teacher_present = models.BooleanField(null=True)
    adapted_because = models.CharField(max_length=10, blank=True)
    covered = SealedField()
    remains = SealedField()
    adaptation = SealedField()
    handover_note = SealedField(help_text="for whoever comes next time")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_visit_state", "state", VisitState),
            models.UniqueConstraint(
                fields=("tenant_id", "series", "position"),
                condition=~Q(state=VisitState.CANCELLED),
                name="delivery_visit_one_in_its_place",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "instead_of"),
                condition=Q(instead_of__isnull=False),
                name="delivery_visit_booked_anew_once",
            ),
            models.CheckConstraint(
                name="delivery_visit_day_and_time",
                condition=Q(on__isnull=True, at__isnull=True) | Q(on__isnull=False, at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_visit_minutes",
                condition=Q(minutes__gte=LEAST_MINUTES, minutes__lte=MOST_MINUTES),
            ),
            models.CheckConstraint(
                name="delivery_visit_fixed", condition=Q(fixed=False) | Q(on__isnull=False)
            ),
            models.CheckConstraint(
                name="delivery_visit_held",
                condition=Q(state=VisitState.HELD, on__isnull=False, teacher_present__isnull=False)
                | (~Q(state=VisitState.HELD) & Q(teacher_present__isnull=True, steps_done=[])),
            ),
            models.CheckConstraint(
                name="delivery_visit_cancelled",
                condition=Q(
                    state=VisitState.CANCELLED, cancelled_because__in=[one.value for one in CancelReason]
                )
                | (~Q(state=VisitState.CANCELLED) & Q(cancelled_because="")),
            ),
            models.CheckConstraint(
                name="delivery_visit_adapted",
                condition=Q(adapted_because="", adaptation=b"")
                | (Q(adapted_because__in=[one.value for one in AdaptReason]) & ~Q(adaptation=b"")),
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "state", "on"), name="delivery_visit_days")]

    class Privacy:
        tenant = "tenant_id"
        subject = "series_id"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "series_id",
                    "position",
                    "theme",
                    "on",
                    "at",
                    "minutes",
                    "state",
                    "fixed",
                    "cancelled_because",
                    "instead_of_id",
                    "steps_done",
                    "teacher_present",
                    "adapted_because",
                ),
                ORDINARY,
            ),
            **dict.fromkeys(("covered", "remains", "adaptation", "handover_note"), SPECIAL),
        }
        keep = LOGISTICS


class VisitPlace(Tenanted):
    """Somebody's place in the pair of one visit, and how it stands. Who was swapped out stays in the list."""

    visit = link(Visit, related_name="places")
    appointment = link(Appointment)
    seat = models.PositiveSmallIntegerField(help_text="which of the pair: 1 or 2")
    state = models.CharField(max_length=12, default=PlaceState.PROPOSED)
    asked_because = models.CharField(max_length=12, blank=True, help_text="why they ask to be swapped")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_visit_place_state", "state", PlaceState),
            models.UniqueConstraint(
                fields=("tenant_id", "visit", "appointment"),
                condition=~Q(state=PlaceState.SWAPPED_OUT),
                name="delivery_visit_place_once",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "visit", "seat"),
                condition=~Q(state=PlaceState.SWAPPED_OUT),
                name="delivery_visit_place_seat",
            ),
            models.CheckConstraint(
                name="delivery_visit_place_of_a_pair", condition=Q(seat__gte=1, seat__lte=TEAM)
            ),
            models.CheckConstraint(
                name="delivery_visit_place_asked",
                condition=Q(asked_because__in=[one.value for one in SwapReason])
                & Q(state__in=(PlaceState.SWAP_ASKED, PlaceState.SWAPPED_OUT))
                | (~Q(state=PlaceState.SWAP_ASKED) & Q(asked_because="")),
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "appointment"), name="delivery_visit_place_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(
            ("id", "tenant_id", "visit_id", "appointment_id", "seat", "state", "asked_because"), STAFF
        )
        keep = LOGISTICS
