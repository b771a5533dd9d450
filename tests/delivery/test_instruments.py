"""Every instrument's folder: whole in five languages, worked through, with nothing that is never asked."""

from __future__ import annotations

import hashlib
import importlib
import json
import types
import typing
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.delivery.instruments import shape
from samspil.delivery.instruments.forbidden import Theme, forbidden, forbidden_in_name
from samspil.delivery.instruments.shape import (
    Choice,
    Choices,
    FreeText,
    Instrument,
    Item,
    Number,
    Scale,
    words,
)
from samspil.delivery.instruments.shipped import SHIPPED, instrument
from samspil.people.terms import LANGUAGES

HOME = Path(shape.__file__).parent
NO_INSTRUMENT = {"xlsform", "__pycache__"}
FOLDERS = sorted(one.name for one in HOME.iterdir() if one.is_dir() and one.name not in NO_INSTRUMENT)
KEYS = sorted(SHIPPED)


def texts(tool: Instrument) -> list[tuple[str, dict[str, str]]]:
    """Every text of an instrument, with where it stands; a hint and a title only where there is one."""
    found = [(f"{item.code} text", item.text) for item in tool.items]
    found += [(f"{item.code} short", item.short) for item in tool.items]
    found += [(f"{item.code} hint", item.hint) for item in tool.items if item.hint]
    found += [("title", tool.title)] if tool.title else []
    for item in tool.items:
        kind = tool.kind(item)
        if isinstance(kind, Scale):
            found += [(f"{item.code} low", kind.low_words), (f"{item.code} high", kind.high_words)]
        if isinstance(kind, Choices):
            found += [(f"{item.code} {one.code}", one.text) for one in kind.options]
    return [(where, dict(text)) for where, text in found]


def test_every_folder_is_an_instrument_that_is_shipped():
    assert {"mentee", "parent", "pupil", "role_model", "teacher", "training"} <= set(FOLDERS)
    files = {
        (slug, int(file.stem.removeprefix("version_")))
        for slug in FOLDERS
        for file in (HOME / slug).glob("version_*.py")
    }
    assert files == set(SHIPPED)
    for slug, number in files:
        module = importlib.import_module(f"samspil.delivery.instruments.{slug}.version_{number}")
        assert module.INSTRUMENT is SHIPPED[slug, number]
        assert (module.INSTRUMENT.slug, module.INSTRUMENT.version) == (slug, number)


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_there_in_all_five_languages(key):
    for where, text in texts(SHIPPED[key]):
        assert sorted(text) == sorted(LANGUAGES), where
        assert [one for one in text.values() if not one.strip()] == [], where
        assert text["da"] != text["en"], where


@pytest.mark.parametrize("key", KEYS)
def test_codes_and_statements_are_told_apart(key):
    tool = SHIPPED[key]
    codes = [item.code for item in tool.items]
    assert len(set(codes)) == len(codes) > 0
    for language in LANGUAGES:
        for said in ([one.text[language] for one in tool.items], [one.short[language] for one in tool.items]):
            assert len(set(said)) == len(said)
    for item in tool.items:
        kind = tool.kind(item)
        if isinstance(kind, Choices):
            assert len({one.code for one in kind.options}) == len(kind.options) > 1
            assert len({one.value for one in kind.options}) == len(kind.options)


@pytest.mark.parametrize("key", KEYS)
def test_whose_wording_it_is_and_under_what_licence_is_said(key):
    tool = SHIPPED[key]
    assert len(tool.source) > 20
    assert tool.licence == "CC0-1.0"
    assert {"ar", "so", "tr"} & tool.reviewed == set()


@pytest.mark.parametrize("key", KEYS)
def test_the_worked_example_holds(key):
    slug, version = key
    module = importlib.import_module(f"samspil.delivery.instruments.{slug}.example")
    (example,) = [one for one in module.EXAMPLES if one.version == version]
    tool = SHIPPED[key]

    assert list(example.given) == [item.code for item in tool.items]
    assert tool.counted(example.given) == dict(example.counted)


@pytest.mark.parametrize("key", KEYS)
def test_no_instrument_asks_what_is_never_asked(key):
    tool = SHIPPED[key]
    assert [
        (where, forbidden(one)) for where, text in texts(tool) for one in text.values() if forbidden(one)
    ] == []
    assert [item.code for item in tool.items if forbidden_in_name(item.code)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hvor ofte går du i moskéen?", [("moskéen", Theme.BELIEF)]),
        ("How strong is your FAITH?", [("your faith", Theme.BELIEF)]),
        ("Er din tro vigtig for dig", [("din tro", Theme.BELIEF)]),
        ("Hvad er din politiske overbevisning", [("politiske overbevisning", Theme.IDEOLOGY)]),
        ("Venstreekstremisme i skolen", [("venstreekstremisme", Theme.IDEOLOGY)]),
        ("What is your ethnic background?", [("ethnic", Theme.ETHNICITY)]),
        ("Din etniske baggrund", [("etniske", Theme.ETHNICITY)]),
        ("Ungdomskriminalitet og bander", [("ungdomskriminalitet", Theme.CRIME), ("bander", Theme.CRIME)]),
        ("Have you ever stolen anything?", [("stolen", Theme.CRIME)]),
        ("Samlet score", [("samlet score", Theme.SCORE)]),
        ("Your reli\u00adgion and your reli\u200bgion", [("religion", Theme.BELIEF)] * 2),
        ("Jeg tror på, at jeg kan nå det", []),
        ("Jeg er god til at lytte, og jeg har nogen at stole på", []),
        ("I have faith in myself and belief in the future", []),
        ("Kristensen og Christiansen mødes for anden gang", []),
        ("Jeg bad om hjælp i går, og det var godt", []),
        ("Verden er stor; goddag og farvel, min gudfar", []),
        ("The pupils were engaged and scored no goal", []),
        ("Vi går til forældrebandet", []),
        ("Grace and Terrace", []),
    ],
)
def test_a_forbidden_word_is_found_whole_and_nothing_that_only_holds_it(text, found):
    assert list(forbidden(text)) == found


