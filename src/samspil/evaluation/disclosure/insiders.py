"""What people who are in the tables learn of others: a participant, a mentor, a whole municipality (A4).

A coalition knows some people, each down to the finest combination of labels, and takes them away from every
count. What is left is a table again, with less room in it: a cell that nobody outside can work out may be
one number for somebody inside. Three things are told apart. *Own*: cells that hold nobody but people whom
the coalition knows. It learns that they are alone, which no pattern can hide where noughts are shown: «at
least one» is all that anybody else knows of the cell. *Exact*: cells with others in them, whose number comes
out. *Narrow*: those, and the ones less than the width apart. Cells of which a coalition knows everybody
beforehand are in none of these.

The pattern is not made for insiders: this counts what they learn of it, and leads to no more suppression.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.attack import attacked
from samspil.evaluation.disclosure.cells import Cells, Frame
from samspil.evaluation.disclosure.release import Release
from samspil.evaluation.disclosure.space import Role, Space, joined

SEED = 20130102
MENTEES = 3


class Insider(StrEnum):
    """Who knows people in the tables, and whom."""

    PARTICIPANT = "participant"  # themselves
    SOLE = "sole"  # themselves, and that they are alone in each finest cell of a table where they are
    MENTOR = "mentor"  # three people of one unit
    UNIT = "unit"  # everybody of a unit, and that there is nobody else in it


@dataclass(frozen=True, slots=True)
class Coalition:
    """Who puts together what they know. `known` (inner cells,): how many people they know in each.

    `is_whole` (inner cells,): where they know that there is nobody else.
    """

    known: NDArray[np.int64]
    is_whole: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Learned:
    """Suppressed cells, by their number in the frame, that a coalition learns something of, rising.

    `exact`: cells with others in them, or where noughts are hidden with nobody, that can be one number
    only; `narrow`: all that are less than the width apart, those too; `own`: cells in which the coalition
    finds itself alone.
    """

    exact: tuple[int, ...]
    narrow: tuple[int, ...]
    own: tuple[int, ...]


def insiders(release: Release, coalition: Coalition, possible: Sequence[NDArray[np.int64]] = ()) -> Learned:
    """What a coalition learns of others from a release.

    `possible`: tables that agree with the release, over the columns of its space (`Found.tables`), so that
    little is left to ask; whoever has only the release needs none. Raises Impossible where the coalition's
    people cannot all be in it.
    """
    space = joined([release.layer()])
    left, known = _left(space, coalition)
    agreeing = [table - known for table in possible if _agrees(table, known, left)]
    found = attacked(left, release.profile.k, known=agreeing)
    people, settled = space.sums(known), set(found.exact)
    none_left = dict(zip(found.rows.tolist(), (found.low == 0).tolist(), strict=True))
    for row in _filled(space, left, release.frame, coalition):
        settled.add(row)
        none_left[row] = True
    narrow, exact, own = [], [], []
    for row in sorted({*found.narrow, *settled}):
        cell = int(space.cells[row])
        if row in settled and none_left[row] and people[row]:
            own.append(cell)
            continue
        narrow.append(cell)
        if row in settled:
            exact.append(cell)
    return Learned(tuple(sorted(exact)), tuple(sorted(narrow)), tuple(sorted(own)))


def _left(space: Space, coalition: Coalition) -> tuple[Space, NDArray[np.int64]]:
    """A release without the people that are known; and how many of them are in each column.

    A column is closed when all the inner cells in it are known whole: a row of its own says that nobody is
    left there. Cells that lie in closed columns alone need not be asked any more.
    """
    column = space.place
    is_in = column >= 0
    known = np.zeros(space.width, np.int64)
    np.add.at(known, column[is_in], coalition.known[is_in])
    is_open = np.zeros(space.width, bool)
    is_open[column[is_in & ~coalition.is_whole]] = True
    people = space.sums(known)
    closed = np.flatnonzero(~is_open)
    is_known = (space.roles == Role.KNOWN) | (space.sums(is_open.astype(np.int64)) == 0)
    values = np.where(space.roles == Role.KNOWN, space.values - people, 0)
    left = replace(
        space,
        values=values,
        roles=np.where(is_known, Role.KNOWN, Role.HIDDEN).astype(np.int8),
        floor=np.maximum(space.floor - people, 0.0),
    )
    return (_with_row(left, closed) if len(closed) else left), known


def _filled(space: Space, left: Space, frame: Frame, coalition: Coalition) -> list[int]:
    """Suppressed rows in which nobody can be left, because of noughts that are shown beside the known
    cells."""
    rows = np.flatnonzero((space.roles != Role.KNOWN) & (left.roles[: len(space)] == Role.KNOWN))
    return [int(row) for row in rows if not coalition.is_whole[frame.members[space.cells[row]]].all()]


def _with_row(space: Space, columns: NDArray[np.int64]) -> Space:
    """The same space with a row more: these columns hold nobody."""
    return replace(
        space,
        starts=np.append(space.starts, space.starts[-1] + len(columns)),
        columns=np.append(space.columns, columns),
        weights=np.append(space.weights, np.ones(len(columns), np.int64)),
        values=np.append(space.values, 0),
        roles=np.append(space.roles, np.int8(Role.KNOWN)),
        floor=np.append(space.floor, 0.0),
        ceiling=np.append(space.ceiling, 0.0),
        widths=np.append(space.widths, 1),
        layers=np.append(space.layers, -1),
        labels=(*space.labels, "nobody else"),
        keys=(*space.keys, ()),
        cells=np.append(space.cells, -1),
    )


def _agrees(table: NDArray[np.int64], known: NDArray[np.int64], left: Space) -> bool:
    """Whether a possible table has the people that are known in it; the attack checks the rest."""
    return bool(len(table) == left.width and (table >= known).all())


def coalitions(cells: Cells, number: int, unit: str | None = None) -> Iterator[tuple[Insider, Coalition]]:
    """Up to `number` coalitions of each kind, drawn by lot; the same for the same cells.

    Participants who have all labels in common know the same and are one; so a participant is drawn by
    combination of labels, and those who are alone in theirs come as often as any. `unit`: the dimension whose
    finest labels are the units, else the first with levels, else the first. Data without a column for mentors
    do not say who has which: three people of one unit are drawn.
    """
    places = _units(cells.frame, unit)
    lots = random.Random(SEED)
    filled = [int(at) for at in np.flatnonzero(cells.inner)]
    for at in lots.sample(filled, min(number, len(filled))):
        yield Insider.PARTICIPANT, _knowing(cells, [at])
    alone = _alone(cells)
    for at in lots.sample(sorted(alone), min(number, len(alone))):
        yield Insider.SOLE, replace(_knowing(cells, [at]), is_whole=alone[at])
    people = {place: _people(cells, places, place) for place in dict.fromkeys(places[filled].tolist())}
    several = sorted(place for place, own in people.items() if len(own) >= MENTEES)
    for _one in range(number if several else 0):
        yield Insider.MENTOR, _knowing(cells, lots.sample(people[lots.choice(several)], MENTEES))
    for place in lots.sample(sorted(people), min(number, len(people))):
        is_whole = places == place
        yield Insider.UNIT, Coalition(np.where(is_whole, cells.inner, 0), is_whole)


def _units(frame: Frame, unit: str | None) -> NDArray[np.int64]:
    """The unit that each inner cell belongs to (inner cells,)."""
    used = frame.plan.used()
    at = next((number for number, one in enumerate(used) if len(one.columns) > 1), 0)
    if unit is not None:
        at = next(number for number, one in enumerate(used) if unit in (one.name, *one.columns))
    places: NDArray[np.int64] = np.unravel_index(np.arange(frame.size), frame.shape)[at].astype(np.int64)
    return places


def _alone(cells: Cells) -> dict[int, NDArray[np.bool_]]:
    """The inner cells of people who are alone in a finest cell of some table, each with all such cells'
    inner cells (inner cells,)."""
    found: dict[int, NDArray[np.bool_]] = {}
    plan = cells.frame.plan
    for table in plan.tables:
        places = [plan.place(name, table.name) for name in table.by]
        finest = {plan.dimensions[number].columns[depth - 1] for number, depth in places}
        for cell in cells.frame.tables[table.name]:
            columns = {column for column, _label in cells.frame.keys[cell]}
            if cells.values[cell] == 1 and columns == finest:
                members = cells.frame.members[cell]
                at = int(members[np.flatnonzero(cells.inner[members])[0]])
                found.setdefault(at, np.zeros(cells.frame.size, bool))[members] = True
    return found


def _people(cells: Cells, places: NDArray[np.int64], place: int) -> list[int]:
    """The people of a unit, each by the inner cell they are in."""
    own = np.flatnonzero((places == place) & (cells.inner > 0))
    return [int(at) for at in np.repeat(own, cells.inner[own])]


def _knowing(cells: Cells, people: Sequence[int]) -> Coalition:
    known = np.zeros(cells.frame.size, np.int64)
    np.add.at(known, np.array(people, np.int64), 1)
    return Coalition(known, np.zeros(cells.frame.size, bool))


@dataclass(frozen=True, slots=True)
class Counted:
    """What insiders of one kind learn. `asked` coalitions, `learning` of them something exact of others.

    `exact`, `narrow` and `own` are cells, summed over the coalitions.
    """

    insider: Insider
    asked: int
    learning: int
    exact: int
    narrow: int
    own: int


def audited(
    cells: Cells,
    release: Release,
    number: int,
    possible: Sequence[NDArray[np.int64]] = (),
    told: Callable[[int], None] = lambda _done: None,
) -> tuple[Counted, ...]:
    """What up to `number` coalitions of each kind learn from a release of these cells.

    `told` hears how many coalitions have been asked.
    """
    found: dict[Insider, list[Learned]] = {kind: [] for kind in Insider}
    for done, (kind, one) in enumerate(coalitions(cells, number), start=1):
        found[kind].append(insiders(release, one, possible))
        told(done)
    return tuple(
        Counted(
            insider=kind,
            asked=len(every),
            learning=sum(bool(one.exact) for one in every),
            exact=sum(len(one.exact) for one in every),
            narrow=sum(len(one.narrow) for one in every),
            own=sum(len(one.own) for one in every),
        )
        for kind, every in found.items()
    )
