"""The timetable: planned and actual days, slip, what comes first; moving a plan; its calendar."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from samspil.governance.actions import milestones as actions
from samspil.governance.queries import milestones as queries
from samspil.governance.queries.milestones import Milestone, Timetable
from samspil.governance.rules.agreements import may_read
from samspil.governance.rules.milestones import READERS
from samspil.governance.terms.milestones import MILESTONE_STATES, PLAN_MOVED, MilestoneState
from samspil.interfaces import clock
from samspil.interfaces.web.office.milestones_forms import MoveForm, ReachedForm
from samspil.interfaces.web.office.training import BASE
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.documents.leaving import ICS, MARK, leaves, mark_of
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.kernel.actor import Actor
from samspil.people.queries import taking
from samspil.people.terms import ROLES, Role

OFFICE = (Role.PROGRAMME_OFFICE,)
TAGS = {MilestoneState.REACHED: "ok", MilestoneState.OVERDUE: "late", MilestoneState.NOW: "soon"}


@door("office", roles=READERS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Every programme's milestones in the order of its file, with a picture of each on one line of time."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.timetables(actor, on=today)
    page = {"timetables": [_table(one, today, actor) for one in found]}
    return TemplateResponse(request, "office/milestones.html", {"page": page})


@door("office", roles=OFFICE)
def move(request: HttpRequest, milestone: str) -> HttpResponse:
    """Give a milestone other days, with a reason."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    _timetable, found = queries.milestone_of(actor, milestone, on=today)
    initial = {"from_on": found.from_on, "to_on": found.to_on}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=initial)

    def write() -> None:
        actions.move_plan(by=actor, at=clock.now(), on=today, milestone_id=milestone, **form.cleaned_data)

    lead = _("The days of the concept file stay beside it, and everybody sees how far it has slipped.")
    page = {"name": "office-milestone-move", "lead": lead, "button": _("Move the plan")}
    return _step(request, found, form, write, page)


@door("office", roles=OFFICE)
def reached(request: HttpRequest, milestone: str) -> HttpResponse:
    """Write when a milestone was reached that no rows tell of."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    _timetable, found = queries.milestone_of(actor, milestone, on=today)
    initial = {"reached_on": found.reached_on, "evidence": found.evidence}
    form = ReachedForm(request.POST if request.method == "POST" else None, initial=initial)

    def write() -> None:
        actions.write_reached(by=actor, at=clock.now(), on=today, milestone_id=milestone, **form.cleaned_data)

    page = {"name": "office-milestone-reached", "button": _("Save it"), "has_words": True}
    return _step(request, found, form, write, page)


@door("office", roles=READERS, methods=("GET",))
def calendar(request: HttpRequest) -> HttpResponse:
    """The planned days as a calendar file (RFC 5545): whole days, with the file's own titles."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    taking.taken(actor, "milestones ics", at=clock.now())
    made = Calendar()
    made.add("prodid", "-//Samspil//Samspil//DA")
    made.add("version", "2.0")
    made.add(MARK, mark_of(request).sign)
    for timetable in queries.timetables(actor, on=today):
        for one in timetable.milestones:
            event = Event()
            event.add("uid", f"{uuid5(NAMESPACE_URL, timetable.concept.slug + one.id)}@samspil")
            event.add("dtstamp", clock.now().astimezone(UTC))
            event.add("dtstart", one.from_on)
            event.add("dtend", one.to_on + timedelta(days=1))
            event.add("summary", one.title)
            event.add("transp", "TRANSPARENT")
            made.add_component(event)
    return leaves(bytes(made.to_ical()), "samspil.ics", ICS)


def _step(
    request: HttpRequest, found: Milestone, form: forms.Form, write: Any, page: dict[str, Any]
) -> HttpResponse:
    list_url = reverse("office:milestones")

    def go() -> str:
        write()
        return list_url

    told = {"title": _("Milestones"), "heading": found.title, **page}
    return form_page(request, form, go, base=BASE, cancel_url=list_url, page=told)


def _table(found: Timetable, today: date, actor: Actor) -> dict[str, Any]:
    titles = {one.id: one.title for one in found.milestones}
    days = [found.concept.period.from_, found.concept.period.to]
    days += [day for one in found.milestones for day in (one.from_on, one.to_on, one.reached_on) if day]
    axis = (min(days), max(days))
    return {
        "title": words.said(found.concept.vocabulary.programme_title),
        "writes": actor.role in OFFICE,
        "rows": [_row(one, titles, axis, today, actor) for one in found.milestones],
        "first": words.month(axis[0]),
        "last": words.month(axis[1]),
    }


def _row(
    one: Milestone, titles: dict[str, str], axis: tuple[date, date], today: date, actor: Actor
) -> dict[str, Any]:
    decides, reads = actor.role in OFFICE, one.told_by == "agreements" and may_read(actor) is None
    slip = ngettext("%(count)d day", "%(count)d days", one.slip_days) % {"count": one.slip_days}
    reached_words = ""
    if one.reached_on:
        reached_words = words.month(one.reached_on) if one.is_month else words.day_and_year(one.reached_on)
    return {
        "id": one.id,
        "title": one.title,
        "baseline": one.baseline.words,
        "until": words.day_and_year(one.baseline.to),
        "plan": _days(one) if one.moves else "",
        "moves": [
            {
                "when": words.day_and_year(each.moved_on),
                "to": words.day_and_year(each.to_on),
                "because": PLAN_MOVED[each.because],
            }
            for each in reversed(one.moves)
        ],
        "reached": reached_words,
        "evidence": one.evidence,
        "evidence_url": reverse("office:agreements") if reads else "",
        "is_counted": one.told_by != "nothing",
        "state": MILESTONE_STATES[one.state],
        "tag": TAGS.get(one.state, ""),
        "slip": slip if one.slip_days else "",
        "owner": ROLES[Role(one.owner)].title,
        "after": [titles[key] for key in one.after if key in titles],
        "picture": _picture(one, axis, today),
        "move_url": reverse("office:milestone-move", args=[one.id]) if decides else "",
        "reached_url": reverse("office:milestone-reached", args=[one.id])
        if decides and one.told_by == "nothing"
        else "",
    }


def _days(one: Milestone) -> str:
    return f"{words.day_and_year(one.from_on)} – {words.day_and_year(one.to_on)}"


def _picture(one: Milestone, axis: tuple[date, date], today: date) -> dict[str, Any]:
    """Where a milestone's bars lie on a line of 100 from the first to the last day of all."""
    whole = max(1, (axis[1] - axis[0]).days + 1)

    def at(day: date) -> float:
        return round(100 * (min(max(day, axis[0]), axis[1]) - axis[0]).days / whole, 2)

    def bar(first: date, last: date) -> dict[str, float]:
        return {"x": at(first), "width": max(1.2, round(at(last) - at(first), 2))}

    return {
        "baseline": bar(one.baseline.from_, one.baseline.to),
        "plan": bar(one.from_on, one.to_on) if one.moves else None,
        "reached": at(one.reached_on) if one.reached_on else None,
        "today": at(today),
    }
