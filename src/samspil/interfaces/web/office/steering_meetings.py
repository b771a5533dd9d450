"""Meetings of the groups: the agenda, who came, what each item came to, and the minutes as files."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.governance.actions import meetings as actions
from samspil.governance.queries import barriers, groups, packs, papers
from samspil.governance.queries import meetings as queries
from samspil.governance.queries.meetings import ItemView, MeetingView
from samspil.governance.rules.groups import may_steer
from samspil.governance.rules.packs import may_make_pack
from samspil.governance.terms.barriers import BALLOT_STATES, BarrierState
from samspil.governance.terms.groups import TAKE_PART
from samspil.governance.terms.meetings import MEETING_STATES, OPEN_MEETINGS, OUTCOMES, MeetingState
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.steering import OFFICE
from samspil.interfaces.web.office.steering_agenda import steps
from samspil.interfaces.web.office.steering_forms import CameForm, OutcomeForm, PlaceForm
from samspil.interfaces.web.office.steering_papers import paper_said
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain

OF_A_BARRIER = "barrier:"


@door("office", roles=TAKE_PART, methods=("GET",))
def meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """One meeting: when and where, the agenda with its papers, what each item came to, and who came."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = queries.meeting(actor, office_id, meeting_id)
    names = groups.names_of_organisations()
    came = sorted(names.get(key, "") for key in queries.present_at(office_id, one.id))
    items = queries.agenda(actor, office_id, one.id, at=clock.now(), names=names)
    is_office = actor.role in OFFICE
    may_write = is_office and one.state in OPEN_MEETINGS and one.on <= today
    was_held = bool(came) or any(each.outcomes for each in items)
    papers_of = papers.papers(actor, office_id, one.id)
    may_remove = is_office and one.state in OPEN_MEETINGS
    page = {
        "name": "office-steering-meeting",
        "title": said.meeting_title(one),
        "back": _("Steering"),
        "back_url": reverse("office:steering"),
        "tag": MEETING_STATES[one.state],
        "kind": "ok" if one.state == MeetingState.APPROVED else "",
        "lead": words.weekday(one.on) + f" {one.on.year}",
        "links": _links(actor, one, today, was_held),
        "items": [
            _item(each, may_write)
            | (steps(one, each, len(items), was_held) if is_office else {})
            | {"papers": [paper_said(paper, may_remove) for paper in papers_of.get(each.id, ())]}
            for each in items
        ],
        "rule": _rule(one, was_held) if is_office and items else "",
        "facts": _facts(one, came),
        "files": _files(one),
        **packs_of(actor, one),
    }
    return TemplateResponse(request, "office/steering_meeting.html", {"page": page})


