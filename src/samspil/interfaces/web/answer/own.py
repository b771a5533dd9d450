"""Somebody's own page, opened by a link and their own code: goals, plan, meetings, answers, who looked."""

from __future__ import annotations

import uuid
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspil.delivery.actions import own_page as actions
from samspil.delivery.queries import measurements
from samspil.delivery.queries import own_page as queries
from samspil.delivery.terms.courses import UNDER_WAY, CameBy, Intervention, Recipient
from samspil.interfaces import clock
from samspil.interfaces.web.answer.own_words import DID, OTHER, WHO, WHY
from samspil.interfaces.web.answer.views import CodeForm, ShareForm, closed, held_link, left, recipients
from samspil.interfaces.web.shared import faults, words
from samspil.interfaces.web.shared.addresses import address_of
from samspil.interfaces.web.shared.charts import compared, profile
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.standing import ANSWER_KEY
from samspil.kernel.errors import Missing
from samspil.people.queries.looks import DAYS_SHOWN, Look, looks_at
from samspil.people.queries.own_codes import is_known_to_others
from samspil.people.terms import Role, Tried
from samspil.programme import queries as programme
from samspil.trust import links, throttle

OWNERS = (Role.MENTEE, Role.PARENT)
NOT_YET = {
    Tried.WRONG: gettext_lazy("That is not your code. Look at it once more."),
    Tried.CLOSED: gettext_lazy("Five tries were wrong, so your code is closed. Ask for a new one."),
}

CAME = {
    CameBy.PAPER.value: gettext_lazy("Written on paper and typed in by somebody else."),
    CameBy.IMPORT.value: gettext_lazy("Taken from a file that the municipality kept."),
    "": gettext_lazy("From before this course was here."),
}
"""What is said of answers that the person did not give by their own link."""


class OwnCodeForm(CodeForm):
    """The own code, as it was told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Your own code")


@door("answer", roles=(Role.LINK_HOLDER,))
def code(request: HttpRequest) -> HttpResponse:
    """The second half of the way in. Without it nothing about anyone is shown or said."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        queries.owner_waiting(actor)
    except Missing:
        return closed(request)
    form = OwnCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = links.normal(form.cleaned_data["code"])
        if len(typed) != links.CODE_LENGTH:
            form.add_error("code", _("The code has ten characters. Look at it once more."))
        elif not throttle.allowed("own_code_address", address_of(request)):
            return faults.too_many(request)
        else:
            entered = actions.enter_own_page(by=actor, at=clock.now(), typed=typed)
            if entered.tried == Tried.FITS:
                throttle.give_back("own_code_address", address_of(request))
                held_link(
                    request,
                    actor,
                    role=entered.role,
                    person=str(entered.person_id),
                    code=str(entered.code_id),
                    opening=entered.opening,
                )
                return HttpResponseRedirect(reverse("answer:own"))
            form.add_error("code", NOT_YET[entered.tried])
    return TemplateResponse(
        request, "answer/own_code.html", {"form": form}, status=422 if form.errors else 200
    )


@door("answer", roles=OWNERS)
def home(request: HttpRequest) -> HttpResponse:
    """What there is to see, and the next meeting. A POST closes the page on this phone."""
    actor, whose = standing(request)
    if request.method == "POST":
        return left(request)
    following = queries.next_meeting(whose, on=clock.today())
    return TemplateResponse(
        request,
        "answer/own_home.html",
        {
            "page": {
                "next_words": words.day(following) if following else "",
                "is_running": whose.course.state in UNDER_WAY,
                "has_answers": not whose.is_second,
                "known_to_others": is_known_to_others(actor, actor.person_id),
            }
        },
    )


@door("answer", roles=OWNERS)
def new_code(request: HttpRequest) -> HttpResponse:
    """A code that only the person knows, shown once; the one that was told opens nothing any more."""
    actor, whose = standing(request)
    shown = ""
    if request.method == "POST":
        made, key = actions.choose_own_code(by=actor, at=clock.now(), course_id=whose.course.id)
        request.session[ANSWER_KEY] = {**request.session[ANSWER_KEY], "code": str(key)}
        shown = f"{made[:5]}-{made[5:]}"
    return TemplateResponse(request, "answer/own_new_code.html", {"page": {"code_words": shown}})


@door("answer", roles=OWNERS, methods=("GET",))
def plan(request: HttpRequest) -> HttpResponse:
    """Own goals and the plan, in the words they were written in."""
    actor, whose = standing(request)
    told, course = queries.own_plan(actor, whose, at=clock.now()), whose.course
    return TemplateResponse(
        request,
        "answer/own_plan.html",
        {
            "page": {
                "plan": told,
                "has_plan": not whose.is_second,
                "months": course.expected_months,
                "minutes": course.agreed_minutes,
                "is_parent": course.intervention == Intervention.PARENT,
            }
        },
    )


