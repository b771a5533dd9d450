"""One rule at a time, on tables so small that whoever reads the test works them out.

A fault planted in any of these was noticed by no other test.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest
from tests.evaluation.disclosure import invented
from tests.evaluation.disclosure.test_ledger import growing
from tests.evaluation.disclosure.test_safe import LINKED, cells_of

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.attack import attacked

PLAN = disclosure.Plan((disclosure.Dimension("a", ("a",)),), (disclosure.Table("t", ("a",)),))


def one_column(counts: dict[str, int]) -> disclosure.Cells:
    return disclosure.counted(PLAN, [disclosure.Record({"a": label}, many) for label, many in counts.items()])


def only(cells: disclosure.Cells, shown: str, width: int = 1) -> disclosure.Release:
    """A release that shows these labels and the total."""
    is_published = np.array([not key or key[0][1] in shown for key in cells.frame.keys])
    values = np.where(is_published, cells.values, 0)
    return disclosure.Release(cells.frame, values, is_published, disclosure.Profile(width=width))


def cells_named(release: disclosure.Release, rows) -> set[str]:
    space = disclosure.joined([release.layer()])
    return {release.frame.keys[space.cells[row]][0][1] for row in rows}


@pytest.mark.parametrize(("width", "narrow"), [(1, set()), (2, {"x", "y"}), (3, {"x", "y"})])
def test_two_cells_that_are_one_or_two_are_narrow_and_not_exact(width, narrow):
    release = only(one_column({"x": 1, "y": 2, "z": 20}), "z", width)

    found = disclosure.attack(release)

    assert (cells_named(release, found.narrow), found.exact) == (narrow, ())
    assert sorted(zip(found.low.tolist(), found.high.tolist(), strict=True)) == [(1, 2), (1, 2)]


def test_tables_that_somebody_brings_are_taken_only_where_they_agree():
    space = disclosure.joined([only(one_column({"x": 2, "y": 2, "z": 20}), "z").layer()])
    assert space.width == 3

    for brought in ([3, 9, 20], [-1, 5, 20], [0, 4, 20], [2, 2, 21]):
        found = attacked(space, 5, known=[np.array(brought, np.int64)])
        ends = zip(found.low.tolist(), found.high.tolist(), strict=True)
        assert all(1 <= low < high <= 3 for low, high in ends)
        assert not any(np.array_equal(one, brought) for one in found.tables)


def certified(width: int = 1) -> tuple[dict, dict[str, str]]:
    """The certificate of x 2 and y 6 suppressed, z 20 and the total 28 published; and the files."""
    made = disclosure.suppress(one_column({"x": 2, "y": 6, "z": 20}), disclosure.Profile(width=width))
    texts = disclosure.texts_of(made.release)
    assert texts["t"] == "a,value,status\nTotal,28,published\nx,,suppressed\ny,,suppressed\nz,20,published\n"
    said = json.loads(disclosure.certify(made))
    assert {tuple(sorted(count for _at, count in one)[:-1]) for one in said["possible"]} <= {
        (one, 8 - one) if one < 4 else (8 - one, one) for one in range(1, 8)
    }
    return said, texts


TWO = [[0, 2], [1, 6], [2, 20]]
OTHERS = {
    # the other table, how wide x and y are to be, what is said
    "wide": ([[0, 5], [1, 3], [2, 20]], 3, ()),
    "one less than it should be": (
        [[0, 4], [1, 4], [2, 20]],
        3,
        ("2 suppressed cells are not shown to be as wide as they should be.",),
    ),
    "nobody where noughts are shown": (
        [[1, 8], [2, 20]],
        1,
        ("A table of the certificate has fewer in a suppressed cell than a reader knows it to hold.",),
    ),
    "another total": (
        [[0, 3], [1, 6], [2, 20]],
        1,
        ("A table of the certificate does not agree with what was published.",),
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_two_tables_that_are_brought_are_held_against_each_rule(name):
    other, width, problems = OTHERS[name]
    said, texts = certified(width)
    said["possible"] = [TWO, other]
    said["cells"] = [[release, cell, 0, 1] for release, cell, _low, _high in said["cells"]]

    told = disclosure.verify(json.dumps(said), texts)

    assert [one for one in problems if one not in told.problems] == []
    assert (told.holds, told.cells) == ((True, 2) if not problems else (False, 0))


def test_a_certificate_of_another_format_is_refused():
    said, texts = certified()
    said["format"] = "samspil-certificate-3"
    with pytest.raises(disclosure.Unusable, match="no certificate of the format"):
        disclosure.verify(json.dumps(said), texts)


def test_nothing_is_certified_where_the_attack_found_something():
    made = disclosure.suppress(one_column({"x": 2, "y": 6, "z": 20}), disclosure.Profile())
    for found in ({"narrow": (1,)}, {"told": ((1, 2),)}):
        with pytest.raises(ValueError, match="nothing to certify"):
            disclosure.certify(replace(made, found=replace(made.found, **found)))


def after(*every):
    """Releases one after the other; the last one as it was made."""
    past: list[disclosure.Past] = []
    for rows in every:
        made = disclosure.suppress(cells_of(rows, LINKED[0]), disclosure.Profile(), past=past, steps=0)
        past.append(made.as_past())
    return made


def test_a_possible_table_agrees_with_the_earlier_releases_too():
    """Those who left stand in the first release alone."""
    rows = growing(4)[1]
    made = after(rows, [row for row in rows if row["mun"] != "k00"])
    text, texts = disclosure.certify(made), disclosure.texts_of(made.release)
    assert disclosure.verify(text, texts, made.past).holds

    places = [at for at, _count in json.loads(text)["possible"][0]]
    assert len(places) > 30
    for number in range(len(places)):
        said = json.loads(text)
        said["possible"][0][number][1] += 1
        told = disclosure.verify(json.dumps(said), texts, made.past)
        assert "A table of the certificate does not agree with what was published." in told.problems


def test_no_more_was_put_right_than_is_said():
    rows = growing(4)[1]
    made = after(rows, rows[3:])
    said, texts = json.loads(disclosure.certify(made)), disclosure.texts_of(made.release)
    assert (made.put_right, made.changes, said["releases"][1]["changes"]) == (3, 2, 2)
    assert disclosure.verify(json.dumps(said), texts, made.past).holds

    said["releases"][1]["changes"] = 1
    told = disclosure.verify(json.dumps(said), texts, made.past)

    assert told.problems == ("A table of the certificate has put more right than it says.",)


@pytest.mark.parametrize("seed", [21, 24])
def test_the_certificate_follows_from_what_is_published_alone(seed):
    """Tables that the search met on the way agree with cells that were shown then, and would tell them."""
    cells, profile = cells_of(invented.people(seed, 150, 6), LINKED[0]), disclosure.Profile()
    made = disclosure.suppress(cells, profile, steps=20)
    assert made.is_secondary.sum() > 3

    alone = disclosure.attack(disclosure.read_tables(cells.frame, disclosure.texts_of(made.release), profile))

    assert [one.tolist() for one in alone.tables] == [one.tolist() for one in made.found.tables]


GEO = disclosure.Plan((disclosure.Dimension("geo", ("reg", "mun")),), (disclosure.Table("t", ("geo",)),))
PUBLISHED = {"Total": 40, "R": 20, "S": 20, "b": 17, "d": 16}
"""What is published of a 3 and b 17 in R, c 4 and d 16 in S: whoever subtracts has a and c."""


def forged(places: list[list[str]], tables: list[list[int]]) -> tuple[str, dict[str, str]]:
    """A certificate with these places and these tables, of a release that hides a and c alone."""
    rows = [("R", "a", 3), ("R", "b", 17), ("S", "c", 4), ("S", "d", 16)]
    records = [disclosure.Record({"reg": reg, "mun": mun}, many) for reg, mun, many in rows]
    cells = disclosure.counted(GEO, records)
    made = disclosure.suppress(cells, disclosure.Profile(), steps=0)
    said = json.loads(disclosure.certify(made))
    names = [dict(key).popitem()[1] if key else "Total" for key in cells.frame.keys]
    is_published = np.array([name in PUBLISHED for name in names])
    values = np.where(is_published, cells.values, 0)
    release = disclosure.Release(cells.frame, values, is_published, disclosure.Profile())
    texts = disclosure.texts_of(release)
    digest = hashlib.sha256(texts["t"].encode()).hexdigest()
    said["releases"][0]["tables"][0]["sha256"] = digest
    said["releases"][0]["dimensions"][0]["labels"] = places
    said["possible"] = [[[at, many] for at, many in enumerate(one) if many] for one in tables]
    said["cells"] = [[0, names.index("a"), 0, 1], [0, names.index("c"), 0, 1]]
    return json.dumps(said), texts


def test_a_label_that_is_put_under_two_makes_no_room():
    places = [["R", "a"], ["R", "b"], ["S", "c"], ["S", "d"]]
    text, texts = forged(places, [[3, 17, 4, 16], [3, 17, 4, 16]])
    assert not disclosure.verify(text, texts).holds

    # With c in R as well, one of a may be one of c: both look wide, and neither is.
    both = [["R", "a"], ["R", "b"], ["R", "c"], ["S", "a"], ["S", "c"], ["S", "d"]]
    text, texts = forged(both, [[3, 17, 0, 0, 4, 16], [2, 17, 1, 0, 4, 16]])

    with pytest.raises(disclosure.Unusable, match="where it belongs, and once"):
        disclosure.verify(text, texts)
    for other in ([*places, ["S", "d"]], [*places[:3], ["S", "R"]], [*places[:3], ["S", "Total"]]):
        with pytest.raises(disclosure.Unusable, match="where it belongs, and once"):
            disclosure.verify(forged(other, [[3, 17, 4, 16]])[0], texts)
    for other in ([*places[:3], ["S"]], [*places[:3], ["S", "T", "d"]], [*places[:3], ["S", None]], 5):
        with pytest.raises(disclosure.Unusable, match="not described as it should be"):
            disclosure.verify(forged(other, [[3, 17, 4, 16]])[0], texts)


SERIES = {
    # x in each release, and whether it is shown in the last one; y and z are many and stay
    "as many": ((20, 20), True),
    "one more": ((20, 21), False),
    "one fewer": ((20, 19), False),
    "four more": ((20, 24), False),
    "four fewer": ((20, 16), False),
    "five more": ((20, 25), True),
    "five fewer": ((20, 15), True),
    "two more than before the last": ((20, 27, 22), False),
    "two fewer than before the last": ((20, 13, 18), False),
    "far from both": ((20, 27, 35), True),
}


@pytest.mark.parametrize("name", SERIES)
def test_a_count_is_shown_where_it_differs_by_none_or_by_enough_from_all_that_were_shown(name):
    counts, is_shown = SERIES[name]
    past: list[disclosure.Past] = []
    for many in counts:
        cells = one_column({"x": many, "y": 90, "z": 90})
        made = disclosure.suppress(cells, disclosure.Profile(), past=past, steps=0)
        past.append(made.as_past())

    at = cells.frame.keys.index((("a", "x"),))
    assert [one.release.is_published[at] for one in past[:-1]] == [True] * (len(counts) - 1)
    assert made.release.is_published[at] == is_shown
    assert made.release.is_published[0] == is_shown, "the total differs as x does"


def test_what_was_put_right_once_stays_so_when_it_is_undone():
    """Whoever keeps the release in between sees it still."""
    rows = growing(5)[1]
    made = after(rows, rows[3:], rows)
    assert (made.put_right, made.changes) == (2, 2)


def test_a_cell_that_was_hidden_may_be_hidden_when_nobody_is_in_it_any_more():
    first = disclosure.suppress(one_column({"x": 2, "y": 6, "z": 20}), disclosure.Profile(), steps=0)
    cells = one_column({"x": 0, "y": 8, "z": 20})

    made = disclosure.suppress(cells, disclosure.Profile(), past=[first.as_past()], steps=0)

    hidden = {cells.frame.keys[at][0][1] for at in np.flatnonzero(~made.release.is_published)}
    assert hidden == {"x", "y"}
    told = disclosure.verify(disclosure.certify(made), disclosure.texts_of(made.release), [first.as_past()])
    assert (told.holds, told.cells) == (True, 4)
