"""Every address for every member of the cast, on own rows, another municipality's and none at all."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver
from tests.architecture import cells
from tests.architecture.cells import METHODS, TOKEN, Seen, addresses
from tests.architecture.expected_access import (
    ACCESS,
    FOREIGN_ROW,
    OPEN_CELLS,
    OPENING,
    casts,
    expected,
    stopped,
)
from tests.architecture.expected_commands import COMMANDS, JOBS
from tests.delivery import ground


def unlisted(found: set[str], listed: set[str]) -> list[str]:
    """What is there and not in the table, or in the table and not there."""
    return sorted(found ^ listed)


@pytest.mark.proves("G04")
def test_every_address_stands_in_the_table_and_none_stands_twice():
    from samspil.interfaces.web.shared.doors import every_url

    found = list(addresses())

    assert [pattern for pattern, _name in found] == [pattern for pattern, _view in every_url()]
    assert len({name for _pattern, name in found}) == len(found)
    assert unlisted({name for _pattern, name in found}, set(ACCESS)) == []


@pytest.mark.red("G04")
def test_an_address_that_is_not_in_the_table_is_named(monkeypatch):
    from django.urls import path

    monkeypatch.setattr(
        get_resolver(), "url_patterns", [*get_resolver().url_patterns, path("x/", lambda _r: None, name="x")]
    )

    assert unlisted({name for _pattern, name in addresses()}, set(ACCESS)) == ["x"]


@pytest.mark.proves("G04")
def test_every_command_and_job_is_listed_and_mail_leaves_by_one_file():
    from procrastinate.contrib.django import app

    from samspil.config import settings
    from samspil.interfaces.cli import main, tasks  # noqa: F401  (registers the jobs)

    def leaves(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
        groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        if not groups:
            yield before.strip()
        for group in groups:
            for name, inner in group.choices.items():
                yield from leaves(inner, f"{before} {name}")

    jobs = {name.rsplit(".", 1)[-1] for name in app.tasks if name.startswith("samspil.")}
    package = Path(main.__file__).parents[2]
    mails = [one for one in package.rglob("templates/**/*") if one.suffix == ".txt"]

    assert unlisted(set(leaves(main._parser())), COMMANDS) == []
    assert unlisted(jobs, JOBS) == []
    assert mails == []
    assert [one.name for one in package.rglob("*.py") if "smtplib" in one.read_text()] == ["smtp.py"]
    assert settings.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend"
    assert settings.FILE_UPLOAD_HANDLERS == []


def test_every_member_of_the_cast_of_every_role_is_in_the_matrix(world):
    from samspil.people.terms import ROLES, Role

    asked = {world.members[cast, slug].role for cast, slug in world.members if cast in cells.CASTS}
    without_an_account = {"requester"}

    came_by_link = {"link_holder", *cells.OWN_PAGE}
    assert came_by_link <= set(cells.CASTS)
    assert asked | came_by_link | {"half_authenticated", "anonymous"} | without_an_account == set(Role)
    assert set(ROLES) == set(Role)
    named = {
        cast
        for lines in ACCESS.values()
        for line in lines
        for words in line.values()
        for cast in casts(words)
    }
    assert named == set(cells.CASTS)


def test_no_cell_is_written_twice_and_the_open_ones_are_so_many():
    twice = [
        (name, cast)
        for name, lines in ACCESS.items()
        for line in lines
        for cast in cells.CASTS
        if sum(cast in casts(words) for words in line.values()) > 1
    ]
    open_cells = [
        (name, method, cast)
        for name in ACCESS
        for method in METHODS
        for cast in cells.CASTS
        if expected(cast, name, method) in OPENING
    ]

    assert twice == []
    assert len(open_cells) == OPEN_CELLS


@pytest.mark.proves("G01")
def test_every_cell_gives_what_is_written_and_a_foreign_row_is_as_a_row_that_never_was(world):
    seen, wrong = cells.sweep(world), []

    for _pattern, name in addresses():
        for method in METHODS:
            for cast in cells.CASTS:
                answers = {
                    whose: seen[name, method, cast, whose]
                    for whose in ("own", "other", "random")
                    if (name, method, cast, whose) in seen
                }
                wrong += [(name, method, cast, *why) for why in faults(name, method, cast, answers)]

    assert wrong == []
    assert len(seen) == cells.how_many()


ASKS_AGAIN = ("mfa_edit_webauthn",)


def faults(name: str, method: str, cast: str, answers: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """What is wrong with one member's answers at one address."""
    own = answers["own"]
    written = expected(cast, name, method)
    if written is None:
        status, where = stopped(cast, name, method)
        if own.status_code != status or not own.location.startswith(where):
            yield "stopped", own.status_code, own.location
    elif own.status_code != written:
        yield "own", own.status_code, own.location
    if "other" not in answers:
        return
    if answers["other"].told != answers["random"].told:
        yield "other is not as random", answers["other"].told, answers["random"].told
    foreign = (
        written if written == 405 or written == 302 and name in ASKS_AGAIN else FOREIGN_ROW.get(name, 404)
    )
    if written is not None and answers["other"].status_code != foreign:
        yield "foreign", answers["other"].status_code


@pytest.mark.proves("G01")
def test_a_row_of_another_municipality_cannot_be_put_into_a_form(world):
    concept_id = ground.load(world)
    mine, theirs = (ground.course(world, slug, concept_id, to="accepted") for slug in ("aaby", "baekby"))
    running = ground.course(world, "aaby", concept_id)
    foreign = ground.course(world, "baekby", concept_id)
    office, field = world.client("coordinator", "aaby"), world.client("mentor", "aaby")
    with world.as_("coordinator", "baekby"):
        from samspil.delivery.models.courses import Goal

        goal = Goal.objects.get(course_id=foreign.course_id).id
    assert theirs.course_id != mine.course_id

    def choose(mentor: Any) -> Any:
        return office.post(f"/o/courses/{mine.course_id}/mentor", {"mentor": str(mentor), "why": "Fits"})

    def meet(goal_id: Any) -> Any:
        return field.post(
            f"/f/courses/{running.course_id}/meeting",
            {"kind": "meeting", "minutes": "60", "held_on": "2014-11-03", "goals": [str(goal_id)]},
        )

    for post, foreign_id in ((choose, world.member("mentor", "baekby").appointment_id), (meet, goal)):
        other, random_id = post(foreign_id), uuid.uuid4()
        none = post(random_id)
        assert (other.status_code, none.status_code) == (422, 422)
        bodies = [
            TOKEN.sub(rb"\1", one.content).replace(str(which).encode(), b"ID")
            for one, which in ((other, foreign_id), (none, random_id))
        ]
        assert bodies[0] == bodies[1]
    assert choose(world.member("mentor", "aaby").appointment_id).status_code == 302


@pytest.mark.red("G01")
def test_the_matrix_names_a_door_that_lost_its_roles(world, monkeypatch):
    from samspil.interfaces.web.shared import doors

    monkeypatch.setattr(doors, "_stopped", lambda _request, _name, _roles: None)
    client = world.client("mentor", "aaby")

    found = list(faults("office:log", "get", "mentor", {"own": Seen.of(client.get("/o/measurements/"))}))
    monkeypatch.undo()

    assert found == []  # the rule of the room below refuses as well: 403 all the same
    monkeypatch.setattr(doors, "_stopped", lambda _request, _name, _roles: None)
    home = client.get("/o/courses/")
    assert list(faults("office:courses", "get", "mentor", {"own": Seen.of(home)})) == [("stopped", 200, "")]
