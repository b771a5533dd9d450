"""Reading how the evaluator was found: each step planned, done and late."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from samspil.governance.models.procurement import EvaluatorStep
from samspil.governance.queries.organisations import names
from samspil.governance.rules.milestones import may_see, slip_of, stands
from samspil.governance.rules.procurement import ORDER, planned_of
from samspil.governance.terms.milestones import MilestoneState
from samspil.governance.terms.procurement import EvaluatorStepKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True)
class StepView:
    """One step on a day: by when it is planned, when it was done, and how many days late it is."""

    step: EvaluatorStepKind
    planned_on: date
    done_on: date | None
    tenders: int | None
    organisation: str
    evidence: str
    state: MilestoneState
    late_days: int


@dataclass(frozen=True, slots=True)
class Procurement:
    """A programme's way to its evaluator, step by step."""

    concept: Concept
    steps: tuple[StepView, ...]


def procurements(actor: Actor, *, on: date) -> tuple[Procurement, ...]:
    """How the evaluator of every programme that runs on a day was found. Two queries."""
    refuse(may_see(actor))
    running = [
        one.concept
        for one in programme.programmes()
        if one.concept.period.from_ <= on <= one.concept.period.to
    ]
    rows = EvaluatorStep.objects.presented().filter(
        programme__in=[one.slug for one in running], written_on__lte=on
    )
    last = {(one.programme, one.step): one for one in rows.order_by("number")}
    named = names()
    found = []
    for concept in running:
        chosen = concept.evaluation.evaluator_chosen
        steps = []
        for step in ORDER:
            row = last.get((concept.slug, step.value))
            planned, day = planned_of(step, chosen.from_, chosen.to), row.done_on if row else None
            steps.append(
                StepView(
                    step=step,
                    planned_on=planned,
                    done_on=day,
                    tenders=row.tenders if row else None,
                    organisation=named.get(row.organisation_id, "") if row else "",
                    evidence=row.evidence if row else "",
                    state=stands(chosen.from_, planned, day, on),
                    late_days=slip_of(planned, planned, day, on),
                )
            )
        found.append(Procurement(concept, tuple(steps)))
    return tuple(found)


def evaluators() -> dict[uuid.UUID, str]:
    """The organisations that evaluate, by name."""
    found = [one for one in people.organisations() if one.kind == OrganisationKind.EVALUATOR]
    return {one.id: one.name for one in sorted(found, key=lambda one: one.name)}
