"""The office's pages on seats: whom a municipality names, what its manager says, and the sharing out."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.actions import seats as actions
from samspil.delivery.queries import seats as queries
from samspil.delivery.queries import training
from samspil.delivery.rules import seats as rules
from samspil.delivery.terms.training import EventState, NominationState
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.office.training import BASE, track_of
from samspil.interfaces.web.office.training_event import said
from samspil.interfaces.web.office.training_forms import DecideForm, InsteadForm, WhoForm, WithdrawForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.kernel.errors import refuse
from samspil.people.terms import Role


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@door("office", roles=COORDINATOR)
def nominate(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """Name some of the own staff for an event."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    able = [(str(key), name) for key, name in queries.to_nominate(actor, found, on=today)]
    form = WhoForm(able, _posted(request))
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        who = tuple(uuid.UUID(one) for one in form.cleaned_data["who"])
        actions.nominate(by=actor, at=clock.now(), on=today, event_id=event_id, who=who)
        return back

    page = {
        "name": "office-nominate",
        "title": found.title,
        "heading": _("Name staff"),
        "lead": _("%(track)s. The manager is asked before anybody has a seat.") % {"track": track_of(found)}
        if able
        else _("Everyone who could be named is named already."),
        "button": _("Ask the manager"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=(Role.MUNICIPAL_LEAD,))
def nomination(request: HttpRequest, nomination_id: uuid.UUID) -> HttpResponse:
    """The manager says yes or no to somebody's training."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row = queries.nomination_for(actor, nomination_id)
    found = training.event_for(actor, row.event_id)
    form = DecideForm(_posted(request))
    back = reverse("office:training-event", args=[found.id])

    def write() -> str:
        says_yes = form.cleaned_data["answer"] == "yes"
        actions.decide(by=actor, at=clock.now(), on=today, nomination_id=nomination_id, says_yes=says_yes)
        return back

    page = {
        "name": "office-nomination",
        "title": found.title,
        "heading": row.account.name,
        "lead": _("%(track)s, %(place)s") % {"track": track_of(found), "place": found.place},
        "points": [words.weekday(one) for one in found.days],
        "button": _("Save the answer"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def nomination_back(request: HttpRequest, nomination_id: uuid.UUID) -> HttpResponse:
    """Somebody does not come after all; one who waits may come instead."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row = queries.nomination_for(actor, nomination_id)
    found = training.event_for(actor, row.event_id)
    leaves_a_seat = row.state == NominationState.SEAT and found.state == EventState.PLANNED
    named = queries.nominations(actor, found.id) if leaves_a_seat else ()
    waiting = [(str(one.id), one.name) for one in named if one.state == NominationState.WAITING]
    form = WithdrawForm(waiting, _posted(request))
    back = reverse("office:training-event", args=[found.id])

    def write() -> str:
        instead = form.cleaned_data.get("instead")
        actions.withdraw(
            by=actor,
            at=clock.now(),
            on=today,
            nomination_id=nomination_id,
            because=form.cleaned_data["because"],
            instead=uuid.UUID(instead) if instead else None,
        )
        return back

    page = {
        "name": "office-nomination-back",
        "title": found.title,
        "heading": _("%(name)s does not come") % {"name": row.account.name},
        "button": _("Withdraw"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def nomination_said(request: HttpRequest, nomination_id: uuid.UUID) -> HttpResponse:
    """Somebody said that they cannot come: seen, and one who waits may come instead."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row = queries.nomination_for(actor, nomination_id)
    refuse(rules.must_be_said_and_not_seen(row))
    assert row.said_on is not None
    found = training.event_for(actor, row.event_id)
    is_free = found.state == EventState.PLANNED and (queries.free_seats(actor, found.id) or 0) > 0
    named = queries.nominations(actor, found.id) if is_free else ()
    waiting = [(str(one.id), one.name) for one in named if one.state == NominationState.WAITING]
    form = InsteadForm(waiting, _posted(request))
    back = reverse("office:training-event", args=[found.id])

    def write() -> str:
        instead = form.cleaned_data.get("instead")
        actions.see_cannot_come(
            by=actor,
            at=clock.now(),
            on=today,
            nomination_id=nomination_id,
            instead=uuid.UUID(instead) if instead else None,
        )
        return back

    page = {
        "name": "office-nomination-said",
        "title": found.title,
        "heading": _("%(name)s cannot come") % {"name": row.account.name},
        "lead": _("Said on %(day)s. You can name somebody else on the page of the course.")
        % {"day": words.day_and_year(row.said_on)},
        "button": _("I have seen it"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def fill_seats(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """The municipality says who gets its seats."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    free = queries.free_seats(actor, event_id) or 0
    waits = [
        (str(one.id), one.name)
        for one in queries.nominations(actor, event_id)
        if one.state in (NominationState.APPROVED, NominationState.WAITING)
    ]
    first = [key for key, _name in waits] if len(waits) <= free else []
    form = WhoForm(waits, _posted(request), label=_("Who gets a seat?"), initial={"who": first})
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        who = tuple(uuid.UUID(one) for one in form.cleaned_data["who"])
        actions.fill_seats(by=actor, at=clock.now(), on=today, event_id=event_id, who=who)
        return back

    page = {
        "name": "office-fill-seats",
        "title": found.title,
        "heading": _("Fill the seats"),
        "lead": ngettext(
            "There is %(count)d free seat. Who does not get one waits.",
            "There are %(count)d free seats. Who does not get one waits.",
            free,
        )
        % {"count": free},
        "button": _("Give the seats"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=(Role.PROGRAMME_OFFICE,))
def shares(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """How the seats would be shared out now, municipality by municipality with the reason; and do it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = training.event_for(actor, event_id)
    back = reverse("office:training-event", args=[event_id])

    def write() -> str:
        actions.share_out(by=actor, at=clock.now(), on=today, event_id=event_id)
        return back

    points = [
        _("%(name)s: %(given)d of %(asked)d. %(why)s")
        % {
            "name": one.name,
            "given": one.share.given,
            "asked": one.share.asked,
            "why": said(one.share.because, one.share.level),
        }
        for one in queries.proposal(actor, found)
    ]
    page = {
        "name": "office-shares",
        "title": found.title,
        "heading": _("Share the seats out"),
        "lead": _(
            "The rule is the same for all, whoever asked first. Seats that are taken are never taken back."
        ),
        "points": points,
        "button": _("Share the seats out"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)
