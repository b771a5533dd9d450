"""Means, standard deviations and sums as they are published, in whole numbers that can be checked exactly.

A mean and a standard deviation (with n - 1 below) have one decimal and are held as tenths, halves rounded up;
a sum is held as it is. So a reader, a certificate and its verifier come to the same figure on every machine.

What a figure says of people by value is a sum of them with weights, between bounds. A mean m of n people who
sum to t says (2m - 1)n <= 20t < (2m + 1)n. A standard deviation does not add up, but what lies between it and
the spread about the published mean is less than n / 400, which a reader is thought to know: with q the sum of
(10 value - m)^2, a figure s says (2s - 1)^2 (n - 1) <= 4q - n and 4q < (2s + 1)^2 (n - 1). Whoever knows the
figures alone knows less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Measure

MOST_DIGITS = 16
ENDLESS = 2**60


@dataclass(frozen=True, slots=True)
class Shown:
    """One measure as a reader gets it beside the counts of a release.

    `is_shown` (cells,); `figures[name]` (cells,) for each figure that the measure shows: tenths of a mean and
    of a standard deviation, whole sums; nought where the cell is not shown. `fewest`: how many people with a
    value stand behind a figure at least.
    """

    measure: Measure
    is_shown: NDArray[np.bool_]
    figures: Mapping[str, NDArray[np.int64]]
    fewest: int

    def __post_init__(self) -> None:
        if any(one[~self.is_shown].any() for one in self.figures.values()):
            raise ValueError("A cell that is not shown holds a figure.")


def beyond(shown: Shown, people: NDArray[np.int64]) -> list[str]:
    """Sentences on figures that cannot be, with so many people in each cell (cells,); none is good."""
    measure, number = shown.measure, people[shown.is_shown]
    least, most, fewest = measure.least, measure.most, shown.fewest
    if (number < fewest).any():
        return ["A figure stands where fewer people are than it takes."]
    ends = {
        "mean": (10 * least, 10 * most),
        "sd": (0, 10 * (most - least)),
        "sum": (least * (fewest if least > 0 else number), most * (fewest if most < 0 else number)),
    }
    told = {name: one[shown.is_shown] for name, one in shown.figures.items()}
    if any(((one < ends[name][0]) | (one > ends[name][1])).any() for name, one in told.items()):
        return ["A figure cannot be: it is beyond what the scale allows."]
    return []


def figures_of(measure: Measure, people: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """The figures that people with each value (cells, slots - 1) come to; nought where they have none.

    A standard deviation takes two people; of fewer it is -1, which no figure is.
    """
    value = measure.values
    number, total, squares = people.sum(axis=1), people @ value, people @ value**2
    found: dict[str, NDArray[np.int64]] = {}
    if "mean" in measure.show:
        found["mean"] = np.where(number > 0, (20 * total + number) // np.maximum(2 * number, 1), 0)
    if "sd" in measure.show:
        rows = zip(number.tolist(), total.tolist(), squares.tolist(), strict=True)
        found["sd"] = np.array([_tenths(*row) if row[0] > 1 else -1 for row in rows], np.int64)
    if "sum" in measure.show:
        found["sum"] = total
    return {name: found[name] for name in measure.show}


def _tenths(number: int, total: int, squares: int) -> int:
    """A standard deviation in tenths, halves rounded up: in whole numbers, which do not overflow here."""
    return (isqrt(400 * (number * squares - total**2) // (number * (number - 1))) + 1) // 2


def said(name: str, figure: int) -> str:
    """A figure as it is written."""
    if name == "sum":
        return str(figure)
    return f"{'-' if figure < 0 else ''}{abs(figure) // 10}.{abs(figure) % 10}"


def read_figure(name: str, text: str) -> int:
    """A figure out of its text. Raises ValueError where it is not written as `said` writes it."""
    found = int(text[: MOST_DIGITS + 1].replace(".", "") if name != "sum" else text[: MOST_DIGITS + 1])
    if said(name, found) != text:
        raise ValueError(text)
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What a figure says of people by value: `weights` (slots,) times those lie from `low` to `high`."""

    weights: NDArray[np.int64]
    low: int
    high: int

    def holds(self, people: NDArray[np.int64]) -> bool:
        """Whether it is so of these (slots,)."""
        return self.low <= int(self.weights @ people) <= self.high


def says(measure: Measure, figures: Mapping[str, int]) -> Iterator[Said]:
    """What the figures of one cell say. `figures`: by name, as they are held."""
    value = measure.values
    for name, figure in figures.items():
        if name == "sum":
            yield _said(value, figure, figure)
        elif name == "mean":
            yield _said(20 * value - (2 * figure - 1), 0, ENDLESS)
            yield _said(20 * value - (2 * figure + 1), -ENDLESS, -1)
        else:
            about = 4 * (10 * value - figures["mean"]) ** 2
            above = (2 * figure + 1) ** 2
            yield _said(about - above, -ENDLESS, -above - 1)
            if figure > 0:
                below = (2 * figure - 1) ** 2
                yield _said(about - 1 - below, -below, ENDLESS)


def may_stand(
    measure: Measure, figures: Mapping[str, int], people: NDArray[np.int64], fewest: int, k: int
) -> bool:
    """Whether the figures of people by slot (slots,) may stand, as far as their own values go."""
    having, without = int(people[:-1].sum()), int(people[-1])
    if having < fewest or int(people[:-1].max()) >= having - 1:
        return False
    # Beside a mean, a sum tells how many have a value.
    if "sum" in measure.show and 0 < without < k:
        return False
    # At the very edge of a figure the truth is beyond what a reader is thought to know of it.
    return all(one.holds(people) for one in says(measure, figures))


def standing(measure: Measure, people: NDArray[np.int64], fewest: int, k: int) -> Iterator[Said]:
    """What whoever knows the rules knows of people by slot (slots,) because figures of them stand.

    A little more than that, where it does not add up: which value most of them have, if not all but one do;
    and beside a sum, whether everybody has one.
    """
    every = np.ones(measure.slots - 1, np.int64)
    yield _said(every, fewest, ENDLESS)
    if "sum" in measure.show:
        none = np.append(every * 0, 1)
        yield Said(none, *((0, 0) if people[-1] == 0 else (k, ENDLESS)))
    value = np.arange(measure.slots - 1)
    most = int(people[:-1].argmax())
    parts: tuple[NDArray[np.bool_], ...] = value == most, value != most
    least = 2
    if people[most] < least:
        # All are different: no value is that of all but one where three have one each.
        first, last = np.flatnonzero(people[:-1])[[0, -1]]
        parts, least = (value == first, (value != first) & (value != last), value == last), 1
    for one in parts:
        yield _said(one.astype(np.int64), least, ENDLESS)


def _said(weights: NDArray[np.int64], low: int, high: int) -> Said:
    return Said(np.append(weights, 0), low, high)
