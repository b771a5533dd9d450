"""What a logged contact says, who may correct or strike it, and when two corrections clash."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.models.sessions import Session
from samspil.delivery.rules import courses as rules
from samspil.delivery.terms.families import WithWhom
from samspil.delivery.terms.work import StruckBecause
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.programme.concept.model import Concept

MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Held:
    """One contact as it was logged. `did` and `agreed` are at most 500 characters each."""

    kind: str
    minutes: int
    held_on: date
    next_on: date | None
    agreed: str
    goal_ids: tuple[uuid.UUID, ...]
    methods: tuple[str, ...]
    did: str = ""
    place: str = ""
    for_record: bool = False
    with_whom: str = WithWhom.FIRST
    """Which parent it was with, where a course has two; `both` is sealed with the first one's key."""
    with_interpreter: bool = False


def told(held: Held) -> dict[str, Any]:
    """A contact as plain values that JSON can hold, the same for the same contact."""
    return {
        "kind": held.kind,
        "minutes": held.minutes,
        "held_on": held.held_on.isoformat(),
        "next_on": held.next_on.isoformat() if held.next_on else None,
        "agreed": held.agreed,
        "goal_ids": sorted(str(one) for one in held.goal_ids),
        "methods": sorted(held.methods),
        "did": held.did,
        "place": held.place,
        "for_record": held.for_record,
        "with_whom": str(held.with_whom),
        "with_interpreter": held.with_interpreter,
    }


def held_of(values: dict[str, Any]) -> Held:
    """The contact that `told` wrote down."""
    following = values["next_on"]
    return Held(
        **{
            **values,
            "held_on": date.fromisoformat(values["held_on"]),
            "next_on": date.fromisoformat(following) if following else None,
            "goal_ids": tuple(uuid.UUID(one) for one in values["goal_ids"]),
            "methods": tuple(values["methods"]),
        }
    )


def differing(one: Held, other: Held) -> tuple[str, ...]:
    """The fields in which two versions of a contact are not the same, in their order."""
    mine, theirs = told(one), told(other)
    return tuple(each.name for each in fields(Held) if mine[each.name] != theirs[each.name])


# --- who, and in which state


def may_change(actor: Actor, course: Course, session: Session) -> Refusal | None:
    """The course's own mentor corrects or strikes a session while the course runs."""
    if session.struck_at is not None:
        return Refusal(_("This meeting has been struck out. Write a new one instead."))
    return rules.may_log(actor, course)


def must_be_whole(held: Held, course: Course, concept: Concept, on: date) -> Refusal | None:
    """A contact lies in the course's time, uses the concept file's words and keeps within its lengths."""
    assert course.started_on is not None
    vocabulary = concept.vocabulary
    known = [one.slug for one in concept.intervention(course.intervention).practice.methods]
    refusals = [
        rules.may_hold(held.held_on, course.started_on, on),
        rules.must_be_one_of(held.kind, [one.slug for one in vocabulary.session_kinds], "kind"),
        rules.must_be_one_of(held.place, ["", *(one.slug for one in vocabulary.place_types)], "place"),
        *(rules.must_be_one_of(one, known, "methods") for one in held.methods),
        rules.must_be_a_session(held.minutes, held.agreed),
        rules.must_be_one_of(held.with_whom, list(WithWhom), "with_whom"),
        rules.must_fit_in(held.did, MOST_CHARACTERS, "did"),
        must_be_of_the_journal(held),
    ]
    return next((one for one in refusals if one is not None), None)


def must_be_of_the_journal(held: Held) -> Refusal | None:
    """A course's journal is its person's: what was said with the other parent alone is not put into it."""
    if not (held.for_record and held.with_whom == WithWhom.SECOND):
        return None
    return Refusal(
        _("The journal is the first parent's. Leave out the tick, or write what was said with both."),
        "for_record",
    )


def must_build_on(version: int, based_on: int) -> Refusal | None:
    """A correction builds on the version that stands; where another came first, a person chooses."""
    if version == based_on:
        return None
    return Refusal(
        _("This meeting was changed from somewhere else meanwhile. Choose what is to stand."), "version"
    )


def must_say_the_same(sent: Held, written: Held) -> Refusal | None:
    """The same form sent once more, because an answer was lost, says what was written then."""
    if not differing(sent, written):
        return None
    return Refusal(_("This meeting is already saved, with other words. Choose what is to stand."), "version")


def must_have_a_reason(because: str) -> Refusal | None:
    """A session is struck for one of a few reasons."""
    return rules.must_be_one_of(because, list(StruckBecause), "because")
