"""The lead's page: counts of what waits with the oldest of each, and nothing about anybody."""

from __future__ import annotations

import re

import pytest
from tests.delivery import bringing, ground

from samspil.kernel.errors import Refused


@pytest.fixture
def waiting_here(world):
    """Two offers, a consent awaited, a course to be matched, one to be started, one due, and hours."""
    concept_id = ground.load(world)
    made = [
        ground.course(world, "aaby", concept_id, to="offered", on=ground.date(2014, 8, 20)),
        ground.course(world, "aaby", concept_id, to="offered", on=ground.date(2014, 10, 2)),
        ground.course(world, "aaby", concept_id, to="awaiting_consent", on=ground.date(2014, 10, 4)),
        ground.course(world, "aaby", concept_id, to="accepted", on=ground.date(2014, 9, 4)),
        ground.course(world, "aaby", concept_id, to="accepted", on=ground.date(2014, 10, 24)),
        ground.course(world, "aaby", concept_id, to="matched", on=ground.date(2014, 10, 30)),
        ground.course(world, "aaby", concept_id, on=ground.date(2014, 10, 1)),
        ground.course(world, "baekby", concept_id, to="accepted", on=ground.date(2014, 5, 4)),
    ]
    bringing.month_handed_in(world, "aaby")
    return made


def counts(page) -> dict[str, tuple[int, str]]:
    found = re.findall(
        r'<li><p class="when"><b class="big">(\d+)</b></p><div><p>(.*?)</p>(?:<p class="why">(.*?)</p>)?',
        page.content.decode(),
    )
    return {title: (int(number), why) for number, title, why in found}


def test_what_waits_is_counted_by_kind_with_the_longest_wait(world, waiting_here):
    found = counts(world.client("municipal_lead", "aaby").get("/o/waiting/"))

    assert found == {
        "Tilbud uden svar": (2, "det ældste siden august 2014"),
        "Venter på samtykke": (1, "den længste i 30 dage"),
        "Venter på et match": (2, "den længste i 60 dage"),
        "Matchet og ikke startet": (1, "den længste i 4 dage"),
        "Målinger over tiden eller på vej inden for en uge": (1, "den længste i 5 dage"),
        "Måneders timer, der venter på et ja": (1, "den længste i 0 dage"),
        "Forløb uden kontakt i lang tid": (1, "den længste i 33 dage"),
        "Planer, som nogen ikke har sagt ja til": (1, "den længste i 33 dage"),
    }


def test_nobodys_code_name_or_words_stand_on_it(world, waiting_here):
    from samspil.delivery.models.courses import Course

    page = world.client("municipal_lead", "aaby").get("/o/waiting/").content.decode()
    listed = world.client("coordinator", "aaby").get("/o/").content.decode()
    with world.as_("coordinator", "aaby"):
        codes = list(Course.objects.exclude(code="").values_list("code", flat=True))
    told = [*codes, "Other Mentor", *(word for one in waiting_here for word in one.words.values())]

    assert any(code in listed for code in codes)  # the coordinator's list says whom
    assert [one for one in told if one in page] == []


def test_the_lead_lands_there_and_the_counts_are_for_nobody_else(world, waiting_here):
    from samspil.delivery.queries import waiting

    assert world.client("municipal_lead", "aaby").get("/o/")["Location"] == "/o/waiting/"
    for cast in ("mentor", "log_controller", "dpo"):
        with world.as_(cast, "aaby") as by, pytest.raises(Refused):
            waiting.counted(by, on=ground.TODAY)


def test_every_kind_that_waits_for_the_coordinator_has_a_name_when_it_is_counted(world, waiting_here):
    from samspil.interfaces.web.office.lead import WHAT
    from samspil.interfaces.web.office.waiting import KINDS

    of_the_lead = {"voucher_approve", "budget_send", "statement_sign"}
    assert {kind for kind, _part in WHAT} == set(KINDS) | of_the_lead


def test_it_asks_the_same_however_much_waits(world, waiting_here):
    from tests.interfaces.test_query_counts import asked

    lead = world.client("municipal_lead", "aaby")
    before = len(asked(lead, "/o/waiting/"))
    for _each in range(5):
        ground.course(world, "aaby", waiting_here[0].concept_id, to="accepted")

    assert len(asked(lead, "/o/waiting/")) == before <= 12
