"""A database of one's own with rows of two municipalities in every table, really committed."""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.delivery import (
    asking_groups,
    asking_participants,
    asking_visits,
    away,
    bringing,
    costing,
    ending,
    family,
    ground,
    kept,
    offering,
    opening,
    place_sets,
    planning,
    reminding,
    schooling,
    visiting,
)
from tests.economy import granting
from tests.governance import agreeing, aiming, describing, handing, promising, steering
from tests.world import THIRD

BEGAN = date(2014, 9, 1)
TEMPLATE = "samspil_template"


@dataclass(slots=True)
class Ground:
    """The database's name, the world in it, and one course of each municipality."""

    home: Any
    name: str
    world: Any
    courses: dict[str, ground.Made]
    links: dict[str, Any]

    def superuser(self) -> Any:
        """A connection that no policy holds back."""
        from samspil.interfaces.cli import launcher

        return launcher.connect(self.home, self.name)

    def as_superuser(self, sql: Any, parameters: Any = None) -> list[Any]:
        """The rows a statement gives to the superuser; what it changes is committed."""
        with self.superuser() as connection:
            cursor = connection.execute(sql, parameters)
            return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def copied(server: Any, blocker: Any) -> Iterator[str]:
    """A copy of the template, to which both of Django's connections lead."""
    from django.db import connections
    from psycopg import sql

    from samspil.interfaces.cli import launcher

    name = f"samspil_own_{os.urandom(4).hex()}"
    copy, source = sql.Identifier(name), sql.Identifier(TEMPLATE)
    with launcher.connect(server.home) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER samspil_owner TEMPLATE {}").format(copy, source))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(copy))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO samspil_app").format(copy))
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    with blocker.unblock():
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        try:
            yield name
        finally:
            for alias, known in before.items():
                connections[alias].close()
                connections[alias].settings_dict["NAME"] = known
            launcher.drop_database(server.home, name)
            _forget_how_far_it_was_sealed()


def read_apart(path: Path) -> bytes:
    """A file of the key store, read by a process of its own: closing it here would take our locks on it."""
    return subprocess.run(["cat", str(path)], capture_output=True, check=True).stdout


def _forget_how_far_it_was_sealed() -> None:
    """The key store outlives the copy; its memory of the copy's seals must not."""
    import sqlite3

    from django.conf import settings

    with sqlite3.connect(settings.SAMSPIL_KEY_STORE, timeout=30) as store:
        store.execute("DELETE FROM anchor")


@contextmanager
def populated(server: Any, blocker: Any) -> Iterator[Ground]:
    """The copy, with a whole course in each municipality, sealed logs and a frozen month."""
    from tests.world import built

    with copied(server, blocker) as name:
        world = built()
        concept_id, courses, links = ground.load(world), {}, {}
        for slug in ("aaby", "baekby"):
            courses[slug] = whole_course(world, slug, concept_id)
            links[slug] = ground.hand_out(world, ground.course(world, slug, concept_id, on=BEGAN))
        freeze(world, date(2014, 10, 1))
        for slug in ("aaby", "baekby"):
            promising.one_of_each(world, slug, concept_id)
            aiming.one_of_each(world, concept_id)
        handing.proposed(world)
        for slug in world.organisations:
            seal(world, slug)
        yield Ground(server.home, name, world, courses, links)


def whole_course(world: Any, slug: str, concept_id: uuid.UUID) -> ground.Made:
    """A course with every kind of row hanging on it."""
    from samspil.people.actions import people
    from samspil.programme import queries

    made = ground.course(world, slug, concept_id, on=BEGAN)
    ground.turned_15(world, slug, concept_id)
    with world.as_("municipal_lead", slug) as by:
        people.set_local_rule(by=by, at=ground.at_day(BEGAN), own_yes_from=16)
    method = queries.concept(concept_id).intervention("mentor").practice.methods[0].slug
    ground.log_session(world, made, on=BEGAN, methods=(method,), for_record=True)
    ground.correct_session(world, made, on=BEGAN, minutes=45)
    ground.count_card(world, slug, on=BEGAN)
    planning.impression(world, made, on=BEGAN)
    ground.answer(world, made, on=BEGAN, share=("mentor",))
    opening.share(world, made, on=BEGAN)
    ground.apart(world, made)
    planning.accept(world, made, on=BEGAN)
    planning.clarify(world, made, on=BEGAN)
    planning.review(world, made, on=BEGAN)
    families(world, made, concept_id)
    two_sided(world, made, concept_id)
    assert made.left is not None
    reminding.one_of_each(world, made.left, "lent")
    opening.own_page(world, made, on=BEGAN)
    recount(world, slug)
    effort(world, slug)
    kept.brought(world, slug, concept_id)
    kept.answered(world, slug, concept_id)
    bringing.month_written(world, slug)
    if not is_decided(world, slug):
        bringing.month_decided(world, slug)
    pauses_and_endings(world, slug, concept_id, made)
    made.series_id = visiting.whole(world, slug, concept_id, made.words).id
    asking_groups.kept(world, slug, made)
    place_sets.one_set(world, slug)
    made.place_id = offering.kept(world, slug, made.words)
    schooling.one_of_each(world, slug, concept_id)
    made.training_form_id = asking_participants.kept(world, slug, concept_id)
    made.request_id = asking_visits.in_canaries(world, slug, made.words)
    asking_visits.into_a_series(world, slug, made.request_id, made.series_id)
    series = visiting.Of(made.series_id)
    costing.kept(world, slug, series)
    costing.reminded(world, slug, visiting.visit(world, series, 2, slug))
    made.of_grant = granting.kept(world, slug, made.words)
    made.steering = steering.one_of_each(world, slug, concept_id)
    made.agreed = describing.kept(world, slug, concept_id) | agreeing.kept(world, slug, concept_id)
    return made


