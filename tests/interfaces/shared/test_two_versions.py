"""A series from two versions of an instrument: each round is drawn with its own, and a sentence says so."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.utils.translation import override
from tests.delivery import ground, opening

from samspil.delivery.instruments import shipped
from samspil.delivery.instruments.comparing import codes_in_common
from samspil.delivery.instruments.shape import Instrument, Item, Scale
from samspil.delivery.instruments.shipped import instrument
from samspil.delivery.queries.measurements import Answered
from samspil.interfaces.web.shared.charts import profile

BEGAN, SECOND = date(2014, 6, 2), date(2014, 8, 19)
OLD, NEW = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10), (10, 0, 7, 6, 5, 4, 3, 2, 1, 8)
"""The second version drops the first statement, asks the second in other words and adds a last one."""
CHANGED = "Spørgsmålene blev ændret 19. august 2014 (3 måneder)."


@pytest.fixture
def version_2(monkeypatch: Any) -> Instrument:
    first = instrument("mentee", 1)
    reworded = dataclasses.replace(first.items[1], text={"da": "Vi taler sammen", "en": "We talk at home"})
    added = Item("sleep", {"da": "Jeg sover godt", "en": "I sleep well"}, {"da": "Søvn", "en": "Sleep"})
    made = dataclasses.replace(first, version=2, items=(reworded, *first.items[2:], added))
    monkeypatch.setitem(shipped.SHIPPED, ("mentee", 2), made)
    return made


@pytest.fixture
def made(world: Any, version_2: Instrument) -> ground.Made:
    """A course whose first round was opened with the first version and whose second with the next one.

    No action changes a course's version; it is what a course that moved here brings along.
    """
    from samspil.delivery.models.measurements import Measurement
    from samspil.trust.audit import writing

    found = ground.course(world, "aaby", ground.load(world), on=BEGAN)
    share = ("coordinator", "mentor")
    ground.answer(world, found, OLD, on=BEGAN, share=share)
    ground.tend(world, found, SECOND)
    with world.as_("coordinator", "aaby"), writing():
        asked = Measurement.objects.filter(course_id=found.course_id, key="month-3")
        (row,) = asked
        row._state.adding, row.instrument_version = True, 2
        asked.delete()
        row.save(force_insert=True)
    ground.answer(world, found, NEW, key="month-3", on=SECOND, share=share)
    return found


def table(html: str) -> dict[str, list[str]]:
    """The numbers behind the picture, statement by statement, with what is only heard."""
    part = re.search(
        r"<table class=\"table\">\s*<caption[^>]*>Svarene som tal.*?</table>", unescape(html), re.S
    )
    assert part is not None
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", part[0], re.S)
    return {
        name: [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.S)]
        for name, cells in rows
    }


def pages(world: Any, made: ground.Made) -> dict[str, str]:
    """The three pages on which a series stands."""
    own = opening.at_own_page(world, made)
    return {
        "office": world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}").content.decode(),
        "field": world.client("mentor", "aaby").get(f"/f/courses/{made.course_id}").content.decode(),
        "own": own.get("/a/own/answers").content.decode(),
    }


def test_every_page_draws_each_round_with_its_own_version(world: Any, made: ground.Made) -> None:
    first = instrument("mentee", 1)
    expected = {
        "Vi taler sammen": ["ikke spurgt", "10"],
        **{
            item.text["da"]: [str(old), str(new)]
            for item, old, new in zip(first.items[2:], OLD[2:], NEW[1:], strict=False)
        },
        "Jeg sover godt": ["ikke spurgt", "8"],
        first.items[0].text["da"]: ["1", "ikke spurgt"],
        first.items[1].text["da"]: ["2", "ikke spurgt"],
    }

    for door, html in pages(world, made).items():
        assert (door, list(table(html).items())) == (door, list(expected.items()))
        assert unescape(html).count(CHANGED) == 1
        assert html.count('<h3 class="profile-title">Spurgt, før spørgsmålene blev ændret</h3>') == 1


def test_one_version_has_no_such_sentence(world: Any) -> None:
    made = ground.course(world, "aaby", ground.load(world), on=BEGAN)
    ground.answer(world, made, OLD, on=BEGAN, share=("coordinator", "mentor"))
    ground.tend(world, made, SECOND)
    ground.answer(world, made, NEW, key="month-3", on=SECOND, share=("coordinator", "mentor"))

    for html in pages(world, made).values():
        assert [words in html for words in ("Spørgsmålene blev ændret", "Spurgt, før", "ikke spurgt")] == [
            False
        ] * 3
        assert list(table(html).values()) == [[str(a), str(b)] for a, b in zip(OLD, NEW, strict=True)]


# --- the lines themselves


def sample(*items: Item, version: int, **more: Any) -> Instrument:
    ends = {"low_words": {"da": "slet ikke"}, "high_words": {"da": "helt"}}
    return Instrument("sample", version, items, source="s", licence="l", **ends, **more)


def asked(code: str, text: str = "", kind: Any = None) -> Item:
    return Item(code, {"da": text or code}, {"da": code}, kind)


def drawn(monkeypatch: Any, *rounds: tuple[Instrument, dict[str, int | None]]) -> dict[str, Any]:
    for tool, _values in rounds:
        monkeypatch.setitem(shipped.SHIPPED, (tool.slug, tool.version), tool)
    given = [
        (f"r{place}", Answered(f"r{place}", values, tool.slug, tool.version))
        for place, (tool, values) in enumerate(rounds)
    ]
    with override("da"):
        found = profile(given, "da")
    assert found is not None
    return found


def rows(axes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every line of the pictures, one picture after the other."""
    return [row for axis in axes for row in axis["rows"]]


