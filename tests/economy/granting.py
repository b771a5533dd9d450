"""A grant in Åby, which plays København here, and one in Bækby, whose amounts nobody knows."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from tests.delivery import ground

from samspil.kernel.money import Money

TODAY = ground.TODAY


def concept(party: str = "koebenhavn", code: str = "990") -> Any:
    """The real concept file; the document's own party is Åby, and Bækby takes part beside it."""
    found = ground.the_concept()
    parties = tuple(
        replace(
            one,
            municipality_code={"koebenhavn": "990"}.get(
                str(one.slug), "991" if number == 0 else one.municipality_code
            ),
        )
        for number, one in enumerate(sorted(found.parties, key=lambda one: one.slug == "koebenhavn"))
    )
    return replace(found, parties=parties)


def load(world: Any, **changed: Any) -> uuid.UUID:
    """Load the concept, with other rules of cost where the test says so."""
    found = concept()
    rules = replace(found.cost_rules, **changed) if changed else found.cost_rules
    return ground.load(world, replace(found, cost_rules=rules))


def kr(kroner: int) -> Money:
    """Whole kroner."""
    return Money.of_kroner(kroner)


def opened(world: Any, slug: str = "aaby", **told: Any) -> Any:
    """The grant, opened by the municipality's lead."""
    from samspil.economy.actions.budget import Opening, open_grant

    with world.as_("municipal_lead", slug) as by:
        return open_grant(by=by, at=world.at, on=TODAY, opening=Opening(**told))


def lines(world: Any, slug: str = "aaby") -> dict[str, uuid.UUID]:
    """The lines by their code; a new line by its title."""
    from samspil.economy.queries import budget

    with world.as_("municipal_lead", slug) as by:
        return {one.title or one.slug: one.id for one in budget.standing(by).lines}


def amounts(world: Any, slug: str = "aaby") -> dict[tuple[str, int], int]:
    """What counts, in kroner, by line and year."""
    from samspil.economy.queries import budget

    with world.as_("municipal_lead", slug) as by:
        found = budget.standing(by)
        names = {one.id: one.title or one.slug for one in found.lines}
        told = budget.amounts_of([found.current])[found.current.id] if found.current else {}
        return {(names[line], year): one.oere // 100 for (line, year), one in told.items()}


def drafted(
    world: Any,
    changes: dict[tuple[str, int], int],
    *,
    slug: str = "aaby",
    kind: str = "transfer",
    reason: str = "Flere forløb end ventet",
    new: tuple[str, dict[int, int]] | None = None,
    cast: str = "coordinator",
) -> Any:
    """A draft that differs from what counts by some amounts, in kroner."""
    from samspil.economy.actions.budget import Asking, NewLine, write_budget

    keys, told = lines(world, slug), amounts(world, slug) | changes
    asking = Asking(
        kind,
        {(keys[line], year): kr(one) for (line, year), one in told.items()},
        reason,
        NewLine(new[0], {year: kr(one) for year, one in new[1].items()}) if new else None,
    )
    with world.as_(cast, slug) as by:
        return write_budget(by=by, at=world.at, on=TODAY, asking=asking)


def sent(world: Any, version: Any, slug: str = "aaby") -> str:
    """What sending a draft came to."""
    from samspil.economy.actions.budget import send_budget

    with world.as_("municipal_lead", slug) as by:
        return send_budget(by=by, at=world.at, on=TODAY, version_id=version.id)


def decided(world: Any, thing: Any, approved: bool = True, words: str = "") -> Any:
    """The programme office's answer."""
    from samspil.economy.actions.decisions import decide

    with world.as_("programme_office") as by:
        return decide(by=by, at=world.at, on=TODAY, thing_id=thing.id, approved=approved, words=words)


def book(
    world: Any, line: str | None = None, year: int | None = None, slug: str = "aaby", on: Any = None
) -> Any:
    """What the books say of one place."""
    from samspil.economy.queries import books, budget

    keys = lines(world, slug)
    with world.as_("coordinator", slug) as by:
        found = books.books(by, budget.the_grant(by), on=on)
        return found.at(keys[line] if line else None, year)
