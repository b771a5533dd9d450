"""A coordinator brings answers kept before: counts, faults by cell, no answer on a page, all or nothing."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.delivery import ground, kept
from tests.interfaces.office import hostile
from tests.interfaces.office.brought import as_csv, as_xlsx
from tests.interfaces.office.test_import import faults

from samspil.delivery.models.history import AnswerFile
from samspil.delivery.models.measurements import AnswerSheet
from samspil.people.models.imports import ImportDraft

TODAY = ground.TODAY
ITEMS = [one.code for one in kept.tool().items]


@pytest.fixture
def concept_id(world):
    return ground.load(world)


@pytest.fixture
def office(world, concept_id):
    return world.client("coordinator", "aaby")


@pytest.fixture
def code(world, concept_id):
    return kept.code_of(world, kept.course(world, concept_id))


def line(code: str, key: str = "start", day: Any = "10-03-2014", **answers: Any) -> dict[str, Any]:
    """One row as the template has it; an answer by its item's code, 7 where nothing is said."""
    return {"Forløb": code, "Runde": key, "Besvaret den": day} | dict.fromkeys(ITEMS, "7") | answers


def bring(client: Any, data: bytes, what: str = "mentee-1") -> Any:
    return client.post("/o/history/", {"what": what, "file": SimpleUploadedFile("svar.csv", data)})


def counts(page: Any) -> dict[str, str]:
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.content.decode())
    return {unescape(label): count for label, count in found}


def stands(world: Any) -> tuple[int, int]:
    with world.as_("coordinator", "aaby"):
        return AnswerSheet.objects.filter(came_by="import").count(), AnswerFile.objects.count()


def test_a_file_is_shown_in_counts_taken_in_at_once_and_taken_back_at_once(world, office, code):
    rows = [line(code), line(code, "3 måneder", "30-06-2014"), line(code, "", "2. september 2014")]

    kept_ = bring(office, as_csv(rows))
    shown = office.get(kept_["Location"])
    assert stands(world) == (0, 0)
    taken = office.post(kept_["Location"], {"take": "yes"}, follow=True)
    page = taken.redirect_chain[-1][0]
    there = stands(world)
    gone = office.post(page, {"back": "yes"}, follow=True)

    assert counts(shown) == {"besvaret til tiden": "2", "besvaret for sent": "1"}
    assert there == (3, 1)
    assert "3 rækker taget ind 3. november 2014." in taken.content.decode()
    assert "Taget tilbage 3. november 2014." in gone.content.decode()
    assert stands(world) == (0, 1)
    listed = office.get("/o/history/").content.decode()
    assert page in listed
    assert "taget tilbage" in listed


def test_no_answer_and_no_code_of_a_course_stands_on_any_page(world, office, concept_id, code):
    """Values that are nowhere else on a page: a number beyond the scale, and words."""
    rows = [line(code, talk="8123"), line(code, "month-3", "30-06-2014", family="kanarieord", friends="9")]

    pages = [bring(office, as_csv(rows))]
    pages.append(office.get(pages[0]["Location"]))
    pages.append(office.post(pages[0]["Location"], {"take": "yes"}))

    assert faults(pages[1]) == [
        ("2", "talk: Skriv et helt tal fra 0 til 10, eller lad cellen være tom."),
        ("3", "family: Skriv et helt tal fra 0 til 10, eller lad cellen være tom."),
    ]
    told = "".join(one.content.decode() for one in pages)
    assert [word for word in ("8123", "kanarieord", code, "Der står") if word in told] == []
    with world.as_("coordinator", "aaby"):
        assert [
            word for word in ("8123", "kanarieord", code) if word in ImportDraft.objects.get().content
        ] == []


def test_a_file_without_a_head_is_refused_without_saying_what_stands_there(world, office, code):
    row = [code, "start", "10-03-2014", *("8123" for _each in ITEMS)]
    data = (";".join(row) + "\r\n" + ";".join(row)).encode()

    page = bring(office, data)

    assert page.status_code == 422
    assert "«A», «B», «C», «D», «E»" in page.content.decode()
    assert "8123" not in page.content.decode()


