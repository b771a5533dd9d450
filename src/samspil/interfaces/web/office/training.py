"""The office's pages on training events: the list and one event, as each role sees them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspil.delivery.actions import training as actions
from samspil.delivery.queries import seats
from samspil.delivery.queries import training as queries
from samspil.delivery.queries.training import Event
from samspil.delivery.terms.training import EVENT_KINDS, EVENT_STATES, EventKind, EventState
from samspil.interfaces import clock
from samspil.interfaces.web.office.supply import waiting_words
from samspil.interfaces.web.office.training_event import sections
from samspil.interfaces.web.office.training_forms import EventForm
from samspil.interfaces.web.office.workshops import workshop_sections
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.training_events import changed_note, content, told
from samspil.kernel.errors import Missing
from samspil.people.terms import Role
from samspil.programme import queries as programme

BASE = "shared/office.html"
PROVIDER = (Role.TRAINING_PROVIDER,)
SEE_EVENTS = (Role.TRAINING_PROVIDER, Role.COORDINATOR, Role.MUNICIPAL_LEAD, Role.PROGRAMME_OFFICE)


@door("office", roles=SEE_EVENTS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What is offered, the next first, with the numbers the role may see."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.events(actor)
    coming = [one for one in reversed(found) if one.state == EventState.PLANNED]
    over = [one for one in found if one.state != EventState.PLANNED]
    page = {
        "coming": [_row(actor, one, today) for one in coming],
        "over": [_row(actor, one, today) for one in over],
        "new_url": reverse("office:training-new") if actor.role in PROVIDER else "",
        "ranges": _ranges(actor, today),
        "workshops": workshop_sections(actor, today),
        "lead": LEADS[Role(actor.role)],
        "waiting": waiting_words(actor),
    }
    return TemplateResponse(request, "office/training.html", {"page": page})


@door("office", roles=SEE_EVENTS, methods=("GET",))
def event(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """One event: when and where, and who or how many, as the role sees it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.event_for(actor, event_id)
    page = {
        "title": found.title,
        "kind": EVENT_KINDS[found.kind],
        "track": track_of(found),
        "state": EVENT_STATES[found.state] if found.state != EventState.PLANNED else "",
        "place": found.place,
        "days": [words.weekday(one) for one in found.days],
        "seats": found.seats,
        "answer_by": words.day_and_year(found.answer_by),
        "changed": changed_note(found),
        "content": content(found),
        **_told(actor, found),
        **sections(actor, found, today),
    }
    return TemplateResponse(request, "office/training_event.html", {"page": page})


