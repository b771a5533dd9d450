"""Two at the same moment about seats on events, really committed: nobody fails, and nobody has too much."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from tests.delivery import ground, schooling
from tests.delivery.test_moves_raced import at_once
from tests.world import World, built

from samspil.delivery.actions import seats
from samspil.delivery.terms.training import NominationState as State

pytestmark = pytest.mark.usefixtures("own_database")

MENTORS = ("mentor", "other_mentor", "lent")
TOGETHER_S, WAIT_S = 1, 20


def states(world: World, slug: str, event_id: Any) -> list[tuple[str, str]]:
    from samspil.delivery.models.seats import Nomination

    with world.as_("coordinator", slug):
        rows = Nomination.objects.filter(event_id=event_id).order_by("id")
        return [
            (name.split()[0].lower(), state) for name, state in rows.values_list("account__name", "state")
        ]


def together(monkeypatch: pytest.MonkeyPatch, thing: Any, name: str) -> None:
    """Let two threads come out of a function together, unless one of them cannot come so far."""
    real, both = getattr(thing, name), threading.Barrier(2)

    def read(*args: Any, **given: Any) -> Any:
        found = real(*args, **given)
        with suppress(threading.BrokenBarrierError):
            both.wait(TOGETHER_S)
        return found

    monkeypatch.setattr(thing, name, read)


def in_turn(monkeypatch: pytest.MonkeyPatch, first: list[threading.Thread]) -> None:
    """Let the `first` thread come as far as to where it holds the event; there the other one goes before."""
    real, came, holds = seats._turn, threading.Event(), threading.Event()

    def turn(*args: Any) -> Any:
        if threading.current_thread() in first:
            came.set()
            assert holds.wait(WAIT_S)
            return real(*args)
        assert came.wait(WAIT_S)
        found = real(*args)
        holds.set()
        return found

    monkeypatch.setattr(seats, "_turn", turn)


def test_withdrawn_while_the_seats_are_filled_ends_both(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world = built()
    event_id = schooling.plan(world, ground.load(world), seats=2)
    named = schooling.nominate(world, "aaby", event_id, MENTORS[:2])
    schooling.share_out(world, event_id)
    first: list[threading.Thread] = []
    in_turn(monkeypatch, first)

    def withdraw() -> None:
        first.append(threading.current_thread())
        with world.as_("coordinator", "aaby") as by:
            told = {"nomination_id": named["mentor"], "because": "leaves"}
            seats.withdraw(by=by, at=world.at, on=schooling.PLANNED_ON, **told)

    def fill() -> None:
        schooling.fill(world, "aaby", event_id, list(named.values()))

    assert at_once(withdraw, fill) == ["done", "done"]
    assert states(world, "aaby", event_id) == [("mentor", State.WITHDRAWN), ("other", State.SEAT)]


def test_named_by_two_at_once_somebody_is_named_once(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world = built()
    event_id = schooling.plan(world, ground.load(world))
    who = (world.member("mentor", "aaby").appointment_id,)
    together(monkeypatch, seats.queries, "to_nominate")

    def nominate() -> None:
        with world.as_("coordinator", "aaby") as by:
            seats.nominate(by=by, at=world.at, on=schooling.PLANNED_ON, event_id=event_id, who=who)

    assert sorted(at_once(nominate, nominate)) == ["Refused", "done"]
    assert states(world, "aaby", event_id) == [("mentor", State.ASKED)]


def test_two_events_of_one_track_shared_out_at_once_keep_to_the_programmes_range(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = built()
    concept = ground.the_concept()
    tracks = tuple(replace(one, seats_min=1, seats_max=4) for one in concept.training.tracks)
    concept_id = ground.load(world, replace(concept, training=replace(concept.training, tracks=tracks)))
    events = {slug: schooling.plan(world, concept_id) for slug in ("aaby", "baekby")}
    for slug, event_id in events.items():
        schooling.nominate(world, slug, event_id, MENTORS)
    together(monkeypatch, seats.queries, "proposal")
    given: dict[str, int] = {}

    def share_out(slug: str) -> None:
        given.update(schooling.share_out(world, events[slug]))

    assert at_once(lambda: share_out("aaby"), lambda: share_out("baekby")) == ["done", "done"]
    assert sorted(given.values()) == [1, 3]
