"""The programme office's home: what waits in every room, the oldest first, and gone when it is done."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils.translation import override
from tests.delivery import ground
from tests.economy import granting
from tests.governance import agreeing, describing, steering
from tests.interfaces.test_query_counts import MOST, asked

ROW = re.compile(
    r'<li(?P<late> class="row-late")?>\s*<p class="when[^"]*">(?P<when>.*?)</p>\s*<div><p>(?P<title>.*?)</p>'
    r'<p class="why">(?P<why>.*?)</p></div>\s*<a class="button" href="(?P<url>[^"]+)"',
    re.S,
)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


def rows(client, path="/o/inbox/"):
    answer = client.get(path)
    assert answer.status_code == 200
    found = [one.groupdict() for one in ROW.finditer(answer.content.decode())]
    return [{name: unescape(value or "") for name, value in one.items()} for one in found]


def titles(client, without=("Milepæl",)):
    return [one["title"] for one in rows(client) if not one["title"].startswith(without)]


@pytest.fixture
def office(world):
    return world.client("programme_office")


def test_it_is_the_offices_home_and_nobody_elses(world, office):
    ground.load(world)
    assert office.get("/o/")["Location"] == "/o/inbox/"
    for cast, slug in (("coordinator", "aaby"), ("municipal_lead", "aaby"), ("steering_member", None)):
        assert world.client(cast, slug).get("/o/inbox/").status_code == 403
    assert titles(office) == []


def test_a_milestone_past_its_plan_waits_until_it_is_written_as_reached_or_moved(world, office):
    ground.load(world)
    late = [one for one in rows(office) if one["title"].startswith("Milepæl")]
    days = [re.sub(r"\D", "", one["when"]) for one in late]

    assert late
    assert {one["late"] for one in late} == {' class="row-late"'}
    assert days == sorted(days, key=int, reverse=True)
    written = [one for one in late if one["url"].endswith("/reached")]
    moved = [one for one in late if one["url"].endswith("/move")]
    assert len(written) + len(moved) == len(late)
    form = {"reached_on": "2014-10-01", "evidence": "Rapporten ligger på kontoret."}
    assert office.post(written[0]["url"], form).status_code == 302
    form = {"from_on": "2015-01-01", "to_on": "2015-02-01", "because": "agreed"}
    assert office.post(moved[0]["url"], form).status_code == 302
    left = [one["title"] for one in rows(office) if one["title"].startswith("Milepæl")]
    assert left == [
        one["title"] for one in late if one["title"] not in (written[0]["title"], moved[0]["title"])
    ]


def test_budgets_and_costs_wait_until_they_are_decided_and_come_back_to_who_asked(world, office):
    granting.load(world)
    granting.opened(world, "baekby")
    version = granting.drafted(world, {("role_model", 2014): 50_000}, slug="baekby", kind="initial")
    granting.sent(world, version, "baekby")
    lead, coordinator = (world.client(one, "baekby") for one in ("municipal_lead", "coordinator"))

    waits = [one for one in rows(office) if one["title"].startswith("Bækby")]
    assert [(one["title"], one["when"]) for one in waits] == [("Bækby – Første budget", "Siden i dag")]
    assert office.post(waits[0]["url"], {"answer": "approved", "words": ""}).status_code == 302

    assert [one for one in rows(office) if one["title"].startswith("Bækby")] == []
    assert "Budgettet blev godkendt" in coordinator.get("/o/").content.decode()
    assert "Programkontorets svar om budgettet" in lead.get("/o/waiting/").content.decode()


def test_vouchers_wait_with_the_coordinator_for_proof_and_with_the_lead_for_the_decision(world):
    granting.load(world)
    granting.opened(world)
    row = granting.written(world, granting.cost(world))
    lead, coordinator = (world.client(one, "aaby") for one in ("municipal_lead", "coordinator"))
    before = coordinator.get("/o/").content.decode(), lead.get("/o/waiting/").content.decode()
    granting.proved(world, row)
    after = coordinator.get("/o/").content.decode(), lead.get("/o/waiting/").content.decode()
    granting.answered(world, row)
    done = lead.get("/o/waiting/").content.decode()

    proof, decision = f"Bilag nr. {row.number} mangler dokumentation", "Bilag, der venter på din afgørelse"
    assert [(proof in mine, decision in theirs) for mine, theirs in (before, after)] == [
        (True, False),
        (False, True),
    ]
    assert '/o/grant/vouchers/?state=waiting"' in after[1]
    assert decision not in done


def test_accounts_wait_with_the_lead_then_with_the_office_and_come_back(world, office):
    granting.load(world)
    granting.opened(world)
    granting.spent(world, granting.cost(world))
    lead, coordinator = (world.client(one, "aaby") for one in ("municipal_lead", "coordinator"))
    to_sign = "Regnskaber, der venter på din underskrift"

    row = granting.drawn_up(world)
    assert (to_sign in lead.get("/o/waiting/").content.decode(), accounts(office)) == (True, [])
    granting.signed(world, row)
    (waits,) = accounts(office)
    assert (to_sign in lead.get("/o/waiting/").content.decode(), waits["when"]) == (False, "Siden i dag")
    assert office.post(waits["url"], {"answer": "approved", "words": ""}).status_code == 302

    assert accounts(office) == []
    assert "Regnskabet er modtaget" in coordinator.get("/o/").content.decode()
    assert "Svar om regnskabet fra programkontoret" in lead.get("/o/waiting/").content.decode()


def accounts(office):
    """The statements on the office's list."""
    return [one for one in rows(office) if "regnskab for" in one["title"]]


