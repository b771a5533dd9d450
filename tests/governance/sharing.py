"""What is shared in the network group of the tests."""

from __future__ import annotations

import uuid
from typing import Any

from tests.delivery import ground
from tests.economy.granting import pdf

WORDS = "Vi lod mentorerne mødes med den unge på biblioteket, og det gav ro til samtalen."


def shared(
    world: Any,
    kind: str = "experience",
    slug: str = "aaby",
    cast: str = "coordinator",
    answers: uuid.UUID | None = None,
    **told: Any,
) -> Any:
    """Something shared, or an answer."""
    from samspil.governance.actions import knowledge
    from samspil.kernel.ids import uuid7

    key = told.pop("key", None) or uuid7()
    said = {"title": "" if answers else "Samtaler på biblioteket", "words": WORDS, **told}
    with world.as_(cast, slug) as by:
        return knowledge.share(
            by=by,
            at=world.at,
            on=ground.TODAY,
            key=key,
            kind="answer" if answers else kind,
            sharing=knowledge.Sharing(**said),
            answers_id=answers,
        )


def corrected(world: Any, key: uuid.UUID, slug: str = "aaby", cast: str = "coordinator", **told: Any) -> Any:
    """A new version."""
    from samspil.governance.actions import knowledge

    said = {"title": "Samtaler på biblioteket", "words": WORDS, **told}
    with world.as_(cast, slug) as by:
        return knowledge.correct(
            by=by, at=world.at, on=ground.TODAY, contribution_id=key, sharing=knowledge.Sharing(**said)
        )


def withdrawn(
    world: Any, key: uuid.UUID, slug: str = "aaby", cast: str = "coordinator", because: str = "outdated"
) -> Any:
    """Withdrawn with a reason."""
    from samspil.governance.actions import knowledge

    with world.as_(cast, slug) as by:
        return knowledge.withdraw(by=by, at=world.at, on=ground.TODAY, contribution_id=key, because=because)


def found(world: Any, words: str = "", slug: str = "baekby", page: int = 1, **wanted: str) -> list[str]:
    """The titles that a search finds, in order."""
    from samspil.governance.queries import knowledge

    with world.as_("coordinator", slug) as by:
        network = knowledge.network_of(by)
        rows, _total = knowledge.shared(by, network, knowledge.Wanted(words, **wanted), page=page)
        return [one.title for one in rows]


def with_a_file(world: Any, slug: str = "aaby", kind: str = "question") -> Any:
    """A question with a file."""
    return shared(world, kind, slug, file=pdf(slug), is_free=True)


def kept(world: Any, slug: str) -> uuid.UUID:
    """A row of each table; the key of the file's row."""
    from samspil.governance.models.knowledge import ContributionFile

    row = with_a_file(world, slug)
    gone = shared(world, "tool", slug, title="Et skema", words="Et skema til aftalen.")
    withdrawn(world, gone.id, slug)
    with world.as_("coordinator", slug):
        key: uuid.UUID = ContributionFile.objects.get(contribution_id=row.id).id
    return key
