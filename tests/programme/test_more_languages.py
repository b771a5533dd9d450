"""More languages beside Danish and English: a file without them is stored exactly as it was before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from samspil.programme.concept.document import as_document, from_document, plain
from samspil.programme.concept.reading import ConceptErrors, read, read_bytes
from samspil.programme.concept.values import Text
from samspil.programme.queries import digest

BEFORE = Path(__file__).with_name("before_more_languages.yaml")
"""The second programme's file as it was before texts could have more than two languages."""
STORED = "ebfdd0d914ba767f7a98db675296dfc21a5b9f5eba8ba51b4f095f271cd71a69"
"""What the code of that time made of it: the digest by which a stored version is known."""
FILES = sorted((Path(__file__).parents[2] / "programmes").glob("*.yaml"))


def test_an_old_file_is_stored_byte_for_byte_as_before() -> None:
    assert digest(read_bytes(BEFORE.read_bytes())) == STORED


def test_a_stored_document_without_them_comes_back_the_same() -> None:
    old = read_bytes(BEFORE.read_bytes())

    assert from_document(as_document(old)) == old
    assert plain(Text("Støtten", "The support")) == {"da": "Støtten", "en": "The support"}


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_a_file_with_them_goes_there_and_back_without_loss(file: Path) -> None:
    concept = read_bytes(file.read_bytes())

    assert from_document(as_document(concept)) == concept
    assert {tuple(one.text.by_language) for one in concept.consents} == {("da", "en", "ar", "so", "tr")}
    assert {tuple(one.title.by_language) for one in concept.consents} == {("da", "en", "ar", "so", "tr")}


def test_one_language_more_is_another_document() -> None:
    old = read_bytes(BEFORE.read_bytes())
    first, *others = old.consents
    more = replace(first, title=replace(first.title, tr="Destek"))

    assert digest(replace(old, consents=(more, *others))) != STORED


def test_a_text_falls_back_to_danish_and_knows_variants() -> None:
    text = Text("Hej", "Hello", tr="Merhaba")

    assert [text.in_(one) for one in ("da", "en", "en-GB", "tr", "tr-TR", "ar", "so", "xx")] == [
        "Hej",
        "Hello",
        "Hello",
        "Merhaba",
        "Merhaba",
        "Hej",
        "Hej",
        "Hej",
    ]
    assert Text("{months} mdr.", "{months} m", so="{months} bilood").replaced("{months}", "6") == Text(
        "6 mdr.", "6 m", so="6 bilood"
    )


def test_an_unknown_language_and_an_empty_one_are_told() -> None:
    text = BEFORE.read_text()
    old = "title: {da: Støtten, en: The support}"
    assert text.count(old) == 1

    for new, message in (
        ("{da: Støtten, en: The support, xx: X}", "The key `xx` is not known here."),
        ('{da: Støtten, en: The support, ar: ""}', "The text is empty."),
    ):
        with pytest.raises(ConceptErrors) as told:
            read(text.replace(old, f"title: {new}"))
        assert [one.message for one in told.value.errors] == [message]


@pytest.mark.parametrize("slug", ["mentee", "parent"])
def test_the_instruments_are_there_in_every_language_a_person_can_be_written_to_in(slug: str) -> None:
    from samspil.delivery.instruments.shipped import instrument
    from samspil.people.terms import LANGUAGES

    tool = instrument(slug, 1)
    texts = [
        tool.low_words,
        tool.high_words,
        *(one.text for one in tool.items),
        *(one.short for one in tool.items),
    ]

    assert {tuple(sorted(one)) for one in texts} == {tuple(sorted(LANGUAGES))}
    assert [words for one in texts for words in one.values() if not words.strip()] == []
    for language in LANGUAGES:
        said = [one.text[language] for one in tool.items]
        assert len(set(said)) == len(said)
