"""Steering on one page: meetings, barriers, decisions and tasks; and the groups with their members."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.governance.actions import groups as actions
from samspil.governance.actions import meetings as meeting_actions
from samspil.governance.queries import ballots, barriers, groups, meetings
from samspil.governance.queries.groups import GroupView
from samspil.governance.rules.groups import RAISE
from samspil.governance.rules.series import Series, half_yearly
from samspil.governance.terms.barriers import BarrierState
from samspil.governance.terms.groups import GROUPS, TAKE_PART, GroupKind
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.steering_forms import ProposeForm, SeatEndForm, SeatForm, SeriesForm
from samspil.interfaces.web.office.training import programme_running
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.kernel.errors import Missing
from samspil.kernel.ids import uuid7
from samspil.people.terms import Role
from samspil.programme import queries as programme

OFFICE = (Role.PROGRAMME_OFFICE,)
MAY_RAISE = (*RAISE, *OFFICE)
NEWEST = 5


@door("office", roles=TAKE_PART, methods=("GET",))
def steering(request: HttpRequest) -> HttpResponse:
    """Everything the groups steer by: what is next, what stands in the way, and what waits for an answer."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    page: dict[str, Any] = {"name": "office-steering", "title": _("Steering"), "main": [], "side": []}
    try:
        office_id = groups.office_of(actor)
    except Missing:
        page["lead"] = _("Your organisation has no seat in the steering group or the network group.")
        if actor.role in OFFICE:
            page["lead"] = _("The steering group and the network group have not been set up yet.")
            page["links"] = [_link(_("Set up the groups"), reverse("office:steering-found"), True)]
        return TemplateResponse(request, "office/steering_page.html", {"page": page})
    names = groups.names_of_organisations()
    raised = barriers.barriers(actor, office_id, names=names)
    in_writing = ballots.ballots(actor, office_id, on=today)
    coming = meetings.meetings(actor, office_id, coming_from=today)
    tasks = meetings.tasks(actor, office_id, names=names)
    mine = actor.tenant_id
    page["lead"] = _("Meetings, what stands in the way, what is decided in writing, and who does what.")
    page["links"] = _links(actor)
    page["notes"] = [
        {"words": _("Municipalities act differently: %(heading)s") % {"heading": one.heading}, "late": True}
        for one in raised
        if one.differs
    ]
    waiting = [one for one in in_writing if one.waits_for(mine)]
    others = [one for one in in_writing if not one.waits_for(mine)][:NEWEST]
    open_ = [one for one in raised if one.state != BarrierState.DONE]
    done = [one for one in raised if one.state == BarrierState.DONE][:NEWEST]
    page["main"] = [
        said.section(
            _("Waits for your organisation's answer"), [said.ballot_row(one, today, mine) for one in waiting]
        ),
        said.section(
            _("Open barriers"),
            [
                said.barrier_row(one, today)
                for one in sorted(open_, key=lambda one: not one.is_overdue(today))
            ],
            _("Nothing stands in the way."),
        ),
        said.section(_("Tasks"), [said.task_row(one, today, mine) for one in tasks], _("No task is open.")),
        said.section(_("Barriers that are done"), [said.barrier_row(one, today) for one in done]),
    ]
    page["side"] = [
        said.section(
            _("Next meetings"),
            [said.meeting_row(one, today) for one in coming[:NEWEST]],
            _("No meeting is planned."),
        ),
        said.section(_("Decisions in writing"), [said.ballot_row(one, today, mine) for one in others]),
        said.section(_("Groups"), [_group_row(one) for one in groups.groups(actor, office_id)]),
    ]
    return TemplateResponse(request, "office/steering_page.html", {"page": page})


