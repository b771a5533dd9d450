"""The pages on pausing and ending a course, the same for whoever holds it and for the coordinator."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from samspil.delivery.actions import endings as actions
from samspil.delivery.actions import pauses
from samspil.delivery.queries import courses
from samspil.delivery.queries import endings as queries
from samspil.delivery.rules import endings as rules
from samspil.delivery.terms.courses import CourseState
from samspil.delivery.terms.work import PAUSE_REASONS, PauseReason
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.ending_forms import ClosingForm, EndForm, Goals, PauseForm
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Refused, refuse
from samspil.people.terms import Method
from samspil.programme import queries as programme


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: the door's name, and where an open measurement is seen to there."""

    door: str
    measurement: str
    after_the_end: str = ""

    @property
    def base(self) -> str:
        return f"shared/{self.door}.html"

    def course(self, course_id: uuid.UUID) -> str:
        """The course's own page at this door."""
        return reverse(f"{self.door}:course", args=[course_id])


def pause_page(request: HttpRequest, course_id: uuid.UUID, place: Place) -> HttpResponse:
    """A running course rests from a day on; a resting one goes on."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    refuse(rules.may_pause_or_resume(found))
    common: dict[str, Any] = {"by": actor, "at": clock.now(), "on": today, "course_id": course_id}
    is_paused = found.state == CourseState.PAUSED
    posted = request.POST if request.method == "POST" else None
    form: forms.Form = forms.Form(posted) if is_paused else PauseForm(posted, initial={"from_on": today})

    def write() -> str:
        if is_paused:
            pauses.resume(**common)
        else:
            pauses.pause(**common, **form.cleaned_data)
        return place.course(course_id)

    now = queries.open_pause(found)
    page: dict[str, Any] = {"is_paused": is_paused}
    if now is not None:
        page |= {
            "since_words": words.day_and_year(now.from_on),
            "planned_words": words.day_and_year(now.planned_on),
            "reason_words": PAUSE_REASONS[PauseReason(now.reason)],
        }
    return _answered(request, form, write, "pause", place, found, page)


def end_page(request: HttpRequest, course_id: uuid.UUID, place: Place) -> HttpResponse:
    """The last day is agreed; the final measurement opens."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    refuse(rules.may_begin_closing(found))
    form = EndForm(request.POST if request.method == "POST" else None, initial={"ended_on": today})

    def write() -> str:
        given = {"by": actor, "at": clock.now(), "on": today, "course_id": course_id}
        actions.begin_closing(**given, **form.cleaned_data)
        return reverse(f"{place.door}:closing", args=[course_id])

    return _answered(request, form, write, "end", place, found, {})


def closing_page(request: HttpRequest, course_id: uuid.UUID, place: Place) -> HttpResponse:
    """What is said at the end: kept for now, or finished, which ends the course."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    refuse(rules.may_close(found))
    goals = courses.goals_of(actor, found, at=at)
    concept = programme.concept(found.concept_id)
    posted = request.POST if request.method == "POST" else None
    form = ClosingForm(concept, goals, posted, initial={} if posted else _said(actor, found, goals, at))

    def write() -> str:
        data = form.cleaned_data
        said = actions.Said(data["ending"], data["reason"], form.statuses(), data["helped"])
        if "keep" in request.POST:
            actions.write_closing(by=actor, at=at, course_id=course_id, said=said)
            return place.course(course_id)
        actions.finish_closing(
            by=actor,
            at=at,
            on=clock.today(),
            course_id=course_id,
            said=said,
            yeses=form.yeses(),
            method=Method(data["method"] or Method.ORAL),
        )
        return reverse(place.after_the_end) if place.after_the_end else place.course(course_id)

    open_ = queries.open_measurement(found)
    page: dict[str, Any] = {"ended_words": words.day_and_year(found.ended_on) if found.ended_on else ""}
    if open_ is not None:
        page |= {
            "open_title": words.said(programme.round_title(concept, open_.key)),
            "open_url": reverse(place.measurement, args=[open_.id]),
        }
    return _answered(request, form, write, "closing", place, found, page)


def _said(actor: Any, found: Any, goals: Goals, at: Any) -> dict[str, Any]:
    """What has been said so far, as the form has it."""
    told = queries.closing_of(actor, found, at=at)
    numbered = {f"goal_{number}": told.goals.get(key) for number, (key, _words) in enumerate(goals, start=1)}
    return {"ending": told.ending, "reason": told.reason, "helped": told.helped, "method": "oral", **numbered}


def _answered(
    request: HttpRequest,
    form: forms.Form,
    write: Callable[[], str],
    name: str,
    place: Place,
    found: Any,
    page: dict[str, Any],
) -> HttpResponse:
    """Write and go on; or the same page with what was typed and the sentence beside its cause."""
    if form.is_bound and form.is_valid():
        try:
            return HttpResponseRedirect(write())
        except Refused as refused:
            put(form, refused)
    page |= {
        "name": f"{place.door}-{name}",
        "code": found.code,
        "cancel_url": place.course(found.id),
        "is_field": place.door == "field",
    }
    return TemplateResponse(
        request,
        f"shared/{name}.html",
        {"base": place.base, "form": form, "page": page},
        status=422 if form.is_bound and form.errors else 200,
    )
