"""What the page of a planned term shows: a calendar by weeks, a table of series, what found no place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samspil.delivery.planning.breaking import At, Broken
from samspil.delivery.planning.repair import Repaired
from samspil.delivery.planning.telling import noted_on
from samspil.delivery.planning.term import PARTS as ORDER
from samspil.delivery.planning.term import Visit, monday
from samspil.delivery.queries.visit_terms import Ground
from samspil.interfaces.web.office import term_words
from samspil.interfaces.web.office.term_draft import Draft
from samspil.interfaces.web.shared import words
from samspil.kernel.actor import Actor


def start_view(ground: Ground | None) -> dict[str, Any]:
    """What there is to plan, and what the visits with a day break as they are now."""
    if ground is None:
        return {}
    broken = ground.breaks(ground.loose)
    return {
        "waiting": [ground.titles[key] for key in ground.waiting()],
        "without_times": list(ground.without_times),
        "without_certificate": list(ground.without_certificate),
        "now_broken": term_words.break_views(broken, ground),
    }


def plan_view(actor: Actor, ground: Ground, draft: Draft) -> dict[str, Any]:
    """The proposal: a calendar by weeks, and each series with its visits, remarks and what it breaks."""
    broken = ground.breaks(draft.visits)
    by_series: dict[str, list[Visit]] = defaultdict(list)
    wanted = {one.key: one for one in ground.term.series}
    for one in draft.visits:
        if one.series in wanted:  # of a series called off since the plan was made only that is told
            by_series[one.series].append(one)
    rows = [
        _series_view(key, mine, ground, draft, broken, _remarks(wanted[key], mine, ground))
        for key, mine in by_series.items()
    ]
    rows.sort(key=lambda one: one["title"])
    asked = len({one.series for one in draft.unserved} | set(by_series))
    return {
        "is_mending": draft.is_mending,
        "count_words": term_words.count_words(len(by_series), asked, sum(map(len, by_series.values()))),
        "stopped_words": term_words.stopped_words(draft.stopped, draft.seconds),
        "series": rows,
        "whole": sum(not row["broken"] for row in rows),
        "weeks": week_views(ground, draft),
        "unserved": [term_words.why_view(one, ground) for one in draft.unserved],
        "broken": term_words.break_views(broken, ground),
    }


def _remarks(wanted: Any, mine: list[Visit], ground: Ground) -> list[str]:
    whole = [one for one in ground.together(mine) if one.series == wanted.key]
    return [term_words.remark_words(one, ground) for one in noted_on(ground.term, wanted, tuple(whole))]


def _series_view(
    key: str, mine: list[Visit], ground: Ground, draft: Draft, broken: Iterable[Broken], remarks: list[str]
) -> dict[str, Any]:
    wrong: dict[At, list[str]] = defaultdict(list)
    for one in broken:
        for at in one.visits:
            wrong[at].append(term_words.break_words(one, ground))
    return {
        "key": key,
        "title": ground.titles[key],
        "broken": any(at[0] == key for at in wrong),
        "remarks": remarks,
        "visits": [
            {
                "at": f"{key}/{one.position}",
                "number": one.position,
                "theme": one.theme,
                "when": term_words.when_words(one),
                "people": term_words.names(one.team, ground.people),
                "by_hand": (key, one.position) in draft.pinned,
                "wrong": list(dict.fromkeys(wrong[key, one.position])),
            }
            for one in mine
        ],
    }


def week_views(ground: Ground, draft: Draft) -> list[dict[str, Any]]:
    """The weeks with a visit of a series under way, each as its days; visits with a day before are marked."""
    mine = {(one.series, one.position) for one in draft.visits}
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for one in ground.together(draft.visits):
        if one.series in ground.titles and ground.term.starts_on <= one.on <= ground.term.ends_on:
            by_day[one.on].append(one)
    weeks: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for start in sorted({monday(on) for on in by_day}):
        days = [start + timedelta(days=number) for number in range(7)]
        for on in days:
            if on.weekday() < 5 or on in by_day:
                weeks[start].append(_day_view(on, by_day.get(on, []), ground, mine))
    return [
        {
            "title": _("Week %(number)d") % {"number": start.isocalendar().week},
            "span": f"{words.day(start)} – {words.day(start + timedelta(days=6))}",
            "days": days,
        }
        for start, days in weeks.items()
    ]


def _day_view(on: date, visits: list[Visit], ground: Ground, mine: set[At]) -> dict[str, Any]:
    return {
        "weekday": date_format(on, "D").capitalize(),
        "day": f"{on.day}/{on.month}",
        "is_closed": on in ground.term.holidays,
        "visits": [
            {
                "title": ground.titles[one.series],
                "number": one.position,
                "part": term_words.PARTS[one.part],
                "is_new": (one.series, one.position) in mine,
            }
            for one in sorted(visits, key=lambda one: (ORDER.index(one.part), ground.titles[one.series]))
        ],
    }


def repair_view(ground: Ground, mended: Repaired) -> dict[str, Any]:
    """What a repair moves, and what finds no place in it."""
    return {
        "moves": [term_words.move_words(before, after, ground) for before, after in mended.moved],
        "unserved": [term_words.why_view(one, ground) for one in mended.unserved],
    }
