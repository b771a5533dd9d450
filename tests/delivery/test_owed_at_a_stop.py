"""A stop at any moment: what had opened by then is stopped with it, and the recount still agrees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ending, ground

BEGAN = date(2014, 6, 2)
NEXT_OPENS = date(2014, 8, 19)


def stop(world: Any, made: ground.Made, on: date) -> None:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.stop(by=by, at=ground.at_day(on), on=on, course_id=made.course_id)


def recounted(world: Any, made: ground.Made, on: date) -> tuple[bool, int]:
    from samspil.delivery.queries.measurements import prove

    with world.as_("coordinator", made.slug) as by:
        found = prove(by, on=on)
    return found.equal, found.owed


@pytest.mark.parametrize(
    ("days", "states"),
    [
        (-1, {"start": "stopped"}),
        (0, {"start": "missed", "month-3": "stopped"}),
        (100, {"start": "missed", "month-3": "missed", "month-6": "stopped"}),
    ],
)
def test_a_round_that_no_night_had_written_down_is_stopped_too(
    world: Any, days: int, states: dict[str, str]
) -> None:
    """The worker slept; the person is asked nothing after the stop."""
    made = ground.course(world, "aaby", ground.load(world), on=BEGAN)
    on = NEXT_OPENS + timedelta(days=days)

    stop(world, made, on)
    assert ground.states(world, made) == states
    ground.tend(world, made, on + timedelta(days=400))

    assert ground.states(world, made) == states
    assert recounted(world, made, on + timedelta(days=400)) == (True, len(states))


@pytest.mark.parametrize("later", [0, 1, 90])
def test_a_stop_while_closing_keeps_the_closing_round_and_opens_none_before_it(
    world: Any, later: int
) -> None:
    """The last day that had been agreed stays, so nothing opens between it and the stop."""
    made = ground.course(world, "aaby", ground.load(world), on=BEGAN)
    last_day = NEXT_OPENS - timedelta(days=5)
    ending.begin_closing(world, made, on=last_day)
    on = last_day + timedelta(days=later)

    stop(world, made, on)
    ground.tend(world, made, on + timedelta(days=400))

    assert ground.states(world, made) == {"start": "missed", "closing": "stopped"}
    assert recounted(world, made, on + timedelta(days=400)) == (True, 2)
    with world.as_("coordinator", "aaby"):
        assert _days(made) == (last_day, on)


def test_a_stop_is_dated_no_earlier_than_what_had_opened(world: Any) -> None:
    """A night ran with a clock that was ahead; the stop comes by the right one."""
    made = ground.course(world, "aaby", ground.load(world), on=BEGAN)
    ground.tend(world, made, NEXT_OPENS)

    stop(world, made, NEXT_OPENS - timedelta(days=3))

    assert ground.states(world, made) == {"start": "missed", "month-3": "stopped"}
    assert recounted(world, made, NEXT_OPENS) == (True, 2)


def _days(made: ground.Made) -> tuple[date, date]:
    from samspil.delivery.models.courses import Course

    found: tuple[date, date] = Course.objects.values_list("ended_on", "stopped_on").get(id=made.course_id)
    return found
