"""The office's pages around one course: joining up, practicalities, the other parent."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import joining as joins
from samspil.delivery.actions import parents as actions
from samspil.delivery.queries import courses, joining, parents
from samspil.delivery.rules import joining as join_rules
from samspil.delivery.rules import parents as rules
from samspil.delivery.rules.own_page import has_own_page
from samspil.delivery.terms.courses import UNDER_WAY, Intervention
from samspil.delivery.terms.families import JOINING_STEPS
from samspil.interfaces import clock
from samspil.interfaces.web.office.parent_forms import (
    JoinForm,
    JoiningForm,
    PracticalForm,
    SecondForm,
    SecondYesesForm,
)
from samspil.interfaces.web.office.steps import COORDINATOR, found_for
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.course_page import contact_view
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.kernel.errors import Missing
from samspil.people.queries import people
from samspil.people.terms import ConsentPurpose, Method
from samspil.programme import queries as programme

BASE = "shared/office.html"


@door("office", roles=COORDINATOR)
def ask(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """What the person answers about joining up, and what the coordinator knows of the family."""
    actor, found, concept = found_for(request, course_id, join_rules.may_ask_about_joining)
    form = JoiningForm(request.POST or None)

    def write() -> str:
        actions.ask_about_joining(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            says_yes=form.cleaned_data["says_yes"] == "yes",
            method=Method(form.cleaned_data["method"]),
        )
        return reverse("office:joining", args=[course_id])

    joined = joining.joined_to(actor, found)
    page = {
        "name": "office-joining",
        "title": found.code,
        "step_label": JOINING_STEPS[joining.step_of(actor, found)],
        "text": words.said(words.item_of(concept.consents, ConsentPurpose.JOINING).text),
        "joined": [
            {
                "code": one.code,
                "is_open": one.is_open,
                "url": reverse("office:course", args=[one.course_id]),
                "part_url": reverse("office:part", args=[course_id, one.id]),
            }
            for one in joined
        ],
        "join_url": reverse("office:join", args=[course_id]),
    }
    return form_page(
        request,
        form,
        write,
        base=BASE,
        cancel_url=reverse("office:course", args=[course_id]),
        page=page,
        template="office/joining.html",
    )


@door("office", roles=COORDINATOR)
def join(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Note that another course is of the same family. Nobody is told by it."""
    actor, found, _concept = found_for(request, course_id, join_rules.may_ask_about_joining)
    others = [(str(one), code) for one, code in joining.to_join_with(actor, found)]
    form = JoinForm(others, request.POST or None)

    def write() -> str:
        joins.join(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            other_id=uuid.UUID(form.cleaned_data["other"]),
        )
        return reverse("office:joining", args=[course_id])

    page = {
        "name": "office-join",
        "title": found.code,
        "heading": _("The same family"),
        "lead": _(
            "You know it; nobody else is told. The two helpers see each other while both persons say yes."
        ),
        "button": _("They are one family"),
    }
    back = reverse("office:joining", args=[course_id])
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def part(request: HttpRequest, course_id: uuid.UUID, joining_id: uuid.UUID) -> HttpResponse:
    """It was wrong, or it is over: the joining goes, and only a count stays."""
    actor, found, _concept = found_for(request, course_id, join_rules.may_ask_about_joining)
    if joining_id not in [one.id for one in joining.joined_to(actor, found)]:
        raise Missing
    form = plain(request)

    def write() -> str:
        joins.part(by=actor, at=clock.now(), on=clock.today(), course_id=course_id, joining_id=joining_id)
        return reverse("office:joining", args=[course_id])

    page = {
        "name": "office-part",
        "title": found.code,
        "heading": _("Not joined any more"),
        "lead": _("The two helpers no longer see each other, from the next page on. Only a number stays."),
        "button": _("Take them apart"),
    }
    back = reverse("office:joining", args=[course_id])
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def practical(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The interpreter, and in a parent course the band of the young one's age."""
    actor, found, _concept = found_for(request, course_id, rules.may_have_practicalities)
    form = PracticalForm(
        found.intervention,
        request.POST if request.method == "POST" else None,
        initial={"interpreter": found.interpreter_language, "age_band": found.child_age_band},
    )

    def write() -> str:
        actions.set_practicalities(
            by=actor,
            at=clock.now(),
            course_id=course_id,
            interpreter=form.cleaned_data["interpreter"],
            age_band=form.cleaned_data.get("age_band", ""),
        )
        return reverse("office:course", args=[course_id])

    page = {
        "name": "office-practical",
        "title": found.code,
        "heading": _("Before the meetings"),
        "lead": _("Shown on the course's page, and chosen beforehand when a meeting is written."),
        "button": _("Save"),
    }
    back = reverse("office:course", args=[course_id])
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def second(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The other parent of a course: added with an own yes, then shown with an own thread."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    there = parents.second_of(found)
    if request.method == "GET":
        shown = parents.former_of(found) if request.GET.get("who") == "former" else there
        if shown is not None:
            return _second_page(request, found, shown)
    _actor, found, concept = found_for(request, course_id, lambda one: rules.may_add_second(one, there))
    form = SecondForm(concept, request.POST or None)

    def write() -> str:
        data = form.cleaned_data
        actions.add_second_parent(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            yes=actions.SecondYes(
                name=data["name"],
                channel=data["channel"],
                contact=data["contact"],
                method=Method(data["method"]),
                language=data["language"],
                purposes=tuple(data["purposes"]),
                goals=form.goals(),
            ),
        )
        return reverse("office:second", args=[course_id])

    page = {
        "name": "office-second-new",
        "title": found.code,
        "heading": _("Add the other parent"),
        "lead": _("A person with an own yes, own goals and an own thread. Neither parent reads the other's."),
        "button": _("Save the yes"),
    }
    back = reverse("office:course", args=[course_id])
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


def _second_page(request: HttpRequest, found: Any, there: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    concept = programme.concept(found.concept_id)
    thread = parents.second_thread(actor, there, at=clock.now())
    given = {one.purpose for one in people.consents_of(actor, there.person_id)}
    is_open = found.state in UNDER_WAY and there.left_on is None
    page = {
        "code": found.code,
        "back_url": reverse("office:course", args=[found.id]),
        "goals": thread.goals,
        "sessions": [contact_view(one, concept) for one in thread.contacts],
        "consents": [
            {"label": words.said(one.title), "is_given": str(one.slug) in given} for one in concept.consents
        ],
        "own_page_url": reverse("office:second-page", args=[found.id])
        if has_own_page(found) and there.left_on is None
        else None,
        "who_url": reverse("office:second-who", args=[found.id]) if there.left_on is None else None,
        "left_words": words.day_and_year(there.left_on) if there.left_on else "",
        "yeses_url": reverse("office:second-yeses", args=[found.id]) if is_open else None,
        "leave_url": reverse("office:second-leave", args=[found.id]) if is_open else None,
    }
    return TemplateResponse(request, "shared/second.html", {"base": BASE, "page": page})


@door("office", roles=COORDINATOR, methods=("GET",))
def second_who(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Who the other parent is. The look is logged with the active purpose."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    card = people.identity_for(actor, parents.second_for(actor, found).person_id, at=clock.now())
    channels = programme.concept(found.concept_id).vocabulary.contact_channels
    page = {
        "code": found.code,
        "name": card.name,
        "contact_label": words.title_of(channels, card.channel),
        "contact": card.contact,
        "born_year": card.born,
        "back_url": reverse("office:second", args=[course_id]),
    }
    return TemplateResponse(request, "office/identity.html", {"page": page})


@door("office", roles=COORDINATOR)
def second_yeses(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """What the other parent says yes to from now on."""
    actor, found, concept = found_for(request, course_id, rules.may_have_practicalities)
    there = parents.second_for(actor, found)
    given = {one.purpose for one in people.consents_of(actor, there.person_id)}
    form = SecondYesesForm(concept, request.POST or None, initial={"purposes": sorted(given)})

    def write() -> str:
        actions.set_second_yeses(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            purposes=form.cleaned_data["purposes"],
            method=Method(form.cleaned_data["method"]),
        )
        return reverse("office:second", args=[course_id])

    page = {
        "name": "office-second-yeses",
        "title": found.code,
        "heading": _("The other parent's yeses"),
        "button": _("Save"),
    }
    back = reverse("office:second", args=[course_id])
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=COORDINATOR)
def second_leave(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The other parent says stop. The course goes on with the first."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    parents.second_for(actor, found)
    form = plain(request)

    def write() -> str:
        actions.second_parent_leaves(by=actor, at=clock.now(), on=clock.today(), course_id=course_id)
        return reverse("office:course", args=[course_id])

    page = {
        "name": "office-second-leave",
        "title": found.code,
        "heading": _("The other parent stops"),
        "lead": _("It holds at once and needs no reason."),
        "points": [
            _("Every yes of that parent is taken back."),
            _("That parent's name is gone from the networks."),
            _("The course goes on with the first parent."),
        ],
        "button": _("The other parent stops"),
    }
    back = reverse("office:second", args=[course_id])
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


def can_add_second(found: Any) -> bool:
    """Whether a course's page offers to add the other parent."""
    return found.intervention == Intervention.PARENT and found.state in UNDER_WAY
