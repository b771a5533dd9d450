"""The office's pages on handing over: who holds what, who stands in, what comes from and goes elsewhere."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions.handover import hand_over as action
from samspil.delivery.queries import handover, moves
from samspil.delivery.terms.matching import MOVE_DECLINED, MOVE_STATES, MoveDeclined, MoveState
from samspil.interfaces import clock
from samspil.interfaces.web.office.handover_forms import HandOverForm
from samspil.interfaces.web.office.steps import COORDINATOR, answered
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.people.queries import loans
from samspil.people.terms import ROLES


@door("office", roles=COORDINATOR, methods=("GET",))
def overview(request: HttpRequest) -> HttpResponse:
    """Colleagues with their courses; moves and loans in both directions; who stands in."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    return TemplateResponse(
        request,
        "office/hand_overs.html",
        {
            "page": {
                "colleagues": [_colleague(one) for one in handover.colleagues(actor, on=today)],
                "coming": [_coming(one) for one in moves.coming(actor)],
                "leaving": [leaving_view(one, today) for one in moves.leaving(actor)],
                "lent": [_lent(one) for one in loans.lent(actor)],
                "borrowed": [_borrowed(one) for one in loans.borrowed(actor)],
                "deputies": [deputy_view(one, today) for one in loans.deputies(actor, on=today)],
                "deputy_url": reverse("office:deputy"),
                "loan_url": reverse("office:loan"),
            }
        },
    )


@door("office", roles=COORDINATOR)
def hand_over(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """One member of staff's whole caseload, each course with who takes it over."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    holder = handover.holder(actor, appointment_id)
    form = HandOverForm(holder, handover.able_to_take(actor, holder.role, on=today), request.POST or None)

    def write() -> str:
        action(
            by=actor,
            at=clock.now(),
            on=today,
            appointment_id=appointment_id,
            takers=form.takers(),
            because=form.cleaned_data["because"],
            ends_on=form.cleaned_data.get("ends_on"),
        )
        return reverse("office:hand-overs")

    context = {
        "page": {"name": holder.name, "count": len(holder.courses), "role_label": ROLES[holder.role].title},
        "cancel_url": reverse("office:hand-overs"),
    }
    return answered(request, form, write, "office/hand_over.html", context)


def _colleague(one: handover.Colleague) -> dict[str, Any]:
    return {
        "name": one.name,
        "role_label": ROLES[one.role].title,
        "load_words": _("%(now)d of %(places)d") % {"now": one.load, "places": one.capacity},
        "url": reverse("office:hand-over", args=[one.id]) if one.load else None,
    }


def _coming(one: moves.Coming) -> dict[str, Any]:
    return {
        "title": _("A course from %(sender)s") % {"sender": one.sender},
        "when_words": words.day(one.moves_on),
        "url": reverse("office:arrival", args=[one.id]),
    }


def leaving_view(one: moves.Leaving, today: date) -> dict[str, Any]:
    """A move as its sender reads it: to whom, where it is, and why not."""
    state = str(MOVE_STATES[one.state])
    if one.state == MoveState.PROPOSED and one.accepted:
        state = _("Yes from there. It moves on %(day)s") % {"day": words.day(one.moves_on)}
    elif one.because:
        reason = str(MOVE_DECLINED[MoveDeclined(one.because)])
        state = _("Declined there: %(reason)s") % {"reason": reason.lower()}
    is_open = one.state == MoveState.PROPOSED
    return {
        "code": one.code,
        "title": _("%(code)s to %(there)s") % {"code": one.code, "there": one.to},
        "there": one.to,
        "state_words": state,
        "when_words": words.day(one.moves_on if is_open or one.ended_on is None else one.ended_on),
        "is_open": is_open,
        "is_due": bool(one.accepted) and one.moves_on <= today,
        "url": reverse("office:moved", args=[one.id]),
    }


def _loan(one: loans.Loan) -> dict[str, Any]:
    certified = (
        _("Certified at home until %(day)s") % {"day": words.day_and_year(one.certified_until)}
        if one.certified_until
        else _("The home has not said until when the certificate holds")
    )
    return {
        "name": one.name,
        "until_words": _("Until %(day)s") % {"day": words.day_and_year(one.until_on)},
        "certified_words": certified,
        "end_url": reverse("office:loan-end", args=[one.id]) if one.is_live else None,
    }


def _lent(one: loans.Loan) -> dict[str, Any]:
    state = _("Offered to %(other)s") if one.taken_on is None else _("Lent to %(other)s")
    if not one.is_live:
        state = _("Was offered to %(other)s")
    return _loan(one) | {"state_words": state % {"other": one.other}}


def _borrowed(one: loans.Loan) -> dict[str, Any]:
    take = one.is_live and one.taken_on is None
    state = _("Offered by %(other)s") if one.taken_on is None else _("On loan from %(other)s")
    return _loan(one) | {
        "state_words": state % {"other": one.other},
        "url": reverse("office:loan-take", args=[one.id]) if take else None,
        "end_url": reverse("office:loan-end", args=[one.id]) if one.is_live and one.taken_on else None,
    }


def deputy_view(one: loans.Deputy, today: date) -> dict[str, Any]:
    """Who stands in, from when to when. Why stands in the log."""
    return {
        "name": one.name,
        "now": one.from_on <= today,
        "days_words": _("%(first)s to %(last)s")
        % {"first": words.day(one.from_on), "last": words.day_and_year(one.to_on)},
        "url": reverse("office:deputy-end", args=[one.appointment_id]),
    }