def lines(found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [
        (row["label"], [cell["said"] if cell["is_asked"] else "not asked" for cell in row["cells"]])
        for row in found["table"]
    ]


def test_a_question_that_comes_back_begins_a_line_of_its_own(monkeypatch: Any) -> None:
    """Asked, asked otherwise, and asked as at first: three lines, for the middle one was another question."""
    first = sample(asked("a"), asked("b"), version=1)
    second = sample(asked("a", "otherwise"), asked("b"), version=2)
    third = sample(asked("b"), asked("a"), version=3)

    found = drawn(
        monkeypatch, (first, {"a": 1, "b": 5}), (second, {"a": 2, "b": None}), (third, {"a": 3, "b": 7})
    )

    assert lines(found) == [
        ("b", ["5", "", "7"]),
        ("a", ["not asked", "not asked", "3"]),
        ("a", ["1", "not asked", "not asked"]),
        ("otherwise", ["not asked", "2", "not asked"]),
    ]
    assert [(row["label"], row["first"], row["now"]) for row in rows(found["axes"])] == [
        ("b", 5, 7),
        ("a", None, 3),
    ]
    assert [(row["label"], row["first"], row["now"]) for row in rows(found["past"])] == [
        ("a", None, 1),
        ("a", None, 2),
    ]
    assert len(found["changed"]) == 2


def test_a_line_that_ended_lies_on_the_scale_it_was_asked_on(monkeypatch: Any) -> None:
    old = sample(asked("a"), version=1, high=4)
    new = sample(asked("a"), version=2, high=10)

    found = drawn(monkeypatch, (old, {"a": 4}), (new, {"a": 4}))

    assert [row["now_x"] for row in rows(found["past"])] == [97.0]
    assert [row["now_x"] for row in rows(found["axes"])] == [40.6]


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"hint": {"da": "x"}}, True),
        ({"short": {"da": "x"}}, True),
        ({"text": {"da": "a", "tr": "yeni"}}, True),
        ({"text": {"da": "b"}}, False),
        ({"kind": Scale(0, 5, {}, {})}, False),
    ],
)
def test_what_makes_a_question_another_one(change: dict[str, Any], same: bool) -> None:
    old = sample(asked("a"), asked("z"), version=1)
    new = sample(asked("z"), dataclasses.replace(asked("a"), **change), version=2)

    assert codes_in_common(old, new) == ({"a", "z"} if same else {"z"})
