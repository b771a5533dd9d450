"""What municipalities ask the programme office about their grants, and the page on which it answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.economy.actions import decisions as actions
from samspil.economy.queries import budget, statements
from samspil.economy.queries import decisions as queries
from samspil.economy.queries import told as sums
from samspil.economy.queries.budget import ToldGrant
from samspil.economy.queries.decisions import Asked
from samspil.economy.queries.told import Told
from samspil.economy.terms.budget import BUDGET_KINDS, BudgetKind, DecidedAbout
from samspil.economy.terms.vouchers import COMMUNICATION_PARTS, CommunicationPart
from samspil.interfaces import clock
from samspil.interfaces.web.office.grant import BASE
from samspil.interfaces.web.office.grant_forms import DecisionForm
from samspil.interfaces.web.office.grant_words import changes_of, reason_of, titles_of
from samspil.interfaces.web.office.statement_words import period_of
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.kernel.money import Money
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.trust import audit, fields

OFFICE = (Role.PROGRAMME_OFFICE,)


@door("office", roles=OFFICE, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the longest wait first; and what was answered."""
    found = queries.asked_things(request.actor)  # type: ignore[attr-defined]
    spent = sums.told(request.actor)  # type: ignore[attr-defined]
    page = {
        "grants": [_standing(one, spent.get(one.id)) for one in budget.told_grants(request.actor)],  # type: ignore[attr-defined]
        "waiting": [_row(one) for one in found if one.decided_on is None],
        "over": [_row(one) for one in found if one.decided_on is not None],
    }
    return TemplateResponse(request, "office/grant_decisions.html", {"page": page})


def _standing(one: ToldGrant, told: Told | None) -> dict[str, Any]:
    """How a grant stands: the budget that counts, and what the municipality told last."""
    whole = Money.sum(one.amounts.values())
    row = {"municipality": one.municipality, "budget": whole.plain if one.counts else "–"}
    if told is None:
        return {**row, "received": "–", "spent": "–", "remaining": "–", "told_on": _("Not told yet")}
    spent = Money.sum(told.spent.values())
    return {
        **row,
        "received": told.received.plain,
        "spent": spent.plain,
        "remaining": (whole - spent).plain,
        "told_on": words.day_and_year(told.told_on),
    }


@door("office", roles=OFFICE)
def decide(request: HttpRequest, thing_id: uuid.UUID) -> HttpResponse:
    """One thing that is asked: what it is, why, and the answer."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    found = queries.asked_thing(actor, thing_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if found.about == DecidedAbout.STATEMENT:
        form.fields["answer"].choices = [("approved", _("Receive")), ("refused", _("Send back"))]  # type: ignore[attr-defined]
    here = reverse("office:grant-decisions")

    def write() -> str:
        approved = form.cleaned_data["answer"] == "approved"
        told = {"thing_id": thing_id, "approved": approved, "words": form.cleaned_data["words"]}
        actions.decide(by=actor, at=now, on=clock.today(), **told)
        return here

    page = {
        "name": "office-grant-decide",
        "title": _("Grants: what is asked"),
        "heading": f"{found.municipality}: {_title(found)}",
        "button": _("Save the answer"),
        "is_over": found.decided_on is not None,
        "answered": _answered(found),
        **TOLD[found.about](actor, found),
    }
    template = "office/grant_decide.html"
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page, template=template)


def _budget(actor: Any, found: Asked) -> dict[str, Any]:
    one, grant = budget.version(actor, found.id)
    was = budget.before(one, grant)
    amounts = budget.amounts_of([each for each in (one, was) if each])
    titles = titles_of(programme.concept(grant.concept_id), budget.lines_of(grant))
    return {
        "changes": changes_of(titles, amounts[one.id], amounts[was.id] if was else {}),
        "reason": reason_of(actor, one, clock.now()),
    }


def _cost(actor: Any, found: Asked) -> dict[str, Any]:
    row = queries.cost_asking(found.id)
    grant = budget.granted(actor, row.grant_id)
    concept = programme.concept(grant.concept_id)
    titles = titles_of(concept, budget.lines_of(grant))
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.id, at=clock.now(), thing=row):
        reason = fields.unseal(row, "reason")
    kind = words.title_of(concept.cost_rules.eligible.examples, row.cost_type)
    part = COMMUNICATION_PARTS[CommunicationPart(row.part)] if row.part else ""
    return {
        "facts": [
            (_("Cost"), f"{kind} – {part}" if part else kind),
            (_("Line"), titles.get(row.line_id, "")),
            (_("Year"), str(row.year)),
            (_("Amount"), row.amount.kroner),
        ],
        "reason": reason,
    }


def _statement(actor: Any, found: Asked) -> dict[str, Any]:
    one, _grant, told = statements.told(actor, found.id, on=clock.today())
    day = words.day_and_year(one.signed_on) if one.signed_on else ""
    return {
        "facts": [
            (_("Period"), period_of(one.year)),
            (_("Version number"), str(one.number)),
            (_("Signed"), day),
            (_("Spent"), told.spent.kroner),
            (_("Received"), told.received.kroner),
        ],
        "reason": "",
        "open_url": to("office:statement", one.id),
        "open_label": _("Open the statement"),
    }


TOLD = {DecidedAbout.BUDGET: _budget, DecidedAbout.COST: _cost, DecidedAbout.STATEMENT: _statement}


def _title(found: Asked) -> str:
    if found.about == DecidedAbout.BUDGET:
        return str(BUDGET_KINDS[BudgetKind(found.what)])
    if found.about == DecidedAbout.STATEMENT:
        return f"{_('Statement of accounts')}: {period_of(int(found.what))}"
    return _("A cost that is not on the list")


def _answered(found: Asked) -> str:
    if found.decided_on is None:
        return ""
    told = {"day": words.day_and_year(found.decided_on)}
    if found.about == DecidedAbout.STATEMENT:
        return (_("Received on %(day)s") if found.approved else _("Sent back on %(day)s")) % told
    return (_("Approved on %(day)s") if found.approved else _("Refused on %(day)s")) % told


def _row(found: Asked) -> dict[str, Any]:
    return {
        "url": to("office:grant-decide", found.id),
        "municipality": found.municipality,
        "title": _title(found),
        "when": words.day_and_year(found.asked_on),
        "answered": _answered(found),
    }
