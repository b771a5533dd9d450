"""What every page on bringing a file shares: the upload, what waits, the faults, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from samspil.interfaces import clock
from samspil.interfaces.web.office.import_forms import KINDS
from samspil.interfaces.web.office.sheets import Unreadable
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.kernel.errors import Refused
from samspil.people.queries import imports as drafts
from samspil.people.queries.imports import Fault
from samspil.people.terms import ImportKind
from samspil.programme import queries as programme
from samspil.trust.scope import scope

FAULTS_SHOWN = 200
LONGEST_S = 600
EVERY = 50
"""So many rows are told as one step."""
NOWHERE = gettext_lazy("Your municipality takes part in no programme today. Ask the programme office.")
TITLES = {
    **KINDS,
    ImportKind.ANSWERS: gettext_lazy("Answers you kept before"),
    ImportKind.PLACES: gettext_lazy("Places"),
}
PAGES = {ImportKind.ANSWERS: "office:history-draft", ImportKind.PLACES: "office:institution-draft"}


def takes_a_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page take a file: in memory, and only from a form of ours. Everywhere else uploads stay off."""
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [MemoryFileUploadHandler(request)]
        return guarded(request, *args, **kwargs)

    return taking


def concept_of(actor: Any) -> programme.Loaded:
    """The programme the municipality is in today. Raises Unreadable where there is none."""
    found = programme_today(actor, clock.today())
    if found is None:
        raise Unreadable(NOWHERE)
    return found


def templates(page: str, kinds: Mapping[Any, Any]) -> list[dict[str, Any]]:
    """The empty files to fill in, by what is in them, each as a plain table and as a workbook."""
    return [
        {
            "title": title,
            "csv": f"{reverse(page)}?what={kind}",
            "xlsx": f"{reverse(page)}?what={kind}&as=xlsx",
        }
        for kind, title in kinds.items()
    ]


def waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """Files that were read and neither taken in nor erased yet."""
    return [
        {
            "title": TITLES[kind],
            "words": ngettext("%(count)d row", "%(count)d rows", count) % {"count": count},
            "url": reverse(PAGES.get(kind, "office:import-draft"), args=[key]),
        }
        for key, kind, count in drafts.drafts_waiting(request.actor)  # type: ignore[attr-defined]
    ]


def shown(
    faults: Sequence[Fault], titles: Mapping[str, str], stood: Mapping[int, Mapping[str, str]]
) -> dict[str, Any]:
    """The first faults by row and column, with what stood there where that may be seen, and how many more."""
    return {
        "faults": [
            {
                "number": one.number,
                "column": titles.get(one.field, ""),
                "sentence": one.sentence,
                "stood": stood.get(one.number, {}).get(one.field, "")[:80],
            }
            for one in faults[:FAULTS_SHOWN]
        ],
        "more_faults": max(0, len(faults) - FAULTS_SHOWN),
    }


def telling(
    request: HttpRequest, steps: Callable[[], Iterator[int]], *, of: int, words: str, here: str
) -> Iterator[bytes]:
    """A page that says how far it has come while rows are taken in, in one transaction of its own.

    When the browser goes away in the middle, everything is taken back.
    """
    whole = render_to_string("office/import_running.html", {"page": {"words": words}}, request)
    head, _mark, foot = whole.partition("<!--more-->")
    yield head.encode()
    try:
        with scope(request.actor, lifetime_s=LONGEST_S):  # type: ignore[attr-defined]
            for done in steps():
                if done % EVERY == 0:
                    step = {"done": done, "of": of}
                    yield render_to_string("office/import_step.html", step).encode()
        last = {"url": here, "sentence": "", "of": of}
    except Refused as refused:
        last = {"url": here, "sentence": _("Nothing was taken in. %(why)s") % {"why": refused}}
    yield render_to_string("office/import_end.html", {"page": last}).encode()
    yield foot.encode()
