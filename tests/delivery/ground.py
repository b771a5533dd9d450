"""Courses for the attack tests, made through the actions, every sealed word a canary of its own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

TODAY = date(2014, 11, 3)
FILE = Path(__file__).parents[2] / "programmes" / "forebyggelseskonceptet-2013-2015.yaml"
CODES = {"aaby": "990", "baekby": "991", "ceby": "992"}
STAGES = ("offered", "awaiting_consent", "accepted", "matched", "active")
COACHES = {"mentor": "mentor", "parent": "parent_coach"}
SEALED = (
    "name",
    "contact",
    "born",
    "need",
    "decision",
    "view",
    "match_reason",
    "purpose",
    "tasks",
    "goal",
    "notice",
    "did",
    "agreed",
    "recipient",
    "wish",
    "about_them",
    "helper",
    "who",
    "step",
    "by_when",
    "works",
    "hard",
    *("helps", "hope", "review", "helped"),
    *("covered", "remains", "adaptation", "handover_note"),
    *("pupil_line", "asker", "asker_mail", "asker_phone", "asker_wish", "place_mail"),
    *("budget_reason", "office_words", "supplier", "paid_for", "why_needed", "asked_why"),
    "said_with_them",
)


@dataclass(slots=True)
class Made:
    """One course as far as it was taken, and the canaries that stand in its sealed columns."""

    slug: str
    course_id: uuid.UUID
    person_id: uuid.UUID | None = None
    session_id: uuid.UUID | None = None
    measurement_id: uuid.UUID | None = None
    concept_id: uuid.UUID | None = None
    series_id: uuid.UUID | None = None
    place_id: uuid.UUID | None = None
    request_id: uuid.UUID | None = None
    training_form_id: uuid.UUID | None = None
    of_grant: dict[str, uuid.UUID] = field(default_factory=dict)
    steering: dict[str, uuid.UUID] = field(default_factory=dict)
    agreed: dict[str, uuid.UUID] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    left: Made | None = None
    arrived: Made | None = None
    """Beside this one: a course that is about to move, and one that came from elsewhere."""


@cache
def the_concept() -> Any:
    """The real concept file, in which the two invented municipalities take part; read once, never changed."""
    from samspil.programme.concept.reading import read_bytes

    concept = read_bytes(FILE.read_bytes())
    parties = tuple(
        replace(party, municipality_code=code)
        for party, code in zip(concept.parties, CODES.values(), strict=False)
    )
    return replace(concept, parties=parties + concept.parties[len(CODES) :])


def load(world: Any, concept: Any = None) -> uuid.UUID:
    """Load a concept as the operator does; the key of its version."""
    from samspil.kernel.actor import Actor
    from samspil.programme import queries
    from samspil.programme.actions import load_concept
    from samspil.trust.scope import scope

    concept = concept or the_concept()
    by = Actor.job(world.tenant("kontoret"))
    with scope(by):
        load_concept(by=by, at=world.at, concept=concept)
        return queries.latest(concept.slug).id


def at_day(day: date) -> datetime:
    """Nine o'clock on a day of the programme."""
    from tests.world import AT

    return AT.replace(year=day.year, month=day.month, day=day.day)


def canaries(slug: str, mark: str = "") -> dict[str, str]:
    """A word of its own for every sealed column of one course; without digits, which point at somebody."""
    unique = "".join(chr(ord("a") + int(one) % 6) if one.isdigit() else one for one in uuid.uuid4().hex[:10])
    return {name: f"kanarie-{slug}-{mark}{name.replace('_', '')}-{unique}" for name in SEALED}


