"""The office's pages on pausing, ending and following up a course, and on the own calendar."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspil.delivery.actions.endings import note_follow_up
from samspil.delivery.actions.measurements import hand_out
from samspil.delivery.actions.sending import send_link
from samspil.delivery.queries import courses
from samspil.delivery.queries import endings as queries
from samspil.delivery.queries.consents import given_for
from samspil.delivery.rules import endings as rules
from samspil.delivery.terms.courses import MEASUREMENT_STATES, CourseState, MeasurementState
from samspil.delivery.terms.work import CONTACT_OUTCOMES, ENDINGS, GOAL_STATUS
from samspil.interfaces import clock
from samspil.interfaces.sending.choosing import ways
from samspil.interfaces.web.office.steps import COORDINATOR, answered, found_for, frame
from samspil.interfaces.web.shared import ending_pages, words
from samspil.interfaces.web.shared.answer_paper import paper
from samspil.interfaces.web.shared.calendar_page import calendar_page
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import day_of, one_of
from samspil.interfaces.web.shared.handing_out import ready
from samspil.interfaces.web.shared.sending import sending
from samspil.kernel.errors import Refused
from samspil.people.terms import Capacity, ConsentPurpose
from samspil.programme import queries as programme

HERE = ending_pages.Place("office", measurement="office:reason")


class FollowUpForm(forms.Form):
    """The one contact, and what came of it."""

    contact_on = day_of(_("The day of the contact"))
    outcome = one_of(_("What came of it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(one.value, said) for one, said in CONTACT_OUTCOMES.items()]  # type: ignore[attr-defined]


@door("office", roles=COORDINATOR)
def pause(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The course rests for a while, or goes on."""
    return ending_pages.pause_page(request, course_id, HERE)


@door("office", roles=COORDINATOR)
def end(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The last day is agreed."""
    return ending_pages.end_page(request, course_id, HERE)


@door("office", roles=COORDINATOR)
def closing(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """What is said at the end; finishing it ends the course."""
    return ending_pages.closing_page(request, course_id, HERE)


@door("office", roles=COORDINATOR, methods=("GET",))
def ending(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """How a course ended, and the way to the one contact after it where that waits."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    told = queries.closing_of(actor, found, at=at)
    is_waiting = rules.may_follow_up(actor, found, queries.is_follow_up_due(actor, found)) is None
    page = {
        "title": found.code,
        "facts": [{"label": label, "value": value} for label, value in _facts(found, told) if value],
        "quoted": told.helped and (ConsentPurpose.QUOTATION, Capacity.SELF) in given_for(found),
        "helped": told.helped,
        "follow_up_url": reverse("office:follow-up", args=[course_id]) if is_waiting else None,
        "cancel_url": reverse("office:course", args=[course_id]),
    }
    return TemplateResponse(request, "office/ending.html", {"page": page})


def _facts(found: Any, told: queries.ToldClosing) -> tuple[tuple[Any, str], ...]:
    concept = programme.concept(found.concept_id)
    contact = queries.follow_up_of(found) if found.state == CourseState.FOLLOWED_UP else None
    said = f"{words.day_and_year(contact[0])}: {str(CONTACT_OUTCOMES[contact[1]]).lower()}" if contact else ""
    goals = ", ".join(str(GOAL_STATUS[status]).lower() for status in told.goals.values())
    return (
        (_("The last day"), words.day_and_year(found.ended_on)),
        (_("How it ended"), str(ENDINGS[CourseState(told.ending)]) if told.ending else ""),
        (_("Why"), words.title_of(concept.vocabulary.end_reasons, told.reason)),
        (_("The goals, in the person's word"), goals),
        (_("The contact after the end"), said),
    )


@door("office", roles=COORDINATOR)
def calendar(request: HttpRequest) -> HttpResponse:
    """The own days in the own calendar."""
    return calendar_page(request, base="shared/office.html", back_url=reverse("office:home"))


@door("office", roles=COORDINATOR)
def follow_up(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """One contact after the end, only with a yes: the last measurement handed out, and what came of it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    _actor, found, concept = found_for(
        request, course_id, lambda one: rules.may_follow_up(actor, one, queries.is_follow_up_due(actor, one))
    )
    measurement = queries.follow_up_measurement(found)
    assert measurement is not None
    state = MeasurementState(measurement.state)
    context = frame(found, course_id)
    context["page"] |= {
        "ended_words": words.day_and_year(found.ended_on),
        "due_words": words.until(measurement.due_on, today),
        "state_label": MEASUREMENT_STATES[state].title,
        "is_open": state == MeasurementState.OPEN,
        "round_title": words.said(programme.round_title(concept, measurement.key)),
        "reason_url": reverse("office:reason", args=[measurement.id]),
    }
    common: dict[str, Any] = {"by": actor, "at": clock.now(), "on": today}
    if request.method == "POST" and "send" in request.POST:
        form = FollowUpForm(initial={"contact_on": today})
        return _sent(request, form, context, measurement, **common)
    if state == MeasurementState.OPEN:
        context["page"] |= sending(actor, measurement)
    if request.method == "POST" and ("make" in request.POST or "paper" in request.POST):
        made = hand_out(**common, measurement_id=measurement.id)
        if "paper" in request.POST:
            return paper(request, found=measurement, made=made)
        context["page"] |= ready(request, made)
        context["form"] = FollowUpForm(initial={"contact_on": today})
        return TemplateResponse(request, "office/follow_up.html", context)
    form = FollowUpForm(request.POST if request.method == "POST" else None, initial={"contact_on": today})

    def write() -> str:
        note_follow_up(**common, course_id=course_id, **form.cleaned_data)
        return reverse("office:course", args=[course_id])

    return answered(request, form, write, "office/follow_up.html", context)


def _sent(
    request: HttpRequest, form: FollowUpForm, context: dict[str, Any], measurement: Any, **common: Any
) -> HttpResponse:
    """The link to the last measurement is asked to be sent; where it cannot be, the page says why."""
    try:
        send_link(**common, measurement_id=measurement.id, ways=ways())
        return HttpResponseRedirect(reverse("office:follow-up", args=[measurement.course_id]))
    except Refused as refused:
        context["page"] |= sending(common["by"], measurement)
        context |= {"form": form, "send_refused": refused.refusal.sentence}
    return TemplateResponse(request, "office/follow_up.html", context, status=422)
