"""The words of offering visits to sets of places. None of them says why a set is there."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SizeBand(StrEnum):
    """About how large a place is, so that places can be compared."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


SIZE_BANDS = {
    SizeBand.SMALL: _("Under 200"),
    SizeBand.MEDIUM: _("200 to 500"),
    SizeBand.LARGE: _("Over 500"),
}


class OfferState(StrEnum):
    """What a place has said to an offer of visits."""

    OFFERED = "offered"
    YES = "yes"
    NO = "no"


OFFER_STATES = {
    OfferState.OFFERED: pgettext_lazy("offer of visits", "Not answered"),
    OfferState.YES: pgettext_lazy("offer of visits", "Yes"),
    OfferState.NO: pgettext_lazy("offer of visits", "No"),
}
