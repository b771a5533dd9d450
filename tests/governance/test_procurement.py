"""How the evaluator was found: five steps in order, planned by the file's days, late said."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground
from tests.governance import aiming
from tests.interfaces.test_query_counts import MOST, asked

from samspil.governance.rules.procurement import ORDER, planned_of
from samspil.kernel.errors import Missing, Refused

PAGE = "/o/evaluator/"
DAYS = {
    "call": date(2013, 3, 4),
    "tenders": date(2013, 3, 25),
    "awarded": date(2013, 4, 20),
    "contract": date(2013, 5, 2),
    "in_place": date(2013, 6, 10),
}


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture(autouse=True)
def concept_id(world):
    return ground.load(world)


def found(world: Any, cast: str = "steering_member", slug: Any = None, on: date = ground.TODAY) -> Any:
    from samspil.governance.queries import procurement

    with world.as_(cast, slug) as by:
        (one,) = procurement.procurements(by, on=on)
        return {str(each.step): each for each in one.steps}


def test_five_steps_are_planned_by_the_files_days_and_late_is_said(world):
    chosen = ground.the_concept().evaluation.evaluator_chosen
    before = found(world)
    assert (before["call"].planned_on, before["in_place"].planned_on) == (chosen.from_, chosen.to)
    assert {str(one.state) for one in before.values()} == {"overdue"}
    for name, day in DAYS.items():
        aiming.step(world, name, day)

    for cast, slug in (("steering_member", None), ("evaluator", None), ("coordinator", "aaby")):
        steps = found(world, cast, slug)
        assert [(one.done_on, str(one.state)) for one in steps.values()] == [
            (day, "reached") for day in DAYS.values()
        ]
        assert (steps["in_place"].late_days, steps["tenders"].late_days) == (10, 2)
        assert (steps["tenders"].tenders, steps["awarded"].organisation) == (4, "Evaluering Nord")
        assert steps["contract"].evidence == "Kontrakten ligger hos kontoret"
    aiming.step(world, "in_place", date(2013, 5, 31))
    assert found(world)["in_place"].late_days == 0


def test_what_cannot_be_meant_is_refused_beside_its_field(world):
    for name in ("tenders", "in_place"):
        with pytest.raises(Refused, match="skridtet før"):
            aiming.step(world, name, DAYS[name])
    aiming.step(world, "call", DAYS["call"])
    aiming.step(world, "tenders", DAYS["tenders"])
    for name, day, said, field in (
        ("call", date(2012, 2, 1), {}, "done_on"),
        ("call", ground.TODAY + timedelta(days=1), {}, "done_on"),
        ("call", date(2013, 3, 26), {}, "done_on"),
        ("awarded", date(2013, 3, 24), {}, "done_on"),
        ("awarded", DAYS["awarded"], {"organisation_id": world.tenant("aaby")}, "organisation_id"),
        ("tenders", DAYS["tenders"], {"tenders": None}, "tenders"),
        ("tenders", DAYS["tenders"], {"tenders": 100}, "tenders"),
    ):
        with pytest.raises(Refused) as refused:
            aiming.step(world, name, day, **said)
        assert refused.value.refusal.field == field
    aiming.step(world, "awarded", DAYS["awarded"])
    for evidence in ("", "Kontrakten ligger hos Ditte", "ring 20 30 40 50"):
        with pytest.raises(Refused) as refused:
            aiming.step(world, "contract", DAYS["contract"], evidence=evidence)
        assert refused.value.refusal.field == "evidence"
    with pytest.raises(Missing):
        aiming.step(world, "nothing", DAYS["call"])
    for cast in ("evaluator", "steering_member"):
        with pytest.raises(Refused):
            aiming.step(world, "call", DAYS["call"], cast=cast)


def test_the_database_holds_the_order_and_who_is_chosen_and_changes_nothing(world):
    aiming.step(world, "call", DAYS["call"])
    insert = (
        "INSERT INTO governance_evaluatorstep (id, tenant_id, programme, step, number, done_on, tenders,"
        " organisation_id, evidence, written_on) SELECT gen_random_uuid(), tenant_id, programme, %s, 1, %s,"
        " %s, %s, '', written_on FROM governance_evaluatorstep"
    )
    for statement, values, told in (
        (insert, ["in_place", date(2013, 5, 1), None, None], "The step before comes first"),
        (insert, ["tenders", date(2013, 3, 3), 2, None], "The step before comes first"),
        (insert, ["awarded", date(2013, 5, 1), None, world.tenant("aaby")], "that evaluates"),
        (insert, ["tenders", date(2013, 5, 1), None, None], "governance_evaluator_step_says"),
        ("UPDATE governance_evaluatorstep SET number = 9", [], "permission denied"),
        ("DELETE FROM governance_evaluatorstep", [], "permission denied"),
    ):
        with (
            world.as_("programme_office"),
            pytest.raises(Error, match=told),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)


def test_the_page_is_written_by_the_office_and_read_by_the_group(world):
    office, reader = world.client("programme_office"), world.client("steering_member")
    first = len(asked(reader, PAGE))
    for name, day in DAYS.items():
        said = {
            "tenders": {"tenders": "4"},
            "awarded": {"organisation_id": str(world.tenant("evaluering"))},
            "contract": {"evidence": "Kontrakten ligger hos kontoret"},
        }.get(name, {})
        done = office.post(f"{PAGE}{name}", {"done_on": day.isoformat(), **said})
        assert (done.status_code, done.headers.get("Location")) == (302, PAGE), name
    assert office.post(f"{PAGE}call", {"done_on": ""}).status_code == 422
    assert office.get(f"{PAGE}nothing").status_code == 404
    assert reader.get(f"{PAGE}call").status_code == 403

    page = re.sub(r"\\s+", " ", unescape(reader.get(PAGE).content.decode()))
    row = page.partition('id="step-in_place"')[2].partition("</tr>")[0]
    assert "10. juni 2013" in row
    assert "10 dage" in row
    assert "Skriv det" not in page
    assert "4 tilbud" in page
    assert len(asked(reader, PAGE)) == first <= MOST


@given(st.dates(date(2013, 1, 1), date(2014, 1, 1)), st.integers(0, 400))
def test_plans_run_evenly_from_the_first_day_to_the_last(first, days):
    planned = [planned_of(step, first, first + timedelta(days=days)) for step in ORDER]

    assert (planned[0], planned[-1]) == (first, first + timedelta(days=days))
    assert planned == sorted(planned)
    gaps = [(after - before).days for before, after in zip(planned, planned[1:], strict=False)]
    assert max(gaps) - min(gaps) <= 1
