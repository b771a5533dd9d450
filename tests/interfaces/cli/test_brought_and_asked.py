"""From a file to a question: brought, approved by two, named by the programme, answered by link."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.delivery import every_kind, ground, proposing
from tests.delivery.test_extract import rows
from tests.interfaces.test_every_kind_asked import TYPED

from samspil.delivery.instruments.shipped import instrument
from samspil.delivery.terms.instruments import CHECKLIST
from samspil.interfaces.cli.main import main

ONE = "/o/instruments/days/1"


def changed_copy(folder: Path) -> str:
    """The real concept file, one version higher, whose mentors' instrument is the one that was brought."""
    text = ground.FILE.read_text()
    version = int(re.search(r"^version: (\d+)", text, re.M)[1])  # type: ignore[index]
    text = text.replace(f"\nversion: {version}\n", f"\nversion: {version + 1}\n")
    text = text.replace("{slug: mentee, version: 1,", "{slug: days, version: 1,")
    file = folder / "concept.yaml"
    file.write_text(text)
    return str(file)


def brought_in(world: Any, data: bytes | None = None) -> None:
    """Upload the workbook, propose what it comes to, and approve it by two, all on the pages."""
    office, evaluator = world.client("programme_office"), world.client("evaluator")
    file = SimpleUploadedFile("form.xlsx", data or proposing.workbook())
    shown = office.post("/o/instruments/bring", {"file": file}).content.decode()
    read = unescape(re.search(r'name="read" value="([^"]+)"', shown)[1])  # type: ignore[index]
    assert office.post("/o/instruments/bring", {"read": read})["Location"] == ONE
    for client in (office, evaluator):
        assert client.post(f"{ONE}/approve", dict.fromkeys(CHECKLIST, "on"))["Location"] == ONE


def answered(world: Any, made: ground.Made) -> list[str]:
    """Every statement that a link asks, in Danish; each is answered and everything is sent."""
    client = Client()
    code = ground.hand_out(world, made).code
    page = client.post("/a/", {"code": code})
    asked = []
    while page.status_code == 302 and (at := page["Location"]).removeprefix("/a/").split("/")[0].isdigit():
        text = client.get(at).content.decode()
        asked.append(unescape(re.search(r"<h1>(.*?)</h1>", text)[1]))  # type: ignore[index]
        assert '<span class="sr-only">10 = </span>helt' in text
        page = client.post(at, {"value": "7", "step": "next"})
    done = client.post(page["Location"])["Location"]
    assert client.post(done, {"mentor": "no", "coordinator": "yes"}).status_code in (200, 302)
    return asked


