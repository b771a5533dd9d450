"""What leaves from a meeting as a file: its minutes as PDF and Word, and its day for a calendar."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from samspil.governance.queries import groups, packs, papers
from samspil.governance.queries import meetings as queries
from samspil.governance.queries.authority import authority_on
from samspil.governance.queries.meetings import ItemView, MeetingView
from samspil.governance.terms.groups import MEETINGS, TAKE_PART
from samspil.governance.terms.meetings import MEETING_STATES, MeetingState
from samspil.interfaces import clock
from samspil.interfaces.web.office.steering_meetings import outcome_said, pack_title, written_said
from samspil.interfaces.web.office.steering_papers import paper_line
from samspil.interfaces.web.office.steering_words import meeting_title
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.documents.leaving import ICS, MARK, leaves, mark_of
from samspil.interfaces.web.shared.documents.minutes import word
from samspil.interfaces.web.shared.documents.sheets import printed_out
from samspil.interfaces.web.shared.documents.word import KIND
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.errors import Missing
from samspil.people.queries import taking

LASTS = timedelta(hours=2)
KINDS = ("pdf", "docx")


@door("office", roles=TAKE_PART, methods=("GET",))
def minutes(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The minutes as a file, `as` pdf or docx; `without` what is confidential. The look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    kind, without = request.GET.get("as", "pdf"), bool(request.GET.get("without"))
    if kind not in KINDS:
        raise Missing
    office_id = groups.office_of(actor)
    one = queries.meeting(actor, office_id, meeting_id)
    names, at = groups.names_of_organisations(), clock.now()
    came = sorted(names.get(key, "") for key in queries.present_at(office_id, one.id))
    items = queries.agenda(actor, office_id, one.id, at=at, confidential=not without, names=names)
    of_items: dict[uuid.UUID, list[str]] = {}
    for each in packs.packs(actor, office_id, one.id):
        of_items.setdefault(each.item_id, []).append(f"{pack_title(each)}, SHA-256 {each.digest}")
    for item_id, found in papers.papers(actor, office_id, one.id, confidential=not without).items():
        of_items.setdefault(item_id, []).extend(paper_line(each) for each in found)
    office = authority_on(office_id, names.get(office_id, ""), one.on)
    data = _data(one, items, came, office, without)
    data["items"] = [
        {**said, "lines": [*said["lines"], *of_items.get(each.id, ())]}
        for said, each in zip(data["items"], items, strict=True)
    ]
    name = f"referat-{one.on:%Y-%m-%d}.{kind}"
    if kind == "pdf":
        return printed_out(request, "minutes", data, name)
    return leaves(word(data, at=at, mark=mark_of(request)), name, KIND)


@door("office", roles=TAKE_PART, methods=("GET",))
def calendar(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The meeting's day for a calendar, with a title that says nothing of what the programme is about."""
    actor = request.actor  # type: ignore[attr-defined]
    one = queries.meeting(actor, groups.office_of(actor), meeting_id)
    taking.taken(actor, "meeting ics", at=clock.now())
    begins = timezone.make_aware(datetime.combine(one.on, one.starts_at)).astimezone(UTC)
    made, event = Calendar(), Event()
    made.add("prodid", "-//Samspil//Samspil//DA")
    made.add("version", "2.0")
    made.add(MARK, mark_of(request).sign)
    made.add("method", "PUBLISH")
    event.add("uid", f"{one.id}@samspil")
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", begins)
    event.add("dtend", begins + LASTS)
    event.add("sequence", one.moves)
    event.add("summary", str(MEETINGS[one.kind]))
    if one.place:
        event.add("location", one.place)
    event.add("status", "CANCELLED" if one.state == MeetingState.CANCELLED else "CONFIRMED")
    made.add_component(event)
    return leaves(bytes(made.to_ical()), f"moede-{one.on:%Y-%m-%d}.ics", ICS)


def _data(
    one: MeetingView, items: tuple[ItemView, ...], came: list[str], office: str, without: bool
) -> dict[str, Any]:
    language = (get_language() or "da")[:2]
    title = _("Minutes: %(meeting)s, %(day)s") % {
        "meeting": meeting_title(one),
        "day": words.day_and_year(one.on),
    }
    when = words.day_and_year(one.on) + f" {one.starts_at:%H.%M}" + (f", {one.place}" if one.place else "")
    why = [(_("Why"), one.because)] if one.is_extra else []
    facts = [(_("When and where"), when), *why, (_("Came"), ", ".join(came) or "–")]
    state = str(MEETING_STATES[one.state])
    if one.approved_on:
        state = f"{state} {words.day_and_year(one.approved_on)}"
    facts.append((_("State"), state if one.approved_on else _("Draft: the minutes are not approved")))
    if without:
        facts.append((_("Left out"), _("What is confidential")))
    return {
        "title": title,
        "organisation": office,
        "language": language,
        "region": "DK" if language == "da" else "GB",
        "footer": title,
        "facts": [{"label": label, "value": value} for label, value in facts],
        "items": [_item(each) for each in items],
    }


def _item(one: ItemView) -> dict[str, Any]:
    outcomes = []
    if one.written:
        lines = [*one.written.words.splitlines(), written_said(one)]
        outcomes.append({"label": _("Decision in writing"), "lines": lines})
    for each in one.outcomes:
        told = outcome_said(each)
        label = " · ".join(str(part) for part in (told["kind"], told["task"]) if part)
        if told["confidential"]:
            label += f" · {_('Confidential')}"
        outcomes.append({"label": label, "lines": told["words"].splitlines()})
    return {
        "heading": f"{one.position}. {one.heading}",
        "lines": one.words.splitlines(),
        "outcomes": outcomes,
    }
