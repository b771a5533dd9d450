"""Agreements with the municipalities: the list, one of them as it reads, its files, and the signed papers."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspil.economy.queries import budget
from samspil.governance.queries import agreements as queries
from samspil.governance.queries import organisations
from samspil.governance.queries.agreements import AgreementText, AgreementView
from samspil.governance.rules.agreements import is_odd_cvr
from samspil.governance.terms.agreements import (
    AGREEMENT_KINDS,
    AGREEMENT_STATES,
    MADE_BY,
    READ_BY,
    SIGNED_BY,
    AgreementKind,
    AgreementState,
    Side,
)
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.leaving import given_out
from samspil.interfaces.web.shared.documents.sheets import PDF, document, facts_of, taken_out
from samspil.interfaces.web.shared.doors import door
from samspil.people.terms import Role
from samspil.programme import queries as programme

TAGS = {
    AgreementState.DRAFT: "",
    AgreementState.SENT: "soon",
    AgreementState.IN_FORCE: "ok",
    AgreementState.REPLACED: "",
}


@door("office", roles=READ_BY, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The newest version of each agreement; a municipality sees its own."""
    actor, newest = request.actor, {}  # type: ignore[attr-defined,var-annotated]
    for each in queries.versions(actor):
        newest.setdefault(each.agreement_id, each)
    names = organisations.names()
    rows = [_row(actor, each, names) for each in newest.values()]
    rows.sort(key=lambda row: (row["where"], row["title"]))
    page = {
        "waiting": [row for row in rows if row["waits"]],
        "rest": [row for row in rows if not row["waits"]],
        "new_url": reverse("office:agreement-new") if actor.role in MADE_BY else "",
    }
    return TemplateResponse(request, "office/agreements.html", {"page": page})


