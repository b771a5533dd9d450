"""The office asks to see vouchers and reads them; the municipality shows them for a while or says why not."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.economy.actions import askings as actions
from samspil.economy.queries import askings as queries
from samspil.economy.queries import budget, statements
from samspil.economy.rules import askings as rules
from samspil.economy.terms.askings import ASKING_STATES, LONGEST_SHOWN, AskingState
from samspil.interfaces import clock
from samspil.interfaces.web.office import asking_words as said
from samspil.interfaces.web.office.asking_forms import AskForm, RefuseForm, ShowForm
from samspil.interfaces.web.office.grant import BASE, SEES
from samspil.interfaces.web.office.grant_change import WRITES
from samspil.interfaces.web.office.grant_decisions import OFFICE
from samspil.interfaces.web.office.statement_words import Said, title_of
from samspil.interfaces.web.shared import paging
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.kernel.errors import refuse
from samspil.people.terms import Role

READS = (*SEES, *OFFICE)
USUAL = timedelta(days=14)
TURN = "turn"
"""The button that turns the page of the list: what is typed beside it goes along, and nothing is written."""


@door("office", roles=READS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What was asked: what waits first. The office reads its own askings, a municipality those about it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    is_office, number = actor.role == Role.PROGRAMME_OFFICE, paging.asked(request)
    rows, count = queries.askings(actor, page=number)
    page = {
        "is_office": is_office,
        "back_url": reverse("office:grant-decisions" if is_office else "office:statements"),
        "back": _("Grants: what is asked") if is_office else _("Statements of accounts"),
        "rows": [said.row_of(one, today, is_office=is_office) for one in rows],
        "count": count,
        **paging.links(number, of=count, size=queries.SHOWN),
    }
    return TemplateResponse(request, "office/askings.html", {"page": page})


@door("office", roles=OFFICE)
def ask(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Ask to see the vouchers of one line in one year of a statement."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    today = clock.day_of(now)
    one, grant, told = statements.told(actor, statement_id, on=today)
    refuse(rules.must_be_apart(told.list_digest))
    spoken = Said(budget.concept_of(grant), told)
    cells = {f"{row.line}.{row.year}": (row.line, row.year) for row in told.rows}
    first = {"cell": f"{request.GET.get('line', '')}.{request.GET.get('year', '')}"}
    form = AskForm(request.POST if request.method == "POST" else None, initial=first)
    form.fields["cell"].choices = [  # type: ignore[attr-defined]
        (f"{row.line}.{row.year}", f"{spoken.line(row.line)}, {row.year}: {row.spent.kroner}")
        for row in told.rows
    ]

    def write() -> str:
        line, year = cells[form.cleaned_data["cell"]]
        told: dict[str, Any] = {"line": line, "year": year, "reason": form.cleaned_data["reason"]}
        row = actions.ask_vouchers(by=actor, at=now, on=today, statement_id=statement_id, **told)
        return to("office:asking", row.id)

    page = {
        "name": "office-asking-new",
        "title": title_of(one),
        "heading": _("Ask to see vouchers"),
        "lead": _("The municipality shows the vouchers it chooses for a while, or says why it does not."),
        "button": _("Ask"),
        "has_words": True,
    }
    back = to("office:statement", statement_id)
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=READS, methods=("GET",))
def asking(request: HttpRequest, asking_id: uuid.UUID) -> HttpResponse:
    """One asking: why, what was answered, and the vouchers that are shown, while they are."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    today = clock.day_of(now)
    found = queries.asking(actor, asking_id)
    state, is_office = found.state(today), actor.role == Role.PROGRAMME_OFFICE
    waits = state == AskingState.WAITING and actor.role in WRITES
    number = paging.asked(request)
    seen, count = queries.shown(actor, found, on=today, page=number)
    has_none = waits and not queries.to_choose(actor, found, on=today)
    page = {
        "heading": said.line_of(found),
        "whose": found.municipality if is_office else "",
        "state": ASKING_STATES[state],
        "tag": said.TAGS[state],
        "facts": said.facts_of(found),
        "reason": queries.reason_of(actor, asking_id, now),
        "words": queries.words_of(actor, found, now),
        "is_refused": state == AskingState.REFUSED,
        "is_over": state == AskingState.OVER,
        "is_office": is_office,
        "rows": [said.voucher_row(found, one) for one in seen],
        "count": count,
        **paging.links(number, of=count, size=queries.SHOWN),
        "statement_url": to("office:statement", found.statement_id),
        "has_none": has_none,
        "show_url": to("office:asking-show", asking_id) if waits and not has_none else "",
        "refuse_url": to("office:asking-refuse", asking_id) if waits else "",
    }
    return TemplateResponse(request, "office/asking.html", {"page": page})


