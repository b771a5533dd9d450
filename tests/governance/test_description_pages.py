"""The pages of descriptions: from nothing begun to accepted, side by side, on paper and in Word."""

from __future__ import annotations

import dataclasses
import io
import re
import uuid
from datetime import date

import docx
import pytest
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import describing
from tests.interfaces import paper
from tests.interfaces.test_query_counts import MOST, asked


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


@pytest.fixture
def tovholder(world):
    return world.client("coordinator", "aaby")


@pytest.fixture
def office(world):
    return world.client("programme_office")


def body(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def word_of(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_municipality_begins_writes_hands_in_and_is_answered_by_the_pages(
    world, concept_id, tovholder, office
):
    page = body(tovholder, "/o/descriptions/")
    assert page.count('name="kind"') == 4
    begun = tovholder.post("/o/descriptions/begin", {"kind": "anchoring", "intervention": "mentor"})
    url = begun.headers["Location"]
    assert "0 af 6 kapitler skrevet" in body(tovholder, url)
    assert office.get(url).status_code == world.client("coordinator", "baekby").get(url).status_code == 404
    assert tovholder.post(f"{url}/hand-in").status_code == 422
    for one in describing.CHAPTERS:
        told = {"words": f"Kanarie om {one}."}
        assert tovholder.post(f"{url}/write/{one}", told).headers["Location"] == f"{url}#chapter-{one}"
    assert tovholder.post(f"{url}/write/more", {"words": "x"}).status_code == 404
    assert tovholder.post(f"{url}/hand-in").status_code == 302
    assert tovholder.get(f"{url}/write/money").status_code == 404
    late = tovholder.post(f"{url}/write/money", {"words": "Skrevet, mens en anden afleverede."})
    assert (late.status_code, "mens en anden afleverede" in late.content.decode()) == (422, True)

    assert "Kanarie om money." in body(office, url)
    assert office.post(f"{url}/comment", {"chapter": "money", "words": "Hvad koster det?"}).status_code == 302
    assert office.post(f"{url}/answer", {"answer": "back", "words": ""}).status_code == 422
    assert office.post(f"{url}/answer", {"answer": "back", "words": "Mangler tal."}).status_code == 302
    page = body(tovholder, url)
    assert (
        "Mangler tal." in page,
        "Hvad koster det?" in page,
        "Programkontoret den 3. november 2014" in page,
    ) == (
        True,
        True,
        True,
    )


def test_two_versions_stand_side_by_side_and_only_what_differs_is_shown_twice(world, concept_id, tovholder):
    first = describing.whole(world, concept_id)
    describing.answer(world, first, accepted=False, words="Skriv mere.")
    second = describing.begin(world, concept_id)
    describing.write(world, second, "money", "Det betaler kommunen selv.")

    page = body(tovholder, f"/o/descriptions/{second}/beside/1")
    assert page.count("Det samme i begge.") == 5
    assert (page.count("Kanarie om money."), page.count("Det betaler kommunen selv.")) == (1, 1)
    assert page.count('<h3 class="quiet small">') == 2
    assert tovholder.get(f"/o/descriptions/{second}/beside/7").status_code == 404


@pytest.mark.proves("G27")
def test_paper_and_word_say_what_was_typed_to_the_letter(world, concept_id, tovholder):
    typed = "{{7*7}} {% now %} ${7*7} #import <w:p/> &amp; \\input =1+1\n#sys.inputs"
    key = describing.begin(world, concept_id)
    describing.write(world, key, "money", typed)

    pdf = tovholder.get(f"/o/descriptions/{key}/file")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="beskrivelse-1.pdf"'
    text = "".join(paper.text_of(pdf.content).split())
    assert "".join(typed.split()) in text
    assert paper.said_of(pdf.content)["title"] == "Forankringsbeskrivelse: Mentorindsatsen"
    assert [one for one in paper.tags_of(pdf.content) if one == "H1"] == ["H1"] * 6
    told = word_of(tovholder.get(f"/o/descriptions/{key}/file?as=docx").content)
    assert [one for one in told if "{{" in one or "sys" in one] == typed.splitlines()
    assert tovholder.get(f"/o/descriptions/{key}/file?as=odt").status_code == 404


def test_another_concept_file_asks_for_other_chapters(world, tovholder):
    from samspil.programme.concept.describing import CHAPTERS, Describing

    one = dataclasses.replace(CHAPTERS[0], title=dataclasses.replace(CHAPTERS[0].title, da="Hvem gør hvad"))
    concept = ground.the_concept()
    own = Describing(source="assumption", chapters=(one,), revise_years=2)
    key = describing.begin(
        world, ground.load(world, dataclasses.replace(concept, descriptions=own)), kind="preparedness_plan"
    )
    assert body(tovholder, f"/o/descriptions/{key}").count('id="chapter-') == 1
    assert "Hvem gør hvad" in body(tovholder, f"/o/descriptions/{key}")
    describing.write(world, key, "organisation", "Det gør vi.")
    assert describing.hand_in(world, key).revise_by == date(2016, 11, 3)


def test_what_comes_back_and_what_is_to_be_revised_waits_at_home(world, concept_id, tovholder):
    lead = world.client("municipal_lead", "aaby")
    back, plan = describing.whole(world, concept_id), None
    describing.answer(world, back, accepted=False, words="Skriv mere.")
    plan = describing.whole(world, concept_id, kind="preparedness_plan", on=date(2010, 12, 1))
    other = describing.whole(world, concept_id, "baekby", kind="preparedness_plan", on=date(2010, 12, 1))

    page = body(tovholder, "/o/")
    assert (f"/o/descriptions/{back}" in page, f"/o/descriptions/{plan}" in page, str(other) in page) == (
        True,
        True,
        False,
    )
    assert "Planer, der skal revideres" in body(lead, "/o/waiting/")
    describing.begin(world, concept_id)
    describing.answer(world, plan)
    again = describing.begin(world, concept_id, kind="preparedness_plan")
    describing.hand_in(world, again)
    page = body(tovholder, "/o/")
    assert f"/o/descriptions/{back}" not in page
    assert f"/o/descriptions/{plan}" not in page


def test_the_pages_ask_as_often_however_much_there_is(world, concept_id, tovholder, office):
    key = describing.one_of_each(world, "aaby", concept_id)
    paths = ("/o/descriptions/", f"/o/descriptions/{key}")
    before = [len(asked(client, path)) for client in (tovholder, office) for path in paths]
    for slug in ("aaby", "baekby"):
        for one in ("role_model", "parent"):
            describing.whole(world, concept_id, slug, intervention=one)
    for _one in range(5):
        describing.comment(world, key, "Tak for det.")

    assert [len(asked(client, path)) for client in (tovholder, office) for path in paths] == before
    assert max(before) <= MOST


def test_a_foreign_one_is_as_one_that_never_was(world, concept_id):
    key, stranger = describing.one_of_each(world, "aaby", concept_id), world.client("coordinator", "baekby")
    for tail in ("", "/file", "/beside/1", "/hand-in", "/comment", "/again", "/write/money"):
        answers = [stranger.get(f"/o/descriptions/{one}{tail}") for one in (key, uuid.uuid4())]
        assert [one.status_code for one in answers] == [404, 404], tail


def test_two_who_write_one_chapter_see_each_other_and_nothing_typed_is_lost(world, concept_id):
    key = describing.begin(world, concept_id, "aaby")
    describing.write(world, key, "money", "Det står der.", "aaby")
    url = f"/o/descriptions/{key}/write/money"
    clients = [world.client(cast, "aaby") for cast in ("coordinator", "municipal_lead")]
    pages = [client.get(url).content.decode() for client in clients]
    seen = [re.search(r'name="seen" value="([0-9a-f]{16})"', page)[1] for page in pages]
    assert clients[0].post(url, {"words": "Den første.", "seen": seen[0]}).status_code == 302
    answer = clients[1].post(url, {"words": "Den anden.", "seen": seen[1]})
    page = answer.content.decode()

    assert (answer.status_code, "imens" in page) == (422, True)
    assert ("Den første." in page, "Den anden." in page) == (True, True)
    now = re.search(r'name="seen" value="([0-9a-f]{16})"', page)[1]
    assert clients[1].post(url, {"words": "Den anden.", "seen": now}).status_code == 302
    _one, told = describing.seen(world, key, "coordinator", "aaby")
    assert told.chapters["money"] == "Den anden."
