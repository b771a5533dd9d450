"""Taking a plan over checks it anew: what breaks, what was moved meanwhile, whose plan it is and how old."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground, terming, visiting
from tests.delivery.test_term_pages import set_by_hand, take

from samspil.delivery.planning.term import Part
from samspil.delivery.planning.term import Visit as Planned
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused

WEDNESDAY, CHRISTMAS_EVE = date(2014, 12, 3), date(2014, 12, 24)
HOUR = 3600


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> Any:
    terming.corps(world, "aaby", concept_id)
    return visiting.series(world, "aaby", concept_id)


def planned(world: Any, made: Any, on: date) -> Planned:
    """The first visit of a series on a day, with both of the corps."""
    team = tuple(sorted(str(one) for one in visiting.pair(world)))
    return Planned(str(made.id), 1, "", on, Part.MORNING, team)


def taken_over(world: Any, concept_id: Any, *visits: Planned, **said: Any) -> int:
    from samspil.delivery.actions.visit_terms import take_over_term

    told = {"on": ground.TODAY, "asked": terming.asked(), **said}
    with world.as_("coordinator", "aaby") as by:
        return take_over_term(by=by, at=world.at, concept_id=concept_id, visits=visits, **told)


def loose(world: Any, concept_id: Any) -> tuple[Planned, ...]:
    """The visits with a day as a plan that mends finds them."""
    from samspil.delivery.queries import visit_terms

    with world.as_("coordinator", "aaby") as by:
        found = visit_terms.ground(by, terming.asked(), concept_id=concept_id, on=ground.TODAY, loose=True)
        return tuple(found.loose)


def test_what_breaks_a_rule_is_not_taken_over(world, concept_id, made):
    with pytest.raises(Refused):
        taken_over(world, concept_id, planned(world, made, CHRISTMAS_EVE))
    assert {one[0] for one in terming.days(world).values()} == {None}

    assert taken_over(world, concept_id, planned(world, made, WEDNESDAY)) == 1
    assert terming.days(world)[str(made.id), 1][0] == WEDNESDAY


def test_a_visit_that_a_colleague_moved_since_the_plan_was_made_stays_where_it_was_put(
    world, concept_id, made
):
    visiting.planned(world, made, 1, WEDNESDAY)
    was, to = loose(world, concept_id), planned(world, made, WEDNESDAY + timedelta(days=14))
    visiting.planned(world, made, 1, WEDNESDAY + timedelta(days=7))

    with pytest.raises(Refused):
        taken_over(world, concept_id, to, was=was)
    assert terming.days(world)[str(made.id), 1][0] == WEDNESDAY + timedelta(days=7)

    assert taken_over(world, concept_id, to, was=loose(world, concept_id)) == 1
    assert terming.days(world)[str(made.id), 1][0] == to.on


def test_a_plan_of_a_term_that_is_none_is_not_taken_over(world, concept_id, made):
    wrong = terming.asked(ends_on=terming.STARTS + timedelta(weeks=60))

    with pytest.raises(Refused) as caught:
        taken_over(world, concept_id, planned(world, made, WEDNESDAY), asked=wrong)

    assert caught.value.refusal.field == "ends_on"


def test_two_visits_change_places_though_each_is_in_the_others_way(world, concept_id, made):
    other = visiting.series(world, "aaby", concept_id)
    visiting.planned(world, made, 1, WEDNESDAY)
    visiting.planned(world, other, 1, WEDNESDAY + timedelta(days=1))
    was = loose(world, concept_id)
    days = {one.series: one.on for one in was}
    swapped = [replace(one, on=days[(set(days) - {one.series}).pop()]) for one in was]

    assert taken_over(world, concept_id, *swapped, was=was) == 2

    after = terming.days(world)
    assert [after[str(one.id), 1][0] for one in (made, other)] == [WEDNESDAY + timedelta(days=1), WEDNESDAY]


def test_taking_all_takes_the_series_that_fit_and_leaves_out_the_one_that_does_not(world, concept_id, made):
    other = visiting.series(world, "aaby", concept_id)
    office = world.client("coordinator", "aaby")
    first, second = (str(one) for one in visiting.pair(world))
    page = set_by_hand(office, terming.planned(office), f"{made.id}/1", CHRISTMAS_EVE, (first, second))

    assert take(office, page).status_code == 302

    dated = {key[0] for key, one in terming.days(world).items() if one[0]}
    assert dated == {str(other.id)}


# --- whose plan it is, and how old


@contextmanager
def ago(monkeypatch: pytest.MonkeyPatch, seconds: int) -> Iterator[None]:
    """So long ago."""
    real = time.time
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: real() - seconds)
        yield


def coordinator(tenant_id: uuid.UUID) -> Actor:
    return Actor(tenant_id=tenant_id, role="coordinator", purpose="visits", account_id=uuid.uuid4())


@pytest.mark.parametrize(
    ("seconds", "is_there"), [(0, True), (12 * HOUR - 60, True), (12 * HOUR + 60, False)]
)
def test_a_plan_is_opened_for_half_a_day(monkeypatch, seconds, is_there):
    from samspil.interfaces.web.office import term_draft

    by = coordinator(uuid.uuid4())
    with ago(monkeypatch, seconds):
        sealed = term_draft.sealed(by, term_draft.Draft(terming.asked(), ()))

    assert (term_draft.opened(by, sealed) is not None) == is_there


def test_a_plan_is_opened_by_the_one_who_made_it_and_by_no_colleague():
    from samspil.interfaces.web.office import term_draft

    by = coordinator(uuid.uuid4())
    draft = term_draft.Draft(terming.asked(), ())
    sealed = term_draft.sealed(by, draft)

    others = (coordinator(by.tenant_id), replace(by, tenant_id=uuid.uuid4()))
    assert [term_draft.opened(one, sealed) for one in (by, *others)] == [draft, None, None]
