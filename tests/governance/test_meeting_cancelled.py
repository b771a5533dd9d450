"""A meeting that is cancelled: what waits, what is entered elsewhere, what stays; and one pack a meeting."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground
from tests.delivery.test_moves_raced import at_once
from tests.governance import packing, steering
from tests.governance.test_agendas import act, on_agenda, steering_cancelled, waiting
from tests.world import built

from samspil.kernel.errors import Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def groups(world):
    return steering.found(world)


@pytest.fixture
def meetings(world, groups):
    return steering.planned(world, groups["steering"])


def packs_of(world, meeting_id):
    from samspil.governance.queries import packs

    with world.as_("steering_member") as by:
        return [one.number for one in packs.packs(by, world.tenant("kontoret"), meeting_id)]


def test_what_was_on_its_agenda_waits_a_decision_is_entered_next_and_the_pack_stays(world, groups, meetings):
    """Red before: the pack and the decision waited with the rest, and no minutes were sure to hold it."""
    _first, second, third, *_more = meetings
    steering.placed(world, third, heading="Næste gang", words="")
    steering.placed(world, second, heading="Status", words="")
    packing.sent(world, second)
    steering.decided(world, groups["steering"], steering.raised(world).id)
    decided = on_agenda(world, second)[2][0]

    steering_cancelled(world, second)

    assert on_agenda(world, second) == [("Statuspakke", 1)]
    assert on_agenda(world, third) == [("Næste gang", 1), (decided, 2)]
    assert waiting(world, groups["steering"]) == [("Status", False)]
    assert packs_of(world, second) == [1]
    packing.sent(world, third)
    assert (packs_of(world, second), packs_of(world, third)) == ([1], [1])
    page = world.client("steering_member").get(f"/o/steering/meetings/{second}")
    assert (page.status_code, "Statuspakke" in page.content.decode()) == (200, True)


def test_where_no_other_meeting_is_planned_a_decision_waits_for_one(world, groups, meetings):
    steering.decided(world, groups["steering"], steering.raised(world).id)
    (decided,) = (name for name, _place in on_agenda(world, meetings[1]))
    for one in reversed(meetings[2:]):
        steering_cancelled(world, one)

    steering_cancelled(world, meetings[1])

    assert (on_agenda(world, meetings[1]), waiting(world, groups["steering"])) == ([], [(decided, False)])


def test_a_pack_goes_to_no_meeting_that_has_one(world, groups, meetings):
    """Red before: two packs came to one meeting, and either could get the next version."""
    _first, second, third, fourth, *_more = meetings
    one, other = packing.sent(world, second), packing.sent(world, third)
    move = {"on": ground.TODAY, "item_id": one.item_id, "from_id": second}
    with pytest.raises(Refused, match="har allerede en statuspakke") as refused:
        act(world, "move_item", to_id=third, **move)
    assert refused.value.refusal.field == "to"
    act(world, "move_item", to_id=fourth, **move)
    assert [packs_of(world, each) for each in (second, third, fourth)] == [[], [1], [1]]
    assert other.item_id != one.item_id


def test_the_database_holds_one_pack_a_meeting(world, groups, meetings):
    from samspil.governance.models.meetings import AgendaItem
    from samspil.governance.models.packs import StatusPack

    _first, second, third, *_more = meetings
    one = packing.sent(world, second)
    packing.sent(world, third)
    plain = steering.placed(world, third, heading="Andet", words="")
    told = {"tenant_id": one.tenant_id, "number": 1, "made_on": one.made_on, "digest": one.digest}
    for wrong in (
        lambda: AgendaItem.objects.filter(id=one.item_id).update(meeting_id=third, position=9),
        lambda: StatusPack(item_id=plain.id, content=one.content, **told).save(force_insert=True),
    ):
        with pytest.raises(IntegrityError, match="has one status pack"), transaction.atomic():
            written(world, plain, wrong)


def written(world, thing, write):
    """What another action than ours would write."""
    from samspil.trust import audit

    with world.as_("programme_office") as by, audit.acting("governance.move_item", by=by, at=world.at) as act:
        act.about(thing)
        write()


@pytest.mark.usefixtures("own_database")
def test_two_meetings_cancelled_at_once_never_stand_still(server):
    world = built()
    made = steering.found(world)
    _first, second, third, fourth, *_more = steering.planned(world, made["steering"])
    steering.decided(world, made["steering"], steering.raised(world).id)

    came = at_once(*[lambda one=one: steering_cancelled(world, one) for one in (second, third)])

    assert came == ["done", "done"]
    assert [len(on_agenda(world, one)) for one in (second, third, fourth)] == [0, 0, 1]
