"""The office's pages on series of visits: the list, a new one, one series, changing and ending it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samspil.delivery.actions import series as actions
from samspil.delivery.queries import institutions, visit_hours
from samspil.delivery.queries import series as queries
from samspil.delivery.queries.putting_back import answered
from samspil.delivery.queries.series import Stand, Told
from samspil.delivery.terms.visit_hours import HoursState
from samspil.delivery.terms.visits import (
    INCOMPLETE_REASONS,
    SERIES_STATES,
    IncompleteReason,
    SeriesState,
    VisitState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.office.bringing import NOWHERE
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.office.visit_forms import EndForm, SeriesForm
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.interfaces.web.shared.visit_hours import hours_view
from samspil.interfaces.web.shared.visit_words import (
    continuity_view,
    group_words,
    role_label,
    run_sheet_view,
    visit_view,
)
from samspil.kernel.errors import Missing
from samspil.programme import queries as programme

BASE = "shared/office.html"


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The series under way, or those that have ended."""
    number, ended = paging.asked(request), request.GET.get("ended") == "yes"
    found, count = queries.listed(request.actor, ended=ended, page=number)  # type: ignore[attr-defined]
    loaded = programme_today(request.actor, clock.today())  # type: ignore[attr-defined]
    page = {
        "ended": ended,
        "may_make": loaded is not None,
        "role_label": role_label(loaded.concept) if loaded else "",
        "rows": [
            {
                "url": to("office:series", one.id),
                "title": f"{one.institution}, {one.group}",
                "held_words": _("%(held)d of %(of)d") % {"held": one.stand.held, "of": one.stand.of},
                "next_words": words.day(one.stand.next_on) if one.stand.next_on else "–",
                **_standing(one.state, one.stand),
            }
            for one in found
        ],
        **paging.links(number, of=count, size=queries.PAGE, kept={"ended": "yes"} if ended else None),
    }
    return TemplateResponse(request, "office/visits.html", {"page": page})


def _standing(state: SeriesState, stand: Stand) -> dict[str, Any]:
    """Where a series stands in a few words, and as a tag."""
    if state != SeriesState.OPEN:
        return {"state_label": SERIES_STATES[state].title, "kind": ""}
    if stand.to_rebook:
        return {"state_label": pgettext("series", "Incomplete"), "kind": "late"}
    if stand.undated:
        count = len(stand.undated)
        label = ngettext("%(count)d visit without a day", "%(count)d visits without a day", count)
        return {"state_label": label % {"count": count}, "kind": "soon"}
    return {"state_label": pgettext("series", "Planned"), "kind": "ok"}


