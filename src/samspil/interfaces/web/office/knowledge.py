"""Knowledge of the network group: searched, read, shared, answered, put right and withdrawn."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.governance.actions import knowledge as actions
from samspil.governance.queries import knowledge as queries
from samspil.governance.queries.knowledge import BEGINS, ENDS, SHOWN, Shared, Wanted
from samspil.governance.rules.knowledge import may_withdraw
from samspil.governance.terms.knowledge import KNOWLEDGE, SHARED_BY, WITH_A_TITLE, KnowledgeKind
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.knowledge_forms import (
    AnswerForm,
    CorrectForm,
    SearchForm,
    ShareForm,
    WithdrawForm,
    tags,
)
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.leaving import given_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.uploads import is_too_large, takes_a_paper
from samspil.kernel.errors import Missing
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept

SHORT = 240


@door("office", roles=SHARED_BY, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What is shared, the newest first, or what a search finds; twenty at a time."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        network = queries.network_of(actor)
    except Missing:
        return TemplateResponse(request, "office/knowledge.html", {"page": {"has_no_seat": True}})
    concept, number = programme.concept(network.concept_id), paging.asked(request)
    form = SearchForm(_filters(concept), request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    wanted = Wanted(*(_typed(told.get(one, "")) for one in ("words", "kind", "intervention", "method")))
    found, total = queries.shared(actor, network, wanted, page=number)
    kept = {name: value for name in wanted.__slots__ if (value := getattr(wanted, name))}
    page = {
        "rows": [_row(one, concept) for one in found],
        "total": total,
        "is_searched": bool(kept),
        "share_url": reverse("office:knowledge-new"),
        **paging.links(number, of=total, size=SHOWN, kept=kept),
    }
    return TemplateResponse(request, "office/knowledge.html", {"page": page, "form": form})


@door("office", roles=SHARED_BY, methods=("GET",))
def one(request: HttpRequest, contribution_id: uuid.UUID) -> HttpResponse:
    """One contribution, with its answers, its versions and its file."""
    actor = request.actor  # type: ignore[attr-defined]
    network = queries.network_of(actor)
    found = queries.contribution(actor, network, contribution_id)
    concept = programme.concept(network.concept_id)
    if found.answers_id is not None:
        found = queries.contribution(actor, network, found.answers_id)
    every = queries.versions(actor, network, found)
    page = {
        **_row(found, concept),
        "words": found.words,
        "file_url": to("office:knowledge-file", found.id) if found.has_file else "",
        "links": _links(actor, found),
        "answers": [
            {
                "author": each.author,
                "when": words.day_and_year(each.shared_on),
                "words": each.words,
                "links": _links(actor, each),
            }
            for each in queries.answers(actor, network, found.id)
        ],
        "is_question": found.kind == KnowledgeKind.QUESTION,
        "earlier": [
            {
                "title": each.title,
                "words": each.words,
                "when": words.day_and_year(each.written_on),
                "number": each.number,
            }
            for each in every[1:]
        ],
    }
    return TemplateResponse(request, "office/knowledge_one.html", {"page": page})


@door("office", roles=SHARED_BY)
@takes_a_paper
def new(request: HttpRequest) -> HttpResponse:
    """Share an experience, a tool or a question."""
    actor = request.actor  # type: ignore[attr-defined]
    network = queries.network_of(actor)
    choices = tags(programme.concept(network.concept_id), words.said)
    if request.method == "POST":
        form = ShareForm(choices, request.POST, request.FILES)
        if is_too_large(request):
            form.add_error("file", _("Choose a PDF of at most five megabytes."))
    else:
        form = ShareForm(choices)

    def write() -> str:
        told = form.cleaned_data
        paper = told["file"]
        sharing = actions.Sharing(
            told["words"],
            told["title"],
            told["interventions"],
            told["methods"],
            paper.read() if paper else None,
            told["is_free"],
        )
        made = actions.share(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            key=told["key_of_it"] or uuid7(),
            kind=told["kind"],
            sharing=sharing,
        )
        return to("office:knowledge-one", made.id)

    page = {
        "name": "office-knowledge-new",
        "title": _("Knowledge"),
        "heading": _("Share with the network group"),
        "lead": _("An experience, a tool or a question. Every organisation in the network group reads it."),
        "button": _("Share it"),
    }
    url, template = reverse("office:knowledge"), "office/knowledge_new.html"
    return form_page(request, form, write, base=said.BASE, cancel_url=url, page=page, template=template)


@door("office", roles=SHARED_BY)
def answer(request: HttpRequest, contribution_id: uuid.UUID) -> HttpResponse:
    """Answer a question."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.contribution(actor, queries.network_of(actor), contribution_id)
    if found.kind != KnowledgeKind.QUESTION:
        raise Missing
    form = AnswerForm({}, said.posted(request))

    def write() -> str:
        actions.share(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            key=form.cleaned_data["key_of_it"] or uuid7(),
            kind=KnowledgeKind.ANSWER,
            sharing=actions.Sharing(form.cleaned_data["words"]),
            answers_id=contribution_id,
        )
        return to("office:knowledge-one", found.id)

    page = {"name": "office-knowledge-answer", "button": _("Send the answer"), "has_words": True}
    return _step(request, found, form, write, page)


