"""The words of a request for visits: how far it is, and why one is declined. None is about a pupil."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.delivery.terms.courses import StateTerms

MOST_DAYS = 3
"""So many days somebody may prefer."""

UNCONFIRMED = timedelta(days=3)
"""How long a request waits for the mail's link to confirm it; then it is deleted."""

LETTERS_A_DAY = 5
"""No mail address is written to more often than this in a day and a night."""

LEAST_SECONDS, MOST_SECONDS = 3, 24 * 3600
"""How long somebody has a form before it comes in: nobody fills it in faster, no page stays open longer."""


class RequestState(StrEnum):
    """Where a request for visits is."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DECLINED = "declined"


S = RequestState
REQUEST_STATES: dict[RequestState, StateTerms] = {
    S.ASKED: StateTerms(pgettext_lazy("request", "Not confirmed"), "requester", (S.CONFIRMED,)),
    S.CONFIRMED: StateTerms(
        pgettext_lazy("request", "Waits for an answer"),
        "coordinator",
        (S.PLANNED, S.MOVED, S.CANCELLED, S.DECLINED),
    ),
    S.PLANNED: StateTerms(
        pgettext_lazy("request", "Said yes to"), "requester", (S.MOVED, S.CANCELLED, S.DECLINED)
    ),
    S.MOVED: StateTerms(
        pgettext_lazy("request", "Other days are wished"),
        "coordinator",
        (S.PLANNED, S.CANCELLED, S.DECLINED),
    ),
    S.CANCELLED: StateTerms(pgettext_lazy("request", "Cancelled by the place"), "nobody", ()),
    S.DECLINED: StateTerms(pgettext_lazy("request", "Declined"), "nobody", ()),
}

WAITS = (S.CONFIRMED, S.MOVED)
"""The coordinator owes an answer."""

SEEN = (S.CONFIRMED, S.MOVED, S.PLANNED, S.CANCELLED, S.DECLINED)
"""What the coordinator sees: nothing that the mail's link did not confirm."""


class DeclineReason(StrEnum):
    """Why a request is declined, as the one who asked is told."""

    NO_PAIR = "no_pair"
    NO_DAY = "no_day"
    ELSEWHERE = "elsewhere"
    NOT_FOR_GROUP = "not_for_group"
    TWICE = "twice"
    OTHER = "other"


DECLINE_REASONS = {
    DeclineReason.NO_PAIR: _("Nobody can come this term"),
    DeclineReason.NO_DAY: _("No day could be found"),
    DeclineReason.ELSEWHERE: _("The place is in another municipality"),
    DeclineReason.NOT_FOR_GROUP: _("The visits do not fit the age of the group"),
    DeclineReason.TWICE: _("It was asked for twice"),
    DeclineReason.OTHER: pgettext_lazy("reason", "Something else"),
}


class News(StrEnum):
    """What a mail to the one who asked is for. Neither says what about."""

    CONFIRM = "confirm"
    ANSWER = "answer"
