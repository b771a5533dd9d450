"""What the programme office asks of the training provider: the list and one of them, for both sides."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import deliverables as actions
from samspil.delivery.actions.deliverables import Asking
from samspil.delivery.queries import deliverables as queries
from samspil.delivery.queries import training
from samspil.delivery.queries.deliverables import Asked
from samspil.delivery.terms.deliverables import (
    DELIVERABLE_STATES,
    FOR_THE_PROVIDER,
    OPEN,
    DeliverableState,
)
from samspil.delivery.terms.training import EventState
from samspil.interfaces import clock
from samspil.interfaces.web.office.deliverables_forms import AnswerForm, AskForm, DeliverForm
from samspil.interfaces.web.office.training import BASE, PROVIDER, programme_running
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.kernel.ids import uuid7
from samspil.people.terms import Role
from samspil.programme import queries as programme

OFFICE = (Role.PROGRAMME_OFFICE,)
BOTH = (*PROVIDER, *OFFICE)
TAGS = {
    DeliverableState.AWAITED: "soon",
    DeliverableState.DELIVERED: "soon",
    DeliverableState.SENT_BACK: "act",
    DeliverableState.ACCEPTED: "ok",
}


@door("office", roles=BOTH, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What is asked for: what is open first, the earliest due first."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.asked_for(actor)
    page = {
        "open": [_row(each, today) for each in found if each.state in OPEN],
        "over": [_row(each, today) for each in reversed(found) if each.state not in OPEN],
        "new_url": reverse("office:deliverable-new") if actor.role in OFFICE else "",
    }
    return TemplateResponse(request, "office/deliverables.html", {"page": page})


@door("office", roles=BOTH, methods=("GET",))
def one(request: HttpRequest, deliverable_id: uuid.UUID) -> HttpResponse:
    """One of them: by when, each time it was delivered, and what the answer was."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.asked_thing(actor, deliverable_id)
    page = {
        **_row(found, today),
        "provider": found.provider,
        "due": words.day_and_year(found.due_on),
        "rounds": [
            {
                "when": words.day_and_year(each.delivered_on),
                "words": each.words,
                "answered": words.day_and_year(each.answered_on) if each.answered_on else "",
                "accepted": each.accepted,
                "answer": each.answer,
            }
            for each in queries.rounds(actor, deliverable_id)
        ],
        "links": _links(actor, found),
    }
    return TemplateResponse(request, "office/deliverable.html", {"page": page})


@door("office", roles=OFFICE)
def new(request: HttpRequest) -> HttpResponse:
    """Ask the provider for something."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_running(today)
    events = [
        (str(each.id), f"{each.title}, {words.day_and_year(each.first_on)}")
        for each in training.events(actor)
        if each.state != EventState.CANCELLED
    ]
    known = [(str(key), name) for key, name in queries.providers()]
    form = AskForm(loaded.concept, events, known, _posted(request))

    def write() -> str:
        asking = Asking(
            concept_id=loaded.id,
            provider_id=form.provider_id(),
            what=form.cleaned_data["what"],
            due_on=form.cleaned_data["due_on"],
            event_id=form.event_id(),
        )
        actions.ask_for(
            by=actor,
            at=clock.now(),
            on=today,
            key=form.cleaned_data["key"] or uuid7(),
            asking=asking,
        )
        return reverse("office:deliverables")

    page = {
        "name": "office-deliverable-new",
        "title": _("Deliverables"),
        "heading": _("Ask for something"),
        "lead": _("The training provider sees it at once, and delivers it here."),
        "button": _("Ask the provider"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:deliverables"), page=page)


@door("office", roles=PROVIDER)
def deliver(request: HttpRequest, deliverable_id: uuid.UUID) -> HttpResponse:
    """Deliver what is asked for."""
    actor = request.actor  # type: ignore[attr-defined]
    form = DeliverForm(_posted(request))

    def write() -> None:
        actions.deliver(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            deliverable_id=deliverable_id,
            words=form.cleaned_data["words"],
        )

    lead = _("The programme office accepts it, or sends it back and says what is missing.")
    page = {"name": "office-deliver", "lead": lead, "button": _("Deliver it")}
    return _step(request, deliverable_id, form, write, page)


@door("office", roles=OFFICE)
def answer(request: HttpRequest, deliverable_id: uuid.UUID) -> HttpResponse:
    """Accept what was delivered last, or send it back."""
    actor = request.actor  # type: ignore[attr-defined]
    form = AnswerForm(_posted(request))
    last = queries.rounds(actor, deliverable_id)[:1]

    def write() -> None:
        accepted = form.cleaned_data["answer"] == "accepted"
        actions.answer_delivery(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            deliverable_id=deliverable_id,
            accepted=accepted,
            words="" if accepted else form.cleaned_data["words"],
        )

    page = {
        "name": "office-deliverable-answer",
        "texts": [each.words for each in last],
        "button": _("Save the answer"),
    }
    return _step(request, deliverable_id, form, write, page)


@door("office", roles=OFFICE)
def withdraw(request: HttpRequest, deliverable_id: uuid.UUID) -> HttpResponse:
    """No longer ask for it."""
    actor = request.actor  # type: ignore[attr-defined]

    def write() -> None:
        actions.withdraw_asking(by=actor, at=clock.now(), on=clock.today(), deliverable_id=deliverable_id)

    lead = _("The provider need not deliver it. What was delivered so far stays here.")
    page = {"name": "office-deliverable-back", "lead": lead, "button": _("No longer ask for it")}
    return _step(request, deliverable_id, plain(request), write, page)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step(
    request: HttpRequest, deliverable_id: uuid.UUID, form: forms.Form, write: Any, page: dict[str, Any]
) -> HttpResponse:
    """A page with one form on one of them, from which one comes back to it."""
    found = queries.asked_thing(request.actor, deliverable_id)  # type: ignore[attr-defined]
    back = reverse("office:deliverable", args=[deliverable_id])

    def go() -> str:
        write()
        return back

    told = {"title": _("Deliverables"), "heading": _title(found), "has_words": bool(form.fields), **page}
    return form_page(request, form, go, base=BASE, cancel_url=back, page=told)


def _title(found: Asked) -> str:
    return words.title_of(programme.concept(found.concept_id).training.deliverables, found.what)


def _row(found: Asked, today: date) -> dict[str, Any]:
    is_late = found.state in FOR_THE_PROVIDER and found.due_on < today
    return {
        "url": to("office:deliverable", found.id),
        "title": _title(found),
        "event": found.event,
        "when": words.until(found.due_on, today) if found.state in OPEN else words.day_and_year(found.due_on),
        "is_late": is_late,
        "state": DELIVERABLE_STATES[found.state],
        "tag": "late" if is_late else TAGS.get(found.state, ""),
    }


def _links(actor: Any, found: Asked) -> list[dict[str, Any]]:
    links = []
    if actor.role in PROVIDER and found.state in FOR_THE_PROVIDER:
        links.append((_("Deliver"), "office:deliver", True))
    if actor.role in OFFICE and found.state == DeliverableState.DELIVERED:
        links.append((_("Answer"), "office:deliverable-answer", True))
    if actor.role in OFFICE and found.state in OPEN:
        links.append((_("No longer ask for it"), "office:deliverable-back", False))
    return [{"label": label, "url": to(name, found.id), "is_first": first} for label, name, first in links]
