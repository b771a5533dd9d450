"""The steps of a description: begin it, write a chapter, hand it in, answer it, comment on it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from samspil.governance.actions import descriptions as actions
from samspil.governance.queries import descriptions as queries
from samspil.governance.rules.seen import sum_of
from samspil.governance.terms.documents import ANSWERED_BY, READ_BY, WRITTEN_BY, DescriptionState
from samspil.interfaces import clock
from samspil.interfaces.web.office.descriptions import title_of
from samspil.interfaces.web.office.descriptions_forms import ChapterForm, CommentForm, DescriptionAnswerForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.kernel.errors import Missing
from samspil.programme import queries as programme
from samspil.programme.concept.describing import describing

BASE = "shared/office.html"


@door("office", roles=WRITTEN_BY, methods=("POST",))
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a description that the municipality has not begun."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_today(actor, today)
    if loaded is None:
        raise Missing
    made = actions.begin_description(
        by=actor,
        at=clock.now(),
        on=today,
        concept_id=loaded.id,
        kind=request.POST.get("kind", ""),
        intervention=request.POST.get("intervention", ""),
    )
    return HttpResponseRedirect(to("office:description", made.id))


@door("office", roles=WRITTEN_BY)
def again(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Begin a new version, which begins with the words of the last."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)

    def write() -> str:
        made = actions.begin_description(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            concept_id=found.concept_id,
            kind=found.kind,
            intervention=found.intervention,
        )
        return to("office:description", made.id)

    lead = _("It begins with the words of the last one, which stays as it is.")
    page = {"name": "office-description-again", "lead": lead, "button": _("Begin a new version")}
    return _step(request, found, plain(request), write, page)


@door("office", roles=WRITTEN_BY)
def write(request: HttpRequest, version_id: uuid.UUID, chapter: str) -> HttpResponse:
    """Write one chapter of a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    chapters = describing(programme.concept(found.concept_id)).chapters
    asked = next((each for each in chapters if each.slug == chapter), None)
    if asked is None or (request.method != "POST" and found.state != DescriptionState.DRAFT):
        raise Missing  # what was typed meanwhile is not lost: the action refuses beside it
    said = queries.contents(actor, found, at=clock.now()).chapters.get(chapter, "")
    posted = request.POST if request.method == "POST" else None
    form = ChapterForm(sum_of(said), posted, initial={"words": said})

    def save() -> str:
        told = form.cleaned_data
        common: dict[str, Any] = {"chapter": chapter, "words": told["words"], "seen": told["seen"]}
        actions.write_chapter(by=actor, at=clock.now(), version_id=version_id, **common)
        return to("office:description", found.id) + f"#chapter-{chapter}"

    page: dict[str, Any] = {
        "name": "office-description-write",
        "heading": words.said(asked.title),
        "lead": words.said(asked.asks),
        "button": _("Save the chapter"),
    }
    if form.is_bound and form["seen"].data != sum_of(said):
        page["texts"] = [_("What stands now:"), *said.splitlines()]
    return _step(request, found, form, save, page)


@door("office", roles=WRITTEN_BY)
def hand_in(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Hand a draft in to the programme office."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)

    def save() -> str:
        actions.hand_in(by=actor, at=clock.now(), on=clock.today(), version_id=version_id)
        return to("office:description", found.id)

    lead = _("The programme office reads it and answers. What is handed in is not changed any more.")
    page = {"name": "office-description-hand-in", "lead": lead, "button": _("Hand it in")}
    return _step(request, found, plain(request), save, page)


@door("office", roles=ANSWERED_BY)
def answer(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Accept what was handed in, or send it back."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    form = DescriptionAnswerForm(_posted(request))

    def save() -> str:
        is_accepted = form.cleaned_data["answer"] == "accepted"
        actions.answer_description(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            version_id=version_id,
            accepted=is_accepted,
            words="" if is_accepted else form.cleaned_data["words"],
        )
        return to("office:description", found.id)

    page = {"name": "office-description-answer", "button": _("Save the answer")}
    return _step(request, found, form, save, page)


@door("office", roles=READ_BY)
def comment(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """Comment on what was handed in."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    chapters = describing(programme.concept(found.concept_id)).chapters
    form = CommentForm(words.choices(chapters), _posted(request))

    def save() -> str:
        actions.comment(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            version_id=version_id,
            words=form.cleaned_data["words"],
            chapter=form.cleaned_data["chapter"],
            key=form.cleaned_data["key"],
        )
        return to("office:description", found.id)

    lead = _("The other side reads it. What is written stays.")
    page = {"name": "office-description-comment", "lead": lead, "button": _("Save the comment")}
    return _step(request, found, form, save, page)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step(
    request: HttpRequest, found: queries.VersionView, form: forms.Form, save: Any, page: dict[str, Any]
) -> HttpResponse:
    title = title_of(found)
    told = {"title": title, "heading": title, "has_words": bool(form.fields), **page}
    return form_page(request, form, save, base=BASE, cancel_url=to("office:description", found.id), page=told)