def test_the_log_and_what_is_written_to_it_hold_no_answer(world, office, code, caplog):
    where = bring(office, as_csv([line(code, talk="8123")]))["Location"]
    office.post(where, {"take": "yes"})

    assert "8123" not in caplog.text
    assert stands(world) == (0, 0)


WRONG = [
    ({"Forløb": ""}, "Forløb: Det mangler."),
    ({"Forløb": "Ask-99999"}, "Forløb: Der er intet forløb med denne kode her."),
    ({"Forløb": "=A1"}, "Forløb: En formel læses ikke. Skriv, hvad den giver."),
    ({"Forløb": "010194-1234"}, "Forløb: Et CPR-nummer gemmes aldrig her. Slet det."),
    ({"Runde": "måske"}, "Runde: Skriv runden, fx start eller 3 måneder, eller en dag i den."),
    ({"Runde": "9 måneder"}, "Runde: Forløbet har ikke sådan en runde, der er åbnet."),
    ({"Besvaret den": ""}, "Besvaret den: Det mangler."),
    ({"Besvaret den": "31-02-2014"}, "Besvaret den: Skriv dagen som 03-11-2014."),
    ({"Besvaret den": "04-11-2014"}, "Besvaret den: Vælg i dag eller en tidligere dag."),
    (
        {"Besvaret den": "28-02-2014"},
        "Besvaret den: Runden løb fra 1. marts 2014 til 17. maj 2014. Dagen ligger udenfor.",
    ),
    ({"talk": "11"}, "talk: Skriv et helt tal fra 0 til 10, eller lad cellen være tom."),
    ({"talk": "-1"}, "talk: Skriv et helt tal fra 0 til 10, eller lad cellen være tom."),
    ({"talk": "7,5"}, "talk: Skriv et helt tal fra 0 til 10, eller lad cellen være tom."),
    ({"talk": "1e1"}, "talk: Skriv et helt tal fra 0 til 10, eller lad cellen være tom."),
    ({"talk": "٧"}, "talk: Skriv et helt tal fra 0 til 10, eller lad cellen være tom."),
    ({"talk": "=7"}, "talk: En formel læses ikke. Skriv, hvad den giver."),
    ({"talk": "7\u202e"}, "talk: Der er tegn i det, som ingen kan se. Skriv det igen."),
    (dict.fromkeys(ITEMS, ""), "Der er intet svar i denne række. Slet den."),
]


@pytest.mark.parametrize("form", [as_csv, as_xlsx], ids=["csv", "xlsx"])
@pytest.mark.parametrize(
    ("changed", "said"), WRONG, ids=lambda one: next(iter(one)) if isinstance(one, dict) else ""
)
def test_a_fault_is_told_by_row_and_cell_and_nothing_is_taken_in(world, office, code, changed, said, form):
    rows = [line(code, "month-3", "30-06-2014"), line(code) | changed]

    where = bring(office, form(rows))["Location"]
    shown, taken = office.get(where), office.post(where, {"take": "yes"})

    assert faults(shown) == faults(taken) == [("3", said)]
    assert (taken.status_code, stands(world)) == (422, (0, 0))


def test_a_foreign_course_is_told_exactly_as_one_that_never_was(world, office, concept_id, code):
    theirs = kept.code_of(world, kept.course(world, concept_id, "baekby"))
    pages = []
    for one in (theirs, "Ask-99999"):
        where = bring(office, as_csv([line(one)]))["Location"]
        pages.append(office.get(where).content.decode().replace(where, "HERE"))

    token = re.compile(r'value="[A-Za-z0-9]{64}"')
    assert token.sub("", pages[0]) == token.sub("", pages[1])
    assert kept.row(theirs).code == theirs  # which is there: its own coordinator finds it
    where = bring(world.client("coordinator", "baekby"), as_csv([line(theirs)]))["Location"]
    assert faults(world.client("coordinator", "baekby").get(where)) == []


