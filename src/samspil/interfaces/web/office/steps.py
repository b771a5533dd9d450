"""The office's forms on a course: offer, yes, no, plan and start."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import courses as actions
from samspil.delivery.queries import courses
from samspil.delivery.rules import courses as rules
from samspil.delivery.terms.courses import CourseState, Custody
from samspil.interfaces import clock
from samspil.interfaces.web.office.forms import AcceptForm, OfferForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Missing, Refusal, Refused, refuse
from samspil.people.queries import people
from samspil.people.terms import Method, Role
from samspil.programme import queries as programme

COORDINATOR = (Role.COORDINATOR,)


@door("office", roles=COORDINATOR)
def offer(request: HttpRequest) -> HttpResponse:
    """Record an offer: no identity."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    try:
        loaded = programme.programme_of(people.organisation(actor.tenant_id).municipality_code, on=today)
    except Missing:
        return TemplateResponse(
            request,
            "office/nothing.html",
            {
                "page": {
                    "role_label": _("Record an offer"),
                    "words": _(
                        "Your municipality takes part in no programme today. Ask the programme office."
                    ),
                }
            },
        )
    form = OfferForm(loaded.concept, request.POST or None)

    def write() -> str:
        made = actions.record_offer(
            by=actor, at=clock.now(), on=today, concept_id=loaded.id, **form.cleaned_data
        )
        return reverse("office:course", args=[made.id])

    return answered(request, form, write, "office/offer.html", {"cancel_url": reverse("office:home")})


@door("office", roles=COORDINATOR)
def accept(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The person said yes: identity, contact and consents."""
    actor, found, concept = found_for(
        request, course_id, lambda one: rules.may_accept(one, CourseState.ACCEPTED)
    )
    form = AcceptForm(concept, clock.today().year, request.POST or None, intervention=found.intervention)

    def write() -> str:
        data = form.cleaned_data
        actions.accept_offer(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            yes=actions.Yes(
                name=data["name"],
                channel=data["channel"],
                contact=data["contact"],
                born=data.get("born", ""),
                custody=data.get("custody", Custody.NONE),
                method=Method(data["method"]),
                evaluation=data["consent_evaluation"],
                custody_2=data.get("custody_2") or Custody.NONE,
                basis=data["basis"],
                decided_by=data["decided_by"],
                need=data["need"],
                language=data["language"],
                purposes=tuple(data["purposes"]),
                age_band=data.get("age_band", ""),
            ),
        )
        return reverse("office:course", args=[course_id])

    return answered(
        request,
        form,
        write,
        "office/accept.html",
        {
            **frame(found, course_id),
            "texts": [{"slug": one.slug, "text": words.said(one.text)} for one in concept.consents],
        },
    )


@door("office", roles=COORDINATOR)
def decline(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The person said no: nothing about anyone is kept."""
    actor, found, _concept = found_for(
        request, course_id, lambda one: rules.may_move(one, CourseState.DECLINED)
    )
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.decline_offer(by=actor, at=clock.now(), course_id=course_id)
        return reverse("office:home")

    return answered(request, form, write, "office/decline.html", frame(found, course_id))


def found_for(
    request: HttpRequest, course_id: uuid.UUID, may: Callable[[Any], Refusal | None]
) -> tuple[Any, Any, Any]:
    """The course, if this step may be taken from where it stands."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    refuse(may(found))
    return actor, found, programme.concept(found.concept_id)


def frame(found: Any, course_id: uuid.UUID) -> dict[str, Any]:
    title = found.code or _("Offer, %(month)s") % {"month": words.month(found.offered_month)}
    return {"page": {"title": title}, "cancel_url": reverse("office:course", args=[course_id])}


def answered(
    request: HttpRequest, form: forms.Form, write: Callable[[], str], template: str, context: dict[str, Any]
) -> HttpResponse:
    """Write and go on; or the same page with what was typed and the sentence beside its cause."""
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(write())
        except Refused as refused:
            put(form, refused)
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, template, {"form": form, **context}, status=status)
