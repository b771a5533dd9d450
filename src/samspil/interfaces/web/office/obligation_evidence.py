"""The rows behind a municipality's own states, in words, each with the page where it can be mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.governance.queries.obligations import Own
from samspil.governance.rules.standing import share_of
from samspil.governance.terms.obligations import (
    CONDITION,
    EVALUATION_PHASES,
    MEETING_KINDS,
    REGISTERS,
    TOOLS,
    EvaluationPhase,
)
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.people.terms import ROLES, Role
from samspil.programme.concept.rounds import months_after

Line = dict[str, Any]
WHERE = {"role_model": "office:visits"}
"""Where an intervention's rows are; with the courses where nothing else is said."""


def lines_of(obligation: str, own: Own, role: str) -> list[Line]:
    """What an obligation rests on, line by line; `url` is empty where the reader has no page for it."""
    made = LINES.get(obligation)
    lines = made(own) if made else []
    if role != Role.COORDINATOR:
        lines = [{**one, "url": ""} if one.get("is_coordinators") else one for one in lines]
    return lines


def _line(said: str, url: str = "", *, is_coordinators: bool = False) -> Line:
    return {"words": said, "url": url, "is_coordinators": is_coordinators}


def _development(own: Own) -> list[Line]:
    rows = own.evidence.of("workshop", on=own.on)
    told = _("Took part in %(count)d. At least %(least)d are agreed.")
    first = _line(told % {"count": len(rows), "least": own.agreed.workshops}, reverse("office:training"))
    return [first] + [
        _line(f"{one.key}, {words.day_and_year(one.from_on)}", to("office:training-event", one.thing_id))
        for one in rows
    ]


def _staff(own: Own) -> list[Line]:
    named, sent = own.evidence.of("named", on=own.on), own.evidence.of("sent", on=own.on)
    told = _("%(track)s: %(named)d named, %(sent)d came to a course")
    return [
        _line(
            told
            % {
                "track": ROLES[Role(track)].title,
                "named": sum(one.key == track for one in named),
                "sent": sum(one.key == track for one in sent),
            },
            reverse("office:training"),
        )
        for track in own.agreed.tracks
    ]


def _delivery(own: Own) -> list[Line]:
    lines = []
    for slug in own.agreed.interventions:
        title = words.said(own.loaded.concept.intervention(slug).title)
        begun = [start for start, _end in own.evidence.happened.spells.get(slug, ()) if start <= own.on]
        if not begun:
            said = _("%(title)s: not begun") % {"title": title}
        else:
            told = _("%(title)s: begun %(day)s, %(count)d so far")
            said = told % {"title": title, "day": words.day_and_year(min(begun)), "count": len(begun)}
        lines.append(_line(said, reverse(WHERE.get(slug, "office:courses")), is_coordinators=True))
    return lines


def _condition(own: Own) -> list[Line]:
    lines = []
    for slug in own.agreed.interventions:
        spells = own.evidence.happened.spells.get(slug, ())
        title = words.said(own.loaded.concept.intervention(slug).title)
        ends = [end for start, end in spells if start <= own.on and end is not None and end <= own.on]
        if any(start <= own.on and (end is None or end > own.on) for start, end in spells):
            said = _("%(title)s: runs") % {"title": title}
        elif ends:
            told = _("%(title)s: last in practice %(day)s. It counts until %(until)s.")
            last = max(ends)
            until = months_after(last, own.agreed.rules.idle_months)
            days = {"day": words.day_and_year(last), "until": words.day_and_year(until)}
            said = told % {"title": title, **days}
        else:
            said = _("%(title)s: not begun") % {"title": title}
        lines.append(_line(said, reverse(WHERE.get(slug, "office:courses")), is_coordinators=True))
    return lines


def _registers(own: Own) -> list[Line]:
    lines = []
    for tool, title in TOOLS.items():
        found = share_of(own.evidence.happened, tool, own.agreed.counted_on(own.on))
        if not found.owed:
            said = _("%(title)s: nothing is owed yet") % {"title": title}
        else:
            told = _(
                "%(title)s: %(made)d of %(owed)d owed are made, excused or declined. %(open)d more can still"
                " be made. From %(percent)d per cent it is met."
            )
            said = told % {
                "title": title,
                "made": found.made,
                "owed": found.owed,
                "open": found.possible,
                "percent": own.agreed.rules.share_percent,
            }
        lines.append(_line(said, reverse("office:measurements")))
    return lines


def _meetings(own: Own) -> list[Line]:
    lines = []
    for kind, title in MEETING_KINDS.items():
        days = [one for one in own.evidence.happened.meetings.get(kind, ()) if one <= own.on]
        last = max(days, default=own.agreed.begins)
        by = words.day_and_year(months_after(last, own.agreed.rules.meeting_gap_months))
        if days:
            told = _("%(title)s: last there %(day)s, again by %(by)s at the latest")
        else:
            told = _("%(title)s: not there yet, by %(by)s at the latest")
        lines.append(_line(told % {"title": title, "day": words.day_and_year(last), "by": by}))
    return lines


def _interviews(own: Own) -> list[Line]:
    asked = [one for one in own.evidence.happened.interviews if one.asked_on <= own.on]
    told = _("%(title)s: %(held)d of %(number)d held, by %(day)s")
    lines = [
        _line(
            told
            % {
                "title": EVALUATION_PHASES[EvaluationPhase(one.phase)],
                "held": sum(number for day, number in one.held if day <= own.on),
                "number": one.number,
                "day": words.day_and_year(one.due_on),
            },
            reverse("office:interviews"),
        )
        for one in asked
    ]
    return lines or [_line(_("The evaluator has asked for nothing yet."), reverse("office:interviews"))]


def _anchoring(own: Own) -> list[Line]:
    lines = []
    for slug in own.agreed.interventions:
        title = words.said(own.loaded.concept.intervention(slug).title)
        day = own.evidence.happened.anchored.get(slug)
        if day is not None and day <= own.on:
            told = _("%(title)s: the description was accepted %(day)s")
            lines.append(_line(told % {"title": title, "day": words.day_and_year(day)}))
        else:
            lines.append(_line(_("%(title)s: no description is accepted") % {"title": title}))
    return lines


LINES: dict[str, Callable[[Own], list[Line]]] = {
    "development": _development,
    "staff": _staff,
    "delivery": _delivery,
    REGISTERS: _registers,
    "meetings": _meetings,
    "interviews": _interviews,
    "anchoring": _anchoring,
    CONDITION: _condition,
}
