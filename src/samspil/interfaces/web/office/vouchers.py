"""The vouchers of the grant: the list, one of them, a new one, its proof, and the decision about it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.economy.actions import vouchers as actions
from samspil.economy.actions.vouchers import Taken
from samspil.economy.queries import budget
from samspil.economy.queries import vouchers as queries
from samspil.economy.queries.vouchers import Listed
from samspil.economy.rules import vouchers as rules
from samspil.economy.terms.vouchers import (
    COMMUNICATION_PARTS,
    PROOF_KINDS,
    REFUSED_BECAUSE,
    VOUCHER_STATES,
    CommunicationPart,
    ProofKind,
    ProofMedia,
    RefusedBecause,
    VoucherState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.office.grant import BASE, LEAD, SEES
from samspil.interfaces.web.office.grant_words import titles_of
from samspil.interfaces.web.office.voucher_forms import BackForm, DecideForm, ProofForm, VoucherForm
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.leaving import given_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.uploads import is_too_large, takes_a_paper
from samspil.kernel.errors import refuse
from samspil.kernel.ids import uuid7
from samspil.people.queries import people
from samspil.people.terms import ROLES, Role
from samspil.programme.concept.model import Concept

COORDINATOR = (Role.COORDINATOR,)
TAGS = {VoucherState.WAITING: "act", VoucherState.APPROVED: "ok", VoucherState.REFUSED: "late"}
ENDINGS = {ProofMedia.PDF: "pdf", ProofMedia.PNG: "png", ProofMedia.JPEG: "jpg"}


@door("office", roles=SEES, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Vouchers, the newest first: no supplier and no words, which are opened one by one."""
    actor, number = request.actor, paging.asked(request)  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    found = budget.standing(actor)
    rows, count = queries.vouchers(actor, found.grant, state=state, page=number)
    titles = titles_of(found.concept, found.lines)
    page = {
        "rows": [_row(one, found.concept, titles) for one in rows],
        "states": [
            {"label": label, "url": f"?state={code}", "is_here": code == state}
            for code, label in (
                ("", pgettext("vouchers", "All")),
                *((one.value, title) for one, title in VOUCHER_STATES.items()),
            )
        ],
        "new_url": reverse("office:voucher-new") if actor.role in COORDINATOR else "",
        **paging.links(number, of=count, size=queries.SHOWN, kept={"state": state}),
    }
    return TemplateResponse(request, "office/vouchers.html", {"page": page})


