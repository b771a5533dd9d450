"""Barriers: raised by a member, followed on one page, and confirmed by each municipality."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.governance.actions import barriers as actions
from samspil.governance.queries import ballots, groups
from samspil.governance.queries import barriers as queries
from samspil.governance.queries.barriers import BarrierView, Texts, Told
from samspil.governance.rules.barriers import may_raise
from samspil.governance.rules.groups import RAISE
from samspil.governance.terms.barriers import (
    ACTS,
    BARRIER_STATES,
    RAISED_BY,
    Acts,
    BallotState,
    BarrierState,
    RaisedBy,
)
from samspil.governance.terms.groups import TAKE_PART
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.steering import MAY_RAISE, OFFICE
from samspil.interfaces.web.office.steering_forms import AssignForm, BarrierForm, ConfirmForm, InstructForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.kernel.ids import uuid7
from samspil.people.terms import Role
from samspil.programme import queries as programme

BEFORE_A_DECISION = (BarrierState.RAISED, BarrierState.ASSIGNED)


@door("office", roles=MAY_RAISE)
def new(request: HttpRequest) -> HttpResponse:
    """Raise a barrier."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    concept = programme.concept(groups.groups(actor, groups.office_of(actor))[0].concept_id)
    form = BarrierForm(_choices(actor, concept), said.posted(request), initial=_first(actor))

    def write() -> str:
        told = form.cleaned_data
        barrier = actions.NewBarrier(
            raised_by=told["raised_by"],
            heading=told["heading"],
            words=told["words"],
            intervention=told["intervention"],
            where_id=form.key("where"),
        )
        key = told["key_of_it"] or uuid7()
        made = actions.raise_barrier(by=actor, at=clock.now(), on=today, key=key, barrier=barrier)
        return to("office:steering-barrier", made.id)

    page = {
        "name": "office-steering-raise",
        "title": _("Steering"),
        "heading": _("Raise a barrier"),
        "lead": _("The programme office and the members of the groups read it at once."),
        "button": _("Raise it"),
        "has_words": True,
    }
    return form_page(request, form, write, base=said.BASE, cancel_url=reverse("office:steering"), page=page)


@door("office", roles=TAKE_PART, methods=("GET",))
def barrier(request: HttpRequest, barrier_id: uuid.UUID) -> HttpResponse:
    """One barrier: what it is, how far it has come and for how long, and what each municipality did."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = queries.barrier(actor, office_id, barrier_id)
    texts = queries.texts_of(actor, office_id, one, at=clock.now())
    proposed = ballots.ballots(actor, office_id, on=today, barrier_id=one.id)
    steps = [
        said.row(said.step_label(each.to, each.is_running), when=said.days(each.days))
        for each in one.elapsed(today)
    ]
    page = {
        "name": "office-steering-barrier",
        "title": one.heading,
        "back": _("Steering"),
        "back_url": reverse("office:steering"),
        "tag": BARRIER_STATES[one.state],
        "kind": "ok" if one.state == BarrierState.DONE else "soon",
        "links": _links(actor, one, [each.state for each in proposed]),
        "notes": _notes(one, today),
        "texts_title": _("What stands in the way"),
        "texts": [texts.words],
        "main": [
            said.section(
                _("Decisions in writing"),
                [said.ballot_row(each, today, actor.tenant_id) for each in proposed],
            ),
            said.section(_("The instruction, and what each municipality did"), _told(actor, one, texts)),
        ],
        "facts_title": _("Who and where"),
        "facts": _facts(actor, office_id, one),
        "side": [said.section(_("How long each step took"), steps)],
    }
    return TemplateResponse(request, "office/steering_page.html", {"page": page})


@door("office", roles=OFFICE)
def assign(request: HttpRequest, barrier_id: uuid.UUID) -> HttpResponse:
    """Say who sees to a barrier."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    names, office_id = groups.names_of_organisations(), groups.office_of(actor)
    sit = {key for one in groups.groups(actor, office_id) for key in groups.members(office_id, one.id)}
    owners = sorted(((str(key), names[key]) for key in sit), key=lambda pair: pair[1])
    form = AssignForm({"owner": owners}, said.posted(request))

    def write() -> None:
        owner = form.key("owner")
        assert owner is not None
        due_on = form.cleaned_data["due_on"]
        actions.assign_barrier(
            by=actor, at=clock.now(), on=today, barrier_id=barrier_id, owner_id=owner, due_on=due_on
        )

    page = {"name": "office-steering-assign", "button": _("Save"), "lead": _("Who sees to it, and by when?")}
    return _step(request, barrier_id, form, write, page)


@door("office", roles=OFFICE)
def instruct(request: HttpRequest, barrier_id: uuid.UUID) -> HttpResponse:
    """Give every municipality the same instruction."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    form = InstructForm({}, said.posted(request))

    def write() -> None:
        told = form.cleaned_data
        actions.instruct(
            by=actor,
            at=clock.now(),
            on=today,
            barrier_id=barrier_id,
            words=told["words"],
            due_on=told["due_on"],
        )

    page = {
        "name": "office-steering-instruct",
        "lead": _("Every municipality in the steering group is given the same words, and says what it did."),
        "button": _("Give the instruction"),
        "has_words": True,
    }
    return _step(request, barrier_id, form, write, page)


@door("office", roles=RAISE)
def confirm(request: HttpRequest, instruction_id: uuid.UUID) -> HttpResponse:
    """A municipality says what it did on an instruction."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    told = queries.instruction(actor, groups.office_of(actor), instruction_id)
    form = ConfirmForm(said.posted(request))

    def write() -> None:
        answer = form.cleaned_data
        actions.confirm_instruction(
            by=actor,
            at=clock.now(),
            on=today,
            instruction_id=instruction_id,
            acts=answer["acts"],
            words=answer["words"] if answer["acts"] == Acts.OTHERWISE else "",
        )

    page = {
        "name": "office-steering-confirm",
        "texts": queries.words_of_instruction(actor, told, at=clock.now()).splitlines(),
        "lead": _("To be done by %(day)s.") % {"day": words.day_and_year(told.due_on)},
        "button": _("Save"),
        "has_words": True,
    }
    return _step(request, told.barrier_id, form, write, page)


