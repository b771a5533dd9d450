"""Sending a link to the person, as whoever hands it out sees it: what can be done, and what came of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.queries import sending as queries
from samspil.delivery.terms.courses import MeasurementState
from samspil.delivery.terms.sending import LetterState, Way
from samspil.interfaces.sending.choosing import ways
from samspil.interfaces.web.shared import words
from samspil.kernel.actor import Actor

BY = {Way.MAIL: gettext_lazy("By mail"), Way.SMS: gettext_lazy("By text message")}


def sending(actor: Actor, measurement: Any) -> dict[str, Any]:
    """Whether the link can be sent now, why not, and how far the newest sending is."""
    if measurement.state != MeasurementState.OPEN:
        return {}
    sent, refusal = queries.link_sent(actor, measurement, ways())
    return {
        "can_send": refusal is None,
        "send_note": "" if refusal is None or _is_under_way(sent) else str(refusal.sentence),
        "sent": _told(sent) if sent else None,
    }


def _is_under_way(sent: queries.LinkSent | None) -> bool:
    return sent is not None and sent.state in (LetterState.QUEUED, LetterState.SENDING, LetterState.HANDING)


def _told(sent: queries.LinkSent) -> dict[str, Any]:
    """One sentence that cannot be taken for another, and whether it went well."""
    by, moment = BY[sent.way], words.moment(sent.moved_at)
    if _is_under_way(sent):
        return {
            "state": "queued",
            "title": _("Not sent yet. It is in the queue."),
            "words": _("It usually goes within a minute. Open the page again to see it."),
            "good": False,
        }
    if sent.state == LetterState.SENT:
        return {
            "state": "sent",
            "title": _("Sent. %(by)s, %(moment)s.") % {"by": by, "moment": moment},
            "words": _("The link in the message works for three days. If you make a new one, it stops."),
            "good": True,
        }
    if sent.state == LetterState.FAILED:
        return {
            "state": "failed",
            "title": _("It was not sent, or did not arrive."),
            "words": _(
                "Let them scan the code instead, and ask the coordinator whether the contact is right."
            ),
            "good": False,
        }
    return {
        "state": "dropped",
        "title": _("It was not sent."),
        "words": _("It was no longer wanted when its turn came. You can ask for it again."),
        "good": False,
    }
