"""Statements of accounts: the list, one of them with its figures and vouchers, drawing up and signing."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.economy.actions import statements as actions
from samspil.economy.queries import accounts, askings, budget
from samspil.economy.queries import statements as queries
from samspil.economy.queries.accounts import Accounts
from samspil.economy.queries.statements import Listed
from samspil.economy.rules import statements as rules
from samspil.economy.terms.statements import STATEMENT_STATES, WHOLE, StatementState
from samspil.interfaces import clock
from samspil.interfaces.web.office import asking_words
from samspil.interfaces.web.office import statement_words as said
from samspil.interfaces.web.office.grant import BASE, LEAD, SEES
from samspil.interfaces.web.office.grant_change import WRITES
from samspil.interfaces.web.office.grant_words import answer_of
from samspil.interfaces.web.office.statement_words import Said
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.forms import one_of
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.people.terms import Role

READS = (*SEES, Role.PROGRAMME_OFFICE)
NAMED = (Role.COORDINATOR, Role.MUNICIPAL_LEAD)
"""Who reads the names of staff: those who work beside them. Others read roles."""

SHOWN = 50


class DrawForm(forms.Form):
    """For which period."""

    year = one_of(gettext_lazy("For which period?"))


@door("office", roles=SEES, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Every statement, the latest period first."""
    actor = request.actor  # type: ignore[attr-defined]
    if budget.grant_of(actor) is None:
        none = {"open_url": reverse("office:grant-open") if actor.role in LEAD else ""}
        return TemplateResponse(request, "office/grant_none.html", {"page": none})
    page = {
        "rows": [said.listed_row(one, named=actor.role in NAMED) for one in queries.statements(actor)],
        "new_url": reverse("office:statement-new") if actor.role in WRITES else "",
        "accounts_url": reverse("office:accounts") if actor.role in WRITES else "",
        "askings_url": reverse("office:askings"),
    }
    return TemplateResponse(request, "office/statements.html", {"page": page})


@door("office", roles=WRITES)
def new(request: HttpRequest) -> HttpResponse:
    """Draw up a statement: a draft follows the books until the lead signs it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    years = budget.years_of(budget.the_grant(actor))
    form = DrawForm(request.POST or None)
    form.fields["year"].choices = [  # type: ignore[attr-defined]
        *((str(one), str(one)) for one in years if one <= today.year),
        (str(WHOLE), said.period_of(WHOLE)),
    ]

    def write() -> str:
        row = actions.draw_statement(by=actor, at=clock.now(), on=today, year=int(form.cleaned_data["year"]))
        return reverse("office:statement", args=[row.id])

    page = {
        "name": "office-statement-new",
        "title": _("Statements of accounts"),
        "heading": _("Draw up a statement"),
        "lead": _(
            "Nothing is typed: the lines, the vouchers and the sums come from the books. A draft follows them"
            " until the lead signs it."
        ),
        "button": _("Draw it up"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:statements"), page=page)


@door("office", roles=READS, methods=("GET",))
def statement(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """One statement: its lines, its income, the state of approvals, and what the books say since."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one, grant, told = queries.told(actor, statement_id, on=today)
    spoken = Said(budget.concept_of(grant), told)
    named, is_office = actor.role in NAMED, actor.role == Role.PROGRAMME_OFFICE
    page = {
        "title": said.title_of(one),
        "state": STATEMENT_STATES[one.state],
        "tag": said.TAGS[one.state],
        "is_draft": one.state == StatementState.DRAFT,
        "is_whole": one.year == WHOLE,
        "is_office": is_office,
        "whose": people.organisation(one.tenant_id).name if is_office else "",
        "is_over": told.is_over,
        **_askings(actor, one, is_asked=bool(told.list_digest) and one.state != StatementState.DRAFT),
        "period": f"{words.day_and_year(told.from_on)} – {words.day_and_year(told.to_on)}",
        "on": words.day_and_year(told.on),
        "version": told.budget_version,
        "rows": said.rows_of(spoken, one.id),
        "together": said.together_of(told),
        "has_list": told.has_list,
        "list_stays": "" if told.has_list else said.list_stays(),
        "income": said.income_of(told),
        "received": told.received.plain,
        "left": (told.received - told.spent).plain,
        "states": said.states_of(told),
        "how": said.how_forecast(told) if told.has_list else [],
        "audit": said.audit_of(spoken.concept, told),
        "answer": answer_of(actor, one.decision_id, clock.now()),
        "differs": _differs(actor, one, grant, told, spoken),
        "facts": said.signature_of(one, told, named=named, due_on=grant.statement_due_on),
        **_files(actor, one, spoken),
        **_links(actor, one, has_list=told.has_list),
        "ask_url": to("office:asking-new", one.id) if is_office and told.list_digest else "",
    }
    return TemplateResponse(request, "office/statement.html", {"page": page})


