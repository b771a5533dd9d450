"""The office's pages on yeses: the custody holder's, all of them, taken back, asked anew; basis and stop."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import consents as actions
from samspil.delivery.queries import consents as queries
from samspil.delivery.queries import courses
from samspil.delivery.rules import consents as needs
from samspil.delivery.rules import courses as rules
from samspil.delivery.terms.courses import OF_AGE, UNDER_WAY
from samspil.interfaces import clock
from samspil.interfaces.web.office.consent_forms import (
    BasisForm,
    HolderForm,
    OwnYesForm,
    RenewForm,
    YesForm,
)
from samspil.interfaces.web.office.steps import COORDINATOR, answered, found_for, frame
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.people.actions import people as local
from samspil.people.queries import people
from samspil.people.terms import CAPACITIES, LANGUAGES, METHODS, Capacity, ConsentPurpose, Method, Role
from samspil.programme import queries as programme


@door("office", roles=COORDINATOR)
def consent(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The custody holder's yes has come."""
    actor, found, _concept = found_for(request, course_id, rules.may_receive_consent)
    missing = needs.missing_holders(found, queries.given_for(found))
    form = HolderForm(missing, request.POST or None)

    def write() -> str:
        actions.record_second_consent(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            capacity=Capacity(form.cleaned_data["capacity"]),
            method=Method(form.cleaned_data["method"]),
        )
        return reverse("office:course", args=[course_id])

    return answered(request, form, write, "office/consent.html", frame(found, course_id))


@door("office", roles=COORDINATOR)
def consents(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Every yes of the person, held and ended; one more can be written down."""
    actor, found, concept = found_for(request, course_id, needs.may_be_asked)
    at, person_id = clock.now(), found.person_id
    form = YesForm(concept, people.language_of(actor, person_id), request.POST or None)

    def write() -> str:
        data = form.cleaned_data
        actions.record_consent(
            by=actor,
            at=at,
            on=clock.today(),
            course_id=course_id,
            purpose=data["purpose"],
            recipient=data["recipient"],
            language=data["language"],
            method=Method(data["method"]),
        )
        return reverse("office:consents", args=[course_id])

    context = frame(found, course_id)
    context["page"] |= {
        "rows": [_row(one, concept, course_id) for one in people.told_consents(actor, person_id, at=at)],
        "texts": [{"title": words.said(one.title), "text": words.said(one.text)} for one in concept.consents],
        "stop_url": reverse("office:stop", args=[course_id]) if found.state in UNDER_WAY else None,
        "can_ask": found.state in UNDER_WAY,
    }
    return answered(request, form, write, "office/consents.html", context)


def _row(one: people.ToldConsent, concept: Any, course_id: uuid.UUID) -> dict[str, Any]:
    given = _("Yes on %(day)s, %(method)s, text %(version)d in %(language)s") % {
        "day": words.day_and_year(one.given_on),
        "method": str(METHODS[Method(one.method)]).lower(),
        "version": one.text_version,
        "language": str(LANGUAGES.get(one.language, one.language)).lower(),
    }
    ended = (
        _("Taken back on %(day)s") % {"day": words.day_and_year(one.withdrawn_on)} if one.withdrawn_on else ""
    )
    return {
        "title": words.title_of(concept.consents, one.purpose),
        "recipient": one.recipient,
        "who": CAPACITIES[Capacity(one.capacity)],
        "given": given,
        "ended": ended,
        "url": None if one.withdrawn_on else reverse("office:withdraw", args=[course_id, one.id]),
    }


@door("office", roles=COORDINATOR)
def withdraw(request: HttpRequest, course_id: uuid.UUID, consent_id: uuid.UUID) -> HttpResponse:
    """One yes is taken back. It says what follows; it asks for no reason."""
    actor, found, concept = found_for(request, course_id, needs.may_be_asked)
    one = people.consent_for(actor, found.person_id, consent_id)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.withdraw_consent(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            purpose=one.purpose,
            capacity=Capacity(one.capacity),
            recipient_number=one.recipient_number,
        )
        return reverse("office:course", args=[course_id])

    context = frame(found, course_id)
    context["page"] |= {
        "what": words.title_of(concept.consents, one.purpose),
        "who": CAPACITIES[Capacity(one.capacity)],
        "stops": needs.stops_the_course(found, one.purpose, one.capacity),
    }
    context["cancel_url"] = reverse("office:consents", args=[course_id])
    return answered(request, form, write, "office/withdraw.html", context)


@door("office", roles=COORDINATOR)
def stop(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The person said stop: written down here, for somebody who did not do it alone."""
    actor, found, _concept = found_for(request, course_id, rules.may_stop)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.stop(by=actor, at=clock.now(), on=clock.today(), course_id=course_id)
        return reverse("office:course", args=[course_id])

    return answered(request, form, write, "office/stop.html", frame(found, course_id))


@door("office", roles=COORDINATOR)
def renew(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Somebody turned 15 or 18 and was asked anew."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    due = queries.due_new_yes(actor, course_id, on=today)
    concept = programme.concept(found.concept_id)
    form = RenewForm(people.language_of(actor, found.person_id), request.POST or None)  # type: ignore[arg-type]

    def write() -> str:
        actions.renew_consent(
            by=actor,
            at=clock.now(),
            on=today,
            course_id=course_id,
            age=due.age,
            method=Method(form.cleaned_data["method"]),
            language=form.cleaned_data["language"],
        )
        return reverse("office:basis" if due.age >= OF_AGE else "office:course", args=[course_id])

    context = frame(found, course_id)
    context["page"] |= {
        "age": due.age,
        "is_of_age": due.age >= OF_AGE,
        "text": words.said(words.item_of(concept.consents, ConsentPurpose.SUPPORT).text),
    }
    return answered(request, form, write, "office/renew.html", context)


@door("office", roles=COORDINATOR)
def basis(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """The legal basis and what it asks for. The choice is logged."""
    actor, found, concept = found_for(request, course_id, lambda one: needs.may_change_basis(one, False))
    told = courses.basis_of(actor, found, at=clock.now())
    form = BasisForm(
        concept,
        request.POST or None,
        initial={
            "basis": found.legal_basis,
            "custody_holders": str(found.custody_holders or 0),
            "decision": told.decision,
            "childs_view": told.childs_view,
            "childs_view_on": found.childs_view_on,
        },
    )

    def write() -> str:
        data = form.cleaned_data
        actions.change_basis(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            course_id=course_id,
            basis=data["basis"],
            custody_holders=int(data["custody_holders"]),
            decision=data["decision"],
            childs_view=data["childs_view"],
            childs_view_on=data["childs_view_on"],
        )
        return reverse("office:course", args=[course_id])

    context = frame(found, course_id)
    context["page"] |= {"own_yes_from": people.own_yes_from(actor), "own_yes_url": reverse("office:own-yes")}
    return answered(request, form, write, "office/basis.html", context)


@door("office", roles=(Role.COORDINATOR, Role.MUNICIPAL_LEAD))
def own_yes(request: HttpRequest) -> HttpResponse:
    """From which age an own yes starts a course under section 30, in this municipality."""
    actor = request.actor  # type: ignore[attr-defined]
    form = OwnYesForm(request.POST or None, initial={"own_yes_from": people.own_yes_from(actor)})

    def write() -> str:
        local.set_local_rule(by=actor, at=clock.now(), own_yes_from=form.cleaned_data["own_yes_from"])
        return reverse("office:home")

    return answered(
        request, form, write, "office/own_yes.html", {"page": {}, "cancel_url": reverse("office:home")}
    )