def test_what_danes_write_in_csv_and_workbooks_comes_to_the_same(world, office, code):
    row = line(code)
    ways = [
        as_csv([row]),
        as_csv([row], mark=","),
        as_csv([row], encoding="cp1252"),
        as_csv([row], encoding="utf-16"),
        as_csv([row | {"Forløb": code.lower(), "talk": "7,0"}]),
        as_csv([row | {"Runde": "Start", "Besvaret den": "10. marts 2014"}]),
        as_csv([row | {"Runde": "15-03-2014", "Besvaret den": "41708"}]),
        as_xlsx([row | {"Besvaret den": datetime(2014, 3, 10), "talk": 7}]),
        as_xlsx([row | {"Besvaret den": date(2014, 3, 10), "talk": 7.0}]),
    ]
    seen = []
    for data in ways:
        where = bring(office, data)["Location"]
        assert faults(office.get(where)) == []
        page = office.post(where, {"take": "yes"}, follow=True).redirect_chain[-1][0]
        seen.append(answers(world))
        office.post(page, {"back": "yes"})

    assert seen == [("start", "done", date(2014, 3, 10), dict.fromkeys(ITEMS, 7))] * len(ways)


def answers(world: Any) -> tuple[Any, ...]:
    import json

    from samspil.trust import audit, fields

    with world.as_("coordinator", "aaby") as by:
        sheet = AnswerSheet.objects.select_related("measurement").get()
        asked = sheet.measurement
        with audit.reading(by=by, purpose=by.purpose, subject=sheet.person_id, at=world.at):
            return (
                asked.key,
                asked.state,
                asked.answered_on,
                json.loads(fields.unseal(sheet, "answers")),
            )


def test_an_empty_cell_and_a_dash_were_skipped(world, office, code):
    where = bring(office, as_csv([line(code, talk="", family="-", friends="–")]))["Location"]
    office.post(where, {"take": "yes"})

    told = answers(world)[3]
    assert [told[one] for one in ITEMS[:4]] == [None, None, None, 7]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["mentee-1", "parent-1"])
def test_the_template_says_what_each_column_asks_in_a_row_that_is_not_read(world, office, code, what, form):
    file = office.get("/o/history/template", {"what": what, "as": form})

    assert file["Content-Disposition"] == f'attachment; filename="answers-{what}.{form}"'
    rows = table(file.content, form)
    items = kept.tool(what[:-2]).items
    assert rows[0][3:] == [one.code for one in items]
    assert rows[1] == ["Spørgsmål", "", "", *(one.text["da"] for one in items)]
    assert bring(office, file.content, what).status_code == 422  # nothing but the row that is not read
    if what == "mentee-1":
        rows.append([code, "start", "10-03-2014", *("5" for _each in items)])
        data = as_csv([dict(zip(rows[0], one, strict=True)) for one in rows[1:]])
        assert counts(office.get(bring(office, data)["Location"])) == {"besvaret til tiden": "1"}


def table(data: bytes, form: str) -> list[list[str]]:
    if form == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    else:
        import openpyxl

        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        rows = [[str(one or "") for one in line] for line in sheet.iter_rows(values_only=True)]
    return [[one.removesuffix(" *") for one in line] for line in rows]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            lambda row: {key: one for key, one in row.items() if key != "talk"},
            "Disse kolonner mangler: «talk».",
        ),
        (lambda row: row | {"religion": "x"}, "«N»"),
    ],
    ids=["a column is missing", "a column nobody asked for"],
)
def test_the_columns_are_the_templates_and_no_other(world, office, code, changed, said):
    page = bring(office, as_csv([changed(line(code))]))

    assert (page.status_code, said in page.content.decode()) == (422, True)


def test_a_long_file_tells_how_far_it_has_come_and_who_leaves_takes_nothing_in(
    world, office, code, monkeypatch
):
    monkeypatch.setattr("samspil.interfaces.web.office.history.AT_ONCE", 2)
    monkeypatch.setattr("samspil.delivery.actions.history.AT_A_TIME", 1)
    monkeypatch.setattr("samspil.interfaces.web.office.bringing.EVERY", 1)
    rows = [line(code), line(code, "3 måneder", "30-06-2014"), line(code, "6 måneder", "02-09-2014")]
    where = bring(office, as_csv(rows))["Location"]

    answer = office.post(where, {"take": "yes"})
    told = iter(answer.streaming_content)
    assert b"<main" in next(told)
    assert re.findall(rb'<li>(\d+)<progress max="3" value="(\d+)"', next(told) + next(told)) == [
        (b"1", b"1"),
        (b"2", b"2"),
    ]
    answer._iterator.close()  # what the server does when the browser is gone
    assert stands(world) == (0, 0)

    text = b"".join(office.post(where, {"take": "yes"}).streaming_content).decode()
    assert [int(one) for one in re.findall(r"<li>(\d+)<progress", text)] == [1, 2, 3]
    assert "Alle 3 er taget ind." in text
    assert stands(world) == (3, 1)
    assert office.post(where, {"take": "yes"}).status_code == 302  # the page was tapped twice
    assert stands(world) == (3, 1)


