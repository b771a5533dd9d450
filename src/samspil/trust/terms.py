"""The words of trust: what a link may open."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.kernel.words import Words


class LinkKind(StrEnum):
    """What a link opens. The database knows no other kind, and each has its words in the list of links."""

    MEASUREMENT = "measurement"
    OWN_PAGE = "own_page"
    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    FEED = "feed"
    PUPILS = "pupils"
    FORM = "form"
    VISIT_REQUEST = "visit_request"
    PLACE_OFFER = "place_offer"


LINK_KINDS: dict[LinkKind, Words] = {
    LinkKind.MEASUREMENT: _("Measurement"),
    LinkKind.OWN_PAGE: _("Own page"),
    LinkKind.SIGN_IN: _("Sign-in"),
    LinkKind.INVITATION: _("Invitation of a member of staff"),
    LinkKind.FEED: _("Calendar of a member of staff"),
    LinkKind.PUPILS: _("A group's form after a visit"),
    LinkKind.FORM: _("A teacher's form after a visit"),
    LinkKind.VISIT_REQUEST: _("Request for visits"),
    LinkKind.PLACE_OFFER: _("Offer of visits to a place"),
}
