"""A new version of an instrument: what it changes is told, and a round keeps the one it was opened with."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from tests.delivery import ground

from samspil.delivery.instruments import shipped
from samspil.delivery.instruments.comparing import Alteration, Change, changes
from samspil.delivery.instruments.shape import Choice, Choices, FreeText, Instrument, Item, Number, Scale
from samspil.delivery.instruments.shipped import SHIPPED, instrument

BEGAN, SECOND, THIRD = date(2014, 6, 2), date(2014, 8, 19), date(2014, 11, 18)


def tool(*items: Item, version: int = 1, **more: Any) -> Instrument:
    return Instrument("sample", version, items, source="s", licence="l", **more)


def item(code: str, kind: Any = None, **more: Any) -> Item:
    return Item(code, {"da": f"{code} da", "en": f"{code} en"}, {"da": code}, kind, **more)


def test_nothing_changes_from_a_version_to_itself():
    for one in SHIPPED.values():
        assert changes(one, one) == ()


def otherwise(before: str, after: str) -> Change:
    return Change("a", Alteration.ANSWERED_OTHERWISE, before=before, after=after)


YES_NO = Choices((Choice("yes", {"da": "Ja"}, 1), Choice("no", {"da": "Nej"}, 0)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([item("a")], [item("a"), item("b")], [Change("b", Alteration.ADDED, after="b da")]),
        ([item("a"), item("b")], [item("a")], [Change("b", Alteration.DROPPED, before="b da")]),
        (
            [item("a"), item("b")],
            [item("b"), item("a")],
            [
                Change("b", Alteration.MOVED, before="2", after="1"),
                Change("a", Alteration.MOVED, before="1", after="2"),
            ],
        ),
        ([item("a"), item("b")], [item("b")], [Change("a", Alteration.DROPPED, before="a da")]),
        (
            [item("a")],
            [dataclasses.replace(item("a"), text={"da": "a da", "en": "other", "tr": "yeni"})],
            [
                Change("a", Alteration.REWORDED, "en", "text", "a en", "other"),
                Change("a", Alteration.REWORDED, "tr", "text", "", "yeni"),
            ],
        ),
        (
            [item("a", hint={"da": "x"})],
            [item("a")],
            [Change("a", Alteration.REWORDED, "da", "hint", "x", "")],
        ),
        (
            [item("a")],
            [item("a", Scale(0, 5, {}, {}))],
            [Change("a", Alteration.ANSWERED_OTHERWISE, before="0 to 10", after="0 to 5")],
        ),
        (
            [item("a", Number())],
            [item("a", Number(whole=False))],
            [Change("a", Alteration.ANSWERED_OTHERWISE, before="a whole number", after="a number")],
        ),
        (
            [item("a", YES_NO)],
            [item("a", Choices((YES_NO.options[0], Choice("no", {"da": "Nej"}, 3))))],
            [otherwise("one of yes = 1, no = 0", "one of yes = 1, no = 3")],
        ),
        (
            [item("a", YES_NO)],
            [item("a", Choices((YES_NO.options[0], Choice("no", {"da": "Slet ikke"}, 0))))],
            [Change("a", Alteration.REWORDED, "da", "no", "Nej", "Slet ikke")],
        ),
        (
            [item("a", FreeText(300))],
            [item("a", FreeText(100))],
            [otherwise("own words, at most 300", "own words, at most 100")],
        ),
    ],
)  # fmt: skip
def test_every_change_is_told_item_by_item(old, new, expected):
    assert list(changes(tool(*old), tool(*new, version=2))) == expected


def test_other_words_for_the_end_of_the_scale_are_told_for_each_item_on_it():
    old = tool(item("a"), low_words={"da": "slet ikke"}, high_words={"da": "helt"})
    new = tool(item("a"), version=2, low_words={"da": "aldrig"}, high_words={"da": "helt"})
    assert changes(old, new) == (Change("a", Alteration.REWORDED, "da", "0", "slet ikke", "aldrig"),)


# --- a running round keeps its version


@pytest.fixture
def version_2(monkeypatch):
    """A second version of the mentee's, which asks one statement less."""
    first = instrument("mentee", 1)
    made = dataclasses.replace(first, version=2, items=first.items[1:])
    monkeypatch.setitem(shipped.SHIPPED, ("mentee", 2), made)
    return made


def newer(concept: Any) -> Any:
    """The same programme, whose mentors' instrument is the second version."""
    tools = tuple(
        dataclasses.replace(one, version=2) if one.intervention == "mentor" else one
        for one in concept.progression.instruments
    )
    progression = dataclasses.replace(concept.progression, instruments=tools)
    return dataclasses.replace(concept, version=concept.version + 1, progression=progression)


def test_a_round_keeps_the_version_it_was_opened_with_and_old_answers_stay_readable(world, version_2):
    """Another version comes while a course runs: its rounds and answers stay as they were."""
    from samspil.delivery.queries import measurements
    from samspil.delivery.queries.instruments import open_by_version

    old = ground.course(world, "aaby", ground.load(world), on=BEGAN)
    ground.answer(world, old, tuple(range(10)), on=BEGAN, share=("coordinator",))
    ground.tend(world, old, SECOND)
    new = ground.course(world, "aaby", ground.load(world, newer(ground.the_concept())), on=SECOND)
    ground.tend(world, old, THIRD)
    first = instrument("mentee", 1)

    with world.as_("coordinator", "aaby") as by:
        rows = {
            (name, one.key): measurements.instrument_of(one)
            for name, course in (("old", old), ("new", new))
            for one in measurements.of_course(_course(course))
        }
        (shared,) = measurements.shared_answers(by, _course(old), at=world.at)
        asked = measurements.instrument_of(shared)
        assert open_by_version(by, "mentee") == {1: 1, 2: 1}
        assert open_by_version(by, "parent") == {}
    with world.as_("coordinator", "baekby") as by:
        assert open_by_version(by, "mentee") == {}

    assert rows == {
        ("old", "start"): first,
        ("old", "month-3"): first,
        ("old", "month-6"): first,
        ("new", "start"): version_2,
    }
    assert ground.states(world, old) == {"start": "done", "month-3": "missed", "month-6": "open"}
    assert (asked, shared.values) == (first, {one.code: place for place, one in enumerate(first.items)})


def _course(made: Any) -> Any:
    from samspil.delivery.models.courses import Course

    return Course.objects.get(id=made.course_id)
