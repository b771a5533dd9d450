"""The programme office writes the steps towards its evaluator, and puts the contract there."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.governance.models.procurement import EvaluatorContract, EvaluatorStep
from samspil.governance.queries import contracts
from samspil.governance.queries import procurement as queries
from samspil.governance.queries.papers import digest_of
from samspil.governance.rules import procurement as rules
from samspil.governance.rules.milestones import may_decide
from samspil.governance.terms.procurement import EvaluatorStepKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refused, refuse
from samspil.trust import audit, files


def write_evaluator_step(
    *,
    by: Actor,
    at: datetime,
    on: date,
    programme: str,
    step: str,
    done_on: date,
    tenders: int | None = None,
    organisation_id: uuid.UUID | None = None,
    evidence: str = "",
) -> EvaluatorStep:
    """Write on which day a step was done, or put it right; what was written before stays. Raises Missing."""
    refuse(may_decide(by))
    with audit.acting("governance.write_evaluator_step", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        found = next((one for one in queries.procurements(by, on=on) if one.concept.slug == programme), None)
        if found is None or step not in list(EvaluatorStepKind):
            raise Missing
        kind = EvaluatorStepKind(step)
        done = {one.step: one.done_on for one in found.steps if one.done_on is not None}
        refuse(rules.must_be_in_order(kind, done_on, done, found.concept.period.from_, on))
        known = queries.evaluators()
        refuse(rules.must_say_its_own(kind, tenders, organisation_id, evidence, known))
        rows = EvaluatorStep.objects.filter(programme=programme, step=kind)
        row = EvaluatorStep.objects.create(
            tenant_id=by.tenant_id,
            programme=programme,
            step=kind,
            number=rows.count() + 1,
            done_on=done_on,
            tenders=tenders if kind == EvaluatorStepKind.TENDERS else None,
            organisation_id=organisation_id if kind == EvaluatorStepKind.AWARDED else None,
            evidence=evidence.strip() if kind == EvaluatorStepKind.CONTRACT else "",
            written_on=on,
        )
        act.about(row, reason=step)
    return row  # type: ignore[no-any-return]


def put_contract(
    *, by: Actor, at: datetime, on: date, programme: str, key: uuid.UUID, content: bytes
) -> EvaluatorContract:
    """Put the contract with the evaluator as a PDF, the first or a new version; those before stay. What is
    sent a second time with the same key is there once. Raises Missing.
    """
    refuse(may_decide(by))
    refuse(files.must_be_a_plain_pdf(content))
    with audit.acting("governance.put_contract", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        known: EvaluatorContract | None = EvaluatorContract.objects.filter(id=key).first()
        if known is not None:
            act.about(known)
            return known
        if all(one.concept.slug != programme for one in queries.procurements(by, on=on)):
            raise Missing
        evaluator_id = contracts.awarded([programme]).get((by.tenant_id, programme))
        last = contracts.last_contract(programme)
        if evaluator_id is None:
            raise Refused(rules.NOT_AWARDED)
        digest = digest_of(content)
        refuse(rules.must_be_another(digest, last.digest if last else ""))
        row = EvaluatorContract(
            id=key,
            tenant_id=by.tenant_id,
            programme=programme,
            number=last.number + 1 if last else 1,
            evaluator_id=evaluator_id,
            size=len(content),
            digest=digest,
            put_on=on,
        )
        files.seal_file(row, "content", content)
        row.save(force_insert=True)
        act.about(row)
    return row
