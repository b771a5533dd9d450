"""Descriptions by chapters: what a municipality has written and lacks, and what the office was handed in."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.governance.queries import descriptions as queries
from samspil.governance.queries import organisations
from samspil.governance.queries.descriptions import Contents, VersionView
from samspil.governance.terms.documents import (
    ANSWERED_BY,
    DESCRIPTION_KINDS,
    DESCRIPTION_STATES,
    READ_BY,
    WRITTEN_BY,
    DescriptionKind,
    DescriptionState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.sheets import document, lines_of, taken_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.kernel.errors import Missing
from samspil.programme import queries as programme
from samspil.programme.concept.describing import describing

TAGS = {
    DescriptionState.DRAFT: "",
    DescriptionState.HANDED_IN: "soon",
    DescriptionState.SENT_BACK: "act",
    DescriptionState.ACCEPTED: "ok",
}


@door("office", roles=READ_BY, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """A municipality's own, with those that are not begun; for the office, all that were handed in."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    if actor.role in ANSWERED_BY:
        names, found = organisations.names(), queries.latest(actor)
        rows = [row(one, today, names.get(one.municipality_id, "")) for one in found]
        waits = [one for one in rows if one["waits"]]
        rest = sorted((one for one in rows if not one["waits"]), key=lambda one: one["where"])
        page = {"groups": [(_("Waits for your answer"), waits), (_("Answered"), rest)], "is_office": True}
        return TemplateResponse(request, "office/descriptions.html", {"page": page})
    latest = {(one.kind, one.intervention): one for one in queries.latest(actor)}
    loaded, asked = programme_today(actor, today), list(latest)
    if loaded is not None:
        kinds = [(DescriptionKind.ANCHORING, str(one.slug)) for one in loaded.concept.interventions]
        asked = [*kinds, (DescriptionKind.PLAN, "")]
    rows = [row(latest[key], today) if key in latest else _not_begun(loaded, *key) for key in asked]
    page = {"groups": [(_("What is to be described"), rows)], "is_office": False}
    return TemplateResponse(request, "office/descriptions.html", {"page": page})


