"""Papers of an agenda as files: known by their content, read by whoever has a seat, kept with the minutes."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.delivery import ground
from tests.governance import agreeing, steering
from tests.governance.test_steering_pages import HOSTILE, read, sent, text
from tests.interfaces import marks
from tests.interfaces.office import hostile
from tests.interfaces.test_query_counts import MOST, asked

from samspil.governance.rules.papers import Clean, cleaned
from samspil.kernel.errors import Refusal, Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def meeting(world):
    made = steering.found(world)
    return steering.planned(world, made["steering"])[1]


@pytest.fixture
def item(world, meeting):
    return steering.placed(world, meeting, heading="Status", words="Kort gennemgang.")


@pytest.fixture
def office(world):
    return world.client("programme_office")


def document(words="Et bilag i ord"):
    out, made = io.BytesIO(), docx.Document()
    made.add_paragraph(words)
    made.save(out)
    return out.getvalue()


def workbook():
    out, made = io.BytesIO(), openpyxl.Workbook()
    made.active["A1"] = "Et tal"
    made.save(out)
    return out.getvalue()


def picture(form):
    exif = Image.Exif()
    exif[0x010E] = "hemmeligt sted"
    out = io.BytesIO()
    Image.effect_noise((32, 24), 80).convert("RGB").save(out, form, exif=exif)
    return out.getvalue()


def told(content, name="../../<b>bilag</b>.html", **more):
    upload = SimpleUploadedFile(name, content, content_type="text/html")
    return {"title": "Oversigt", "file": upload, "is_free": "on", **more}


def laid(world, item_id, content=None, key=None, **more):
    return steering.laid(world, item_id, content or agreeing.pdf(), key, **more)


PLAIN = {
    "pdf": (agreeing.pdf, "application/pdf"),
    "png": (lambda: picture("PNG"), "image/png"),
    "jpg": (lambda: picture("JPEG"), "image/jpeg"),
    "docx": (
        document,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@pytest.mark.proves("G25")
@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_a_paper_comes_back_as_a_file_that_no_browser_shows_to_whoever_has_a_seat(
    world, meeting, item, office, kind
):
    made, media = PLAIN[kind]
    sent(office, f"/o/steering/items/{item.id}/papers", told(made()))
    where = next(
        one
        for one in text(office, f"/o/steering/meetings/{meeting}").split('"')
        if one.startswith("/o/steering/papers/")
    )
    for client in (office, world.client("municipal_lead", "aaby"), world.client("coordinator", "baekby")):
        answer = client.get(where)
        digest = hashlib.sha256(answer.content).hexdigest()
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert marks.name_of(answer) == (f'attachment; filename="bilag-2014-11-03-{digest[:8]}.{kind}"')
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    if kind in ("png", "jpg"):
        assert (b"hemmeligt" in made(), b"hemmeligt" in answer.content) == (True, False)
    elif kind == "pdf":
        assert answer.content.startswith(b"%PDF-")
    outside = world.client("coordinator", "ceby")
    found = [outside.get(one) for one in (where, f"/o/steering/papers/{uuid.uuid4()}")]
    assert [one.status_code for one in found] == [404, 404]
    assert found[0].content == found[1].content


def put_in(content, name, words):
    """A package with one part more, or with one exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, words)
    return out.getvalue()


def part_of(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(name).decode()


RELS = "word/_rels/document.xml.rels"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(kind, target, mode=' TargetMode="External"'):
    before = part_of(document(), RELS)
    one = f'<Relationship Id="rIdX" Type="{TYPE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return put_in(document(), RELS, before.replace("</Relationships>", one))


def field(words, *, simple=False):
    runs = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in words)
    told = f'<w:fldSimple w:instr="{"".join(words)}"/>' if simple else runs
    before = part_of(document(), "word/document.xml")
    return put_in(document(), "word/document.xml", before.replace("</w:p>", f"{told}</w:p>", 1))


