"""What the evaluator asks municipalities to take part in: the list, asking, and what was held."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.queries.training import municipalities_in
from samspil.governance.actions import interviews as actions
from samspil.governance.actions.interviews import Asking
from samspil.governance.queries import interviews as queries
from samspil.governance.queries.interviews import Request
from samspil.governance.rules.interviews import READERS
from samspil.governance.terms.obligations import EVALUATION_PHASES, INTERVIEW_KINDS
from samspil.interfaces import clock
from samspil.interfaces.web.office.interviews_forms import AskInterviewsForm, HeldForm
from samspil.interfaces.web.office.training import BASE, programme_running
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.kernel.ids import uuid7
from samspil.people.terms import Role

EVALUATOR = (Role.EVALUATOR,)


@door("office", roles=READERS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What is asked for: what is still to be held first, the earliest due first."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.asked_for(actor)
    is_own = actor.role in EVALUATOR
    page = {
        "open": [_row(one, today, is_own=is_own) for one in found if one.lacks],
        "over": [_row(one, today, is_own=False) for one in reversed(found) if not one.lacks],
        "names_it": actor.role not in (Role.COORDINATOR, Role.MUNICIPAL_LEAD),
        "new_url": reverse("office:interviews-new") if is_own else "",
    }
    return TemplateResponse(request, "office/interviews.html", {"page": page})


@door("office", roles=EVALUATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Ask a municipality to take part."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_running(today)
    known = [(str(one.id), one.name) for one in municipalities_in(loaded.id)]
    form = AskInterviewsForm(known, request.POST if request.method == "POST" else None)

    def write() -> str:
        told = form.cleaned_data
        actions.ask_interviews(
            by=actor,
            at=clock.now(),
            on=today,
            key=told["key"] or uuid7(),
            asking=Asking(
                concept_id=loaded.id,
                municipality_id=uuid.UUID(told["municipality"]),
                phase=told["phase"],
                kind=told["kind"],
                number=told["number"],
                due_on=told["due_on"],
            ),
        )
        return reverse("office:interviews")

    page = {
        "name": "office-interviews-new",
        "title": _("Interviews"),
        "heading": _("Ask a municipality"),
        "lead": _("The municipality sees it at once among its obligations."),
        "button": _("Ask for it"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:interviews"), page=page)


@door("office", roles=EVALUATOR)
def held(request: HttpRequest, asked_id: uuid.UUID) -> HttpResponse:
    """Write how many were held on a day."""
    actor = request.actor  # type: ignore[attr-defined]
    form = HeldForm(request.POST if request.method == "POST" else None)

    def write() -> None:
        actions.write_held(
            by=actor, at=clock.now(), on=clock.today(), request_id=asked_id, **form.cleaned_data
        )

    page = {"name": "office-interviews-held", "button": _("Save what was held")}
    return _step(request, asked_id, form, write, page)


@door("office", roles=EVALUATOR)
def back(request: HttpRequest, asked_id: uuid.UUID) -> HttpResponse:
    """No longer ask for it."""
    actor = request.actor  # type: ignore[attr-defined]

    def write() -> None:
        actions.withdraw_interviews(by=actor, at=clock.now(), on=clock.today(), request_id=asked_id)

    lead = _("The municipality no longer owes it. What was held so far stays.")
    page = {"name": "office-interviews-back", "lead": lead, "button": _("No longer ask for it")}
    return _step(request, asked_id, plain(request), write, page)


def _step(
    request: HttpRequest, asked_id: uuid.UUID, form: forms.Form, write: Any, page: dict[str, Any]
) -> HttpResponse:
    """A page with one form on one request, from which one comes back to the list."""
    found = queries.request(request.actor, asked_id)  # type: ignore[attr-defined]
    list_url = reverse("office:interviews")

    def go() -> str:
        write()
        return list_url

    heading = f"{found.municipality}: {_title(found)}"
    told = {"title": _("Interviews"), "heading": heading, **page}
    return form_page(request, form, go, base=BASE, cancel_url=list_url, page=told)


def _title(found: Request) -> str:
    return f"{EVALUATION_PHASES[found.phase]}, {str(INTERVIEW_KINDS[found.kind]).lower()}"


def _row(found: Request, today: date, *, is_own: bool) -> dict[str, Any]:
    is_late = bool(found.lacks) and found.due_on < today
    count = _("%(held)d of %(number)d held") % {"held": found.held, "number": found.number}
    return {
        "title": _title(found),
        "municipality": found.municipality,
        "when": words.until(found.due_on, today) if found.lacks else words.day_and_year(found.due_on),
        "is_late": is_late,
        "count": _("Withdrawn") if found.withdrawn_on else count,
        "held_url": to("office:interviews-held", found.id) if is_own and found.lacks else "",
        "back_url": to("office:interviews-back", found.id) if is_own and found.lacks else "",
    }
