"""Writing, correcting and striking out a meeting; two versions that stand against each other."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions.sessions import correct_session, log_session, strike_session
from samspil.delivery.queries import courses, parents, sessions
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import sessions as session_rules
from samspil.interfaces import clock
from samspil.interfaces.web.field import choosing
from samspil.interfaces.web.field.courses import FIELD
from samspil.interfaces.web.field.drafts import answers_drafts, is_draft, not_taken, taken
from samspil.interfaces.web.field.forms import SessionForm, StrikeForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Refused, refuse
from samspil.programme import queries as programme


@door("field", roles=FIELD)
@answers_drafts
def session(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Log a session: preset as last time, saved with one tap."""
    actor, at, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    if request.method != "POST":
        refuse(rules.may_log(actor, found))
    concept = programme.concept(found.concept_id)
    form: SessionForm | None = None
    second = parents.second_of(found)
    asked = {"has_second": second is not None, "has_interpreter": bool(found.interpreter_language)}
    if request.method == "POST":
        keys = [(str(one), "") for one in (*courses.goal_ids(found), *parents.second_goal_ids(second))]
        form = SessionForm(concept, found.intervention, keys, request.POST, **asked)
        if form.is_valid():
            key, held = form.cleaned_data["key"], form.held()
            answer = _written(
                request,
                form,
                lambda: log_session(by=actor, at=at, on=today, course_id=course_id, held=held, key=key),
                lambda: key,
            )
            if answer is not None:
                return answer
        refuse(rules.may_log(actor, found))
        if is_draft(request):
            return not_taken(form)
    goals = [(str(one), text) for one, text in courses.goals_of(actor, found, at=at)]
    goals += [
        (str(one), _("%(goal)s (the other parent)") % {"goal": text})
        for one, text in parents.second_goals(actor, second, at=at)
    ]
    if form is not None:
        form.fields["goals"].choices = goals  # type: ignore[attr-defined]
    else:
        last, touched = courses.last_session(found)
        presets = SessionForm.presets(last, touched, concept, today)
        form = SessionForm(concept, found.intervention, goals, initial=presets, **asked)
    page = {"code": found.code, "title": _("Write meeting"), "cancel_url": reverse("field:caseload")}
    return _form_page(request, form, page)


@door("field", roles=FIELD)
@answers_drafts
def edit(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Correct an own meeting while the course runs; what it said before is kept and shown."""
    actor, at, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    found, course = sessions.own_session(actor, session_id)
    if request.method != "POST":
        refuse(session_rules.may_change(actor, course, found))
    concept = programme.concept(course.concept_id)
    asked = {"has_interpreter": bool(course.interpreter_language)}
    form: SessionForm | None = None
    if request.method == "POST":
        keys = [(str(one), "") for one in sessions.goal_ids_of(found)]
        form = SessionForm(concept, course.intervention, keys, request.POST, **asked)
        if form.is_valid():
            data, held = form.cleaned_data, form.held()
            if choosing.is_chosen(request.POST):
                told = sessions.told_session(actor, found, at=at)
                held, missing = choosing.chosen(request.POST, held, told.held)
                if missing and told.version == data["version"]:
                    return choosing.page(request, found, course, form.held(), told, form)
            answer = _written(
                request,
                form,
                lambda: correct_session(
                    by=actor,
                    at=at,
                    on=today,
                    session_id=session_id,
                    based_on=data["version"] or 0,
                    held=held,
                    key=data["key"],
                ),
                lambda: session_id,
            )
            if answer is not None:
                return answer
        refuse(session_rules.may_change(actor, course, found))
        if is_draft(request):
            return not_taken(form)
    told = sessions.told_session(actor, found, at=at)
    goals = [(str(one), text) for one, text in told.goals]
    if form is not None:
        form.fields["goals"].choices = goals  # type: ignore[attr-defined]
    else:
        values = SessionForm.values_of(told.held, told.version, concept)
        form = SessionForm(concept, course.intervention, goals, initial=values, **asked)
    page = {
        "code": course.code,
        "title": _("Change meeting"),
        "cancel_url": reverse("field:course", args=[course.id]),
        "strike_url": reverse("field:session-strike", args=[session_id]),
        "earlier": [
            {
                "title": _("Until %(moment)s") % {"moment": words.moment(one.until)},
                "facts": choosing.facts(one.held, concept, told.goals),
            }
            for one in told.earlier
        ],
    }
    return _form_page(request, form, page)


@door("field", roles=FIELD)
def strike(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Strike out a meeting that was written by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    found, course = sessions.own_session(actor, session_id)
    refuse(session_rules.may_change(actor, course, found))
    back = reverse("field:course", args=[course.id])
    form = StrikeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        strike_session(by=actor, at=clock.now(), session_id=session_id, because=form.cleaned_data["because"])
        return HttpResponseRedirect(back)
    concept = programme.concept(course.concept_id)
    kind = words.title_of(concept.vocabulary.session_kinds, found.kind)
    page = {
        "code": course.code,
        "what": f"{words.day(found.held_on)}: {kind}, {words.minutes(found.minutes)}",
        "cancel_url": back,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "field/strike.html", {"form": form, "page": page}, status=status)


def _written(
    request: HttpRequest,
    form: SessionForm,
    write: Callable[[], Any],
    against: Callable[[], uuid.UUID | None],
) -> HttpResponse | None:
    """The answer when a meeting was written, or when two versions stand against each other; else None."""
    try:
        write()
    except Refused as refused:
        session_id = against()
        if refused.refusal.field != "version" or session_id is None:
            put(form, refused)
            return None
        if is_draft(request):
            return not_taken(form, state="changed", sentence=str(refused))
        actor = request.actor  # type: ignore[attr-defined]
        found, course = sessions.own_session(actor, session_id)
        told = sessions.told_session(actor, found, at=clock.now())
        return choosing.page(request, found, course, form.held(), told, form)
    return taken() if is_draft(request) else HttpResponseRedirect(reverse("field:caseload"))


def _form_page(request: HttpRequest, form: SessionForm, page: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(
        request,
        "field/session.html",
        {"form": form, "page": page, "cancel_url": page["cancel_url"]},
        status=status,
    )
