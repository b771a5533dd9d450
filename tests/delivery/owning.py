"""What the tests of the own page share: a whole course, what a page shows, and each way of closing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client
from tests.delivery import ground, opening

PAGES = ("", "plan", "contact", "answers", "looks", "yes", "receipt", "receipt.json", "stop", "new-code")
VALUES = (7, 3, 9, 1, 8, 0, 2, 6, 4, 5)
SHOWN = {
    "": set(),
    "plan": {"need", "purpose", "tasks", "goal", "notice"},
    "contact": {"agreed"},
    "answers": set(),
    "looks": set(),
    "yes": {"recipient"},
    "receipt": {"recipient"},
    "receipt.json": {"recipient"},
    "stop": set(),
    "new-code": set(),
}
"""The sealed words each page may show, written by hand; every other of the same person is a fault."""


def whole(world: Any, concept_id: uuid.UUID, **more: Any) -> ground.Made:
    """A course with a meeting, answers to one round and one named recipient."""
    made = ground.course(world, "aaby", concept_id, **more)
    cast = ground.COACHES[more.get("intervention", "mentor")]
    ground.log_session(world, made, cast=cast)
    ground.answer(world, made, VALUES, cast=cast)
    opening.share(world, made)
    return made


def seen(client: Any, path: str = "") -> str:
    answer = client.get(f"/a/own/{path}")
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def where(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.headers.get("Location")


def words_in(text: str, made: ground.Made) -> set[str]:
    return {name for name, word in made.words.items() if word in text}


def held(world: Any, made: ground.Made) -> dict[str, tuple[str, str]]:
    from samspil.people.queries import people as queries

    with world.as_("coordinator", "aaby") as by:
        return {one.purpose: (one.method, one.language) for one in queries.consents_of(by, made.person_id)}


def close(world: Any, made: ground.Made, how: str, handed: Any) -> None:
    from samspil.delivery.actions import consents, own_page
    from samspil.delivery.actions.holding import take_from
    from samspil.delivery.models.courses import Course
    from samspil.delivery.terms.matching import LeftBecause
    from samspil.people.models.people import Identity
    from samspil.trust import audit
    from samspil.trust.models import writing

    if how == "opened elsewhere":
        elsewhere = Client()
        elsewhere.post("/a/", {"token": handed.made.token})
        assert where(elsewhere.post("/a/own/code", {"code": handed.code})) == (302, "/a/own/")
        return
    with world.as_("coordinator", "aaby") as by:
        call = {"by": by, "at": world.at, "course_id": made.course_id}
        if how == "revoked":
            own_page.revoke_link(by=by, at=world.at, link_id=handed.made.link.id)
        elif how == "new link":
            own_page.hand_out_own_page(**call)
        elif how == "new code":
            own_page.replace_own_code(**call)
        elif how == "stopped":
            consents.stop(**call, on=ground.TODAY)
        elif how == "erased":
            with writing():
                Identity.objects.filter(person_id=made.person_id).delete()
        else:
            with audit.acting("test.hand_over", by=by, at=world.at) as act:
                course = Course.objects.get(id=made.course_id)
                take_from(by=by, course=course, on=ground.TODAY, because=LeftBecause.HANDED_OVER)
                act.about(course)