ACTING = {
    "a template from elsewhere": lambda: related("attachedTemplate", "http://x/y.dotm"),
    "a picture from elsewhere": lambda: related("image", "http://x/y.png"),
    "a document in the document": lambda: related("aFChunk", "chunk.html", ""),
    "a link to a file": lambda: related("hyperlink", "file://server/share"),
    "a link to a script": lambda: related("hyperlink", "javascript:alert(1)"),
    "a macro": lambda: put_in(document(), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    "a file in the document": lambda: put_in(document(), "word/embeddings/x.bin", "x"),
    "a control": lambda: put_in(document(), "word/activeX/x.xml", "<x/>"),
    "a package in the document": lambda: put_in(document(), "word/x.xml", document()),
    "an entity": lambda: put_in(document(), "word/x.xml", '<!DOCTYPE x [<!ENTITY e "x">]>'),
    "a field that starts something": lambda: field(["DDEAUTO c:\\\\x.exe"]),
    "a field in pieces": lambda: field(["DDE", "AUTO c:\\\\x.exe"]),
    "a simple field": lambda: field(["INCLUDEPICTURE http://x/y.png"], simple=True),
    "macros by its own word": lambda: put_in(
        document(),
        "[Content_Types].xml",
        part_of(document(), "[Content_Types].xml").replace(
            "wordprocessingml.document.main", "wordprocessingml.macroEnabled.main"
        ),
    ),
    "something behind the end": lambda: document() + b"<script>alert(1)</script>",
    "a paper behind the end": lambda: document() + agreeing.pdf(),
    "a web page before it": lambda: b"<html>" + document(),
    "two in one": lambda: put_in(document(), "xl/workbook.xml", "<x/>"),
    "cut off": lambda: document()[:-300],
    "the old format": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
    "a moving picture": lambda: b"GIF89a" + b"\0" * 100,
    "a drawing that acts": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>',
    "a web page": lambda: b"<!doctype html><script>alert(1)</script>",
}
BIG_BUT_PLAIN = {
    "sixteen thousand columns",
    "a million columns",
    "every row as wide as can be",
    "the last row there is",
    "a row far beyond the last",
    "a size that is not true",
    "as many cells in a row as are read at all",
    "no sheet",
    "a sheet that is none",
    "deep brackets",
}
"""Workbooks that break a reader of cells: nothing reads a paper's cells, and nothing in them acts."""


@pytest.mark.proves("G25")
@pytest.mark.parametrize("name", sorted(ACTING))
def test_what_acts_hides_or_fetches_something_is_refused_beside_the_field(name):
    found = cleaned(ACTING[name]())
    assert (isinstance(found, Refusal), getattr(found, "field", "")) == (True, "file"), found


@pytest.mark.proves("G25")
@pytest.mark.parametrize("name", [name for name, _data in (*hostile.workbooks(), *hostile.others())])
def test_the_known_hostile_files_are_refused(name):
    data = dict([*hostile.workbooks(), *hostile.others()])[name]
    assert isinstance(cleaned(data), Clean if name in BIG_BUT_PLAIN else Refusal)


@pytest.mark.red("G25")
def test_plain_papers_with_a_picture_and_links_are_taken_so_that_the_refusals_mean_something():
    with_a_link = related("hyperlink", "https://example.org/a")
    with_a_field = field(["PAGE"])
    assert [type(cleaned(one)) for one in (with_a_link, with_a_field, document(), workbook())] == [Clean] * 4


@given(st.sampled_from([b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b""]), st.binary(max_size=200))
def test_whatever_is_sent_there_is_an_answer(start, rest):
    assert isinstance(cleaned(start + rest), Clean | Refusal)


@given(st.integers(0, 30_000), st.binary(min_size=1, max_size=6))
def test_a_document_with_bytes_changed_is_refused_or_still_one_that_does_nothing(at, changed):
    whole = document()
    at %= len(whole)
    found = cleaned(whole[:at] + changed + whole[at + len(changed) :])
    assert isinstance(found, Refusal) or found.media == "docx"


@pytest.mark.proves("G25")
def test_a_file_that_is_no_paper_is_refused_beside_its_field_and_the_title_is_kept(
    world, meeting, item, office
):
    url = f"/o/steering/items/{item.id}/papers"
    refused = {
        "empty": told(b""),
        "web page": told(ACTING["a web page"]()),
        "macro": told(ACTING["a macro"]()),
        "none": {"title": "Oversigt", "is_free": "on"},
    }
    for name, form in refused.items():
        page = sent(office, url, form, 422).content.decode()
        assert ('id="id_file_error"' in page, 'value="Oversigt"' in page) == (True, True), name
    for field_, form in (
        ("title", told(document(), title="")),
        ("title", told(document(), title="Amalie Holm fra Odense")),
        ("is_free", told(document(), is_free="")),
    ):
        assert f'id="id_{field_}_error"' in sent(office, url, form, 422).content.decode()
    large = told(agreeing.pdf() + b"%" * 5_200_000)
    assert "fem megabyte" in sent(office, url, large, 422).content.decode()
    assert "/o/steering/papers/" not in text(office, f"/o/steering/meetings/{meeting}")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_confidential_papers_are_left_out_of_the_minutes_on_request(world, meeting, item, kind):
    open_, secret = (
        laid(world, item.id, title="Åbent bilag"),
        laid(world, item.id, document(), title="Lukket bilag", confidential=True),
    )
    lead = world.client("municipal_lead", "aaby")
    url = f"/o/steering/meetings/{meeting}/minutes?as={kind}"
    said = ["".join(read(kind, lead.get(url + more).content).split()) for more in ("", "&without=1")]
    shown = [
        ("Åbentbilag" in one, open_.digest in one, "Lukketbilag" in one, secret.digest in one) for one in said
    ]
    assert shown == [(True, True, True, True), (True, True, False, False)]
    assert "Lukket bilag" in text(lead, f"/o/steering/meetings/{meeting}")


def test_a_paper_goes_where_its_item_goes_is_taken_away_once_and_stays_with_the_minutes(world, office):
    from django.db import IntegrityError, transaction

    from samspil.governance.actions import agendas
    from samspil.governance.models.papers import AgendaPaper
    from samspil.trust.audit import writing

    first, second, third, *_more = steering.planned(world, steering.found(world)["steering"])
    item = steering.placed(world, second, heading="Status", words="")
    kept, gone = laid(world, item.id, title="Bliver"), laid(world, item.id, title="Fjernes")
    with world.as_("programme_office") as by:
        with pytest.raises(Refused):
            agendas.strike_item(by=by, at=world.at, item_id=item.id, from_id=second)
        common = {"item_id": item.id, "from_id": second, "to_id": third}
        agendas.move_item(by=by, at=world.at, on=ground.TODAY, **common)
    sent(office, f"/o/steering/papers/{gone.id}/remove", {})
    assert office.get(f"/o/steering/papers/{gone.id}").status_code == 404
    page = text(world.client("municipal_lead", "aaby"), f"/o/steering/meetings/{third}")
    assert ("Bliver" in page, "Fjernes" in page) == (True, False)

    held = steering.placed(world, first, heading="Behandlet", words="")
    paper = laid(world, held.id)
    steering.held(world, first)
    sent(office, f"/o/steering/papers/{paper.id}/remove", {}, 422)
    with pytest.raises(Refused):
        laid(world, held.id)
    with world.as_("programme_office"), writing(), pytest.raises(IntegrityError), transaction.atomic():
        AgendaPaper.objects.filter(id=paper.id).delete()
    assert office.get(f"/o/steering/papers/{paper.id}").status_code == 200
    assert kept.id


def test_a_paper_that_is_sent_twice_lies_there_once_and_an_item_has_ten_at_most(world, meeting, item):
    key = uuid.uuid4()
    assert laid(world, item.id, key=key).id == laid(world, item.id, key=key).id
    for _each in range(9):
        laid(world, item.id)
    with pytest.raises(Refused, match="ti bilag"):
        laid(world, item.id)


@pytest.mark.proves("G27")
@pytest.mark.parametrize("words", HOSTILE)
def test_a_title_comes_out_as_typed(world, meeting, item, office, words):
    from html import escape

    laid(world, item.id, title=f"Bilag {words}")
    assert f"Bilag {escape(words)}" in text(office, f"/o/steering/meetings/{meeting}")


def test_the_meeting_asks_as_often_however_many_papers_there_are(world, meeting, item, office):
    url = f"/o/steering/meetings/{meeting}"
    laid(world, item.id)
    before = len(asked(office, url))
    for _each in range(3):
        laid(world, steering.placed(world, meeting).id)
    assert (len(asked(office, url)) == before, before <= MOST) == (True, True)
