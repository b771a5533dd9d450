"""Signing an instrument off: what there is, a file that is brought, and two people who approve it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import instruments as actions
from samspil.delivery.instruments.document import as_document, from_document
from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.instruments.shipped import ELSEWHERE, EXAMPLES
from samspil.delivery.instruments.xlsform import making, reading, writing
from samspil.delivery.instruments.xlsform.problems import Refused as FormRefused
from samspil.delivery.instruments.xlsform.sheets import MOST_BYTES
from samspil.delivery.queries import instruments as queries
from samspil.delivery.terms.instruments import DECISIONS, SIGNERS, STANDINGS, Standing
from samspil.interfaces import clock
from samspil.interfaces.web.office import instrument_words as said
from samspil.interfaces.web.office.bringing import takes_a_file
from samspil.interfaces.web.office.instrument_forms import ApprovalForm, ChangeForm, FileForm, ReadForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.documents.leaving import leaves, mark_of
from samspil.interfaces.web.shared.documents.tables import XLSX
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Missing, Refused
from samspil.people.queries import taking
from samspil.people.terms import ROLES, Role

BASE = "shared/office.html"
KEPT_S = 1800
"""So long may somebody look at what a file comes to before it is brought anew."""
SALT = "samspil.instrument"
TAGS = {Standing.IN_USE: "ok", Standing.SHIPPED: "ok", Standing.PROPOSED: "act"}
TOO_OLD = gettext_lazy("What you looked at is too old to be proposed. Bring the file once more.")


@door("office", roles=SIGNERS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Every version there is; first what waits for the one who looks."""
    account_id = request.actor.account_id  # type: ignore[attr-defined]
    every = queries.every()
    rows = [_row(one) for one in every]
    waiting = [
        row
        for row, one in zip(rows, every, strict=True)
        if one.standing == Standing.PROPOSED
        and all(decided.account_id != account_id for decided in one.approvals)
    ]
    return TemplateResponse(
        request,
        "office/instruments.html",
        {"page": {"rows": rows, "waiting": waiting, "bring_url": reverse("office:instrument-bring")}},
    )


def _row(known: queries.Known) -> dict[str, Any]:
    tool = known.tool
    return {
        "title": said.title(tool),
        "slug": tool.slug,
        "version": tool.version,
        "size": said.size(tool),
        "licence": tool.licence,
        "unreviewed": said.unreviewed(tool),
        "standing": STANDINGS[known.standing],
        "tag": TAGS.get(known.standing, ""),
        "is_proposed": known.standing == Standing.PROPOSED,
        "lacks_evaluator": known.lacks_evaluator,
        "proposed": _who(known.proposer, known.proposer_role, known.proposed_on) if known.proposer else "",
        "approvals": [_who(one.name, one.role, one.on) for one in known.approvals],
        "url": _url("instrument", tool),
    }


def _who(name: str, role: str, on: Any) -> str:
    """Who in which role on which day."""
    return f"{name}, {str(ROLES[Role(role)].title).lower()}, {words.day_and_year(on)}"


def _url(name: str, tool: Instrument) -> str:
    return reverse(f"office:{name}", args=[tool.slug, tool.version])


@door("office", roles=SIGNERS, methods=("GET",))
def one(request: HttpRequest, tool: str, version: int) -> HttpResponse:
    """One version: what it asks, whose words it is, who decided what, and what one may do about it."""
    actor = request.actor  # type: ignore[attr-defined]
    known = queries.known(tool, version)
    mine = {each.decision for each in known.decisions if each.account_id == actor.account_id}
    is_open = known.standing == Standing.PROPOSED
    page = {
        **_page(known),
        "file_url": _url("instrument-file", known.tool),
        "approve_url": _url("instrument-approve", known.tool) if is_open and not mine else "",
        "change_url": _url("instrument-change", known.tool) if is_open else "",
        "withdraw_url": _url("instrument-withdraw", known.tool)
        if is_open and known.proposer_id == actor.account_id
        else "",
        "history": [
            {
                "what": DECISIONS[each.decision],
                "who": _who(each.name, each.role, each.on),
                "words": each.words,
            }
            for each in known.decisions
        ],
    }
    return TemplateResponse(request, "office/instrument.html", {"page": page})


def _page(known: queries.Known) -> dict[str, Any]:
    """What every page about a version shows of it."""
    tool = known.tool
    earlier = None if known.standing == Standing.SHIPPED else queries.before(tool.slug, tool.version)
    return {
        **_row(known),
        "source": tool.source,
        "reviewed": said.listed(sorted(tool.reviewed)),
        "languages": said.in_every_language(tool),
        "example": said.example(tool, EXAMPLES.get((tool.slug, tool.version))),
        "is_askable_at_a_round": tool.slug not in ELSEWHERE,
        "since": words.day_and_year(known.since) if known.since else "",
        "digest": known.digest,
        "earlier": earlier.version if earlier else None,
        "changes": said.differences(earlier, tool) if earlier else [],
        "list_url": reverse("office:instruments"),
    }


