"""Requests for visits, as a place asks for them without signing in, and the mails that answer them.

Who asked and what was wished is sealed with the request's own key: no person of the programme has anything
to do with it, and no column here leads to one.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.institutions import Institution
from samspil.delivery.terms.sending import CLAIMED, LetterState
from samspil.delivery.terms.visit_requests import MOST_DAYS, DeclineReason, News, RequestState
from samspil.delivery.terms.visits import MOST_PEOPLE, GroupLevel
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import IDENTITY, ORDINARY, SPECIAL, Keep

ASKED = Keep("last visit of the series, or the answer", 12, "the concept file's retention: visit_logistics")
ABOUT_SOMEBODY = r"@|[0-9][0-9 .-]{2,}[0-9]"


class VisitRequest(Tenanted):
    """A place asks for visits to one group: where, which group, which days, and whom to answer."""

    state = models.CharField(max_length=10, default=RequestState.ASKED)
    language = models.CharField(max_length=5, default="da", help_text="in which the answers are written")
    place = models.CharField(max_length=100, help_text="what the place is called, as they wrote it")
    institution = link(Institution, null=True)
    group = models.CharField(max_length=40, help_text="what the group is called there; about nobody")
    level = models.CharField(max_length=12)
    about_how_many = models.PositiveSmallIntegerField()
    days = ArrayField(models.DateField(), help_text="days they prefer, the best first")
    declined_because = models.CharField(max_length=15, blank=True)
    asked_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")
    changed_on = models.DateField(help_text="when it came to its state, or its days were changed")
    name = SealedField(compartment="identity", help_text="whom to answer")
    mail = SealedField(compartment="identity")
    phone = SealedField(compartment="identity")
    wishes = SealedField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_request_state", "state", RequestState),
            one_of("delivery_request_level", "level", GroupLevel),
            models.CheckConstraint(
                name="delivery_request_declined",
                condition=Q(
                    state=RequestState.DECLINED,
                    declined_because__in=[one.value for one in DeclineReason],
                )
                | (~Q(state=RequestState.DECLINED) & Q(declined_because="")),
            ),
            models.CheckConstraint(
                name="delivery_request_planned_at_a_place",
                condition=~Q(state=RequestState.PLANNED) | Q(institution__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_request_numbers",
                condition=Q(about_how_many__gte=1, about_how_many__lte=MOST_PEOPLE),
            ),
            models.CheckConstraint(
                name="delivery_request_days", condition=Q(days__len__gte=1, days__len__lte=MOST_DAYS)
            ),
            models.CheckConstraint(
                name="delivery_request_about_nobody",
                condition=~Q(group__regex=ABOUT_SOMEBODY) & ~Q(place__regex=ABOUT_SOMEBODY),
            ),
            models.CheckConstraint(
                name="delivery_request_can_be_answered", condition=~Q(name=b"") & ~Q(mail=b"")
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "state"), name="delivery_request_list")]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "state",
                    "language",
                    "place",
                    "institution_id",
                    "group",
                    "level",
                    "about_how_many",
                    "days",
                    "declined_because",
                    "asked_at",
                    "changed_on",
                ),
                ORDINARY,
            ),
            **dict.fromkeys(("name", "mail", "phone"), IDENTITY),
            "wishes": SPECIAL,
        }
        keep = ASKED


class VisitLetter(Tenanted):
    """A mail to the one who asked: to confirm, or that there is an answer. Its link is made when it goes."""

    request = link(VisitRequest)
    news = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=LetterState.QUEUED)
    letter = models.UUIDField(null=True, help_text="the message's own id")
    link_id = models.UUIDField(null=True, help_text="the link that was made for it")
    moved_at = models.DateTimeField(db_default=Now(), help_text="when it came to its state")
    ready_at = models.DateTimeField(db_default=Now(), help_text="not to be tried before")
    sent_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_visitletter_state", "state", LetterState),
            one_of("delivery_visitletter_news", "news", News),
            models.CheckConstraint(
                name="delivery_visitletter_claimed",
                condition=(
                    Q(state__in=[one.value for one in CLAIMED], letter__isnull=False)
                    | (~Q(state__in=[one.value for one in CLAIMED]) & Q(letter__isnull=True))
                )
                & (
                    Q(state=LetterState.SENT, sent_on__isnull=False)
                    | (~Q(state=LetterState.SENT) & Q(sent_on__isnull=True))
                ),
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "request"),
                condition=Q(state=LetterState.QUEUED),
                name="delivery_one_visitletter_waits",
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "letter"), name="delivery_visitletter_letter")]

    class Privacy:
        tenant = "tenant_id"
        subject = "request_id"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "request_id",
                "news",
                "state",
                "letter",
                "link_id",
                "moved_at",
                "ready_at",
                "sent_on",
            ),
            ORDINARY,
        )
        keep = ASKED