@door("answer", roles=OWNERS, methods=("GET",))
def contact(request: HttpRequest) -> HttpResponse:
    """Every meeting and contact: the day, what kind, how long, what was agreed."""
    actor, whose = standing(request)
    kinds = programme.concept(whose.course.concept_id).vocabulary.session_kinds
    rows = [
        {
            "day": words.day_and_year(one.held_on),
            "title": f"{words.title_of(kinds, one.kind)}, {words.minutes(one.minutes)}",
            "agreed": one.agreed,
        }
        for one in queries.own_contacts(actor, whose, at=clock.now())
    ]
    return TemplateResponse(request, "answer/own_contact.html", {"page": {"rows": rows}})


@door("answer", roles=OWNERS, methods=("GET",))
def answers(request: HttpRequest) -> HttpResponse:
    """Every round the person has sent, beside each other, and who may see each."""
    actor, whose = standing(request)
    course = whose.course
    concept = programme.concept(course.concept_id)
    told = queries.own_answers(actor, whose, at=clock.now())
    titles = [words.said(programme.round_title(concept, one.answered.key)) for one in told]
    named = dict(recipients(course.intervention))
    picture = None
    if told:
        given = [(title, one.answered) for title, one in zip(titles, told, strict=True)]
        picture = profile(given, get_language() or "da")
    both = [one.answered for one in told if one.answered.seen]
    rows = [
        {
            "title": title,
            "day": words.day_and_year(one.day) if one.day else "",
            "came": CAME.get(one.came_by, ""),
            "shown_to": [label for recipient, label in named.items() if recipient in one.shared],
            "url": reverse("answer:own-share", args=[one.id]),
        }
        for title, one in zip(titles, told, strict=True)
    ]
    return TemplateResponse(
        request,
        "answer/own_answers.html",
        {
            "page": {
                "rows": rows[::-1],
                "profile": picture,
                "beside": [_compared(concept, one) for one in both[::-1]],
            }
        },
    )


def _compared(concept: Any, own: measurements.Answered) -> dict[str, Any]:
    """One round's own answers and what the mentor wrote beside them, for the one who answered."""
    title = words.said(programme.round_title(concept, own.key))
    labels = (_("Your answers"), _("Your mentor's impression"))
    tool = measurements.instrument_of(own)
    return compared(tool, title, own, get_language() or "da", labels=labels)


@door("answer", roles=OWNERS)
def sharing(request: HttpRequest, own_id: uuid.UUID) -> HttpResponse:
    """Who may see the answers of one round; decided anew as often as one likes."""
    actor, whose = standing(request)
    course = whose.course
    told = queries.own_answers(actor, whose, at=clock.now(), only=own_id)
    if not told:
        raise Missing
    if request.method == "POST":
        form = ShareForm(course.intervention, request.POST, may_wait=False)
        if form.is_valid():
            actions.change_sharing(
                by=actor,
                at=clock.now(),
                on=clock.today(),
                course_id=course.id,
                measurement_id=own_id,
                chosen={one: form.cleaned_data[one.value] == "yes" for one in Recipient},
            )
            return HttpResponseRedirect(reverse("answer:own-answers"))
    else:
        initial = {one.value: "yes" if one in told[0].shared else "no" for one in Recipient}
        form = ShareForm(course.intervention, initial=initial, may_wait=False)
    concept = programme.concept(course.concept_id)
    title = words.said(programme.round_title(concept, told[0].answered.key))
    return TemplateResponse(
        request,
        "answer/own_share.html",
        {"form": form, "page": {"title": title}},
        status=422 if form.is_bound and form.errors else 200,
    )


@door("answer", roles=OWNERS, methods=("GET",))
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at what is written about the person, by day: the role and the reason, never a name."""
    actor, _whose = standing(request)
    found = looks_at(actor, actor.person_id, before=_day_asked(request))
    days = [
        {
            "day": words.day_and_year(day),
            "rows": [
                _look(who, purpose, list(same))
                for (who, purpose), same in groupby(lines, key=lambda one: (_who(one), _why(one)))
            ],
        }
        for day, lines in groupby(found, key=lambda one: one.day)
    ]
    older = f"?before={found[-1].day.isoformat()}" if len(days) == DAYS_SHOWN else None
    return TemplateResponse(request, "answer/own_looks.html", {"page": {"days": days, "older_url": older}})


def standing(request: HttpRequest) -> tuple[Any, queries.Own]:
    """Who stands here and whose page this is, verified anew before this view was called."""
    return request.actor, request.own  # type: ignore[attr-defined]


def _who(one: Look) -> str:
    return OTHER if one.is_other else one.role


def _why(one: Look) -> str:
    return OTHER if one.is_other else one.purpose


def _look(role: str, purpose: str, same: list[Look]) -> dict[str, Any]:
    """One line: who, what they did and how often, and why."""
    return {
        "who": WHO.get(role, WHO[""]),
        "why": WHY.get(purpose, WHY[""]),
        "did": [{"words": DID[one.is_read], "times": one.times if one.times > 1 else None} for one in same],
    }


def _day_asked(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None
