"""Concept files in which the evaluator asks something on a day of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from samspil.programme.concept.progression import Survey
from samspil.programme.concept.values import Text


def survey(day: date, *, slug: str = "midway", due_days: int = 21, **more: str) -> Survey:
    """A survey among those who are mentored, with the parents' six, which no round asks them."""
    told = {"intervention": "mentor", "instrument": "parent", **more}
    title = Text(da="Midtvejs", en="Midway")
    return Survey(slug=slug, title=title, version=1, opens_on=day, due_days=due_days, **told)  # type: ignore[arg-type]


def with_surveys(concept: Any, *surveys: Survey) -> Any:
    """The same concept with these surveys and no other."""
    schedule = replace(concept.progression.schedule, surveys=surveys)
    return replace(concept, progression=replace(concept.progression, schedule=schedule))
