"""Visits through the pages: a file of places, a series from the concept file, swaps and what waits."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.delivery import ground, visiting
from tests.interfaces.test_concept_drives_pages import copy, loaded
from tests.interfaces.test_query_counts import MOST, asked

LATER = ground.TODAY + timedelta(days=14)
REGISTER = (
    "INST_NR;INST_NAVN;ENHEDSART;INST_ADR;POSTNR;TLF_NR;INST_TYPE_NAVN;BEL_KOMMUNE;BEL_KOMMUNE_NAVN\r\n"
    "990001;Engskolen;Enkeltstående;Vej 1;5000;00000000;Folkeskoler;990;Åby Kommune\r\n"
    "990002;Åby Gymnasium;Hovedskole;Vej 2;5000;00000000;Gymnasieskoler;990;Åby Kommune\r\n"
    "990003;Åby Ungdomsskole;Afdeling;Vej 3;5010;00000000;Kommunale ungdomsskoler;990;Åby Kommune\r\n"
    "990004;Solstrålen;Afdeling;Vej 4;5010;00000000;Daginstitutioner;990;Åby Kommune\r\n"
    "991001;Bækskolen;Afdeling;Vej 5;6000;00000000;Folkeskoler;991;Bækby Kommune\r\n"
)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def office(world: Any) -> Any:
    return world.client("coordinator", "aaby")


def bring(office: Any, text: str | bytes, name: str = "steder.csv") -> Any:
    body = text if isinstance(text, bytes) else text.encode("utf-8-sig")
    return office.post("/o/places/file", {"file": SimpleUploadedFile(name, body)})


def places(world: Any, slug: str = "aaby") -> list[tuple[str, ...]]:
    from samspil.delivery.models.institutions import Institution

    with world.as_("coordinator", slug):
        rows = Institution.objects.order_by("name")
        return list(rows.values_list("number", "name", "kind", "postcode"))


def words_of(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_registers_own_file_gives_the_own_municipalitys_places_and_says_what_was_left_out(world, office):
    read = bring(office, REGISTER)
    page = office.get(read.headers["Location"])

    told = words_of(page)
    assert "3 steder i din kommune blev læst." in told
    assert "1 række er fra en anden kommune." in told
    assert "1 række er hverken skole, ungdomsuddannelse eller klub." in told
    assert "4 kolonner mere blev ikke læst." in told
    assert "00000000" not in told
    assert places(world) == []

    assert office.post(read.headers["Location"], {"take": "yes"}).status_code == 302
    assert places(world) == [
        ("990001", "Engskolen", "school", "5000"),
        ("990002", "Åby Gymnasium", "youth_education", "5000"),
        ("990003", "Åby Ungdomsskole", "club", "5010"),
    ]
    assert places(world, "baekby") == []


def test_the_same_file_again_reads_anew_and_adds_nothing(world, office):
    for name in ("Engskolen", "Engskolen ved åen"):
        made = bring(office, REGISTER.replace("Engskolen", name)).headers["Location"]
        office.post(made, {"take": "yes"})
        office.post(made, {"take": "yes"})

    assert [one[1] for one in places(world)] == ["Engskolen ved åen", "Åby Gymnasium", "Åby Ungdomsskole"]


def test_a_plain_table_with_faults_is_told_by_row_and_cell_and_nothing_is_taken_in(world, office):
    text = (
        "Navn;Type af sted;Postnummer;Institutionsnummer\n"
        "Engskolen;Skole;5000;\n"
        ";Skole;5000;\n"
        "Klubben;Sportshal;5000;\n"
        "Åskolen;Skole;50;\n"
        "Sydskolen;Skole;5000;12-34\n"
        "Engskolen;Skole;5000;\n"
        "=1+1;Klub;5000;\n"
    )
    read = bring(office, text).headers["Location"]
    page = office.get(read)

    rows = re.findall(r"Række (\d+)</p>\s*<div><p>(?:<b>([^<]+)</b>: )?([^<]+)</p>", page.content.decode())
    assert [(row, column) for row, column, _why in rows if column] == [
        ("3", "Navn"),
        ("4", "Type af sted"),
        ("5", "Postnummer"),
        ("6", "Institutionsnummer"),
        ("7", "Navn"),
        ("8", "Navn"),
    ]
    refused = office.post(read, {"take": "yes"})
    assert refused.status_code == 422
    assert places(world) == []


def test_a_workbook_is_read_and_the_template_fits_its_own_page(world, office):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(office.get("/o/places/file/template?as=xlsx").content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["Institutionsnummer", "Navn *"]
    sheet["B2"] = "Åskolen"
    out = io.BytesIO()
    book.save(out)

    read = bring(office, out.getvalue(), "steder.xlsx").headers["Location"]
    office.post(read, {"take": "yes"})

    assert places(world) == [("", "Åskolen", "school", "5000")]


def test_a_place_is_put_away_when_no_series_runs_there(world, office, concept_id):
    where = visiting.institution(world, "aaby")
    visiting.series(world, "aaby", concept_id, place=where)
    said = {"name": "Engskolen", "kind": "school", "postcode": "5000", "number": "", "put_away": "on"}

    refused = office.post(f"/o/places/{where}", said)
    assert (refused.status_code, "Der kører en besøgsrække dér." in words_of(refused)) == (422, True)
    empty = visiting.institution(world, "aaby", "Vestskolen")
    office.post(f"/o/places/{empty}", {**said, "name": "Vestskolen"})

    shown = [
        re.findall(r"/o/places/([0-9a-f-]{36})", office.get(at).content.decode())
        for at in ("/o/places/", "/o/places/?put-away=yes")
    ]
    assert shown == [[str(where)], [str(empty)]]


def made_on_pages(world: Any, office: Any) -> str:
    where = visiting.institution(world, "aaby")
    page = office.get("/o/visits/new").content.decode()
    number = len(set(re.findall(r'name="(theme_\d+)"', page)))
    themes = re.findall(r'<option value="([^"]+)" selected', page)
    answer = office.post(
        "/o/visits/new",
        {
            "institution": str(where),
            "group": "8.B",
            "level": "grades_7_10",
            "about_how_many": "24",
            **{f"theme_{place}": theme for place, theme in enumerate(themes, start=1)},
        },
    )
    assert (answer.status_code, len(themes)) == (302, number), answer.content.decode()
    return str(answer.headers["Location"])


def test_the_pages_say_as_many_visits_as_the_concept_file(world, office, concept_id):
    page = office.get(made_on_pages(world, office)).content.decode()

    titles = re.findall(r"<h2 id=\"visit-\d+\">(Besøg[^<]+)</h2>", page)
    assert titles == [
        "Besøg 1 af 3: fællesskab",
        "Besøg 2 af 3: identitet",
        "Besøg 3 af 3: diskrimination",
    ]


def test_a_copy_of_the_concept_with_four_visits_and_other_words_changes_the_pages(world, office):
    sheet = {
        "theme": "sejlads",
        "steps": [
            {"slug": "set_sail", "title": {"da": "Sæt sejl", "en": "Set sail"}, "phase": "during"},
        ],
    }
    every = {
        "steps": [{"slug": "meet", "title": {"da": "Mød op", "en": "Turn up"}, "phase": "before"}],
    }
    labels = copy(slug="copy").vocabulary.roles
    at = [one.slug for one in labels].index("role_model")
    loaded(
        world,
        copy(
            slug="copy",
            interventions__1__dosage__visits=4,
            interventions__1__themes=["sejlads", "to", "tre", "fire"],
            run_sheets=[sheet, every],
            **{f"vocabulary__roles__{at}__title": {"da": "Dialogskaber", "en": "Dialogue maker"}},
        ),
    )

    here = made_on_pages(world, office)
    page = office.get(here).content.decode()

    titles = re.findall(r"<h2 id=\"visit-\d+\">(Besøg[^<]+)</h2>", page)
    assert titles == [
        "Besøg 1 af 4: sejlads",
        "Besøg 2 af 4: to",
        "Besøg 3 af 4: tre",
        "Besøg 4 af 4: fire",
    ]
    assert (page.count("Sæt sejl"), page.count("Mød op")) == (1, 3)
    assert "Dialogskaber" in office.get("/o/visits/").content.decode()
    assert "Dialogskaber" in office.get("/o/visits/corps/").content.decode()


def test_a_swap_waits_with_the_coordinator_until_somebody_else_is_chosen(world, office, concept_id):
    made = visiting.series(world, "aaby", concept_id)
    one = visiting.planned(world, made, 1, LATER)
    model = world.client("role_model", "aaby")
    assert "beder om at blive byttet" not in words_of(office.get("/o/"))

    silent = model.post(f"/f/visits/{one.id}", {"step": "swap"})
    assert silent.status_code == 422
    assert model.post(f"/f/visits/{one.id}", {"step": "swap", "because": "day"}).status_code == 302

    home = words_of(office.get("/o/"))
    assert "Role M. beder om at blive byttet" in home
    assert "Jeg kan ikke den dag" in home
    assert f'href="/o/visits/{one.id}"' in office.get("/o/").content.decode()
    partner = visiting.partner(world, "aaby").appointment_id
    chosen = {"on": LATER.isoformat(), "at": "10:00", "minutes": "90", "first": str(partner), "second": ""}
    assert office.post(f"/o/visits/{one.id}", chosen).status_code == 302

    assert "beder om at blive byttet" not in words_of(office.get("/o/"))
    assert model.get(f"/f/visits/{one.id}").status_code == 404


def test_a_cancelled_visit_waits_late_until_it_is_booked_anew_and_one_is_written_after_its_day(
    world, office, concept_id
):
    made = visiting.series(world, "aaby", concept_id)
    one = visiting.planned(world, made, 1, LATER)
    past = visiting.planned(
        world, made, 2, ground.TODAY - timedelta(days=2), today=ground.TODAY - timedelta(days=9)
    )
    assert office.post(f"/o/visits/{one.id}/cancel", {"because": "illness"}).status_code == 302

    told = words_of(office.get("/o/"))
    assert ("Et aflyst besøg skal bookes igen" in told, "Ingen har skrevet, hvordan besøget gik" in told) == (
        True,
        True,
    )
    series = f"/o/visits/series/{made.id}"
    assert "Rækken er ufuldstændig: besøg 1 er aflyst og ikke booket igen." in words_of(office.get(series))
    new = {"on": (LATER + timedelta(days=9)).isoformat(), "at": "10:00", "minutes": "90"}
    assert office.post(f"/o/visits/{one.id}/again", new).status_code == 302
    said = {"steps_done": ["welcome"], "teacher_present": "yes"}
    assert office.post(f"/o/visits/{past.id}/written", said).status_code == 302

    told = words_of(office.get("/o/"))
    assert ("skal bookes igen" in told, "Ingen har skrevet" in told) == (False, False)
    assert "Rækken er ufuldstændig" not in words_of(office.get(series))


def test_the_role_model_sees_next_visit_partner_sheet_and_what_was_left_and_writes_from_the_phone(
    world, concept_id
):
    words = ground.canaries("aaby")
    made = visiting.series(world, "aaby", concept_id)
    visiting.held(world, made, 1, ground.TODAY - timedelta(days=7), words=words, cast="partner")
    today = visiting.planned(world, made, 2, ground.TODAY)
    model = world.client("role_model", "aaby")

    front = words_of(model.get("/f/"))
    assert "Besøg 2 af 3: identitet" in front
    assert "Sammen med Partner Aaby" in front
    page = model.get(f"/f/visits/{today.id}").content.decode()
    assert words["handover_note"] in page
    assert "Dialogøvelse om temaet" in page
    assert model.post(f"/f/visits/{today.id}", {"step": "accept"}).status_code == 302
    said = {
        "steps_done": ["welcome", "exercise"],
        "teacher_present": "no",
        "remains": "Afrunding",
        "handover_note": "Begynd i rundkreds",
    }
    assert model.post(f"/f/visits/{today.id}/written", said).status_code == 302

    read = words_of(model.get(f"/f/visits/{today.id}"))
    assert "Velkomst og aftaler for dialogen, Dialogøvelse om temaet" in read
    assert "Begynd i rundkreds" in read
    assert "Læreren var med nej" in read
    series = words_of(world.client("coordinator", "aaby").get(f"/o/visits/series/{made.id}"))
    assert "2 af 3 besøg holdt." in series
    assert "De samme kom hver gang." in series
    assert "Imellem dem: 7 dage." in series


def test_a_series_that_ended_early_says_of_how_many_visits_and_themes(world, office, concept_id):
    made = visiting.series(world, "aaby", concept_id)
    visiting.held(world, made, 1, ground.TODAY)
    said = {"why": "place_stopped"}
    assert office.post(f"/o/visits/series/{made.id}/end", said).status_code == 302

    told = words_of(office.get(f"/o/visits/series/{made.id}"))

    assert "Sluttede ufuldstændig" in told
    assert "Stedet ønsker ikke flere" in told
    assert "1 af 3 besøg holdt." in told
    assert "1 af 3 temaer taget op." in told


def test_no_page_on_visits_asks_more_than_twelve_times_and_lists_not_more_for_more(world, office, concept_id):
    made = visiting.series(world, "aaby", concept_id)
    held = visiting.held(world, made, 1, ground.TODAY - timedelta(days=7))
    ahead = visiting.planned(world, made, 2, LATER)
    model, who = world.client("role_model", "aaby"), world.member("role_model", "aaby").appointment_id
    lists = ("/o/", "/o/places/", "/o/visits/corps/", "/o/visits/", f"/o/visits/series/{made.id}")
    pages = (
        *lists,
        "/o/places/new",
        "/o/places/file",
        f"/o/visits/corps/{who}",
        "/o/visits/new",
        f"/o/visits/series/{made.id}/change",
        f"/o/visits/series/{made.id}/end",
        f"/o/visits/{ahead.id}",
        f"/o/visits/{ahead.id}/cancel",
        f"/o/visits/{held.id}/written",
    )
    own = ("/f/", f"/f/visits/{ahead.id}", f"/f/visits/{held.id}/written", "/f/calendar")
    before = {path: len(asked(office, path)) for path in pages} | {
        path: len(asked(model, path)) for path in own
    }
    assert {path: count for path, count in before.items() if count > (8 if path == "/f/" else MOST)} == {}

    for number in range(3):
        more = visiting.series(world, "aaby", concept_id)
        visiting.planned(world, more, 1, LATER + timedelta(days=number + 1))
    visiting.planned(world, made, 3, LATER + timedelta(days=9))

    after = {path: len(asked(office, path)) for path in lists} | {"/f/": len(asked(model, "/f/"))}
    assert after == {path: before[path] for path in after}


def test_the_calendar_of_a_role_model_holds_days_without_a_word(world, concept_id):
    from icalendar import Calendar

    made = visiting.series(world, "aaby", concept_id)
    visiting.planned(world, made, 1, LATER)
    gone = visiting.planned(world, made, 2, LATER + timedelta(days=7))
    from samspil.delivery.actions import series as actions

    with world.as_("coordinator", "aaby") as by:
        actions.cancel_visit(by=by, at=world.at, visit_id=gone.id, because="weather")
    page = world.client("role_model", "aaby").post("/f/calendar", {"step": "make"}).content.decode()
    address = re.search(r"https?://[^/]+(/[^<]+)</code>", page)
    assert address is not None

    from django.test import Client

    days = [
        (event.decoded("dtstart"), str(event["summary"]))
        for event in Calendar.from_ical(Client().get(address[1]).content).walk("VEVENT")
    ]
    assert days == [(LATER, "Aftale")]


def test_the_corps_shows_what_there_is_and_nothing_else(world, office, concept_id):
    visiting.corps_member(world, "aaby", concept_id, host="UU Åby")
    made = visiting.series(world, "aaby", concept_id)
    visiting.planned(world, made, 1, LATER)

    told = words_of(office.get("/o/visits/corps/"))

    assert "UU Åby" in told
    assert "identitet" in told
    assert "1 forude, 0 holdt" in told
    assert "Dansk · omkring postnummer 50 · Hverdage kl. 15-18" in told
    assert "næste 17. november" in told
