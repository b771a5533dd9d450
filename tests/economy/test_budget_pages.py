"""The pages of the grant and its budget, and the programme office's inbox."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override
from tests.economy import granting
from tests.interfaces.test_query_counts import MOST, asked

from samspil.trust.models import AuditEvent


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


def text(client, path):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


def test_the_grant_is_opened_and_shows_the_documents_table_with_its_sums(world):
    granting.load(world)
    lead = world.client("municipal_lead", "aaby")
    assert "Tilskuddet er ikke åbnet endnu" in text(lead, "/o/grant/")
    assert lead.post("/o/grant/open", {"cvr": "64942212"}).status_code == 302

    page = text(lead, "/o/grant/")
    for told in (
        "338.000,00 388.000,00 363.000,00 1.089.000,00",
        "Mentorforløb 100.000,00 150.000,00 125.000,00 375.000,00",
    ):
        assert told in page
    assert "Sådan står 2014" in page
    assert len(asked(lead, "/o/grant/")) <= MOST
    assert "Sådan står 2015" in text(lead, "/o/grant/?year=2015")
    assert "Sådan står 2014" in text(lead, "/o/grant/?year=1999")


def test_a_change_goes_from_draft_to_the_offices_answer(world):
    granting.load(world)
    granting.opened(world)
    coordinator, lead = world.client("coordinator", "aaby"), world.client("municipal_lead", "aaby")
    office = world.client("programme_office")
    form = {"kind": "change", "reason": "Nye lokaler", "new_title": "Lokaler", "new_2014": "5.000,50"}
    form |= {f"amount_1_{year}": "100000" for year in (2013, 2014, 2015)}
    form |= {f"amount_{line}_{year}": "138.000" for line in (2, 3) for year in (2013, 2014, 2015)}
    assert coordinator.post("/o/grant/change", {**form, "amount_1_2014": "1,234"}).status_code == 422
    draft = coordinator.post("/o/grant/change", form).headers["Location"]
    page = text(coordinator, draft)
    assert "Lokaler 2014 – 5.000,50 +5.000,50" in page
    assert "Den har en ny linje" not in page
    assert "Der er en ny linje." in page
    assert coordinator.post(f"{draft}/send").status_code == 403
    assert lead.post(f"{draft}/send").status_code == 302

    assert "Åby Ændringsanmodning" in text(office, "/o/grant/decisions")
    key = draft.rsplit("/", 1)[1]
    waiting = text(office, f"/o/grant/decisions/{key}")
    assert "Nye lokaler" in waiting
    assert "Lokaler 2014 – 5.000,50 +5.000,50" in waiting
    assert office.post(f"/o/grant/decisions/{key}", {"answer": "refused"}).status_code == 422
    assert (
        office.post(f"/o/grant/decisions/{key}", {"answer": "approved", "words": "Fint"}).status_code == 302
    )
    assert "Fint" in text(lead, draft)
    assert "5.000,50" in text(lead, "/o/grant/")
    assert len(asked(office, "/o/grant/decisions")) <= MOST
    assert len(asked(office, f"/o/grant/decisions/{key}")) <= MOST
    for path in ("/o/grant/versions", draft):
        assert len(asked(lead, path)) <= MOST


def test_reading_a_reason_is_logged_and_others_find_nothing(world):
    granting.load(world)
    granting.opened(world)
    draft = granting.drafted(world, {("mentor", 2014): 160_000}, kind="change")
    lead = world.client("municipal_lead", "aaby")
    assert "Flere forløb end ventet" in text(lead, f"/o/grant/versions/{draft.id}")
    with world.as_("municipal_lead", "aaby"):
        assert AuditEvent.objects.filter(verb="read", subject_id=draft.id).count() == 1
    office = world.client("programme_office")
    assert office.get(f"/o/grant/decisions/{draft.id}").status_code == 404
    for cast in ("municipal_lead", "coordinator", "auditor"):
        assert world.client(cast, "baekby").get(f"/o/grant/versions/{draft.id}").status_code == 404
    assert world.client("auditor", "aaby").get(f"/o/grant/versions/{draft.id}").status_code == 200


def test_payments_are_written_and_struck_out_on_the_page(world):
    granting.load(world)
    granting.opened(world)
    lead = world.client("municipal_lead", "aaby")
    form = {"kind": "instalment", "amount": "338.000", "paid_on": "2014-01-15"}
    assert lead.post("/o/grant/payments", {**form, "amount": "0"}).status_code == 422
    assert lead.post("/o/grant/payments", form).status_code == 302
    assert "Modtaget 338.000,00 kr." in text(lead, "/o/grant/")
    url = re.search(
        r"/o/grant/payments/[0-9a-f-]+/strike", lead.get("/o/grant/payments").content.decode()
    ).group()
    assert lead.post(url).status_code == 302
    assert lead.get(url).status_code == 404
    assert "Modtaget 0,00 kr." in text(lead, "/o/grant/")


def test_a_payment_that_is_sent_twice_is_written_once_and_none_is_more_than_can_be_added_up(world):
    granting.load(world)
    granting.opened(world)
    lead = world.client("municipal_lead", "aaby")
    page = lead.get("/o/grant/payments").content.decode()
    form = {"kind": "instalment", "amount": "338.000", "paid_on": "2014-01-15"}
    form["key"] = re.search(r'name="key" value="([0-9a-f-]{36})"', page).group(1)
    for _time in range(2):
        assert lead.post("/o/grant/payments", form).status_code == 302
    assert "Modtaget 338.000,00 kr." in text(lead, "/o/grant/")
    for amount in ("999.999.999.999", "1.000.000.000,01"):
        assert lead.post("/o/grant/payments", {**form, "amount": amount}).status_code == 422
    assert "Modtaget 338.000,00 kr." in text(lead, "/o/grant/")


def test_a_budget_of_more_than_can_be_added_up_is_refused(world):
    granting.load(world)
    granting.opened(world)
    coordinator = world.client("coordinator", "aaby")
    form = {"kind": "change", "reason": "Nye lokaler"}
    cells = [f"amount_{line}_{year}" for line in (1, 2, 3) for year in (2013, 2014, 2015)]
    for amount, status in (("999999999999", 422), ("1000000000,01", 422), ("1000000000", 302)):
        answer = coordinator.post("/o/grant/change", form | dict.fromkeys(cells, amount))
        assert answer.status_code == status
    assert coordinator.get(answer.headers["Location"]).status_code == 200


def test_what_was_typed_is_not_lost_when_another_change_was_sent_meanwhile(world):
    granting.load(world)
    granting.opened(world)
    coordinator = world.client("coordinator", "aaby")
    granting.sent(world, granting.drafted(world, {("role_model", 2014): 900_000}, kind="change"))
    form = {"kind": "change", "reason": "Mine egne ord", "amount_1_2014": "123"}
    answer = coordinator.post("/o/grant/change", form)
    assert answer.status_code == 422
    assert "Mine egne ord" in answer.content.decode()
    assert coordinator.get("/o/grant/change").status_code == 403


@pytest.mark.parametrize(
    ("title", "status"),
    [("Løn til Peter Hansen", 422), ("peter@aaby.dk", 422), ("Lokaler og forplejning", 302), ("IT", 302)],
)
def test_a_line_is_named_after_nobody(world, title, status):
    granting.load(world)
    granting.opened(world)
    form = {"kind": "change", "reason": "Nyt behov", "new_title": title, "new_2014": "5"}
    assert world.client("coordinator", "aaby").post("/o/grant/change", form).status_code == status


def test_what_waits_is_never_cut_off_by_what_was_answered(world, monkeypatch):
    from samspil.economy.queries import decisions, vouchers

    granting.load(world)
    granting.opened(world)
    monkeypatch.setattr(decisions, "SHOWN", 2)
    asked_ = []
    for number in range(4):
        said = granting.cost(world, cost_type="other", reason="Nødvendigt", supplier=f"Firma {number}")
        row = granting.written(world, said)
        with world.as_("coordinator", "aaby"):
            asked_.append(vouchers.asking_of(row))
    for one in sorted(asked_, key=lambda each: each.id)[:2]:
        granting.decided(world, one)
    with world.as_("programme_office") as by:
        assert decisions.waiting_count(by) == 2
