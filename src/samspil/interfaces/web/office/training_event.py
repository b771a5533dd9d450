"""What stands on the page of one training event, beside when and where: by role."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samspil.delivery.queries import attendance, seats, training, training_forms
from samspil.delivery.queries.training import Event
from samspil.delivery.terms.training import (
    LIVE,
    NOMINATION_STATES,
    SHARE_REASONS,
    EventKind,
    EventState,
    NominationState,
)
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.group_forms import standing
from samspil.people.terms import Role

Section = dict[str, Any]
TAGS = {
    NominationState.SEAT: "ok",
    NominationState.WAITING: "soon",
    NominationState.ASKED: "soon",
}


def sections(actor: Any, found: Event, today: date) -> Section:
    """Rows, buttons and a note."""
    of_role = {
        Role.TRAINING_PROVIDER: _for_the_provider,
        Role.PROGRAMME_OFFICE: _for_the_office,
        Role.COORDINATOR: _for_a_municipality,
        Role.MUNICIPAL_LEAD: _for_a_municipality,
    }
    if found.kind == EventKind.WORKSHOP and actor.role != Role.TRAINING_PROVIDER:
        return _workshop(actor, found)
    return of_role[Role(actor.role)](actor, found, today)


def _link(label: str, name: str, found: Event, *, first: bool = False) -> dict[str, Any]:
    return {"label": label, "url": reverse(name, args=[found.id]), "is_first": first}


def _workshop(actor: Any, found: Event) -> Section:
    there = training.present_at(actor, found.id)
    known = {one.id: one.name for one in training.municipalities_in(found.concept_id)}
    if actor.role == Role.PROGRAMME_OFFICE:
        rows = [{"title": known[one], "why": ""} for one in sorted(there, key=lambda one: known.get(one, ""))]
        return {"heading": _("Who took part"), "rows": rows, "links": []}
    took_part = _("Your municipality took part.") if actor.tenant_id in there else ""
    return {"heading": "", "rows": [], "links": [], "note": took_part}


def _for_the_provider(actor: Any, found: Event, today: date) -> Section:
    if found.kind == EventKind.WORKSHOP:
        present = training.present_at(actor, found.id)
        known = training.municipalities_in(found.concept_id)
        rows = [{"title": one.name, "why": ""} for one in known if one.id in present]
        return {
            "heading": _("Who took part"),
            "rows": rows,
            "links": _provider_links(found, today, is_written=True),
            "empty": _("None is written here."),
        }
    came, there = attendance.attendance_of(actor, found.id), seats.participants(actor, found.id)
    done = seats.completions(actor, found.id)
    been = [one for one in training.days_of(actor, found.id) if one.on <= today]
    is_written = all(came.is_written_of(one.id, there) for one in been)
    return {
        "heading": _("Participants"),
        "rows": [_participant(one, came, done.get(one.id), found) for one in there],
        "links": _provider_links(found, today, is_written=is_written),
        "empty": _("Nobody has a seat yet. The municipalities name their own staff."),
    }


def _provider_links(found: Event, today: date, *, is_written: bool) -> list[dict[str, Any]]:
    """What the provider does next with an event: the button that is filled is what lacks first."""
    if found.state == EventState.CLOSED:
        return [_link(_("Put right"), "office:training-right", found)]
    links = []
    if found.state == EventState.PLANNED:
        if found.first_on <= today and found.kind != EventKind.WORKSHOP:
            links.append(_link(_("Write who came"), "office:attendance", found, first=not is_written))
        if found.days[-1] <= today:
            links.append(_link(_("Close the event"), "office:training-close", found, first=is_written))
        if found.first_on > today:
            links.append(_link(_("Change the event"), "office:training-change", found))
        links.append(_link(_("Cancel the event"), "office:training-cancel", found))
    return links


def _participant(one: seats.Participant, came: attendance.Came, last: Any, found: Event) -> dict[str, Any]:
    days = came.days_of(one.id) if last is None else last.attended
    row: dict[str, Any] = {
        "title": one.name,
        "why": one.municipality,
        "when": _("%(came)d of %(days)d days") % {"came": days, "days": len(found.days)},
    }
    if last is not None:
        row |= _completion(last.completed)
        if not last.exercise:
            row["why"] += " · " + _("without the exercise")
        if last.because:
            row["why"] += " · " + _said_anew(last.closed_on)
    return row


def _said_anew(on: date) -> str:
    return _("Put right on %(day)s") % {"day": words.day_and_year(on)}


def _completion(completed: bool) -> dict[str, str]:
    return {
        "tag": _("Completed") if completed else _("Not completed"),
        "tag_kind": "ok" if completed else "",
    }


def _for_the_office(actor: Any, found: Event, today: date) -> Section:
    given = seats.shares(actor, found.id)
    rows = [
        {
            "title": one.name,
            "when": _("%(given)d of %(asked)d")
            % {"given": given[one.municipality_id].given, "asked": one.share.asked}
            if one.municipality_id in given
            else _("asks for %(asked)d") % {"asked": one.share.asked},
            "why": said(given[one.municipality_id].because, given[one.municipality_id].level)
            if one.municipality_id in given
            else _("Nothing shared out yet."),
        }
        for one in seats.proposal(actor, found)
    ]
    links = []
    if found.state == EventState.PLANNED and rows:
        links.append(_link(_("Share the seats out"), "office:shares", found, first=True))
    return {
        "heading": _("Seats by municipality"),
        "rows": rows,
        "links": links,
        "empty": _("No municipality has asked for a seat yet."),
    }


def said(because: Any, level: int) -> str:
    """Why a municipality got as many seats as it did."""
    return str(SHARE_REASONS[because]) % {"level": level}


def _for_a_municipality(actor: Any, found: Event, today: date) -> Section:
    named = seats.nominations(actor, found.id)
    asked = training_forms.forms_of_event(found.id) if found.state == EventState.CLOSED else {}
    share = seats.share_of(actor, found.id)
    is_open = found.state == EventState.PLANNED
    coordinates = actor.role == Role.COORDINATOR
    waits = [one for one in named if one.state in (NominationState.APPROVED, NominationState.WAITING)]
    free = share.given - sum(one.state == NominationState.SEAT for one in named) if share is not None else 0
    links = []
    if coordinates and is_open and found.first_on >= today:
        fills = bool(waits) and free > 0
        if fills:
            links.append(_link(_("Fill the seats"), "office:fill-seats", found, first=True))
        if found.answer_by >= today:
            links.append(_link(_("Name staff"), "office:nominate", found, first=not fills))
    note = ""
    if share is not None:
        note = " ".join(
            (
                ngettext(
                    "Your municipality has %(count)d seat.",
                    "Your municipality has %(count)d seats.",
                    share.given,
                )
                % {"count": share.given},
                said(share.because, share.level),
            )
        )
    return {
        "heading": _("From your municipality"),
        "rows": [
            _named(actor, one, found, is_open) | _asked(actor, asked.get(one.appointment_id, []))
            for one in named
        ],
        "links": links,
        "note": note,
        "empty": _("Nobody is named yet."),
    }


def _named(actor: Any, one: seats.Nominated, found: Event, is_open: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "title": one.name,
        "why": _("Named on %(day)s") % {"day": words.day(one.asked_on)},
        "tag": NOMINATION_STATES[one.state],
        "tag_kind": TAGS.get(one.state, ""),
    }
    if one.completed is not None:
        row |= _completion(one.completed)
        row["why"] = _("Came on %(came)d of %(days)d days") % {
            "came": one.attended or 0,
            "days": len(found.days),
        }
        if one.said_anew_on is not None:
            row["why"] += " · " + _said_anew(one.said_anew_on)
    elif one.said_on is not None:
        row["why"] = _("Said on %(day)s that they cannot come") % {"day": words.day(one.said_on)}
        if one.said_seen_on is None and actor.role == Role.COORDINATOR:
            row |= {"url": to("office:nomination-said", one.id), "button": pgettext("button", "Open")}
    elif is_open and actor.role == Role.MUNICIPAL_LEAD and one.state == NominationState.ASKED:
        row |= {"url": to("office:nomination", one.id), "button": _("Answer")}
    elif found.state != EventState.CLOSED and actor.role == Role.COORDINATOR and one.state in LIVE:
        row |= {"url": to("office:nomination-back", one.id), "button": pgettext("nomination", "Withdraw")}
    return row


def _asked(actor: Any, owed: list[Any]) -> dict[str, Any]:
    """How somebody's form about the course stands, and the coordinator's button where it lacks a reason."""
    if not owed:
        return {}
    stands = [(one, standing(one)) for one in owed]
    lacking = next((one for one, told in stands if told["wants_a_reason"]), None)
    told = ", ".join(str(each["state_label"]) for _one, each in stands)
    row: dict[str, Any] = {"form": _("Form about the course: %(state)s") % {"state": told.lower()}}
    if lacking is not None and actor.role == Role.COORDINATOR:
        row |= {"url": to("office:form-reason", lacking.id), "button": _("Give a reason")}
    return row
