"""A calendar's feed: whole days with neutral titles, for whoever holds its secret address.

A calendar program cannot sign in, so the address itself is the key. It stands in a path and therefore
never in a log of ours (see `samspil.config.logs`), and opens nothing but these days.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from samspil.delivery.queries.calendar import MEETING, Day, days_of
from samspil.governance.queries import meetings
from samspil.interfaces import clock
from samspil.interfaces.web.shared import faults
from samspil.interfaces.web.shared.addresses import address_of
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.queries.feeds import whose_feed
from samspil.people.terms import Role
from samspil.trust import scope, throttle

ASK_AGAIN = timedelta(hours=4)


@door("public", roles=(Role.ANONYMOUS,), methods=("GET",), passive=True)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The days of the one whose address this is; one page for every address that opens nothing."""
    today = clock.today()
    try:
        link_id, actor = whose_feed(token, on=today)
    except Missing:
        if throttle.allowed("feed_address", address_of(request)):
            return faults.not_found(request)
        return faults.too_many(request)
    if not throttle.allowed("feed", str(link_id)):
        return faults.too_many(request)
    with scope.scope(actor):
        days = (*days_of(actor, on=today), *_meetings(actor, today))
    answer = HttpResponse(calendar_of(days, clock.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="samspil.ics"'
    return answer


def _meetings(actor: Actor, today: date) -> tuple[Day, ...]:
    """The meetings of the groups that the organisation sits in, where the role takes part in them."""
    return tuple(Day(MEETING, on, str(key)) for key, on in meetings.days_for(actor, on=today))


def calendar_of(days: tuple[Day, ...], at: datetime) -> bytes:
    """The days as RFC 5545 has them: whole days, private, free, with a title that says nothing."""
    made = Calendar()
    made.add("prodid", "-//Samspil//Samspil//DA")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for one in days:
        event = Event()
        event.add("uid", f"{one.key}@samspil")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("summary", _("Appointment") if one.kind == MEETING else _("Task"))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())