@door("office", roles=SHARED_BY)
def correct(request: HttpRequest, contribution_id: uuid.UUID) -> HttpResponse:
    """Put right what the own organisation shared."""
    actor = request.actor  # type: ignore[attr-defined]
    network = queries.network_of(actor)
    found = queries.contribution(actor, network, contribution_id)
    if found.author_id != actor.tenant_id:
        raise Missing
    initial = {name: getattr(found, name) for name in ("title", "words")}
    initial |= {"interventions": list(found.interventions), "methods": list(found.methods)}
    choices = tags(programme.concept(network.concept_id), words.said)
    is_answer = found.answers_id is not None
    form = (
        AnswerForm({}, said.posted(request), initial=initial)
        if is_answer
        else CorrectForm(choices, said.posted(request), initial=initial)
    )

    def write() -> str:
        told = form.cleaned_data
        sharing = actions.Sharing(
            told["words"], told.get("title", ""), told.get("interventions", ()), told.get("methods", ())
        )
        correcting: dict[str, Any] = {"contribution_id": contribution_id, "sharing": sharing}
        actions.correct(by=actor, at=clock.now(), on=clock.today(), **correcting)
        return to("office:knowledge-one", found.id)

    page = {
        "name": "office-knowledge-correct",
        "lead": _("A new version. The one before stays beside it."),
        "button": _("Save it"),
        "has_words": True,
    }
    return _step(request, found, form, write, page)


@door("office", roles=SHARED_BY)
def withdraw(request: HttpRequest, contribution_id: uuid.UUID) -> HttpResponse:
    """Withdraw something: the own organisation's, or as the programme office."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.contribution(actor, queries.network_of(actor), contribution_id)
    if not may_withdraw(actor, found.author_id):
        raise Missing
    form = WithdrawForm(said.posted(request))

    def write() -> str:
        because = form.cleaned_data["because"]
        withdrawing: dict[str, Any] = {"contribution_id": contribution_id, "because": because}
        actions.withdraw(by=actor, at=clock.now(), on=clock.today(), **withdrawing)
        if found.answers_id is not None:
            return to("office:knowledge-one", found.answers_id)
        return reverse("office:knowledge")

    page = {
        "name": "office-knowledge-withdraw",
        "lead": _("From now on nobody finds or reads it. That it was withdrawn, and why, stays in the log."),
        "button": _("Withdraw it"),
    }
    return _step(request, found, form, write, page)


@door("office", roles=SHARED_BY, methods=("GET",))
def file(request: HttpRequest, contribution_id: uuid.UUID) -> HttpResponse:
    """The file of a contribution, to be kept and never shown in the browser. The look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    content = queries.file_of(actor, queries.network_of(actor), contribution_id, at=clock.now())
    return given_out(request, content, "delt.pdf", "application/pdf")


def _step(request: HttpRequest, found: Shared, form: Any, write: Any, page: dict[str, Any]) -> HttpResponse:
    told = {"title": _("Knowledge"), "heading": found.title or str(KNOWLEDGE[found.kind]), **page}
    back = to("office:knowledge-one", found.id)
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=told)


def _filters(concept: Concept) -> dict[str, list[tuple[str, str]]]:
    known = tags(concept, words.said)
    any_ = [("", _("All"))]
    return {
        "kind": any_ + [(str(one), str(KNOWLEDGE[one])) for one in WITH_A_TITLE],
        "intervention": any_ + known["interventions"],
        "method": any_ + known["methods"],
    }


def _typed(value: str) -> str:
    return value.replace("\0", "").strip()


def _row(one: Shared, concept: Concept) -> dict[str, Any]:
    """A contribution as a line: its tags in the page's language, and the part of it that was hit."""
    known = tags(concept, words.said)
    titles = dict(known["interventions"]) | dict(known["methods"])
    short = one.words if len(one.words) <= SHORT else f"{one.words[:SHORT].rstrip()} …"
    answered = ngettext("%(count)d answer", "%(count)d answers", one.answers) % {"count": one.answers}
    return {
        "title": one.title,
        "kind": KNOWLEDGE[one.kind],
        "url": to("office:knowledge-one", one.id),
        "author": one.author,
        "when": words.day_and_year(one.shared_on),
        "number": one.number,
        "tags": [titles.get(each, each) for each in (*one.interventions, *one.methods)],
        "snippet": _marked(one.snippet) if one.snippet else [{"words": short, "is_hit": False}],
        "answered": answered if one.kind == KnowledgeKind.QUESTION else "",
        "has_file": one.has_file,
    }


def _marked(snippet: str) -> list[dict[str, Any]]:
    """A snippet in pieces, each with whether the search hit it: marked by the page, never by the text."""
    found, is_hit = [], False
    for piece in re.split(f"([{BEGINS}{ENDS}])", snippet):
        if piece in (BEGINS, ENDS):
            is_hit = piece == BEGINS
        elif piece:
            found.append({"words": piece, "is_hit": is_hit})
    return found


def _links(actor: Any, one: Shared) -> list[dict[str, Any]]:
    links = []
    if one.kind == KnowledgeKind.QUESTION:
        links.append((_("Answer"), "office:knowledge-answer", True))
    if one.author_id == actor.tenant_id:
        links.append((_("Put it right"), "office:knowledge-correct", False))
    if may_withdraw(actor, one.author_id):
        links.append((_("Withdraw"), "office:knowledge-withdraw", False))
    return [{"label": label, "url": to(name, one.id), "is_first": first} for label, name, first in links]
