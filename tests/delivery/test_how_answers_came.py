"""The person is told how a round came that did not come by the own link; of the others nothing is said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.delivery import bringing, ground, kept, opening, test_papers
from tests.delivery.kept import VALUES, code, concept_id, made

__all__ = ["code", "concept_id", "made"]

PAPER = "Skrevet på papir og tastet ind af en anden."
FILE = "Kommunen havde dem i en fil."
BEFORE = "Fra før forløbet kom hertil."


def told(world: Any, made: ground.Made) -> list[str]:
    """What the own page says of how each round came."""
    client = opening.at_own_page(world, made)
    page = client.get("/a/own/answers").content.decode()
    rows = re.findall(r"<ul class=\"own-rows\">.*?</ul>", page, re.S)[0].split("<li>")[1:]
    return [" ".join(one for one in (PAPER, FILE, BEFORE) if one in row) for row in rows]


@pytest.mark.parametrize("said", ["", PAPER])
def test_what_came_by_the_own_link_needs_no_word_and_paper_does(
    world: Any, concept_id: Any, said: str
) -> None:
    made = ground.course(world, "aaby", concept_id)
    if said:
        test_papers.enter(world, made, ground.hand_out(world, made).code)
    else:
        ground.answer(world, made, VALUES)

    assert told(world, made) == [said]


def test_what_came_with_a_file_is_told(world: Any, made: ground.Made, code: str) -> None:
    kept.take(world, kept.row(code))

    assert told(world, made) == [FILE]


def test_what_was_measured_before_is_told_apart(world: Any, concept_id: Any) -> None:
    from samspil.delivery.models.moves import EarlierAnswer

    made = ground.Made("aaby", bringing.imported(world, "aaby", concept_id))
    kept.take(world, kept.row(kept.code_of(world, made), "start"))
    with world.as_("coordinator", "aaby"):
        made.person_id = EarlierAnswer.objects.get().person_id

    assert told(world, made) == [BEFORE]
