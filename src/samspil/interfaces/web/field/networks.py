"""The coach's pages on networks: meetings, invitations, and those who said yes to being known."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.actions import networks as actions
from samspil.delivery.queries import courses, networks, parents
from samspil.delivery.terms.families import (
    MEETING_STATES,
    NETWORK_PLACES,
    NETWORK_RULES,
    MeetingState,
    WithWhom,
)
from samspil.interfaces import clock
from samspil.interfaces.web.field.courses import FIELD, change_of
from samspil.interfaces.web.field.network_forms import MeetingForm, MembershipForm
from samspil.interfaces.web.shared import material, nameless, words
from samspil.interfaces.web.shared.course_page import contact_view
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.material import OWN_NAMES
from samspil.kernel.errors import Missing
from samspil.people.terms import LANGUAGES, Method, Role
from samspil.programme import queries as programme

BASE = "shared/field.html"
COACH = (Role.PARENT_COACH,)
USUAL_MINUTES = 120


@door("field", roles=COACH, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The networks the coach leads, with the next meeting of each."""
    page = {
        "networks": [
            {
                "name": one.name,
                "url": reverse("field:network", args=[one.id]),
                "next_words": words.day_and_year(one.next_on) if one.next_on else "",
                "member_count": one.member_count,
            }
            for one in networks.listed(request.actor, on=clock.today())  # type: ignore[attr-defined]
        ]
    }
    return TemplateResponse(request, "field/networks.html", {"page": page})


@door("field", roles=COACH, methods=("GET",))
def network(request: HttpRequest, network_id: uuid.UUID) -> HttpResponse:
    """One network: its meetings, what it has agreed, and how many are known by name. No name is opened."""
    found = networks.network_for(request.actor, network_id)  # type: ignore[attr-defined]
    meetings, today = networks.meetings_of(found), clock.today()
    page = {
        "name": found.name,
        "rules": [*(NETWORK_RULES.get(one, one) for one in found.rules), *filter(None, (found.own_rule,))],
        "member_count": networks.member_count(found),
        "members_url": reverse("field:members", args=[found.id]),
        "new_url": reverse("field:meeting-new", args=[found.id]),
        "invitation_url": reverse("field:invitation", args=[found.id, get_language() or "da"])
        if _next(meetings, today)
        else None,
        "meetings": [_meeting(one, today) for one in meetings],
    }
    return TemplateResponse(request, "field/network.html", {"page": page})


def _meeting(one: Any, today: date) -> dict[str, Any]:
    parts = [str(MEETING_STATES[MeetingState(one.state)]), str(NETWORK_PLACES.get(one.place, one.place))]
    if one.state == MeetingState.HELD:
        parts += [_("%(count)d came") % {"count": one.attended_count}, words.minutes(one.minutes)]
    is_open = one.state == MeetingState.PLANNED
    return {
        "day_words": words.day_and_year(one.held_on),
        "detail": " · ".join([*parts, *one.themes]),
        "is_late": is_open and one.held_on < today,
        "url": reverse("field:meeting", args=[one.id]) if is_open else None,
    }


def _next(meetings: tuple[Any, ...], today: date) -> Any:
    """The next planned meeting; None when none is planned."""
    planned = [one for one in meetings if one.state == MeetingState.PLANNED and one.held_on >= today]
    return min(planned, key=lambda one: one.held_on, default=None)


@door("field", roles=COACH)
def meeting_new(request: HttpRequest, network_id: uuid.UUID) -> HttpResponse:
    """Plan the next meeting, on the same weekday of the next month unless another day is chosen."""
    found = networks.network_for(request.actor, network_id)  # type: ignore[attr-defined]
    last = next(iter(networks.meetings_of(found)), None)
    today = clock.today()
    proposed = networks.same_weekday_next_month(max(last.held_on, today) if last else today)
    if last is not None and networks.same_weekday_next_month(last.held_on) >= today:
        proposed = networks.same_weekday_next_month(last.held_on)
    presets = {
        "held_on": proposed,
        "place": last.place if last else "library",
        "state": MeetingState.PLANNED,
        "minutes": (last.minutes if last else None) or USUAL_MINUTES,
    }
    return _meeting_form(request, found, None, presets)


@door("field", roles=COACH)
def meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Say how a planned meeting went, or move it."""
    found = networks.meeting_for(request.actor, meeting_id)  # type: ignore[attr-defined]
    has_been = found.held_on <= clock.today()
    presets = {
        "held_on": found.held_on,
        "place": found.place,
        "themes": found.themes,
        "state": MeetingState.HELD if has_been else found.state,
        "minutes": USUAL_MINUTES,
    }
    return _meeting_form(request, found.network, found, presets)


def _meeting_form(request: HttpRequest, network: Any, found: Any, presets: dict[str, Any]) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    themes = programme.concept(network.concept_id).intervention("parent").themes
    form = MeetingForm(themes, request.POST or None, initial=presets)

    def write() -> str:
        data = form.cleaned_data
        actions.write_meeting(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            network_id=network.id,
            meeting_id=found.id if found else None,
            meeting=actions.Meeting(
                held_on=data["held_on"],
                place=data["place"],
                state=data["state"],
                themes=tuple(data["themes"]),
                minutes=data["minutes"],
                attended_count=data["attended_count"],
            ),
        )
        return reverse("field:network", args=[network.id])

    page = {
        "name": "field-meeting" if found else "field-meeting-new",
        "title": network.name,
        "heading": _("The meeting") if found else _("The next meeting"),
        "button": _("Save"),
    }
    back = reverse("field:network", args=[network.id])
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("field", roles=COACH, methods=("GET",))
def members(request: HttpRequest, network_id: uuid.UUID) -> HttpResponse:
    """Those who said yes to being known by name, for whoever leads the network. Each look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    found = networks.network_for(actor, network_id)
    known = networks.members_known(actor, found, at=clock.now())
    has_next = _next(networks.meetings_of(found), clock.today()) is not None
    page = {
        "name": found.name,
        "back_url": reverse("field:network", args=[found.id]),
        "members": [
            {
                "name": one.name,
                "language_label": LANGUAGES.get(one.language, one.language),
                "invitation_url": reverse("field:invitation", args=[found.id, one.language])
                if has_next
                else None,
            }
            for one in known
        ],
    }
    return TemplateResponse(request, "field/members.html", {"page": page})


