"""What others are told of obligations: a state and a half-year, written at night, and nothing behind it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import promising
from tests.governance.test_obligations import BEGAN, PAGE, owing
from tests.interfaces.test_query_counts import MOST, asked

from samspil.kernel.errors import Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def test_others_read_a_state_and_a_half_year_and_no_count_or_day(world, concept_id):
    from samspil.governance.models.obligations import ObligationTold

    promising.workshop(world, concept_id, ("aaby",), date(2013, 4, 8))
    promising.workshop(world, concept_id, ("aaby",), date(2013, 4, 22))
    assert promising.night(world) == 4 * 8  # four half-years, seven obligations and the condition
    assert promising.night(world) == 0

    assert promising.told(world)["Åby"] == {**promising.states(world), "registers": "withheld"}
    assert promising.told(world, "steering_member") == promising.told(world)
    assert promising.told(world, half="2013-1")["Åby"]["delivery"] == "on_the_way"
    with world.as_("programme_office"):
        columns = set(ObligationTold.objects.presented().values()[0])
        assert columns == {"id", "tenant_id", "office_id", "programme", "obligation", "half", "state"}
        for model in ("Course", "Measurement"):
            from django.apps import apps

            assert not apps.get_model("delivery", model).objects.presented().exists()


@pytest.mark.parametrize(("owed", "told"), [(9, "withheld"), (10, "met")])
def test_a_share_of_fewer_than_ten_is_told_to_nobody_else(world, concept_id, owed, told):
    row = {"opens_on": BEGAN, "done_until": BEGAN, "late_until": None, "state": "done", "answered_on": BEGAN}
    owing(world, concept_id, "aaby", [row] * owed)
    promising.night(world)

    assert promising.states(world)["registers"] == "met"
    assert promising.told(world)["Åby"]["registers"] == told


def test_a_past_half_year_stays_as_it_was_told(world, concept_id):
    promising.night(world, on=date(2013, 6, 30))
    promising.workshop(world, concept_id, ("aaby",), date(2013, 4, 8))
    promising.workshop(world, concept_id, ("aaby",), date(2013, 4, 22))
    promising.night(world)

    assert promising.states(world, on=date(2013, 6, 30))["development"] == "met"
    assert promising.told(world, half="2013-1")["Åby"]["development"] == "late"
    assert promising.told(world)["Åby"]["development"] == "met"


def test_only_the_worker_writes_states_and_each_role_sees_its_own_side(world, concept_id):
    from samspil.governance.actions.obligations import keep_states
    from samspil.governance.queries import obligations

    promising.night(world)
    with world.as_("coordinator", "aaby") as by:
        with pytest.raises(Refused):
            keep_states(by=by, at=world.at, on=ground.TODAY)
        with pytest.raises(Refused):
            obligations.matrices(by, on=ground.TODAY)
    for cast in ("programme_office", "steering_member", "evaluator"):
        with world.as_(cast) as by, pytest.raises(Refused):
            obligations.obligations(by, on=ground.TODAY)
    with world.as_("coordinator", "baekby"):
        from samspil.governance.models.obligations import ObligationTold

        assert not ObligationTold.objects.presented().exists()


def test_the_database_lets_nothing_but_the_state_change_and_only_shares_be_withheld(world, concept_id):
    from samspil.governance.models.obligations import ObligationTold
    from samspil.kernel.actor import Actor
    from samspil.trust.audit import writing
    from samspil.trust.scope import scope

    promising.night(world)
    rows = ObligationTold.objects
    with scope(Actor.job(world.tenant("aaby"))), writing():
        for change in (
            {"half": "2012-1"},
            {"obligation": "other"},
            {"programme": "another"},
            {"state": "splendid"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.filter(half="2014-2", obligation="staff").update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(half="2014-2", obligation="staff").update(state="withheld")
        assert rows.filter(half="2014-2", obligation="staff").update(state="met") == 1


def test_the_matrix_says_every_state_in_words_and_no_number(world, concept_id):
    for slug in ("baekby", "aaby"):
        promising.night(world, slug)
    client = world.client("programme_office")
    first = len(asked(client, PAGE))
    html = unescape(client.get(PAGE).content.decode())
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]

    rows = re.findall(r'<th scope="row">(.*?)(?: <small.*?)?</th>(.*?)</tr>', body, re.S)
    assert [name for name, _cells in rows] == ["Bækby", "Ceby", "Åby"]
    cells = [re.findall(r"<span[^>]*>([^<]*)</span>", row) for _name, row in rows]
    assert cells[1] == ["Ikke meldt"] * 8
    assert set(cells[0]) == {"Ikke opfyldt", "På vej", "Vises ikke"}
    assert len(cells[0]) == 8
    assert re.search(r"\d", re.sub(r"<[^>]+>", "", body)) is None
    assert first <= MOST


def test_what_is_behind_waits_on_today_in_the_files_own_words(world, concept_id):
    client = world.client("coordinator", "aaby")
    concept = ground.the_concept()
    texts = {one.id: one.text for one in concept.obligations}
    assert texts["staff"] not in unescape(client.get("/o/").content.decode())

    promising.night(world)

    first = len(asked(client, "/o/"))
    html = unescape(client.get("/o/").content.decode())
    behind = [one for one, state in promising.states(world).items() if state in ("late", "not_met")]
    assert behind == ["development", "staff", "delivery", "meetings", "condition"]
    told = {**texts, "condition": concept.condition.words}
    assert [one for one, text in told.items() if text in html] == behind
    assert f"{PAGE}#obligation-staff" in html
    assert first <= MOST
    with world.as_("coordinator", "baekby"):
        assert texts["staff"] not in unescape(
            world.client("coordinator", "baekby").get("/o/").content.decode()
        )


def test_a_programme_that_is_over_stands_as_on_its_last_day(world, concept_id):
    last = promising.own(world, on=ground.the_concept().period.to)
    later = promising.own(world, on=date(2019, 5, 5))

    assert later.standings == last.standings
    assert promising.night(world, on=date(2019, 5, 5)) == 6 * 8


def test_the_worker_writes_every_municipalitys_states_and_nothing_twice(world, concept_id):
    from samspil.interfaces.cli import rounds

    assert rounds.tell_states(at=world.at, on=ground.TODAY) == 3 * 4 * 8
    assert rounds.tell_states(at=world.at, on=ground.TODAY) == 0
    assert set(promising.told(world)) == {"Åby", "Bækby", "Ceby"}
