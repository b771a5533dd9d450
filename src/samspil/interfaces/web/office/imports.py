"""Bringing the municipality's own spreadsheet: the file, what it comes to, and taking it in at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from samspil.delivery.actions import imports as delivery
from samspil.delivery.queries import imports as queries
from samspil.interfaces import clock
from samspil.interfaces.web.office import template_files
from samspil.interfaces.web.office.column_kinds import Column
from samspil.interfaces.web.office.columns import columns_of
from samspil.interfaces.web.office.import_forms import KINDS, ImportForm
from samspil.interfaces.web.office.import_rows import Reading, as_read, cells_of, read_cells
from samspil.interfaces.web.office.sheets import MOST_BYTES, Unreadable, read
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import paging
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.kernel.errors import Missing, Refused
from samspil.people.actions import imports as people
from samspil.people.queries import imports as drafts
from samspil.people.terms import ImportKind
from samspil.programme import queries as programme
from samspil.trust.scope import scope

ON_A_PAGE, FAULTS_SHOWN = 25, 200
AT_ONCE = 50
"""So many courses are taken in before the page answers; more tell how far they have come."""
LONGEST_S = 600
NOWHERE = gettext_lazy("Your municipality takes part in no programme today. Ask the programme office.")


@door("office", roles=COORDINATOR)
@csrf_exempt
def bring(request: HttpRequest) -> HttpResponseBase:
    """The one page that takes a file: in memory, at most a megabyte, and only from a form of ours."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _bring(request)


