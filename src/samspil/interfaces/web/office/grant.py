"""The municipality's grant: how it stands by line and year, opening it, its versions, money in and back."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.economy.actions import budget as actions
from samspil.economy.queries import books, budget
from samspil.economy.queries.books import Book, Books
from samspil.economy.rules import budget as rules
from samspil.economy.terms.budget import PAYMENT_KINDS, PaymentKind
from samspil.interfaces import clock
from samspil.interfaces.web.office.grant_forms import OpenForm, PaymentForm
from samspil.interfaces.web.office.grant_words import amount_of, bar_of, titles_of, version_row
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.kernel.errors import Missing
from samspil.kernel.money import Money
from samspil.people.terms import Role

BASE = "shared/office.html"
SEES = (Role.COORDINATOR, Role.MUNICIPAL_LEAD, Role.AUDITOR)
LEAD = (Role.MUNICIPAL_LEAD,)


@door("office", roles=SEES, methods=("GET",))
def grant(request: HttpRequest) -> HttpResponse:
    """The budget by line and year with its sums, and how one year stands: spent, waiting, remaining."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = budget.grant_of(actor)
    if found is None:
        none = {"open_url": reverse("office:grant-open") if actor.role in LEAD else ""}
        return TemplateResponse(request, "office/grant_none.html", {"page": none})
    told = books.books(actor, found)
    year = _year(request, told.standing.years, today)
    titles = titles_of(told.standing.concept, told.standing.lines)
    received = budget.received(found)
    page = {
        "title": found.title,
        "years": told.standing.years,
        "year": year,
        "year_links": [
            {"label": str(one), "url": f"?year={one}", "is_here": one == year} for one in told.standing.years
        ],
        "matrix": _matrix(told, titles),
        "rows": [_row(title, told.at(key, year)) for key, title in titles.items()],
        "together": _row(_("In all"), told.at(None, year)),
        "has_amounts": bool(told.at().revised),
        "vouchers_wait": told.at().waiting.kroner if told.at().waiting else "",
        "facts": _facts(found, told.at(), received),
        "waiting": version_row(told.standing.waiting) if told.standing.waiting else None,
        "draft": version_row(told.standing.draft) if told.standing.draft else None,
        "change_url": reverse("office:grant-change")
        if rules.may_write(actor) is None and told.standing.waiting is None
        else "",
        "payments_url": reverse("office:grant-payments") if actor.role in LEAD else "",
    }
    return TemplateResponse(request, "office/grant.html", {"page": page})


@door("office", roles=LEAD)
def open_(request: HttpRequest) -> HttpResponse:
    """Open the grant of the municipality's programme."""
    actor = request.actor  # type: ignore[attr-defined]
    form = OpenForm(request.POST or None)

    def write() -> str:
        actions.open_grant(by=actor, at=clock.now(), on=clock.today(), opening=form.opening())
        return reverse("office:grant")

    page = {
        "name": "office-grant-open",
        "title": _("The grant"),
        "heading": _("Open the grant"),
        "lead": _(
            "The lines and the amounts come from the programme's document. The rest is in the grant letter."
        ),
        "button": _("Open the grant"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:grant"), page=page)


@door("office", roles=SEES, methods=("GET",))
def versions(request: HttpRequest) -> HttpResponse:
    """Every version of the budget, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    found = budget.standing(actor)
    page = {
        "rows": [
            {**version_row(one), **({} if actor.role != Role.AUDITOR else {"who": ""})}
            for one in found.versions
        ],
        "change_url": reverse("office:grant-change")
        if rules.may_write(actor) is None and found.waiting is None
        else "",
    }
    return TemplateResponse(request, "office/grant_versions.html", {"page": page})


@door("office", roles=LEAD)
def payments(request: HttpRequest) -> HttpResponse:
    """Instalments that were received and what was repaid; a form for one more."""
    actor = request.actor  # type: ignore[attr-defined]
    found = budget.the_grant(actor)
    form = PaymentForm(request.POST or None)

    def write() -> str:
        actions.record_payment(by=actor, at=clock.now(), on=clock.today(), **form.cleaned_data)
        return reverse("office:grant-payments")

    page = {
        "name": "office-grant-payments",
        "heading": _("Instalments and repayment"),
        "title": _("The grant"),
        "button": _("Write it down"),
        "rows": [
            {
                "kind": PAYMENT_KINDS[PaymentKind(one.kind)],
                "when": words.day_and_year(one.paid_on),
                "amount": one.amount.kroner,
                "is_struck": one.struck_on is not None,
                "strike_url": to("office:grant-payment-strike", one.id) if one.struck_on is None else "",
            }
            for one in budget.payments(actor, found)
        ],
    }
    template, back = "office/grant_payments.html", reverse("office:grant")
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page, template=template)


@door("office", roles=LEAD)
def strike(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """Strike out a payment that was written by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    found = next(
        (one for one in budget.payments(actor, budget.the_grant(actor)) if one.id == payment_id), None
    )
    if found is None or found.struck_on is not None:
        raise Missing
    here = reverse("office:grant-payments")

    def write() -> str:
        actions.strike_payment(by=actor, at=clock.now(), on=clock.today(), payment_id=payment_id)
        return here

    told = {"amount": found.amount.kroner, "day": words.day_and_year(found.paid_on)}
    page = {
        "name": "office-grant-payment-strike",
        "title": _("Instalments and repayment"),
        "heading": _("Strike out %(amount)s of %(day)s") % told,
        "lead": _("It stays in sight, and counts no longer."),
        "button": _("Strike it out"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=here, page=page)


def _year(request: HttpRequest, years: tuple[int, ...], today: date) -> int:
    """The year that was asked for; today's, or the nearest of the grant's, where none was."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and len(asked) == 4 and int(asked) in years:
        return int(asked)
    return min(max(today.year, years[0]), years[-1])


def _matrix(told: Books, titles: dict[uuid.UUID, str]) -> dict[str, Any]:
    """What counts, by line and year, with the sums of lines, of years and of all."""
    years = told.standing.years
    current = told.standing.current

    def cells(key: uuid.UUID | None) -> list[str]:
        return [amount_of(told.at(key, year).revised) for year in (*years, None)]

    return {
        "rows": [{"title": title, "cells": cells(key)} for key, title in titles.items()],
        "together": cells(None),
        "number": current.number if current else 0,
        "url": to("office:grant-version", current.id) if current else "",
    }


def _row(title: str, book: Book) -> dict[str, Any]:
    return {
        "title": title,
        "initial": amount_of(book.initial),
        "revised": amount_of(book.revised),
        "spent": amount_of(book.spent),
        "waiting": amount_of(book.waiting),
        "remaining": amount_of(book.remaining),
        "is_short": book.remaining < Money.zero(),
        "segments": bar_of(book),
    }


def _facts(found: Any, together: Book, received: Money) -> list[tuple[str, str]]:
    """The period, the parties, the deadlines; and what came, is spent, and would be repaid today."""
    left = received - together.spent
    period = f"{words.day_and_year(found.from_on)} – {words.day_and_year(found.to_on)}"
    days = [
        (_("Accounts handed in by"), found.statement_due_on),
        (_("Carry-over asked for by"), found.carry_over_due_on),
    ]
    return [
        (_("Period"), period),
        *((label, words.day_and_year(on)) for label, on in days if on),
        *((label, told) for label, told in ((_("Account string"), found.account_string),) if told),
        (_("Received"), received.kroner),
        (_("Spent and approved"), together.spent.kroner),
        (_("Received and not spent"), max(left, Money.zero()).kroner),
    ]
