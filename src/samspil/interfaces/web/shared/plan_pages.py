"""The pages on a course's plan, everyday life and reviews; each door shows them in its own frame."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import courses as starting
from samspil.delivery.actions import plans as actions
from samspil.delivery.actions import reviews as reviewing
from samspil.delivery.queries import plans as queries
from samspil.delivery.queries import reviews
from samspil.delivery.queries.courses import course_for
from samspil.delivery.queries.moves import brought_by
from samspil.delivery.rules import plans as rules
from samspil.delivery.rules.courses import may_begin_here
from samspil.delivery.rules.reviews import may_review
from samspil.delivery.terms.courses import CourseState
from samspil.delivery.terms.work import LIFE_AREAS, PRESENT, LifeArea, Present
from samspil.interfaces import clock
from samspil.interfaces.web.shared import plan_views as views
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.forms import put
from samspil.interfaces.web.shared.plan_forms import AcceptForm, AreaForm, PlanForm, ReviewForm, TickForm
from samspil.kernel.errors import Missing, Refused, refuse
from samspil.people.terms import CAPACITIES, Capacity, Method
from samspil.programme import queries as programme
from samspil.programme.concept.model import Practice


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which door a page is shown, and in which frame."""

    door: str
    base: str

    def to(self, name: str, *args: Any) -> str:
        """The address of a page behind the same door."""
        return reverse(f"{self.door}:{name}", args=args)

    def shown(
        self, request: HttpRequest, template: str, found: Any, page: dict[str, Any], form: Any = None
    ) -> HttpResponse:
        """The page in its frame; 422 where something was not right."""
        back = page.pop("back_url", self.to("course", found.id))
        context = {
            "base": self.base,
            "door": self.door,
            "page": {"code": found.code, "back_url": back, **page},
            "form": form,
            "cancel_url": back,
        }
        is_wrong = form is not None and form.is_bound and form.errors
        return TemplateResponse(request, template, context, status=422 if is_wrong else 200)


def _found(request: HttpRequest, course_id: uuid.UUID) -> tuple[Any, Any, Practice]:
    """The course with somebody behind it, and how its concept file says it is carried out."""
    actor = request.actor  # type: ignore[attr-defined]
    found = course_for(actor, course_id)
    if found.person_id is None:
        raise Missing
    practice = programme.concept(found.concept_id).intervention(found.intervention).practice
    return actor, found, practice


def _written(request: HttpRequest, form: forms.Form, write: Callable[[], None], to: str) -> Any:
    """Where to go on once it is written; None where something is to be put right first."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        write()
    except Refused as refused:
        put(form, form.in_its_place(refused) if isinstance(form, PlanForm) else refused)
        return None
    return HttpResponseRedirect(to)


# --- the plan


def plan(request: HttpRequest, course_id: uuid.UUID, place: Place) -> HttpResponse:
    """Write or revise the plan; the coordinator's, on a matched course, starts the course."""
    actor, found, practice = _found(request, course_id)
    refuse(rules.may_write_plan(actor, found))
    at, today = clock.now(), clock.today()
    starts = place.door == "office" and found.state == CourseState.MATCHED
    if starts:
        refuse(may_begin_here(found.series_on, today))
    standing = queries.standing(actor, found, at=at)
    presets = PlanForm.presets(standing, practice, today)
    if standing.words is None:
        presets |= PlanForm.brought(brought_by(actor, found, at=at))
    form = PlanForm(request.POST if request.method == "POST" else None, initial=presets, starts=starts)

    def write() -> None:
        if starts:
            day = form.cleaned_data["started_on"]
            starting.start_course(
                by=actor, at=at, on=today, course_id=course_id, started_on=day, plan=form.plan()
            )
        else:
            actions.write_plan(by=actor, at=at, on=today, course_id=course_id, plan=form.plan())

    done = _written(request, form, write, place.to("course" if starts else "plan-versions", course_id))
    page = {"starts": starts, "is_new": standing.words is None}
    return done or place.shown(request, "shared/plan.html", found, page, form)