def test_a_name_is_read_in_its_parts():
    assert forbidden_in_name("total_score") != ()
    assert forbidden_in_name("riskScore") != ()
    assert forbidden_in_name("scoreboard_colour") == ()


# --- what an instrument can say, and what it cannot

TOOL = Instrument(
    "sample",
    1,
    source="s",
    licence="l",
    items=(
        Item("scale", {}, {}),
        Item("five", {}, {}, Choices((Choice("no", {}, 1), Choice("yes", {}, 2), Choice("else", {})))),
        Item("times", {}, {}, Number()),
        Item("hours", {}, {}, Number(whole=False)),
        Item("free", {}, {}, FreeText(longest=5)),
    ),
)
GIVEN = {
    "scale": st.integers(0, 10),
    "five": st.sampled_from(["no", "yes", "else"]),
    "times": st.integers(),
    "hours": st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    "free": st.text(max_size=5).filter(str.strip),
}
SHEETS = st.fixed_dictionaries({code: st.none() | one for code, one in GIVEN.items()})


@pytest.mark.parametrize(
    ("code", "value", "fits"),
    [
        ("scale", 0, True), ("scale", 10, True), ("scale", 11, False), ("scale", -1, False),
        ("scale", True, False), ("scale", "5", False), ("scale", 5.0, False), ("scale", None, True),
        ("five", "yes", True), ("five", "maybe", False), ("five", 1, False), ("five", None, True),
        ("times", 12, True), ("times", 1.5, False), ("times", True, False),
        ("hours", 1.5, True), ("hours", float("nan"), False), ("hours", float("inf"), False),
        ("free", "hello", True), ("free", "hello!", False), ("free", 3, False),
        ("free", "", False), ("free", " \n", False),
        ("unknown", None, False),
    ],
)  # fmt: skip
def test_an_answer_fits_its_item_or_not(code, value, fits):
    assert TOOL.accepts(code, value) is fits
    if not fits:
        with pytest.raises(ValueError):
            TOOL.counted({code: value})


@given(SHEETS, SHEETS)
def test_what_an_answer_counts_as_depends_on_nothing_but_that_answer(one, other):
    """Change every other answer: what this one counts as stays. So no sum, mean or cut-off can hide in it."""
    first, second = TOOL.counted(one), TOOL.counted(other)
    for code in GIVEN:
        assert TOOL.counted({**other, code: one[code]}) == {**second, code: first[code]}
    assert first["free"] is None


def test_there_is_no_place_to_write_a_sum_down():
    """Nothing an instrument is made of can hold a function, a colour or a rule over several items."""
    allowed = {str, int, bool, type(None)}

    def held(kind: object) -> set[object]:
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union, tuple, frozenset) or origin is not None:
            return {inner for one in arguments if one is not Ellipsis for inner in held(one)}
        if is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            return {inner for one in fields(kind) for inner in held(hints[one.name])}
        return {kind}

    assert held(Instrument) == allowed
    assert {one.name for one in fields(Instrument)} == {
        "slug", "version", "items", "source", "licence", "low", "high", "low_words", "high_words", "title",
        "reviewed",
    }  # fmt: skip
    assert {one.name for one in fields(Item)} == {"code", "text", "short", "kind", "hint"}


def test_what_was_answered_with_version_1_is_asked_as_it_was():
    """The wording of an answered version never changes: its texts are held by their digest."""
    said = {
        slug: hashlib.sha256(
            json.dumps(
                [[one.code, one.text, one.short] for one in instrument(slug, 1).items],
                ensure_ascii=False,
                sort_keys=True,
            ).encode()
        ).hexdigest()[:16]
        for slug in ("mentee", "parent")
    }
    assert said == {"mentee": "927d73a825d2701b", "parent": "b8dd55afff332eed"}
    for slug in ("mentee", "parent"):
        tool = instrument(slug, 1)
        assert (tool.has_only_scales, tool.low, tool.high, tool.low_words["da"], tool.high_words["da"]) == (
            True, 0, 10, "slet ikke", "helt",
        )  # fmt: skip


def test_words_fall_back_to_danish():
    assert words({"da": "ja", "en": "yes"}, "en") == "yes"
    assert words({"da": "ja", "en": "yes"}, "tr") == "ja"