@door("office", roles=OFFICE)
def found(request: HttpRequest) -> HttpResponse:
    """Set both groups up from the concept file."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_running(today)
    organisation = loaded.concept.organisation

    def write() -> str:
        actions.found_groups(by=actor, at=clock.now(), on=today, concept_id=loaded.id)
        return reverse("office:steering")

    page = {
        "name": "office-steering-found",
        "title": _("Steering"),
        "heading": _("Set up the groups"),
        "lead": _("Your office takes the chair of both. The members follow."),
        "texts": [organisation.steering_group.words, organisation.network_group.words],
        "button": _("Set up the groups"),
    }
    return form_page(
        request, plain(request), write, base=said.BASE, cancel_url=reverse("office:steering"), page=page
    )


@door("office", roles=TAKE_PART, methods=("GET",))
def group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """One group: what it is for, who sits in it, when it meets, and what waits for its agenda."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = groups.group(actor, office_id, group_id)
    named = _named(one)
    seats = groups.seats(actor, office_id, group_id)
    sits = any(each.organisation_id == actor.tenant_id and each.to_on is None for each in seats)
    links = [_link(_("Propose for the agenda"), to("office:steering-propose", one.id), True)] if sits else []
    if actor.role in OFFICE:
        links += [
            _link(_("Give seats"), to("office:steering-seat", one.id)),
            _link(_("Say when it meets"), to("office:steering-series", one.id)),
            _link(_("Call an extraordinary meeting"), to("office:steering-call", one.id)),
        ]
    page = {
        "name": "office-steering-group",
        "title": GROUPS[one.kind],
        "back": _("Steering"),
        "back_url": reverse("office:steering"),
        "lead": named.words,
        "links": links,
        "notes": [{"words": said.rule_of(one)}] if one.series else [],
        "main": [
            said.section(
                _("Meetings"),
                [
                    said.meeting_row(each, today)
                    for each in meetings.meetings(actor, office_id, group_id=one.id)
                ],
                _("No meeting is planned."),
            ),
            said.section(
                _("Waits for the agenda"),
                [
                    said.row(
                        each.heading,
                        to("office:steering-proposal", each.id) if each.may_open else "",
                        why=each.proposed_by,
                        when=_day(each.proposed_on),
                    )
                    for each in meetings.backlog(actor, office_id, one.id)
                ],
                _("Nothing waits."),
            ),
        ],
        "side": [said.section(_("Members"), [_seat_row(actor, each) for each in seats])],
    }
    return TemplateResponse(request, "office/steering_page.html", {"page": page})