def test_steering_waits_step_by_step(world, office):
    made = steering.found(world, ground.load(world))
    first, *_more = steering.planned(world, made["steering"])
    steering.proposed(world, made["steering"])
    barrier = steering.raised(world, on=date(2014, 9, 1), heading="Lokaler om aftenen")
    ballot = steering.in_writing(world, made["steering"])
    steering.held(world, first, approve=False)

    assert titles(office) == [
        "Møde i styregruppen",
        "Barriere: Lokaler om aftenen",
        "Til dagsordenen: Lokaler til samtalerne",
        "Skriftlig beslutning: Besøg lægges om formiddagen",
        "Møde i styregruppen",
    ]
    steering.assigned(world, barrier.id, on=date(2014, 10, 1))
    found = {one["title"]: one for one in rows(office)}
    assert found["Barriere: Lokaler om aftenen"]["why"] == "Den skulle være afgjort nu."
    assert found["Barriere: Lokaler om aftenen"]["late"] == ' class="row-late"'
    steering.voted(world, ballot, "kontoret")
    steering.decided(world, made["steering"], barrier.id)
    found = {one["title"]: one for one in rows(office)}
    assert found["Barriere: Lokaler om aftenen"]["why"].startswith("Den er afgjort")
    assert "Skriftlig beslutning: Besøg lægges om formiddagen" not in found
    steering.instructed(world, barrier.id)
    assert "Barriere: Lokaler om aftenen" not in titles(office)


def test_what_was_handed_in_sent_and_delivered_waits_for_the_office(world, office):
    concept_id = ground.load(world)
    for slug in ("aaby", "baekby"):
        describing.rows_of(world, slug, concept_id)
        agreeing.rows_of(world, slug, concept_id)

    found = rows(office)

    urls = {one["url"].split("/")[2] for one in found}
    assert {"descriptions", "agreements"} <= urls
    for one in found:
        assert office.get(one["url"]).status_code == 200, one["url"]


def test_every_kind_that_a_source_gives_has_its_words():
    from samspil.interfaces.web.office.inbox import KINDS, SOURCES
    from samspil.kernel.actor import Actor
    from samspil.kernel.ids import uuid7
    from samspil.trust.scope import as_if

    actor = Actor(tenant_id=uuid7(), role="programme_office", purpose="")
    with as_if(actor.tenant_id):
        found = [one(actor, ground.TODAY).query.annotations["w_kind"] for one in SOURCES]
    kinds = {one.source_expressions[0].value for one in found}
    assert kinds == set(KINDS)


def test_it_asks_the_same_however_much_waits_and_the_oldest_stands_first(world, office):
    made = steering.found(world, ground.load(world))
    before = len(asked(office, "/o/inbox/"))
    for number in range(6):
        on = ground.TODAY - timedelta(days=number)
        steering.raised(world, on=on, heading=f"Nummer {'abcdef'[number]}")
        steering.proposed(world, made["network"], heading=f"Punkt {'abcdef'[number]}")

    assert len(asked(office, "/o/inbox/")) == before <= MOST
    of_barriers = [one for one in titles(office) if one.startswith("Barriere")]
    assert of_barriers == [f"Barriere: Nummer {one}" for one in "fedcba"]


def test_milestones_that_are_late_for_years_lie_behind_a_fold_and_todays_are_seen(world, office):
    steering.found(world, ground.load(world))
    steering.raised(world, on=date(2014, 10, 1), heading="Lokaler om aftenen")
    page = office.get("/o/inbox/").content.decode()
    begins = page.index('<details class="card-foot">')
    fold = page[begins : page.index("</details>", begins)]
    shown = page.replace(fold, "")
    old, new = (
        [one["title"] for one in map(re.Match.groupdict, ROW.finditer(part))] for part in (fold, shown)
    )

    assert (bool(old), "mere end et år forsinke" in fold) == (True, True)
    assert all(one.startswith("Milepæl") for one in old)
    assert "Barriere: Lokaler om aftenen" in new
    days = [int(re.sub(r"\D", "", one["when"])) for one in ROW.finditer(fold)]
    assert min(days) > 366