@door("office", roles=PROVIDER)
def new(request: HttpRequest) -> HttpResponse:
    """Plan an event."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_running(today)
    form = EventForm(loaded.concept, request.POST if request.method == "POST" else None)

    def write() -> str:
        made = actions.plan_event(
            by=actor, at=clock.now(), on=today, concept_id=loaded.id, draft=form.draft()
        )
        return reverse("office:training-event", args=[made.id])

    page = {
        "name": "office-training-new",
        "title": _("Training"),
        "heading": _("Plan an event"),
        "lead": _(
            "The municipalities see it at once. Its kind and its track stay; the rest can be changed until"
            " the first day."
        ),
        "button": _("Plan the event"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:training"), page=page)


@door("office", roles=PROVIDER)
def cancel(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """An event does not take place."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.event_for(actor, event_id)
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        actions.cancel_event(by=actor, at=clock.now(), on=clock.today(), event_id=event_id)
        return back

    page = {
        "name": "office-training-cancel",
        "title": found.title,
        "heading": _("Cancel the event"),
        "lead": _("Nobody comes, and the seats can be given on another event. This cannot be undone."),
        "button": _("Cancel the event"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)


LEADS = {
    Role.TRAINING_PROVIDER: gettext_lazy("Your events, and who has a seat on them."),
    Role.COORDINATOR: gettext_lazy(
        "Seats are free. You say who; how many each municipality gets is shared out the same for all."
    ),
    Role.MUNICIPAL_LEAD: gettext_lazy("Whom your municipality sends, and what waits for your yes."),
    Role.PROGRAMME_OFFICE: gettext_lazy(
        "How many seats there are and how they are shared. Who comes is the municipalities' own."
    ),
}


def programme_running(today: date) -> programme.Loaded:
    """The programme whose period a day lies in, the newest one first. Raises Missing."""
    found = [
        one for one in programme.programmes() if one.concept.period.from_ <= today <= one.concept.period.to
    ]
    if not found:
        raise Missing
    return max(found, key=lambda one: one.concept.period.from_)


def track_of(found: Event) -> str:
    """What the role of an event's track is called in its programme."""
    return words.title_of(programme.concept(found.concept_id).vocabulary.roles, found.track)


def _told(actor: Any, found: Event) -> dict[str, Any]:
    """What the provider tells those who come: it is for them and their coordinators alone."""
    if actor.role not in (*PROVIDER, Role.COORDINATOR):
        return {}
    provides, of_it = actor.role in PROVIDER, told(actor, [found.id])[found.id]
    for one in of_it["materials"] if provides else ():
        one["drop_url"] = to("office:material-drop", one["id"])
    return {
        **of_it,
        "provides": provides,
        "message_url": to("office:training-message", found.id) if provides and found.taken else "",
        "material_url": to("office:training-material", found.id) if provides else "",
    }


def _row(actor: Any, one: Event, today: date) -> dict[str, Any]:
    return {
        "url": to("office:training-event", one.id),
        "title": one.title,
        "when": words.day(one.first_on)
        if one.state == EventState.PLANNED
        else words.day_and_year(one.first_on),
        "why": " · ".join(str(part) for part in (_what(one), _days(one), one.place) if part),
        "numbers": _numbers(actor, one),
        "tag": _tag(actor, one),
        "state": EVENT_STATES[one.state] if one.state != EventState.PLANNED else "",
    }


def _what(one: Event) -> str:
    return track_of(one) if one.track else str(EVENT_KINDS[one.kind])


def _days(one: Event) -> str:
    return ngettext("%(count)d day", "%(count)d days", len(one.days)) % {"count": len(one.days)}


def _numbers(actor: Any, one: Event) -> str:
    """The seats of an event as the role sees them."""
    if one.kind == EventKind.WORKSHOP:
        return ""
    told = {"taken": one.taken, "seats": one.seats, "asked": one.asked, "given": one.given}
    if actor.role == Role.TRAINING_PROVIDER:
        return _("%(taken)d of %(seats)d seats taken") % told
    if actor.role == Role.PROGRAMME_OFFICE:
        return _("%(asked)d asked for · %(given)d of %(seats)d given") % told
    if not one.asked and not one.given:
        return ""
    return _("%(asked)d asked for · %(given)d given · %(taken)d taken") % told


def _tag(actor: Any, one: Event) -> str:
    """What waits for the role at this event."""
    if one.state != EventState.PLANNED or one.kind == EventKind.WORKSHOP:
        return ""
    if actor.role == Role.COORDINATOR and one.given > one.taken and one.asked > one.taken:
        return _("Seats to fill")
    if actor.role == Role.PROGRAMME_OFFICE and one.asked > one.given and one.given < one.seats:
        return _("Seats to share out")
    return ""


def _ranges(actor: Any, today: date) -> list[dict[str, Any]]:
    """Each track of each programme that runs beside its concept file's range, for the programme office."""
    if actor.role != Role.PROGRAMME_OFFICE:
        return []
    running = [
        one for one in programme.programmes() if one.concept.period.from_ <= today <= one.concept.period.to
    ]
    return [
        _range(one, loaded, names_it=len(running) > 1)
        for loaded in running
        for one in seats.ranges(actor, loaded.id)
    ]


def _range(one: seats.Range, loaded: programme.Loaded, *, names_it: bool) -> dict[str, Any]:
    words_of_it = loaded.concept.vocabulary
    spread = _("%(least)d–%(most)d seats in the programme") % {"least": one.least, "most": one.most}
    return {
        "title": words.title_of(words_of_it.roles, one.track),
        "given": one.given,
        "most": one.most,
        "range": f"{spread} · {words.said(words_of_it.programme_title)}" if names_it else spread,
        "is_below": one.is_below,
        "lacking": one.least - one.given,
    }