@door("field", roles=COACH, methods=("GET",))
def invitation(request: HttpRequest, network_id: uuid.UUID, language: str) -> HttpResponse:
    """An invitation to the next meeting in neutral words, to copy or print. Nothing is sent."""
    found = networks.network_for(request.actor, network_id)  # type: ignore[attr-defined]
    following = _next(networks.meetings_of(found), clock.today())
    if following is None:
        raise Missing
    leaf = material.leaf("invitation", language, day=f"{following.held_on:%d.%m.%Y}")
    languages = [
        {
            "language": one,
            "label": OWN_NAMES[one],
            "url": reverse("field:invitation", args=[found.id, one]),
            "is_this": one == language,
        }
        for one in LANGUAGES
    ]
    back = reverse("field:network", args=[found.id])
    return material.leaf_page(request, leaf, base=BASE, back_url=back, languages=languages)


@door("field", roles=COACH)
def membership(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """A parent's yes to being known in a network; taken back on the same page."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    second = parents.second_of(found)
    listed = [(str(one), name) for one, name in networks.open_to(actor, found)]
    form = MembershipForm(listed, second is not None, request.POST or None)

    def write() -> str:
        data = form.cleaned_data
        actions.join_network(
            by=actor,
            at=clock.now(),
            on=today,
            course_id=course_id,
            network_id=uuid.UUID(data["network"]),
            who=data.get("who") or WithWhom.FIRST,
            method=Method(data["method"]),
        )
        return reverse("field:course", args=[course_id])

    leaf = material.leaf("membership", get_language() or "da")
    page = {
        "code": found.code,
        "leaf": leaf,
        "can_join": bool(listed),
        "memberships": [
            {
                "name": one.name,
                "who_label": one.who_label,
                "url": reverse("field:leave-network", args=[course_id, one.network_id, one.who]),
            }
            for one in networks.memberships_of(actor, found)
        ],
    }
    back = reverse("field:course", args=[course_id])
    return form_page(
        request, form, write, base=BASE, cancel_url=back, page=page, template="field/membership.html"
    )


@door("field", roles=COACH)
def leave(request: HttpRequest, course_id: uuid.UUID, network_id: uuid.UUID, who: str) -> HttpResponse:
    """The parent takes the yes back: the name is gone from the network."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    there = [(one.network_id, one.who) for one in networks.memberships_of(actor, found)]
    if (network_id, who) not in there:
        raise Missing
    from_page = reverse("field:course-network", args=[course_id])

    def write() -> str:
        actions.leave_network(by=actor, at=clock.now(), course_id=course_id, network_id=network_id, who=who)
        return from_page

    page = {
        "name": "field-leave-network",
        "title": found.code,
        "heading": _("No longer known in the network"),
        "lead": _("The name is gone at once. The parent may still come, and is only counted."),
        "button": _("Take the yes back"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=from_page, page=page)


@door("field", roles=COACH, methods=("GET",))
def second(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The other parent's own thread."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    thread = parents.second_thread(actor, parents.second_for(actor, found), at=clock.now())
    concept = programme.concept(found.concept_id)
    page = {
        "code": found.code,
        "back_url": reverse("field:course", args=[found.id]),
        "own_page_url": reverse("field:second-page", args=[found.id]),
        "goals": thread.goals,
        "sessions": [contact_view(one, concept) | change_of(one, found) for one in thread.contacts],
    }
    return TemplateResponse(request, "shared/second.html", {"base": BASE, "page": page})


@door("field", roles=FIELD)
def counselling(request: HttpRequest) -> HttpResponse:
    """Count advice that was given without a name."""
    return nameless.counselling_page(request, base=BASE, home="field:caseload")


@door("field", roles=FIELD)
def consultation(request: HttpRequest) -> HttpResponse:
    """Count sparring with another professional."""
    return nameless.consultation_page(request, base=BASE, home="field:caseload")


@door("field", roles=FIELD, methods=("GET",))
def material_list(request: HttpRequest) -> HttpResponse:
    """What may be handed out."""
    return material.listed_page(request, base=BASE, door="field")


@door("field", roles=FIELD, methods=("GET",))
def material_piece(request: HttpRequest, piece: str, language: str) -> HttpResponse:
    """One text in one language, to show or print."""
    return material.piece_page(request, piece, language, base=BASE, door="field")