@door("office", roles=READS, methods=("GET",))
def vouchers(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """The vouchers that a statement's figures are sums of: all of them, or those of one line in one year."""
    actor, number = request.actor, paging.asked(request)  # type: ignore[attr-defined]
    one, grant, told = queries.told(actor, statement_id, on=clock.today())
    refuse(rules.must_have_the_list(told.has_list))
    spoken = Said(budget.concept_of(grant), told)
    line, year = request.GET.get("line", ""), request.GET.get("year", "")
    chosen = next((row for row in told.rows if (row.line, str(row.year)) == (line, year)), None)
    kept = {"line": line, "year": year} if chosen else {}
    entries = [
        each
        for each in told.entries
        if chosen is None or (each.line, each.year) == (chosen.line, chosen.year)
    ]
    shown = entries[(number - 1) * SHOWN : number * SHOWN]
    ids = queries.ids_of(grant, {each.number for each in shown}) if actor.role in SEES else {}
    page = {
        "title": said.title_of(one),
        "back_url": to("office:statement", one.id),
        "heading": f"{spoken.line(chosen.line)}, {chosen.year}" if chosen else _("Vouchers of the statement"),
        "all_url": to("office:statement-vouchers", one.id) if chosen else "",
        "sum": (chosen.spent if chosen else told.spent).kroner,
        "count": len(entries),
        "rows": [said.entry_row(spoken, each, ids) for each in shown],
        **paging.links(number, of=len(entries), size=SHOWN, kept=kept),
    }
    return TemplateResponse(request, "office/statement_vouchers.html", {"page": page})


@door("office", roles=LEAD)
def sign(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Sign a draft: never one that the same person drew up."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one, _grant, told = queries.told(actor, statement_id, on=today)
    refuse(rules.may_sign(actor, one.state, one.drawn_by_id))
    here = reverse("office:statement", args=[statement_id])

    def write() -> str:
        actions.sign_statement(by=actor, at=clock.now(), on=today, statement_id=statement_id)
        return here

    sums = {"spent": told.spent.kroner, "received": told.received.kroner, "count": len(told.entries)}
    page = {
        "name": "office-statement-sign",
        "title": said.title_of(one),
        "heading": _("Sign the accounts"),
        "lead": _(
            "They are frozen as the books stand now. The programme office reads the sums; the list of"
            " vouchers stays with you and your auditor."
        ),
        "points": [
            _("Spent and approved: %(spent)s, in %(count)d vouchers.") % sums,
            _("Received: %(received)s.") % sums,
            _("What waits for approval is not in the accounts."),
        ],
        "button": _("Sign"),
    }
    return form_page(request, plain(request), write, base=BASE, cancel_url=here, page=page)


@door("office", roles=WRITES)
def drop(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    actor = request.actor  # type: ignore[attr-defined]
    one, _grant, _contents = queries.statement(actor, statement_id)
    refuse(rules.must_be_a_draft(one.state))

    def write() -> str:
        actions.drop_statement(by=actor, at=clock.now(), statement_id=statement_id)
        return reverse("office:statements")

    page = {
        "name": "office-statement-drop",
        "title": said.title_of(one),
        "heading": _("Throw the draft away"),
        "lead": _("The books stay as they are."),
        "button": _("Throw it away"),
    }
    back = reverse("office:statement", args=[statement_id])
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)


def _differs(actor: Any, one: Listed, grant: Any, told: Accounts, spoken: Said) -> dict[str, Any] | None:
    """What the books say beyond the frozen accounts, for those who read the books."""
    if one.state == StatementState.DRAFT or actor.role not in SEES:
        return None
    now = accounts.read(accounts.contents(actor, grant, one.year, on=clock.today(), has_forecast=False))
    found = queries.difference(told, now)
    ids = queries.ids_of(grant, {each.number for each in found.entries}) if found.entries else {}
    return said.differs(found, Said(spoken.concept, now), ids)


def _askings(actor: Any, one: Listed, *, is_asked: bool) -> dict[str, Any]:
    """What was asked about single vouchers of it; where there is more than a page of it, the way to all."""
    today = clock.today()
    rows, count = askings.askings(actor, one.id) if is_asked else ((), 0)
    return {
        "askings": [asking_words.row_of(each, today, is_office=False) for each in rows],
        "all_askings_url": reverse("office:askings") if count > len(rows) else "",
    }


def _files(actor: Any, one: Listed, spoken: Said) -> dict[str, Any]:
    """The files that can be taken; where an account is missing, which one, instead of a refused file."""
    kinds, missing = [("pdf", "PDF"), ("xlsx", "Excel")], []
    if actor.role in SEES:
        missing = said.without_account(spoken, queries.account_codes(actor))
        kinds += [] if missing else [("csv", _("By account (CSV)"))]
    file = to("office:statement-file", one.id)
    refusal = rules.must_have_accounts(missing)
    return {
        "files": [{"label": label, "url": f"{file}?as={kind}"} for kind, label in kinds],
        "no_export": str(refusal) if refusal else "",
        "accounts_url": reverse("office:accounts") if actor.role in WRITES else "",
    }


def _links(actor: Any, one: Listed, *, has_list: bool) -> dict[str, Any]:
    """Where one can go from a statement: files, vouchers, the sample, and the steps that are left."""
    is_draft = one.state == StatementState.DRAFT
    can_sign = is_draft and rules.may_sign(actor, one.state, one.drawn_by_id) is None
    return {
        "vouchers_url": to("office:statement-vouchers", one.id) if has_list else "",
        "sample_url": to("office:statement-sample", one.id) if actor.role in SEES and not is_draft else "",
        "sign_url": to("office:statement-sign", one.id) if can_sign else "",
        "drop_url": to("office:statement-drop", one.id) if is_draft and actor.role in WRITES else "",
        "new_url": reverse("office:statement-new") if not is_draft and actor.role in WRITES else "",
        "answer_url": to("office:grant-decide", one.id)
        if actor.role == Role.PROGRAMME_OFFICE and one.state == StatementState.SIGNED
        else "",
        "waits_for_lead": is_draft and actor.role in NAMED and not can_sign,
    }