def _step(
    request: HttpRequest, barrier_id: uuid.UUID, form: forms.Form, write: Any, page: dict[str, Any]
) -> HttpResponse:
    """A page with one form about one barrier, from which one comes back to it."""
    actor = request.actor  # type: ignore[attr-defined]
    heading = queries.row_of(groups.office_of(actor), barrier_id).heading
    back = to("office:steering-barrier", barrier_id)

    def go() -> str:
        write()
        return back

    told = {"title": _("Barrier"), "heading": heading, **page}
    return form_page(request, form, go, base=said.BASE, cancel_url=back, page=told)


def _choices(actor: Any, concept: Any) -> dict[str, list[tuple[str, str]]]:
    behalf = [
        (str(one.value), str(label)) for one, label in RAISED_BY.items() if not may_raise(actor.role, one)
    ]
    where = [(str(key), name) for key, name in groups.municipalities().items()]
    return {
        "raised_by": behalf,
        "intervention": [("", _("All of them")), *words.choices(concept.interventions)],
        "where": [("", _("Everywhere")), *where] if actor.role != Role.MUNICIPAL_LEAD else [],
    }


def _first(actor: Any) -> dict[str, str]:
    behalf = RaisedBy.OFFICE if actor.role in OFFICE else RaisedBy.MUNICIPALITY
    return {"raised_by": behalf.value, "intervention": "", "where": ""}


def _links(actor: Any, one: BarrierView, proposed: list[BallotState]) -> list[dict[str, Any]]:
    links: list[tuple[str, str]] = []
    if actor.role in OFFICE:
        write_url = f"{reverse('office:steering-write')}?barrier={one.id}"
        assign_link = (_("Say who sees to it"), to("office:steering-assign", one.id))
        writing = (_("Decide in writing"), write_url)
        if one.state == BarrierState.RAISED:
            links = [assign_link, writing]
        elif one.state == BarrierState.ASSIGNED:
            links = [writing, assign_link]
        elif one.state == BarrierState.DECIDED:
            links = [(_("Give the instruction"), to("office:steering-instruct", one.id))]
        if BallotState.OPEN in proposed:
            links = [link for link in links if link != writing]
    mine = _mine(actor, one)
    if actor.role in RAISE and mine is not None and mine.acts != Acts.AS_INSTRUCTED:
        links.append((_("Say what you did"), to("office:steering-confirm", mine.id)))
    return [{"label": label, "url": url, "is_first": place == 0} for place, (label, url) in enumerate(links)]


def _mine(actor: Any, one: BarrierView) -> Told | None:
    return next((each for each in one.told if each.municipality_id == actor.tenant_id), None)


def _notes(one: BarrierView, today: Any) -> list[dict[str, Any]]:
    notes = []
    if one.differs:
        who = ", ".join(each.municipality for each in one.told if each.acts == Acts.OTHERWISE)
        text = _("Municipalities act differently on the same decision. In another way: %(who)s.")
        notes.append({"words": text % {"who": who}, "late": True})
    if one.is_overdue(today):
        notes.append({"words": _("The day that was set has passed."), "late": True})
    return notes


def _told(actor: Any, one: BarrierView, texts: Texts) -> list[dict[str, Any]]:
    if not one.told:
        return []
    rows = [said.row(_("To every municipality"), tag="")]
    rows[0]["words"] = texts.instruction
    for each in one.told:
        tag = ACTS[each.acts] if each.acts else _("Has not said yet")
        kind = (
            {Acts.AS_INSTRUCTED: "ok", Acts.OTHERWISE: "late"}.get(each.acts, "soon") if each.acts else "soon"
        )
        day = each.confirmed_on or each.due_on
        label = _("Said on %(day)s") if each.confirmed_on else _("To be done by %(day)s.")
        row = said.row(each.municipality, why=label % {"day": words.day_and_year(day)}, tag=tag, kind=kind)
        row["words"] = texts.confirmations.get(each.id, "")
        rows.append(row)
    return rows


def _facts(actor: Any, office_id: uuid.UUID, one: BarrierView) -> list[tuple[str, Any]]:
    concept = programme.concept(groups.groups(actor, office_id)[0].concept_id)
    kind = words.title_of(concept.interventions, one.intervention) if one.intervention else _("All of them")
    behalf = f"{RAISED_BY[one.raised_by]} ({one.raiser})"
    facts: list[tuple[str, Any]] = [
        (_("Raised by"), behalf),
        (_("Raised on"), words.day_and_year(one.steps.raised_on)),
        (_("Where"), one.where or _("Everywhere")),
        (_("Intervention"), kind),
        (_("Seen to by"), one.owner or _("Nobody yet")),
    ]
    if one.due_on:
        facts.append((_("To be decided by"), words.day_and_year(one.due_on)))
    return facts
