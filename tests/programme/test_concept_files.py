"""Files that are not plain YAML, doubled keys and refused fields; and all mistakes at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.programme.concept.reading import ConceptErrors, Problem, read, read_bytes

FILE = Path(__file__).parents[2] / "programmes" / "forebyggelseskonceptet-2013-2015.yaml"
TEXT = FILE.read_text(encoding="utf-8")


def edited(old: str, new: str, text: str = TEXT) -> str:
    assert text.count(old) == 1, f"{text.count(old)} times: {old}"
    return text.replace(old, new)


def line_of(text: str, marker: str) -> int:
    assert text.count(marker) == 1, f"{text.count(marker)} times: {marker}"
    return text[: text.index(marker)].count("\n") + 1


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConceptErrors) as caught:
        read(text)
    return caught.value.errors


def test_a_key_twice_names_the_line_of_the_first() -> None:
    text = edited("    grace_days: 14", "    grace_days: 14\n    grace_days: 15")

    first = line_of(text, "grace_days: 14")
    message = f"The key `grace_days` stands twice; the first is on line {first}."
    path = "progression.schedule.grace_days"
    assert problems(text) == (Problem(first + 1, path, message, "Keep one of them."),)


def test_a_year_twice_is_a_key_twice() -> None:
    text = edited("{2013: 338000,", "{2013: 338000, 2013: 338000,")

    line = line_of(text, "totals:")
    message = f"The key `2013` stands twice; the first is on line {line}."
    assert problems(text) == (Problem(line, "grant.totals.2013", message, "Keep one of them."),)


REFUSED = "Nothing about belief, ideology, ethnicity or risk is registered. Remove it."


@pytest.mark.parametrize(
    "key",
    ["ethnicity", "religion", "ideology", "political_view", "risk_score", "tro", "cpr", "race"],
)
def test_a_field_about_belief_or_origin_is_refused(key: str) -> None:
    text = edited("    status: wished", f"    status: wished\n    {key}: x")

    message = f"A field for `{key}` is not allowed."
    line = line_of(text, f"{key}: x")
    assert problems(text) == (Problem(line, f"parties[3].{key}", message, REFUSED),)


@pytest.mark.parametrize("slug", ["religion", "ethnic_group", "risk_level"])
def test_an_entry_about_belief_or_origin_is_refused(slug: str) -> None:
    text = edited("slug: street_work", f"slug: {slug}")

    message = f"An entry called `{slug}` is not allowed."
    path = "vocabulary.referral_sources[2].slug"
    assert problems(text) == (Problem(line_of(text, f"slug: {slug}"), path, message, REFUSED),)


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = edited("status: wished", "status: wishd")
    text = edited("{2013: 338000,", "{2013: 1,", text)
    text = edited("language: da", "langage: da", text)
    text = edited("seats_min: 30", "seats_min: 99", text)

    found = problems(text)

    assert [(each.line, each.path) for each in found] == [
        (line_of(text, "slug: forebyg"), "language"),
        (line_of(text, "langage: da"), "langage"),
        (line_of(text, "status: wishd"), "parties[3].status"),
        (line_of(text, "seats_min: 99"), "training.tracks[1].seats_min"),
        (line_of(text, "totals:"), "grant.totals.2013"),
    ]
    assert all(each.message.endswith(".") and each.hint.endswith((".", "?")) for each in found)


def test_the_error_itself_says_the_first_problem() -> None:
    text = edited("status: wished", "status: wishd")

    with pytest.raises(ConceptErrors) as caught:
        read(text)

    line = line_of(text, "status: wishd")
    assert str(caught.value) == f"Line {line}: The code `wishd` is not known here. (1 in all)"


WHOLE = [
    ("a: [1", 1, "The file is not valid YAML: expected ',' or ']', but got '<stream end>'."),
    ("slug: x\n\tversion: 1\n", 2, None),
    ("a: &one 1\n", 1, "The anchor `&one` is not allowed."),
    ("a: 1\nb: *one\n", 2, "The alias `*one` is not allowed."),
    (
        "a: 1\nb: !!python/name:os.system 1\n",
        2,
        "The tag `tag:yaml.org,2002:python/name:os.system` is not allowed.",
    ),
    ("a: 1\n---\nb: 1\n", 2, "The file holds more than one YAML document."),
    ("a: " + "[" * 30 + "]" * 30, 1, "The nesting is deeper than 20 levels."),
    ("a: 1\nb: \x00\n", 2, "The file holds a character that YAML does not allow."),
    ("", 1, "The file is empty."),
    ("# only a remark\n", 1, "The file is empty."),
]


@pytest.mark.parametrize(("text", "line", "message"), WHOLE)
def test_a_file_that_is_no_plain_yaml_is_refused(text: str, line: int, message: str | None) -> None:
    (found,) = problems(text)

    assert (found.line, found.path) == (line, "")
    assert found.hint
    if message:
        assert found.message == message
    else:
        assert found.message.startswith("The file is not valid YAML: ")


def test_aliases_are_refused_before_they_are_followed() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + step)}: &{chr(98 + step)} [*{chr(97 + step)}, *{chr(97 + step)}]\n" for step in range(20)
    )

    found = problems(bomb)

    assert (len(found), found[0].message) == (61, "The anchor `&a` is not allowed.")


def test_a_text_that_is_not_a_mapping_says_what_is_needed() -> None:
    (found,) = problems("hello")

    assert (found.line, found.path, found.message) == (1, "", "Here a mapping is needed.")


def test_a_key_that_is_a_list_is_told() -> None:
    text = edited("language: da", "? [a, b]\n: 1\nlanguage: da")

    (found,) = problems(text)

    expected = (line_of(text, "? [a, b]"), "", "A key must be one plain word.")
    assert (found.line, found.path, found.message) == expected


def test_bytes_that_are_not_utf_8_are_told_with_their_line() -> None:
    with pytest.raises(ConceptErrors) as caught:
        read_bytes(b"slug: x\ntitle: K\xf8benhavn\n")

    message = "The file is not UTF-8: byte 17 cannot be read."
    assert caught.value.errors == (Problem(2, "", message, "Save the file as UTF-8."),)


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert read_bytes(b"\xef\xbb\xbf" + TEXT.encode()) == read(TEXT)


@pytest.mark.parametrize("size", [1_000_001, 5_000_000])
def test_a_file_over_one_megabyte_is_refused_unread(size: int) -> None:
    with pytest.raises(ConceptErrors) as caught:
        read_bytes(b"\xff" * size)

    message = f"The file is too large: {size} bytes, at most 1000000 are read."
    assert [each.message for each in caught.value.errors] == [message]


def test_a_text_over_one_megabyte_is_refused() -> None:
    assert problems("# " + "x" * 1_000_000)[0].message.startswith("The file is too large")


def test_a_year_that_is_none_is_told() -> None:
    text = edited("{2013: 338000,", "{2013: 338000, i alt: 1,")

    (found,) = problems(text)

    expected = (line_of(text, "totals:"), "grant.totals.i alt", "`i alt` is not a year.")
    assert (found.line, found.path, found.message) == expected


def test_an_amount_that_is_none_is_told_without_doubting_the_sum() -> None:
    text = edited("{2013: 100000, 2014: 150000,", "{2013: 100.000, 2014: 150000,")

    (found,) = problems(text)

    message = "`100.000` is not a whole number."
    assert (found.path, found.message) == ("grant.lines[0].amounts.2013", message)


def test_a_total_that_is_none_is_told_once() -> None:
    assert [each.path for each in problems(edited("{2013: 338000,", "{2013: x,"))] == ["grant.totals.2013"]


def test_an_instrument_without_a_known_intervention_is_told_once() -> None:
    text = edited("respondent: mentee, intervention: mentor", "respondent: mentee, intervention: x")

    assert [each.path for each in problems(text)] == ["progression.instruments[0].intervention"]


def test_a_round_without_an_anchor_is_told_once() -> None:
    text = edited(
        "        title: {da: Afslutning, en: Closing, ar: النهاية, so: Dhammaad, tr: Bitiş}\n"
        "        anchor: end",
        "        title: {da: Afslutning, en: Closing, ar: النهاية, so: Dhammaad, tr: Bitiş}",
    )

    assert [each.path for each in problems(text)] == ["progression.schedule.rounds[2].anchor"]


SMALL = FILE.with_name("samspil-2026-2029.yaml").read_text(encoding="utf-8")
LINES = SMALL.split("\n")
ODD = [
    "",
    "null",
    "[]",
    "{}",
    "[1]",
    "{a: b}",
    "-1",
    "<<",
    "=",
    "~",
    ".inf",
    "&a x",
    "*a",
    "- x",
    "|",
]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "double", *ODD])),
        min_size=1,
        max_size=4,
    )
)
def test_a_damaged_file_is_read_or_refused_in_order(damage: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for place, what in damage:
        line = lines[place]
        if what in ("drop", "double"):
            lines[place] = "" if what == "drop" else f"{line}\n{line}"
        else:
            lines[place] = f"{line.partition(':')[0]}: {what}"
    text = "\n".join(lines)

    found: tuple[Problem, ...] = ()
    try:
        read(text)
    except ConceptErrors as refused:
        found = refused.errors

    assert found == tuple(sorted(found))
    assert all(each.message and each.hint for each in found)
    assert all(1 <= each.line <= text.count("\n") + 1 for each in found)
