"""What a concept file says of descriptions: its own chapters or the usual ones, each once."""

from __future__ import annotations

import pytest
from tests.delivery.ground import FILE

from samspil.programme.concept.describing import CHAPTERS, describing
from samspil.programme.concept.reading import ConceptErrors, read_bytes

TEXT = FILE.read_text()
CHAPTER = "    - {{slug: {0}, title: {{da: Kapitel, en: Chapter}}, asks: {{da: Hvad, en: What}}}}\n"


def with_chapters(*slugs: str) -> bytes:
    told = "".join(CHAPTER.format(one) for one in slugs)
    chapters = f"  chapters:\n{told}" if slugs else "  chapters: []\n"
    return f"{TEXT}\ndescriptions:\n  source: assumption\n  revise_years: 2\n{chapters}".encode()


def test_a_file_that_says_nothing_has_the_six_chapters_and_four_years():
    found = describing(read_bytes(FILE.read_bytes()))

    assert [one.slug for one in found.chapters] == [one.slug for one in CHAPTERS]
    assert [one.slug for one in CHAPTERS] == ["organisation", "staff", "money", "methods", "training", "data"]
    assert found.revise_years == 4


def test_a_file_names_its_own():
    found = describing(read_bytes(with_chapters("who", "what")))

    assert ([one.slug for one in found.chapters], found.revise_years) == (["who", "what"], 2)


@pytest.mark.parametrize(
    ("slugs", "message"),
    [((), "The list is empty."), (("who", "who"), "Two chapters are called who.")],
)
def test_what_cannot_be_is_told_with_its_place(slugs, message):
    with pytest.raises(ConceptErrors) as caught:
        read_bytes(with_chapters(*slugs))

    (problem,) = [one for one in caught.value.errors if one.path == "descriptions.chapters"]
    assert problem.message == message
    assert problem.line > len(TEXT.splitlines())
