"""The words of a programme that comes to another authority."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_AUTHORITY = 100


class AuthorityState(StrEnum):
    """How far it has come that another authority takes over."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


AUTHORITY_STATES = {
    AuthorityState.PROPOSED: pgettext_lazy("authority", "Proposed"),
    AuthorityState.ACCEPTED: pgettext_lazy("authority", "Taken over"),
    AuthorityState.WITHDRAWN: pgettext_lazy("authority", "Withdrawn"),
}


class AuthorityBecause(StrEnum):
    """Why another authority takes over."""

    PORTFOLIO = "portfolio"
    MERGER = "merger"
    LAW = "law"
    AGREED = "agreed"


AUTHORITY_REASONS = {
    AuthorityBecause.PORTFOLIO: _("The area was moved to another ministry"),
    AuthorityBecause.MERGER: _("Authorities were merged or divided"),
    AuthorityBecause.LAW: _("A law says so"),
    AuthorityBecause.AGREED: _("It was agreed"),
}
