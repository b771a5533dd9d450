"""The office's pages on places that are visited: the list, one place, and a file of them."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.actions import institutions as actions
from samspil.delivery.queries import institutions as queries
from samspil.delivery.queries.place_contacts import mail_of
from samspil.delivery.terms.place_sets import SIZE_BANDS, SizeBand
from samspil.delivery.terms.visits import INSTITUTION_KINDS, InstitutionKind
from samspil.interfaces import clock
from samspil.interfaces.web.office import template_files
from samspil.interfaces.web.office.bringing import shown, takes_a_file, waiting
from samspil.interfaces.web.office.institution_columns import (
    MOST_ROWS,
    Reading,
    cells_of,
    columns_of,
    read_cells,
)
from samspil.interfaces.web.office.institution_forms import PlaceForm, PlacesFileForm
from samspil.interfaces.web.office.sheets import MOST_BYTES, Unreadable, read
from samspil.interfaces.web.office.steps import COORDINATOR, answered
from samspil.interfaces.web.shared import paging
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.kernel.errors import Missing
from samspil.people.actions import imports as people
from samspil.people.queries import imports as drafts
from samspil.people.queries import people as organisations
from samspil.people.terms import ImportKind

BASE = "shared/office.html"
ON_A_PAGE = 25


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The municipality's places by name; those put away on a page of their own."""
    number, is_away = paging.asked(request), request.GET.get("put-away") == "yes"
    kind = request.GET.get("kind", "")
    found, count = queries.listed(request.actor, kind=kind, put_away=is_away, page=number)  # type: ignore[attr-defined]
    kept = {**({"put-away": "yes"} if is_away else {}), **({"kind": kind} if kind else {})}
    page = {
        "rows": [
            {
                "url": to("office:institution", one.id),
                "name": one.place.name,
                "kind": INSTITUTION_KINDS[InstitutionKind(one.place.kind)],
                "postcode": one.place.postcode,
                "number": one.place.number,
                "runs": one.open_series,
            }
            for one in found
        ],
        "count": count,
        "is_away": is_away,
        "kinds": [
            {"label": title, "url": f"?kind={code}", "is_this": kind == code}
            for code, title in INSTITUTION_KINDS.items()
        ],
        "is_some": bool(kind),
        **paging.links(number, of=count, size=queries.PAGE, kept=kept),
    }
    return TemplateResponse(request, "office/institutions.html", {"page": page})


