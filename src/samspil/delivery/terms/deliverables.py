"""The words of what the programme office asks of the training provider."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliverableState(StrEnum):
    """How far something that is asked for has come."""

    AWAITED = "awaited"
    DELIVERED = "delivered"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


DELIVERABLE_STATES = {
    DeliverableState.AWAITED: _("Asked for"),
    DeliverableState.DELIVERED: _("Delivered, waits for an answer"),
    DeliverableState.SENT_BACK: _("Sent back"),
    DeliverableState.ACCEPTED: pgettext_lazy("deliverable", "Accepted"),
    DeliverableState.WITHDRAWN: _("No longer asked for"),
}
FOR_THE_PROVIDER = (DeliverableState.AWAITED, DeliverableState.SENT_BACK)
"""Where the provider is next; the office is next when it was delivered."""

OPEN = (*FOR_THE_PROVIDER, DeliverableState.DELIVERED)
