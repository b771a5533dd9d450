"""Descriptions by chapters made through the actions: begun, written, handed in and answered."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from tests.delivery import ground

CHAPTERS = ("organisation", "staff", "money", "methods", "training", "data")


def begin(
    world: Any,
    concept_id: uuid.UUID,
    slug: str = "aaby",
    *,
    kind: str = "anchoring",
    intervention: str = "mentor",
    on: date = ground.TODAY,
    cast: str = "coordinator",
) -> uuid.UUID:
    """The key of a draft."""
    from samspil.governance.actions import descriptions

    told = {"kind": kind, "intervention": "" if kind != "anchoring" else intervention}
    with world.as_(cast, slug) as by:
        made = descriptions.begin_description(
            by=by, at=ground.at_day(on), on=on, concept_id=concept_id, **told
        )
        return made.id


def write(
    world: Any, key: uuid.UUID, chapter: str, words: str, slug: str = "aaby", cast: str = "coordinator"
) -> None:
    """Write a chapter of a draft."""
    from samspil.governance.actions import descriptions

    with world.as_(cast, slug) as by:
        descriptions.write_chapter(by=by, at=world.at, version_id=key, chapter=chapter, words=words)


def hand_in(
    world: Any, key: uuid.UUID, slug: str = "aaby", *, on: date = ground.TODAY, cast: str = "municipal_lead"
) -> Any:
    """Hand a draft in."""
    from samspil.governance.actions import descriptions

    with world.as_(cast, slug) as by:
        return descriptions.hand_in(by=by, at=ground.at_day(on), on=on, version_id=key)


def whole(
    world: Any,
    concept_id: uuid.UUID,
    slug: str = "aaby",
    *,
    on: date = ground.TODAY,
    says: str = "Kanarie om {chapter}.",
    **told: Any,
) -> uuid.UUID:
    """A description with every chapter written, handed in."""
    key = begin(world, concept_id, slug, on=on, **told)
    for chapter in CHAPTERS:
        write(world, key, chapter, says.format(chapter=chapter), slug)
    hand_in(world, key, slug, on=on)
    return key


def answer(
    world: Any,
    key: uuid.UUID,
    accepted: bool = True,
    words: str = "",
    *,
    on: date = ground.TODAY,
    cast: str = "programme_office",
    slug: str | None = None,
) -> Any:
    """The programme office's answer."""
    from samspil.governance.actions import descriptions

    told = {"version_id": key, "accepted": accepted, "words": words}
    with world.as_(cast, slug) as by:
        return descriptions.answer_description(by=by, at=ground.at_day(on), on=on, **told)


def comment(
    world: Any,
    key: uuid.UUID,
    words: str,
    cast: str = "programme_office",
    slug: str | None = None,
    **told: Any,
) -> Any:
    """A comment of one side."""
    from samspil.governance.actions import descriptions

    with world.as_(cast, slug) as by:
        return descriptions.comment(by=by, at=world.at, on=ground.TODAY, version_id=key, words=words, **told)


def seen(world: Any, key: uuid.UUID, cast: str = "programme_office", slug: str | None = None) -> Any:
    """A version with what it says, as one of the cast reads it."""
    from samspil.governance.queries import descriptions

    with world.as_(cast, slug) as by:
        one = descriptions.version(by, key)
        return one, descriptions.contents(by, one, at=world.at)


def one_of_each(world: Any, slug: str, concept_id: uuid.UUID) -> uuid.UUID:
    """A row of every table of descriptions that is this municipality's or is told to it."""
    key = whole(world, concept_id, slug)
    comment(world, key, "Det ser godt ud.")
    comment(world, key, "Det er vi glade for.", "coordinator", slug)
    answer(world, key)
    return key


def kept(world: Any, slug: str, concept_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """A row of every table of descriptions that is this municipality's or told to it, by its model.

    The next version each time it is asked for.
    """
    from samspil.governance.models import documents

    key = whole(world, concept_id, slug, says="{{kanarie om {chapter}}}")
    comment(world, key, "{det ser godt ud.}")
    said = comment(world, key, "{det er vi glade for.}", "coordinator", slug)
    answered = answer(world, key, words="{godt arbejde.}")
    with world.as_("coordinator", slug):
        version = documents.DescriptionVersion.objects.get(id=key)
        chapter = documents.DescriptionChapter.objects.get(version_id=key, chapter="money")
    return {
        "Description": version.description_id,
        "DescriptionVersion": key,
        "DescriptionChapter": chapter.id,
        "DescriptionComment": said.id,
        "DescriptionAnswer": answered.id,
    }


def rows_of(world: Any, slug: str, concept_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """What the addresses of descriptions ask for: a draft, one that waits, and one that was answered."""
    answered = whole(world, concept_id, slug, intervention="parent")
    answer(world, answered)
    return {
        "description draft": begin(world, concept_id, slug),
        "description handed in": whole(world, concept_id, slug, intervention="role_model"),
        "description answered": answered,
    }