@csrf_protect
def _bring(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return HttpResponseRedirect(_keep(request, form))
            except Unreadable as unreadable:
                form.add_error("file", str(unreadable.sentence))
    else:
        form = ImportForm()
    kinds = [
        {
            "title": title,
            "csv": f"{reverse('office:import-template')}?what={kind}",
            "xlsx": f"{reverse('office:import-template')}?what={kind}&as=xlsx",
        }
        for kind, title in form.fields["what"].choices  # type: ignore[attr-defined]
    ]
    return TemplateResponse(
        request,
        "office/import.html",
        {
            "form": form,
            "page": {"kinds": kinds, "waiting": _waiting(request)},
            "cancel_url": reverse("office:home"),
        },
        status=422 if form.errors else 200,
    )


def _waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """Files that were read and neither taken in nor erased yet."""
    return [
        {
            "title": KINDS[kind],
            "words": ngettext("%(count)d row", "%(count)d rows", count) % {"count": count},
            "url": reverse("office:import-draft", args=[key]),
        }
        for key, kind, count in drafts.drafts_waiting(request.actor)  # type: ignore[attr-defined]
    ]


def _keep(request: HttpRequest, form: forms.Form) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    kind = ImportKind(form.cleaned_data["what"])
    columns = columns_of(kind, _concept(actor).concept, clock.today())
    cells = cells_of(read(form.cleaned_data["file"].read(MOST_BYTES + 1)), columns)
    made = people.keep_draft(by=actor, at=clock.now(), kind=kind, cells=cells)
    return reverse("office:import-draft", args=[made.id])


def _concept(actor: Any) -> programme.Loaded:
    """The programme the municipality is in today. Raises Unreadable where there is none."""
    found = programme_today(actor, clock.today())
    if found is None:
        raise Unreadable(NOWHERE)
    return found


@door("office", roles=COORDINATOR, methods=("GET",))
def template(request: HttpRequest) -> HttpResponse:
    """An empty file to fill in, with Danish heads, as CSV or as a workbook that explains itself."""
    asked = request.GET.get("what", "")
    kind = ImportKind(asked) if asked in list(ImportKind) else ImportKind.COURSES
    try:
        columns = columns_of(kind, _concept(request.actor).concept, clock.today())  # type: ignore[attr-defined]
    except Unreadable:
        raise Missing from None
    is_book = request.GET.get("as") == "xlsx"
    body = template_files.as_xlsx(columns) if is_book else template_files.as_csv(columns)
    answer = HttpResponse(body, content_type=template_files.XLSX if is_book else template_files.CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.{"xlsx" if is_book else "csv"}"'
    return answer


@door("office", roles=COORDINATOR)
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """What a file comes to, row by row, with every fault; a POST takes all of it in, or nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    found = drafts.draft_for(actor, draft_id)
    if found.is_used:
        return TemplateResponse(request, "office/imported.html", {"page": _done(found)})
    try:
        loaded = _concept(actor)
    except Unreadable:
        raise Missing from None
    columns = columns_of(found.kind, loaded.concept, clock.today())
    reading = read_cells(found.kind, loaded.concept, columns, found.cells)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not reading.faults:
        try:
            return _take_in(request, found, loaded, reading)
        except Refused as refused:
            form.add_error(None, _("Nothing was taken in. %(why)s") % {"why": refused})
    page = _page(actor, found, columns, reading, paging.asked(request))
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(
        request,
        "office/import_draft.html",
        {"page": page, "form": form, "cancel_url": reverse("office:import")},
        status=status,
    )


def _take_in(
    request: HttpRequest, found: drafts.Draft, loaded: programme.Loaded, reading: Reading
) -> HttpResponseBase:
    actor, at, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    here = reverse("office:import-draft", args=[found.id])
    if found.kind == ImportKind.STAFF:
        people.import_staff(by=actor, at=at, on=today, draft_id=found.id, rows=reading.staff)
        return HttpResponseRedirect(here)
    told = {
        "by": actor,
        "at": at,
        "on": today,
        "concept_id": loaded.id,
        "draft_id": found.id,
        "rows": reading.courses,
    }
    if len(reading.courses) <= AT_ONCE:
        delivery.import_courses(**told)
        return HttpResponseRedirect(here)
    return StreamingHttpResponse(_telling(request, told, here))


def _telling(request: HttpRequest, told: dict[str, Any], here: str) -> Iterator[bytes]:
    """A page that says how far it has come while the courses are taken in, in one transaction of its own.

    When the browser goes away in the middle, everything is taken back.
    """
    page = {"of": len(told["rows"])}
    whole = render_to_string("office/import_running.html", {"page": page}, request)
    head, _mark, foot = whole.partition("<!--more-->")
    yield head.encode()
    try:
        with scope(told["by"], lifetime_s=LONGEST_S):
            for done in delivery.taking_in(**told):
                if done % 50 == 0:
                    yield f"<li>{done}</li>".encode()
        last = {"url": here, "sentence": "", "of": len(told["rows"])}
    except Refused as refused:
        last = {"url": here, "sentence": _("Nothing was taken in. %(why)s") % {"why": refused}}
    yield render_to_string("office/import_end.html", {"page": last}).encode()
    yield foot.encode()


def _done(found: drafts.Draft) -> dict[str, Any]:
    staff = found.kind == ImportKind.STAFF
    words = (
        ngettext("%(count)d person was taken in.", "%(count)d people were taken in.", found.rows)
        if staff
        else ngettext("%(count)d course was taken in.", "%(count)d courses were taken in.", found.rows)
    )
    return {
        "words": words % {"count": found.rows},
        "is_staff": staff,
        "next_url": reverse("office:invitations" if staff else "office:courses"),
        "more_url": reverse("office:import"),
    }


def _page(
    actor: Any, found: drafts.Draft, columns: tuple[Column, ...], reading: Reading, number: int
) -> dict[str, Any]:
    today = clock.today()
    if found.kind == ImportKind.STAFF:
        seen = drafts.foreseen(actor, reading.staff, on=today)
    else:
        seen = queries.foreseen(actor, reading.courses, on=today)
    faults = sorted((*reading.faults, *seen), key=lambda one: one.number)
    titles = {one.key: str(one.title) for one in columns}
    stood = {line["n"]: line["c"] for line in found.cells}
    wrong = {one.number for one in faults}
    shown = found.cells[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return {
        "is_staff": found.kind == ImportKind.STAFF,
        "count": found.rows,
        "good": found.rows - len(wrong),
        "wrong": len(wrong),
        "faults": [
            {
                "number": one.number,
                "column": titles.get(one.field, ""),
                "sentence": one.sentence,
                "stood": stood[one.number].get(one.field, "")[:80],
            }
            for one in faults[:FAULTS_SHOWN]
        ],
        "more_faults": max(0, len(faults) - FAULTS_SHOWN),
        "rows": [
            {
                "number": line["n"],
                "title": line["c"].get("name", ""),
                "is_wrong": line["n"] in wrong,
                "cells": [
                    (titles[one.key], as_read(one, line["c"][one.key]))
                    for one in columns
                    if one.key in line["c"]
                ],
            }
            for line in shown
        ],
        "today": today,
        **paging.links(number, of=found.rows, size=ON_A_PAGE),
    }