@door("office", roles=SIGNERS)
@takes_a_file
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a file, look at what it asks, propose it. The file stays in memory, at most a megabyte."""
    if request.method != "POST":
        return _ask_for_a_file(request, FileForm())
    if "read" in request.POST:
        return _propose(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask_for_a_file(request, form)
    try:
        found = reading.read(form.cleaned_data["file"].read(MOST_BYTES + 1))
    except FormRefused as refused:
        return _ask_for_a_file(request, form, problems=said.problems(refused.problems))
    missing = (*making.lacks(found), *making.loses(found))
    if missing:
        return _ask_for_a_file(request, form, problems=said.lacking(missing))
    tool = making.instrument(found)
    refusal = queries.foreseen(tool)
    if refusal is not None:
        form.add_error("file", str(refusal))
        return _ask_for_a_file(request, form)
    has_required = any(each.required for each in found.questions())
    return _preview(request, tool, has_required=has_required)


def _ask_for_a_file(
    request: HttpRequest, form: forms.Form, *, problems: list[dict[str, Any]] | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "page": {"problems": problems or []},
        "cancel_url": reverse("office:instruments"),
    }
    status = 422 if form.errors or problems else 200
    return TemplateResponse(request, "office/instrument_bring.html", context, status=status)


def _preview(
    request: HttpRequest, tool: Instrument, *, has_required: bool = False, form: forms.Form | None = None
) -> HttpResponse:
    """What a file comes to, exactly as it will be asked, with one button: propose it."""
    account_id = str(request.actor.account_id)  # type: ignore[attr-defined]
    kept = signing.dumps({"by": account_id, "tool": as_document(tool)}, salt=SALT, compress=True)
    page = {**_page(queries.Known(tool, Standing.PROPOSED)), "has_required": has_required}
    context = {
        "form": form or ReadForm(initial={"read": kept}),
        "page": page,
        "cancel_url": reverse("office:instrument-bring"),
    }
    status = 422 if form is not None else 200
    return TemplateResponse(request, "office/instrument_preview.html", context, status=status)


def _propose(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = ReadForm(request.POST)
    try:
        kept = signing.loads(request.POST["read"], salt=SALT, max_age=KEPT_S)
    except signing.BadSignature:
        kept = {}
    if kept.get("by") != str(actor.account_id):
        again = FileForm(request.POST)
        again.full_clean()
        again.errors.clear()
        again.add_error(None, TOO_OLD)
        return _ask_for_a_file(request, again)
    tool = from_document(kept["tool"])
    try:
        actions.propose_instrument(by=actor, at=clock.now(), on=clock.today(), tool=tool)
    except Refused as refused:
        put(form, refused)
        return _preview(request, tool, form=form)
    return HttpResponseRedirect(_url("instrument", tool))


@door("office", roles=SIGNERS)
def approve(request: HttpRequest, tool: str, version: int) -> HttpResponse:
    """Every question once more, and the checklist of what no list of words can see."""
    known = _proposed(tool, version)
    form = ApprovalForm(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.approve_instrument(**_told(request, tool, version), ticked=form.ticked())
        return _url("instrument", known.tool)

    return form_page(
        request,
        form,
        write,
        base=BASE,
        cancel_url=_url("instrument", known.tool),
        page=_page(known),
        template="office/instrument_approve.html",
    )


@door("office", roles=SIGNERS)
def change(request: HttpRequest, tool: str, version: int) -> HttpResponse:
    """Ask for a change, with words."""
    known = _proposed(tool, version)
    form = ChangeForm(request.POST if request.method == "POST" else None)

    def write() -> str:
        actions.send_instrument_back(**_told(request, tool, version), words=form.cleaned_data["words"])
        return _url("instrument", known.tool)

    return form_page(
        request,
        form,
        write,
        base=BASE,
        cancel_url=_url("instrument", known.tool),
        page={
            "name": "office-instrument-change",
            "heading": _("Ask for a change"),
            "title": said.title(known.tool),
            "lead": _("Then nobody can approve this version. The changed file is the next version."),
            "button": _("Ask for it"),
        },
    )


@door("office", roles=SIGNERS)
def withdraw(request: HttpRequest, tool: str, version: int) -> HttpResponse:
    """Withdraw one's own proposal."""
    known = _proposed(tool, version)
    if known.proposer_id != request.actor.account_id:  # type: ignore[attr-defined]
        raise Missing

    def write() -> str:
        actions.withdraw_instrument(**_told(request, tool, version))
        return _url("instrument", known.tool)

    return form_page(
        request,
        plain(request),
        write,
        base=BASE,
        cancel_url=_url("instrument", known.tool),
        page={
            "name": "office-instrument-withdraw",
            "heading": _("Withdraw the proposal"),
            "title": said.title(known.tool),
            "lead": _(
                "It stays in the list as withdrawn. A changed file comes with the next version number."
            ),
            "button": _("Withdraw it"),
        },
    )


@door("office", roles=SIGNERS, methods=("GET",))
def file(request: HttpRequest, tool: str, version: int) -> HttpResponse:
    """A version as an XLSForm."""
    found = queries.known(tool, version).tool
    actor = request.actor  # type: ignore[attr-defined]
    taking.taken(actor, "instrument xlsx", at=clock.now())
    body = writing.write(making.form(found), mark_of(request).sign)
    return leaves(body, f"{found.slug}-{found.version}.xlsx", XLSX)


def _proposed(slug: str, version: int) -> queries.Known:
    """A version that somebody brought. Raises Missing for one that comes along, or for none."""
    known = queries.known(slug, version)
    if known.id is None:
        raise Missing
    return known


def _told(request: HttpRequest, slug: str, version: int) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    return {"by": actor, "at": clock.now(), "on": clock.today(), "slug": slug, "version": version}
