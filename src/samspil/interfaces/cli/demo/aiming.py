"""The demo's goals and indicators: put forward in time, and signed by both sides."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from samspil.evaluation.actions import freeze_aims
from samspil.governance.actions import aims, procurement
from samspil.interfaces.cli.demo.days import nine
from samspil.interfaces.web.shared.documents.setting import printed
from samspil.interfaces.web.shared.documents.sheets import document, lines_of
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.programme.concept.rounds import months_after
from samspil.trust.scope import scope

OFFICE, EVALUATOR = "programme-office", "evaluator"
PUT_ON, SIGNED_ON, MET_ON = date(2013, 6, 10), date(2013, 6, 17), date(2013, 6, 20)
TITLE = "Kontrakt om evaluering"
CONTRACT = (
    (date(2013, 5, 6), "Evaluator følger programmet fra den første måling. Opfundet til demoen."),
    (date(2013, 9, 2), "Midtvejsrapporten afleveres i august 2014. Opfundet til demoen."),
)
"""The contract, and what took its place."""

STEPS: tuple[tuple[str, date, dict[str, Any]], ...] = (
    ("call", date(2013, 3, 8), {}),
    ("tenders", date(2013, 3, 28), {"tenders": 4}),
    ("awarded", date(2013, 4, 19), {}),
    ("contract", date(2013, 5, 6), {"evidence": "Kontrakten ligger hos kontoret."}),
    ("in_place", date(2013, 6, 3), {}),
)


def choose(by: Actor, evaluator_id: uuid.UUID, *, slug: str, today: date) -> None:
    """The steps towards the evaluator, who was in three days late."""
    period = programme.latest(slug).concept.period
    for step, day, said in STEPS:
        if period.from_ <= day <= today:
            chosen: dict[str, Any] = {"organisation_id": evaluator_id} if step == "awarded" else {}
            with scope(by):
                procurement.write_evaluator_step(
                    by=by, at=nine(day), on=day, programme=slug, step=step, done_on=day, **said, **chosen
                )
    for day, words in CONTRACT:
        if period.from_ <= day <= today:
            made = document(TITLE, "", [{"heading": TITLE, "blocks": [lines_of(words)]}])
            content = printed("chapters", made, at=nine(day))
            with scope(by):
                procurement.put_contract(
                    by=by, at=nine(day), on=day, programme=slug, key=uuid7(), content=content
                )


def aim(actor: Callable[[str], Actor], *, slug: str, today: date) -> None:
    """Put forward what the concept file says; the evaluator signs first, then the office."""
    loaded = programme.latest(slug)
    if loaded.concept.aims is None or not loaded.concept.period.from_ <= PUT_ON <= MET_ON <= today:
        return
    office, evaluator = actor(OFFICE), actor(EVALUATOR)
    with scope(office):
        row = aims.put_aims_forward(by=office, at=nine(PUT_ON), on=PUT_ON, concept_id=loaded.id)
    for by, day in ((evaluator, SIGNED_ON), (office, MET_ON)):
        with scope(by):
            aims.sign_aims(by=by, at=nine(day), on=day, set_id=row.id)


def count(job: Actor, *, slug: str, today: date) -> None:
    """What the measures had come to at the end of each frozen month, as the worker counts it."""
    month = programme.latest(slug).concept.period.from_.replace(day=1)
    while (following := months_after(month, 1)) <= today:
        with scope(job):
            freeze_aims(by=job, at=nine(following), programme=slug, month=month)
        month = following
