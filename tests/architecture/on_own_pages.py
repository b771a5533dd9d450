"""What the access matrix needs of own pages: who stands on one, one that was stopped, a link to close."""

from __future__ import annotations

import uuid
from typing import Any

from tests.delivery import ground, opening

OWN_PAGE = {"mentee": "mentor", "parent": "parent"}
"""Who came to an own page by link and code, and for which kind of course."""
KEEPS = "samspil_session"


def made(stand: Any, slug: str, concept_id: uuid.UUID) -> None:
    """A course whose person stands on the own page, one of each kind, and one that its person stopped."""
    from samspil.delivery.actions import consents
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    for cast, kind in OWN_PAGE.items():
        coach = {"mentor": "other_mentor", "parent": "parent_coach"}[kind]
        one = ground.course(stand.world, slug, concept_id, intervention=kind, mentor=coach)
        stand.courses[slug, "own", kind] = one
        ground.log_session(stand.world, one, cast=coach)
        ground.answer(stand.world, one, cast=coach)
        opening.share(stand.world, one)
        client = opening.at_own_page(stand.world, one, cast=coach)
        if slug == "aaby":
            stand.cookies[cast] = client.cookies[KEEPS].value
    gone = ground.course(stand.world, slug, concept_id, to="matched", mentor="other_mentor")
    by = Actor(stand.world.tenant(slug), "mentee", "own", person_id=gone.person_id)
    with scope(by):
        consents.stop(by=by, at=stand.world.at, on=ground.TODAY, course_id=gone.course_id)
    stand.courses[slug, "stopped", "mentor"] = gone
    to_close = ground.course(stand.world, slug, concept_id, to="matched", mentor="other_mentor")
    stand.links[slug] = opening.own_page(stand.world, to_close, cast="coordinator").made.link.id
