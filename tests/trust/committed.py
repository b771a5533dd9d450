"""A database of one's own with rows of two municipalities in every table, really committed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.delivery import afloat, ground

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
    ground.log_session(world, made, on=BEGAN, methods=(method,))
    ground.answer(world, made, on=BEGAN, share=("mentor",))
    ground.share(world, made, on=BEGAN)
    afloat.imported(world, slug, concept_id)
    afloat.month_written(world, slug)
    if not decided_before(world, slug):
        afloat.month_decided(world, slug)
    return made


def decided_before(world: Any, slug: str) -> bool:
    """Whether the month that was decided is there from an earlier course: it is decided once."""
    from samspil.delivery.models.hours import StaffMonth

    with world.as_("coordinator", slug):
        return bool(StaffMonth.objects.filter(state="approved").exists())


def seal(world: Any, slug: str) -> int:
    """Seal one organisation's log."""
    from samspil.kernel.actor import Actor
    from samspil.trust import audit

    return audit.seal_new(by=Actor.job(world.tenant(slug)))


def freeze(world: Any, month: date) -> Any:
    """Freeze a month as the worker does, early in the next one."""
    from samspil.evaluation.actions import freeze_month
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("kontoret"))
    with scope(by):
        return freeze_month(
            by=by, at=world.at, on=world.at.date(), programme=ground.the_concept().slug, month=month
        )