@door("office", roles=OFFICE)
def invite(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Invite the members to a meeting."""
    page = {
        "name": "office-steering-invite",
        "lead": _("Each who speaks for a member gets one letter with the day and the address of this page."),
        "button": _("Send the invitation"),
    }
    return _plain_step(request, meeting_id, actions.invite, page)


@door("office", roles=OFFICE)
def cancel(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A meeting does not take place."""
    page = {
        "name": "office-steering-cancel",
        "lead": _("The meeting does not take place. What was on its agenda waits for the next one."),
        "points": [
            _("A decision in writing goes to the group's next meeting, whose minutes hold it."),
            _("A status pack that was sent stays here as it was. The next meeting has its own."),
        ],
        "button": _("Cancel the meeting"),
    }
    return _plain_step(request, meeting_id, actions.cancel_meeting, page)


@door("office", roles=OFFICE)
def approve(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Approve the minutes."""
    page = {
        "name": "office-steering-approve",
        "lead": _("Approved minutes are never changed: not by you, and not by anybody else."),
        "button": _("Approve the minutes"),
    }
    return _plain_step(request, meeting_id, actions.approve_minutes, page)


@door("office", roles=OFFICE)
def place(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Put something on the agenda."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = queries.meeting(actor, office_id, meeting_id)
    waiting = [(str(each.id), each.heading) for each in queries.backlog(actor, office_id, one.group_id)]
    undecided = (BarrierState.RAISED, BarrierState.ASSIGNED)
    waiting += [
        (f"{OF_A_BARRIER}{each.id}", _("Barrier: %(heading)s") % {"heading": each.heading})
        for each in barriers.barriers(actor, office_id)
        if each.state in undecided
    ]
    form = PlaceForm({"waiting": [("", _("Something new")), *waiting]}, said.posted(request))

    def write() -> None:
        told = form.cleaned_data
        chosen = told["waiting"]
        is_barrier = chosen.startswith(OF_A_BARRIER)
        item = actions.NewItem(
            waiting_id=uuid.UUID(chosen) if chosen and not is_barrier else None,
            barrier_id=uuid.UUID(chosen.removeprefix(OF_A_BARRIER)) if is_barrier else None,
            heading=told["heading"],
            words=told["words"],
            key=told["key_of_it"],
        )
        actions.place_item(by=actor, at=clock.now(), on=today, meeting_id=meeting_id, item=item)

    page = {"name": "office-steering-place", "button": _("Put it on the agenda"), "has_words": True}
    return step(request, one, form, write, page)


@door("office", roles=OFFICE)
def outcome(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Write what an item came to."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    row, found = queries.item(actor, office_id, item_id)
    one = queries.meeting(actor, office_id, found)
    names = groups.names_of_organisations()
    owners = sorted(
        ((str(key), names[key]) for key in groups.members(office_id, one.group_id)), key=lambda pair: pair[1]
    )
    form = OutcomeForm(owners, said.posted(request))

    def write() -> None:
        told = form.cleaned_data
        new = actions.NewOutcome(
            kind=told["kind"],
            words=told["words"],
            owner_id=form.key("owner"),
            due_on=told["due_on"],
            confidential=told["confidential"],
        )
        key = told["key_of_it"]
        actions.write_outcome(by=actor, at=clock.now(), on=today, item_id=item_id, outcome=new, key=key)

    page = {
        "name": "office-steering-outcome",
        "heading": row.heading,
        "button": _("Save"),
        "has_words": True,
    }
    return step(request, one, form, write, page)


@door("office", roles=OFFICE)
def came(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Write which members came."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = queries.meeting(actor, office_id, meeting_id)
    names = groups.names_of_organisations()
    there = [str(key) for key in queries.present_at(office_id, one.id)]
    sit = sorted(
        ((str(key), names[key]) for key in groups.members(office_id, one.group_id)), key=lambda pair: pair[1]
    )
    form = CameForm({"came": sit}, said.posted(request), initial={"came": there})

    def write() -> None:
        actions.write_presence(
            by=actor, at=clock.now(), on=today, meeting_id=meeting_id, came=form.keys("came")
        )

    page = {
        "name": "office-steering-came",
        "lead": _("Organisations, not people. It can be put right until the minutes are approved."),
        "button": _("Save"),
    }
    return step(request, one, form, write, page)


@door("office", roles=TAKE_PART)
def done(request: HttpRequest, outcome_id: uuid.UUID) -> HttpResponse:
    """The organisation that has a task says that it is done."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row = queries.task_of(actor, groups.office_of(actor), outcome_id)
    back = to("office:steering-meeting", row.item.meeting_id)

    def write() -> str:
        actions.finish_task(by=actor, at=clock.now(), on=today, outcome_id=outcome_id)
        return back

    page = {
        "name": "office-steering-done",
        "title": _("Task"),
        "heading": row.item.heading,
        "lead": _("Your organisation has done the task. The others can see it."),
        "button": _("It is done"),
    }
    return form_page(request, plain(request), write, base=said.BASE, cancel_url=back, page=page)


def _plain_step(
    request: HttpRequest, meeting_id: uuid.UUID, action: Any, page: dict[str, Any]
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    one = queries.meeting(actor, groups.office_of(actor), meeting_id)

    def write() -> None:
        action(by=actor, at=clock.now(), on=clock.today(), meeting_id=meeting_id)

    return step(request, one, plain(request), write, page)


def step(
    request: HttpRequest, one: MeetingView, form: forms.Form, write: Any, page: dict[str, Any]
) -> HttpResponse:
    """A page with one form about one meeting, from which one comes back to it."""
    back = to("office:steering-meeting", one.id)

    def go() -> str:
        write()
        return back

    title = said.meeting_title(one)
    told = {"title": title, "heading": f"{title}, {words.day_and_year(one.on)}", **page}
    return form_page(request, form, go, base=said.BASE, cancel_url=back, page=told)


def packs_of(actor: Any, one: MeetingView) -> dict[str, Any]:
    """The status packs of a meeting, and where the office makes the next."""
    may_make = may_steer(actor) is None and may_make_pack(one.kind, one.state) is None
    return {
        "packs": [
            {"title": pack_title(each), "url": to("office:steering-pack", each.id)}
            for each in packs.packs(actor, one.office_id, one.id)
        ],
        "pack_url": to("office:steering-pack-make", one.id) if may_make else "",
    }


def pack_title(one: packs.PackView) -> str:
    """Which version, and from which day."""
    told = {"number": one.number, "day": words.day_and_year(one.made_on)}
    return _("Version no. %(number)d of %(day)s") % told


def _rule(one: MeetingView, was_held: bool) -> str:
    """What may still be changed on the agenda, in a sentence; nothing where all or none of it may."""
    if one.state != MeetingState.INVITED:
        return ""
    if was_held:
        return _("The meeting has been held. What was not dealt with can go to another meeting.")
    return _("The invitation has gone out: the words stand. The order can be changed, and items can leave.")


def _links(actor: Any, one: MeetingView, today: Any, was_held: bool) -> list[dict[str, Any]]:
    if actor.role not in OFFICE or one.state not in OPEN_MEETINGS:
        return []
    links = []
    if one.on <= today:
        links.append((_("Who came?"), "office:steering-came"))
    if one.state == MeetingState.INVITED and one.on <= today:
        links.insert(0, (_("Approve the minutes"), "office:steering-approve"))
    if one.state == MeetingState.PLANNED and one.on >= today:
        links.append((_("Invite"), "office:steering-invite"))
    links.append((_("Put on the agenda"), "office:steering-place"))
    if not was_held:
        links += [
            (_("Move the meeting"), "office:steering-move"),
            (_("Cancel the meeting"), "office:steering-cancel"),
        ]
    return [
        {"label": label, "url": to(name, one.id), "is_first": number == 0}
        for number, (label, name) in enumerate(links)
    ]


def _item(one: ItemView, may_write: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "position": one.position,
        "heading": one.heading,
        "words": one.words,
        "by": one.proposed_by,
        "barrier_url": to("office:steering-barrier", one.barrier_id) if one.barrier_id else "",
        "written": _written(one),
        "outcomes": [outcome_said(each) for each in one.outcomes],
        "outcome_url": to("office:steering-outcome", one.id) if may_write else "",
    }


def outcome_said(each: Any) -> dict[str, Any]:
    """What an item came to, in words."""
    task = ""
    if each.owner:
        told = {"owner": each.owner, "day": words.day_and_year(each.due_on)}
        task = _("%(owner)s, by %(day)s") % told
    if each.done_on:
        task += f" · {_('done on %(day)s') % {'day': words.day_and_year(each.done_on)}}"
    return {
        "kind": OUTCOMES[each.kind],
        "words": each.words,
        "task": task,
        "confidential": each.confidential,
    }


def _written(one: ItemView) -> dict[str, Any] | None:
    if one.written is None:
        return None
    return {"words": one.written.words, "result": written_said(one)}


def written_said(one: ItemView) -> str:
    """What a decision in writing came to, with its count."""
    found = one.written
    assert found is not None
    told = {
        "result": BALLOT_STATES[found.state],
        "for": found.in_favour,
        "against": found.against,
        "abstain": found.abstained,
        "members": found.members,
        "day": words.day_and_year(found.closed_on),
    }
    sentence = _(
        "%(result)s on %(day)s. Members: %(members)d; %(for)d for, %(against)d against, %(abstain)d abstain."
    )
    return sentence % told


def _facts(one: MeetingView, came: list[str]) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [(_("Time"), f"{one.starts_at:%H.%M}")]
    if one.is_extra:
        facts.insert(0, (_("Why"), one.because))
    if one.moved_from:
        facts.append((_("Moved from"), words.day_and_year(one.moved_from)))
    if one.place:
        facts.append((_("Place"), one.place))
    if one.invited_on:
        facts.append((_("Invited on"), words.day_and_year(one.invited_on)))
    if came:
        facts.append((_("Came"), ", ".join(came)))
    if one.approved_on:
        facts.append((_("Minutes approved"), words.day_and_year(one.approved_on)))
    return facts


def _files(one: MeetingView) -> list[dict[str, str]]:
    """What can be taken out: the day for a calendar, and the minutes with or without what is confidential."""
    url = to("office:steering-minutes", one.id)
    found = [{"label": _("For the calendar"), "url": to("office:steering-calendar", one.id)}]
    for kind, label in (("pdf", "PDF"), ("docx", "Word")):
        found.append({"label": _("Minutes as %(kind)s") % {"kind": label}, "url": f"{url}?as={kind}"})
        found.append(
            {
                "label": _("Minutes as %(kind)s, without what is confidential") % {"kind": label},
                "url": f"{url}?as={kind}&without=1",
            }
        )
    return found
