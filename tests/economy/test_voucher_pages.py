"""The pages of vouchers and proposals, and the file that proves a payment."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from tests.economy import granting
from tests.interfaces import marks
from tests.interfaces.test_query_counts import MOST, asked

from samspil.trust.models import AuditEvent


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def grant(world):
    granting.load(world)
    return granting.opened(world)


def text(client, path):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


def form(world, **told):
    known = {
        "key": str(uuid.uuid4()),
        "cost_type": "fee",
        "line": str(granting.lines(world)["role_model"]),
        "paid_on": "2014-10-31",
        "supplier": "Oplægsholder",
        "what_for": "To timers oplæg",
        "amount": "1.000,00",
        "hours": "2",
        "whose_time": "own_time",
        "anyway": "no",
    }
    return known | told


@pytest.mark.proves("S9")
def test_501_kroner_an_hour_is_refused_and_500_goes_all_the_way(world, grant):
    coordinator, lead = world.client("coordinator", "aaby"), world.client("municipal_lead", "aaby")
    wrong = coordinator.post("/o/grant/vouchers/new", form(world, amount="1.002"))
    assert wrong.status_code == 422
    assert "støttes honorarer udelukkende, hvis de ikke overstiger 500 kr. pr. time" in wrong.content.decode()
    here = coordinator.post("/o/grant/vouchers/new", form(world)).headers["Location"]
    assert "Nej, svarer Coordinator Aaby" in text(coordinator, here)
    file = SimpleUploadedFile("../../betaling.html", granting.pdf("bevis"), "text/html")
    assert lead.post(f"{here}/decide", {"outcome": "approved"}).status_code == 422
    assert coordinator.post(f"{here}/bring", {"kind": "payslip", "file": file}).status_code == 302
    assert lead.post(f"{here}/decide", {"outcome": "approved"}).status_code == 302
    assert "Godkendt" in text(coordinator, here)
    assert coordinator.post(f"{here}/bring", {"kind": "payslip"}).status_code == 403

    taken = lead.get(f"{here}/proof")
    assert (taken.status_code, taken.content) == (200, granting.pdf("bevis"))
    assert marks.name_of(taken) == 'attachment; filename="bilag-1.pdf"'
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    back = coordinator.post(f"{here}/back", {"why": "Forkert linje"})
    assert lead.post(f"{back.headers['Location']}/decide", {"outcome": "approved"}).status_code == 302
    assert "Ført tilbage" in text(coordinator, "/o/grant/vouchers/")
    assert granting.book(world).spent == granting.kr(0)


def test_why_it_is_taken_back_is_not_lost_when_somebody_was_faster(world, grant):
    row = granting.spent(world, granting.cost(world))
    granting.taken_back(world, row)
    coordinator, here = world.client("coordinator", "aaby"), f"/o/grant/vouchers/{row.id}/back"
    answer = coordinator.post(here, {"why": "Mine egne ord"})
    assert answer.status_code == 422
    assert "Mine egne ord" in answer.content.decode()
    assert coordinator.get(here).status_code == 403


def test_the_pages_ask_the_same_however_many_vouchers(world, grant):
    coordinator, lead = world.client("coordinator", "aaby"), world.client("municipal_lead", "aaby")
    counts = []
    for number in range(3):
        row = granting.written(world, granting.cost(world, supplier=f"Firma {number}", reason="x"))
        granting.proved(world, row)
        paths = ("/o/grant/vouchers/", f"/o/grant/vouchers/{row.id}", "/o/grant/", "/o/grant/proposals/")
        counts.append([len(asked(coordinator, path)) for path in paths])
        counts[-1].append(len(asked(lead, f"/o/grant/vouchers/{row.id}/decide")))
    assert counts[0] == counts[2]
    assert max(counts[0]) <= MOST


def test_a_look_is_logged_and_another_municipality_finds_nothing(world, grant):
    row = granting.spent(world, granting.cost(world))
    here = f"/o/grant/vouchers/{row.id}"
    auditor = world.client("auditor", "aaby")
    assert "Plakater til skolerne" in text(auditor, here)
    assert auditor.get(f"{here}/proof").status_code == 200
    with world.as_("auditor", "aaby"):
        assert AuditEvent.objects.filter(verb="read", subject_id=row.id, role="auditor").count() == 2
    for cast in ("coordinator", "municipal_lead", "auditor"):
        other = world.client(cast, "baekby")
        for path in (here, f"{here}/proof"):
            answers = [other.get(path), other.get(path.replace(str(row.id), str(uuid.uuid4())))]
            assert [one.status_code for one in answers] == [404, 404]
    assert world.client("programme_office").get(here).status_code == 403


@pytest.mark.proves("G25")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"PK\x03\x04" + b"x" * 100,
        b"MZ" + b"\x00" * 100,
        b"GIF89a" + b"\x00" * 20,
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR",
        granting.pdf().replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        granting.pdf().replace(b"/Catalog", b"/Catalog/AA<</O<</S/J#61vaScript>>>>"),
        granting.pdf().replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 2 0 R>>"),
        granting.pdf().replace(b"trailer<<", b"trailer<</Encrypt 3 0 R"),
        granting.pdf() + b"PK\x05\x06" + b"\x00" * 18,
        b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF\n",
        b"%PDF-1.4\nnothing more",
        b"x" * 5_000_001,
    ],
)
def test_a_file_that_is_no_paper_is_refused_beside_its_field(world, grant, content):
    row = granting.written(world, granting.cost(world))
    coordinator = world.client("coordinator", "aaby")
    file = SimpleUploadedFile("kvittering.pdf", content, "application/pdf")
    answer = coordinator.post(f"/o/grant/vouchers/{row.id}/bring", {"kind": "payment", "file": file})

    assert answer.status_code in (413, 422)
    assert coordinator.get(f"/o/grant/vouchers/{row.id}/proof").status_code == 404


@pytest.mark.parametrize("approved", [True, False])
def test_what_the_office_wrote_about_a_cost_is_read_on_its_voucher(world, grant, approved):
    from samspil.economy.queries.vouchers import asking_of

    row = granting.written(world, granting.cost(world, cost_type="other", reason="Prisen er god"))
    clients = {cast: world.client(cast, "aaby") for cast in ("coordinator", "municipal_lead", "auditor")}
    here = f"/o/grant/vouchers/{row.id}"
    assert ["skrev" in text(one, here) for one in clients.values()] == [False] * 3
    with world.as_("coordinator", "aaby"):
        asking = asking_of(row)
    granting.decided(world, asking, approved, "Lej et lokale <i>i</i> stedet")

    for client in clients.values():
        said = client.get(here).content.decode()
        assert said.count("Lej et lokale &lt;i&gt;i&lt;/i&gt; stedet") == 1
    assert world.client("coordinator", "baekby").get(here).status_code == 404