def test_what_changes_between_the_preview_and_the_tap_is_seen_and_nothing_is_taken_in(
    world, office, concept_id
):
    made = kept.course(world, concept_id)
    there = kept.code_of(world, made)
    rows = [line(there), line(there, "6 måneder", "02-09-2014")]
    where = bring(office, as_csv(rows))["Location"]
    assert faults(office.get(where)) == []
    ground.answer(world, made, key="month-6")

    page = office.post(where, {"take": "yes"})

    assert page.status_code == 422
    assert "Intet er taget ind. Række 3: Runden er allerede besvaret." in page.content.decode()
    assert stands(world) == (0, 0)


def test_a_draft_of_answers_opens_on_its_own_page_to_its_reader_alone(world, office, code):
    where = bring(office, as_csv([line(code)]))["Location"]
    key = where.rsplit("/", 1)[1]

    assert office.get(f"/o/import/{key}").status_code == 404
    for cast, slug in (("deputy", "aaby"), ("coordinator", "baekby")):
        client = world.client(cast, slug)
        assert [client.get(where).status_code, client.post(where).status_code] == [404, 404]
    assert where in office.get("/o/import/").content.decode()
    staff = office.post("/o/import/", {"what": "staff", "file": SimpleUploadedFile("a.csv", STAFF.encode())})[
        "Location"
    ]
    assert office.get(f"/o/history/{staff.rsplit('/', 1)[1]}").status_code == 404


STAFF = "Navn;E-mail;Rolle;Flest forløb ad gangen;Fra\r\nNoor Prøve;noor@aaby.example;Mentor;4;01-03-2014"


def test_a_file_that_was_used_says_so_and_has_no_button(world, office, concept_id):
    from tests.delivery import opening

    made = kept.course(world, concept_id)
    where = bring(office, as_csv([line(kept.code_of(world, made))]))["Location"]
    page = office.post(where, {"take": "yes"}, follow=True).redirect_chain[-1][0]
    assert 'name="back"' in office.get(page).content.decode()
    row = ground.measurement(world, made)
    opening.at_own_page(world, made).post(f"/a/own/answers/{row.id}", {"mentor": "yes", "coordinator": "no"})

    shown, tried = office.get(page), office.post(page, {"back": "yes"})

    assert 'name="back"' not in shown.content.decode()
    assert "Svarene er brugt siden" in shown.content.decode()
    assert (tried.status_code, stands(world)) == (422, (1, 1))


def test_a_file_is_taken_only_with_the_forms_token(world, office, code):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(office.cookies)

    assert bring(strict, as_csv([line(code)])).status_code == 403
    with world.as_("coordinator", "aaby"):
        assert ImportDraft.objects.count() == 0


# --- files made to break a reader

FILES = dict([*hostile.workbooks(), *hostile.others()])


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_a_sentence_and_nothing_is_written(world, office, name):
    answer = bring(office, FILES[name])

    text = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'<span class="field-error"[^>]*>[A-ZÆØÅ][^<]{8,200}\.</span>', text), text[:2000]
    with world.as_("coordinator", "aaby"):
        assert ImportDraft.objects.count() == 0


def test_ten_thousand_rows_are_read_and_one_more_is_too_many(world, office, code):
    head = ";".join(line(code))
    rows = ["Ask-1;start;10-03-2014" + ";7" * len(ITEMS)] * 10_001
    asked = "Spørgsmål" + ";?" * 12
    assert bring(office, "\r\n".join([head, asked, *rows[:10_000]]).encode()).status_code == 302
    for beside in ((), (asked,)):
        page = bring(office, "\r\n".join([head, *beside, *rows]).encode())
        assert "Der er flere end 10.000 rækker. Del filen i flere." in page.content.decode()