@door("office", roles=OFFICE)
def seat(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Give organisations a seat in a group."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one = groups.group(actor, groups.office_of(actor), group_id)
    capacities = _named(one).members
    choices = {
        "organisations": [(str(key), name) for key, name in groups.may_sit() if key != actor.tenant_id],
        "capacity": [(str(place), words_) for place, words_ in enumerate(capacities)],
    }
    form = SeatForm(choices, said.posted(request), initial={"from_on": today})

    def write() -> str:
        told = form.cleaned_data
        new = actions.NewSeats(
            organisations=form.keys("organisations"),
            capacity=capacities[int(told["capacity"])],
            title=told["title"],
            deputy=told["deputy"],
            from_on=told["from_on"],
        )
        actions.give_seats(by=actor, at=clock.now(), on=today, group_id=group_id, seats=new)
        return to("office:steering-group", group_id)

    page = {"name": "office-steering-seat", "heading": _("Give seats"), "button": _("Give seats")}
    return _group_form(request, form, write, one, page)


@door("office", roles=OFFICE)
def seat_end(request: HttpRequest, seat_id: uuid.UUID) -> HttpResponse:
    """End a seat."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row = groups.seat(actor, groups.office_of(actor), seat_id)
    form = SeatEndForm(said.posted(request), initial={"to_on": today})

    def write() -> str:
        told = form.cleaned_data["to_on"]
        actions.end_seat(by=actor, at=clock.now(), on=today, seat_id=seat_id, to_on=told)
        return to("office:steering-group", row.group_id)

    page = {
        "name": "office-steering-seat-end",
        "title": _("Steering"),
        "heading": _("End the seat of %(name)s") % {"name": row.organisation},
        "lead": _("From now on the organisation reads nothing here. What it wrote and answered stays."),
        "button": _("End the seat"),
    }
    back = to("office:steering-group", row.group_id)
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=page)


@door("office", roles=OFFICE)
def series(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Say when a group meets; its meetings are planned from that."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one = groups.group(actor, groups.office_of(actor), group_id)
    form = SeriesForm(said.posted(request), initial=_usual(one))

    def write() -> str:
        told = form.cleaned_data
        rule = Series(int(told["nth"]), int(told["weekday"]), tuple(int(month) for month in told["months"]))
        common = {"starts_at": told["starts_at"], "place": told["place"]}
        actions.plan_series(by=actor, at=clock.now(), on=today, group_id=group_id, series=rule, **common)
        return to("office:steering-group", group_id)

    page = {
        "name": "office-steering-series",
        "heading": _("Say when it meets"),
        "lead": _("A public holiday gives way by a week. Meetings that are planned already stay."),
        "button": _("Plan the meetings"),
    }
    return _group_form(request, form, write, one, page)


@door("office", roles=TAKE_PART)
def propose(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """A member proposes something for the agenda."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one = groups.group(actor, groups.office_of(actor), group_id)
    form = ProposeForm({}, said.posted(request))

    def write() -> str:
        told = form.cleaned_data
        meeting_actions.propose_item(
            by=actor,
            at=clock.now(),
            on=today,
            group_id=group_id,
            key=told["key_of_it"] or uuid7(),
            heading=told["heading"],
            words=told["words"],
        )
        return to("office:steering-group", group_id)

    page = {
        "name": "office-steering-propose",
        "heading": _("Propose for the agenda"),
        "lead": _("The chair puts it on the agenda of a coming meeting."),
        "button": _("Propose it"),
        "has_words": True,
    }
    return _group_form(request, form, write, one, page)


def _group_form(
    request: HttpRequest, form: Any, write: Any, one: GroupView, page: dict[str, Any]
) -> HttpResponse:
    told = {"title": str(GROUPS[one.kind]), **page}
    back = to("office:steering-group", one.id)
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=told)


def _named(one: GroupView) -> Any:
    """What the concept file says of a group."""
    organisation = programme.concept(one.concept_id).organisation
    return organisation.steering_group if one.kind == GroupKind.STEERING else organisation.network_group


def _usual(one: GroupView) -> dict[str, Any]:
    """The rule that holds, or one that fits how often the concept file says that the groups meet."""
    if one.series is None:
        every = programme.concept(one.concept_id).organisation.meetings.every_months
        return {"nth": "3", "weekday": "2", "months": [str(month) for month in half_yearly(5, every)]}
    return {
        "nth": str(one.series.nth),
        "weekday": str(one.series.weekday),
        "months": [str(month) for month in one.series.months],
        "starts_at": one.starts_at,
        "place": one.place,
    }


def _links(actor: Any) -> list[dict[str, Any]]:
    links = []
    if actor.role in MAY_RAISE:
        links.append(_link(_("Raise a barrier"), reverse("office:steering-raise"), True))
    if actor.role in OFFICE:
        links.append(_link(_("Decide in writing"), reverse("office:steering-write")))
    return links


def _link(label: str, url: str, is_first: bool = False) -> dict[str, Any]:
    return {"label": label, "url": url, "is_first": is_first}


def _group_row(one: GroupView) -> dict[str, Any]:
    return said.row(str(GROUPS[one.kind]), to("office:steering-group", one.id), why=said.rule_of(one))


def _seat_row(actor: Any, one: Any) -> dict[str, Any]:
    title = one.title + (f" · {_('deputy')}: {one.deputy}" if one.deputy else "")
    ended = _("Until %(day)s") % {"day": words.day_and_year(one.to_on)} if one.to_on else ""
    may_end = actor.role in OFFICE and not one.chairs and not one.to_on
    found = said.row(
        one.organisation,
        to("office:steering-seat-end", one.id) if may_end else "",
        why=f"{title} · {one.capacity}",
        tag=ended or (pgettext("steering", "Chair") if one.chairs else ""),
    )
    return {**found, "button": _("End")}


def _day(on: date | None) -> str:
    return words.day_and_year(on) if on else ""
