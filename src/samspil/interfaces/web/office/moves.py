"""The office's pages on a course that goes on elsewhere: proposed here, read and answered there."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from samspil.delivery.actions import moves as actions
from samspil.delivery.queries import moves as queries
from samspil.delivery.rules import moves as rules
from samspil.interfaces import clock
from samspil.interfaces.web.office.handover import leaving_view
from samspil.interfaces.web.office.handover_forms import DeclineMoveForm, MoveForm
from samspil.interfaces.web.office.steps import COORDINATOR, answered, found_for, frame
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.people.queries import people
from samspil.people.terms import LANGUAGES, Method
from samspil.programme import queries as programme


@door("office", roles=COORDINATOR)
def move(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Propose that a course goes on in another municipality, with the person's yes."""
    actor, found, _concept = found_for(
        request, course_id, lambda one: rules.may_propose(one, False, clock.today())
    )
    known = queries.open_move_of(found)
    if known is not None:
        return HttpResponseRedirect(reverse("office:moved", args=[known]))
    today = clock.today()
    form = MoveForm(
        queries.municipalities_for(actor, found.concept_id, on=today),
        people.language_of(actor, found.person_id),
        bool(found.custody_holders),
        request.POST or None,
    )

    def write() -> str:
        data = form.cleaned_data
        made = actions.propose(
            by=actor,
            at=clock.now(),
            on=today,
            course_id=course_id,
            to_tenant_id=uuid.UUID(data["to"]),
            moves_on=data["moves_on"],
            method=Method(data["method"]),
            language=data["language"],
            takes_answers=data["takes_answers"],
            holders_said_yes=data.get("holders", False),
        )
        return reverse("office:moved", args=[made.id])

    return answered(request, form, write, "office/move.html", frame(found, course_id))


@door("office", roles=COORDINATOR)
def moved(request: HttpRequest, move_id: uuid.UUID) -> HttpResponse:
    """Where a move is, for its sender: take it back while nobody has answered, finish it on its day."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.leaving_for(actor, move_id)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.settle(by=actor, at=clock.now(), on=today, move_id=move_id, take_back=True)
        return reverse("office:course", args=[found.course_id])

    context = {
        "page": leaving_view(found, today),
        "cancel_url": reverse("office:course", args=[found.course_id]),
    }
    return answered(request, form, write, "office/moved.html", context)


@door("office", roles=COORDINATOR)
def arrival(request: HttpRequest, move_id: uuid.UUID) -> HttpResponse:
    """What another municipality proposes: read it, and say yes. The look is logged; nobody is named."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        queries.coming_row(actor, move_id)
        page: dict[str, Any] = {}
    else:
        coming, packet = queries.packet_for(actor, move_id, at=at)
        page = _packet(coming, packet) | {"no_url": reverse("office:arrival-no", args=[move_id])}

    def write() -> str:
        made = actions.accept(by=actor, at=at, on=clock.today(), move_id=move_id)
        return reverse("office:course", args=[made.id])

    context = {"page": page, "cancel_url": reverse("office:hand-overs")}
    return answered(request, form, write, "office/arrival.html", context)


@door("office", roles=COORDINATOR)
def arrival_no(request: HttpRequest, move_id: uuid.UUID) -> HttpResponse:
    """Say no, with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.coming_row(actor, move_id)
    form = DeclineMoveForm(request.POST or None)

    def write() -> str:
        actions.decline(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            move_id=move_id,
            because=form.cleaned_data["because"],
        )
        return reverse("office:hand-overs")

    context = {"page": {}, "cancel_url": reverse("office:arrival", args=[move_id])}
    return answered(request, form, write, "office/arrival_no.html", context)


def _packet(coming: queries.Coming, packet: queries.Packet) -> dict[str, Any]:
    concept = programme.concept(packet.concept_id)
    return {
        "sender": coming.sender,
        "intervention_label": words.said(concept.intervention(packet.intervention).title),
        "moves_words": words.day_and_year(coming.moves_on),
        "open_words": words.day_and_year(coming.answer_by),
        "purpose": packet.purpose,
        "goals": [one["words"] for one in packet.goals],
        "minutes_words": words.minutes(packet.agreed_minutes) if packet.agreed_minutes else "",
        "language_label": LANGUAGES.get(packet.language, packet.language),
        "series_words": words.day_and_year(packet.series_from),
        "rounds": [words.said(programme.round_title(concept, one["key"])) for one in packet.answers],
        "yeses": list(
            dict.fromkeys(words.title_of(concept.consents, one["purpose"]) for one in packet.consents)
        ),
    }
