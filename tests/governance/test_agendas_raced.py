"""Two at one agenda at the same moment, really committed: each waits for the other, and nothing is lost."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.delivery import ground
from tests.delivery.test_moves_raced import at_once
from tests.governance import steering
from tests.world import built

pytestmark = pytest.mark.usefixtures("own_database")
LAST = ground.TODAY + timedelta(days=11)


def while_it_waits(first: Any, then: Any) -> list[str]:
    """`first` in a transaction that stays open until `then` has had time to come as far as it can."""
    from django.db import connections

    begun, came = threading.Event(), []

    def other() -> None:
        assert begun.wait(20)
        try:
            then()
            came.append("done")
        except Exception as problem:
            came.append(type(problem).__name__)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    with transaction.atomic():
        first()
        begun.set()
        thread.join(1.0)
    thread.join(20)
    return came


def voted(world: Any) -> tuple[list[Any], Any]:
    """The meetings of a steering group, and a proposal whose time is over."""
    made = steering.found(world)
    keys = steering.planned(world, made["steering"])
    ballot = steering.in_writing(world, made["steering"])
    for slug in steering.MEMBERS:
        steering.voted(world, ballot, slug)
    return keys, ballot


def agenda(world: Any, meeting_id: Any) -> list[tuple[str, int]]:
    from samspil.governance.models.meetings import AgendaItem

    with world.as_("programme_office"):
        rows = AgendaItem.objects.filter(meeting_id=meeting_id).order_by("position")
        return list(rows.values_list("heading", "position"))


def test_a_decision_waits_for_whoever_is_putting_something_on_the_same_agenda(server):
    world = built()
    (_first, second, *_more), ballot = voted(world)
    came = while_it_waits(
        lambda: steering.placed(world, second, heading="Status", words=""),
        lambda: steering.closed(world, ballot, LAST),
    )

    assert came == ["done"]
    assert agenda(world, second) == [("Status", 1), ("Besøg lægges om formiddagen", 2)]


def test_a_decision_is_entered_at_the_meeting_after_one_that_is_cancelled_meanwhile(server):
    from samspil.governance.actions import meetings

    world = built()
    (_first, second, third, *_more), ballot = voted(world)

    def cancel() -> None:
        with world.as_("programme_office") as by:
            meetings.cancel_meeting(by=by, at=world.at, on=ground.TODAY, meeting_id=second)

    came = while_it_waits(cancel, lambda: steering.closed(world, ballot, LAST))
    assert (came, agenda(world, second)) == (["done"], [])
    assert agenda(world, third) == [("Besøg lægges om formiddagen", 1)]


def test_two_who_word_one_item_anew_at_once_do_not_both_win(server):
    from samspil.governance.actions import agendas

    world = built()
    made = steering.found(world)
    second = steering.planned(world, made["steering"])[1]
    item = steering.placed(world, second, heading="Status", words="")

    def change(words: str) -> Any:
        def act() -> None:
            with world.as_("programme_office") as by:
                told = {"heading": "Status", "words": words, "edition": 1}
                agendas.change_item(by=by, at=world.at, item_id=item.id, **told)

        return act

    assert sorted(at_once(change("Den ene"), change("Den anden"))) == ["Refused", "done"]


def test_two_who_move_items_across_two_meetings_at_once_never_stand_still(server):
    from samspil.governance.actions import agendas

    world = built()
    made = steering.found(world)
    _first, second, third, *_more = steering.planned(world, made["steering"])
    there, back = (
        steering.placed(world, one, heading=name, words="") for one, name in ((second, "A"), (third, "B"))
    )

    def move(item: Any, from_id: Any, to_id: Any) -> Any:
        def act() -> None:
            with world.as_("programme_office") as by:
                told = {"item_id": item.id, "from_id": from_id, "to_id": to_id}
                agendas.move_item(by=by, at=world.at, on=ground.TODAY, **told)

        return act

    assert at_once(move(there, second, third), move(back, third, second)) == ["done", "done"]
    assert (agenda(world, second), agenda(world, third)) == ([("B", 1)], [("A", 1)])


def test_what_was_taken_off_meanwhile_has_no_outcome_written(server):
    from samspil.governance.actions import agendas

    world = built()
    made = steering.found(world)
    first, *_more = steering.planned(world, made["steering"])
    item = steering.placed(world, first, heading="Status", words="")

    def off() -> None:
        with world.as_("programme_office") as by:
            agendas.take_off(by=by, at=world.at, item_id=item.id, from_id=first)

    came = while_it_waits(off, lambda: steering.outcome(world, item.id))
    assert came == ["Missing"]