def test_a_form_of_two_statements_is_brought_approved_named_and_answered(
    here: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, file = here, changed_copy(tmp_path)
    old = ground.course(world, "aaby", ground.load(world, the_real_one()))
    assert main(["programme", "load", file]) == 1
    assert "There is no instrument days version 1 in this Samspil." in capsys.readouterr().err

    brought_in(world)
    assert main(["programme", "load", file]) == 0
    new = ground.course(world, "aaby", newest())

    assert answered(world, new) == [da for da, _en in proposing.STATEMENTS.values()]
    assert len(answered(world, old)) == 10
    assert [told_as(world, one) for one in (old, new)] == [
        ("mentee", 1, {one.code: 7 for one in instrument("mentee", 1).items}),
        ("days", 1, {"morning": 7, "evening": 7}),
    ]


def test_a_form_with_every_kind_of_answer_comes_from_the_file_to_the_extract(
    here: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, file = here, changed_copy(tmp_path)
    brought_in(world, every_kind.workbook("days"))
    seen = world.client("programme_office").get(ONE).content.decode()
    assert "Ingen runde i et forløb stiller det" not in seen
    assert main(["programme", "load", file]) == 0
    made = ground.course(world, "aaby", newest())

    every_kind.impression(world, made)
    client = Client()
    at = client.post("/a/", {"code": ground.hand_out(world, made).code})["Location"]
    for code in every_kind.LABELS:
        told = {"step": "next", "value": TYPED[code]} if code in TYPED else {"step": "skip"}
        at = client.post(at, told)["Location"]
    assert client.post(at)["Location"] == "/a/done"
    assert client.post("/a/done", {"mentor": "no", "coordinator": "yes"}).status_code == 200

    assert told_as(world, made) == ("days", 1, every_kind.GIVEN)
    own, seen_as = sorted(rows(world), key=lambda row: row["series"], reverse=True)
    assert dict(own["values"]) == {
        "evening": None,
        "filled_on": "unknown",
        "hours": 7.5,
        "key": 4,
        "morning": 7,
        "round": 12,
    }
    assert (own["kept_back"], seen_as["series"]) == (("code",), "impression")


def test_one_for_visits_says_that_no_round_asks_it(world: Any) -> None:
    seen = world.client("programme_office").get("/o/instruments/pupil/1").content.decode()
    assert "Ingen runde i et forløb stiller det" in seen


def test_pages_of_an_approved_instrument_ask_the_database_as_often_as_of_a_shipped_one(
    own_database: str, tmp_path: Path
) -> None:
    """Really committed, so that what was read once is remembered: the same pages, the same counts."""
    from tests.world import built

    from samspil.programme.concept.reading import read_bytes

    world = built()
    shipped = ground.course(world, "aaby", ground.load(world, the_real_one()))
    proposing.in_use(world)
    concept = read_bytes(Path(changed_copy(tmp_path)).read_bytes())
    approved = ground.course(world, "aaby", ground.load(world, concept))
    counts = {}
    for name, made in (("shipped", shipped), ("approved", approved)):
        ground.answer(world, made, share=("mentor", "coordinator"))
        paths = {"mentor": f"/f/courses/{made.course_id}", "coordinator": f"/o/courses/{made.course_id}"}
        counts[name] = {}
        for cast, path in paths.items():
            client = world.client(cast, "aaby")
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            counts[name][cast] = len([one for one in captured if one["sql"].startswith("SELECT")])
    assert counts["approved"] == counts["shipped"]


def test_a_scale_of_its_own_and_its_hint_are_asked_as_they_were_brought(world: Any, tmp_path: Path) -> None:
    from samspil.programme.concept.reading import read_bytes

    hint = proposing.texts("Tænk på ugen", "Think of the week", "hint")
    proposing.in_use(world, proposing.tool(more={"parameters": "start=1 end=5 step=1", **hint}))
    concept_id = ground.load(world, read_bytes(Path(changed_copy(tmp_path)).read_bytes()))
    made = ground.course(world, "aaby", concept_id)
    client = Client()
    at = client.post("/a/", {"code": ground.hand_out(world, made).code})["Location"]

    page = client.get(at).content.decode()

    assert re.findall(r'name="value" value="(\d+)"', page) == ["1", "2", "3", "4", "5"]
    assert re.findall(r'<span class="sr-only">(\d+) = </span>([^<]+)', page) == [
        ("1", "slet ikke"),
        ("5", "helt"),
    ]
    assert '<p class="field-hint" id="scale-hint">Tænk på ugen</p>' in page
    assert client.post(at, {"value": "6", "step": "next"}).status_code == 422
    assert client.post(at, {"value": "5", "step": "next"}).status_code == 302


def the_real_one() -> Any:
    from samspil.programme.concept.reading import read_bytes

    return read_bytes(ground.FILE.read_bytes())


def newest() -> Any:
    from samspil.programme import queries

    return queries.latest(the_real_one().slug).id


def told_as(world: Any, made: ground.Made) -> tuple[str, int, dict[str, Any]]:
    """Which version a course's round was asked with, and the answers the person chose to show."""
    from samspil.delivery.queries.courses import course_for
    from samspil.delivery.queries.measurements import shared_answers

    with world.as_("coordinator", made.slug) as by:
        (one,) = shared_answers(by, course_for(by, made.course_id), at=world.at)
    return one.instrument, one.instrument_version, one.values
