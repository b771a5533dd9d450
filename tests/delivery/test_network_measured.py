"""Parents in a network are measured through their own parent course: the course owes, not the network."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ending, family, ground

BEGAN, NEXT_OPENS = date(2014, 6, 2), date(2014, 8, 19)


@pytest.fixture
def coached(world: Any) -> ground.Made:
    return ground.course(world, "aaby", ground.load(world), intervention="parent", on=BEGAN)


@pytest.fixture
def network(world: Any, coached: ground.Made) -> Any:
    """A network in which the parent is known by name."""
    made = family.network(world, "aaby", coached.concept_id)
    family.known(world, coached, made)
    assert members(world) == 1
    return made


def members(world: Any) -> int:
    from samspil.delivery.models.networks import NetworkMember

    with world.as_("coordinator", "aaby"):
        return int(NetworkMember.objects.count())


def recounted(world: Any, on: date) -> tuple[bool, int]:
    from samspil.delivery.queries.measurements import prove

    with world.as_("coordinator", "aaby") as by:
        found = prove(by, on=on)
    return found.equal, found.owed


def test_a_member_owes_what_the_parent_course_owes_and_nothing_twice(
    world: Any, coached: ground.Made, network: Any
) -> None:
    from samspil.delivery.models.measurements import Measurement

    second = family.network(world, "aaby", coached.concept_id, name="Torsdag")
    family.known(world, coached, second)
    ground.tend(world, coached, NEXT_OPENS)

    with world.as_("coordinator", "aaby"):
        rows = Measurement.objects.values_list("key", "instrument", "person_id").order_by("opens_on")
        assert list(rows) == [(key, "parent", coached.person_id) for key in ("start", "month-3")]
    assert members(world) == 2
    assert recounted(world, NEXT_OPENS) == (True, 2)


@pytest.mark.parametrize("how", ["completed", "stopped"])
def test_a_membership_does_not_outlast_the_course_and_nothing_more_is_owed(
    world: Any, coached: ground.Made, network: Any, how: str
) -> None:
    """Whoever comes to the network after the course has ended comes as one more head that is counted."""
    from samspil.delivery.actions.networks import join_network
    from samspil.kernel.errors import Refused
    from samspil.people.terms import Method

    on = NEXT_OPENS - timedelta(days=10)
    if how == "completed":
        ending.begin_closing(world, coached, on=on)
        ending.finish(world, coached, on=on, cast="parent_coach")
        expected = {"start": "missed", "closing": "done"}
    else:
        family.stops(world, coached)
        on, expected = ground.TODAY, {"start": "missed", "month-3": "stopped"}
    assert members(world) == 0
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        join_network(
            by=by,
            at=world.at,
            on=on,
            course_id=coached.course_id,
            network_id=network,
            method=Method.PAPER,
        )
    ground.tend(world, coached, on + timedelta(days=400))

    assert ground.states(world, coached) == expected
    assert recounted(world, on + timedelta(days=400)) == (True, 2)
