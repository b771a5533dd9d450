"""The demo's obligations: what the evaluator asked the municipalities for, and what the nights wrote down."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from samspil.governance.actions import interviews
from samspil.governance.actions.milestones import tell_agreed
from samspil.governance.actions.obligations import keep_states
from samspil.governance.terms.obligations import EvaluationPhase, InterviewKind
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.trust.scope import scope

EVALUATOR, OFFICE = "evaluator", "programme-office"
ASKED = date(2014, 5, 12)
DUE = date(2014, 6, 20)
MIDTERM = {"odense": (6, 6), "aarhus": (4, 2), "hoeje-taastrup": (4, 4), "koebenhavn": (3, 0)}
"""Per municipality: interviews asked for at mid-term, and how many were held."""


def promise(
    actor: Callable[[str], Actor],
    places: dict[str, uuid.UUID],
    *,
    slug: str,
    today: date,
) -> None:
    """Interviews for the mid-term evaluation, then every municipality's states as the worker writes them."""
    if today >= DUE:
        _interviews(actor(EVALUATOR), places, programme.latest(slug).id)
    _nights((places[place] for place in MIDTERM if place in places), today)
    night = Actor.job(actor(OFFICE).tenant_id)
    with scope(night):
        tell_agreed(by=night, at=nine(today), on=today)


def _interviews(by: Actor, places: dict[str, uuid.UUID], concept_id: uuid.UUID) -> None:
    for place, (number, held) in MIDTERM.items():
        if place not in places:
            continue
        asking = interviews.Asking(
            concept_id,
            places[place],
            EvaluationPhase.MIDTERM,
            InterviewKind.INTERVIEW,
            number,
            DUE,
        )
        with scope(by):
            made = interviews.ask_interviews(by=by, at=nine(ASKED), on=ASKED, key=uuid7(), asking=asking)
        day = ASKED + timedelta(days=21)
        if held:
            with scope(by):
                interviews.write_held(
                    by=by, at=nine(day), on=day, request_id=made.id, held_on=day, number=held
                )


def _nights(municipalities: Iterable[uuid.UUID], today: date) -> None:
    for tenant_id in municipalities:
        by = Actor.job(tenant_id)
        with scope(by):
            keep_states(by=by, at=nine(today), on=today)
