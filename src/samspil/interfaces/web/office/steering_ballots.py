"""Decisions in writing between meetings: proposed by the office, answered by the members."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.governance.actions import ballots as actions
from samspil.governance.queries import ballots as queries
from samspil.governance.queries import barriers, groups
from samspil.governance.queries.ballots import BallotView
from samspil.governance.rules.groups import may_speak
from samspil.governance.terms.barriers import ANSWERS, BALLOT_STATES, BallotState
from samspil.governance.terms.groups import GROUPS, TAKE_PART
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.steering import OFFICE
from samspil.interfaces.web.office.steering_forms import BallotForm, VoteForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.kernel.errors import Missing
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.programme.concept.deciding import deciding


@door("office", roles=OFFICE)
def new(request: HttpRequest) -> HttpResponse:
    """Ask a group to decide in writing, about a barrier or about something else."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    found = groups.groups(actor, office_id)
    barrier_id = _barrier(request)
    heading = barriers.row_of(office_id, barrier_id).heading if barrier_id else ""
    usual = deciding(programme.concept(found[0].concept_id))
    initial = {"group": str(found[0].id), "heading": heading, "days": usual.days}
    choices = {"group": [(str(one.id), str(GROUPS[one.kind])) for one in found]}
    form = BallotForm(choices, said.posted(request), initial=initial)

    def write() -> str:
        told = form.cleaned_data
        proposal = actions.Proposal(told["heading"], told["words"], told["days"], barrier_id)
        group_id, key = form.key("group"), told["key_of_it"] or uuid7()
        assert group_id is not None
        made = actions.propose_in_writing(
            by=actor, at=clock.now(), on=today, group_id=group_id, key=key, proposal=proposal
        )
        return to("office:steering-decision", made.id)

    page = {
        "name": "office-steering-write",
        "title": _("Steering"),
        "heading": _("Decide in writing"),
        "lead": _("More than %(percent)d per cent of the members must answer. Silence is not consent.")
        % {"percent": usual.quorum_percent},
        "button": _("Send it to the members"),
        "has_words": True,
    }
    back = to("office:steering-barrier", barrier_id) if barrier_id else reverse("office:steering")
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=page)


@door("office", roles=TAKE_PART, methods=("GET",))
def decision(request: HttpRequest, ballot_id: uuid.UUID) -> HttpResponse:
    """One proposal in writing: what it says, who has answered what, and what it came to."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = queries.ballot(actor, office_id, ballot_id, on=today)
    texts = queries.words_of(actor, office_id, ballot_id, at=clock.now())
    names = groups.names_of_organisations()
    back = to("office:steering-barrier", one.barrier_id) if one.barrier_id else reverse("office:steering")
    page = {
        "name": "office-steering-decision",
        "title": one.heading,
        "back": _("Barrier") if one.barrier_id else _("Steering"),
        "back_url": back,
        "tag": BALLOT_STATES[one.state],
        "kind": said.BALLOT_TAGS.get(one.state, ""),
        "links": _links(actor, one),
        "texts_title": _("What is proposed"),
        "texts": [texts],
        "main": [
            said.section(
                _("The members' answers"), sorted(_answers(one, names), key=lambda row: row["title"])
            )
        ],
        "facts_title": _("How it is decided"),
        "facts": _facts(one),
        "side": [said.section("", [])],
    }
    return TemplateResponse(request, "office/steering_page.html", {"page": page})


@door("office", roles=TAKE_PART)
def vote(request: HttpRequest, ballot_id: uuid.UUID) -> HttpResponse:
    """Answer for one's organisation."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = queries.ballot(actor, office_id, ballot_id, on=today)
    if may_speak(actor, one.kind) is not None:
        raise Missing
    form, back = VoteForm(said.posted(request)), to("office:steering-decision", ballot_id)

    def write() -> str:
        answer = form.cleaned_data["answer"]
        actions.vote(by=actor, at=clock.now(), on=today, ballot_id=ballot_id, answer=answer)
        return back

    page = {
        "name": "office-steering-vote",
        "title": _("Decision in writing"),
        "heading": one.heading,
        "texts": queries.words_of(actor, office_id, ballot_id, at=clock.now()).splitlines(),
        "lead": _("The answer is your organisation's, and it stands. The others can see it."),
        "button": _("Answer"),
    }
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=page)


@door("office", roles=OFFICE)
def close(request: HttpRequest, ballot_id: uuid.UUID) -> HttpResponse:
    """Close a proposal that everybody has answered or whose time is over."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one = queries.ballot(actor, groups.office_of(actor), ballot_id, on=today)
    back = to("office:steering-decision", ballot_id)

    def write() -> str:
        actions.close_ballot(by=actor, at=clock.now(), on=today, ballot_id=ballot_id)
        return back

    page = {
        "name": "office-steering-close",
        "title": _("Decision in writing"),
        "heading": one.heading,
        "lead": _("What it came to is entered on the agenda of the next meeting, whose minutes hold it."),
        "button": _("Close it"),
    }
    return form_page(request, plain(request), write, base=said.BASE, cancel_url=back, page=page)


def _barrier(request: HttpRequest) -> uuid.UUID | None:
    told = request.GET.get("barrier", "")
    try:
        return uuid.UUID(told) if told else None
    except ValueError:
        raise Missing from None


def _links(actor: Any, one: BallotView) -> list[dict[str, Any]]:
    links = []
    if one.waits_for(actor.tenant_id) and may_speak(actor, one.kind) is None:
        links.append((_("Answer"), to("office:steering-vote", one.id)))
    if actor.role in OFFICE and one.closed_on is None and one.state != BallotState.OPEN:
        links.append((_("Close it"), to("office:steering-close", one.id)))
    return [{"label": label, "url": url, "is_first": place == 0} for place, (label, url) in enumerate(links)]


def _answers(one: BallotView, names: dict[uuid.UUID, str]) -> list[dict[str, Any]]:
    rows = []
    for key in one.voters:
        answer = one.answers.get(key)
        rows.append(said.row(names.get(key, ""), tag=ANSWERS[answer] if answer else _("Has not answered")))
    return rows


def _facts(one: BallotView) -> list[tuple[str, Any]]:
    told = {"needed": one.needed, "members": one.counted.members}
    facts = [
        (_("Who decides"), GROUPS[one.kind]),
        (_("Proposed on"), words.day_and_year(one.proposed_on)),
        (_("Last day to answer"), words.day_and_year(one.closes_on)),
        (pgettext("vote", "Needed"), _("%(needed)d answers of %(members)d") % told),
        (_("So far"), _tally(one)),
    ]
    if one.closed_on:
        facts.append((_("Closed on"), words.day_and_year(one.closed_on)))
    return facts


def _tally(one: BallotView) -> str:
    counted = one.counted
    told = {"for": counted.in_favour, "against": counted.against, "abstain": counted.abstained}
    return _("%(for)d for, %(against)d against, %(abstain)d abstain") % told
