"""Which ways of sending this installation has, from its settings."""

from __future__ import annotations

from django.conf import settings

from samspil.delivery.terms.sending import Way
from samspil.interfaces.sending.console import Console
from samspil.interfaces.sending.shape import Sender
from samspil.interfaces.sending.smtp import Smtp


def sender(way: Way) -> Sender | None:
    """Whoever carries messages by this way; None where nothing is sent by it."""
    chosen = settings.SAMSPIL_MAIL if way == Way.MAIL else settings.SAMSPIL_SMS
    if chosen == "console":
        return Console()
    return Smtp(**settings.SAMSPIL_MAIL_SERVER) if chosen == "smtp" else None


def ways() -> frozenset[Way]:
    """The ways by which something can be sent from here."""
    return frozenset(way for way in Way if sender(way) is not None)
