"""The office's pages on one visit: day and pair, cancelling, booking anew, and how it went."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import series as actions
from samspil.delivery.actions.series import Plan
from samspil.delivery.queries import corps_members, pairs
from samspil.delivery.queries import series as queries
from samspil.delivery.queries.series import Told
from samspil.delivery.rules import series as rules
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.office.visit_forms import CancelForm, PlanForm
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.visit_words import when_words, which_words
from samspil.interfaces.web.shared.visit_written import written_page
from samspil.kernel.errors import refuse

BASE = "shared/office.html"


@door("office", roles=COORDINATOR)
def visit(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Choose the day and the pair of a visit."""
    actor = request.actor  # type: ignore[attr-defined]
    told = queries.told_visit(actor, visit_id, at=clock.now())
    refuse(rules.may_plan_visit(told.visit))

    def do(plan: Plan) -> None:
        actions.plan_visit(by=actor, at=clock.now(), on=clock.today(), visit_id=visit_id, plan=plan)

    return _plan_form(request, told, do, heading=_("Day and pair"), name="office-visit")


@door("office", roles=COORDINATOR)
def rebook(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Book a cancelled visit anew, with the same theme in the same place of the series."""
    actor = request.actor  # type: ignore[attr-defined]
    told = queries.told_visit(actor, visit_id, at=clock.now())
    refuse(rules.may_be_rebooked(told.visit, queries.has_another(told.visit)))

    def do(plan: Plan) -> None:
        actions.rebook_visit(by=actor, at=clock.now(), on=clock.today(), visit_id=visit_id, plan=plan)

    return _plan_form(request, told, do, heading=_("Book the visit anew"), name="office-visit-rebook")


def _plan_form(
    request: HttpRequest, told: Told, do: Callable[[Plan], None], *, heading: str, name: str
) -> HttpResponse:
    visit, here = told.visit, reverse("office:series", args=[told.visit.series_id])
    is_anew = name == "office-visit-rebook"
    chosen = [str(one.appointment_id) for one in told.pair]
    usual_at, usual_minutes = (visit.at, visit.minutes)
    if visit.on is None:
        at, minutes = queries.usual_time(visit.series)
        usual_at, usual_minutes = at, minutes or visit.minutes
    initial = {
        "on": None if is_anew else visit.on,
        "at": usual_at,
        "minutes": usual_minutes,
        "fixed": visit.fixed and not is_anew,
        **dict(zip(("first", "second"), chosen, strict=False)),
        "adapted_because": visit.adapted_because,
        "adaptation": told.notes.adaptation if told.notes else "",
    }
    form = PlanForm(_able(request.actor, told), request.POST or None, initial=initial)  # type: ignore[attr-defined]

    def write() -> str:
        do(form.plan())
        return here

    page = {
        "name": name,
        "title": _place(told),
        "heading": heading,
        "lead": which_words(visit, visit.series),
        "button": _("Save"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


def _able(actor: Any, told: Told) -> list[tuple[str, str]]:
    """The role models by name, with who lends them, whether they take the theme, and who is busy then."""
    there = corps_members.corps(actor, on=clock.today())
    slot = pairs.slot_of(told.visit)
    busy = pairs.busy_at([one.member.post.id for one in there], slot, but=told.visit.id)
    found = []
    for one in there:
        parts = [one.member.post.name]
        parts += [one.host] if one.host else []
        parts += [_("takes the theme")] if told.visit.theme in one.themes else []
        parts += [_("on another visit then")] if one.member.post.id in busy else []
        found.append((str(one.member.post.id), " · ".join(parts)))
    return found


@door("office", roles=COORDINATOR)
def cancel(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """A visit does not take place."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.visit_for(actor, visit_id)
    refuse(rules.may_be_cancelled(found))
    form = CancelForm(request.POST or None)
    here = reverse("office:series", args=[found.series_id])

    def write() -> str:
        actions.cancel_visit(
            by=actor, at=clock.now(), visit_id=visit_id, because=form.cleaned_data["because"]
        )
        return here

    page = {
        "name": "office-visit-cancel",
        "title": f"{found.series.institution.name}, {found.series.group}",
        "heading": _("Cancel the visit"),
        "lead": f"{which_words(found, found.series)} · {when_words(found)}",
        "texts": [_("The series is incomplete until it is booked anew. Tell the place and the pair.")],
        "button": _("Cancel the visit"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=COORDINATOR)
def written(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Write how a visit went for its pair, or put right what was written."""
    actor = request.actor  # type: ignore[attr-defined]
    told = queries.told_visit(actor, visit_id, at=clock.now())
    here = reverse("office:series", args=[told.visit.series_id])
    return written_page(request, told, name="office-visit-written", base=BASE, here=here)


def _place(told: Told) -> str:
    return f"{told.visit.series.institution.name}, {told.visit.series.group}"