@door("office", roles=COORDINATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    return _form(request, None)


@door("office", roles=COORDINATOR)
def institution(request: HttpRequest, institution_id: uuid.UUID) -> HttpResponse:
    """Change a place, or put it away."""
    return _form(request, queries.institution_for(request.actor, institution_id))  # type: ignore[attr-defined]


def _form(request: HttpRequest, found: Any) -> HttpResponse:
    initial = (
        {
            "name": found.name,
            "kind": found.kind,
            "postcode": found.postcode,
            "number": found.number,
            "size_band": found.size_band,
            "mail": mail_of(request.actor, found, at=clock.now()) if request.method != "POST" else "",  # type: ignore[attr-defined]
            "put_away": not found.active,
        }
        if found
        else {}
    )
    form = PlaceForm(request.POST or None, initial=initial, is_new=found is None)

    def write() -> str:
        actions.write_institution(
            by=request.actor,  # type: ignore[attr-defined]
            at=clock.now(),
            on=clock.today(),
            place=form.place(),
            put_away=form.cleaned_data.get("put_away", False),
            institution_id=found.id if found else None,
        )
        return reverse("office:institutions")

    page = {
        "name": "office-institution" if found else "office-institution-new",
        "title": _("Places"),
        "heading": found.name if found else _("A new place"),
        "button": _("Save"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:institutions"), page=page)


@door("office", roles=COORDINATOR)
@takes_a_file
def bring(request: HttpRequest) -> HttpResponse:
    """The page that takes a file of places."""
    actor = request.actor  # type: ignore[attr-defined]
    form = PlacesFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            table = read(form.cleaned_data["file"].read(MOST_BYTES + 1), MOST_ROWS)
            cells, unread = cells_of(table)
            kept = people.keep_draft(
                by=actor, at=clock.now(), kind=ImportKind.PLACES, cells=cells, of=str(unread)
            )
            return HttpResponseRedirect(reverse("office:institution-draft", args=[kept.id]))
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable.sentence))
    template = reverse("office:institution-template")
    page = {"csv": template, "xlsx": f"{template}?as=xlsx", "waiting": waiting(request)}
    return TemplateResponse(
        request,
        "office/institution_import.html",
        {"form": form, "page": page, "cancel_url": reverse("office:institutions")},
        status=422 if form.errors else 200,
    )


@door("office", roles=COORDINATOR, methods=("GET",))
def template(request: HttpRequest) -> HttpResponse:
    """An empty file of places to fill in."""
    return template_files.download(columns_of(), "places", request.GET.get("as", ""))


@door("office", roles=COORDINATOR)
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """What a file of places comes to, row by row; a POST takes all of it in, or nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    found = drafts.draft_for(actor, draft_id)
    if found.kind != ImportKind.PLACES:
        raise Missing
    own = organisations.organisation(actor.tenant_id)
    reading = read_cells(found.cells, own)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def write() -> str:
        people.refuse_faults(reading.faults)
        now, today = clock.now(), clock.today()
        actions.import_institutions(by=actor, at=now, on=today, draft_id=draft_id, rows=reading.places)
        return reverse("office:institution-draft", args=[draft_id])

    page = _page(actor, found, reading, paging.asked(request)) | {"own": own.name}
    context = {"page": page, "cancel_url": reverse("office:institution-import")}
    return answered(request, form, write, "office/institution_draft.html", context)


def _page(actor: Any, found: drafts.Draft, reading: Reading, number: int) -> dict[str, Any]:
    seen = queries.foreseen(actor, reading.places)
    faults = sorted((*reading.faults, *seen.faults), key=lambda one: one.number)
    titles = {one.key: str(one.title) for one in columns_of()}
    here = reading.places[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return {
        "is_used": found.is_used,
        "taken_url": reverse("office:institutions"),
        "count": len(reading.places) + len({one.number for one in reading.faults}),
        "good": len(reading.places),
        "new": seen.new,
        "known": seen.known,
        "left_out": [*_left_out(reading, found.of)],
        **shown(faults, titles, {line["n"]: line["c"] for line in found.cells}),
        "rows": [
            {
                "number": one.row,
                "name": one.name,
                "kind": INSTITUTION_KINDS[InstitutionKind(one.kind)],
                "postcode": one.postcode,
                "code": one.number,
                "size": SIZE_BANDS[SizeBand(one.size_band)] if one.size_band else "",
                "has_mail": bool(one.mail),
            }
            for one in here
        ],
        **paging.links(number, of=len(reading.places), size=ON_A_PAGE),
    }


def _left_out(reading: Reading, unread: str) -> list[str]:
    """What was not read, in words: rows of other municipalities, of kinds nobody visits, other columns."""
    columns = int(unread) if unread.isdigit() else 0
    told = (
        (
            reading.elsewhere,
            ngettext(
                "%(count)d row is of another municipality.",
                "%(count)d rows are of other municipalities.",
                reading.elsewhere,
            ),
        ),
        (
            reading.other_kind,
            ngettext(
                "%(count)d row is no school, youth education or club.",
                "%(count)d rows are no school, youth education or club.",
                reading.other_kind,
            ),
        ),
        (
            columns,
            ngettext(
                "%(count)d further column was not read.",
                "%(count)d further columns were not read.",
                columns,
            ),
        ),
    )
    return [text % {"count": count} for count, text in told if count]
