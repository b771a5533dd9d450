"""What a group answered after a visit: only how often each answer was given, and lines of own words.

No row here is one pupil's answers. Nothing says when anything came, to nothing finer than the day on which
the form closes, and no key tells time: all are random.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.series import LOGISTICS, Series, Visit
from samspil.delivery.terms.forms import LONGEST_CODE, MOST_SHEETS, WordsState
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, NotPersonal


class PupilRound(Tenanted):
    """The form of one visit's group: which one, until which day it is open, and how many have answered."""

    visit = link(Visit)
    series = link(Series)
    instrument = models.CharField(max_length=40)
    instrument_version = models.PositiveSmallIntegerField()
    closes_on = models.DateField(help_text="the last day on which it can be answered")
    answered = models.PositiveSmallIntegerField(default=0, help_text="how many have sent it")
    closed_as = models.PositiveSmallIntegerField(
        null=True, help_text="which of the series' to close, from 1; empty while it is open"
    )

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "visit"), name="delivery_one_pupil_round"),
            models.UniqueConstraint(
                fields=("tenant_id", "series", "closed_as"),
                condition=Q(closed_as__isnull=False),
                name="delivery_pupil_rounds_close_in_order",
            ),
            models.CheckConstraint(
                name="delivery_pupil_round_of_a_group", condition=Q(answered__lte=MOST_SHEETS)
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a group; nobody in it is told apart")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "visit_id",
                "series_id",
                "instrument",
                "instrument_version",
                "closes_on",
                "answered",
                "closed_as",
            ),
            ORDINARY,
        )
        keep = LOGISTICS


class PupilTally(Tenanted):
    """How often one answer was given to one question. The rows are there before the first one answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = link(PupilRound, related_name="tallies")
    item = models.CharField(max_length=LONGEST_CODE)
    choice = models.CharField(max_length=LONGEST_CODE)
    count = models.PositiveSmallIntegerField(default=0)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "round", "item", "choice"), name="delivery_one_pupil_tally"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("counts of a group")
        fields = dict.fromkeys(("id", "tenant_id", "round_id", "item", "choice", "count"), ORDINARY)
        keep = LOGISTICS


class PupilSheet(Tenanted):
    """That a page was sent, by the random key it was made with, so that a second tap counts nothing twice.

    It holds no answer, and is erased when the form closes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = link(PupilRound)

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a random key, of nobody")
        fields = dict.fromkeys(("id", "tenant_id", "round_id"), ORDINARY)
        keep = LOGISTICS


class PupilWords(Tenanted):
    """A line that somebody in a group wrote, sealed with the series' own key until a person has read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = link(PupilRound, related_name="words")
    series = link(Series)
    item = models.CharField(max_length=LONGEST_CODE)
    line = SealedField()
    state = models.CharField(max_length=10, default=WordsState.WAITING)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_pupil_words_state", "state", WordsState),
            models.CheckConstraint(
                name="delivery_pupil_words_withheld",
                condition=Q(state=WordsState.WITHHELD, line=b"")
                | (~Q(state=WordsState.WITHHELD) & ~Q(line=b"")),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "series_id"
        fields = {
            **dict.fromkeys(("id", "tenant_id", "round_id", "series_id", "item", "state"), ORDINARY),
            "line": SPECIAL,
        }
        keep = LOGISTICS