@door("office", roles=READ_BY, methods=("GET",))
def one(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """One version as it reads, who has signed it, and what can be done with it. The look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    every = queries.of_agreement(actor, version_id)
    found = next(each for each in every if each.id == version_id)
    said, names = queries.text_of(actor, found, at=clock.now()), organisations.names()
    page = {
        **_row(actor, found, names),
        "parts": said.parts,
        "signatures": [_signature(each, names) for each in said.signatures],
        "unsigned": [names.get(_organisation(found, side), "") for side in Side if side not in found.signed],
        "versions": [
            {
                "title": _("Version no. %(number)d") % {"number": each.number},
                "state": AGREEMENT_STATES[each.state],
                "tag": TAGS[each.state],
                "url": to("office:agreement", each.id) if each.id != found.id else "",
            }
            for each in every
        ],
        "links": _links(actor, found, is_newest=every[0].id == found.id),
        "warnings": [*_odd_numbers(said), *_other_budget(actor, found, said)]
        if actor.role in MADE_BY
        else [],
        "files": [
            {"label": label, "url": f"{to('office:agreement-file', found.id)}?as={kind}"}
            for label, kind in (("PDF", "pdf"), ("Word", "docx"))
        ],
    }
    return TemplateResponse(request, "office/agreement.html", {"page": page})


@door("office", roles=READ_BY, methods=("GET",))
def file(request: HttpRequest, version_id: uuid.UUID) -> HttpResponse:
    """A version as PDF or Word, with who has signed it. The look is logged."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    found = queries.version(actor, version_id)
    said, names = queries.text_of(actor, found, at=at), organisations.names()
    place, office = names.get(found.municipality_id, ""), names.get(found.office_id, "")
    with override("da"):  # what is signed is in Danish, whoever takes it out
        parts = [*said.parts[:-1], _with_signatures(said, found, names)]
        data = document(f"{title_of(found)}: {place}", office, parts, lead=(_standing(found),))
    return taken_out(request, data, request.GET.get("as", "pdf"), f"aftale-{found.number}")


@door("office", roles=READ_BY, methods=("GET",))
def copy(request: HttpRequest, signature_id: uuid.UUID) -> HttpResponse:
    """The signed paper that one side brought, to be kept and never shown in the browser. Logged."""
    actor = request.actor  # type: ignore[attr-defined]
    content = queries.signed_copy(actor, signature_id, at=clock.now())
    return given_out(request, content, "underskrevet.pdf", PDF)


def title_of(found: AgreementView) -> str:
    """What an agreement is called, in the language of whoever reads the page."""
    return words.said(queries.template(found.kind).title)


def _row(actor: Any, found: AgreementView, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    own = SIGNED_BY[Role(actor.role)]
    return {
        "title": str(AGREEMENT_KINDS[found.kind]),
        "where": names.get(found.municipality_id, ""),
        "url": to("office:agreement", found.id),
        "state": AGREEMENT_STATES[found.state],
        "tag": TAGS[found.state],
        "why": _standing(found),
        "waits": found.state == AgreementState.SENT and own not in found.signed,
    }


def _standing(found: AgreementView) -> str:
    number = _("Version no. %(number)d") % {"number": found.number}
    if found.in_force_on:
        return f"{number} · " + _("in force from %(day)s") % {"day": _day(found.in_force_on)}
    if found.sent_on:
        return f"{number} · " + _("sent on %(day)s") % {"day": _day(found.sent_on)}
    return f"{number} · " + _("made on %(day)s") % {"day": _day(found.made_on)}


def _day(on: date) -> str:
    return words.day_and_year(on)


def _organisation(found: AgreementView, side: Side) -> uuid.UUID:
    return found.office_id if side == Side.OFFICE else found.municipality_id


def _signature(each: Any, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    return {
        "who": f"{each.name}, {each.title}",
        "where": names.get(each.organisation_id, ""),
        "day": _day(each.signed_on),
        "copy_url": to("office:agreement-copy", each.id) if each.has_copy else "",
    }


def _with_signatures(said: AgreementText, found: AgreementView, names: Any) -> dict[str, Any]:
    """The last part of an agreement, with who has signed and a line for whoever has not."""
    part, told = said.parts[-1], []
    for each in said.signatures:
        one = _signature(each, names)
        told.append((one["where"], f"{one['who']}, {one['day']}"))
    told += [(names.get(_organisation(found, side), ""), "–") for side in Side if side not in found.signed]
    return {**part, "blocks": [*part["blocks"], {"as": "facts", "facts": facts_of(told)}]}


def _odd_numbers(said: AgreementText) -> list[str]:
    rows = [
        row
        for part in said.parts
        for block in part["blocks"]
        if block["as"] == "table"
        for row in block["rows"]
    ]
    return [
        _("%(who)s: the CVR number %(number)s fails its check digit. Look whether it is typed right.")
        % {"who": row[0], "number": row[1]}
        for row in rows[:2]
        if is_odd_cvr(row[1])
    ]


def _other_budget(actor: Any, found: AgreementView, said: AgreementText) -> list[str]:
    """That another version of the budget has come to count than the one the letter's amounts are."""
    if found.kind != AgreementKind.GRANT_LETTER or found.state == AgreementState.REPLACED:
        return []
    slug = programme.concept(found.concept_id).slug
    now = budget.number_in_force(actor, found.municipality_id, slug)
    if now in (0, said.budget):
        return []
    told = {"now": now, "then": said.budget}
    if not said.budget:
        sentence = _("Version %(now)d of the budget counts now; the letter was made before any did.")
    else:
        sentence = _("Version %(now)d of the budget counts now; the letter has those of version %(then)d.")
    return [sentence % told + " " + _("Make a new version of the letter.")]


def _links(actor: Any, found: AgreementView, *, is_newest: bool) -> list[dict[str, Any]]:
    """What whoever reads can do now; the first is what it waits for."""
    links, is_office = [], actor.role in MADE_BY
    is_draft = found.state == AgreementState.DRAFT
    if is_office and is_draft:
        links += [
            (_("Send it"), "office:agreement-send", True),
            (_("Change"), "office:agreement-change", False),
        ]
    if found.state == AgreementState.SENT and SIGNED_BY[Role(actor.role)] not in found.signed and is_newest:
        links.append((_("Write the signature"), "office:agreement-sign", True))
    if is_office and not is_draft and is_newest:
        links.append((_("Make a new version"), "office:agreement-amend", False))
    return [{"label": label, "url": to(name, found.id), "is_first": first} for label, name, first in links]
