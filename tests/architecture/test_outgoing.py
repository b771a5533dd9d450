"""What leaves the house names nobody's subject: titles, addresses, file names, calendars, papers, texts.

Whoever looks over a shoulder, into a browser's history, a calendar, a folder or a phone learns nothing of
what the programme is about. The concept file, which says it, is the control: there the scan must find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from tests.architecture import cells
from tests.delivery import ground
from tests.interfaces import paper

SOURCE = Path(__file__).resolve().parents[2] / "src" / "samspil"
STEMS = (
    "radikal",
    "radical",
    "ekstrem",
    "extrem",
    "terror",
    "islam",
    "jihad",
    "muslim",
    "hizb",
    "salafi",
    "nazis",
    "højreorient",
    "venstreorient",
    "oppositionsidentitet",
    "oppositional",
    "bande",
    "kriminal",
    "kriminel",
    "criminal",
    "risiko",
    "risk",
    "bekymring",
    "politi",
    "police",
    "vold",
    "violence",
    "forebyg",
    "prevent",
    "afradikal",
    "exit",
    "ideologi",
    "ideology",
    "trussel",
    "threat",
    "moské",
)
WHOLE = ("PET", "SSP", "CTA", "VINK")
"""Authorities whose name alone says it; in capitals, as they are written."""

PATTERN = re.compile("|".join(rf"(?<!\w)(?:{one})" for one in STEMS), re.IGNORECASE)
NAMES = re.compile("|".join(rf"(?<!\w){one}(?!\w)" for one in WHOLE))


def found_in(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Which text says what it should not, and what it says."""
    return [
        (where, match[0])
        for where, text in texts
        for pattern in (PATTERN, NAMES)
        for match in pattern.finditer(text)
    ]


def titles(world: Any) -> Iterator[tuple[str, str]]:
    """The title of every page that anybody was shown, in the sweep through all addresses."""
    for (name, method, cast, whose), answer in cells.sweep(world).items():
        for title in re.findall(r"<title>(.*?)</title>", answer.text, re.S):
            yield f"title of {name} {method} {cast} {whose}", unescape(title)


WRITTEN_OUT = {"office:agreement-file", "office:description-file", "office:statement-file"}
"""Papers between two authorities: what they say is the concept file's own, what is around them is not."""

HEADER = re.compile(r"(?:[A-Za-z-]+: .*)?$")


def heads(world: Any) -> Iterator[tuple[str, str]]:
    """What stands around a page: where it leads, what a file is called, which cookies it sets."""
    for (name, method, cast, whose), answer in cells.sweep(world).items():
        head = answer.text[: answer.text.find("<!doctype")] if "<!doctype" in answer.text else answer.text
        if name in WRITTEN_OUT:
            head = "\n".join(takewhile(HEADER.match, head.splitlines()))
        # A cookie's value is drawn by lot: now and then it spells something.
        head = re.sub(r"(?im)^(set-cookie: *[^=;]+=)[^;\n]*", r"\1", head)
        yield f"head of {name} {method} {cast} {whose}", re.sub(r"Permissions-Policy:.*", "", head)


def addresses() -> Iterator[tuple[str, str]]:
    """Every address as a browser's history keeps it, and every static file's name."""
    for pattern, name in cells.addresses():
        yield f"address {name}", re.sub(r"[/_-]", " ", f"{pattern} {name}")
    for file in SOURCE.rglob("static/**/*"):
        yield "static file", file.name


def links_and_words(world: Any) -> Iterator[tuple[str, str]]:
    """What somebody is handed: the words on the hand-out page and on all that an answer's link shows."""
    for template in (*SOURCE.glob("interfaces/web/answer/templates/answer/*.html"), HANDED_OUT):
        yield template.name, template.read_text()
    seen = cells.sweep(world)
    for name in ("answer:enter", "answer:statement", "answer:review", "answer:done"):
        for language in ("link_holder", "anonymous"):
            body = re.sub(r"<[^>]+>", " ", seen[name, "get", language, "own"].text)
            yield f"{name} {language}", unescape(body)
    concept = ground.the_concept()
    for one in concept.consents:
        for language in ("da", "en"):
            yield f"consent {one.slug} {language}", one.title.in_(language) + " " + one.text.in_(language)
    yield "programme's title", " ".join(concept.vocabulary.programme_title.in_(one) for one in ("da", "en"))


HANDED_OUT = SOURCE / "interfaces/web/shared/templates/shared/handed_out.html"


def messages() -> Iterator[tuple[str, str]]:
    """Every mail and text message as it leaves, with its sender and its id, in each language it has."""
    import uuid

    from samspil.interfaces.sending import smtp, words
    from samspil.interfaces.sending.shape import Message

    told = {f"to staff {one}": (one, words.to_staff(one)) for one in ("da", "en")}
    told |= {f"to a holder {one}": (one, words.to_holder(one)) for one in ("da", "en")}
    told |= {f"to the person {one}": (one, words.to_person(one, "T0ken")) for one in MESSAGE_LANGUAGES}
    for where, (language, (subject, text)) in told.items():
        message = Message(uuid.UUID(int=1), "mentor", language, "a@b.example", subject, text)
        mail = smtp.written(message, "besked@samspil.example")
        yield f"message {where}", f"{dict(mail.items())} {mail.get_content()} {subject} {text}"


