"""Invented programmes to protect tables of: how many people there are in every finest combination of labels.

Seeded, and the same on every machine and with every version of any library: lots are drawn by SplitMix64
(Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195) in whole numbers, and weights are whole numbers too.
Municipalities are as uneven as they are: about 1 / (rank + 1) of the people each, the ranks dealt out by
lot. Nobody in here exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from samspil.evaluation.disclosure import Cells, Dimension, Plan, Record, Table, counted

COLUMNS = ("reg", "mun", "interv", "out", "half")
INTERVENTIONS = {"mentor": 52, "foraeldre": 28, "rolle": 20}
OUTCOMES = {"bedret": 42, "uaendret": 35, "mangler": 15, "forvaerret": 8}
HALVES = {"h1": 8, "h2": 16, "h3": 24, "h4": 26, "h5": 17, "h6": 9}
"""Labels and how many of a hundred people have each."""

GEO = Dimension("geo", ("reg", "mun"))
DIMENSIONS = (GEO, *(Dimension(name, (name,)) for name in ("interv", "out", "half")))
TABLES = {
    "T2": (("geo", "out"),),
    "T3": (("geo", "interv", "out"),),
    "LINK": (("geo", "interv", "out"), ("geo", "interv", "half"), ("reg", "interv", "out", "half")),
    "CUBE4": (("geo", "interv", "out", "half"),),
}
"""What is published together: one table of two ways or of three, three linked ones, and all four ways."""
MANY = (1 << 64) - 1


class Lots:
    """Whole numbers by lot, the same everywhere for the same seed."""

    def __init__(self, seed: int) -> None:
        self.state = seed & MANY

    def below(self, many: int) -> int:
        """A number from 0 up, below `many`; of 2**64 ways less than `many` are one too frequent."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & MANY
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MANY
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MANY
        return (mixed ^ (mixed >> 31)) % many

    def one_of(self, upto: Sequence[int]) -> int:
        """Which of some weights is drawn; `upto`: their running sums."""
        drawn = self.below(upto[-1])
        return next(place for place, sum_ in enumerate(upto) if drawn < sum_)

    def mixed(self, many: int) -> list[int]:
        """The numbers below `many` in an order by lot."""
        order = list(range(many))
        for last in range(many - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


@dataclass(frozen=True, slots=True)
class Programme:
    """An invented programme: how many people, and how they are divided. The first of the labels are used."""

    seed: int = 1
    people: int = 1500
    municipalities: int = 98
    regions: int = 5
    interventions: int = 3
    outcomes: int = 4
    halves: int = 6

    def records(self) -> Iterator[Record]:
        """Every finest combination of labels with its count, noughts too, in the order of their labels."""
        places = [f"k{at:02}" for at in range(self.municipalities)]
        divided = [
            dict(list(shares.items())[:some])
            for shares, some in (
                (INTERVENTIONS, self.interventions),
                (OUTCOMES, self.outcomes),
                (HALVES, self.halves),
            )
        ]
        lots = Lots(self.seed)
        ranks = lots.mixed(self.municipalities)
        weights = [[1_000_000 // (rank + 2) for rank in ranks], *(list(one.values()) for one in divided)]
        upto = [list(accumulate(one)) for one in weights]
        counts: dict[tuple[int, ...], int] = {}
        for _person in range(self.people):
            drawn = tuple(lots.one_of(one) for one in upto)
            counts[drawn] = counts.get(drawn, 0) + 1
        labels = [places, *(list(one) for one in divided)]
        for at in product(*(sorted(range(len(one)), key=one.__getitem__) for one in labels)):
            mun, interv, out, half = (one[place] for one, place in zip(labels, at, strict=True))
            said = (f"R{at[0] % self.regions}", mun, interv, out, half)
            yield Record(dict(zip(COLUMNS, said, strict=True)), counts.get(at, 0))

    def text(self) -> str:
        """The programme as CSV, counted already: the columns and `n`."""
        rows = [",".join([*one.labels.values(), str(one.count)]) for one in self.records()]
        return "\n".join([",".join([*COLUMNS, "n"]), *rows]) + "\n"


def plan_of(*tables: tuple[str, ...]) -> Plan:
    """The plan of these tables over the columns of a programme; they are called t1, t2 and so on."""
    made = tuple(Table(f"t{number}", by) for number, by in enumerate(tables, start=1))
    return Plan(DIMENSIONS, made)


def cells_of(programme: Programme, tables: Sequence[tuple[str, ...]]) -> Cells:
    """The cells of these tables of a programme."""
    return counted(plan_of(*tables), programme.records())
