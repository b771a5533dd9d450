"""The pages of agreements: made, sent, signed by both sides, on paper and in Word, to the letter."""

from __future__ import annotations

import io
import uuid
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import agreeing
from tests.interfaces import marks, paper
from tests.interfaces.test_query_counts import MOST, asked
from tests.trust.test_files import HOSTILE, with_a_picture

HOSTILE_VALUES = (
    "{{7*7}}",
    "{% now 'Y' %}",
    "${7*7}",
    "#import sys",
    "#sys.inputs.data",
    "$ x $ *fed* _skrå_",
    "=1+1",
    "=HYPERLINK(1)",
    "-2+3",
    "+cmd",
    "<w:p>",
    "</w:t></w:r>",
    "\\input{x}",
    "&lt;b&gt; <b>x</b>",
    "MERGEFIELD x",
    "{office}",
    "]] #panic()",
    "<script>alert(1)</script>",
)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


@pytest.fixture
def office(world):
    return world.client("programme_office")


@pytest.fixture
def lead(world):
    return world.client("municipal_lead", "aaby")


def typed(world, **other):
    from dataclasses import asdict

    told = asdict(agreeing.details()) | {"municipality": str(world.tenant("aaby")), "kind": "cooperation"}
    return told | {"begins_on": "2014-11-03"} | other


def upload(content, name="x.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def body(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def word_of(data):
    opened = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return [one.text for one in opened.paragraphs] + cells


def signing(**other):
    return {"name": "Kanarie Navnesen", "title": "Direktør", "signed_on": "2014-11-03"} | other


def test_the_office_makes_it_both_sign_and_it_is_in_force(world, concept_id, office, lead):
    assert "Lav en aftale" not in body(lead, "/o/agreements/")
    wrong = office.post("/o/agreements/new", typed(world, municipality_ean="5790000000037"))
    assert (wrong.status_code, "Det sidste ciffer passer ikke" in wrong.content.decode()) == (422, True)
    url = office.post("/o/agreements/new", typed(world, office_cvr="12 34 56 75")).headers["Location"]
    assert "passer ikke med sit kontrolciffer" in body(office, url)
    assert lead.get(url).status_code == 404
    assert office.post(f"{url}/change", typed(world)).status_code == 302
    assert "kontrolciffer" not in body(office, url)
    assert office.post(f"{url}/send").status_code == 302
    assert "Venter på jeres underskrift" in body(lead, "/o/agreements/")

    assert office.post(f"{url}/sign", signing()).status_code == 302
    assert lead.post(f"{url}/sign", signing(file=upload(agreeing.pdf()))).status_code == 302
    assert office.post(f"{url}/change", typed(world)).status_code == 422
    for client in (office, lead):
        page = body(client, url)
        assert ("gælder fra 3. november 2014" in page, page.count("Kanarie Navnesen, Direktør")) == (True, 2)
    assert world.client("municipal_lead", "baekby").get(url).status_code == 404
    amended = office.post(f"{url}/amend", typed(world, changes="Der er kommet et vilkår til."))
    assert "Der er kommet et vilkår til." in body(office, amended.headers["Location"])
    assert "Version 2" not in body(lead, url)


@pytest.mark.proves("G25")
def test_the_signed_paper_is_checked_kept_sealed_and_comes_back_as_a_file(world, concept_id, office, lead):
    url = f"/o/agreements/{agreeing.send(world, agreeing.make(world, concept_id))}"
    taken = ("script, packed", "page behind it", "html", "empty", "too large")
    answers = [lead.post(f"{url}/sign", signing(file=upload(HOSTILE[kind]()))) for kind in taken]
    assert [one.status_code for one in answers] == [422] * len(taken)
    said = [one.content.decode() for one in answers]
    assert ["PDF" in one or "Filen er" in one for one in said] == [True] * len(taken)
    assert body(lead, url).count("har ikke skrevet under.") == 2
    content = agreeing.pdf(with_a_picture)
    large = content.replace(b"%%EOF", b"%" + b"x" * 3_000_000 + b"\n%%EOF")
    assert lead.post(f"{url}/sign", signing(file=upload(large, "../../x.html"))).status_code == 302

    where = next(one for one in body(office, url).split('"') if one.startswith("/o/agreements/signed/"))
    for client in (office, lead):
        answer = client.get(where)
        assert answer.content == large
        assert (marks.name_of(answer), answer.headers["X-Content-Type-Options"]) == (
            'attachment; filename="underskrevet.pdf"',
            "nosniff",
        )
    other = world.client("municipal_lead", "baekby")
    assert (
        other.get(where).status_code == other.get(f"/o/agreements/signed/{uuid.uuid4()}").status_code == 404
    )


@pytest.mark.proves("G26", "G27")
@pytest.mark.parametrize("kind", ["cooperation", "grant_letter"])
def test_what_is_typed_comes_out_as_the_same_characters_in_every_format(world, concept_id, office, kind):
    for value in HOSTILE_VALUES:
        told = {"reference": value, "municipality_title": value, "terms": value, "kind": kind}
        made = office.post("/o/agreements/new", typed(world, **told))
        if made.status_code == 302:
            url = made.headers["Location"]
        else:  # there is one of the kind by now
            assert office.post(f"{url}/change", typed(world, **told)).status_code == 302
        assert escape(value) in body(office, url)
        text = "".join(paper.text_of(office.get(f"{url}/file").content).split())
        assert text.count("".join(value.split())) >= 2, value
        lines = word_of(office.get(f"{url}/file?as=docx").content)
        assert lines.count(value) >= 2, value


def test_the_paper_is_tagged_and_word_has_the_same_headings(world, concept_id, office):
    url = f"/o/agreements/{agreeing.signed(world, concept_id, kind='grant_letter')}"
    pdf, word = office.get(f"{url}/file").content, office.get(f"{url}/file?as=docx").content

    assert paper.said_of(pdf) == paper.said_of(pdf) | {
        "title": "Tilsagnsbrev: Åby",
        "language": "da-DK",
        "tagged": "True",
        "shows_title": "True",
    }
    tags = paper.tags_of(pdf)
    assert [tags.count(one) for one in ("H1", "Table")] == [10, 2]
    opened = docx.Document(io.BytesIO(word))
    headings = [one.text for one in opened.paragraphs if one.style.name == "Heading 1"]
    assert headings[:2] == ["Tilsagnet", "Perioden"]
    assert len(headings) == 10
    assert opened.core_properties.title == "Tilsagnsbrev: Åby"
    assert "Åby: Kanarie Navnesen, Kanarietitel, 3. november 2014" in [one.text for one in opened.paragraphs]
    assert office.get(f"{url}/file?as=exe").status_code == 404


def test_the_pages_ask_as_often_however_many_there_are(world, concept_id, office, lead):
    key = agreeing.signed(world, concept_id)
    paths = ("/o/agreements/", f"/o/agreements/{key}")
    before = [len(asked(client, path)) for client in (office, lead) for path in paths]
    for slug in ("aaby", "baekby", "ceby"):
        for kind in ("grant_letter",) if slug == "aaby" else ("cooperation", "grant_letter"):
            agreeing.send(world, agreeing.make(world, concept_id, slug, kind=kind))
    agreeing.amend(world, key, "Et vilkår til.", on=date(2014, 11, 4))

    assert [len(asked(client, path)) for client in (office, lead) for path in paths] == before
    assert max(before) <= MOST
