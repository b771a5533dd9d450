"""A proposed term as it goes from page to page: signed, so that nobody but the planner has made it.

Nothing is stored until it is taken over, and then everything in it is checked anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core import signing

from samspil.delivery.planning.breaking import At
from samspil.delivery.planning.repair import Repaired
from samspil.delivery.planning.term import Fixed, Part, Plan, Reason, Term, Unserved, Visit, WhyNot
from samspil.delivery.queries.visit_terms import Ground
from samspil.delivery.rules.visit_terms import Asked
from samspil.kernel.actor import Actor

SALT = "samspil.visits.term"
OLDEST_S = 12 * 3600
"""A plan of yesterday is planned anew."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed: for which term, the visits, those set by hand, and what found no place."""

    asked: Asked
    visits: tuple[Visit, ...]
    pinned: frozenset[At] = frozenset()
    was: tuple[Visit, ...] = ()
    """What the visits were that had a day when this was made."""
    unserved: tuple[Unserved, ...] = ()
    is_mending: bool = False
    """Visits that have a day already may move too."""
    seconds: float = 0.0
    stopped: str = ""

    def visit(self, at: At) -> Visit | None:
        """One of the proposed visits."""
        return next((one for one in self.visits if (one.series, one.position) == at), None)

    def with_visit(self, new: Visit) -> Draft:
        """The same with one visit set by hand."""
        at = (new.series, new.position)
        others = tuple(one for one in self.visits if (one.series, one.position) != at)
        return replace(self, visits=in_order((*others, new)), pinned=self.pinned | {at})

    def pinned_term(self, term: Term) -> Term:
        """The term with what was set by hand as fixed, so that a repair moves the others."""
        by_hand: dict[str, list[Fixed]] = {}
        for one in self.visits:
            if (one.series, one.position) in self.pinned:
                by_hand.setdefault(one.series, []).append(Fixed(one.position, one.on, one.part, one.team))
        return replace(
            term,
            series=tuple(
                replace(one, fixed=(*one.fixed, *by_hand[one.key])) if one.key in by_hand else one
                for one in term.series
            ),
        )


def of_plan(ground: Ground, plan: Plan) -> Draft:
    """A plan of the whole term: the visits that had no day."""
    visits = in_order(one for one in plan.visits if (one.series, one.position) in ground.rows)
    return Draft(
        ground.asked, visits, unserved=plan.unserved, seconds=plan.seconds, stopped=plan.stopped.value
    )


def of_repair(ground: Ground, draft: Draft, mended: Repaired) -> Draft:
    """A draft after a repair: what it had, and what had to move."""
    loose = {(one.series, one.position): facts(one) for one in ground.loose}
    visits = in_order(
        one
        for one in mended.visits
        if (one.series, one.position) in ground.rows and loose.get((one.series, one.position)) != facts(one)
    )
    served = {one.series for one in visits} - {one.series for one in mended.unserved}
    left = {one.series: one for one in (*draft.unserved, *mended.unserved) if one.series not in served}
    was = tuple(
        one
        for one in ground.loose
        if (one.series, one.position) in {(it.series, it.position) for it in visits}
    )
    return replace(
        draft,
        visits=visits,
        was=was,
        unserved=tuple(left[key] for key in sorted(left)),
        seconds=mended.seconds,
    )


def facts(one: Visit) -> tuple[object, ...]:
    """What makes a visit another one: its day, the part of it, who comes."""
    return one.on, one.part, frozenset(one.team)


def in_order(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """By series and position."""
    return tuple(sorted(visits, key=lambda one: (one.series, one.position)))


def sealed(actor: Actor, draft: Draft) -> str:
    """A draft as a hidden field: signed for one person in one organisation."""
    asked = draft.asked
    told = {
        "by": _by(actor),
        "asked": [_day(one) for one in (asked.starts_on, asked.ends_on, asked.closed_from, asked.closed_to)],
        "visits": [_told(one) for one in draft.visits],
        "was": [_told(one) for one in draft.was],
        "pinned": [list(one) for one in sorted(draft.pinned)],
        "unserved": [
            [
                one.series,
                one.reason.code.value,
                list(one.reason.themes),
                one.reason.language,
                list(one.reason.role_models),
                list(one.reason.series),
            ]
            for one in draft.unserved
        ],
        "mending": draft.is_mending,
        "seconds": round(draft.seconds, 2),
        "stopped": draft.stopped,
    }
    return signing.dumps(told, salt=SALT, compress=True)


def opened(actor: Actor, text: str) -> Draft | None:
    """The draft in a hidden field; None for one that is too old, somebody else's or not ours."""
    try:
        told: dict[str, Any] = signing.loads(text, salt=SALT, max_age=OLDEST_S)
    except signing.BadSignature:
        return None
    if told["by"] != _by(actor):
        return None
    first, last, closed_from, closed_to = (_read(one) for one in told["asked"])
    assert first is not None
    assert last is not None
    return Draft(
        Asked(first, last, closed_from, closed_to),
        tuple(map(_visit, told["visits"])),
        frozenset((series, position) for series, position in told["pinned"]),
        tuple(map(_visit, told["was"])),
        tuple(
            Unserved(key, Reason(WhyNot(code), tuple(themes), language, tuple(people), tuple(series)))
            for key, code, themes, language, people, series in told["unserved"]
        ),
        told["mending"],
        told["seconds"],
        told["stopped"],
    )


def _told(one: Visit) -> list[Any]:
    return [one.series, one.position, one.theme, _day(one.on), one.part.value, list(one.team)]


def _visit(told: list[Any]) -> Visit:
    series, position, theme, on, part, team = told
    return Visit(series, position, theme, date.fromisoformat(on), Part(part), tuple(team))


def _by(actor: Actor) -> list[str]:
    return [str(actor.tenant_id), str(actor.account_id)]


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _read(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
