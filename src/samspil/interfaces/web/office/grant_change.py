"""A version of the budget: written as a draft, looked at beside what counts, sent or thrown away."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.economy.actions import budget as actions
from samspil.economy.queries import budget
from samspil.economy.queries.budget import Standing, Version
from samspil.economy.rules import budget as rules
from samspil.economy.terms.budget import BUDGET_KINDS, BUDGET_STATES, MATERIAL, BudgetState
from samspil.interfaces import clock
from samspil.interfaces.web.office.grant import BASE, LEAD, SEES
from samspil.interfaces.web.office.grant_forms import BudgetForm
from samspil.interfaces.web.office.grant_words import TAGS, answer_of, changes_of, reason_of, titles_of
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.kernel.errors import refuse
from samspil.people.terms import ROLES, Role

WRITES = (Role.COORDINATOR, Role.MUNICIPAL_LEAD)


@door("office", roles=WRITES)
def change(request: HttpRequest) -> HttpResponse:
    """Write a draft of the budget, or go on with the one there is."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    found = budget.standing(actor)
    if request.method != "POST":  # what was typed is not lost: the action refuses beside it
        refuse(rules.must_have_no_other(found.waiting is not None))
    titles = titles_of(found.concept, found.lines)
    based_on = found.draft or found.current
    amounts = budget.amounts_of([based_on])[based_on.id] if based_on else {}
    known: dict[str, Any] = {}
    if found.draft:
        known = {"kind": found.draft.kind.value}
        if request.method == "GET":
            known["reason"] = reason_of(actor, found.draft, now)
    form = BudgetForm(
        found.lines,
        titles,
        found.years,
        request.POST if request.method == "POST" else None,
        is_first=found.current is None,
        amounts=amounts,
        initial=known,
    )

    def write() -> str:
        row = actions.write_budget(by=actor, at=now, on=clock.today(), asking=form.asking())
        return reverse("office:grant-version", args=[row.id])

    percent = found.concept.cost_rules.material_percent
    page = {
        "name": "office-grant-change",
        "title": _("The grant"),
        "heading": _("First budget") if found.current is None else _("Change the budget"),
        "lead": _(
            "Money moved between lines counts at once, up to %(percent)d%% of a line in a year."
            " Everything else is decided by the programme office."
        )
        % {"percent": percent},
        "button": _("Save the draft"),
        "groups": form.grouped(),
        "new_fields": [form[name] for name in ("new_title", *form.new)],
    }
    template, back = "office/grant_change.html", reverse("office:grant")
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page, template=template)


@door("office", roles=SEES, methods=("GET",))
def version(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """One version: what it changes, why, whether the programme office has to decide, and what it said."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    one, grant = budget.version(actor, version_id)
    found = budget.standing(actor, grant)
    was = budget.before(one, grant)
    amounts = budget.amounts_of([each for each in (one, was, found.settled) if each])
    titles = titles_of(found.concept, found.lines)
    page = {
        "title": _("Version %(number)d: %(kind)s") % {"number": one.number, "kind": BUDGET_KINDS[one.kind]},
        "state": BUDGET_STATES[one.state],
        "tag": TAGS[one.state],
        "changes": changes_of(titles, amounts[one.id], amounts[was.id] if was else {}),
        "reason": reason_of(actor, one, now),
        "answer": answer_of(actor, one.decision_id, now),
        "facts": _facts(one, named=actor.role != Role.AUDITOR),
        **_steps(actor, one, found, amounts),
    }
    return TemplateResponse(request, "office/grant_version.html", {"page": page})


@door("office", roles=LEAD, methods=("POST",))
def send(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Send a draft: it counts at once, or waits for the programme office."""
    actor = request.actor  # type: ignore[attr-defined]
    here = reverse("office:grant-version", args=[version_id])

    def write() -> str:
        actions.send_budget(by=actor, at=clock.now(), on=clock.today(), version_id=version_id)
        return here

    page = {"name": "office-grant-send", "heading": _("Send the budget"), "button": _("Send the budget")}
    return form_page(request, plain(request), write, base=BASE, cancel_url=here, page=page)


@door("office", roles=WRITES)
def drop(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    actor = request.actor  # type: ignore[attr-defined]
    one, _grant = budget.version(actor, version_id)
    refuse(rules.must_be_a_draft(one.state == BudgetState.DRAFT))

    def write() -> str:
        actions.drop_budget(by=actor, at=clock.now(), version_id=version_id)
        return reverse("office:grant-versions")

    page = {
        "name": "office-grant-drop",
        "title": _("Versions"),
        "heading": _("Throw the draft away"),
        "lead": _("What counts now goes on counting."),
        "button": _("Throw it away"),
    }
    back = reverse("office:grant-version", args=[version_id])
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)


def _facts(one: Version, *, named: bool) -> list[tuple[str, str]]:
    """Who wrote, sent and answered it; to whoever reads no names, that the lead sent it."""
    facts = [(_("Written by"), one.written_by)] if named else []
    if one.sent_on:
        who = one.sent_by if named else ROLES[Role.MUNICIPAL_LEAD].title
        facts.append((_("Sent by"), f"{who}, {words.day_and_year(one.sent_on)}"))
    if one.decided_on:
        facts.append((_("Answered by the programme office"), words.day_and_year(one.decided_on)))
    return facts


def _steps(actor: Any, one: Version, found: Standing, amounts: dict[uuid.UUID, Any]) -> dict[str, Any]:
    """What can be done with a draft, and what will come of sending it."""
    if one.state != BudgetState.DRAFT:
        return {}
    settled = amounts[found.settled.id] if found.settled else {}
    why = rules.material(
        one.kind,
        amounts[one.id],
        settled,
        {line for line, _year in settled},
        found.concept.cost_rules.material_percent,
    )
    may_write = rules.may_write(actor) is None
    return {
        "is_draft": True,
        "why": [MATERIAL[each] for each in why],
        "send_url": to("office:grant-send", one.id) if actor.role in LEAD else "",
        "edit_url": reverse("office:grant-change") if may_write else "",
        "drop_url": to("office:grant-drop", one.id) if may_write else "",
    }
