"""The office's pages on parents: offers as counts, networks, what is handed out, talks without a name."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import networks as groups
from samspil.delivery.actions import parents as actions
from samspil.delivery.queries import networks, parents
from samspil.delivery.rules import parents as rules
from samspil.delivery.terms.families import (
    MEETING_STATES,
    OCCASIONS,
    OFFER_ANSWERS,
    MeetingState,
    Occasion,
    OfferAnswer,
)
from samspil.interfaces import clock
from samspil.interfaces.web.office.parent_forms import NetworkForm, ParentAnswerForm, ParentOfferForm
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import material, nameless, words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people
from samspil.people.terms import Role

BASE = "shared/office.html"


@door("office", roles=COORDINATOR, methods=("GET",))
def overview(request: HttpRequest) -> HttpResponse:
    """Offers to parents, the networks, and what may be handed out."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    page = {
        "offers": [
            {
                "month_words": words.month(one.month).capitalize(),
                "occasion_label": OCCASIONS[Occasion(one.occasion)],
                "answer_label": OFFER_ANSWERS[OfferAnswer(one.answer)],
                "url": reverse("office:parent-answer", args=[one.id])
                if one.answer == OfferAnswer.OFFERED
                else None,
            }
            for one in parents.offers(actor)
        ],
        "networks": [
            {
                "name": one.name,
                "leads": ", ".join(words.short_name(name) for name in one.leads),
                "member_count": one.member_count,
                "next_words": words.day(one.next_on) if one.next_on else "",
                "url": reverse("office:network", args=[one.id]),
            }
            for one in networks.listed(actor, on=today)
        ],
        "offer_url": reverse("office:parent-offer"),
        "network_url": reverse("office:network-new"),
        "material_url": reverse("office:material"),
    }
    return TemplateResponse(request, "office/parents.html", {"page": page})


@door("office", roles=COORDINATOR)
def offer(request: HttpRequest) -> HttpResponse:
    """Support was offered to parents: month and occasion, nobody's name and no course."""
    actor = request.actor  # type: ignore[attr-defined]
    form = ParentOfferForm(request.POST or None)

    def write() -> str:
        actions.offer_to_parents(by=actor, at=clock.now(), on=clock.today(), **form.cleaned_data)
        return reverse("office:parents")

    page = {
        "name": "office-parent-offer",
        "heading": _("Support was offered to parents"),
        "lead": _("Only the month and the occasion are kept: no name, and no tie to anybody's course."),
        "button": _("Record the offer"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:parents"), page=page)


@door("office", roles=COORDINATOR)
def answer(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """What the parents answered; after a yes the ordinary way begins."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = parents.offer_for(actor, offer_id)
    refuse(rules.may_answer(found))
    form = ParentAnswerForm(request.POST or None)

    def write() -> str:
        loaded = programme_today(actor, today)
        made = actions.answer_parent_offer(
            by=actor,
            at=clock.now(),
            on=today,
            offer_id=offer_id,
            answer=form.cleaned_data["answer"],
            concept_id=loaded.id if loaded else None,
        )
        return reverse("office:accept", args=[made.id]) if made else reverse("office:parents")

    page = {
        "name": "office-parent-answer",
        "title": words.month(found.month).capitalize(),
        "heading": _("What the parents answered"),
        "lead": OCCASIONS[Occasion(found.occasion)],
        "texts": [
            _("After a yes you write down who it is, on the next page. The two are not tied together.")
        ],
        "button": _("Save the answer"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:parents"), page=page)


@door("office", roles=COORDINATOR)
def network_new(request: HttpRequest) -> HttpResponse:
    """Found a network."""
    return _network_form(request, None)


@door("office", roles=COORDINATOR)
def network(request: HttpRequest, network_id: uuid.UUID) -> HttpResponse:
    """One network: its meetings as counts, and what it has agreed. Names are for those who lead it."""
    return _network_form(request, networks.network_for(request.actor, network_id))  # type: ignore[attr-defined]


def _network_form(request: HttpRequest, found: Any) -> HttpResponse:
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = None if found else programme_today(actor, today)
    coaches = [(str(one.id), one.name) for one in people.staff_for(actor, Role.PARENT_COACH, on=today)]
    initial = (
        {
            "name": found.name,
            "rules": found.rules,
            "own_rule": found.own_rule,
            "has_ended": found.closed_on is not None,
            "coaches": [str(coach) for coach, _account, _name in networks.leads_of(found)],
        }
        if found
        else {"rules": ["stays_here", "no_names"]}
    )
    form = NetworkForm(coaches, request.POST or None, initial=initial, is_new=found is None)

    def write() -> str:
        if found is None and loaded is None:
            raise Missing
        data = form.cleaned_data
        made = groups.write_network(
            by=actor,
            at=clock.now(),
            on=today,
            concept_id=loaded.id if loaded else None,
            network_id=found.id if found else None,
            agreed=groups.Agreed(
                name=data["name"],
                coaches=tuple(uuid.UUID(one) for one in data["coaches"]),
                rules=tuple(data["rules"]),
                own_rule=data["own_rule"],
                has_ended=data.get("has_ended", False),
            ),
        )
        return reverse("office:network", args=[made.id])

    page = {
        "heading": found.name if found else _("A new network"),
        "is_new": found is None,
        "member_count": networks.member_count(found) if found else 0,
        "meetings": [meeting_view(one) for one in networks.meetings_of(found)] if found else [],
    }
    return form_page(
        request,
        form,
        write,
        base=BASE,
        cancel_url=reverse("office:parents"),
        page=page,
        template="office/network.html",
    )


def meeting_view(one: Any) -> dict[str, Any]:
    """One meeting of a network as a line: the day, how it went, how many came."""
    detail = ", ".join(one.themes)
    if one.state == MeetingState.HELD:
        came = _("%(count)d came, %(minutes)s") % {
            "count": one.attended_count,
            "minutes": words.minutes(one.minutes),
        }
        detail = f"{came} · {detail}" if detail else came
    return {
        "day_words": words.day_and_year(one.held_on),
        "state_label": MEETING_STATES[MeetingState(one.state)],
        "detail": detail,
    }


@door("office", roles=COORDINATOR)
def counselling(request: HttpRequest) -> HttpResponse:
    """Count advice that was given without a name."""
    return nameless.counselling_page(request, base=BASE, home="office:home")


@door("office", roles=COORDINATOR)
def consultation(request: HttpRequest) -> HttpResponse:
    """Count sparring with another professional."""
    return nameless.consultation_page(request, base=BASE, home="office:home")


@door("office", roles=COORDINATOR, methods=("GET",))
def material_list(request: HttpRequest) -> HttpResponse:
    """What may be handed out."""
    return material.listed_page(request, base=BASE, door="office")


@door("office", roles=COORDINATOR, methods=("GET",))
def material_piece(request: HttpRequest, piece: str, language: str) -> HttpResponse:
    """One text in one language, to show or print."""
    return material.piece_page(request, piece, language, base=BASE, door="office")
