"""Bringing the municipality's own spreadsheet: the file, what it comes to, and taking it in at once."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.actions import imports as delivery
from samspil.delivery.queries import imports as queries
from samspil.interfaces import clock
from samspil.interfaces.web.office import template_files
from samspil.interfaces.web.office.bringing import (
    concept_of,
    shown,
    takes_a_file,
    telling,
    templates,
    waiting,
)
from samspil.interfaces.web.office.column_kinds import Column
from samspil.interfaces.web.office.columns import columns_of
from samspil.interfaces.web.office.import_forms import KINDS, ImportForm
from samspil.interfaces.web.office.import_rows import Reading, as_read, cells_of, read_cells
from samspil.interfaces.web.office.sheets import MOST_BYTES, Unreadable, read
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import paging
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.errors import Missing, Refused
from samspil.people.actions import imports as people
from samspil.people.queries import imports as drafts
from samspil.people.terms import ImportKind
from samspil.programme import queries as programme

ON_A_PAGE = 25
AT_ONCE = 50
"""So many courses are taken in before the page answers; more tell how far they have come."""


@door("office", roles=COORDINATOR)
@takes_a_file
def bring(request: HttpRequest) -> HttpResponse:
    """The page that takes a file of staff or courses, and says what was read and not taken in yet."""
    if request.method == "POST":
        form = ImportForm(KINDS, request.POST, request.FILES, kind=ImportKind.COURSES)
        if form.is_valid():
            try:
                return HttpResponseRedirect(_keep(request, form))
            except Unreadable as unreadable:
                form.add_error("file", str(unreadable.sentence))
    else:
        form = ImportForm(KINDS, kind=ImportKind.COURSES)
    return TemplateResponse(
        request,
        "office/import.html",
        {
            "form": form,
            "page": {
                "kinds": templates("office:import-template", KINDS),
                "waiting": waiting(request),
                "history_url": reverse("office:history"),
            },
            "cancel_url": reverse("office:home"),
        },
        status=422 if form.errors else 200,
    )


def _keep(request: HttpRequest, form: forms.Form) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    kind = ImportKind(form.cleaned_data["what"])
    columns = columns_of(kind, concept_of(actor).concept, clock.today())
    cells = cells_of(read(form.cleaned_data["file"].read(MOST_BYTES + 1)), columns)
    made = people.keep_draft(by=actor, at=clock.now(), kind=kind, cells=cells)
    return reverse("office:import-draft", args=[made.id])


@door("office", roles=COORDINATOR, methods=("GET",))
def template(request: HttpRequest) -> HttpResponse:
    """An empty file to fill in, with Danish heads, as CSV or as a workbook that explains itself."""
    asked = request.GET.get("what", "")
    kind = ImportKind(asked) if asked in KINDS else ImportKind.COURSES
    try:
        columns = columns_of(kind, concept_of(request.actor).concept, clock.today())  # type: ignore[attr-defined]
    except Unreadable:
        raise Missing from None
    return template_files.download(columns, kind.value, request.GET.get("as", ""))


@door("office", roles=COORDINATOR)
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """What a file comes to, row by row, with every fault; a POST takes all of it in, or nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    found = drafts.draft_for(actor, draft_id)
    if found.kind not in KINDS:
        raise Missing
    if found.is_used:
        return TemplateResponse(request, "office/imported.html", {"page": _done(found)})
    try:
        loaded = concept_of(actor)
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
    words = _("%(count)d courses, all or none.") % {"count": len(reading.courses)}
    return StreamingHttpResponse(
        telling(request, lambda: delivery.taking_in(**told), of=len(reading.courses), words=words, here=here)
    )


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
    wrong = {one.number for one in faults}
    here = found.cells[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return {
        "is_staff": found.kind == ImportKind.STAFF,
        "count": found.rows,
        "good": found.rows - len(wrong),
        "wrong": len(wrong),
        **shown(faults, titles, {line["n"]: line["c"] for line in found.cells}),
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
            for line in here
        ],
        "today": today,
        **paging.links(number, of=found.rows, size=ON_A_PAGE),
    }
