"""An instrument with every kind of answer, wherever it is asked and read: page, impression, own page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.delivery import every_kind, ground, opening
from tests.interfaces.test_answer_languages import latin
from tests.interfaces.test_answer_languages import said as spoken

CODES = list(every_kind.LABELS)
PLACE = {code: place for place, code in enumerate(CODES, start=1)}
TYPED = {
    "morning": "7",
    "key": "4",
    "filled_on": "unknown",
    "round": "12",
    "hours": "7,5",
    "code": "  Vi fangede en gedde,\r\nog bagefter spiste vi den. ",
}
"""What is typed or chosen on the pages for `every_kind.GIVEN`; «evening» is skipped."""
IN_WORDS = ["7", "–", "4", "Et andet sted", "12", "7,5", "Vi fangede en gedde,\nog bagefter spiste vi den."]
SEEN_IN_WORDS = ["3", "5", "4", "I klubben", "2", "–", "Det var roligt"]


@pytest.fixture
def made(world: Any) -> ground.Made:
    return ground.course(world, "aaby", every_kind.asked(world))


def html(answer: Any) -> str:
    return unescape(answer.content.decode())


def opened(world: Any, made: ground.Made, language: str = "da") -> Client:
    """A phone that has opened the link of the first round."""
    from django.conf import settings

    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert client.post("/a/", {"token": ground.hand_out(world, made).token})["Location"] == "/a/1"
    return client


def answer_page(client: Client, code: str, value: str | None) -> Any:
    told = {"step": "skip"} if value is None else {"value": value, "step": "next"}
    return client.post(f"/a/{PLACE[code]}", told)


def fill_in(client: Client) -> None:
    for code in CODES:
        assert answer_page(client, code, TYPED.get(code)).status_code == 302, code


def cells(page: str, caption: str) -> list[str]:
    """The cells of a table, row by row, as they are seen."""
    found = re.search(rf"<caption[^>]*>{caption}.*?</table>", page, re.S)
    assert found is not None
    told = re.findall(r"<td[^>]*>(.*?)</td>", found[0], re.S)
    return [
        re.sub(r"<[^>]+>", "", re.sub(r'<span class="sr-only">.*?</span>', "", one)).strip() for one in told
    ]


def kept(world: Any, made: ground.Made) -> dict[str, Any]:
    """The sheet as it is kept, unsealed."""
    import json

    from samspil.delivery.models.measurements import AnswerSheet
    from samspil.trust import audit, fields

    with world.as_("coordinator", made.slug) as by:
        (row,) = AnswerSheet.objects.filter(measurement_id=made.measurement_id)
        with audit.reading(
            by=by, purpose=by.purpose, subject=made.person_id, at=world.at, thing=row.measurement
        ):
            told: dict[str, Any] = json.loads(fields.unseal(row, "answers"))
    return told


# --- the answer page


def test_each_kind_is_asked_in_its_own_way(world: Any, made: ground.Made) -> None:
    client = opened(world, made)
    pages = {code: html(client.get(f"/a/{place}")) for code, place in PLACE.items()}

    def inputs(code: str) -> list[tuple[str, str]]:
        return re.findall(r'<input type="(\w+)" name="value"(?: value="([^"]*)")?', pages[code])

    assert inputs("morning") == [("radio", str(one)) for one in range(11)]
    assert inputs("key") == [("radio", str(one)) for one in range(1, 6)]
    assert inputs("filled_on") == [("radio", one) for one in every_kind.CHOICES]
    assert [inputs("round"), inputs("hours")] == [[("text", "")], [("text", "")]]
    assert ['inputmode="numeric"' in pages["round"], 'inputmode="decimal"' in pages["hours"]] == [True] * 2
    assert re.search(r'<textarea name="value"[^>]*maxlength="120"[^>]*dir="auto"', pages["code"])
    assert {code: re.findall(r'class="field-hint"[^>]*>(.*?)</p>', page) for code, page in pages.items()} == {
        "morning": ["Tænk på den sidste måned. Der er ikke noget rigtigt svar."],
        "evening": ["Tænk på den sidste måned. Der er ikke noget rigtigt svar."],
        "key": ["Tænk på den sidste måned. Der er ikke noget rigtigt svar."],
        "filled_on": ["Vælg det, der passer bedst. Der er ikke noget rigtigt svar."],
        "round": ["Skriv et tal. Er du i tvivl, så skriv, hvad du tror."],
        "hours": ["Skriv et tal. Er du i tvivl, så skriv, hvad du tror."],
        "code": ["Skriv ikke navne. Højst 120 tegn."],
    }
    aloud = {code: re.findall(r'data-aloud="(.*?)"', page) for code, page in pages.items()}
    assert aloud["key"] == [
        "Hvor let er det at komme ud ad døren? Tænk på den sidste måned. Der er ikke noget rigtigt svar. "
        "1: meget svært. 5: meget let."
    ]
    assert aloud["filled_on"] == [
        "Hvor er du mest efter skole? Vælg det, der passer bedst. Der er ikke noget rigtigt svar. "
        "Derhjemme. I klubben. Et andet sted."
    ]
    assert aloud["code"] == ["Hvad vil du helst fortælle om ugen? Skriv ikke navne. Højst 120 tegn."]
    assert [page.count('value="skip"') for page in pages.values()] == [1] * 7


def test_what_was_given_is_kept_half_way_looked_at_once_more_and_shown_back(
    world: Any, made: ground.Made
) -> None:
    client = opened(world, made)
    fill_in(client)

    half = {code: html(client.get(f"/a/{PLACE[code]}")) for code in CODES}
    assert re.findall(r'value="([^"]+)"[^>]* checked', half["filled_on"]) == ["unknown"]
    assert re.findall(r'value="([^"]+)"[^>]* checked', half["evening"]) == []
    assert 'name="value" value="7,5"' in half["hours"]
    assert "\nVi fangede en gedde,\nog bagefter spiste vi den.</textarea>" in half["code"]
    look = html(client.get("/a/look"))
    assert [re.sub(r"<[^>]+>", "", one).replace("sprunget over", "") for one in told_back(look)] == IN_WORDS

    assert client.post("/a/look")["Location"] == "/a/done"
    done = html(client.get("/a/done"))

    assert kept(world, made) == every_kind.GIVEN
    assert cells(done, "Svarene, spørgsmål for spørgsmål") == IN_WORDS
    assert re.findall(r"<details[^>]*>\s*<summary>Alle svar", done) == ["<details open><summary>Alle svar"]
    pictures = re.findall(r'<div class="profile-chart">.*?</div></div>', done, re.S)
    assert [re.findall(r"<svg role=\"img\" aria-label=\"(\w+)", one) for one in pictures] == [
        ["Morning", "Evening"],
        ["Key"],
    ]
    assert [re.findall(r"profile-ends\"><span>(.*?)</span><span>(.*?)</span>", one) for one in pictures] == [
        [("0 slet ikke", "10 helt")],
        [("1 meget svært", "5 meget let")],
    ]
    assert re.findall(r'<circle class="profile-now" cx="([\d.]+)%"', done) == ["68.8", "73.5"]


def told_back(look: str) -> list[str]:
    return re.findall(r"<b[^>]*>(.*?)</b>", look.split('<ol class="answers">')[1].split("</ol>")[0], re.S)


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("morning", "11", "Vælg et tal, eller spring over."),
        ("morning", "", "Vælg et tal, eller spring over."),
        ("key", "0", "Vælg et tal, eller spring over."),
        ("filled_on", "", "Vælg et af svarene, eller spring over."),
        ("filled_on", "Derhjemme", "Vælg et af svarene, eller spring over."),
        ("filled_on", "?", "Vælg et af svarene, eller spring over."),
        ("round", "abc", "Skriv et helt tal som 3, eller spring over."),
        ("round", "1,5", "Skriv et helt tal som 3, eller spring over."),
        ("round", "1.000", "Skriv et helt tal som 3, eller spring over."),
        ("round", "1" * 5000, "Skriv et helt tal som 3, eller spring over."),
        ("hours", "syv", "Skriv et tal med højst to decimaler, eller spring over."),
        ("hours", "1.000", "Skriv et tal med højst to decimaler, eller spring over."),
        ("hours", "nan", "Skriv et tal med højst to decimaler, eller spring over."),
        ("hours", "1e3", "Skriv et tal med højst to decimaler, eller spring over."),
        ("code", " \r\n\t", "Skriv noget, eller spring over."),
        ("code", "\u200b\u00ad", "Skriv noget, eller spring over."),
        ("code", "x" * 121, "Skriv højst 120 tegn."),
    ],
)
def test_what_does_not_fit_gets_a_sentence_keeps_what_was_typed_and_can_be_skipped(
    world: Any, made: ground.Made, code: str, value: str, sentence: str
) -> None:
    client = opened(world, made)

    wrong = answer_page(client, code, value)

    assert (wrong.status_code, html(wrong).count(sentence)) == (422, 2)
    if code in ("round", "hours"):
        assert f'value="{value}"' in html(wrong)
    if code == "code" and value.strip():
        assert f"\n{value}</textarea>" in html(wrong)
    assert client.post(f"/a/{PLACE[code]}", {"value": value, "step": "skip"}).status_code == 302
    assert kept(world, made) == {code: None}


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [
        ("round", "٣", 3),
        ("round", " 12 ", 12),
        ("round", "-2", -2),
        ("hours", "٧٫٥", 7.5),
        ("hours", "7.25", 7.25),
        ("hours", "8", 8),
        ("code", "ø" * 119 + "\r\n" + "y", "ø" * 119 + "\ny"),
        ("code", "a\0b", "ab"),
    ],
)
def test_what_fits_is_kept_as_it_was_meant(
    world: Any, made: ground.Made, code: str, typed: str, value: Any
) -> None:
    client = opened(world, made)
    answer = answer_page(client, code, typed)
    if code == "code" and len(typed) > 100:
        # 119 letters, a line end and one more letter are 121: one too many, whatever the browser sends.
        assert answer.status_code == 422
        answer, value = answer_page(client, code, typed[1:]), value[1:]

    assert answer.status_code == 302
    assert kept(world, made) == {code: value}


def test_in_arabic_every_kind_is_asked_without_a_word_in_latin_letters(world: Any, made: ground.Made) -> None:
    client = opened(world, made, "ar")
    pages = [client.get(f"/a/{place}") for place in PLACE.values()]
    pages += [client.post(f"/a/{place}", {"step": "next"}) for place in PLACE.values()]
    pages.append(answer_page(client, "hours", "٧٫"))
    for code, value in {**TYPED, "evening": None, "code": "مرحبا"}.items():
        answer_page(client, code, value)
    pages += [client.get("/a/look"), client.post("/a/look", follow=True)]

    assert [one.status_code for one in pages] == [200] * 7 + [422] * 8 + [200] * 2
    assert [latin(spoken(one)) for one in pages] == [set()] * len(pages)
    assert ["نص 13" in html(one) for one in pages[-2:]] == [True] * 2  # «Et andet sted», translated


def test_a_page_with_choices_is_small(world: Any, made: ground.Made) -> None:
    import gzip

    from django.contrib.staticfiles import finders

    client = opened(world, made)
    for place in PLACE.values():
        body = client.get(f"/a/{place}").content
        loaded = set(re.findall(rb'(?:href|src)="/static/([^"?]+)', body))
        parts = [gzip.compress(Path(str(finders.find(one.decode()))).read_bytes()) for one in loaded]
        assert len(parts) >= 4
        assert len(gzip.compress(body)) + sum(map(len, parts)) <= 60_000


# --- those who read along


def test_those_to_whom_it_is_shown_read_words_beside_the_impression(world: Any, made: ground.Made) -> None:
    every_kind.impression(world, made)
    every_kind.answered(world, made, share=("mentor", "coordinator"))
    own = opening.at_own_page(world, made)
    pages = {
        "field": html(world.client("mentor", "aaby").get(f"/f/courses/{made.course_id}")),
        "office": html(world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}")),
        "own": html(own.get("/a/own/answers")),
    }

    for door, page in pages.items():
        assert (door, cells(page, "Svarene, spørgsmål for spørgsmål")) == (door, IN_WORDS)
        both = cells(page, "Svarene og indtrykket ved siden af hinanden")
        assert (door, both[::2], both[1::2]) == (door, IN_WORDS, SEEN_IN_WORDS)
        # Said to differ is only what stands on the same scale: «key» agrees, and words are never compared.
        assert (door, re.findall(r"mest forskelligt på det: (.*?)</p>", page)) == (door, ["Morning."])


def test_two_rounds_stand_beside_each_other_in_words(world: Any, made: ground.Made) -> None:
    from datetime import date

    from samspil.delivery.actions import measurements
    from samspil.delivery.terms.courses import Recipient
    from samspil.trust.scope import scope

    later = date(2015, 1, 20)
    every_kind.answered(world, made, share=("coordinator",))
    ground.tend(world, made, later)
    holder = ground.opened(ground.hand_out(world, made, key="month-3", on=later).link, later)
    with scope(holder):
        told: dict[str, Any] = {"by": holder, "at": ground.at_day(later), "on": later}
        for code, value in every_kind.SEEN.items():
            measurements.keep_answer(**told, code=code, value=value)
        measurements.submit(**told)
        measurements.choose_sharing(**told, chosen=dict.fromkeys(Recipient, True))

    page = html(world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}"))
    found = cells(page, "Svarene, spørgsmål for spørgsmål")
    assert (found[::2], found[1::2]) == (IN_WORDS, SEEN_IN_WORDS)


# --- the impression


def test_an_impression_is_written_in_every_kind_and_written_anew(world: Any, made: ground.Made) -> None:
    client = world.client("mentor", "aaby")
    url = f"/f/measurements/{made.measurement_id}/impression"
    first = html(client.get(url))
    assert re.findall(r'class="profile-ends"><span>(.*?)</span><span>(.*?)</span>', first) == [
        ("0 slet ikke", "10 helt"),
        ("1 meget svært", "5 meget let"),
    ]

    # The gentle word about names and numbers of others watches the text, and is not loaded without one.
    assert re.findall(r"<textarea[^>]*data-guard=\"(\w+)\"", first) == ["note"]
    assert first.count("samspil/guard.js") == 1

    nothing = client.post(url, {"answer_filled_on": "?", "answer_code": " "})
    assert (nothing.status_code, html(nothing).count("Svar på mindst ét af spørgsmålene.")) == (422, 1)
    wrong = client.post(
        url, {"answer_round": "mange", "answer_filled_on": "nowhere", "answer_code": "x" * 121}
    )
    assert wrong.status_code == 422
    assert html(wrong).count("Det passer ikke til spørgsmålet. Ret det, eller spring over.") == 4
    assert html(wrong).count("Skriv højst 120 tegn.") == 2
    assert 'name="answer_round" value="mange"' in html(wrong)
    told = {f"answer_{code}": {"hours": ""}.get(code, str(value)) for code, value in every_kind.SEEN.items()}
    assert client.post(url, told)["Location"] == f"/f/courses/{made.course_id}"

    again = html(client.get(url))
    chosen = re.findall(r'name="answer_(\w+)" value="([^"]+)"[^>]* checked', again)
    assert chosen == [("morning", "3"), ("evening", "5"), ("key", "4"), ("filled_on", "club")]
    assert 'name="answer_round" value="2"' in again
    assert "\nDet var roligt</textarea>" in again
    every_kind.answered(world, made)
    own = html(opening.at_own_page(world, made).get("/a/own/answers"))
    assert cells(own, "Svarene og indtrykket ved siden af hinanden")[1::2] == SEEN_IN_WORDS