def recount(world: Any, slug: str) -> Any:
    """Recount a municipality as the worker does at night."""
    from samspil.delivery.actions.recounts import keep_recount
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by):
        return keep_recount(by=by, at=world.at, on=ground.TODAY)


def effort(world: Any, slug: str, counts: tuple[tuple[str, str, int, int], ...] = ()) -> None:
    """How long registering took in October 2014: (role, kind, seconds, how many)."""
    from samspil.delivery.models.efforts import Effort
    from samspil.trust.audit import writing

    with world.as_("coordinator", slug) as by, writing():
        Effort.objects.filter(month=date(2014, 10, 1)).exists() or Effort.objects.bulk_create(
            Effort(
                tenant_id=by.tenant_id,
                month=date(2014, 10, 1),
                role=role,
                kind=kind,
                seconds=seconds,
                count=number,
            )
            for role, kind, seconds, number in counts or (("mentor", "session", 45, 6),)
        )


def is_decided(world: Any, slug: str) -> bool:
    """Whether the month that was decided is there from an earlier course: it is decided once."""
    from samspil.delivery.models.hours import StaffMonth

    with world.as_("coordinator", slug):
        return bool(StaffMonth.objects.filter(decided_by__isnull=False).exists())


def pauses_and_endings(world: Any, slug: str, concept_id: uuid.UUID, made: ground.Made) -> None:
    """The course rests, goes on, is being closed, and its journal went out; another was followed up."""
    from samspil.delivery.actions import endings, journal, pauses

    with world.as_("coordinator", slug) as by:
        at, day = ground.at_day(BEGAN), {"on": BEGAN, "course_id": made.course_id}
        later = BEGAN + timedelta(days=7)
        pauses.pause(by=by, at=at, from_on=BEGAN, planned_on=later, reason="busy", **day)
        pauses.resume(by=by, at=at, **day)
        journal.export_journal(by=by, at=at, course_id=made.course_id, part="new", form="json")
    ending.begin_closing(world, made)
    with world.as_("coordinator", slug) as by:
        said = ending.closing_words(world, made)
        endings.write_closing(by=by, at=world.at, course_id=made.course_id, said=said)
    other = ending.ended(world, slug, concept_id, mentor="other_mentor")
    with world.as_("coordinator", slug) as by:
        contact = {"contact_on": ground.TODAY, "outcome": "declined", "course_id": other.course_id}
        endings.note_follow_up(by=by, at=world.at, on=ground.TODAY, **contact)


def two_sided(world: Any, made: ground.Made, concept_id: uuid.UUID) -> None:
    """What crosses: one course is proposed to the third municipality, and another came from there.

    A mentor goes there on loan and one comes, so that every such table has a row of this municipality
    that nobody but the third may read.
    """
    slug = made.slug
    made.left = ground.course(world, slug, concept_id, on=BEGAN, mentor="lent")
    away.propose(world, made.left, THIRD, on=BEGAN)
    theirs = ground.course(world, THIRD, concept_id, on=BEGAN)
    ground.answer(world, theirs, on=BEGAN)
    made.arrived = away.accept(world, away.propose(world, theirs, slug, on=BEGAN), slug, on=BEGAN)
    if not known_offers(world, slug):
        away.offer(world, slug, THIRD, on=BEGAN)
        lent = ground.course(world, slug, concept_id, on=BEGAN, to="accepted")
        offer_id = away.offer(world, THIRD, slug, on=BEGAN, cast=LENT_TO[slug])
        away.take(world, offer_id, lent, on=BEGAN)


LENT_TO = {"aaby": "lent", "baekby": "mentor"}
"""Whom the third municipality lends to which of the two."""


def known_offers(world: Any, slug: str) -> int:
    """How many mentors this municipality has offered."""
    from samspil.people.models.loans import LoanOffer

    with world.as_("coordinator", slug):
        return int(LoanOffer.objects.count())


def families(world: Any, made: ground.Made, concept_id: uuid.UUID) -> None:
    """A second parent, a network, offers and counts; one joining that holds and one that has ended."""
    slug = made.slug
    coached = ground.course(world, slug, concept_id, intervention="parent")
    family.second(world, coached, ("joining",))
    family.meets(world, coached, "both", "We met")
    network = family.network(world, slug, concept_id, name=f"Onsdag {str(made.course_id)[-3:]}")
    family.meeting(world, slug, network)
    family.known(world, coached, network)
    family.offered(world, slug)
    family.counted(world, slug, concept_id)
    for one in (made, coached):
        family.answers(world, one)
    family.join(world, made, coached)
    family.takes_back(world, made)
    family.join(world, made, coached)


def seal(world: Any, slug: str) -> int:
    """Seal one organisation's log."""
    from samspil.kernel.actor import Actor
    from samspil.trust import audit

    return audit.seal_new(by=Actor.job(world.tenant(slug)))


def freeze(world: Any, month: date) -> Any:
    """Freeze a month as the worker does, early in the next one."""
    from samspil.evaluation.actions import freeze_aims, freeze_month
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("kontoret"))
    with scope(by):
        slug = ground.the_concept().slug
        made = freeze_month(by=by, at=world.at, on=world.at.date(), programme=slug, month=month)
        freeze_aims(by=by, at=world.at, programme=slug, month=month)
        return made