def versions(
    request: HttpRequest, course_id: uuid.UUID, place: Place, form: forms.Form | None = None
) -> HttpResponse:
    """The plan as it stands, whose yes it has, its steps, and every version beside the one before."""
    actor, found, _practice = _found(request, course_id)
    standing, written = queries.whole(actor, found, at=clock.now())
    current = written[0] if written else None
    given = {one.capacity for one in current.accepted} if current else set()
    missing = rules.missing_for_plan(found, given) if current else ()
    may_write = rules.may_write_plan(actor, found) is None
    page = {
        "plan": views.plan_view(standing, found.review_due_on),
        "steps": [
            {
                "words": views.step_view(one.step),
                "done_words": _("Done on %(day)s") % {"day": words.day(one.done_on)} if one.done_on else "",
                "url": place.to("plan-step", course_id, one.id) if may_write else None,
            }
            for one in standing.steps
        ],
        "accepted": views.accepted_view(current) if current else [],
        "missing": [CAPACITIES[one] for one in missing],
        "accept_url": place.to("plan-accept", course_id) if missing and may_write else None,
        "write_url": place.to("plan", course_id) if may_write else None,
        "versions": views.versions_view(written),
    }
    return place.shown(request, "shared/plan_versions.html", found, page, form)


def accept(request: HttpRequest, course_id: uuid.UUID, place: Place) -> HttpResponse:
    """A yes to the plan is written down."""
    actor, found, _practice = _found(request, course_id)
    refuse(rules.may_write_plan(actor, found))
    current = queries.current(found)
    if current is None:
        raise Refused(rules.NO_PLAN)
    today = clock.today()
    missing = rules.missing_for_plan(found, queries.accepted_for(current))
    form = AcceptForm(
        missing, request.POST if request.method == "POST" else None, initial={"accepted_on": today}
    )
    to = place.to("plan-versions", course_id)

    def write() -> None:
        data = form.cleaned_data
        actions.accept_plan(
            by=actor,
            at=clock.now(),
            on=today,
            course_id=course_id,
            capacity=Capacity(data["capacity"]),
            method=Method(data["method"]),
            accepted_on=data["accepted_on"],
        )

    named = {"number": current.number, "day": words.day_and_year(current.written_on)}
    page = {
        "back_url": to,
        "lead": _("Version %(number)d of the plan, written on %(day)s.") % named,
        "is_whole": not missing,
    }
    return _written(request, form, write, to) or place.shown(
        request, "shared/plan_accept.html", found, page, form
    )


def step(request: HttpRequest, course_id: uuid.UUID, step_id: uuid.UUID, place: Place) -> HttpResponse:
    """A step is marked as done, or as open after all."""
    actor, _course, _practice = _found(request, course_id)
    form = TickForm(request.POST)
    to = place.to("plan-versions", course_id)

    def write() -> None:
        actions.tick_step(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            step_id=step_id,
            done=form.cleaned_data["done"] == "yes",
        )

    return _written(request, form, write, to) or versions(request, course_id, place, form)


# --- everyday life


def areas(request: HttpRequest, course_id: uuid.UUID, place: Place) -> HttpResponse:
    """The areas of everyday life, each with what was said about it."""
    actor, found, _practice = _found(request, course_id)
    said = queries.areas_of(actor, found, at=clock.now())
    may_write = rules.may_clarify(actor, found) is None
    return place.shown(
        request,
        "shared/areas.html",
        found,
        {
            "areas": [
                {
                    "title": title,
                    "facts": _facts(said[area]) if area in said else [],
                    "saved": _saved(said[area]) if area in said else "",
                    "url": place.to("area", course_id, area.value) if may_write else None,
                }
                for area, title in LIFE_AREAS.items()
            ]
        },
    )


def _facts(one: queries.Area) -> list[tuple[Any, str]]:
    labels = AreaForm.base_fields
    return [
        (labels[name].label, told)
        for name in ("works", "hard", "helps", "wish")
        if (told := getattr(one, name))
    ]


def _saved(one: queries.Area) -> str:
    assert one.saved_on is not None
    return _("Written on %(day)s by the %(role)s") % {
        "day": words.day_and_year(one.saved_on),
        "role": views.role(one.by_role),
    }


