"""The pages on what a visit cost: the role model's own, the decision, the sums and the files."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.delivery import costing, ground, visiting
from tests.interfaces import marks
from tests.interfaces.test_query_counts import CASELOAD_MOST, MOST, asked

RULE = "Derudover støttes honorarer udelukkende, hvis de ikke overstiger 500 kr. pr. time."
SPAN = "?since=2014-07-01&until=2014-12-31"


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def form_of(client: Any, path: str, **said: str) -> dict[str, str]:
    """What is sent from a page, with its stamp."""
    stamp = re.search(r'name="based_on" value="([^"]*)"', client.get(path).content.decode())
    return {"based_on": stamp[1] if stamp else "", **said}


@pytest.fixture
def visit(world: Any) -> Any:
    return costing.held(world)


def test_from_the_role_models_page_to_the_sums(world: Any, visit: Any) -> None:
    field, office = world.client("role_model", "aaby"), world.client("coordinator", "aaby")
    here = f"/f/visits/{visit.id}/hours"
    assert f'href="{here}"' in field.get("/f/").content.decode()
    page = field.get(here).content.decode()
    assert ('value="1"' in page, 'value="30"' in page) == (True, True)  # the 90 minutes that were planned

    said = {"hours": "2", "minutes": "", "kilometres": "24"}
    refused = field.post(here, form_of(field, here, fee="1.002", **said))
    assert refused.status_code == 422
    beside = re.search(r'id="id_fee_error">([^<]*)<', refused.content.decode())
    assert beside is not None
    assert beside[1] == f"Det er mere end 1.000 kr., som er det højeste for den tid: 500 kr. i timen. {RULE}"
    assert field.post(here, form_of(field, here, fee="1.000", **said)).status_code == 302

    with world.as_("coordinator", "aaby"):
        from samspil.delivery.models.visit_hours import VisitHours

        row = VisitHours.objects.get()
    decide = f"/o/visits/hours/{row.id}"
    assert decide in office.get("/o/").content.decode()
    assert "1.050,40 kr." in words(office.get(decide))
    without = office.post(decide, form_of(office, decide, outcome="returned"))
    back = office.post(decide, form_of(office, decide, outcome="returned", reason="other_way"))
    assert (without.status_code, back.status_code) == (422, 302)
    assert decide not in office.get("/o/").content.decode()
    assert "Timer sendt tilbage" in words(field.get("/f/"))
    assert "Kilometerne passer ikke til vejen" in words(field.get(f"/f/visits/{visit.id}"))
    field.post(here, form_of(field, here, fee="1000", hours="2", kilometres="20"))
    assert office.post(decide, form_of(office, decide, outcome="approved")).status_code == 302

    assert (field.get(here).status_code, field.post(here, said).status_code) == (403, 403)
    told = words(office.get(f"/o/visits/costs{SPAN}"))
    assert "Godkendt i alt 2 t 1.000 20 42 1.042 kr." in told
    assert "Venter på en afgørelse, ikke talt med" not in told


def test_the_files_say_what_the_page_says_and_no_cell_is_a_formula(world: Any, visit: Any) -> None:
    from samspil.people.models.people import Account
    from samspil.trust.audit import writing

    mine = costing.write(world, visit, minutes=125, fee=60_050, kilometres=11)
    costing.decide(world, mine.id)
    costing.write(world, visit, cast="partner", minutes=60, fee=0, kilometres=0)
    with world.as_("role_model", "aaby"), writing():
        Account.objects.filter(id=world.member("partner", "aaby").account_id).update(name="=HYPERLINK(1)")
    office = world.client("coordinator", "aaby")
    span = {"since": "2014-07-01", "until": "2014-12-31"}

    plain = office.post("/o/visits/costs", span | {"file": "csv"})
    book = office.post("/o/visits/costs", span | {"file": "xlsx"})
    lines = list(csv.DictReader(io.StringIO(plain.content.decode("utf-8-sig")), delimiter=";"))
    spent = [one for one in lines if one["Hvor langt"] == "Godkendt"]
    assert [(one["Minutter"], one["Honorar, kr."], one["Kørsel, kr."]) for one in spent] == [
        ("125", "600,50", "23,10")
    ]
    assert sorted(one["Navn"] for one in lines) == ["'=HYPERLINK(1)", world.member("role_model", "aaby").name]
    sheets = load_workbook(io.BytesIO(book.content))
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert [one.value for one in cells if one.data_type == "f"] == []
    assert sum(str(one.value) == "=HYPERLINK(1)" for one in cells) == 3
    total = [row for row in sheets["Brugt"].iter_rows(values_only=True) if row[0] == "I alt"]
    assert total == [("I alt", 1, 125, 600.5, 11, 23.1, 623.6)]
    assert "623,60 kr." in words(office.get(f"/o/visits/costs{SPAN}"))
    assert marks.name_of(plain) == 'attachment; filename="2014-07-01_2014-12-31.csv"'


def test_the_coordinator_writes_for_somebody_and_cannot_decide_about_it(world: Any, visit: Any) -> None:
    office = world.client("coordinator", "aaby")
    whose = world.member("partner", "aaby").appointment_id
    here = f"/o/visits/{visit.id}/hours/{whose}"
    assert here in office.get(f"/o/visits/series/{visit.series_id}").content.decode()

    assert office.post(here, form_of(office, here, hours="1", fee="100")).status_code == 302
    (row,) = costing.costs(world).rows
    decide = f"/o/visits/hours/{row.id}"
    page = office.get(decide)
    assert "Du har selv skrevet timerne." in words(page)
    assert 'name="outcome"' not in page.content.decode()
    assert office.post(decide, form_of(office, decide, outcome="approved")).status_code == 422
    assert costing.costs(world).rows[0].state == "claimed"


def test_a_span_that_is_none_is_told_and_a_half_year_is_the_usual(world: Any, visit: Any) -> None:
    office = world.client("coordinator", "aaby")
    usual = office.get("/o/visits/costs").content.decode()
    assert ('value="2014-07-01"' in usual, 'value="2014-12-31"' in usual) == (True, True)

    for asked_for in ("?since=2014-12-31&until=2014-07-01", "?since=x&until=2014-07-01", "?since=2014-07-01"):
        assert office.get(f"/o/visits/costs{asked_for}").status_code == 422


def test_nobody_elses_visit_or_hours_are_there(world: Any, visit: Any) -> None:
    made = costing.write(world, visit)
    theirs = costing.held(world, "baekby")
    whose = world.member("role_model", "aaby").appointment_id
    for client, path in (
        (world.client("coordinator", "baekby"), f"/o/visits/hours/{made.id}"),
        (world.client("coordinator", "baekby"), f"/o/visits/{visit.id}/hours/{whose}"),
        (world.client("coordinator", "aaby"), f"/o/visits/{theirs.id}/hours/{whose}"),
        (world.client("role_model", "aaby"), f"/f/visits/{theirs.id}/hours"),
    ):
        assert (client.get(path).status_code, client.post(path, {}).status_code) == (404, 404), path


@pytest.mark.parametrize(
    ("typed", "oere"),
    [
        ("250", 25_000),
        ("1.000", 100_000),
        ("1 000,5", 100_050),
        ("250.50", 25_050),
        ("0,07", 7),
        ("250 kr.", 25_000),
        ("", 0),
    ],
)
def test_kroner_are_read_as_people_write_them(typed: str, oere: int) -> None:
    from samspil.interfaces.web.shared.visit_hours import Kroner

    assert Kroner(required=False).clean(typed) == oere


@pytest.mark.parametrize("typed", ["-5", "1,234", "1.00.0", "ten", "1e3", "=1", "12345678901", "5,"])
def test_what_is_no_amount_is_told(typed: str) -> None:
    from django.core.exceptions import ValidationError

    from samspil.interfaces.web.shared.visit_hours import Kroner

    with pytest.raises(ValidationError, match="kroner"):
        Kroner(required=False).clean(typed)


def test_the_pages_ask_as_much_whatever_the_rows(world: Any) -> None:
    concept_id = ground.load(world)
    counts: dict[str, list[int]] = {}
    paths = {"/f/": CASELOAD_MOST, f"/o/visits/costs{SPAN}": MOST, "/o/": MOST, "/f/hours": MOST}
    for number in range(1, 6):
        on = ground.TODAY - timedelta(days=number)
        costing.write(world, costing.held(world, on=on, concept_id=concept_id, at=time(8 + number)))
        if number not in (1, 5):
            continue
        for path in paths:
            client = world.client("role_model" if path.startswith("/f") else "coordinator", "aaby")
            counts.setdefault(path, []).append(len(asked(client, path)))

    assert {path: found for path, found in counts.items() if found[0] != found[1]} == {}
    assert {path: found for path, found in counts.items() if found[0] > paths[path]} == {}


def test_the_month_counts_what_is_written_at_the_visits(world: Any, visit: Any) -> None:
    costing.write(world, visit, minutes=150, kilometres=24)
    field = world.client("role_model", "aaby")
    page = field.get("/f/hours/2014/11")

    assert "2 t 30 min og 24 km, talt fra det, der er skrevet ved hvert besøg" in words(page)
    assert re.findall(r'<input[^>]* name="([a-z_]+)"', page.content.decode()).count("preparation") == 0
    assert field.post("/f/hours/2014/11", {"supervision": "30", "save": "yes"}).status_code == 302
    office = world.client("coordinator", "aaby").get("/o/staff-hours/?month=2014-11")
    assert "2 t 30 min" in words(office)
    mentor = world.client("mentor", "aaby").get("/f/hours/2014/11").content.decode()
    assert ('name="preparation"' in mentor, "talt fra det, der er skrevet ved hvert" in mentor) == (
        True,
        False,
    )


def test_hours_returned_long_ago_still_wait_on_the_own_page(world: Any) -> None:
    visit = costing.held(world, on=date(2014, 8, 1))
    field = world.client("role_model", "aaby")
    assert f"/f/visits/{visit.id}/hours" not in field.get("/f/").content.decode()
    costing.decide(world, costing.write(world, visit).id, "returned", "talk")

    assert f"/f/visits/{visit.id}/hours" in field.get("/f/").content.decode()


@pytest.mark.parametrize(
    ("language", "minutes", "said"),
    [
        ("da", 280, "4 t 40 min"),
        ("da", 120, "2 t"),
        ("da", 45, "45 min"),
        ("da", 0, "0 min"),
        ("en", 280, "4 h 40 min"),
    ],
)
def test_a_duration_is_said_in_hours_and_minutes(language: str, minutes: int, said: str) -> None:
    from django.utils.translation import override

    from samspil.interfaces.web.shared.words import duration

    with override(language):
        assert duration(minutes) == said


def test_the_corps_says_how_long_supervision_was_in_hours_and_minutes(world: Any) -> None:
    from tests.delivery import schooling

    concept_id = ground.load(world)
    schooling.trained(world, "aaby", concept_id, ["mentor"])
    schooling.supervised(world, "aaby", ["mentor"], on=ground.TODAY - timedelta(days=3), minutes=280)

    assert "4 t 40 min" in words(world.client("coordinator", "aaby").get("/o/corps/"))


def test_the_pages_are_there_in_english_as_well(world: Any, visit: Any) -> None:
    costing.write(world, visit, minutes=150)
    office = world.client("coordinator", "aaby")
    office.cookies["language"] = "en"
    page = words(office.get(f"/o/visits/costs{SPAN}", headers={"accept-language": "en"}))

    assert "Waits for a decision, not in it 2 h 30 min" in page


CANARY_KRONER = "712,34"
LINK = re.compile(r'href="(/[^"#]*)"')


def everything(client: Any, front: str) -> tuple[str, int]:
    """What a client reads from a page and everything that its links lead to, and how many pages that was."""
    seen, waits, told = set[str](), [front], []
    while waits and len(seen) < 150:
        path = waits.pop()
        if path in seen or path.startswith(("/static/", "/logout")):
            continue
        seen.add(path)
        answer = client.get(path, follow=True)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            told.append(answer.content.decode())
            waits += LINK.findall(told[-1])
    return " ".join(told), len(told)


def test_no_school_no_provider_and_no_other_municipality_reads_what_a_visit_cost(world: Any) -> None:
    from django.test import Client
    from tests.delivery import asking_visits as asking

    concept_id = ground.load(world)
    key, made = asking.planned(world, concept_id)
    visiting.held(world, made, 1, ground.TODAY)
    visit = visiting.visit(world, made, 1)
    costing.write(world, visit, minutes=120, fee=71_234, kilometres=0)
    school = Client()
    token, _code = asking.linked(world, key)
    assert school.post("/visits/", {"token": token}).status_code == 302
    others = {
        "school": (school, "/visits/mine"),
        "provider": (world.client("training_provider"), "/o/"),
        "another municipality": (world.client("coordinator", "baekby"), "/o/"),
        "programme office": (world.client("programme_office"), "/o/"),
        "mentor": (world.client("mentor", "aaby"), "/f/"),
        "partner": (world.client("partner", "aaby"), "/f/"),
        "lead": (world.client("municipal_lead", "aaby"), "/o/"),
    }

    walks = {who: everything(client, front) for who, (client, front) in others.items()}
    assert {who: count for who, (_told, count) in walks.items() if count < 1} == {}
    assert [who for who, (told, _count) in walks.items() if CANARY_KRONER in told] == []
    for client in (world.client("coordinator", "aaby"), world.client("role_model", "aaby")):
        path = (
            "/o/visits/costs" if client.get("/o/visits/costs").status_code == 200 else f"/f/visits/{visit.id}"
        )
        assert CANARY_KRONER in client.get(path).content.decode()
