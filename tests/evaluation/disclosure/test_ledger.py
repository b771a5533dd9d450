"""What is out stays closed: releases one after the other, attacked together by a reader written apart."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from tests.evaluation.disclosure import invented
from tests.evaluation.disclosure.several import Keeper
from tests.evaluation.disclosure.test_safe import LINKED, cells_of

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.certificate import digest

PROFILE = disclosure.Profile()
OTHER = {"bedret": "uaendret"}


def growing(
    seed: int, people: int = 170, places: int = 5, *, is_undone: bool = False
) -> list[list[dict[str, str]]]:
    """Four releases of people who come half-year by half-year. «k01» joins in the third; before that one
    somebody is put under another ending, and somebody is taken out; with `is_undone` both are back in the
    fourth."""
    rows = invented.people(seed, people, places)
    found = []
    for number in range(1, 5):
        now = [dict(row) for row in rows if int(row["half"][1]) <= number]
        if number < 3:
            now = [row for row in now if row["mun"] != "k01"]
        elif number == 3 or not is_undone:
            now[5]["out"] = OTHER.get(now[5]["out"], "bedret")
            now.pop(9)
        found.append(now)
    return found


def entered(ledger: Path, rows, linkage=None, steps=4) -> disclosure.Protected:
    held = disclosure.Ledger.opened(ledger)
    made = disclosure.suppress(
        cells_of(rows, LINKED[0]), PROFILE, past=held.past, linkage=linkage, steps=steps
    )
    held.enter(made, disclosure.certify(made))
    return made


def folders(ledger: Path) -> list[Path]:
    return sorted(one for one in ledger.iterdir() if one.is_dir())


def above(*releases) -> dict[str, str]:
    return {row["mun"]: row["reg"] for rows in releases for row in rows}


def verdict(ledger: Path) -> disclosure.Verdict:
    held = disclosure.Ledger.opened(ledger)
    text = (ledger / f"{len(held.past):04}" / "certificate.json").read_text("utf-8")
    return disclosure.verify(text, held.texts[-1], held.past)


@pytest.mark.proves("G40")
@pytest.mark.parametrize(("seed", "is_undone"), [(0, False), (1, False), (2, False), (3, True)])
def test_a_reader_who_keeps_four_releases_works_out_no_cell_of_any(tmp_path, seed, is_undone):
    releases = growing(seed, is_undone=is_undone)
    for rows in releases:
        made = entered(tmp_path, rows)

    reader = Keeper(folders(tmp_path), above(*releases), made.changes, {})

    assert sum(len(one) for one in reader.hidden) > 300
    assert reader.opened() == []
    assert reader.told_differences(PROFILE.k) == []
    assert (verdict(tmp_path).holds, verdict(tmp_path).cells) == (True, sum(map(len, reader.hidden)))


@pytest.mark.red("G40")
def test_releases_that_are_protected_one_by_one_are_opened_by_that_reader(tmp_path):
    releases = growing(1)[:2]
    for number, rows in enumerate(releases):
        made = disclosure.suppress(cells_of(rows, LINKED[0]), PROFILE, steps=4)
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "t3.csv").write_text(disclosure.table_text(made.release, "t3"), "utf-8")

    reader = Keeper(folders(tmp_path), above(*releases), 0, {})

    assert len(reader.opened()) > 5
    assert len(reader.told_differences(PROFILE.k)) > 5


def split(rows):
    """The same people under a finer ending: those who got better, much or a little."""
    fine = {"bedret": ("lidt", "meget")}
    return [
        {**row, "out": fine[row["out"]][at % 2] if row["out"] in fine else row["out"]}
        for at, row in enumerate(rows)
    ]


@pytest.mark.proves("G40")
def test_a_category_that_changed_is_refused_until_the_plan_says_what_it_was_and_opens_nothing_then(tmp_path):
    first, second = growing(4)[1], split(growing(4)[1])
    entered(tmp_path, first)

    with pytest.raises(disclosure.Unusable) as refused:
        entered(tmp_path, second)
    assert (refused.value.column, "was: {out: {lidt: [bedret]}}" in refused.value.sentence) == ("out", True)
    was = {"out": {"lidt": ("bedret",), "meget": ("bedret",)}}
    made = entered(tmp_path, second, disclosure.Linkage(was))

    back = dict.fromkeys(("lidt", "meget"), "bedret")
    reader = Keeper(folders(tmp_path), above(first), made.changes, back)
    assert (reader.opened(), verdict(tmp_path).holds) == ([], True)


def held_after(*every):
    """The same people released once and again. `every`: rows and the tables of each release."""
    past: list[disclosure.Past] = []
    for rows, tables, linkage in every:
        cells = cells_of(rows, tables)
        past.append(disclosure.suppress(cells, PROFILE, past=past, linkage=linkage, steps=0).as_past())
    return past


def test_what_would_be_held_together_wrongly_is_refused_with_the_reason():
    """Each of these opened cells of an earlier release to a reader who keeps all, until it was refused."""
    rows = growing(4)[1]
    without = [row for row in rows if row["mun"] != "k00"]
    whole, coarse, few = LINKED[0], ("t3", ("reg", "interv", "out")), ("t3", ("geo", "interv"))
    plain = disclosure.Linkage()
    for every, sentence in (
        (((rows, whole, plain), (rows, few, plain)), "«out» divides one of the releases 1 and 2"),
        (((rows, coarse, plain), (rows, whole, plain)), "«mun» divides one of the releases 1 and 2"),
        (
            ((rows, whole, plain), (without, whole, plain), (rows, whole, plain)),
            "«k00» is back in release 3",
        ),
        (
            ((rows, whole, plain), (split(rows), whole, disclosure.Linkage({"out": {"lidt": ("bedrt",)}}))),
            "There was no «bedrt» in «out»",
        ),
    ):
        with pytest.raises(disclosure.Unusable) as refused:
            held_after(*every)
        assert sentence in refused.value.sentence


def test_people_who_leave_take_their_cells_along_and_the_release_is_made():
    rows = growing(4)[1]
    past = held_after(
        (rows, LINKED[0], disclosure.Linkage()),
        ([row for row in rows if row["mun"] != "k00"], LINKED[0], disclosure.Linkage()),
    )
    assert len(past[1].release.frame) < len(past[0].release.frame)


def test_small_counts_that_were_published_and_counts_that_come_round_do_not_pass():
    made = disclosure.suppress(cells_of(growing(4)[1], LINKED[0]), PROFILE, steps=0)
    said, texts = json.loads(disclosure.certify(made)), {"t3": disclosure.table_text(made.release, "t3")}
    said["releases"][0]["k"] = 50
    assert "A count that is too small was published." in disclosure.verify(json.dumps(said), texts).problems
    said["possible"][0][0][1] = 2**62
    with pytest.raises(disclosure.Unusable):
        disclosure.verify(json.dumps(said), texts)


def test_numbers_that_are_none_or_endless_are_refused_with_a_sentence():
    made = disclosure.suppress(cells_of(growing(4)[1], LINKED[0]), PROFILE, steps=0)
    text, texts = disclosure.certify(made), {"t3": disclosure.table_text(made.release, "t3")}
    assert disclosure.verify(text, texts).holds

    def spoil(said, place, value):
        *way, last = place
        for step in way:
            said = said[step]
        said[last] = value

    rules, cell = ("releases", 0), ("cells", 0)
    for place in ((*rules, "k"), (*rules, "width"), (*rules, "changes"), (*cell, 1), (*cell, 2)):
        for value in (2**70, -(2**70), float("inf"), float("nan"), 1.5, "1", None, True, []):
            said = json.loads(text)
            spoil(said, place, value)
            with contextlib.suppress(disclosure.Unusable):
                assert not disclosure.verify(json.dumps(said), texts).holds or place[-1] == "changes"
    for value in (2**63, 2**70, float("inf"), float("nan"), 1.5, "1", None, True, -1):
        for place in (("possible", 0, 0, 0), ("possible", 0, 0, 1)):
            said = json.loads(text)
            spoil(said, place, value)
            with pytest.raises(disclosure.Unusable):
                disclosure.verify(json.dumps(said), texts)


@pytest.mark.parametrize("count", [2**31, 2**53, 2**62, 2**63, 2**70])
def test_counts_that_cannot_be_told_apart_are_refused_with_their_row_and_column(count):
    plan = disclosure.Plan((disclosure.Dimension("a", ("a",)),), (disclosure.Table("t", ("a",)),))
    rows = [disclosure.Record({"a": "x"}, 7, row=2), disclosure.Record({"a": "y"}, count, row=3)]

    with pytest.raises(disclosure.Unusable) as refused:
        disclosure.counted(plan, rows, "n")

    assert (refused.value.row, refused.value.column) == (3, "n")
    assert f"With row 3 there are {count + 7} people" in refused.value.sentence
    for rule in ({"k": count}, {"width": count}):
        with pytest.raises(disclosure.Unusable, match=f"is {count}; it is never above 2000000000"):
            disclosure.Profile(**rule)


def test_the_largest_counts_that_are_taken_are_protected_and_certified():
    plan = disclosure.Plan(
        tuple(disclosure.Dimension(name, (name,)) for name in "ab"), (disclosure.Table("t", ("a", "b")),)
    )
    counts = {"xm": 999_999_000, "xn": 2, "ym": 7, "yn": 999_999_991, "zm": 3, "zn": 997}
    rows = [disclosure.Record({"a": key[0], "b": key[1]}, count) for key, count in counts.items()]
    cells = disclosure.counted(plan, rows)
    assert int(cells.values.max()) == disclosure.MOST_PEOPLE

    made = disclosure.suppress(cells, PROFILE, steps=1)

    texts = {"t": disclosure.table_text(made.release, "t")}
    assert disclosure.verify(disclosure.certify(made), texts) == disclosure.Verdict(4, ())


def test_the_same_data_once_more_are_the_same_release(tmp_path):
    releases = growing(2)[:2]
    for rows in releases:
        made = entered(tmp_path, rows)
    held = disclosure.Ledger.opened(tmp_path)
    cells = cells_of(releases[1], LINKED[0])

    assert held.may_hold(cells, PROFILE, disclosure.Linkage())
    again = disclosure.suppress(cells, PROFILE, past=held.past[:-1], steps=4)
    assert held.holds(again)
    assert disclosure.certify(again) == disclosure.certify(made)
    assert not held.may_hold(cells_of(releases[0], LINKED[0]), PROFILE, disclosure.Linkage())


def test_a_ledger_that_was_changed_anywhere_is_refused(tmp_path):
    ledger = tmp_path / "ledger"
    for rows in growing(3)[:3]:
        entered(ledger, rows, steps=0)

    def spoiled(how) -> str:
        copy = tmp_path / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(ledger, copy)
        how(copy)
        with pytest.raises(disclosure.Unusable) as refused:
            disclosure.Ledger.opened(copy)
        return refused.value.sentence

    def other_count(copy):
        file = copy / "0002" / "t3.csv"
        file.write_text(file.read_text("utf-8").replace(",0,published", ",9,published", 1), "utf-8")

    def other_rule(copy):
        file = copy / "0001" / "release.json"
        file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"k": 4}), "utf-8")

    def other_format(copy):
        file = copy / "0001" / "release.json"
        file.write_text(file.read_text("utf-8").replace("samspil-release-4", "samspil-release-2"), "utf-8")

    assert "has the format «samspil-release-2», and not samspil-release-4" in spoiled(other_format)
    assert spoiled(other_count) == (
        "Release 0002 of the ledger: the table «t3» is another than the one that was certified."
    )
    assert "Release 0002" in spoiled(other_rule)
    assert "0002" in spoiled(lambda copy: shutil.rmtree(copy / "0002"))
    assert "Release 0003" in spoiled(lambda copy: (copy / "0003" / "certificate.json").write_text("{}"))
    assert spoiled(lambda copy: shutil.rmtree(copy / "0003")) == (
        "The ledger holds 2 releases, and its head (head.json) speaks of 3: the newest were taken out. "
        "Put them back; without them nobody knows what is out."
    )
    head = (ledger / "head.json").read_text("utf-8")
    for text, sentence in (
        ("{", "The ledger's head (head.json) cannot be read."),
        (head.replace('"count": 3', '"count": true'), "The ledger's head (head.json) cannot be read."),
        (head.replace('"count": 3', '"count": 2'), "Release 0002 of the ledger is another than the one"),
        (head.replace('"count": 3', '"count": 1'), "Put back the head that was written with the newest."),
    ):
        assert sentence in spoiled(lambda copy, text=text: (copy / "head.json").write_text(text))
    assert "Put back the head" in spoiled(lambda copy: (copy / "head.json").unlink())


def test_whoever_comes_second_is_told_and_the_entry_of_the_first_stays(tmp_path):
    rows = growing(5)[0]
    held = disclosure.Ledger.opened(tmp_path)
    made = disclosure.suppress(cells_of(rows, LINKED[0]), PROFILE, steps=0)
    held.enter(made, disclosure.certify(made))
    place = tmp_path / "0001"
    before = {one.name: one.read_bytes() for one in place.iterdir()}

    with pytest.raises(disclosure.Unusable):
        held.enter(made, disclosure.certify(made))

    assert {one.name: one.read_bytes() for one in place.iterdir()} == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0001", "head.json"]


def test_a_certificate_that_is_of_other_releases_does_not_hold(tmp_path):
    for rows in growing(0)[:2]:
        made = entered(tmp_path, rows, steps=0)
    held = disclosure.Ledger.opened(tmp_path)
    said = json.loads(disclosure.certify(made))

    with pytest.raises(disclosure.Unusable, match="speaks of 2 releases, and 0 are known"):
        disclosure.verify(json.dumps(said), held.texts[1])
    with pytest.raises(disclosure.Unusable, match="another than"):
        disclosure.verify(json.dumps(said), held.texts[0], held.past)
    said["cells"] = [one for one in said["cells"] if one[0] == 1]
    told = disclosure.verify(json.dumps(said), held.texts[1], held.past)
    assert told.problems[0] == "The certificate does not speak of every suppressed cell and of no other."


def test_a_certificate_that_loosens_what_was_ruled_before_is_refused_by_the_ledger(tmp_path):
    for rows in growing(0)[:2]:
        made = entered(tmp_path, rows, steps=0)
    held = disclosure.Ledger.opened(tmp_path)
    text = disclosure.certify(made)
    assert disclosure.verify(text, held.texts[1], held.past[:1]).holds

    for release, name, value in ((0, "k", 3), (0, "width", 0), (0, "period", "half"), (1, "changes", 9)):
        said = json.loads(text)
        said["releases"][release][name] = value
        with pytest.raises(disclosure.Unusable) as refused:
            disclosure.verify(json.dumps(said), held.texts[1], held.past)
        assert refused.value.sentence == (
            f"The certificate says other of release {release + 1} than the ledger does: {name}."
        )


def test_an_entry_from_before_measures_could_be_of_others_is_read_and_followed(tmp_path):
    first, second = growing(5)[:2]
    entered(tmp_path, first, steps=0)
    file = tmp_path / "0001" / "release.json"
    text = file.read_text("utf-8").replace("samspil-release-4", "samspil-release-3")
    file.write_text(text, "utf-8")
    head = json.loads((tmp_path / "head.json").read_text()) | {"newest": digest(text)}
    (tmp_path / "head.json").write_text(json.dumps(head))

    entered(tmp_path, second, steps=0)

    assert len(disclosure.Ledger.opened(tmp_path).past) == 2
    assert verdict(tmp_path).holds
