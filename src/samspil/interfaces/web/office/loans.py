"""The office's pages on mentors on loan and on who stands in for the coordinator."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions.loans import take_loan
from samspil.delivery.queries import handover
from samspil.interfaces import clock
from samspil.interfaces.web.office.handover import deputy_view
from samspil.interfaces.web.office.handover_forms import DeputyForm, LoanForm, TakeLoanForm
from samspil.interfaces.web.office.steps import COORDINATOR, answered
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.people.actions import staffing
from samspil.people.queries import loans as queries
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind, Role


@door("office", roles=COORDINATOR)
def offer(request: HttpRequest) -> HttpResponse:
    """Offer an own mentor to another municipality until a day."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    mentors = [(str(one.id), one.name) for one in people.staff_for(actor, Role.MENTOR, on=today)]
    form = LoanForm(mentors, _others(actor), request.POST or None)

    def write() -> str:
        data = form.cleaned_data
        staffing.offer_loan(
            by=actor,
            at=clock.now(),
            on=today,
            appointment_id=uuid.UUID(data["mentor"]),
            to_tenant_id=uuid.UUID(data["to"]),
            until_on=data["until_on"],
            certified_until=data["certified_until"],
        )
        return reverse("office:hand-overs")

    return answered(request, form, write, "office/loan.html", _frame())


@door("office", roles=COORDINATOR)
def take(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Take an offered mentor for exactly one course."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.offered_to(actor, offer_id)
    form = TakeLoanForm(handover.to_lend_for(actor), request.POST or None)

    def write() -> str:
        course_id = uuid.UUID(form.cleaned_data["course"])
        take_loan(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            offer_id=offer_id,
            course_id=course_id,
            why=form.cleaned_data["why"],
        )
        return reverse("office:course", args=[course_id])

    return answered(request, form, write, "office/loan_take.html", _frame(**_told(found)))


@door("office", roles=COORDINATOR)
def end(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """End a loan before its day, from either side."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.loan_of(actor, offer_id)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        staffing.end_loan(by=actor, at=clock.now(), on=clock.today(), offer_id=offer_id)
        return reverse("office:hand-overs")

    return answered(request, form, write, "office/loan_end.html", _frame(**_told(found)))


@door("office", roles=COORDINATOR)
def deputy(request: HttpRequest) -> HttpResponse:
    """Who stands in for the coordinator; name one more."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    staff = [(str(key), name) for key, name in queries.able_to_stand_in(actor, on=today)]
    form = DeputyForm(staff, today, request.POST or None)

    def write() -> str:
        data = form.cleaned_data
        staffing.name_deputy(
            by=actor,
            at=clock.now(),
            on=today,
            account_id=uuid.UUID(data["deputy"]),
            from_on=data["from_on"],
            to_on=data["to_on"],
            because=data["because"],
        )
        return reverse("office:deputy")

    there = [deputy_view(one, today) for one in queries.deputies(actor, on=today)]
    return answered(request, form, write, "office/deputy.html", _frame(deputies=there))


@door("office", roles=COORDINATOR)
def deputy_end(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """End a deputy's time at once."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.deputy(actor, appointment_id, on=today)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        staffing.end_deputy(by=actor, at=clock.now(), appointment_id=appointment_id)
        return reverse("office:deputy")

    context = _frame(**deputy_view(found, today))
    context["cancel_url"] = reverse("office:deputy")
    return answered(request, form, write, "office/deputy_end.html", context)


def _frame(**page: Any) -> dict[str, Any]:
    return {"page": page, "cancel_url": reverse("office:hand-overs")}


def _others(actor: Any) -> list[tuple[str, str]]:
    return [
        (str(one.id), one.name)
        for one in people.organisations()
        if one.kind == OrganisationKind.MUNICIPALITY and one.id != actor.tenant_id
    ]


def _told(found: queries.Loan) -> dict[str, Any]:
    certified = words.day_and_year(found.certified_until) if found.certified_until else ""
    return {
        "name": found.name,
        "other": found.other,
        "until_words": words.day_and_year(found.until_on),
        "certified_words": _("Certified at home until %(day)s") % {"day": certified} if certified else "",
    }