@door("office", roles=SEES, methods=("GET",))
def voucher(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """One voucher with its words, its proof, and what was said to it. The look is logged."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    row, one = queries.voucher(actor, voucher_id)
    found = budget.standing(actor, row.grant)
    told = queries.told(actor, row, now)
    proof = queries.proof_of(row)
    waits = one.state == VoucherState.WAITING
    page = {
        **_row(one, found.concept, titles_of(found.concept, found.lines)),
        "told": told,
        "facts": _facts(row, told.supplier, named=actor.role != Role.AUDITOR),
        "proof": None
        if proof is None
        else {
            "kind": PROOF_KINDS[ProofKind(proof.kind)],
            "when": words.day_and_year(proof.brought_on),
            "url": to("office:voucher-proof", row.id),
        },
        "needs_proof": proof is None and not one.is_reversal,
        "reverses_url": to("office:voucher", row.reverses_id) if row.reverses_id else "",
        "bring_url": to("office:voucher-bring", row.id)
        if waits and actor.role in COORDINATOR and not one.is_reversal
        else "",
        "decide_url": to("office:voucher-decide", row.id) if waits and actor.role in LEAD else "",
        "back_url": to("office:voucher-back", row.id)
        if actor.role in COORDINATOR and rules.must_be_reversible(row, one.is_reversed) is None
        else "",
    }
    return TemplateResponse(request, "office/voucher.html", {"page": page})


@door("office", roles=COORDINATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Write down a cost that was paid."""
    page = {
        "heading": _("New voucher"),
        "lead": _("A cost that is paid. The proof is brought on the next page, and the lead approves it."),
    }
    return voucher_page(request, page, back=reverse("office:vouchers"))


def voucher_page(
    request: HttpRequest, page: dict[str, Any], *, back: str, taken: Taken | None = None, fixed: Any = None
) -> HttpResponse:
    """The page on which a cost is written, or what approved hours propose is taken over."""
    actor = request.actor  # type: ignore[attr-defined]
    found = budget.standing(actor)
    titles = titles_of(found.concept, found.lines)
    form = VoucherForm(
        request.POST if request.method == "POST" else None,
        types=words.choices(found.concept.cost_rules.eligible.examples),
        lines=[(str(key), title) for key, title in titles.items()],
        fixed=fixed or {},
    )

    def write() -> str:
        row = actions.write_voucher(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            key=form.cleaned_data["key"] or uuid7(),
            cost=form.cost(),
            taken=taken,
        )
        return reverse("office:voucher", args=[row.id])

    account = people.account(actor.account_id)
    told = {
        "name": "office-voucher-new",
        "title": _("Vouchers"),
        "has_words": True,
        "button": _("Save the voucher"),
        "points": [found.concept.cost_rules.eligible.words.strip()],
        "answered_by": account.name if account else "",
        **page,
    }
    return form_page(
        request, form, write, base=BASE, cancel_url=back, page=told, template="office/voucher_new.html"
    )


@door("office", roles=COORDINATOR)
@takes_a_paper
def bring(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """Bring the file that shows that it was paid, or exchange it."""
    actor = request.actor  # type: ignore[attr-defined]
    row, _one = queries.voucher(actor, voucher_id)
    refuse(rules.must_be_waiting(row))
    form = ProofForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if is_too_large(request):
        form.add_error("file", _("The file is larger than five megabytes."))
    here = reverse("office:voucher", args=[voucher_id])

    def write() -> str:
        actions.bring_proof(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            voucher_id=voucher_id,
            kind=form.cleaned_data["kind"],
            content=form.cleaned_data["file"].read(),
        )
        return here

    page = {
        "name": "office-voucher-bring",
        "title": _("Voucher %(number)d") % {"number": row.number},
        "heading": _("Proof of payment"),
        "lead": _("It is kept encrypted, and handed out as a file to be saved. A look at it is logged."),
        "button": _("Bring the file"),
    }
    return form_page(
        request, form, write, base=BASE, cancel_url=here, page=page, template="office/voucher_bring.html"
    )


@door("office", roles=SEES, methods=("GET",))
def proof(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """The proof as a file to be saved, never shown in the page. The look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    number, media, content = queries.proof_file(actor, voucher_id, clock.now())
    return given_out(request, content, f"bilag-{number}.{ENDINGS[media]}", media.value)


@door("office", roles=LEAD)
def decide(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """Approve a voucher or refuse it: never one's own."""
    actor = request.actor  # type: ignore[attr-defined]
    row, one = queries.voucher(actor, voucher_id)
    refuse(rules.may_decide(actor, row))
    found = budget.standing(actor, row.grant)
    told = queries.told(actor, row, clock.now())
    form = DecideForm(request.POST if request.method == "POST" else None)
    here = reverse("office:voucher", args=[voucher_id])

    def write() -> str:
        actions.decide_voucher(
            by=actor, at=clock.now(), on=clock.today(), voucher_id=voucher_id, **form.cleaned_data
        )
        return here

    shown = _row(one, found.concept, titles_of(found.concept, found.lines))
    page = {
        "name": "office-voucher-decide",
        "title": shown["title"],
        "heading": _("Approve or refuse"),
        "lead": f"{shown['line']}, {shown['kind']}: {shown['amount']}",
        "texts": [f"{told.supplier}: {told.what_for}"],
        "button": _("Save the answer"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=COORDINATOR)
def back(request: HttpRequest, voucher_id: uuid.UUID) -> HttpResponse:
    """Take back what was approved, by a voucher of its own."""
    actor = request.actor  # type: ignore[attr-defined]
    row, one = queries.voucher(actor, voucher_id)
    if request.method != "POST":  # what was typed is not lost: the action refuses beside it
        refuse(rules.must_be_reversible(row, one.is_reversed))
    form = BackForm(request.POST if request.method == "POST" else None)

    def write() -> str:
        made = actions.reverse_voucher(
            by=actor, at=clock.now(), voucher_id=voucher_id, why=form.cleaned_data["why"]
        )
        return reverse("office:voucher", args=[made.id])

    page = {
        "name": "office-voucher-back",
        "title": _("Voucher %(number)d") % {"number": row.number},
        "heading": _("Take the voucher back"),
        "lead": _("A counter-voucher of the same amount is written. The lead approves it like any other."),
        "button": _("Write the counter-voucher"),
        "has_words": True,
    }
    here = reverse("office:voucher", args=[voucher_id])
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


def kind_words(concept: Concept, cost_type: str, part: str) -> str:
    """What a kind of cost is called, as the document says it."""
    kind = words.title_of(concept.cost_rules.eligible.examples, cost_type)
    return str(COMMUNICATION_PARTS[CommunicationPart(part)]) if part else kind


def _row(one: Listed, concept: Concept, titles: dict[uuid.UUID, str]) -> dict[str, Any]:
    office = ""
    if one.needs_office:
        said = {
            None: _("Waits for the programme office"),
            True: "",
            False: _("Refused by the programme office"),
        }
        office = said[one.office_said]
    return {
        "url": to("office:voucher", one.id),
        "title": (_("Counter-voucher %(number)d") if one.is_reversal else _("Voucher %(number)d"))
        % {"number": one.number},
        "when": words.day_and_year(one.paid_on),
        "line": titles.get(one.line_id, ""),
        "kind": kind_words(concept, one.cost_type, one.part),
        "amount": one.amount.kroner,
        "state": VOUCHER_STATES[one.state],
        "tag": TAGS[one.state],
        "office": office,
        "lacks_proof": not one.has_proof and not one.is_reversal and one.state == VoucherState.WAITING,
        "is_reversed": one.is_reversed,
    }


def _facts(row: Any, supplier: str, *, named: bool) -> list[tuple[str, str]]:
    """What was paid, how it came to the amount, and who said what: by role where names of staff stay inside.

    What was taken over from approved hours leads to one sum a month, and no further: to no course and no day.
    """
    if row.month and not named:
        supplier = _("One of staff, for a month")
    facts = [(_("Paid to"), supplier), (_("Paid on"), words.day_and_year(row.paid_on))]
    if row.month:
        told = {"month": words.month(row.month), "sum": row.amount.kroner}
        facts.append((_("Taken over from"), _("Approved hours of %(month)s: one sum of %(sum)s") % told))
    if row.minutes:
        rate = f" · {row.rate.kroner} {_('an hour')}" if row.rate else ""
        facts.append((_("Hours"), f"{words.duration(row.minutes)}{rate}"))
    if row.quantity:
        facts.append((_("How many"), f"{row.quantity} · {row.price.kroner}"))
    coordinator, lead = ROLES[Role.COORDINATOR].title, ROLES[Role.MUNICIPAL_LEAD].title
    no = _("No, says %(name)s") % {"name": row.written_by.name if named else coordinator}
    facts.append((_("Would it have been paid anyway?"), no))
    if row.decided_by:
        said = VOUCHER_STATES[VoucherState(row.state)]
        who = row.decided_by.name if named else lead
        facts.append((str(said), f"{who}, {words.day_and_year(row.decided_on)}"))
    if row.refused_because:
        facts.append((_("Why"), str(REFUSED_BECAUSE[RefusedBecause(row.refused_because)])))
    return facts
