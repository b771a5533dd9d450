"""Reminders of visits, to those who go and to the one who asked. No words and no address stand in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.series import LOGISTICS, Visit, VisitPlace
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.terms.sending import CLAIMED, LetterState
from samspil.programme.concept.paying import MOST_DAYS_BEFORE
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, NotPersonal

CLAIMED_CODES = [one.value for one in CLAIMED]


class VisitReminder(Tenanted):
    """Somebody is told, once, that a visit is near: one of its pair, or whoever asked for it.

    When the visit is moved, held or cancelled the database marks what was told of it as overtaken; then a
    new day is told of anew.
    """

    visit = link(Visit, related_name="+")
    place = link(VisitPlace, null=True, related_name="+")
    request = link(VisitRequest, null=True, related_name="+")
    days_before = models.PositiveSmallIntegerField(help_text="which of the concept file's reminders")
    overtaken = models.BooleanField(default=False, help_text="the visit it told of is no longer then")
    written_on = models.DateField()
    state = models.CharField(max_length=10, default=LetterState.QUEUED)
    letter = models.UUIDField(null=True, help_text="the message's own id")
    moved_at = models.DateTimeField(db_default=Now(), help_text="when it came to its state")
    ready_at = models.DateTimeField(db_default=Now(), help_text="not to be tried before")
    sent_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_visitreminder_state", "state", LetterState),
            models.UniqueConstraint(
                fields=("tenant_id", "visit", "place", "days_before"),
                condition=Q(overtaken=False, place__isnull=False),
                name="delivery_pair_reminded_once",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "visit", "request", "days_before"),
                condition=Q(overtaken=False, request__isnull=False),
                name="delivery_asker_reminded_once",
            ),
            models.CheckConstraint(
                name="delivery_visitreminder_to_one",
                condition=Q(place__isnull=False, request__isnull=True)
                | Q(place__isnull=True, request__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_visitreminder_days",
                condition=Q(days_before__gte=1, days_before__lte=MOST_DAYS_BEFORE),
            ),
            models.CheckConstraint(
                name="delivery_visitreminder_claimed",
                condition=(
                    Q(state__in=CLAIMED_CODES, letter__isnull=False)
                    | (~Q(state__in=CLAIMED_CODES) & Q(letter__isnull=True))
                )
                & (
                    Q(state=LetterState.SENT, sent_on__isnull=False)
                    | (~Q(state=LetterState.SENT) & Q(sent_on__isnull=True))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=("tenant_id", "state"), name="delivery_visitreminder_list"),
            models.Index(fields=("tenant_id", "letter"), name="delivery_visitreminder_letter"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("that a visit is near; whom it is told is a key")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "visit_id",
                "place_id",
                "request_id",
                "days_before",
                "overtaken",
                "written_on",
                "state",
                "letter",
                "moved_at",
                "ready_at",
                "sent_on",
            ),
            ORDINARY,
        )
        keep = LOGISTICS
