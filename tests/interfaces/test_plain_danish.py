"""What the young and the parents read is plain: LIX at most 30 on every page of theirs and in every yes.

LIX (Björnsson 1968): words per sentence, plus long words (more than six letters) per hundred words.
Below 30 is very easy, 40 ordinary prose, above 55 very hard.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.delivery import ground, opening
from tests.delivery.owning import PAGES, whole

MOST = 30
LONG = 6
FILES = sorted((Path(__file__).parents[2] / "programmes").glob("*.yaml"))
LAW = (
    "Kommunalbestyrelsen kan efter samtykke fra forældremyndighedsindehaveren behandle oplysninger om"
    " rent private forhold, såfremt det må anses for nødvendigt af hensyn til foranstaltningens"
    " gennemførelse og den efterfølgende evaluering af indsatsens virkning."
)
EASY = "Du kan stoppe nu. Ingen spørger dig hvorfor. Du kan få hjælp igen."


def lix(text: str) -> float:
    """The reading ease of a text; 0 for one without words. A sentence ends at . ! ? or a colon."""
    words = re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", text)
    if not words:
        return 0.0
    sentences = [one for one in re.split(r"[.!?:]+(?=\s|$)", text) if re.search(r"\w", one)]
    return len(words) / len(sentences) + 100 * sum(len(one) > LONG for one in words) / len(words)


def test_lix_counts_as_björnsson_did():
    assert lix("Jeg går hjem.") == 3
    assert lix("Jeg går hjem. Du bliver her.") == 3
    assert lix("Jeg fortæller.") == pytest.approx(2 + 50)
    assert lix("12. 13.") == 0
    assert lix(EASY) == pytest.approx(13 / 3 + 100 * 2 / 13)


@pytest.mark.red("S7")
def test_a_text_as_the_law_writes_it_is_too_hard():
    assert lix(LAW) > 55
    assert lix(f"{EASY} {LAW}") > MOST


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_every_yes_can_be_read_by_the_one_who_gives_it(file: Path):
    from samspil.programme.concept.reading import read_bytes

    texts = {str(one.slug): lix(one.text.da) for one in read_bytes(file.read_bytes()).consents}

    assert {slug: round(found, 1) for slug, found in texts.items() if found > MOST} == {}
    assert len(texts) >= 5
    assert min(texts.values()) > 5  # there is something to measure


def sentences(page: str) -> str:
    """What a page says in whole sentences: paragraphs and points that end as sentences do, read as one text.

    Names, numbers and buttons are no sentences; to count them as such would only make a page easier.
    """
    main = re.search(r"<main.*?</main>", page, re.S)
    assert main is not None
    page = re.sub(r'<(\w+)[^>]*class="[^"]*sr-only[^"]*"[^>]*>.*?</\1>', " ", main[0], flags=re.S)
    found = []
    for part in re.findall(
        r"<(?:p|li|dd|span)\b[^>]*>((?:(?!<p|<li|<dd|<ul|<form).)*?)</(?:p|li|dd|span)>", page, re.S
    ):
        text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", part))).strip()
        if re.search(r"[.!?]$", text) and "kanarie" not in text:
            found.append(text)
    return " ".join(found)


@pytest.mark.django_db
@pytest.mark.parametrize("intervention", ["mentor", "parent"])
def test_every_page_of_the_own_door_can_be_read_by_whom_it_is_for(world: Any, intervention: str):
    made = whole(world, ground.load(world), intervention=intervention)
    client = opening.at_own_page(world, made, cast=ground.COACHES[intervention])
    pages = {page: client.get(f"/a/own/{page}") for page in PAGES if page != "receipt.json"}
    pages["code shown"] = client.post("/a/own/new-code")
    pages["stopped"] = client.post("/a/own/stop", follow=True)
    pages["enter"] = client.get("/a/")

    texts = {page: sentences(answer.content.decode()) for page, answer in pages.items()}

    assert {page: round(lix(text), 1) for page, text in texts.items() if lix(text) > MOST} == {}
    with_words = {page: text for page, text in texts.items() if len(text.split()) >= 10}
    assert len(with_words) >= 9, {page: len(text.split()) for page, text in texts.items()}


def test_every_danish_sentence_of_the_own_door_is_short_enough_to_read_at_once():
    """Each string by itself, so that no easy page hides one hard sentence."""
    found = {text: lix(text) for text in _danish() if re.search(r"[.!?]$", text) and len(text.split()) >= 6}

    assert len(found) > 40
    assert {text: round(value) for text, value in found.items() if value > MOST} == {}
    assert lix(" ".join(found)) <= MOST


def _danish() -> set[str]:
    from tests.interfaces.test_answer_languages import ROOT, words

    tool = words.words
    own = {
        one
        for one, places in tool.said(ROOT).items()
        if any(
            "/answer/own" in place or "/answer/yeses" in place or "answer/templates" in place
            for place in places
        )
    }
    return {one.string for one in tool.messages(tool.read(ROOT)) if tool.identity(one) in own}
