"""The role model's pages: own visits, one visit with partner and run sheet, and how it went."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import visits as actions
from samspil.delivery.queries import series as queries
from samspil.delivery.queries import visit_hours
from samspil.delivery.queries.own_visits import Own, own_visits
from samspil.delivery.terms.visits import (
    SWAP_REASONS,
    VISIT_STATES,
    PlaceState,
    VisitState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.field.training_forms import own_forms
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import one_of, put
from samspil.interfaces.web.shared.group_forms import forms_after
from samspil.interfaces.web.shared.visit_hours import hours_view
from samspil.interfaces.web.shared.visit_words import (
    group_words,
    notes_view,
    role_label,
    run_sheet_view,
    seat_view,
    when_words,
    which_words,
)
from samspil.interfaces.web.shared.visit_written import written_page
from samspil.kernel.errors import Refused
from samspil.people.terms import Role
from samspil.programme import queries as programme

VISITORS = (Role.ROLE_MODEL,)
ACCEPT, SWAP = "accept", "swap"


class AnswerForm(forms.Form):
    """Yes, or a wish to be swapped with its reason."""

    step = forms.ChoiceField(
        choices=[(ACCEPT, ACCEPT), (SWAP, SWAP)],
        error_messages={
            "required": gettext_lazy("Choose what to do."),
            "invalid_choice": gettext_lazy("Choose what to do."),
        },
    )
    because = one_of(gettext_lazy("Why"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [(one.value, title) for one, title in SWAP_REASONS.items()]  # type: ignore[attr-defined]


def own_visits_page(request: HttpRequest) -> HttpResponse:
    """The actor's visits: the next one first, unless one is to be written. Nothing sealed is opened here."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    cards = [_card(one, today) for one in own_visits(actor, on=today)]
    return TemplateResponse(
        request, "field/visits.html", {"page": {"cards": cards, "own_forms": own_forms(actor)}}
    )


def _card(one: Own, today: date) -> dict[str, Any]:
    visit = one.visit
    badge, kind = _badge(one, today)
    may_write = visit.on is not None and visit.on <= today
    return {
        "title": f"{visit.series.institution.name}, {visit.series.group}",
        "url": to("field:visit", visit.id),
        "which_words": which_words(visit, visit.series),
        "when_words": when_words(visit),
        "partner_words": _with(one),
        "badge": badge,
        "badge_kind": kind,
        "hours_url": to("field:visit-hours", visit.id) if one.owes_hours else None,
        "is_late": one.is_unwritten,
        "written_url": to("field:visit-written", visit.id)
        if may_write and visit.state == VisitState.PLANNED
        else None,
        "asks": visit.state == VisitState.PLANNED and not may_write and one.place == PlaceState.PROPOSED,
    }


def _with(one: Own) -> str:
    names = ", ".join(each.name for each in one.partners)
    return _("Together with %(names)s") % {"names": names} if names else _("Nobody else is on it yet")


def _badge(one: Own, today: date) -> tuple[str, str]:
    """What the visit waits for, in words, and how it is marked."""
    if one.owes_hours:
        return (_("Hours returned") if one.hours else _("Hours not written")), "soon"
    if one.visit.state == VisitState.HELD:
        return str(VISIT_STATES[VisitState.HELD].title), "ok"
    if one.is_unwritten:
        return _("Write how it went"), "late"
    if one.place == PlaceState.SWAP_ASKED:
        return _("You asked to be swapped"), "soon"
    if one.place == PlaceState.PROPOSED:
        return _("Waits for your yes"), "soon"
    return words.until(one.visit.on, today) if one.visit.on else "", "ok"


@door("field", roles=VISITORS)
def visit(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """One own visit: where, when, with whom, what was left from last time, the run sheet; yes, or swap."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    form = AnswerForm(request.POST if request.method == "POST" else None)
    queries.visit_for(actor, visit_id)
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data["step"] == ACCEPT:
                actions.accept_visit(by=actor, at=at, visit_id=visit_id)
            else:
                because = form.cleaned_data["because"]
                actions.ask_to_swap(by=actor, at=at, visit_id=visit_id, because=because)
            return HttpResponseRedirect(reverse("field:visit", args=[visit_id]))
        except Refused as refused:
            put(form, refused)
    told = queries.told_visit(actor, visit_id, at=at)
    before = queries.before(actor, told.visit, at=at)
    page = _page(actor, told, before) | {"swap_open": form.is_bound}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "field/visit.html", {"page": page, "form": form}, status=status)


def _page(actor: Any, told: queries.Told, before: queries.Told | None) -> dict[str, Any]:
    found, today = told.visit, clock.today()
    concept = programme.concept(found.series.concept_id)
    mine = next(one for one in told.pair if one.account_id == actor.account_id)
    is_planned = found.state == VisitState.PLANNED
    has_come = found.on is not None and found.on <= today
    return {
        "title": f"{found.series.institution.name}, {found.series.group}",
        "which_words": which_words(found, found.series),
        "when_words": when_words(found),
        "minutes_words": words.minutes(found.minutes),
        "group_words": group_words(found.series),
        "postcode": found.series.institution.postcode,
        "partners": [seat_view(one) for one in told.pair if one is not mine],
        "role_label": role_label(concept),
        "is_planned": is_planned,
        "is_cancelled": found.state == VisitState.CANCELLED,
        "place": mine.state,
        "mine": seat_view(mine),
        "may_answer": is_planned and found.on is not None,
        "facts": notes_view(told.notes, found, concept),
        "before": {
            "title": which_words(before.visit, found.series),
            "when_words": words.day(before.visit.on) if before.visit.on else "",
            "facts": notes_view(before.notes, before.visit, concept),
        }
        if before
        else None,
        "sheet": run_sheet_view(concept, found.theme),
        "forms": forms_after(actor, found) if has_come else None,
        "hours": _hours(actor, found, mine) if found.state == VisitState.HELD else None,
        "written_url": reverse("field:visit-written", args=[found.id])
        if has_come and found.state != VisitState.CANCELLED
        else None,
    }


def _hours(actor: Any, found: Any, mine: queries.Seat) -> dict[str, Any]:
    """What the visit cost, as the role model wrote it, and where it is written."""
    kept = visit_hours.of_visits(actor, [found.id]).get((found.id, mine.appointment_id))
    return hours_view(kept) | {"url": reverse("field:visit-hours", args=[found.id]), "is_new": kept is None}


@door("field", roles=VISITORS)
def written(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Write how a visit went, or put right what was written."""
    actor = request.actor  # type: ignore[attr-defined]
    told = queries.told_visit(actor, visit_id, at=clock.now())
    here = reverse("field:visit", args=[visit_id])
    return written_page(request, told, name="field-visit-written", base="shared/field.html", here=here)
