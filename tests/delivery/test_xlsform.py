"""Forms written by hand: every feature that is supported, every one that is refused, with row and reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.delivery.sheets import xlsx

from samspil.delivery.instruments.shape import Choice, Choices, FreeText, Number, Scale
from samspil.delivery.instruments.xlsform import making, reading
from samspil.delivery.instruments.xlsform.expressions import holds
from samspil.delivery.instruments.xlsform.expressions import read as expression
from samspil.delivery.instruments.xlsform.form import Form, Group, Note, Question
from samspil.delivery.instruments.xlsform.problems import RULES, Reason, Refused

CHOICES = [
    {"list_name": "yn", "name": "yes", "label": "Yes"},
    {"list_name": "yn", "name": "no", "label": "No"},
]
FIRST = {"type": "select_one yn", "name": "first", "label": "Do you know the place?"}


def form(*rows: Mapping[str, object], **more: Any) -> Form:
    """The form these survey rows make."""
    return reading.read(xlsx(survey=rows, choices=more.pop("choices", CHOICES), **more))


def told(*rows: Mapping[str, object], **more: Any) -> list[tuple[str, int, str, str]]:
    """What is wrong with the form these rows make: sheet, row, column, reason."""
    with pytest.raises(Refused) as refused:
        form(*rows, **more)
    for one in refused.value.problems:
        assert one.sentence[0].isupper() or one.sentence[0] in "«"
        assert one.sentence.endswith(".")
    return [(one.sheet, one.row, one.column, one.reason.value) for one in refused.value.problems]


# --- supported


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"type": "text"}, FreeText()),
        ({"type": "integer"}, Number()),
        ({"type": "decimal"}, Number(whole=False)),
        ({"type": "range", "parameters": "start=0 end=10 step=1"}, Scale(0, 10, {}, {})),
        ({"type": "range", "parameters": "end=5,start=1"}, Scale(1, 5, {}, {})),
        ({"type": "range"}, Scale(1, 10, {}, {})),
        (
            {"type": "select_one yn"},
            Choices((Choice("yes", {"default": "Yes"}), Choice("no", {"default": "No"}))),
        ),
        (
            {"type": "select one yn"},
            Choices((Choice("yes", {"default": "Yes"}), Choice("no", {"default": "No"}))),
        ),
    ],
)
def test_every_kind_of_question(row: dict[str, str], kind: object) -> None:
    (one,) = form({"name": "one", "label": "How is it?", **row}).parts
    assert one == Question("one", kind, {"default": "How is it?"})  # type: ignore[arg-type]


def test_notes_and_groups_in_their_order() -> None:
    found = form(
        {"type": "note", "label": "Hello"},
        {"type": "begin_group", "name": "days", "label": "Your days", "relevant": ""},
        FIRST,
        {"type": "begin group", "name": "inner"},
        {"type": "text", "name": "more", "label": "More"},
        {"type": "end group"},
        {"type": "end_group"},
    )
    note, group = found.parts
    assert note == Note("generated_note_name_2", {"default": "Hello"})
    assert isinstance(group, Group)
    assert [one.name for one in found.every()] == ["generated_note_name_2", "days", "first", "inner", "more"]
    assert [one.name for one in found.questions()] == ["first", "more"]


def test_languages_hints_messages_and_settings() -> None:
    found = form(
        {
            "type": "integer",
            "name": "times",
            "label::Dansk (da)": "Hvor mange gange?",
            "label::English (en)": "How  many\u00a0times? ",
            "hint::Dansk (da)": "Et helt tal",
            "required": "yes",
            "constraint": ". >= 0 and . <= 99",
            "constraint_message::Dansk (da)": "Fra 0 til 99",
        },
        settings=[
            {"form_title": "Tider", "form_id": "times", "version": 3, "default_language": "Dansk (da)"}
        ],
    )
    assert (found.form_id, found.title, found.version, found.default_language) == (
        "times",
        "Tider",
        "3",
        "Dansk (da)",
    )
    (one,) = found.questions()
    assert one.label == {"Dansk (da)": "Hvor mange gange?", "English (en)": "How many times?"}
    assert (one.hint, one.constraint_message) == (
        {"Dansk (da)": "Et helt tal"},
        {"Dansk (da)": "Fra 0 til 99"},
    )
    assert one.required is True
    assert str(one.constraint) == ". >= 0 and . <= 99"


def test_a_column_without_a_language_is_in_the_default_one() -> None:
    found = form({"type": "text", "name": "a", "label": "Hej"}, settings=[{"default_language": "Dansk (da)"}])
    assert found.questions()[0].label == {"Dansk (da)": "Hej"}


def test_rows_without_type_name_and_label_are_remarks() -> None:
    assert len(form({"type": "", "name": "", "label": "", "hint": ""}, FIRST).parts) == 1


@pytest.mark.parametrize(
    ("written", "answers", "own", "value"),
    [
        ("${a} = 'yes'", {"a": "yes"}, None, True),
        ("${a} = 'yes'", {}, None, False),
        ("${a} != 'yes'", {}, None, True),
        ('${ a } = "it\'s"', {"a": "it's"}, None, True),
        ("${n} >= 18", {"n": 18}, None, True),
        ("${n} >= 18", {}, None, False),
        ("${n} != 18", {}, None, True),
        ("18 < ${n}", {"n": 18}, None, False),
        ("${n} = 1.5", {"n": 1.5}, None, True),
        ("${n} > '3'", {"n": 20}, None, True),
        ("${a} = ${b}", {"a": "x", "b": "x"}, None, True),
        ("selected(${a}, 'no')", {"a": "no"}, None, True),
        ("selected(${a}, 'no')", {"a": "nothing"}, None, False),
        (". <= 10 and . >= -2", {}, -2, True),
        ("not(. = 3)", {}, 3, False),
        ("${a} = '1' or ${a} = '2' and ${b} = '2'", {"a": "1"}, None, True),
        ("(${a} = '1' or ${a} = '2') and ${b} = '2'", {"a": "1"}, None, False),
        ("${a}='or'", {"a": "or"}, None, True),
    ],
)
def test_what_an_expression_says(written: str, answers: dict[str, Any], own: Any, value: bool) -> None:
    found = expression(written)
    assert holds(found, answers, own) is value
    assert expression(str(found)) == found


# --- refused, and where


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"type": "calculate", "calculation": "1"}, "type", "score"),
        ({"type": "hidden"}, "type", "recorded"),
        ({"type": "geopoint"}, "type", "whereabouts"),
        ({"type": "geotrace"}, "type", "whereabouts"),
        ({"type": "start-geopoint"}, "type", "whereabouts"),
        ({"type": "start"}, "type", "recorded"),
        ({"type": "deviceid"}, "type", "recorded"),
        ({"type": "audit"}, "type", "recorded"),
        ({"type": "phonenumber"}, "type", "recorded"),
        ({"type": "image"}, "type", "media"),
        ({"type": "audio"}, "type", "media"),
        ({"type": "video"}, "type", "media"),
        ({"type": "file"}, "type", "media"),
        ({"type": "barcode"}, "type", "media"),
        ({"type": "begin_repeat"}, "type", "repeat"),
        ({"type": "end repeat"}, "type", "repeat"),
        ({"type": "select_multiple yn"}, "type", "type"),
        ({"type": "rank yn"}, "type", "type"),
        ({"type": "date"}, "type", "type"),
        ({"type": "dateTime"}, "type", "type"),
        ({"type": "acknowledge"}, "type", "type"),
        ({"type": "nonsense"}, "type", "type"),
        ({"type": "select_one_from_file towns.csv"}, "type", "outside"),
        ({"type": "select_one_external yn"}, "type", "outside"),
        ({"type": "csv-external"}, "type", "outside"),
        ({"type": "xml-external"}, "type", "outside"),
        ({"type": "select_one yn or_other"}, "type", "or_other"),
        ({"type": "select_one yn or specify other"}, "type", "or_other"),
        ({"type": "select_one towns"}, "type", "choices"),
        ({"type": "range", "parameters": "start=0 end=100 step=1"}, "parameters", "scale"),
        ({"type": "range", "parameters": "start=0 end=10 step=2"}, "parameters", "scale"),
        ({"type": "range", "parameters": "start=0 end=1 step=0.1"}, "parameters", "scale"),
        ({"type": "range", "parameters": "start=10 end=0"}, "parameters", "scale"),
        ({"type": "range", "parameters": "start=0 end=10 colour=red"}, "parameters", "scale"),
        ({"type": "select_one yn", "parameters": "randomize=true"}, "parameters", "column"),
        ({"type": "text", "calculation": "${first} + 1"}, "calculation", "score"),
        ({"type": "text", "appearance": "numbers"}, "appearance", "column"),
        ({"type": "text", "default": "yes"}, "default", "column"),
        ({"type": "text", "trigger": "${first}"}, "trigger", "column"),
        ({"type": "text", "read_only": "yes"}, "read_only", "column"),
        ({"type": "text", "choice_filter": "a=b"}, "choice_filter", "column"),
        ({"type": "text", "repeat_count": 3}, "repeat_count", "repeat"),
        ({"type": "text", "image": "a.png"}, "image", "media"),
        ({"type": "text", "media::image::Dansk (da)": "a.png"}, "media::image::Dansk (da)", "media"),
        ({"type": "text", "instance::tag": "x"}, "instance::tag", "column"),
        ({"type": "text", "colour": "red"}, "colour", "column"),
        ({"type": "text", "required": "${first} = 'yes'"}, "required", "expression"),
        ({"type": "text", "name": "first"}, "name", "name"),
        ({"type": "text", "name": "two words"}, "name", "name"),
        ({"type": "text", "name": "1st"}, "name", "name"),
        ({"type": "text", "name": "x" * 61}, "name", "name"),
        ({"type": "text", "name": ""}, "name", "name"),
        ({"type": "text", "label": ""}, "label", "label"),
        ({"type": "text", "label": "You said ${first}"}, "label", "label"),
        ({"type": "text", "hint": "You said ${first}"}, "hint", "label"),
        ({"type": "", "label": "What?"}, "type", "type"),
        ({"type": "end_group"}, "type", "group"),
        ({"type": "note", "constraint": ". > 1"}, "constraint", "type"),
        ({"type": "text", "relevant": "=1+1"}, "relevant", "cell"),
        ({"type": "text", "label": "a\u202eb"}, "label", "cell"),
        ({"type": "text", "label": "x" * 1001}, "label", "cell"),
        # what stands in a cell that says something of answers
        ({"type": "text", "relevant": "sum(${first}) > 2"}, "relevant", "score"),
        ({"type": "text", "relevant": "${first} + ${first} > 2"}, "relevant", "score"),
        ({"type": "text", "relevant": "${first} * 2 = 4"}, "relevant", "score"),
        ({"type": "text", "relevant": "${first} div 2 = 4"}, "relevant", "score"),
        ({"type": "text", "relevant": "count-selected(${first}) > 1"}, "relevant", "score"),
        ({"type": "text", "relevant": "pulldata('a','b','c','d') = 'x'"}, "relevant", "expression"),
        ({"type": "text", "relevant": "regex(., '[a-z]')"}, "relevant", "expression"),
        ({"type": "text", "relevant": "today() > '2014'"}, "relevant", "expression"),
        ({"type": "text", "relevant": "/data/first = 'yes'"}, "relevant", "expression"),
        ({"type": "text", "relevant": "${first}"}, "relevant", "expression"),
        ({"type": "text", "relevant": "${first} ="}, "relevant", "expression"),
        ({"type": "text", "relevant": "${first} = 'yes' ${first}"}, "relevant", "expression"),
        ({"type": "text", "relevant": "1 = 1"}, "relevant", "expression"),
        ({"type": "text", "relevant": "(" * 30 + "${first} = 'yes'" + ")" * 30}, "relevant", "expression"),
        ({"type": "text", "relevant": "${first} = '" + "x" * 500 + "'"}, "relevant", "expression"),
        ({"type": "text", "relevant": "${missing} = 'yes'"}, "relevant", "reference"),
        ({"type": "text", "relevant": "${one} = 'yes'"}, "relevant", "reference"),
        ({"type": "text", "relevant": ". = 'yes'"}, "relevant", "reference"),
        ({"type": "text", "relevant": "${first} = 'perhaps'"}, "relevant", "reference"),
        ({"type": "text", "relevant": "selected(${first}, 'perhaps')"}, "relevant", "reference"),
        ({"type": "text", "relevant": "${first} < 3"}, "relevant", "cut_off"),
        ({"type": "text", "relevant": "${scale} < 4"}, "relevant", "cut_off"),
        ({"type": "text", "relevant": "${scale} = 0"}, "relevant", "cut_off"),
        ({"type": "text", "constraint": "${scale} > 4"}, "constraint", "cut_off"),
        # words that are never asked
        ({"type": "text", "label": "Hvor ofte beder du i moskéen?"}, "label", "belief"),
        ({"type": "text", "label": "Is your faith important to you?"}, "label", "belief"),
        ({"type": "text", "hint": "Din politiske overbevisning"}, "hint", "ideology"),
        ({"type": "text", "label": "What is your ethnic background?"}, "label", "ethnicity"),
        ({"type": "text", "label": "Har du stjålet noget?"}, "label", "crime"),
        ({"type": "text", "name": "total_score"}, "name", "score"),
        ({"type": "text", "label": "Samlet score"}, "label", "score"),
        ({"type": "text", "constraint_message": "Under the threshold"}, "constraint_message", "score"),
    ],
)  # fmt: skip
def test_a_row_is_refused_where_it_is_wrong_and_why(row: dict[str, Any], column: str, reason: str) -> None:
    scale = {"type": "range", "name": "scale", "label": "How are you?"}
    assert form(FIRST, scale)
    row = {"name": "one", "label": "What?", **row}

    found = told(FIRST, scale, row)

    assert ("survey", 4, column, reason) in found
    assert {(sheet, number) for sheet, number, _column, _reason in found} == {("survey", 4)}


def test_a_scale_that_is_asked_later_or_a_group_that_holds_it_cannot_be_looked_at() -> None:
    assert told(
        {"type": "begin_group", "name": "g", "label": "G", "relevant": "${later} = 'yes'"},
        {**FIRST, "name": "later"},
        {"type": "end_group"},
    ) == [("survey", 2, "relevant", "reference")]


@pytest.mark.parametrize(
    ("choice", "column", "reason"),
    [
        ({"list_name": "yn", "name": "yes", "label": "Again"}, "name", "choices"),
        ({"list_name": "yn", "name": "may be", "label": "Perhaps"}, "name", "name"),
        ({"list_name": "yn", "name": "maybe"}, "label", "label"),
        ({"list_name": "yn", "name": "maybe", "label": "As ${first}"}, "label", "label"),
        ({"list_name": "yn", "label": "Perhaps"}, "", "choices"),
        ({"name": "maybe", "label": "Perhaps"}, "", "choices"),
        ({"list_name": "yn", "name": "maybe", "label": "Muslim"}, "label", "belief"),
        ({"list_name": "yn", "name": "maybe", "label": "Perhaps", "image": "a.png"}, "image", "media"),
        ({"list_name": "yn", "name": "maybe", "label": "Perhaps", "town": "Aaby"}, "town", "column"),
    ],
)
def test_a_choice_is_refused_where_it_is_wrong(choice: dict[str, str], column: str, reason: str) -> None:
    assert told(FIRST, choices=[*CHOICES, choice]) == [("choices", 4, column, reason)]


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ({"submission_url": "https://elsewhere.example"}, "outside"),
        ({"public_key": "abc"}, "setting"),
        ({"instance_name": "concat(${first})"}, "setting"),
        ({"style": "pages"}, "setting"),
        ({"anything": "x"}, "setting"),
        ({"form_title": "Risk score"}, "score"),
        ({"form_id": "risk_score"}, "score"),
    ],
)
def test_a_setting_is_refused(setting: dict[str, str], reason: str) -> None:
    assert told(FIRST, settings=[setting]) == [("settings", 2, next(iter(setting)), reason)]


@pytest.mark.parametrize("name", ["external_choices", "entities", "osm"])
def test_sheets_that_reach_outside_are_refused(name: str) -> None:
    assert told(FIRST, **{name: [{"list_name": "x", "name": "y"}]}) == [(name, 0, "", "outside")]


def test_other_sheets_are_left_alone() -> None:
    assert form(FIRST, notes=[{"anything": "religion"}]).questions()[0].name == "first"


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    assert told(
        {"type": "geopoint", "name": "here", "label": "Where?"},
        {"type": "text", "name": "here", "label": "Religion"},
        {"type": "begin_group", "name": "g", "label": "G"},
        FIRST,
        choices=[*CHOICES, CHOICES[0]],
        settings=[{"style": "pages"}],
    ) == [
        ("survey", 2, "type", "whereabouts"),
        ("survey", 3, "label", "belief"),
        ("survey", 4, "type", "group"),
        ("choices", 4, "name", "choices"),
        ("settings", 2, "style", "setting"),
    ]


def test_the_sentence_says_which_word() -> None:
    with pytest.raises(Refused) as refused:
        form({"type": "text", "name": "a", "label": "Your Religion"})
    (problem,) = refused.value.problems
    assert str(problem) == (
        "survey, row 2, label: Nobody is asked about belief: «religion». "
        "Ask about everyday life instead, or take it out."
    )
    assert problem.reason in RULES


def test_every_reason_is_told_somewhere_above() -> None:
    """No reason that is never given: those of the whole file are below."""
    marks = [one for one in test_a_row_is_refused_where_it_is_wrong_and_why.pytestmark if one.args]  # type: ignore[attr-defined]
    seen = {row[2] for mark in marks for row in mark.args[1]}
    assert {one.value for one in Reason} - seen == {"file", "sheet", "setting"}


@pytest.mark.parametrize(
    "whole",
    [
        {"survey": [{"type": "", "name": "", "label": ""}]},
        {"survey": [{"type": "note", "name": "n", "label": "Only read"}]},
        {"questions": [{"type": "text", "name": "a", "label": "A"}], "settings": [{"form_id": "x"}]},
    ],
)
def test_a_form_that_asks_nothing_is_refused(whole: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        reading.read(xlsx(**whole))
    assert {one.reason for one in refused.value.problems} == {Reason.SHEET}


# --- what makes it an instrument


def test_what_is_lacking_for_an_instrument_is_told_and_then_it_is_one() -> None:
    texts = {f"label::{named}": f"Q {code}" for code, named in making.LANGUAGES.items()}
    bare = form(
        {"type": "text", "name": "a", "label": "Q"}, settings=[{"form_id": "Not A Slug", "version": "v2"}]
    )
    assert [str(one).split(":")[0] for one in making.lacks(bare)] == [
        "settings", "settings", "about", "about", "survey, row 2, a",
    ]  # fmt: skip
    with pytest.raises(ValueError):
        making.instrument(bare)

    whole = form(
        {"type": "text", "name": "a", "required": "yes", **texts},
        settings=[{"form_id": "mine", "version": 2}],
        about=[{"what": "source", "value": "own wording"}, {"what": "licence", "value": "CC0-1.0"}],
    )
    assert making.lacks(whole) == ()
    tool = making.instrument(whole)
    assert (tool.slug, tool.version, tool.reviewed) == ("mine", 2, frozenset())
    assert tool.items[0].text == tool.items[0].short == {code: f"Q {code}" for code in making.LANGUAGES}
    assert tool.accepts("a", None)


def test_what_choices_count_as_comes_from_the_sheet_about() -> None:
    found = form(FIRST, about=[{"what": "counts", "name": "yn/yes", "value": 2}])
    kind = found.questions()[0].kind
    assert isinstance(kind, Choices)
    assert [(one.code, one.value) for one in kind.options] == [("yes", 2), ("no", None)]