def course(
    world: Any,
    slug: str,
    concept_id: uuid.UUID,
    *,
    to: str = "active",
    on: date = TODAY,
    intervention: str = "mentor",
    custody: str = "none",
    words: dict[str, str] | None = None,
    mentor: str | None = None,
) -> Made:
    """A course of one municipality, taken through the actions up to a stage."""
    from samspil.delivery.actions import courses
    from samspil.people.terms import Method

    told, at = words or canaries(slug), at_day(on)
    custody = "awaited" if to == "awaiting_consent" else custody
    with world.as_("coordinator", slug) as by:
        made = courses.record_offer(
            by=by, at=at, on=on, concept_id=concept_id, intervention=intervention, source="school"
        )
        found = Made(slug, made.id, words=told, concept_id=concept_id)
        if to == "offered":
            return found
        if to == "declined":
            courses.decline_offer(by=by, at=at, course_id=made.id)
            return found
        yes = courses.Yes(
            name=told["name"],
            channel="text_message",
            contact=told["contact"],
            born=told["born"],
            custody=custody,
            method=Method.PAPER,
            evaluation=True,
            need=told["need"],
        )
        found.person_id = courses.accept_offer(by=by, at=at, on=on, course_id=made.id, yes=yes).person_id
        wish(by, found, at)
        if to in ("awaiting_consent", "accepted"):
            return found
        if custody == "none":
            _basis(by, found, on)
        chosen = world.member(mentor or COACHES[intervention], slug)
        courses.choose_mentor(
            by=by, at=at, on=on, course_id=made.id, mentor_id=chosen.appointment_id, why=told["match_reason"]
        )
        if to == "matched":
            return found
        courses.start_course(by=by, at=at, on=on, course_id=made.id, started_on=on, plan=plan(told))
    found.measurement_id = measurement(world, found).id
    return found


def wish(by: Any, made: Made, at: datetime, **said: Any) -> None:
    """What the person wishes for; the two sentences are canaries."""
    from samspil.delivery.actions import matching
    from samspil.delivery.rules.matching import Wishes

    told: dict[str, Any] = {"interests": ("sport",), "area": "5000", "times": ("afternoon",), **said}
    wishes = Wishes(line=made.words["wish"], about_them=made.words["about_them"], **told)
    matching.write_wishes(by=by, at=at, course_id=made.course_id, wishes=wishes)


def apart(world: Any, made: Made, mentor: str = "other_mentor", because: str = "knows_family") -> uuid.UUID:
    """Mark that a mentor may not have a course; the key of the mark."""
    from samspil.delivery.actions import matching
    from samspil.delivery.models.matching import Conflict

    with world.as_("coordinator", made.slug) as by:
        matching.mark_conflict(
            by=by,
            at=world.at,
            on=TODAY,
            course_id=made.course_id,
            mentor_id=world.member(mentor, made.slug).appointment_id,
            because=because,
        )
        return Conflict.objects.get(course_id=made.course_id).id  # type: ignore[no-any-return]


def certificate(world: Any, slug: str, cast: str = "mentor", kind: str = "boerneattest") -> uuid.UUID:
    """The key of a certificate of one of the cast."""
    from samspil.people.queries import staff

    with world.as_("coordinator", slug) as by:
        member = staff.member(by, world.member(cast, slug).appointment_id, on=TODAY)
    return next(one.id for one in member.certificates if one.kind == kind)


def _basis(by: Any, made: Made, on: date) -> None:
    from samspil.delivery.actions import consents

    consents.change_basis(
        by=by,
        at=at_day(on),
        on=on,
        course_id=made.course_id,
        basis="none",
        custody_holders=0,
        decision=made.words["decision"],
        childs_view=made.words["view"],
        childs_view_on=on,
    )


def plan(told: dict[str, str]) -> Any:
    """The plan of a course, in canaries."""
    from samspil.delivery.rules.plans import OwnGoal, PlanWords, Step

    return PlanWords(
        purpose=told["purpose"],
        tasks=told["tasks"],
        expected_months=6,
        agreed_minutes=60,
        goals=(OwnGoal(told["goal"], told["notice"], 3, 7),),
        steps=(Step(told["who"], told["step"], told["by_when"]),),
        helpers=(told["helper"],),
    )


def measurement(world: Any, made: Made, key: str = "start") -> Any:
    """The row of one round of a course."""
    from samspil.delivery.models.measurements import Measurement

    with world.as_("coordinator", made.slug):
        return Measurement.objects.get(course_id=made.course_id, key=key)


def states(world: Any, made: Made) -> dict[str, str]:
    """The rounds of a course with their states."""
    from samspil.delivery.models.measurements import Measurement

    with world.as_("coordinator", made.slug):
        return dict(Measurement.objects.filter(course_id=made.course_id).values_list("key", "state"))


def log_session(
    world: Any,
    made: Made,
    *,
    cast: str = "mentor",
    on: date = TODAY,
    key: uuid.UUID | None = None,
    **changed: Any,
) -> None:
    """One meeting of a course."""
    from samspil.delivery.actions.sessions import Held
    from samspil.delivery.actions.sessions import log_session as log
    from samspil.delivery.models.courses import Goal

    with world.as_(cast, made.slug) as by:
        goals = tuple(
            Goal.objects.filter(course_id=made.course_id, person_id=made.person_id).values_list(
                "id", flat=True
            )
        )
        held = Held(
            kind="meeting",
            minutes=60,
            held_on=on,
            next_on=on + timedelta(days=7),
            agreed=made.words["agreed"],
            did=made.words["did"],
            goal_ids=goals,
            methods=(),
        )
        made.session_id = log(
            by=by, at=at_day(on), on=on, course_id=made.course_id, held=replace(held, **changed), key=key
        ).id