@door("office", roles=WRITES)
def show(request: HttpRequest, asking_id: uuid.UUID) -> HttpResponse:
    """Choose what is shown, and until when."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    today = clock.day_of(now)
    found = queries.asking(actor, asking_id)
    refuse(rules.must_wait(found.is_shown is not None))
    known = queries.to_choose(actor, found, on=today)
    refuse(rules.must_be_there(len(known)))
    number, typed = paging.asked(request), request.POST
    first: dict[str, Any] = {"until_on": today + USUAL}
    if is_turning := TURN in typed:
        first = {name: typed.get(name, "") for name in ShowForm.base_fields}
    posted = typed if request.method == "POST" and not is_turning else None
    form = ShowForm({one.number for one in known}, posted, initial=first)
    form.fields["until_on"].widget.attrs |= {
        "min": today.isoformat(),
        "max": (today + timedelta(days=LONGEST_SHOWN)).isoformat(),
    }
    here = to("office:asking", asking_id)

    def write() -> str:
        told = {"until_on": form.cleaned_data["until_on"], "words": form.cleaned_data["words"]}
        chosen = form.numbers_chosen()
        actions.show_vouchers(by=actor, at=now, on=today, asking_id=asking_id, numbers=chosen, **told)
        return here

    page = {
        "name": "office-asking-show",
        "title": said.line_of(found),
        "heading": _("Show vouchers"),
        "lead": _("The programme office reads what you choose here, and nothing else of the books."),
        "points": [
            _("Of each: number, day, kind of cost, amount and kind of proof. No name, no firm and no text."),
            _("Of pay also for how many hours, at which rate, and in which role."),
            _("One voucher alone cannot be left out: the line's sum would tell its amount."),
        ],
        "button": _("Show them"),
        "has_words": True,
        "rows": [
            said.voucher_row(found, one)
            for one in known[(number - 1) * queries.SHOWN : number * queries.SHOWN]
        ],
        "count": len(known),
        "turn": TURN,
        **paging.links(number, of=len(known), size=queries.SHOWN),
    }
    told: dict[str, Any] = {"base": BASE, "cancel_url": here, "page": page}
    return form_page(request, form, write, template="office/asking_show.html", **told)


@door("office", roles=WRITES)
def refuse_(request: HttpRequest, asking_id: uuid.UUID) -> HttpResponse:
    """Say why they are not shown."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    today = clock.day_of(now)
    found = queries.asking(actor, asking_id)
    refuse(rules.must_wait(found.is_shown is not None))
    form = RefuseForm(request.POST if request.method == "POST" else None)
    here = to("office:asking", asking_id)

    def write() -> str:
        told = {"asking_id": asking_id, "words": form.cleaned_data["words"]}
        actions.refuse_vouchers(by=actor, at=now, on=today, **told)
        return here

    page = {
        "name": "office-asking-refuse",
        "title": said.line_of(found),
        "heading": _("Do not show the vouchers"),
        "lead": _("The programme office reads why, and may still send the accounts back."),
        "button": _("Save the answer"),
        "has_words": True,
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)
