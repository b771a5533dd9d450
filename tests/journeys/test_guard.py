"""The gentle word beside a note: what it sees and what it lets be, in the browser it runs in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey
SCRIPT = Path(__file__).resolve().parents[2] / "src/samspil/interfaces/web/shared/static/samspil/guard.js"
KNOWN = ["Uddannelse", "Tale med Bedste", "Birk-17"]
SEEN = [
    ("cpr", "Han har nummer 010203-4567 i kommunen"),
    ("cpr", "skrev 3112991234 på sedlen"),
    ("cpr", "cpr 241299 1234"),
    ("cpr", "0101011234"),
    ("address", "Bor på Birkevej 12, 2. tv"),
    ("address", "mødtes ved Nørre Allé 4"),
    ("address", "hentede ham på gammel kongevej 110"),
    ("address", "Vi gik hen til Vestergade 8B"),
    ("address", "flytter til 8000 Aarhus"),
    ("address", "ved Store Torv nr. 3"),
    ("contact", "ring på 20 30 40 50"),
    ("contact", "ny mobil 20304050"),
    ("contact", "skriv til +45 2030 4050"),
    ("contact", "mailen er en.ven@eksempel.dk"),
    ("contact", "nummeret er 20-30-40-50"),
    ("name", "Vi talte med Mikkel om det"),
    ("name", "Hans ven Yusuf var med"),
    ("name", "Gik en tur. Bagefter kom Anne-Sofie forbi"),
    ("name", "aftalt at ringe til læreren Pia Holm"),
    ("name", "mødte Åse"),
    ("name", "Jonas Holm ringede"),
    ("name", "ses hos Mettes mor"),
    ("belief", "han er muslim"),
    ("belief", "taler om islam"),
    ("belief", "familien går i moskéen"),
    ("belief", "hendes tro fylder meget"),
    ("belief", "stemmer på Enhedslisten"),
    ("belief", "er blevet mere religiøs"),
    ("belief", "taler politisk med vennerne"),
    ("belief", "tror på Gud"),
    ("belief", "læser i Koranen"),
    ("belief", "til fredagsbøn"),
]
LET_BE = [
    "",
    "Gik en tur og talte om skolen.",
    "Vi ringer sammen til vejlederen. Øver samtalen til næste gang.",
    "Mødes igen den 10. november kl. 16.30",
    "Næste gang 2014-11-10",
    "Den 03.11.2014 gik vi i klubben",
    "Brugte 60 minutter og 90 kr.",
    "Har været på vej 5 gange",
    "Fik en praktikplads 2 dage om ugen",
    "på arbejdspladsen 3 timer",
    "Talte om I kan ses Mandag eller Fredag",
    "Skal bruge NemID og MitID til SU",
    "Taler med SSP og UU i morgen",
    "Skrev på Snapchat og Instagram",
    "I 2014 begyndte vi forfra",
    "Jeg tror, at det går bedre. Hun tror også på det.",
    "Vi spiste suppe med bønner",
    "Uddannelse: så på to kurser i Odense",
    "Øver at tale med Bedste",
    "- Øver opkald\n- Ser på ansøgning\nRinger torsdag",
    'Han sagde: »Det går fint«. Vi aftalte "Ro på" som ord.',
    "Til venstre for skolen ligger klubben",
    "20141110",
    "Birk-17 kom til tiden",
    "Scoren var 12-10 og 2-1",
    "Læser til 9. klasse, 4 gange om ugen",
]


@pytest.fixture
def find(chromium: Any) -> Any:
    page = chromium.new_page()
    page.goto("about:blank")
    page.add_script_tag(path=str(SCRIPT))
    yield lambda text: page.evaluate("([text, known]) => SamspilGuard.find(text, known)", [text, KNOWN])
    page.close()


@pytest.mark.proves("S1")
def test_the_guard_sees_what_does_not_belong_in_a_note_and_lets_the_rest_be(find: Any) -> None:
    missed = [
        (code, text, find(text)) for code, text in SEEN if [one["code"] for one in find(text)] != [code]
    ]
    wrong = [(text, find(text)) for text in LET_BE if find(text)]

    assert (missed, wrong) == ([], [])
    assert len(SEEN) + len(LET_BE) >= 40


def test_the_guard_speaks_beside_the_field_sends_nothing_and_stops_nothing(samspil: Any, walker: Any) -> None:
    field = walker(360)
    page = field.page
    page.goto(samspil.link("mentor-odense"))
    page.locator('a[href$="/meeting"]').first.click()
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    note = page.locator("#id_line_guard")
    assert note.is_hidden()

    page.locator('[name="line"]').fill("Ringer til Mikkel på 20 30 40 50")
    note.wait_for(state="visible")

    assert "Mikkel" in note.inner_text()
    assert "telefonnummer" in note.inner_text()
    page.wait_for_timeout(800)
    assert asked == []
    field.look()
    page.locator('[name="line"]').fill("Ringer til vejlederen")
    note.wait_for(state="hidden")
    page.locator('[name="line"]').fill("Ringer til Mikkel")
    page.locator('main button[name="save"]').click()
    page.wait_for_selector('body[data-page="field-caseload"]')
