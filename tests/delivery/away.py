"""Courses and mentors that cross from one municipality to another, through the actions."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground

MOVES_ON = ground.TODAY + timedelta(days=7)
UNTIL = ground.TODAY + timedelta(days=180)
CERTIFIED = date(2015, 10, 31)


def propose(
    world: Any,
    made: ground.Made,
    to: str,
    *,
    on: date = ground.TODAY,
    moves_on: date | None = None,
    takes_answers: bool = True,
    holders: bool = False,
) -> uuid.UUID:
    """The key of a move that the sender's coordinator proposes."""
    from samspil.delivery.actions import moves
    from samspil.people.terms import Method

    with world.as_("coordinator", made.slug) as by:
        return moves.propose(
            by=by,
            at=ground.at_day(on),
            on=on,
            course_id=made.course_id,
            to_tenant_id=world.tenant(to),
            moves_on=moves_on or on + timedelta(days=7),
            method=Method.PAPER,
            takes_answers=takes_answers,
            holders_said_yes=holders,
        ).id


def accept(world: Any, move_id: uuid.UUID, slug: str, *, on: date = ground.TODAY) -> ground.Made:
    """The receiver's coordinator says yes; the course there, without words of its own."""
    from samspil.delivery.actions import moves

    with world.as_("coordinator", slug) as by:
        course = moves.accept(by=by, at=ground.at_day(on), on=on, move_id=move_id)
        return ground.Made(slug, course.id, course.person_id, concept_id=course.concept_id)


def decline(world: Any, move_id: uuid.UUID, slug: str, *, because: str = "no_place") -> None:
    """The receiver's coordinator says no."""
    from samspil.delivery.actions import moves

    with world.as_("coordinator", slug) as by:
        moves.decline(by=by, at=world.at, on=ground.TODAY, move_id=move_id, because=because)


def settle(world: Any, move_id: uuid.UUID, slug: str, *, on: date = MOVES_ON, **more: Any) -> str:
    """The worker ends the sender's side."""
    from samspil.delivery.actions import moves
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by):
        return moves.settle(by=by, at=ground.at_day(on), on=on, move_id=move_id, **more).value


def match(world: Any, made: ground.Made, *, on: date, cast: str = "mentor") -> None:
    """The receiver chooses a mentor for the course that came."""
    from samspil.delivery.actions import courses

    made.words = made.words or ground.canaries(made.slug)
    with world.as_("coordinator", made.slug) as by:
        ground._basis(by, made, on)
        courses.choose_mentor(
            by=by,
            at=ground.at_day(on),
            on=on,
            course_id=made.course_id,
            mentor_id=world.member(cast, made.slug).appointment_id,
            why="fits",
        )


def go_on(world: Any, made: ground.Made, *, on: date, cast: str = "mentor") -> None:
    """The receiver matches and starts the course that came."""
    match(world, made, on=on, cast=cast)
    start(world, made, on=on)


def start(world: Any, made: ground.Made, *, on: date, started_on: date | None = None) -> None:
    """The receiver starts the matched course that came, from the day it is written unless told."""
    from samspil.delivery.actions import courses

    with world.as_("coordinator", made.slug) as by:
        courses.start_course(
            by=by,
            at=ground.at_day(on),
            on=on,
            course_id=made.course_id,
            started_on=started_on or on,
            plan=ground.plan(made.words),
        )


def offer(
    world: Any,
    home: str,
    host: str,
    *,
    on: date = ground.TODAY,
    until: date = UNTIL,
    cast: str = "lent",
    certified_until: date | None = CERTIFIED,
) -> uuid.UUID:
    """The key of an offer of a mentor."""
    from samspil.people.actions import staffing

    with world.as_("coordinator", home) as by:
        return staffing.offer_loan(
            by=by,
            at=ground.at_day(on),
            on=on,
            appointment_id=world.member(cast, home).appointment_id,
            to_tenant_id=world.tenant(host),
            until_on=until,
            certified_until=certified_until,
        ).id


def take(world: Any, offer_id: uuid.UUID, made: ground.Made, *, on: date = ground.TODAY) -> None:
    """The host's coordinator takes the mentor for one course."""
    from samspil.delivery.actions.loans import take_loan

    with world.as_("coordinator", made.slug) as by:
        take_loan(
            by=by,
            at=ground.at_day(on),
            on=on,
            offer_id=offer_id,
            course_id=made.course_id,
            why=made.words["match_reason"],
        )


def end(world: Any, offer_id: uuid.UUID, slug: str, *, on: date = ground.TODAY) -> None:
    """One side ends a loan early."""
    from samspil.people.actions import staffing

    with world.as_("coordinator", slug) as by:
        staffing.end_loan(by=by, at=ground.at_day(on), on=on, offer_id=offer_id)


def loan_post(world: Any, made: ground.Made) -> Any:
    """The appointment by which the mentor on loan holds a course."""
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return Course.objects.select_related("mentor").get(id=made.course_id).mentor


def client_on_loan(world: Any, made: ground.Made, home: str, cast: str = "lent") -> Any:
    """The lent mentor's browser, in the role at the host."""
    from dataclasses import replace

    from tests.world import World

    from samspil.people.terms import Role

    member = world.member(cast, home)
    post = loan_post(world, made)
    there = replace(
        member,
        slug=made.slug,
        role=Role.MENTOR.value,
        tenant_id=post.tenant_id,
        appointment_id=post.id,
    )
    small = World(at=world.at, organisations=world.organisations, members={(cast, made.slug): there})
    return small.client(cast, made.slug)


def loan_passes(world: Any, made: ground.Made, offer_id: uuid.UUID, home: str) -> None:
    """What the database's clock does when the loan's time has come: the moments lie in the past."""
    from django.db.models import F
    from django.db.models.functions import Now

    from samspil.people.models.loans import LoanOffer
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    with world.as_("coordinator", home), writing():
        assert LoanOffer.objects.filter(id=offer_id).update(until_at=Now() - timedelta(seconds=1)) == 1
    with world.as_("coordinator", made.slug), writing():
        posts = Appointment.objects.filter(loan_offer_id=offer_id)
        assert posts.update(loan_until=Now() - timedelta(seconds=1), to_on=F("to_on")) == 1