def correct_session(world: Any, made: Made, *, cast: str = "mentor", on: date = TODAY, **changed: Any) -> Any:
    """A correction of the course's one meeting, on top of the version that stands."""
    from samspil.delivery.actions.sessions import correct_session as correct
    from samspil.delivery.queries import sessions as queries

    assert made.session_id is not None
    with world.as_(cast, made.slug) as by:
        told = queries.told_session(by, queries.own_session(by, made.session_id)[0], at=at_day(on))
        held = replace(told.held, **changed)
        return correct(
            by=by, at=at_day(on), on=on, session_id=made.session_id, based_on=told.version, held=held
        )


def count_card(
    world: Any, slug: str, *, cast: str = "mentor", on: date = TODAY, theme: str = "wellbeing", times: int = 1
) -> None:
    """A mentor's taps on one guide card."""
    from samspil.delivery.actions.cards import count_card as count

    with world.as_(cast, slug) as by:
        for _each in range(times):
            count(
                by=by,
                at=at_day(on),
                on=on,
                appointment_id=world.member(cast, slug).appointment_id,
                theme=theme,
            )


def hand_out(world: Any, made: Made, *, cast: str = "mentor", key: str = "start", on: date = TODAY) -> Any:
    """A link to one measurement."""
    from samspil.delivery.actions import measurements

    wanted = measurement(world, made, key).id
    with world.as_(cast, made.slug) as by:
        return measurements.hand_out(by=by, at=at_day(on), on=on, measurement_id=wanted)


def answer(
    world: Any,
    made: Made,
    values: tuple[int, ...] = (),
    *,
    cast: str = "mentor",
    key: str = "start",
    on: date = TODAY,
    share: tuple[str, ...] = (),
    submit: bool = True,
) -> Any:
    """Answer one measurement through its link; gives the link's holder."""
    from samspil.delivery.actions import measurements
    from samspil.delivery.queries import measurements as queries
    from samspil.delivery.terms.courses import Recipient
    from samspil.trust.scope import scope

    link = hand_out(world, made, cast=cast, key=key, on=on).link
    holder = opened(link, on)
    with scope(holder):
        items = queries.instrument_of(queries.for_link(holder)).items
        for number, item in enumerate(items):
            value = values[number] if number < len(values) else 5
            measurements.keep_answer(by=holder, at=at_day(on), on=on, code=item.code, value=value)
        if submit:
            measurements.submit(by=holder, at=at_day(on), on=on)
            measurements.choose_sharing(
                by=holder, at=at_day(on), on=on, chosen={one: one.value in share for one in Recipient}
            )
    return holder


def opened(link: Any, on: date = TODAY) -> Any:
    """Whoever opens a link now, as an actor."""
    from samspil.delivery.actions.measurements import open_link
    from samspil.trust import links
    from samspil.trust.scope import scope

    anyone = links.holder(link)
    with scope(anyone):
        return links.holder(link, open_link(by=anyone, at=at_day(on)))


def tend(world: Any, made: Made, on: date) -> None:
    """The worker's nightly round of one course."""
    from samspil.delivery.actions.measurements import tend_course
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(made.slug))
    with scope(by):
        tend_course(by=by, at=at_day(on), on=on, course_id=made.course_id)


def turned_15(world: Any, slug: str, concept_id: uuid.UUID) -> Made:
    """A course of somebody who has turned 15 since the yes, and was not asked anew."""
    return course(
        world,
        slug,
        concept_id,
        to="accepted",
        on=date(2014, 1, 10),
        words=canaries(slug) | {"born": "1999-03"},
    )


def consent(world: Any, made: Made, purpose: str, capacity: str = "self") -> uuid.UUID:
    """The key of one yes of a course's person that holds."""
    from samspil.people.queries import people as queries

    assert made.person_id is not None
    with world.as_("coordinator", made.slug) as by:
        return next(
            one.id
            for one in queries.consents_of(by, made.person_id)
            if (one.purpose, one.capacity) == (purpose, capacity)
        )
