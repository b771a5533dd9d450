"""The hours of visits in the demo: long ago all were approved, and lately one of the pair wrote."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from samspil.delivery.actions import visit_hours as actions
from samspil.delivery.queries import visit_hours as queries
from samspil.delivery.rules.visit_hours import Claim
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.trust.scope import scope

CLAIMS = (Claim(180, 75_000, 22), Claim(150, 62_500, 0), Claim(165, 60_000, 14))


def hours_of(
    pair: Sequence[Actor], coordinator: Actor, visit: uuid.UUID, *, on: date, today: date, turn: int
) -> None:
    """Each of the pair writes on the day, and the coordinator approves it; lately one did, and nobody yet."""
    is_old = (today - on).days > 30
    for number, by in enumerate(pair if is_old else pair[:1]):
        claim = CLAIMS[(turn + number) % len(CLAIMS)]
        with scope(by):
            row = actions.write_visit_hours(by=by, at=nine(on), on=on, visit_id=visit, claim=claim)
        if not is_old:
            continue
        with scope(coordinator):
            actions.decide_visit_hours(
                by=coordinator,
                at=nine(on),
                on=on,
                hours_id=row.id,
                outcome="approved",
                based_on=queries.stamp_of(queries.to_decide(coordinator, row.id)),
            )
