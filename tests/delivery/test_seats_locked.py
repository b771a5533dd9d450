"""Seats given, taken, changed and cancelled at the same moment, really committed: never a failure, never too
much. Whoever comes second waits, sees what the first one did, and is told so in a sentence.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.delivery import ground, schooling
from tests.delivery.test_moves_raced import at_once
from tests.world import World, built

from samspil.delivery.actions import seats

pytestmark = pytest.mark.usefixtures("own_database")

MENTORS = ("mentor", "other_mentor", "lent")
WAIT_S, BETWEEN_S = 20, 0.7


class Between:
    """What happens after one has read something and before it writes: the other one's whole work, unless
    that has to wait.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, thing: Any, name: str) -> None:
        self.read, self.over, self.real = threading.Event(), threading.Event(), getattr(thing, name)
        monkeypatch.setattr(thing, name, self._reading)
        self.first: list[threading.Thread] = []

    def _reading(self, *args: Any, **given: Any) -> Any:
        found = self.real(*args, **given)
        if threading.current_thread() in self.first and not self.read.is_set():
            self.read.set()
            self.over.wait(BETWEEN_S)
        return found

    def run(self, first: Callable[[], Any], then: Callable[[], Any]) -> list[str]:
        """What came of the first one, and of the other in between."""

        def one() -> None:
            self.first.append(threading.current_thread())
            first()

        def other() -> None:
            assert self.read.wait(WAIT_S)
            try:
                then()
            finally:
                self.over.set()

        return at_once(one, other)


def shared(world: World) -> tuple[uuid.UUID, dict[str, uuid.UUID]]:
    """An event of two seats, both given to Åby and not filled; Bækby asks for one now."""
    event_id = schooling.plan(world, ground.load(world), seats=2)
    named = schooling.nominate(world, "aaby", event_id, MENTORS[:2])
    assert schooling.share_out(world, event_id) == {"aaby": 2}
    schooling.nominate(world, "baekby", event_id, MENTORS[:1])
    return event_id, named


def standing(world: World, event_id: uuid.UUID) -> dict[str, tuple[int, int]]:
    """What each municipality was given and has taken."""
    from samspil.delivery.models.seats import SeatShare, SeatWish

    slugs = {tenant: slug for slug, tenant in world.organisations.items()}
    with world.as_("programme_office") as by:
        wishes = SeatWish.objects.presented().filter(office_id=by.tenant_id, event_id=event_id)
        taken = dict(wishes.values_list("tenant_id", "taken"))
        rows = SeatShare.objects.filter(event_id=event_id).values_list("municipality_id", "given")
        return {slugs[key]: (given, taken.get(key, 0)) for key, given in rows}


