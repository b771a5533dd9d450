"""The words of what visits cost: how far a claim has come, and why one goes back."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.delivery.terms.courses import StateTerms
from samspil.delivery.terms.work import TIME_KINDS, TimeKind
from samspil.kernel.words import Words
from samspil.people.terms import Role

MOST_VISIT_MINUTES = 960
"""Preparing, the way, being there and writing it down: no visit takes more than two working days."""

MOST_VISIT_KILOMETRES = 1_000
MOST_CEILING = 1_000_000
"""In øre an hour: above this no concept file's ceiling can be meant."""


class HoursState(StrEnum):
    """How far the hours of a visit have come."""

    CLAIMED = "claimed"
    APPROVED = "approved"
    RETURNED = "returned"


HOURS_STATES: dict[HoursState, StateTerms] = {
    HoursState.CLAIMED: StateTerms(
        pgettext_lazy("hours", "Wait for the coordinator"),
        "coordinator",
        (HoursState.APPROVED, HoursState.RETURNED),
    ),
    HoursState.APPROVED: StateTerms(pgettext_lazy("hours", "Approved"), "nobody", ()),
    HoursState.RETURNED: StateTerms(pgettext_lazy("hours", "Returned"), "role_model", (HoursState.CLAIMED,)),
}


class HoursReturned(StrEnum):
    """Why the hours of a visit go back to whoever wrote them."""

    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"
    OTHER_WAY = "other_way"
    TALK = "talk"


HOURS_RETURNED = {
    HoursReturned.TOO_MUCH: _("There is more than was agreed"),
    HoursReturned.TOO_LITTLE: _("Something seems to be missing"),
    HoursReturned.OTHER_WAY: _("The kilometres do not fit the way"),
    HoursReturned.TALK: _("Let us talk about it"),
}

WRITTEN_AT_THE_VISIT = (TimeKind.PREPARATION, TimeKind.TRANSPORT, TimeKind.KM_MEETINGS)
"""What a role model writes at each visit, and so never in a month as well. So does the database."""


def kinds_of(role: str) -> dict[TimeKind, Words]:
    """What somebody in a role adds to a month, with its title."""
    left_out = WRITTEN_AT_THE_VISIT if role == Role.ROLE_MODEL else ()
    return {kind: title for kind, title in TIME_KINDS.items() if kind not in left_out}
