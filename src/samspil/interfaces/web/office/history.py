"""Bringing answers a municipality kept before: the file, what it comes to, taking it in and back at once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
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
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.actions import history as actions
from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.queries import history as queries
from samspil.interfaces import clock
from samspil.interfaces.web.office import template_files
from samspil.interfaces.web.office.bringing import (
    LONGEST_S,
    concept_of,
    shown,
    takes_a_file,
    telling,
    templates,
    waiting,
)
from samspil.interfaces.web.office.column_kinds import Column
from samspil.interfaces.web.office.history_columns import (
    Reading,
    columns_of,
    read_cells,
    titles_of,
    tools_of,
    without_questions,
)
from samspil.interfaces.web.office.import_forms import ImportForm
from samspil.interfaces.web.office.import_rows import cells_of
from samspil.interfaces.web.office.sheets import MOST_BYTES, TOO_LONG, Unreadable, read
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.coverage import instrument_title
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.errors import Missing, Refused
from samspil.people.actions import imports as people
from samspil.people.queries import imports as drafts
from samspil.people.terms import ImportKind
from samspil.programme.concept.model import Concept
from samspil.trust.scope import scope

MOST_ROWS = 10_000
AT_ONCE = 500
"""So many rows are taken in before the page answers; more tell how far they have come."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose answers a file holds, and its columns."""

    tool: Instrument
    columns: tuple[Column, ...]


def _asked(concept: Concept, key: str) -> Asked | None:
    tool = tools_of(concept).get(key)
    return None if tool is None else Asked(tool, columns_of(tool, concept))


@door("office", roles=COORDINATOR)
@takes_a_file
def bring(request: HttpRequest) -> HttpResponse:
    """The page that takes a file of answers kept before, and lists those that were taken in."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        concept = concept_of(actor).concept
    except Unreadable as nowhere:
        said = {"role_label": _("Answers you kept before"), "words": str(nowhere.sentence)}
        return TemplateResponse(request, "office/nothing.html", {"page": said})
    titles = titles_of(tools_of(concept))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(titles, *given, kind=ImportKind.ANSWERS)
    if form.is_bound and form.is_valid():
        try:
            return HttpResponseRedirect(_keep(request, form, concept))
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable.sentence))
    page = {
        "kinds": templates("office:history-template", titles),
        "waiting": waiting(request),
        "files": [_listed(one) for one in queries.files(actor)],
    }
    return TemplateResponse(
        request,
        "office/history.html",
        {"form": form, "page": page, "cancel_url": reverse("office:import")},
        status=422 if form.errors else 200,
    )


def _keep(request: HttpRequest, form: forms.Form, concept: Concept) -> str:
    key = form.cleaned_data["what"]
    asked = _asked(concept, key)
    assert asked is not None
    table = read(form.cleaned_data["file"].read(MOST_BYTES + 1), MOST_ROWS, beside=1)
    cells = without_questions(cells_of(table, asked.columns, names_strange=False))
    if not cells:
        raise Unreadable(_("There is no row below the head of the table."))
    if len(cells) > MOST_ROWS:
        raise Unreadable(TOO_LONG % {"most": number_format(MOST_ROWS, force_grouping=True)})
    actor = request.actor  # type: ignore[attr-defined]
    made = people.keep_draft(by=actor, at=clock.now(), kind=ImportKind.ANSWERS, cells=cells, of=key)
    return reverse("office:history-draft", args=[made.id])


def _listed(file: queries.Taken) -> dict[str, Any]:
    return {
        "title": instrument_title(file.instrument),
        "when": words.day_and_year(file.taken_in_on),
        "words": _counted(file.rows),
        "is_back": file.taken_back_on is not None,
        "url": reverse("office:history-file", args=[file.id]),
    }


def _counted(count: int) -> str:
    told = number_format(count, force_grouping=True)
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": told}


@door("office", roles=COORDINATOR, methods=("GET",))
def template(request: HttpRequest) -> HttpResponse:
    """An empty file for one instrument's answers: a column for each item, and a row with what it asks."""
    try:
        concept = concept_of(request.actor).concept  # type: ignore[attr-defined]
    except Unreadable:
        raise Missing from None
    key = request.GET.get("what") or next(iter(tools_of(concept)), "")
    asked = _asked(concept, key)
    if asked is None:
        raise Missing
    return template_files.download(asked.columns, f"answers-{key}", request.GET.get("as", ""))


