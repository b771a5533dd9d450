"""Asking for the vouchers of a line, and what comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.economy.granting import TODAY

REASON = "Linjen er dobbelt så stor som sidste år."


def asked_about(world: Any, row: Any, line: str = "mentor", year: int = 2014, reason: str = REASON) -> Any:
    """The office asks to see the vouchers of one line in one year of a statement."""
    from samspil.economy.actions.askings import ask_vouchers

    told = {"statement_id": row.id, "line": line, "year": year, "reason": reason}
    with world.as_("programme_office") as by:
        return ask_vouchers(by=by, at=world.at, on=TODAY, **told)


def shown(world: Any, asking: Any, slug: str = "aaby", cast: str = "coordinator", **told: Any) -> Any:
    """The municipality shows all vouchers of the line for a week, or those the test says."""
    from samspil.economy.actions.askings import show_vouchers

    at = told.pop("at", world.at)
    on = told.pop("on", at.date())
    told = {"until_on": on + timedelta(days=7)} | told
    with world.as_(cast, slug) as by:
        return show_vouchers(by=by, at=at, on=on, asking_id=asking.id, **told)


def not_shown(world: Any, asking: Any, slug: str = "aaby", cast: str = "municipal_lead", **told: Any) -> Any:
    """The municipality refuses to show them."""
    from samspil.economy.actions.askings import refuse_vouchers

    told = {"words": "De hører under en anden linje."} | told
    with world.as_(cast, slug) as by:
        return refuse_vouchers(by=by, at=world.at, on=TODAY, asking_id=asking.id, **told)


def seen(
    world: Any, asking: Any, cast: str = "programme_office", on: date | None = None, page: int = 1
) -> list[Any]:
    """The vouchers that somebody reads on a page of an asking."""
    from samspil.economy.queries import askings

    with world.as_(cast, None if cast == "programme_office" else "aaby") as by:
        rows, _count = askings.shown(by, askings.asking(by, asking.id), on=on or TODAY, page=page)
    return list(rows)