@door("office", roles=READ_BY, methods=("GET",))
def one(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """One version: its chapters, what each side said, and what can be done with it. The look is logged."""
    actor, today, at = request.actor, clock.today(), clock.now()  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    said, names = queries.contents(actor, found, at=at), organisations.names()
    every = queries.of_description(actor, found)
    is_newest = every[0].id == found.id
    page = {
        **row(found, today, names.get(found.municipality_id, "")),
        "chapters": _chapters(actor, found, said, names),
        "on_the_whole": [_comment(one, names) for one in said.comments if not one.chapter],
        "answer": said.answer,
        "versions": _versions(found, every),
        "links": _links(actor, found) if is_newest else [],
        "missing": _titles(found, queries.missing_chapters(found, said.chapters)) if is_newest else [],
        "is_draft": found.state == DescriptionState.DRAFT,
        "files": [
            {"label": label, "url": f"{to('office:description-file', found.id)}?as={kind}"}
            for label, kind in (("PDF", "pdf"), ("Word", "docx"))
        ],
    }
    return TemplateResponse(request, "office/description.html", {"page": page})


@door("office", roles=READ_BY, methods=("GET",))
def beside(request: HttpRequest, version_id: uuid.UUID, against: int) -> HttpResponse:
    """Two versions of the same description side by side, chapter by chapter. The looks are logged."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    other = next((one for one in queries.of_description(actor, found) if one.number == against), None)
    if other is None:
        raise Missing
    first, second = sorted((found, other), key=lambda each: each.number)
    before, after = (queries.contents(actor, each, at=at).chapters for each in (first, second))
    page = {
        "title": title_of(found),
        "back_url": to("office:description", found.id),
        "first": _number(first),
        "second": _number(second),
        "chapters": [
            {
                "title": words.said(each.title),
                "before": before.get(str(each.slug), ""),
                "after": after.get(str(each.slug), ""),
                "is_same": before.get(str(each.slug), "") == after.get(str(each.slug), ""),
            }
            for each in describing(programme.concept(found.concept_id)).chapters
        ],
    }
    return TemplateResponse(request, "office/description_beside.html", {"page": page})


@door("office", roles=READ_BY, methods=("GET",))
def file(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """A version as PDF or Word. The look is logged."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    said, names = queries.contents(actor, found, at=at), organisations.names()
    place = names.get(found.municipality_id, "")
    parts = [
        {
            "heading": f"{number}. {words.said(each.title)}",
            "blocks": [lines_of(said.chapters.get(str(each.slug), "") or _("Not written yet."))],
        }
        for number, each in enumerate(describing(programme.concept(found.concept_id)).chapters, 1)
    ]
    facts = [
        (_("Municipality"), place),
        (_("Which version"), _number(found)),
        (_("State"), f"{DESCRIPTION_STATES[found.state]} {_day(found.answered_on or found.handed_in_on)}"),
    ]
    data = document(title_of(found), place, parts, facts=facts)
    return taken_out(request, data, request.GET.get("as", "pdf"), f"beskrivelse-{found.number}")


def title_of(found: VersionView) -> str:
    """What a description is called: its kind, and of which intervention."""
    kind = str(DESCRIPTION_KINDS[found.kind])
    if not found.intervention:
        return kind
    concept = programme.concept(found.concept_id)
    return f"{kind}: {words.said(concept.intervention(found.intervention).title)}"


def row(found: VersionView, today: date, where: str = "") -> dict[str, Any]:
    """One version in a list and at the head of its page."""
    soon = describing(programme.concept(found.concept_id)).soon_months * 30
    is_late = found.revise_by is not None and found.revise_by < today
    is_soon = found.revise_by is not None and (found.revise_by - today).days <= soon
    return {
        "id": found.id,
        "title": title_of(found),
        "where": where,
        "url": to("office:description", found.id),
        "state": DESCRIPTION_STATES[found.state],
        "tag": TAGS[found.state],
        "waits": found.state == DescriptionState.HANDED_IN,
        "why": _why(found),
        "revise": words.day_and_year(found.revise_by) if found.revise_by else "",
        "is_late": is_late,
        "is_soon": is_soon,
        "number": found.number,
    }


def _why(found: VersionView) -> str:
    known = len(describing(programme.concept(found.concept_id)).chapters)
    if found.state == DescriptionState.DRAFT:
        return _("%(written)d of %(known)d chapters written") % {"written": found.written, "known": known}
    if found.answered_on:
        told = {"handed": _day(found.handed_in_on), "answered": _day(found.answered_on)}
        return _("Handed in on %(handed)s, answered on %(answered)s") % told
    return _("Handed in on %(handed)s") % {"handed": _day(found.handed_in_on)}


def _day(on: date | None) -> str:
    return words.day_and_year(on) if on else ""


def _not_begun(loaded: Any, kind: DescriptionKind, intervention: str) -> dict[str, Any]:
    title = str(DESCRIPTION_KINDS[kind])
    if intervention:
        title = f"{title}: {words.said(loaded.concept.intervention(intervention).title)}"
    return {
        "title": title,
        "state": pgettext("description", "Not begun"),
        "why": _("Nobody has begun it yet."),
        "kind": kind,
        "intervention": intervention,
        "begin_url": reverse("office:description-begin"),
    }


def _chapters(actor: Any, found: VersionView, said: Contents, names: Any) -> list[dict[str, Any]]:
    may_write = actor.role in WRITTEN_BY and found.state == DescriptionState.DRAFT
    return [
        {
            "slug": each.slug,
            "title": words.said(each.title),
            "asks": words.said(each.asks),
            "words": said.chapters.get(str(each.slug), ""),
            "url": reverse("office:description-write", args=[found.id, each.slug]) if may_write else "",
            "comments": [_comment(one, names) for one in said.comments if one.chapter == each.slug],
        }
        for each in describing(programme.concept(found.concept_id)).chapters
    ]


def _comment(said: Any, names: Any) -> dict[str, Any]:
    told = {"who": names.get(said.organisation_id, ""), "day": words.day_and_year(said.written_on)}
    return {"words": said.words, "by": _("%(who)s, %(day)s") % told}


def _versions(found: VersionView, every: tuple[VersionView, ...]) -> list[dict[str, Any]]:
    return [
        {
            "title": _number(each),
            "state": DESCRIPTION_STATES[each.state],
            "tag": TAGS[each.state],
            "url": to("office:description", each.id) if each.id != found.id else "",
            "beside_url": reverse("office:description-beside", args=[found.id, each.number])
            if each.id != found.id
            else "",
        }
        for each in every
    ]


def _number(found: VersionView) -> str:
    return _("Version no. %(number)d") % {"number": found.number}


def _titles(found: VersionView, slugs: tuple[str, ...]) -> list[str]:
    chapters = describing(programme.concept(found.concept_id)).chapters
    return [words.title_of(chapters, each) for each in slugs]


def _links(actor: Any, found: VersionView) -> list[dict[str, Any]]:
    """What whoever reads can do now; the first is what the other side waits for."""
    is_writer, links = actor.role in WRITTEN_BY, []
    if is_writer and found.state == DescriptionState.DRAFT:
        links.append((_("Hand it in"), "office:description-hand-in", True))
    if not is_writer and found.state == DescriptionState.HANDED_IN:
        links.append((_("Answer"), "office:description-answer", True))
    if is_writer and found.state in (DescriptionState.ACCEPTED, DescriptionState.SENT_BACK):
        is_first = found.state == DescriptionState.SENT_BACK
        links.append((_("Begin a new version"), "office:description-again", is_first))
    if found.state != DescriptionState.DRAFT:
        links.append((_("Comment"), "office:description-comment", False))
    return [{"label": label, "url": to(name, found.id), "is_first": first} for label, name, first in links]