@door("office", roles=COORDINATOR)
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """What a file comes to in counts, with every fault by row and column; a POST takes in all or nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    found = drafts.draft_for(actor, draft_id)
    if found.kind != ImportKind.ANSWERS:
        raise Missing
    if found.is_used:
        file = queries.file_of_draft(actor, found.id)
        return HttpResponseRedirect(reverse("office:history-file", args=[file.id]))
    try:
        asked = _asked(concept_of(actor).concept, found.of)
    except Unreadable:
        raise Missing from None
    if asked is None:
        raise Missing
    reading = read_cells(asked.columns, found.cells)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not reading.faults:
        try:
            return _take_in(request, found, asked, reading)
        except Refused as refused:
            form.add_error(None, _("Nothing was taken in. %(why)s") % {"why": refused})
    page = _page(actor, found, asked, reading)
    return TemplateResponse(
        request,
        "office/history_draft.html",
        {"page": page, "form": form, "cancel_url": reverse("office:history")},
        status=422 if request.method == "POST" else 200,
    )


def _take_in(request: HttpRequest, found: drafts.Draft, asked: Asked, reading: Reading) -> HttpResponseBase:
    here = reverse("office:history-draft", args=[found.id])
    told: dict[str, Any] = {
        "by": request.actor,  # type: ignore[attr-defined]
        "at": clock.now(),
        "on": clock.today(),
        "draft_id": found.id,
        "tool": asked.tool,
        "rows": reading.rows,
    }
    if len(reading.rows) <= AT_ONCE:
        actions.import_answers(**told)
        return HttpResponseRedirect(here)
    count = number_format(len(reading.rows), force_grouping=True)
    sentence = _("%(count)s rows, all or none.") % {"count": count}
    steps = telling(
        request, lambda: actions.taking_in(**told), of=len(reading.rows), words=sentence, here=here
    )
    return StreamingHttpResponse(steps)


def _page(actor: Any, found: drafts.Draft, asked: Asked, reading: Reading) -> dict[str, Any]:
    """The counts and the faults: neither an answer nor a code of a course stands on the page."""
    seen = queries.fitted(actor, reading.rows, asked.tool, on=clock.today())
    faults = sorted((*reading.faults, *seen.faults), key=lambda one: one.number)
    wrong = len({one.number for one in faults})
    counts = seen.counts
    return {
        "title": instrument_title(asked.tool.slug),
        "count": found.rows,
        "wrong": wrong,
        "counts": [
            (label, number_format(counts[key], force_grouping=True))
            for key, label in (
                ("done", _("answered on time")),
                ("late", _("answered late")),
                ("kept", _("from before the course was here: kept, and not counted")),
            )
            if counts[key]
        ],
        **shown(faults, {one.key: str(one.title) for one in asked.columns}, {}),
    }


@door("office", roles=COORDINATOR)
def file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """A file that was taken in; a POST takes all of it back, where nothing was built upon it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    form = forms.Form(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            with scope(actor, lifetime_s=LONGEST_S):  # ten thousand rows on a busy day
                actions.take_back(by=actor, at=clock.now(), on=today, file_id=file_id)
            return HttpResponseRedirect(reverse("office:history-file", args=[file_id]))
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422
    found = queries.file_for(actor, file_id, on=today)
    back = found.taken_back_on
    page = {
        **_listed(found),
        "back_on": words.day_and_year(back) if back else "",
        "why_not": str(found.why_not) if found.why_not and not back else "",
        "more_url": reverse("office:history"),
    }
    return TemplateResponse(request, "office/history_file.html", {"page": page, "form": form}, status=status)
