"""What the worker does about courses: open and close their forms, count the answers, erase them."""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from samspil.delivery.actions import training_forms as actions
from samspil.delivery.queries import training_forms as queries
from samspil.delivery.queries.training_forms import Countable, Standing
from samspil.kernel.actor import Actor
from samspil.trust import fields
from samspil.trust.scope import scope

log = logging.getLogger("samspil.worker")


def tend(municipalities: Sequence[Actor], *, at: datetime, on: date) -> int:
    """Open and close the forms after courses, each course in its own transaction; how many failed."""
    failed = 0
    for actor in municipalities:
        with scope(actor, lifetime_s=300):
            events = queries.events_to_tend(on=on)
        for event_id in events:
            try:
                with scope(actor):
                    actions.tend_training(by=actor, at=at, on=on, event_id=event_id)
            except Exception as problem:
                failed += 1
                log.exception("tend: course %s failed", event_id, exc_info=_without_words(problem))
    return failed


def count(providers: Sequence[Actor], municipalities: Sequence[Actor], *, at: datetime, on: date) -> int:
    """Count what nobody can answer any more, over all municipalities at once, and erase what was counted;
    how many failed.

    The sums are made here and kept by the provider; no municipality's own are kept by anybody. What was
    counted and not erased, because somebody pulled the plug, is erased the next night.
    """
    failed = 0
    for provider in providers:
        with scope(provider, lifetime_s=300):
            waiting = queries.to_count(on=on)
        for one in _over(municipalities, waiting):
            try:
                _count(provider, municipalities, one, at=at, on=on)
            except Exception as problem:
                failed += 1
                log.exception("count: course %s failed", one.thing_id, exc_info=_without_words(problem))
        with scope(provider, lifetime_s=300):
            counted = queries.counted_things()
        for actor in municipalities if counted else ():
            _forget(actor, counted, at=at)
    return failed


def agree(providers: Sequence[Actor], municipalities: Sequence[Actor]) -> bool:
    """Whether every count of a course's forms is what the municipalities' own rows add up to."""
    for provider in providers:
        with scope(provider, lifetime_s=300):
            told = queries.counts()
        stand = _standing(municipalities, list(told))
        if any((stand[key].owed, stand[key].answered) != said for key, said in told.items()):
            return False
    return True


def _over(municipalities: Sequence[Actor], waiting: Sequence[Countable]) -> list[Countable]:
    """Those of which every form is there, and none is open."""
    stand = _standing(municipalities, [one.thing_id for one in waiting])
    return [one for one in waiting if stand[one.thing_id].owed == one.owed and not stand[one.thing_id].open]


def _standing(municipalities: Sequence[Actor], things: Sequence[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """How the forms about each stand, over all municipalities."""
    found = dict.fromkeys(things, Standing(0, 0, 0))
    for actor in municipalities if found else ():
        with scope(actor, lifetime_s=300):
            parts = queries.standing(found)
        for key, part in parts.items():
            so_far = found[key]
            found[key] = Standing(
                so_far.owed + part.owed, so_far.open + part.open, so_far.answered + part.answered
            )
    return found


def _count(
    provider: Actor, municipalities: Sequence[Actor], one: Countable, *, at: datetime, on: date
) -> None:
    given: Counter[tuple[str, str]] = Counter()
    answered = 0
    for actor in municipalities:
        with scope(actor, lifetime_s=300):
            stands = queries.standing([one.thing_id]).get(one.thing_id)
            if stands is not None and stands.answered:
                answered += stands.answered
                given += queries.answers_about(actor, one.thing_id, at=at)
    with scope(provider):
        actions.count_training(by=provider, at=at, on=on, one=one, answered=answered, given=given)


def _forget(actor: Actor, counted: set[uuid.UUID], *, at: datetime) -> None:
    with scope(actor, lifetime_s=300):
        left = queries.to_forget(counted)
    for thing_id in left:
        with scope(actor):
            gone = actions.forget_training(by=actor, at=at, thing_id=thing_id)
        for form_id in gone:
            fields.erase(form_id)


def _without_words(problem: Exception) -> Exception:
    """The same kind of fault at the same place, without what it said: that may hold somebody's words."""
    return RuntimeError(type(problem).__name__).with_traceback(problem.__traceback__)