MESSAGE_LANGUAGES = ("da", "en", "ar", "so", "tr")


def statements() -> Iterator[tuple[str, str]]:
    """Every statement that somebody is asked to answer, in each language it has."""
    from samspil.delivery.instruments import shipped

    for key, tool in shipped.SHIPPED.items():
        for item in tool.items:
            yield f"statement {key} {item.code}", " ".join(item.text.values())


def feeds_and_files(world: Any) -> Iterator[tuple[str, str]]:
    """A calendar's feed as it is fetched, and the journal as it leaves, with nothing typed into it."""
    from urllib.parse import unquote

    from django.test import Client

    from samspil.people.actions import feeds

    made = ground.course(world, "aaby", ground.load(world), mentor="lent")
    ground.log_session(world, made, cast="lent", for_record=True, did="", agreed="")
    with world.as_("lent", "aaby") as by:
        post = world.member("lent", "aaby").appointment_id
        link = feeds.make_feed(by=by, at=world.at, on=ground.TODAY, appointment_id=post)
    for language in ("da", "en"):
        feed = Client().get(f"/c/{link.token}.ics", headers={"accept-language": language})
        yield f"feed {language}", f"{feed.headers} {feed.content.decode()}"
        for form in ("pdf", "json"):
            answer = world.client("coordinator", "aaby").post(
                f"/o/courses/{made.course_id}/journal",
                {"part": "all", "form": form},
                headers={"accept-language": language},
            )
            yield f"file name {form}", unquote(answer.headers["Content-Disposition"])
            is_paper = form == "pdf"
            yield f"{form} {language}", paper.text_of(answer.content) if is_paper else answer.content.decode()
            if is_paper:
                yield "what the paper calls itself", " ".join(paper.said_of(answer.content).values())


def test_nothing_that_leaves_says_what_the_programme_is_about(world):
    outgoing = [
        *titles(world),
        *heads(world),
        *addresses(),
        *links_and_words(world),
        *statements(),
        *messages(),
        *feeds_and_files(world),
    ]

    assert sum(where.startswith("title of ") for where, _text in outgoing) > 1000
    assert {where for where, text in outgoing if where.startswith(("feed", "pdf", "json"))} == {
        f"{what} {language}" for what in ("feed", "pdf", "json") for language in ("da", "en")
    }
    assert sum(where.startswith("message ") for where, _text in outgoing) == 4 + len(MESSAGE_LANGUAGES)
    assert all(text.strip() for where, text in outgoing if not where.startswith(("title", "static")))
    assert found_in(outgoing) == []


def test_the_concept_file_says_it_and_the_scan_finds_it():
    text = ground.FILE.read_text()

    found = {what.lower() for _where, what in found_in([("concept", text)])}

    assert {"radikal", "forebyg", "risiko", "oppositionsidentitet"} <= found


@pytest.mark.parametrize(
    "planted",
    ["Forebyggelse af radikalisering – Samspil", "Møde om bekymring", "notat-PET-2014.pdf", "Exit-forløb"],
)
def test_a_planted_word_is_found_in_a_title(planted):
    assert len(found_in([("title", planted)])) >= 1
    assert found_in([("title", "Kompetencer, petition, aftale og opgave – Samspil")]) == []


def test_messages_are_scanned_with_a_planted_word_and_name_nobody(monkeypatch):
    from samspil.interfaces.sending import words
    from samspil.programme.concept.values import Text

    assert found_in(messages()) == []
    said = " ".join(text for _where, text in messages()).lower()
    assert "din liste" in said
    for one in (*ground.the_concept().parties, ground.the_concept()):
        assert getattr(one, "name", one.slug).lower() not in said.replace("besked@samspil.example", "")

    monkeypatch.setattr(words, "HERE", Text("Din samtale om radikalisering: {url}", "Exit: {url}"))

    assert {what.lower() for _where, what in found_in(messages())} == {"radikal", "exit"}


def test_a_planted_word_is_found_on_paper():
    from samspil.interfaces.web.shared.documents.setting import printed

    data = {"title": "t", "organisation": "o", "language": "da", "region": "DK", "lead": "l", "footer": "f"}
    entry = {"heading": "h", "notes": [], "facts": [], "parts": [{"label": "x", "lines": ["Ekstremisme"]}]}
    sheet = printed("journal", data | {"entries": [entry]}, at=datetime(2014, 11, 3, 9))

    assert found_in([("paper", paper.text_of(sheet))]) == [("paper", "Ekstrem")]


def test_no_word_of_the_pages_says_it_in_danish():
    """The pages inside say it nowhere either, but for the concept's own words, which are shown as such."""
    with override("da"):
        from samspil.people.terms import PURPOSES, ROLES

        said = [(str(one), str(terms.title)) for one, terms in ROLES.items()]
        said += [(key, str(words)) for key, words in PURPOSES.items()]

    assert found_in(said) == []
