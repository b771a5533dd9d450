"""The own page: who shares with it, and who comes there by link and code."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.delivery import ground


def share(world: Any, made: ground.Made, *, on: date = ground.TODAY) -> None:
    """The person's yes to one named recipient."""
    from samspil.delivery.actions import consents
    from samspil.people.terms import Method

    with world.as_("coordinator", made.slug) as by:
        consents.record_consent(
            by=by,
            at=ground.at_day(on),
            on=on,
            course_id=made.course_id,
            purpose="sharing",
            method=Method.PAPER,
            recipient=made.words["recipient"],
        )


def own_page(
    world: Any, made: ground.Made, *, cast: str = "mentor", on: date = ground.TODAY, second: bool = False
) -> Any:
    """A link to the own page of a course's person, and the own code when there was none."""
    from samspil.delivery.actions import own_page as actions

    with world.as_(cast, made.slug) as by:
        return actions.hand_out_own_page(by=by, at=ground.at_day(on), course_id=made.course_id, second=second)


def at_own_page(
    world: Any, made: ground.Made, *, cast: str = "mentor", language: str = "", second: bool = False
) -> Any:
    """A browser whose holder came to the own page by link and code."""
    from django.conf import settings
    from django.test import Client

    handed, client = own_page(world, made, cast=cast, second=second), Client()
    if language:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert client.post("/a/", {"token": handed.made.token})["Location"] == "/a/own/code"
    assert client.post("/a/own/code", {"code": handed.code})["Location"] == "/a/own/"
    return client
