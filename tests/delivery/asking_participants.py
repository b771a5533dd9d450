"""Forms after a course, through the actions: a course with so many who came, nights, and answers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground, schooling

CLOSED_ON = schooling.CLOSED_ON
LAST = CLOSED_ON + timedelta(days=35)
"""The last day on which a form about the course can be answered, by the shipped concept file."""

FULL = {
    "of_use": "completely",
    "level": "rather",
    "practice": "in_between",
    "measuring": "rather_not",
    "limits": "not_at_all",
}
WHO = {"aaby": ("mentor", "other_mentor", "lent"), "baekby": ("mentor", "other_mentor", "lent")}
"""Six mentors of two municipalities."""


def course(
    world: Any,
    concept_id: uuid.UUID,
    who: dict[str, Sequence[str]] | None = None,
    *,
    absent: Sequence[tuple[str, str]] = (),
    close: bool = True,
    **event: Any,
) -> uuid.UUID:
    """A course that these came to, but for some who had a seat and never came; closed by the provider."""
    event_id = schooling.plan(world, concept_id, **event)
    named = {}
    for slug, casts in (who or WHO).items():
        named[slug] = schooling.nominate(world, slug, event_id, casts)
    schooling.share_out(world, event_id)
    for slug, rows in named.items():
        schooling.fill(world, slug, event_id, tuple(rows.values()))
    missed = {named[slug][cast]: 99 for slug, cast in absent}
    over = max(event.get("days", schooling.DAYS))
    schooling.attend(world, event_id, missed, on=over)
    if close:
        schooling.close(world, event_id, on=over)
    return event_id


def night(on: date) -> None:
    """The worker's nightly round of every course, as it does it."""
    from samspil.interfaces.cli import rounds

    assert rounds.tend_training(at=ground.at_day(on), on=on) == 0


def own(world: Any, cast: str, slug: str, on: date) -> list[Any]:
    """The forms that one of the cast can answer."""
    from samspil.delivery.queries.training_forms import own_forms

    with world.as_(cast, slug) as by:
        return [one for one, _title in own_forms(by, on=on)]


def answer(world: Any, cast: str, slug: str, on: date, **said: Any) -> None:
    """One who came answers every form that is open to them."""
    from samspil.delivery.actions.training_forms import answer_training

    found = own(world, cast, slug, on)
    assert found
    with world.as_(cast, slug) as by:
        for one in found:
            given = {**FULL, **said}
            answer_training(by=by, at=ground.at_day(on), on=on, form_id=one.id, answers=given)


def kept(world: Any, slug: str, concept_id: uuid.UUID) -> uuid.UUID:
    """A row of every kind about a course: an answer that is kept, and five that were counted; the form with
    the answer.

    The course that was counted is of two municipalities, and made once.
    """
    counted(world, concept_id)
    event_id = course(world, concept_id, {slug: ("other_mentor", "lent")})  # one has not answered yet
    night(CLOSED_ON)
    answer(world, "other_mentor", slug, CLOSED_ON)
    with world.as_("other_mentor", slug):
        return _form(world, "other_mentor", slug, event_id)


def counted(world: Any, concept_id: uuid.UUID) -> None:
    """A course that six answered about, whose forms were counted; made once."""
    from samspil.delivery.queries.training_forms import counted_things

    with world.as_("training_provider"):
        is_there = bool(counted_things())
    if not is_there:
        course(world, concept_id)
        night(CLOSED_ON)
        for slug, casts in WHO.items():
            for cast in casts:
                answer(world, cast, slug, CLOSED_ON)
        night(CLOSED_ON + timedelta(days=1))


def _form(world: Any, cast: str, slug: str, event_id: uuid.UUID) -> uuid.UUID:
    from samspil.delivery.models.forms import OwedForm

    who = world.member(cast, slug).appointment_id
    return OwedForm.objects.get(thing_id=event_id, appointment_id=who).id  # type: ignore[no-any-return]


def rows_of(world: Any, slug: str, concept_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Rows to be asked for: the mentor's form about a course that was closed yesterday, and a count."""
    from samspil.delivery.models.training_forms import TrainingRound

    counted(world, concept_id)
    days = tuple(ground.TODAY - timedelta(days=one) for one in (3, 2))
    event_id = course(world, concept_id, {slug: ("mentor",)}, days=days)
    night(ground.TODAY)
    with world.as_("training_provider"):
        round_id = TrainingRound.objects.order_by("id").values_list("id", flat=True)[0]
    with world.as_("mentor", slug):
        return {"form of training": _form(world, "mentor", slug, event_id), "round_id": round_id}
