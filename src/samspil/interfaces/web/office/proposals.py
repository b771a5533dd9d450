"""What approved hours propose to the grant: the list, and taking one sum over as a voucher."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.economy.actions.vouchers import Taken
from samspil.economy.queries import budget
from samspil.economy.queries import proposals as queries
from samspil.economy.queries.proposals import Proposal
from samspil.interfaces import clock
from samspil.interfaces.web.office.vouchers import COORDINATOR, kind_words, voucher_page
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.errors import Missing, refuse
from samspil.people.terms import ROLES
from samspil.programme.concept.model import Concept

PAGE = 50


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """One sum a person and month, for the fee and for the way: no course, no day and no place."""
    actor, number = request.actor, paging.asked(request)  # type: ignore[attr-defined]
    concept = budget.concept_of(budget.the_grant(actor))
    found = queries.proposals(actor, on=clock.today())
    page = {
        "rows": [_row(one, concept) for one in found[(number - 1) * PAGE : number * PAGE]],
        **paging.links(number, of=len(found), size=PAGE),
    }
    return TemplateResponse(request, "office/proposals.html", {"page": page})


@door("office", roles=COORDINATOR)
def take(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Take one sum over as a voucher. Which month and kind it is stands in the address."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        month = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        raise Missing from None
    kind = request.GET.get("kind", "")
    one = queries.proposal(actor, appointment_id, month, kind, on=clock.today())
    if request.method != "POST":  # what is sent twice is written once: the action knows its key
        refuse(queries.must_be_open(one))
    concept = budget.concept_of(budget.the_grant(actor))
    page = {
        "title": _("Proposals"),
        "heading": f"{one.name}: {kind_words(concept, one.kind, '')}, {words.month(one.month)}",
        "lead": _sum(one),
        "points": [],
    }
    taken = Taken(appointment_id, month, kind)
    back = reverse("office:proposals")
    return voucher_page(request, page, back=back, taken=taken, fixed=queries.fixed(one))


def _row(one: Proposal, concept: Concept) -> dict[str, Any]:
    open_ = queries.must_be_open(one)
    address = to("office:proposal", one.appointment_id)
    changed = one.voucher_amount is not None and one.amount is not None and one.voucher_amount != one.amount
    return {
        "name": one.name,
        "role": ROLES[one.role].title,
        "when": words.month(one.month),
        "kind": kind_words(concept, one.kind, ""),
        "sum": _sum(one),
        "url": "" if open_ else f"{address}?month={one.month:%Y-%m}&kind={one.kind}",
        "waits": _("Hours still wait for a yes") if one.is_waiting else "",
        "voucher_url": to("office:voucher", one.voucher_id) if one.voucher_id else "",
        "taken": one.voucher_amount.kroner if one.voucher_amount else "",
        "is_changed": changed,
    }


def _sum(one: Proposal) -> str:
    """The time or the way, and what it comes to where that is known."""
    told = []
    if one.minutes:
        told.append(words.duration(one.minutes))
    if one.kilometres:
        told.append(_("%(km)d km beside the visits") % {"km": one.kilometres})
    told.append(one.amount.kroner if one.amount is not None else _("the rate is to be written"))
    return ", ".join(told)
