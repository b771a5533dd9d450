"""A worker that dies while it reminds of a visit: its letter goes once, or not at all if nobody can know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground, visiting
from tests.delivery.reminding import day
from tests.interfaces.cli.postbox import postbox
from tests.interfaces.cli.test_posting_killed import DEATHS, work


def reminded(world: Any) -> Any:
    """A visit of one role model a week after the day on which the worker works, with its reminder queued."""
    from samspil.interfaces.cli import posting

    on = day(0) + timedelta(days=7)
    made = visiting.series(world, "aaby", ground.load(world))
    who = (world.member("role_model", "aaby").appointment_id,)
    visit = visiting.planned(world, made, 1, on, today=day(0), who=who)
    posting.write_reminders(at=ground.at_day(day(0)), on=day(0))
    return visit


def states(world: Any) -> list[str]:
    from samspil.delivery.models.visit_reminders import VisitReminder

    with world.as_("coordinator", "aaby"):
        return list(VisitReminder.objects.values_list("state", flat=True))


def waited(world: Any) -> None:
    """Eleven minutes pass for what goes out, by the database's clock."""
    from django.db.models import F

    from samspil.delivery.models.visit_reminders import VisitReminder
    from samspil.trust.audit import writing

    past = timedelta(minutes=11)
    with world.as_("coordinator", "aaby"), writing():
        VisitReminder.objects.update(moved_at=F("moved_at") - past, ready_at=F("ready_at") - past)


@pytest.mark.parametrize("dies", DEATHS)
def test_a_worker_that_is_killed_never_reminds_of_a_visit_twice(
    own_database: str, server: Any, dies: str
) -> None:
    from tests.trust import committed
    from tests.world import built

    world = built()
    reminded(world)
    before, after, at_death, at_last = DEATHS[dies]
    with postbox() as box:
        killed = work(own_database, box, dies)
        assert (killed.returncode, len(box.taken)) == (-9, before), killed.stderr
        assert states(world) == [at_death]
        waited(world)
        later = [work(own_database, box) for _twice in range(2)]
        assert [one.returncode for one in later] == [0, 0], later[0].stderr
        assert (len(box.taken), states(world)) == (after, [at_last])
    committed._forget_how_far_it_was_sealed()


def test_a_visit_that_is_moved_while_its_reminder_is_claimed_is_not_told_of(
    own_database: str, server: Any
) -> None:
    from tests.trust import committed
    from tests.world import built

    world = built()
    visit = reminded(world)
    with postbox() as box:
        assert work(own_database, box, "after the claim").returncode == -9
        assert states(world) == ["sending"]
        who = (world.member("role_model", "aaby").appointment_id,)
        made = visiting.Of(visit.series_id)
        visiting.planned(world, made, 1, visit.on + timedelta(days=30), today=day(0), who=who)
        waited(world)
        later = work(own_database, box)

    assert (later.returncode, len(box.taken), states(world)) == (0, 0, ["dropped"]), later.stderr
    committed._forget_how_far_it_was_sealed()
