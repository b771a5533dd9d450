"""The pages and files of statements: what each role reads, where a figure leads, and what leaves."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from tests.economy import granting
from tests.economy.test_statements import paid
from tests.interfaces.paper import tags_of, text_of
from tests.interfaces.test_query_counts import MOST, asked

from samspil.economy.queries import statements
from samspil.kernel.money import Money

READERS = ("coordinator", "municipal_lead", "auditor")


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def grant(world):
    granting.load(world)
    return granting.opened(world, account_string="5.22", statement_due_on=date(2015, 3, 1))


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def address(row, more=""):
    return f"/o/grant/statements/{row.id}{more}"


def test_drawn_up_signed_sent_back_and_signed_anew_through_the_pages(world, grant):
    granting.spent(world, granting.cost(world, amount=12_500))
    coordinator, lead, office = (
        world.client(cast, "aaby") if cast != "programme_office" else world.client(cast)
        for cast in ("coordinator", "municipal_lead", "programme_office")
    )
    here = coordinator.post("/o/grant/statements/new", {"year": "2014"}).headers["Location"]
    page = text(coordinator, here)
    assert "Udkast" in page
    assert "12.500,00" in page
    assert "1. marts 2015" in page
    assert "Registreret eller statsautoriseret revisor, også forvaltningsrevision" in page
    assert office.get(here).status_code == 404
    assert coordinator.post(f"{here}/sign").status_code == 403
    again = coordinator.post("/o/grant/statements/new", {"year": "2014"})
    assert (again.status_code, "allerede et udkast" in again.content.decode()) == (422, True)

    assert lead.post(f"{here}/sign").status_code == 302
    assert lead.post(f"{here}/sign").status_code == 403
    assert lead.post(f"{here}/drop").status_code == 403
    assert "12.500,00" in text(office, here)
    decide = here.replace("statements", "decisions")
    assert "Send tilbage" in text(office, decide)
    assert office.post(decide, {"answer": "refused", "words": ""}).status_code == 422
    assert office.post(decide, {"answer": "refused", "words": "Juni mangler"}).status_code == 302
    assert "Juni mangler" in text(coordinator, here)
    assert "Sendt tilbage" in text(coordinator, "/o/grant/statements/")

    granting.spent(world, granting.fee(world))
    assert "Bøgerne siger noget andet nu" in text(coordinator, here)
    new = coordinator.post("/o/grant/statements/new", {"year": "2014"}).headers["Location"]
    assert lead.post(f"{new}/sign").status_code == 302
    assert office.post(new.replace("statements", "decisions"), {"answer": "approved"}).status_code == 302
    assert "Modtaget" in text(coordinator, new)
    assert "13.500,00" in text(coordinator, new)


@pytest.mark.parametrize("cast", READERS)
def test_each_figure_leads_to_the_vouchers_it_is_a_sum_of_and_each_to_its_proof(world, grant, cast):
    first = granting.spent(world, granting.cost(world, amount=12_500))
    granting.spent(world, granting.fee(world, line="parent"))
    back = granting.taken_back(world, first)
    granting.answered(world, back)
    more = granting.spent(world, granting.cost(world, supplier="Andre", amount=300))
    row = granting.signed(world, granting.drawn_up(world))
    client = world.client(cast, "aaby")

    page = client.get(address(row)).context_data["page"]
    sums = {}
    for line in page["rows"]:
        found = client.get(line["url"]).context_data["page"]
        amounts = [Decimal(one["amount"].replace(".", "").replace(",", ".")) for one in found["rows"]]
        sums[line["title"]] = (line["spent"], sum(amounts))
        for one in found["rows"]:
            assert client.get(one["url"]).status_code == 200
    assert list(sums.values()) == [("0,00", 0), ("300,00", Decimal(300)), ("1.000,00", Decimal(1000))]
    assert page["together"]["spent"] == "1.300,00"
    proof = client.get(f"/o/grant/vouchers/{more.id}/proof")
    assert proof.content == granting.pdf(str(more.id))


APART = {"1.237,41": "1237.41", "2.846,73": "2846.73", "913,37": "913.37"}
"""Two vouchers of one line, and one that waits alone: as a page says them, and as a cell holds them."""


@pytest.fixture
def signed_apart(world, grant):
    for number, oere in enumerate((1_237_41, 2_846_73)):
        said = granting.cost(world, supplier=f"Firma {number}", amount=Money.of_oere(oere))
        granting.spent(world, said)
    granting.written(world, granting.cost(world, supplier="Venter", amount=Money.of_oere(913_37)))
    return granting.signed(world, granting.drawn_up(world))


def told_in(client, row):
    """Which of those amounts its reader finds: on the page, on the paper, in the workbook."""
    paper = text_of(client.get(address(row, "/file?as=pdf")).content)
    book = load_workbook(io.BytesIO(client.get(address(row, "/file?as=xlsx")).content))
    cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    page = text(client, address(row))
    return {
        said: (said in page, said in paper, any(as_number in one for one in cells))
        for said, as_number in APART.items()
    }


def test_the_office_reads_sums_and_the_lists_digest_and_no_voucher(world, grant, signed_apart):
    row, office = signed_apart, world.client("programme_office")

    assert told_in(office, row) == dict.fromkeys(APART, (False, False, False))
    page = text(office, address(row))
    with world.as_("programme_office") as by:
        told = statements.told(by, row.id, on=granting.TODAY)[2]
    assert "4.084,14" in page
    assert (told.states["approved"], told.states["waiting"]) == (2, 1)
    assert (told.entries, told.waiting, told.forecast, told.has_list) == ((), None, None, False)
    for whole in (page, text_of(office.get(address(row, "/file?as=pdf")).content)):
        assert told.list_digest[:8] in whole
        assert "Listen over bilag bliver i kommunen" in whole
        assert "Prognose" not in whole
    listed = office.get(address(row, "/vouchers"))
    assert (listed.status_code, "bliver i kommunen" in listed.content.decode()) == (403, True)
    assert office.get(address(row, "/sample?code=1&count=1&kind=random")).status_code == 403
    assert office.get(address(row, "/file?as=csv")).status_code == 404


@pytest.mark.parametrize("cast", READERS)
def test_whoever_sees_the_books_finds_each_voucher(world, grant, signed_apart, cast):
    """The twin: what the office does not find is there to be found."""
    client = world.client(cast, "aaby")
    assert told_in(client, signed_apart) == {
        "1.237,41": (False, True, True),
        "2.846,73": (False, True, True),
        "913,37": (True, True, True),
    }
    listed = text(client, address(signed_apart, "/vouchers"))
    assert [one for one in APART if one in listed] == ["1.237,41", "2.846,73"]


def test_the_auditor_reads_roles_and_no_name_of_staff_and_writes_nothing(world, grant):
    spent = granting.spent(world, granting.cost(world))
    row = granting.signed(world, granting.drawn_up(world))
    draft = granting.drawn_up(world, year=2013)
    names = [
        one.name for (cast, where), one in world.members.items() if where == "aaby" and cast != "auditor"
    ]
    with world.as_("auditor", "aaby"):
        from samspil.economy.models.budget import BudgetVersion

        version = BudgetVersion.objects.first()
    pages = [
        "/o/grant/", "/o/grant/versions", f"/o/grant/versions/{version.id}", "/o/grant/vouchers/",
        f"/o/grant/vouchers/{spent.id}", "/o/grant/statements/", address(row), address(draft),
        address(row, "/vouchers"), address(row, "/sample?code=1&count=1&kind=random"),
        "/o/grant/unit-costs", "/o/grant/results",
    ]  # fmt: skip
    auditor = world.client("auditor", "aaby")
    found = {path: [one for one in names if one in text(auditor, path)] for path in pages}

    assert found == {path: [] for path in pages}
    assert "Coordinator Aaby" in text(world.client("coordinator", "aaby"), f"/o/grant/vouchers/{spent.id}")
    for path in (
        address(draft, "/sign"),
        address(draft, "/drop"),
        "/o/grant/statements/new",
        "/o/grant/accounts",
    ):
        assert auditor.post(path).status_code == 403
    assert auditor.get("/o/").headers["Location"] == "/o/grant/statements/"


def test_pages_ask_the_same_however_many_vouchers(world, grant):
    counts = []
    lead, auditor = world.client("municipal_lead", "aaby"), world.client("auditor", "aaby")
    for number in range(3):
        granting.spent(world, granting.cost(world, supplier=f"Firma {number}"))
        row = granting.drawn_up(world)
        counts.append([len(asked(lead, address(row, "/sign")))])
        granting.signed(world, row)
        paths = ("", "/vouchers", "/sample?code=1&count=5&kind=amounts", "/file?as=xlsx")
        counts[-1] += [len(asked(auditor, address(row, path))) for path in paths]
        counts[-1] += [len(asked(auditor, path)) for path in ("/o/grant/unit-costs", "/o/grant/results")]
        counts[-1] += [len(asked(lead, "/o/grant/accounts"))]
    assert counts[0] == counts[2]
    assert max(counts[0]) <= MOST, counts[0]


def test_the_workbook_has_numbers_and_no_formula(world, grant):
    paid(world)
    granting.spent(world, granting.cost(world, amount=12_500))
    granting.decided(
        world, sent(world, granting.drafted(world, {}, kind="change", new=("=SUM(A1:A9)", {2014: 5_000})))
    )
    granting.spent(world, granting.cost(world, line="=SUM(A1:A9)", supplier="Andre", amount=250))
    row = granting.signed(world, granting.drawn_up(world))
    answer = world.client("auditor", "aaby").get(address(row, "/file?as=xlsx"))
    book = load_workbook(io.BytesIO(answer.content))

    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert "=SUM(A1:A9)" in [cell.value for cell in cells if cell.data_type == "s"]
    lines, vouchers = book[book.sheetnames[0]], book[book.sheetnames[1]]
    spent = [one[3] for one in lines.iter_rows(min_row=2, values_only=True)]
    assert (spent[-1], sum(spent[:-1])) == (12_750, 12_750)
    assert sum(one[6] for one in vouchers.iter_rows(min_row=2, values_only=True)) == 12_750
    assert [one[2].date() for one in vouchers.iter_rows(min_row=2, values_only=True)] == [granting.TODAY] * 2


def sent(world, version):
    granting.sent(world, version)
    return version


def test_the_export_is_keyed_by_the_own_accounts_and_refused_where_one_is_missing(world, grant):
    granting.spent(world, granting.cost(world, amount=12_500))
    granting.spent(world, granting.fee(world, line="parent"))
    row = granting.drawn_up(world)
    coordinator = world.client("coordinator", "aaby")
    granting.booked(world, {("parent", "fee"): "5.22.07-10"})

    refused = coordinator.get(address(row, "/file?as=csv"))
    assert refused.status_code == 403
    assert "Der er ikke skrevet konto for: Rollemodelkorps, kommunikation" in refused.content.decode()
    page = {"account_2_communication": "5.22.08", "account_3_fee": "5.22.07-10"}
    assert coordinator.post("/o/grant/accounts", {**page, "account_1_fee": "=1"}).status_code == 422
    assert coordinator.post("/o/grant/accounts", page).status_code == 302
    body = coordinator.get(address(row, "/file?as=csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert [[one[0], one[1], one[2], one[5]] for one in rows[1:]] == [
        ["5.22.07-10", "2014-11-03", "2", "1000.00"],
        ["5.22.08", "2014-11-03", "1", "12500.00"],
    ]


def test_the_paper_is_tagged_dated_and_says_who_signed(world, grant):
    paid(world)
    granting.spent(world, granting.cost(world, amount=12_500))
    row = granting.signed(world, granting.drawn_up(world))
    client = world.client("municipal_lead", "aaby")
    answer = client.get(address(row, "/file?as=pdf"))
    made = text_of(answer.content)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="regnskab-2014-1.pdf"'
    assert "Municipal Lead Aaby" in made
    assert "12.500,00" in made
    assert row.digest[:8] in made
    assert {"/Table", "/H1", "/TH"} <= {f"/{one.lstrip('/')}" for one in tags_of(answer.content)}
    office = text_of(world.client("programme_office").get(address(row, "/file?as=pdf")).content)
    assert "Municipal Lead Aaby" not in office


def test_another_municipality_finds_none_of_it(world, grant):
    row = granting.signed(world, granting.drawn_up(world))
    for cast in READERS:
        other = world.client(cast, "baekby")
        for more in ("", "/vouchers", "/file?as=pdf", "/sample?code=1&count=1&kind=random"):
            answers = [other.get(f"/o/grant/statements/{one}{more}") for one in (row.id, uuid.uuid4())]
            assert [one.status_code for one in answers] == [404, 404]
