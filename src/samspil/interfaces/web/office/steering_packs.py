"""The status pack of a meeting: made by the office in one step, read by whoever steers, and as a file."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from samspil.governance.actions import packs as actions
from samspil.governance.queries import groups, meetings, packs
from samspil.governance.rules.packs import READ_PACKS, may_make_pack
from samspil.interfaces import clock
from samspil.interfaces.web.office.steering import OFFICE
from samspil.interfaces.web.office.steering_meetings import pack_title
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.sheets import taken_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.pack import LANGUAGE, compose
from samspil.kernel.errors import Missing, refuse


@door("office", roles=OFFICE, methods=("POST",))
def make(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Put the pack together as everything stands today, and put it on the meeting's agenda."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    meeting = meetings.meeting(actor, office_id, meeting_id)
    refuse(may_make_pack(meeting.kind, meeting.state))
    found = compose(actor, meeting, groups.group(actor, office_id, meeting.group_id), on=today)
    told: dict[str, Any] = {"meeting_id": meeting_id, "heading": found.heading, "document": found.document}
    made = actions.send_pack(by=actor, at=clock.now(), on=today, **told)
    return HttpResponseRedirect(to("office:steering-pack", made.id))


@door("office", roles=READ_PACKS, methods=("GET",))
def one(request: HttpRequest, pack_id: uuid.UUID) -> HttpResponse:
    """One version as it was sent, with the others beside it. The look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    every = packs.pack(actor, office_id, pack_id)
    found = next(each for each in every if each.id == pack_id)
    said = packs.says(actor, office_id, pack_id, at=clock.now())
    meeting = meetings.meeting(actor, office_id, found.meeting_id) if found.meeting_id else None
    page = {
        "document": said,
        "language": LANGUAGE,
        "title": pack_title(found),
        "is_newest": every[0].id == found.id,
        "digest": found.digest,
        "back": words.day_and_year(meeting.on) if meeting else _("Steering"),
        "back_url": to("office:steering-meeting", meeting.id) if meeting else "",
        "versions": [
            {
                "title": pack_title(each),
                "url": to("office:steering-pack", each.id) if each.id != found.id else "",
            }
            for each in every
        ],
        "files": [
            {"label": label, "url": f"{to('office:steering-pack-file', found.id)}?as={kind}"}
            for label, kind in (("PDF", "pdf"), ("Word", "docx"))
        ],
    }
    return TemplateResponse(request, "office/steering_pack.html", {"page": page})


@door("office", roles=READ_PACKS, methods=("GET",))
def file(request: HttpRequest, pack_id: uuid.UUID) -> HttpResponse:
    """The version as PDF or Word, word for word as it was sent. The look is logged."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    kind = request.GET.get("as", "pdf")
    if kind not in ("pdf", "docx"):
        raise Missing
    office_id = groups.office_of(actor)
    found = next(each for each in packs.pack(actor, office_id, pack_id) if each.id == pack_id)
    said = packs.says(actor, office_id, pack_id, at=at)
    footer = f"{said['title']} · {found.number} · SHA-256 {found.digest[:16]}"
    name = f"statuspakke-{found.made_on:%Y-%m-%d}-{found.number}"
    return taken_out(request, {**said, "footer": footer}, kind, name)
