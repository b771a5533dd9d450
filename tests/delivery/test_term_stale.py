"""A plan of a term beside what others do meanwhile, who leaves, and days that nobody can mean."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground, terming, visiting

WEDNESDAY, CHRISTMAS_EVE = date(2014, 12, 3), date(2014, 12, 24)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def office(world: Any) -> Any:
    return world.client("coordinator", "aaby")


@pytest.fixture
def made(world: Any, concept_id: Any) -> Any:
    terming.corps(world, "aaby", concept_id)
    return visiting.series(world, "aaby", concept_id)


def post(office: Any, page: str, **said: Any) -> Any:
    return office.post(terming.PAGE, {"draft": terming.draft(page), **said})


def test_a_mended_plan_moves_no_visit_that_got_its_day_meanwhile(world, office, made):
    """One visit lies on a holiday; the plan that mends it gives the next one a day as well."""
    visiting.planned(world, made, 1, CHRISTMAS_EVE)
    page = office.post(terming.PAGE, {**terming.TERM, "step": "mend"}).content.decode()
    other = office.post(terming.PAGE, {**terming.TERM, "step": "mend"}).content.decode()
    visiting.planned(world, made, 2, WEDNESDAY + timedelta(days=49))
    before = terming.days(world)

    answer = post(office, page, step="take-all")

    assert terming.days(world) == before
    assert answer.status_code == 422
    visiting.planned(world, made, 2, None, who=())  # the day is taken back: the same plan fits again
    assert post(office, other, step="take-all").status_code == 302
    assert None not in {one[0] for one in terming.days(world).values()}


def test_nobody_is_planned_after_the_last_day_of_their_appointment(world, office, made):
    from samspil.kernel.actor import Actor
    from samspil.people.actions import people
    from samspil.people.models.people import Appointment
    from samspil.trust.scope import scope

    last = terming.STARTS + timedelta(days=40)
    by = Actor.job(world.tenant("aaby"))
    with scope(by):
        leaving = Appointment.objects.get(id=visiting.pair(world)[1])
        people.end_appointment(by=by, at=world.at, appointment=leaving, to_on=last)

    page = terming.planned(office)

    answer = post(office, page, step="take-all")
    assert answer.status_code == 302
    days = [one[0] for one in terming.days(world).values()]
    assert len(days) == 3
    assert max(days) <= last


@pytest.mark.parametrize("at", ["9" * 5000, "x", "-1", "/"])
def test_a_visit_that_is_none_is_answered_as_an_old_plan(world, office, made, at):
    page = terming.planned(office)
    said = {"on": "2014-12-03", "part": "morning", "first": "", "second": ""}

    assert post(office, page, step="try", at=f"{made.id}/{at}", **said).status_code == 422
    assert post(office, page, edit=f"{made.id}/{at}").status_code == 422


@pytest.mark.parametrize("day", ["9999-12-31", "2105-01-28", "0001-01-01"])
def test_a_day_far_from_the_term_is_refused_beside_its_field_at_once(world, office, made, day):
    page = terming.planned(office)
    first, second = (str(one) for one in visiting.pair(world))
    began = time.process_time()

    answer = post(
        office, page, step="try", at=f"{made.id}/1", on=day, part="morning", first=first, second=second
    )

    assert answer.status_code == 422
    assert "Vælg en dag højst et år fra semestret." in answer.content.decode()
    assert time.process_time() - began < 2, "seconds of reckoning for a slip of the hand"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"starts_on": "0001-01-01"}, 422),
        ({"closed_from": "0001-01-01", "closed_to": "9999-12-31"}, 200),
        ({"closed_from": "2014-12-01", "closed_to": "2014-12-31"}, 200),
    ],
)
def test_spans_that_nobody_can_mean_are_refused_or_cut_to_the_term(world, office, made, said, status):
    assert office.post(terming.PAGE, {**terming.TERM, "step": "plan", **said}).status_code == status


@pytest.mark.parametrize("step", ["show", "try", "edit", "repair", "take", "take-all"])
def test_a_series_called_off_while_a_plan_is_open_is_told_and_the_others_can_be_taken(
    world, office, made, concept_id, step
):
    from samspil.delivery.actions import series as actions

    other = visiting.series(world, "aaby", concept_id)
    page = terming.planned(office)
    with world.as_("coordinator", "aaby") as by:
        actions.end_series(by=by, at=world.at, on=ground.TODAY, series_id=made.id, why="place_stopped")
    first, second = (str(one) for one in visiting.pair(world))
    of_a_visit = {"on": "2014-12-03", "part": "morning", "first": first, "second": second}
    said: dict[str, Any] = {"step": step, "series": [str(made.id), str(other.id)]}
    if step == "edit":
        said = {"edit": f"{made.id}/1"}

    answer = post(office, page, **said, **({"at": f"{made.id}/1", **of_a_visit} if step == "try" else {}))

    text = answer.content.decode()
    assert answer.status_code == {"take": 422, "take-all": 302}.get(step, 200)
    assert ("Rækken er ikke i gang mere." in text) == (step in ("show", "try", "take"))
    assert {key for key, one in terming.days(world).items() if one[0]} == (
        {(str(other.id), one) for one in (1, 2, 3)} if step == "take-all" else set()
    )


def test_the_day_of_the_ground_is_before_the_term() -> None:
    assert ground.TODAY < terming.STARTS
