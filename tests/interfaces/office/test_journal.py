"""The journal: what goes out, when it is late, and that what anybody typed comes out as it was typed."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.interfaces import paper

START = date(2014, 9, 1)
HOSTILE = (
    "{{7*7}} {% now 'Y' %} ${7*7} <b>x</b> &amp;",
    '#eval("7*7") #read("/etc/passwd") #import "x.typ": *',
    "$x^2$ *b* _i_ `c` @ref <label> \\ // c /* d */",
    "= Heading\n- one\n+ two\n/ term: said",
    "\u202egnirts\u202c \u2066abc\u2069",
    "ø" * 500,
    "fi ffi ffl é Türkçe ığş Русский",
    "=1+1\t@SUM(A1) |cmd",
)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def marked(world: Any, made: ground.Made, held_on: date, written_on: date, **words: Any) -> None:
    """A meeting for the journal, written on a later day."""
    from samspil.delivery.actions.sessions import Held, log_session

    held = Held(
        "meeting",
        60,
        held_on,
        None,
        words.get("agreed", ""),
        (),
        (),
        did=words.get("did", ""),
        for_record=words.get("for_record", True),
    )
    with world.as_("mentor", made.slug) as by:
        log_session(by=by, at=ground.at_day(written_on), on=written_on, course_id=made.course_id, held=held)


def taken(world: Any, made: ground.Made, *, part: str = "new", form: str = "json", status: int = 200) -> Any:
    path = f"/o/courses/{made.course_id}/journal"
    answer = world.client("coordinator", made.slug).post(path, {"part": part, "form": form})
    assert answer.status_code == status
    return answer


def code_of(world: Any, made: ground.Made) -> str:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return str(Course.objects.get(id=made.course_id).code)


def test_what_is_marked_goes_out_once_as_new_and_again_as_everything(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=START)
    for number in range(3):
        marked(
            world, made, START + timedelta(days=number), START + timedelta(days=number), did=f"day {number}"
        )
    marked(world, made, START, START, did="not for the journal", for_record=False)

    first = json.loads(taken(world, made).content)
    refused = taken(world, made, status=422)
    marked(world, made, ground.TODAY, ground.TODAY, did="later")
    second, whole = (json.loads(taken(world, made, part=one).content) for one in ("new", "all"))

    assert first["course"] == code_of(world, made)
    assert [one["did"] for one in first["entries"]] == ["day 0", "day 1", "day 2"]
    assert "Der er ikke noget at hente ud." in refused.content.decode()
    assert [one["did"] for one in second["entries"]] == ["later"]
    assert [one["did"] for one in whole["entries"]] == ["day 0", "day 1", "day 2", "later"]


def test_who_took_what_out_when_is_kept_and_logged_and_the_file_is_not(world, concept_id):
    from samspil.delivery.models.journal import JournalEntry, JournalExport
    from samspil.trust.models import AuditEvent

    made = ground.course(world, "aaby", concept_id, on=START)
    marked(world, made, START, START, did="a word")

    answer = taken(world, made, form="pdf")

    with world.as_("coordinator", "aaby") as by:
        export = JournalExport.objects.get(course_id=made.course_id)
        assert (export.account_id, export.at, export.form) == (by.account_id, world.at, "pdf")
        assert JournalEntry.objects.filter(export_id=export.id).count() == 1
        events = AuditEvent.objects.filter(subject_id=made.person_id, actor_id=by.account_id)
        assert list(events.order_by("-id").values_list("verb", "reason")[:2]) == [
            ("delivery.export_journal", "pdf_1"),
            ("read", ""),
        ]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("form", ["pdf", "json"])
def test_the_files_name_says_the_code_and_the_day_and_nothing_else(world, concept_id, form):
    from urllib.parse import unquote

    made = ground.course(world, "aaby", concept_id, on=START)
    marked(world, made, START, START)

    named = unquote(taken(world, made, form=form).headers["Content-Disposition"])

    assert named.startswith("attachment; filename")
    assert named.rstrip('"').endswith(f"notat-{code_of(world, made)}-2014-11-03.{form}")


LATE = ((0, 0), (7, 0), (8, 8), (40, 40))


def test_a_late_entry_is_seen_to_be_late_on_the_page_on_paper_and_in_the_data(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=START)
    for days, _late in LATE:
        marked(world, made, START, START + timedelta(days=days), did=f"after {days}")
    path = f"/o/courses/{made.course_id}/journal"

    page = world.client("coordinator", "aaby").get(path).content.decode()
    data = json.loads(taken(world, made, part="all").content)["entries"]
    sheet = paper.text_of(taken(world, made, part="all", form="pdf").content)

    said = [f"Skrevet sent: {late} dage efter" for _days, late in LATE if late]
    assert sorted(one["days_late"] for one in data) == [late for _days, late in LATE]
    assert [one["late"] for one in data] == [one["days_late"] > 0 for one in data]
    assert [page.count(one) for one in said] == [1, 1]
    assert [sheet.count(one) for one in said] == [1, 1]
    assert page.count("Skrevet sent") == sheet.count("Skrevet sent") == 2


def test_the_concept_file_may_say_another_number_of_days(world):
    from dataclasses import replace

    from samspil.programme.concept.model import Journal

    strict = replace(ground.the_concept(), version=99, journal=Journal(late_after_days=2))
    made = ground.course(world, "aaby", ground.load(world, strict), on=START)
    for days in (2, 3):
        marked(world, made, START, START + timedelta(days=days))

    data = json.loads(taken(world, made).content)["entries"]

    assert sorted(one["days_late"] for one in data) == [0, 3]


def test_an_entry_not_taken_out_within_a_week_waits_for_the_coordinator(world, concept_id):
    from samspil.delivery.queries.waiting import waiting_for

    made = ground.course(world, "aaby", concept_id, on=START)
    marked(world, made, START, START, did="x")
    marked(world, made, START, START, for_record=False)

    def waits(on: date) -> list[Any]:
        with world.as_("coordinator", "aaby") as by:
            return [(one.course_id, one.on) for one in waiting_for(by, on=on) if one.kind == "journal"]

    assert waits(START + timedelta(days=6)) == []
    assert waits(START + timedelta(days=7)) == [(made.course_id, START)]
    assert "Notater til journalen" in world.client("coordinator", "aaby").get("/o/").content.decode()
    taken(world, made)
    assert waits(ground.TODAY) == []


def changed(world: Any, made: ground.Made, how: str) -> None:
    """The only meeting of a course is corrected, struck out or unmarked, a day after it went out."""
    from dataclasses import replace

    from samspil.delivery.actions import sessions
    from samspil.delivery.models.sessions import Session
    from samspil.delivery.queries.sessions import told_session

    later = world.at + timedelta(days=1)
    with world.as_("mentor", made.slug) as by:
        session = Session.objects.get(course_id=made.course_id)
        if how == "struck":
            sessions.strike_session(by=by, at=later, session_id=session.id, because="other_course")
            return
        held = told_session(by, session, at=later).held
        held = replace(held, did="Ret") if how == "corrected" else replace(held, for_record=False)
        sessions.correct_session(
            by=by, at=later, on=later.date(), session_id=session.id, based_on=session.version, held=held
        )


@pytest.mark.parametrize(
    ("how", "since", "did", "note"),
    [
        ("corrected", "corrected", "Ret", "Rettet den 4. november 2014"),
        ("struck", "struck", "", "Streget ud den 4. november 2014: det hører til et andet forløb"),
        ("unmarked", "struck", "", "Taget ud af journalen den 4. november 2014"),
    ],
)
def test_what_changes_after_it_went_out_goes_out_once_more_and_says_so(
    world, concept_id, how, since, did, note
):
    from samspil.delivery.queries.waiting import waiting_for

    made = ground.course(world, "aaby", concept_id, on=START)
    marked(world, made, ground.TODAY, ground.TODAY, did="Skrevet")
    first = json.loads(taken(world, made).content)["entries"]
    taken(world, made, status=422)
    changed(world, made, how)

    def waits(days: int) -> list[str]:
        with world.as_("coordinator", "aaby") as by:
            rows = waiting_for(by, on=ground.TODAY + timedelta(days=days))
            return [one.kind for one in rows if one.kind == "journal"]

    assert (waits(7), waits(8)) == ([], ["journal"])
    page = world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}/journal").content.decode()
    assert note in page
    again = json.loads(taken(world, made).content)["entries"]
    assert [(one["id"], one["did"], one["since_last_export"]) for one in first] == [
        (first[0]["id"], "Skrevet", "same")
    ]
    assert [(one["id"], one["did"], one["since_last_export"], one["note"]) for one in again] == [
        (first[0]["id"], did, since, note)
    ]
    whole = paper.text_of(taken(world, made, part="all", form="pdf").content)
    assert note.partition(" den ")[0] in re.sub(r"\s+", " ", whole)


def test_what_went_out_as_taken_out_does_not_come_back_with_each_later_correction(world, concept_id):
    from dataclasses import replace

    from samspil.delivery.actions import sessions
    from samspil.delivery.models.sessions import Session
    from samspil.delivery.queries.sessions import told_session

    made = ground.course(world, "aaby", concept_id, on=START)
    marked(world, made, ground.TODAY, ground.TODAY, did="Skrevet")
    taken(world, made)
    changed(world, made, "unmarked")
    taken(world, made)
    for_record = {}
    for days, again in ((3, False), (4, True)):
        at = world.at + timedelta(days=days)
        with world.as_("mentor", made.slug) as by:
            session = Session.objects.get(course_id=made.course_id)
            held = replace(told_session(by, session, at=at).held, minutes=60 + days, for_record=again)
            sessions.correct_session(
                by=by, at=at, on=at.date(), session_id=session.id, based_on=session.version, held=held
            )
        for_record[again] = taken(world, made, status=200 if again else 422)

    (entry,) = json.loads(for_record[True].content)["entries"]
    assert (entry["did"], entry["since_last_export"]) == ("Skrevet", "corrected")


def test_a_pdf_that_fails_leaves_the_entries_as_not_gone_out(world, concept_id, monkeypatch):
    from samspil.delivery.models.journal import JournalExport
    from samspil.interfaces.web.office import journal

    made = ground.course(world, "aaby", concept_id, on=START)
    marked(world, made, START, START)

    def broken(*_given: Any, **_also: Any) -> bytes:
        raise RuntimeError("no paper")

    monkeypatch.setattr(journal, "printed_out", broken)
    client = world.client("coordinator", "aaby")
    client.raise_request_exception = False
    answer = client.post(f"/o/courses/{made.course_id}/journal", {"part": "new", "form": "pdf"})

    assert answer.status_code == 500
    with world.as_("coordinator", "aaby"):
        assert JournalExport.objects.count() == 0


# --- the paper


def printed(*texts: str) -> bytes:
    from samspil.interfaces.web.shared.documents.setting import printed as set_

    parts = [{"label": "x", "lines": text.splitlines()} for text in texts]
    entry = {"heading": "h", "notes": [], "facts": [{"label": "l", "value": "v"}], "parts": parts}
    data = {"title": "t", "organisation": "o", "language": "da", "region": "DK", "lead": "l", "footer": "f"}
    return set_("journal", data | {"entries": [entry]}, at=datetime(2014, 11, 3, 9))


def test_the_paper_is_tagged_titled_and_in_its_language(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=START)
    for number in range(2):
        marked(world, made, START, START, did=f"did {number}", agreed="agreed")

    sheet = taken(world, made, form="pdf").content

    assert paper.said_of(sheet) == {
        "title": f"Notater, {code_of(world, made)}",
        "language": "da-DK",
        "tagged": "True",
        "shows_title": "True",
        "ua": "1",
        "a": "2A",
        "author": "['Åby']",
    }
    tags = paper.tags_of(sheet)
    assert tags[:4] == ["Document", "Title", "P", "H1"]
    assert (tags.count("H1"), tags.count("L"), tags.count("LI")) == (2, 2, 8)


@pytest.mark.proves("G27")
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_was_typed_comes_out_as_it_was_typed(world, concept_id, text):
    from samspil.interfaces.web.shared.documents.setting import plain

    made = ground.course(world, "aaby", concept_id, on=START)
    marked(world, made, START, START, did=text, agreed=text)

    data = json.loads(taken(world, made, part="all").content)["entries"][0]
    sheet = paper.text_of(taken(world, made, part="all", form="pdf").content)

    assert (data["did"], data["agreed"]) == (text, text)
    together = "".join(sheet.split())
    for line in plain(text).splitlines():
        assert together.count("".join(line.split())) == 2, sheet
    said = re.sub(r"[A-ZÆØÅ]\w+-\d+", "", sheet.replace("2014", ""))
    assert "49" not in re.sub(r"·\s+[0-9a-f]{8}\s+·", "", said)  # of whose copy it is: drawn by chance


@pytest.mark.red("G27")
def test_a_text_that_is_set_as_markup_is_found(tmp_path, monkeypatch):
    from samspil.interfaces.web.shared.documents import setting

    spoiled = (
        (setting.FOLDER / "journal.typ").read_text().replace("#par(line)", '#eval(line, mode: "markup")')
    )
    (tmp_path / "journal.typ").write_text(spoiled)
    monkeypatch.setattr(setting, "FOLDER", tmp_path)

    sheet = paper.text_of(printed("is #(7*7) now"))

    assert "is 49 now" in sheet


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a😀b", "a[U+1F600]b"),
        ("漢字", "[U+6F22][U+5B57]"),
        ("a\x00b\x07c", "abc"),
        ("\u202eabc", "abc"),
        ("سلام", None),
    ],
)
def test_what_no_font_can_draw_is_shown_by_its_number_and_turns_are_left_out(text, read):
    sheet = paper.text_of(printed(text))

    assert read is None or read in sheet


def test_a_page_of_characters_nobody_can_draw_is_still_a_page():
    text = "".join(chr(0x4E00 + at) for at in range(500))

    assert "[U+4E00]" in paper.text_of(printed(text, text))


def test_what_is_always_drawn_can_be_drawn():
    from samspil.interfaces.web.shared.documents.setting import NOT_ALWAYS_DRAWN

    known = "".join(chr(at) for at in range(0x21, 0x2100) if not NOT_ALWAYS_DRAWN.match(chr(at)))

    assert "[U+" not in paper.text_of(printed(known))