@door("office", roles=COORDINATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Make a series at a place."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_today(actor, today)
    if loaded is None:
        page = {"role_label": _("A new series of visits"), "words": NOWHERE}
        return TemplateResponse(request, "office/nothing.html", {"page": page})
    found = loaded.concept.intervention("role_model")
    number = found.dosage.visits or 1
    places = [(str(key), one.name) for key, one in institutions.choices(actor)]
    asked = {"institution": request.GET.get("place", "")}
    form = SeriesForm(number, found.themes, places, request.POST or None, initial=asked)

    def write() -> str:
        made = actions.make_series(
            by=actor,
            at=clock.now(),
            on=today,
            concept_id=loaded.id,
            institution_id=uuid.UUID(form.cleaned_data["institution"]),
            group=form.group_said(),
        )
        return reverse("office:series", args=[made.id])

    lead = ngettext(
        "%(count)d visit to the same group.",
        "%(count)d visits to the same group, thought together.",
        number,
    )
    page = {
        "name": "office-series-new",
        "title": _("Visits"),
        "heading": _("A new series of visits"),
        "lead": lead % {"count": number},
        "button": _("Make the series"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:visits"), page=page)


@door("office", roles=COORDINATOR, methods=("GET",))
def series(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """One series: its visits in order, their pairs, what was written, and what held it together."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.series_for(actor, series_id)
    told = queries.told_series(actor, found, at=clock.now())
    concept = programme.concept(found.concept_id)
    stand = queries.stand_of(found, (one.visit for one in told))
    state = SeriesState(found.state)
    themes = {one.visit.position: one.visit.theme for one in told}.values()  # the newest in each place
    kept = visit_hours.of_visits(actor, [one.visit.id for one in told])
    page = {
        "title": f"{found.institution.name}, {found.group}",
        "lead": group_words(found),
        "why": INCOMPLETE_REASONS[IncompleteReason(found.why_incomplete)] if found.why_incomplete else "",
        "standing": _standing(state, stand),
        "notes": _notes(state, stand),
        "role_label": role_label(concept),
        "visits": [
            view | {"hours": _hours(one, kept)}
            for one, view in zip(told, _visits(told, found, concept, stand), strict=True)
        ],
        "continuity": continuity_view(queries.held_together(found, told), themes),
        "sheets": [
            {"theme": theme, "phases": run_sheet_view(concept, theme)} for theme in dict.fromkeys(themes)
        ],
        "is_open": state == SeriesState.OPEN,
        "answers_url": reverse("office:series-answers", args=[found.id]),
        "change_url": reverse("office:series-change", args=[found.id]),
        "end_url": reverse("office:series-end", args=[found.id]),
        "reopen_url": reverse("office:series-reopen", args=[found.id])
        if state == SeriesState.INCOMPLETE
        else None,
    }
    return TemplateResponse(request, "office/series.html", {"page": page})


def _hours(told: Told, kept: dict[tuple[uuid.UUID, uuid.UUID], Any]) -> list[dict[str, Any]]:
    """What each of the pair wrote that a held visit cost, and what can be done about it."""
    if told.visit.state != VisitState.HELD:
        return []
    found = []
    for seat in told.pair:
        row = kept.get((told.visit.id, seat.appointment_id))
        view = hours_view(row) | {"name": seat.name, "decide_url": "", "url": ""}
        if row is not None and row.state == HoursState.CLAIMED:
            view["decide_url"] = to("office:visit-hours-decide", row.id)
        if view["may_change"]:
            view["url"] = reverse("office:visit-hours", args=[told.visit.id, seat.appointment_id])
        found.append(view)
    return found


def _notes(state: SeriesState, stand: Stand) -> list[str]:
    """What breaks the series, in words, so that it is seen at once."""
    if state != SeriesState.OPEN:
        return []
    found = [
        _("The series is incomplete: visit %(number)d was cancelled and is not booked anew.")
        % {"number": position}
        for position in stand.to_rebook
    ]
    if stand.out_of_order:
        found.append(_("The days are not in the order of the visits: one comes before the one it builds on."))
    return found


def _visits(told: tuple[Told, ...], found: Any, concept: Any, stand: Stand) -> list[dict[str, Any]]:
    """Every visit with what can be done about it; one button is filled, for what comes first."""
    is_open, today = found.state == SeriesState.OPEN, clock.today()
    last = {one.visit.position: one.visit.id for one in told}
    views = []
    filled = False
    held = [one.visit.id for one in told if one.visit.state == VisitState.HELD]
    kept = answered(held) if found.state in (SeriesState.OPEN, SeriesState.COMPLETE) else frozenset(held)
    for one in told:
        view = visit_view(one, found, concept)
        buttons: list[dict[str, Any]] = []
        planned = one.visit.state == VisitState.PLANNED
        if planned and is_open:
            if one.visit.on is not None and one.visit.on <= today and one.pair:
                buttons.append(
                    {"label": _("Write how it went"), "url": to("office:visit-written", one.visit.id)}
                )
            label = _("Choose day and pair") if one.visit.on is None else _("Change day or pair")
            buttons.append({"label": label, "url": to("office:visit", one.visit.id)})
            if one.visit.on is not None:
                buttons.append(
                    {"label": _("Cancel the visit"), "url": to("office:visit-cancel", one.visit.id)}
                )
        is_last = last[one.visit.position] == one.visit.id
        if one.visit.state == VisitState.CANCELLED and is_last and is_open:
            buttons.append({"label": _("Book it anew"), "url": to("office:visit-rebook", one.visit.id)})
        if one.visit.state == VisitState.HELD:
            buttons.append({"label": _("Put right"), "url": to("office:visit-written", one.visit.id)})
            if one.visit.id not in kept:
                buttons.append(
                    {"label": _("It was not held"), "url": to("office:visit-put-back", one.visit.id)}
                )
        first = one.visit.position == next(iter((*stand.to_rebook, *stand.undated)), 0)
        if buttons and first and not filled and is_last:
            buttons[0]["is_filled"] = filled = True
        views.append(view | {"buttons": buttons})
    return views


@door("office", roles=COORDINATOR)
def change(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """Change the group, or the themes of visits that are planned."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.series_for(actor, series_id)
    themes = programme.concept(found.concept_id).intervention("role_model").themes
    initial = {
        "group": found.group,
        "level": found.level,
        "about_how_many": found.about_how_many,
        **{f"theme_{place}": theme for place, theme in queries.themes_of(found).items()},
    }
    form = SeriesForm(found.visit_count, themes, None, request.POST or None, initial=initial)
    form.leave_out(queries.themes_that_stay(found))
    here = reverse("office:series", args=[series_id])

    def write() -> str:
        actions.change_series(by=actor, at=clock.now(), series_id=series_id, group=form.group_said())
        return here

    page = {
        "name": "office-series-change",
        "title": f"{found.institution.name}, {found.group}",
        "heading": _("The group and the themes"),
        "lead": _("A visit that was held or cancelled keeps its theme."),
        "button": _("Save"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=COORDINATOR)
def end(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """End a series before its last visit, with a reason."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.series_for(actor, series_id)
    form = EndForm(request.POST or None)
    here = reverse("office:series", args=[series_id])

    def write() -> str:
        actions.end_series(
            by=actor, at=clock.now(), on=today, series_id=series_id, why=form.cleaned_data["why"]
        )
        return here

    page = {
        "name": "office-series-end",
        "title": f"{found.institution.name}, {found.group}",
        "heading": _("End the series"),
        "lead": _(
            "It counts as incomplete, or as called off when no visit was held. Visits ahead are cancelled."
        ),
        "button": _("End the series"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=COORDINATOR)
def reopen(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """Take an incomplete series up again."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.series_for(actor, series_id)
    if found.state != SeriesState.INCOMPLETE:
        raise Missing
    here = reverse("office:series", args=[series_id])

    def write() -> str:
        actions.reopen_series(by=actor, at=clock.now(), series_id=series_id)
        return here

    page = {
        "name": "office-series-reopen",
        "title": f"{found.institution.name}, {found.group}",
        "heading": _("Take the series up again"),
        "lead": _("What was held stays. What was not can be booked anew."),
        "button": _("Take the series up again"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=here, page=page)