def test_seats_filled_while_they_are_shared_out_anew(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world = built()
    event_id, named = shared(world)

    came = Between(monkeypatch, seats.queries, "proposal").run(
        lambda: schooling.share_out(world, event_id),
        lambda: schooling.fill(world, "aaby", event_id, list(named.values())),
    )

    assert (came, standing(world, event_id)) == (["done", "Refused"], {"aaby": (1, 0), "baekby": (1, 0)})


def test_shared_out_anew_while_seats_are_filled(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world = built()
    event_id, named = shared(world)

    came = Between(monkeypatch, seats.queries, "free_seats").run(
        lambda: schooling.fill(world, "aaby", event_id, list(named.values())),
        lambda: schooling.share_out(world, event_id),
    )

    assert (came, standing(world, event_id)) == (["done", "done"], {"aaby": (2, 2), "baekby": (0, 0)})


def test_a_yes_that_gives_a_seat_while_they_are_shared_out_anew(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = built()
    event_id, named = shared(world)
    schooling.fill(world, "aaby", event_id, [named["mentor"]])
    with world.as_("coordinator", "aaby") as by:
        who = (world.member("lent", "aaby").appointment_id,)
        (asked,) = seats.nominate(by=by, at=world.at, on=schooling.PLANNED_ON, event_id=event_id, who=who)

    def say_yes() -> None:
        told = {"at": world.at, "on": schooling.PLANNED_ON, "nomination_id": asked.id, "says_yes": True}
        with world.as_("municipal_lead", "aaby") as by:
            seats.decide(by=by, **told)

    came = Between(monkeypatch, seats.queries, "free_seats").run(
        say_yes, lambda: schooling.share_out(world, event_id)
    )

    assert (came, standing(world, event_id)) == (["done", "done"], {"aaby": (2, 2), "baekby": (0, 0)})


def cancel(world: World, event_id: uuid.UUID) -> None:
    from samspil.delivery.actions import training

    with world.as_("training_provider") as by:
        training.cancel_event(by=by, at=world.at, on=schooling.PLANNED_ON, event_id=event_id)


def change(world: World, event_id: uuid.UUID, to: int) -> None:
    from samspil.delivery.actions import training_changes
    from samspil.delivery.rules.training_changes import EventChanged

    new = EventChanged("Samtalen", "Vejle", to, min(schooling.DAYS), schooling.DAYS)
    with world.as_("training_provider") as by:
        training_changes.change_event(by=by, at=world.at, on=schooling.PLANNED_ON, event_id=event_id, new=new)


@pytest.mark.parametrize(
    ("work", "came"),
    [(cancel, ["done", "done"]), (lambda world, key: change(world, key, 1), ["done", "Refused"])],
    ids=["cancelled", "fewer seats"],
)
def test_what_the_provider_does_while_seats_are_shared_out(
    server: Any, monkeypatch: pytest.MonkeyPatch, work: Callable[..., None], came: list[str]
) -> None:
    world = built()
    event_id = schooling.plan(world, ground.load(world), seats=2)
    schooling.nominate(world, "aaby", event_id, MENTORS[:2])

    found = Between(monkeypatch, seats.queries, "proposal").run(
        lambda: schooling.share_out(world, event_id), lambda: work(world, event_id)
    )

    assert (found, standing(world, event_id)) == (came, {"aaby": (2, 0)})


@pytest.mark.parametrize(
    ("work", "came", "given"),
    [
        (cancel, ["done", "Refused"], {}),
        (lambda world, key: change(world, key, 1), ["done", "done"], {"aaby": (1, 0)}),
    ],
    ids=["cancelled", "fewer seats"],
)
def test_shared_out_while_the_provider_is_at_it(
    server: Any, monkeypatch: pytest.MonkeyPatch, work: Any, came: list[str], given: Any
) -> None:
    from samspil.delivery.rules import training as rules

    world = built()
    event_id = schooling.plan(world, ground.load(world), seats=2)
    schooling.nominate(world, "aaby", event_id, MENTORS[:2])

    found = Between(monkeypatch, rules, "must_be_planned").run(
        lambda: work(world, event_id), lambda: schooling.share_out(world, event_id)
    )

    assert (found, standing(world, event_id)) == (came, given)


def test_somebody_gets_a_seat_on_no_course_that_is_being_closed(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.rules import training as rules

    world = built()
    day = schooling.DAYS[0]
    event_id = schooling.plan(world, ground.load(world), seats=2, days=[day])
    named = schooling.nominate(world, "aaby", event_id, MENTORS[:2])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, [named["mentor"]])
    schooling.attend(world, event_id, on=day)

    came = Between(monkeypatch, rules, "must_be_over").run(
        lambda: schooling.close(world, event_id, on=day),
        lambda: schooling.fill(world, "aaby", event_id, [named["other_mentor"]], on=day),
    )

    assert (came, standing(world, event_id)) == (["done", "Refused"], {"aaby": (2, 1)})


# --- the database's own locks, whatever the code does


def in_two_connections(first: Callable[[], Any], other: Callable[[], Any]) -> str:
    """The first one writes and is not done; the other one writes meanwhile, or waits for it; what came of
    the other.
    """
    from django.db import connections

    begun, wrote, outcome = threading.Event(), threading.Event(), []

    def meanwhile() -> None:
        assert begun.wait(WAIT_S)
        try:
            other()
            outcome.append("done")
        except IntegrityError as problem:
            outcome.append(str(problem).split("\n")[0])
        finally:
            wrote.set()
            connections.close_all()

    thread = threading.Thread(target=meanwhile)
    thread.start()
    with transaction.atomic():
        first()
        begun.set()
        wrote.wait(BETWEEN_S)
    thread.join(WAIT_S)
    (came,) = outcome
    return str(came)


def give(world: World, event_id: uuid.UUID, given: int, slug: str = "aaby") -> None:
    """A share as a row, past every rule of the code."""
    from samspil.delivery.models.seats import SeatShare
    from samspil.delivery.queries import training
    from samspil.trust.audit import writing

    with world.as_("programme_office") as by, writing():
        event = training.event_for(by, event_id)
        told = {"asked": 3, "given": given, "level": 0, "because": "all_asked", "shared_on": event.days[0]}
        SeatShare.objects.update_or_create(
            event_id=event_id,
            municipality_id=world.tenant(slug),
            defaults=told,
            create_defaults=told
            | {
                "tenant_id": by.tenant_id,
                "event_id": event_id,
                "provider_id": event.provider_id,
                "concept_id": event.concept_id,
                "track": event.track,
                "municipality_id": world.tenant(slug),
            },
        )


def take(world: World, nomination_id: uuid.UUID, taken: int) -> None:
    """A seat as a row, and the number beside it."""
    from samspil.delivery.models.seats import Nomination, SeatWish
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        row = Nomination.objects.get(id=nomination_id)
        row.state, row.shown_to = "seat", row.provider_id
        row.save(update_fields=["state", "shown_to"])
        SeatWish.objects.filter(event_id=row.event_id).update(taken=taken)


def few(world: World, most: int) -> uuid.UUID:
    concept = ground.the_concept()
    tracks = tuple(replace(one, seats_min=1, seats_max=most) for one in concept.training.tracks)
    return ground.load(world, replace(concept, training=replace(concept.training, tracks=tracks)))


TOO_MANY = "An event has no more seats than it has."
OUT_OF_RANGE = "The programme has no more seats on this track."
NOT_BACK = "A seat that is taken is not taken back."
NOT_GIVEN = "Nobody takes a seat that was not given."


def test_two_shares_of_one_event_at_once_wait_for_each_other(server: Any) -> None:
    world = built()
    event_id = schooling.plan(world, ground.load(world), seats=3)

    came = in_two_connections(
        lambda: give(world, event_id, 2, "aaby"), lambda: give(world, event_id, 2, "baekby")
    )

    assert (came, standing(world, event_id)) == (TOO_MANY, {"aaby": (2, 0)})


def test_shares_of_two_events_of_one_track_at_once_wait_for_each_other(server: Any) -> None:
    world = built()
    concept_id = few(world, 4)
    one, other = (schooling.plan(world, concept_id, seats=3) for _each in range(2))

    came = in_two_connections(lambda: give(world, one, 3), lambda: give(world, other, 3))

    assert came == OUT_OF_RANGE
    assert (standing(world, one), standing(world, other)) == ({"aaby": (3, 0)}, {})


def approved(world: World, seats_: int) -> tuple[uuid.UUID, dict[str, uuid.UUID]]:
    event_id = schooling.plan(world, ground.load(world), seats=seats_)
    named = schooling.nominate(world, "aaby", event_id, MENTORS[:2])
    schooling.share_out(world, event_id)
    return event_id, named


def test_two_seats_taken_at_once_wait_for_each_other(server: Any) -> None:
    world = built()
    event_id, named = approved(world, 1)

    came = in_two_connections(
        lambda: take_alone(world, named["mentor"]), lambda: take_alone(world, named["other_mentor"])
    )

    assert (came, seats_of(world, event_id)) == (NOT_GIVEN, 1)


def test_a_seat_taken_waits_for_a_share_that_becomes_smaller(server: Any) -> None:
    world = built()
    event_id, named = approved(world, 1)

    came = in_two_connections(lambda: give(world, event_id, 0), lambda: take(world, named["mentor"], 1))

    assert (came, standing(world, event_id)) == (NOT_GIVEN, {"aaby": (0, 0)})


def test_a_share_that_becomes_smaller_waits_for_a_seat_being_taken(server: Any) -> None:
    world = built()
    event_id, named = approved(world, 1)

    came = in_two_connections(lambda: take(world, named["mentor"], 1), lambda: give(world, event_id, 0))

    assert (came, standing(world, event_id)) == (NOT_BACK, {"aaby": (1, 1)})


def test_fewer_seats_of_an_event_wait_for_a_share_being_given(server: Any) -> None:
    from samspil.delivery.models.training import TrainingEvent
    from samspil.trust.audit import writing

    world = built()
    event_id = schooling.plan(world, ground.load(world), seats=3)

    def fewer() -> None:
        with world.as_("training_provider"), writing():
            TrainingEvent.objects.filter(id=event_id).update(seats=1)

    came = in_two_connections(lambda: give(world, event_id, 3), fewer)

    assert came == "Seats that are given are not taken back, and a programme has no more than it has."


def take_alone(world: World, nomination_id: uuid.UUID) -> None:
    from samspil.delivery.models.seats import Nomination
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        row = Nomination.objects.get(id=nomination_id)
        Nomination.objects.filter(id=nomination_id).update(state="seat", shown_to=row.provider_id)


def seats_of(world: World, event_id: uuid.UUID) -> int:
    from samspil.delivery.models.seats import Nomination

    with world.as_("coordinator", "aaby"):
        return int(Nomination.objects.filter(event_id=event_id, state="seat").count())
