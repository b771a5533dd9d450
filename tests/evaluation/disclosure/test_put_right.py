"""How much was put right stays in the house: what is told of it follows from what is published."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.evaluation.disclosure import invented
from tests.evaluation.disclosure.several import Keeper
from tests.evaluation.disclosure.test_ledger import above
from tests.evaluation.disclosure.test_safe import LINKED, cells_of

from samspil.evaluation import disclosure

FIRST = {
    ("A", "yes"): 20,
    ("A", "no"): 14,
    ("B", "yes"): 9,
    ("B", "no"): 17,
    ("C", "yes"): 12,
    ("C", "no"): 25,
}
PLAN = disclosure.Plan(
    tuple(disclosure.Dimension(one, (one,)) for one in ("mun", "out")),
    (disclosure.Table("t", ("mun", "out")),),
)
WIDE = disclosure.Profile(width=3)


def counted(counts):
    rows = [
        dict(zip(("mun", "out"), key, strict=True)) for key, count in counts.items() for _one in range(count)
    ]
    return disclosure.counted(PLAN, [disclosure.Record(row) for row in rows])


def second(fewer):
    """A release that was published whole, and one in which some of one cell were put right."""
    first = disclosure.suppress(counted(FIRST), WIDE)
    assert first.release.is_published.all()
    cells = counted(FIRST | {("B", "yes"): FIRST["B", "yes"] - fewer})
    return disclosure.suppress(cells, WIDE, past=[first.as_past()])


@pytest.mark.proves("G40")
@pytest.mark.parametrize("fewer", [1, 2, 3, 4, 5, 6, 7, 8])
def test_who_subtracts_from_how_many_were_put_right_does_not_find_the_cell(fewer):
    """All but one chain of cells is published twice: who knew how many were put right would know them all."""
    made = second(fewer)
    hidden = [made.release.frame.keys[at] for at in np.flatnonzero(~made.release.is_published)]
    only = (("mun", "B"), ("out", "yes"))
    assert {one for one in hidden if len(one) == 2} == {only}

    possible = [one for one in range(1, 40) if max(0, FIRST["B", "yes"] - one) == made.changes]

    assert (made.put_right, made.changes, possible) == (fewer, 0, list(range(9, 40)))


def test_the_same_files_have_the_same_certificate_whatever_the_truth():
    every = [second(fewer) for fewer in (1, 2, 3, 4, 6, 7, 8)]

    assert [one.put_right for one in every] == [1, 2, 3, 4, 6, 7, 8]
    assert len({json.dumps(disclosure.texts_of(one.release)) for one in every}) == 1
    assert len({disclosure.certify(one) for one in every}) == 1


def least(reader):
    """How few were put right at the least, by scipy, from the files alone; in counts that may be broken."""
    costs = np.zeros(reader.width)
    costs[reader.size :] = 1.0
    found = linprog(
        costs, A_eq=reader.equal, b_eq=reader.values, A_ub=reader.least, b_ub=reader.most,
        bounds=(0, 10_000), method="highs",
    )  # fmt: skip
    return found.fun if found.status == 0 else None


SEEDS = range(8)


@pytest.mark.proves("G40")
def test_what_is_told_is_the_least_that_is_safe_to_think_and_needs_no_truth(tmp_path):
    told = []
    for seed in SEEDS:
        lots = random.Random(seed)
        rows, past = invented.people(seed, lots.choice([40, 60, 90]), lots.choice([2, 3, 4])), []
        every = [rows, [row for row in rows if lots.random() > 0.06]]
        for number, one in enumerate(every):
            made = disclosure.suppress(cells_of(one, LINKED[0]), disclosure.Profile(), past=past, steps=0)
            past.append(made.as_past())
            folder = tmp_path / f"{seed} {number}"
            folder.mkdir()
            (folder / "t3.csv").write_text(disclosure.table_text(made.release, "t3"), "utf-8")
        files = [tmp_path / f"{seed} {number}" for number in range(2)]
        fewest = least(Keeper(files, above(*every), 10_000, {}))
        told.append((made.put_right, made.changes, round(fewest)))

        assert Keeper(files, above(*every), made.changes, {}).opened() == []
        assert Keeper(files, above(*every), made.put_right, {}).opened() == []
        for fewer in range(round(fewest), made.changes):
            with_fewer = disclosure.attack(made.release, made.past, made.linkage, fewer)
            assert with_fewer.open() != []

    assert all(fewest <= changes <= put_right for put_right, changes, fewest in told)
    # Something could leak: more was put right than is told, and here and there a little more than must have.
    assert any(changes < put_right for put_right, changes, _fewest in told)
    assert any(fewest < changes for _put_right, changes, fewest in told)
