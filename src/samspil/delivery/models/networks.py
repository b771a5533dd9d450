"""Networks of parents: who leads them, when they meet, and who has said yes to be known there."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import NOTES, link, one_of
from samspil.delivery.models.courses import Course
from samspil.delivery.terms.families import MeetingState
from samspil.people.models.people import Appointment, Person
from samspil.people.terms import Method
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, STAFF, Keep, NotPersonal

NETWORK = Keep("last meeting", 24, "as the courses it stands beside")


class ParentNetwork(Tenanted):
    """A group of parents who meet. Its name and its rules are about nobody."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    name = models.CharField(max_length=40, help_text="neutral: a colour, a tree, a weekday")
    rules = ArrayField(models.CharField(max_length=30), default=list, help_text="codes of agreed rules")
    own_rule = models.CharField(max_length=200, blank=True, help_text="one more rule; about nobody")
    founded_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "name"),
                condition=Q(closed_on__isnull=True),
                name="delivery_network_name",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("founded_on")),
                name="delivery_network_order",
            ),
            models.CheckConstraint(
                condition=~Q(name__regex=r"@|[0-9][0-9 .-]{2,}[0-9]")
                & ~Q(own_rule__regex=r"@|[0-9][0-9 .-]{2,}[0-9]"),
                name="delivery_network_about_nobody",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a group; who is in it lies in the memberships")
        fields = dict.fromkeys(
            ("id", "tenant_id", "concept_id", "name", "rules", "own_rule", "founded_on", "closed_on"),
            ORDINARY,
        )
        keep = NETWORK


class NetworkFacilitator(Tenanted):
    """A coach who leads a network."""

    network = link(ParentNetwork, related_name="facilitators")
    coach = link(Appointment)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "network", "coach"), name="delivery_leads_once")
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(("id", "tenant_id", "network_id", "coach_id"), STAFF)
        keep = NETWORK


class NetworkMeeting(Tenanted):
    """One meeting of a network: a day, a type of place, themes, minutes, and how many came. No minutes of
    what was said.
    """

    network = link(ParentNetwork, related_name="meetings")
    held_on = models.DateField(help_text="the day it is planned for, or was held")
    place = models.CharField(max_length=30)
    themes = ArrayField(models.CharField(max_length=100), default=list)
    state = models.CharField(max_length=20, default=MeetingState.PLANNED)
    minutes = models.PositiveSmallIntegerField(null=True)
    attended_count = models.PositiveSmallIntegerField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_meeting_state", "state", MeetingState),
            models.UniqueConstraint(fields=("tenant_id", "network", "held_on"), name="delivery_meeting_day"),
            models.CheckConstraint(
                name="delivery_meeting_counted",
                condition=Q(
                    state=MeetingState.HELD,
                    minutes__gte=1,
                    minutes__lte=600,
                    attended_count__gte=0,
                    attended_count__lte=100,
                )
                | (~Q(state=MeetingState.HELD) & Q(minutes__isnull=True, attended_count__isnull=True)),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a meeting as counts")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "network_id",
                "held_on",
                "place",
                "themes",
                "state",
                "minutes",
                "attended_count",
            ),
            ORDINARY,
        )
        keep = NETWORK


class NetworkMember(Tenanted):
    """A parent who said yes to be known by name to those who lead a network. Without that yes there is no
    row, and the parent only counts among those who came.
    """

    network = link(ParentNetwork, related_name="members")
    course = link(Course)
    person = link(Person)
    joined_on = models.DateField()
    method = models.CharField(max_length=10)
    text_version = models.PositiveSmallIntegerField(default=1)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "network", "person"), name="delivery_member_once"),
            one_of("delivery_member_method", "method", Method),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "network_id",
                "course_id",
                "person_id",
                "joined_on",
                "method",
                "text_version",
            ),
            ORDINARY,
        )
        keep = NOTES