def area(request: HttpRequest, course_id: uuid.UUID, area_slug: str, place: Place) -> HttpResponse:
    """Write about one area of everyday life."""
    if area_slug not in list(LifeArea):
        raise Http404
    actor, found, _practice = _found(request, course_id)
    refuse(rules.may_clarify(actor, found))
    at, code = clock.now(), LifeArea(area_slug)
    if request.method == "POST":
        form = AreaForm(request.POST)
    else:
        known = queries.areas_of(actor, found, at=at).get(code, queries.Area())
        form = AreaForm(initial={name: getattr(known, name) for name in AreaForm.base_fields})
    to = place.to("areas", course_id)

    def write() -> None:
        actions.clarify(by=actor, at=at, on=clock.today(), course_id=course_id, area=code, said=form.said())

    page = {"title": LIFE_AREAS[code], "back_url": to}
    return _written(request, form, write, to) or place.shown(request, "shared/area.html", found, page, form)


# --- reviews


def review_list(request: HttpRequest, course_id: uuid.UUID, place: Place) -> HttpResponse:
    """The reviews of a course, and the form for one more while it runs."""
    actor, found, practice = _found(request, course_id)
    at, today = clock.now(), clock.today()
    may_write = may_review(actor, found) is None
    if request.method == "POST":
        refuse(may_review(actor, found))
    told = reviews.reviews_of(actor, found, at=at)
    form = None
    if may_write:
        goals = [(str(key), each.words) for key, each in queries.standing(actor, found, at=at).goals]
        form = ReviewForm(
            goals,
            request.POST if request.method == "POST" else None,
            initial={"held_on": today, "next_on": today + timedelta(weeks=practice.review_every_weeks)},
        )

        def write() -> None:
            reviewing.hold_review(by=actor, at=at, on=today, course_id=course_id, held=form.held())

        done = _written(request, form, write, place.to("reviews", course_id))
        if done:
            return done  # type: ignore[no-any-return]
    due = found.review_due_on if found.state == CourseState.ACTIVE else None
    page = {
        "rows": [_review(one, place, course_id, may_write) for one in told],
        "lead": _("At least every %(weeks)d weeks.") % {"weeks": practice.review_every_weeks},
        "due_words": words.day_and_year(due) if due else "",
        "is_late": bool(due and due < today),
    }
    return place.shown(request, "shared/reviews.html", found, page, form)


def _review(one: reviews.ToldReview, place: Place, course_id: uuid.UUID, may_write: bool) -> dict[str, Any]:
    return {
        "title": words.day_and_year(one.held_on),
        "present": ", ".join(str(PRESENT[Present(who)]) for who in one.present),
        "said": [{"goal": goal, "number": number} for goal, number in one.said],
        "agreed": one.agreed,
        "next_words": _("Next: %(day)s") % {"day": words.day_and_year(one.next_on)},
        "url": place.to("review-correct", course_id, one.id) if may_write else None,
    }


def review_correct(
    request: HttpRequest, course_id: uuid.UUID, review_id: uuid.UUID, place: Place
) -> HttpResponse:
    """Put right what was written about one review."""
    actor, found, _practice = _found(request, course_id)
    refuse(may_review(actor, found))
    at = clock.now()
    reviews.review_for(found, review_id)
    told = reviews.reviews_of(actor, found, at=at)
    one = next(each for each in told if each.id == review_id)
    form = ReviewForm(
        reviews.goals_to_rate(actor, found, one, at=at),
        request.POST if request.method == "POST" else None,
        initial={
            "held_on": one.held_on,
            "next_on": one.next_on,
            "present": list(one.present),
            "agreed": one.agreed,
            **{f"rating_{key}": value for key, value in one.ratings.items()},
        },
    )
    to = place.to("reviews", course_id)

    def write() -> None:
        reviewing.correct_review(
            by=actor, at=at, on=clock.today(), course_id=course_id, review_id=review_id, held=form.held()
        )

    page = {"back_url": to, "title": words.day_and_year(one.held_on)}
    return _written(request, form, write, to) or place.shown(request, "shared/review.html", found, page, form)
