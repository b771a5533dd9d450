"""The rows of the pages on visits: places, series in their states, and visits that a page is about."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

from tests.delivery import asking_groups, asking_visits, costing, ground, offering, place_sets, visiting

SERIES = {"office:series-reopen": "incomplete"}
REQUESTS = {"office:visit-request-answer": "moved", "office:visit-request-tell": "planned"}
VISITS = {
    "office:visit-put-back": "held unanswered",
    "office:visit-rebook": "cancelled",
    "office:visit-written": "held",
    "field:visit-written": "held",
    **dict.fromkeys(("office:visit-hours", "field:visit-hours"), "held"),
    **dict.fromkeys(("office:visit-lines", "office:visit-teacher"), "held"),
    "field:training-form": "of training",
    **dict.fromkeys(("field:visit-form", "field:visit-teacher"), "held"),
}


def rows_of(world: Any, slug: str, concept_id: uuid.UUID, words: dict[str, str]) -> dict[str, uuid.UUID]:
    """A series under way with a visit held in canaries, one cancelled and one ahead; one that has ended."""
    from samspil.delivery.actions import series as actions

    place = visiting.institution(world, slug)
    offering.written_to(world, slug, place, f"{words['place_mail']}@skole.example")
    made = visiting.series(world, slug, concept_id, place=place)
    held = visiting.held(world, made, 1, ground.TODAY - timedelta(days=14), slug, words)
    group_of(world, held, slug, words)
    gone = visiting.planned(world, made, 2, ground.TODAY + timedelta(days=7), slug)
    ahead = visiting.planned(world, made, 3, ground.TODAY + timedelta(days=21), slug)
    alone = visiting.series(world, slug, concept_id, place=place, name="7.C")
    unanswered = visiting.held(world, alone, 1, ground.TODAY - timedelta(days=18), slug, at=time(13))
    over = visiting.series(world, slug, concept_id, place=place, name="9.A")
    last = visiting.held(world, over, 1, ground.TODAY - timedelta(days=20), slug, at=time(13))
    with world.as_("coordinator", slug) as by:
        actions.cancel_visit(by=by, at=world.at, visit_id=gone.id, because="illness")
        actions.end_series(by=by, at=world.at, on=ground.TODAY, series_id=over.id, why="group_gone")
    return {
        "institution": place,
        **_requests(world, slug, concept_id, words, place),
        "series": made.id,
        "series incomplete": over.id,
        "visit": ahead.id,
        "hours": costing.write(world, last, slug).id,
        "visit held": held.id,
        "visit cancelled": gone.id,
        "visit held unanswered": unanswered.id,
        "form": form_of(world, held, slug),
        "draft of places": visiting.taken_file(world, slug),
        "place offer": place_sets.one_set(world, slug),
    }


def group_of(world: Any, held: Any, slug: str, words: dict[str, str]) -> None:
    """A group that answered: one line with a canary was let through, one waits to be read."""
    from samspil.delivery.actions.pupils import screen_line
    from samspil.delivery.models.pupils import PupilWords

    link = asking_groups.shown(world, held, held.on, slug)
    for line in (words["pupil_line"], words["pupil_line"], None, None, None):
        asking_groups.send(link, {**asking_groups.FULL, "own_words": line}, held.on)
    asking_groups.tend(world, held.on + asking_groups.AFTER, slug)
    with world.as_("coordinator", slug) as by:
        one = PupilWords.objects.filter(round__visit_id=held.id).first()
        screen_line(by=by, at=world.at, visit_id=held.id, line_id=one.id, to="released")


def form_of(world: Any, held: Any, slug: str) -> uuid.UUID:
    """The form of the role model who was there, whose day has passed."""
    from samspil.delivery.queries.owed_forms import own_form

    with world.as_("role_model", slug) as by:
        found = own_form(by, held.id)
    assert found is not None
    return found.id  # type: ignore[no-any-return]


def row(stand: Any, name: str, slug: str, part: str) -> uuid.UUID:
    """The row that an address is about."""
    which = {"series": SERIES, "request": REQUESTS}.get(part, VISITS).get(name, "")
    found: uuid.UUID = stand.rows[slug, f"{part} {which}".strip()]
    return found


def _requests(
    world: Any, slug: str, concept_id: uuid.UUID, words: dict[str, str], place: uuid.UUID
) -> dict[str, uuid.UUID]:
    """A request in canaries with its place, one that was said yes to, and one that wishes other days."""
    from samspil.delivery.actions import visit_requests as actions

    mine = asking_visits.in_canaries(world, slug, words)
    with world.as_("coordinator", slug) as by:
        actions.match_place(by=by, at=world.at, request_id=mine, institution_id=place)
    planned, _series = asking_visits.planned(world, concept_id, slug, place=place, group="7.A")
    moved, _other = asking_visits.planned(world, concept_id, slug, place=place, group="7.B")
    asking_visits.wish(
        world,
        asking_visits.standing(world, moved, slug),
        asking_visits.WISHED + timedelta(days=7),
    )
    return {"request": mine, "request planned": planned, "request moved": moved}
