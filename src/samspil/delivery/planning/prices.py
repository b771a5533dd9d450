"""What everybody's time is worth where many want it, and from it a bound that needs no trust in a solver.

Let each week and each part of a day of each role model have a price. Were a series free to break everybody's
limits but made to pay, it would choose its cheapest way at those prices; the sum of these, less what the
limits take in, is below the cost of every valid plan, whatever the prices (Lagrangian relaxation). Good
prices come from a linear programme over the ways found so far, to which each round adds the ways that the
prices make cheapest (column generation, with the prices held near the best ones so far: Wentges 1997). The
bound is added up in whole hundredths, so that it holds exactly. The ways found are what the second stage
chooses from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from samspil.delivery.planning.grid import NEVER, Grid, Ints, Row, Spot, Truths
from samspil.delivery.planning.occupied import Occupied
from samspil.delivery.planning.placing import Placed, chain, dearest, least_with_others, traced

SCALE = 100
"""Prices in hundredths of a point."""
KEPT, AT_MOST = 0.6, 60
"""Share of the best prices so far in the next ones; rounds at most."""
PATIENCE = 4
"""After so many rounds in which the bound has hardly moved, it has come as far as it will."""
SPREAD = 1_500
"""A way this much dearer than a series' cheapest at the best prices, in hundredths, is hardly ever chosen."""
PAIRS, FEW = 3, 32
"""So many pairs of a series bring a way into each round; so many are looked at together."""
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(slots=True)
class Prices:
    """Of role models' weeks, parts of days and whole terms, in hundredths, never below nought."""

    week: Ints
    part: Ints
    term: Ints

    @staticmethod
    def none(base: Occupied) -> Prices:
        """Nothing costs anything."""
        return Prices(
            np.zeros_like(base.weeks), np.zeros(base.parts.shape, dtype=np.int32), np.zeros_like(base.used)
        )

    def near(self, other: Prices, share: float) -> Prices:
        """Between these and others: so much of these."""
        return Prices(
            *(
                np.round(share * one + (1 - share) * two).astype(np.int32)
                for one, two in ((self.week, other.week), (self.part, other.part), (self.term, other.term))
            )
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is proven of all plans."""

    served: int
    """No plan serves more."""
    cost: int
    """No plan that serves as many costs less."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What one series would choose at some prices."""

    least: int
    """In hundredths, the prices paid."""
    ways: tuple[Placed, ...]


class Market:
    """Rounds of prices and ways."""

    def __init__(self, base: Occupied, asked: list[Row], out: int) -> None:
        self.base, self.grid, self.asked, self.out = base, base.grid, asked, out
        self.free = {row.number: base.free(row) for row in asked}
        self.left = np.maximum(0, base.left())
        self.weeks = np.maximum(0, self.grid.a_week[:, None] - base.weeks)
        self.ways: dict[int, dict[tuple[Spot, ...], Placed]] = {row.number: {} for row in asked}
        self.best, self.bound = Prices.none(base), 0

    def bring(self, row: Row, ways: list[Placed]) -> bool:
        """Add ways of a series; whether any was new."""
        known = self.ways[row.number]
        before = len(known)
        for one in ways:
            known.setdefault(one.spots, one)
        return len(known) > before

    def proven(self, floors: dict[int, int]) -> Bounds:
        """What the bound says of how many can be served, and at what cost."""
        most = sum(dearest(self.grid, row) for row in self.asked)
        lost = max(0, -((most - self.bound) // self.out))
        least = sorted(floors.values())[: len(self.asked) - lost]
        return Bounds(len(self.asked) - lost, max(self.bound - lost * self.out, sum(least)))

    def run(self, goes_on: Callable[[int], bool], least: int) -> None:
        """Rounds until nothing new comes, the bound is as good as the prices of the programme, or the time
        is up."""
        self.bound, history = least, [least]
        for _round in range(AT_MOST):
            history.append(self.bound)
            stands_still = len(history) > PATIENCE and self.bound - history[-PATIENCE] <= self.bound // 1000
            if not goes_on(self.bound) or (stands_still and _round > 2 * PATIENCE):
                return
            solved = self._programme()
            if solved is None:
                return
            value, prices = solved
            if value - self.bound < 1:
                return
            asked = self.best.near(prices, KEPT) if _round else prices
            if not self._round(asked, goes_on) and not self._round(prices, goes_on):
                return

    def _round(self, prices: Prices, goes_on: Callable[[int], bool]) -> bool:
        """Every series chooses at these prices; whether that brought a new way or a better bound."""
        total, is_new = -self._income(prices), False
        for row in self.asked:
            if not goes_on(self.bound):
                return False
            priced = self.choice(row, prices, self.free[row.number])
            total += min(priced.least, SCALE * self.out)
            is_new |= self.bring(row, list(priced.ways))
        bound = -(-total // SCALE)
        if bound > self.bound:
            self.bound, self.best = bound, prices
            return True
        return is_new

    def _income(self, prices: Prices) -> int:
        """What the limits take in."""
        return int(
            (prices.week.astype(np.int64) * self.weeks).sum()
            + prices.part.astype(np.int64).sum()
            + (prices.term.astype(np.int64) * self.left).sum()
        )

    def near_best(self, row: Row) -> list[Placed]:
        """The ways found for a series that are near its cheapest at the best prices."""
        priced = [(self._paid(row, one), one) for one in self.ways[row.number].values()]
        least = min((paid for paid, _one in priced), default=0)
        return [one for paid, one in priced if paid <= least + SPREAD]

    def _paid(self, row: Row, way: Placed) -> int:
        """What a way costs at the best prices."""
        prices, total = self.best, SCALE * way.cost
        for spot, fixed in zip(way.spots, row.fixed, strict=True):
            for one in spot.team if fixed is None else ():
                week = self.grid.week[spot.day]
                total += int(
                    prices.week[one, week] + prices.part[one, spot.day, spot.part] + prices.term[one]
                )
        return total

    def choice(self, row: Row, prices: Prices, free: Truths) -> Priced:
        """What a series would choose at these prices, of the times that are free."""
        grid = self.grid
        paid = prices.part + (prices.week[:, grid.week] + prices.term[:, None])[:, :, None]
        cost = np.where(free, paid, NEVER // 2).astype(np.int32)
        least = SCALE * min(least_with_others(grid, row), NEVER // SCALE)
        tops: list[tuple[int, int]] = []
        node = self._node(row, cost, row.pairs)
        low = SCALE * row.pair_cost[row.pairs] + row.free * node.min(axis=1, initial=NEVER)
        order = np.argsort(low, kind="stable")
        for start in range(0, len(order), FEW):
            some = order[start : start + FEW]
            if low[some[0]] >= (tops[-1][0] if len(tops) == PAIRS else NEVER):
                break
            pairs = row.pairs[some]
            totals = chain(grid, row, self._nodes(row, node[some]), SCALE)[-1].min(axis=1)
            totals = totals + SCALE * row.pair_cost[pairs]
            tops = sorted([*tops, *zip(totals.tolist(), pairs.tolist(), strict=True)])[:PAIRS]
            least = min(least, tops[0][0])
        ways = self._ways(
            row, cost, np.array([pair for total, pair in tops if total < NEVER // 2], dtype=np.int32)
        )
        return Priced(least, tuple(one for one in ways if not self.base.is_too_many(row, one.spots)))

    def _node(self, row: Row, cost: Ints, pairs: Ints) -> Ints:
        """What each day costs each pair, at its cheapest part."""
        a, b = self.grid.a[pairs], self.grid.b[pairs]
        node = np.full((len(pairs), self.grid.length), NEVER, dtype=np.int32)
        for part in np.flatnonzero(row.days.any(axis=0)):
            one = np.ascontiguousarray(cost[:, :, part])
            np.minimum(node, one[a] + one[b], out=node)
        return np.asarray(np.minimum(node + SCALE * row.day_cost, NEVER), dtype=np.int32)

    def _nodes(self, row: Row, node: Ints) -> list[Ints]:
        return [node if one is None else _only(self.grid, row, one, len(node)) for one in row.fixed]

    def _ways(self, row: Row, cost: Ints, pairs: Ints) -> list[Placed]:
        """The cheapest way of each of some pairs."""
        nodes = self._nodes(row, self._node(row, cost, pairs))
        sums = chain(self.grid, row, nodes, SCALE)
        found = []
        for place, pair in enumerate(pairs.tolist()):
            mine = [one[place] for one in nodes], [one[place] for one in sums]
            found.append(self._way(row, cost, pair, traced(self.grid, row, *mine, SCALE)))
        return found

    def _way(self, row: Row, cost: Ints, pair: int, days: list[int]) -> Placed:
        grid = self.grid
        a, b = int(grid.a[pair]), int(grid.b[pair])
        spots = tuple(
            fixed or Spot(day, int((cost[a, day] + cost[b, day]).argmin()), (a, b))
            for day, fixed in zip(days, row.fixed, strict=True)
        )
        gaps = sum(grid.gap[abs(after - before)] for before, after in zip(days, days[1:], strict=False))
        return Placed(int(row.day_cost[days].sum()) + gaps + int(row.pair_cost[pair]), spots)

    def _programme(self) -> tuple[float, Prices] | None:
        """The linear programme over the ways found: its value and the prices it sets."""
        lp, rows = self._written()
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            solver.setOptionValue(name, value)
        if solver.passModel(lp) == highspy.HighsStatus.kError:
            return None
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        duals = -np.asarray(solver.getSolution().row_dual)
        prices = Prices.none(self.base)
        for place, (kind, one, when) in enumerate(rows, start=len(self.asked)):
            price = max(0, min(SCALE * self.out, round(SCALE * float(duals[place]))))
            if kind == "week":
                prices.week[one, when] = price
            elif kind == "term":
                prices.term[one] = price
            else:
                prices.part[one, when // 3, when % 3] = price
        return float(solver.getInfo().objective_function_value), prices

    def _written(self) -> tuple[highspy.HighsLp, list[tuple[str, int, int]]]:
        """The programme, with a row for each series and each limit that any way meets."""
        costs = [float(self.out)] * len(self.asked)
        starts, index = list(range(len(self.asked) + 1)), list(range(len(self.asked)))
        names: dict[tuple[str, int, int], int] = {}
        values = [1.0] * len(self.asked)
        for place, row in enumerate(self.asked):
            for one in self.ways[row.number].values():
                counts = {place: 1}
                for name in self._limits(row, one):
                    at = names.setdefault(name, len(self.asked) + len(names))
                    counts[at] = counts.get(at, 0) + 1
                costs.append(float(one.cost))
                index += sorted(counts)
                values += [float(counts[at]) for at in sorted(counts)]
                starts.append(len(index))
        lp = highspy.HighsLp()
        rows = list(names)
        lp.num_col_, lp.num_row_ = len(costs), len(self.asked) + len(rows)
        lp.col_cost_ = np.array(costs)
        lp.col_lower_, lp.col_upper_ = np.zeros(len(costs)), np.full(len(costs), highspy.kHighsInf)
        most = [1.0] * len(self.asked) + [self._most(one) for one in rows]
        lp.row_upper_ = np.array(most)
        lp.row_lower_ = np.array([1.0] * len(self.asked) + [-highspy.kHighsInf] * len(rows))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(values)
        return lp, rows

    def _limits(self, row: Row, way: Placed) -> list[tuple[str, int, int]]:
        """Every limit a way meets, once for each visit."""
        return [
            name
            for spot, fixed in zip(way.spots, row.fixed, strict=True)
            if fixed is None
            for one in spot.team
            for name in (
                ("week", one, int(self.grid.week[spot.day])),
                ("part", one, spot.day * 3 + spot.part),
                ("term", one, 0),
            )
        ]

    def _most(self, name: tuple[str, int, int]) -> float:
        kind, one, when = name
        if kind == "part":
            return 1.0
        return float(self.weeks[one, when] if kind == "week" else self.left[one])


def _only(grid: Grid, row: Row, fixed: Spot, count: int) -> Ints:
    node = np.full((count, grid.length), NEVER, dtype=np.int32)
    node[:, fixed.day] = SCALE * int(row.day_cost[fixed.day])
    return node
