"""Barriers: raised, given an owner, decided, instructed about, and confirmed by each municipality."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.naming import must_name_nobody
from samspil.governance.models.barriers import Barrier, BarrierOwner, Confirmation, Instruction
from samspil.governance.queries import barriers as queries
from samspil.governance.queries import groups
from samspil.governance.rules import barriers as rules
from samspil.governance.rules.groups import may_act_for_a_municipality, may_steer, may_take_part
from samspil.governance.rules.meetings import must_be_ahead
from samspil.governance.rules.words import must_be_words, must_say
from samspil.governance.terms.barriers import RaisedBy
from samspil.governance.terms.groups import GroupKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.programme import queries as programme
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class NewBarrier:
    """What stands in the way, on whose behalf it is raised, where, and for which intervention."""

    raised_by: str
    heading: str
    words: str
    intervention: str = ""
    where_id: uuid.UUID | None = None


def raise_barrier(*, by: Actor, at: datetime, on: date, key: uuid.UUID, barrier: NewBarrier) -> Barrier:
    """Raise a barrier; the office and the members of the groups read it at once. What is sent a second time
    with the same key is raised once.
    """
    refuse(may_take_part(by))
    refuse(rules.may_raise(by.role, barrier.raised_by))
    office_id = groups.office_of(by)
    names = groups.names_of_organisations()
    refuse(must_say(barrier.heading, barrier.words, names.values()))
    if barrier.intervention:
        concept = programme.concept(groups.groups(by, office_id)[0].concept_id)
        refuse(
            must_be_one_of(barrier.intervention, [one.slug for one in concept.interventions], "intervention")
        )
    where = by.tenant_id if barrier.raised_by == RaisedBy.MUNICIPALITY else barrier.where_id
    if where is not None:
        refuse(must_be_one_of(where, groups.municipalities(), "where"))
    with audit.acting("governance.raise_barrier", by=by, at=at) as act:
        audit.hold(key)
        known: Barrier | None = Barrier.objects.filter(id=key).first()
        if known is not None:
            act.about(known)
            return known
        row = Barrier(
            id=key,
            tenant_id=by.tenant_id,
            office_id=office_id,
            raised_by=barrier.raised_by,
            intervention=barrier.intervention,
            where_id=where,
            heading=barrier.heading.strip(),
            raised_on=on,
        )
        fields.seal(row, words=barrier.words.strip())
        row.save(force_insert=True)
        act.about(row, reason=barrier.raised_by)
    return row


def assign_barrier(
    *, by: Actor, at: datetime, on: date, barrier_id: uuid.UUID, owner_id: uuid.UUID, due_on: date
) -> BarrierOwner:
    """Say which member sees to a barrier, and by when it is to be decided."""
    refuse(may_steer(by))
    refuse(must_be_ahead(due_on, on))
    with audit.acting("governance.assign_barrier", by=by, at=at) as act:
        audit.hold(barrier_id)
        found = queries.barrier(by, by.tenant_id, barrier_id)
        refuse(rules.may_be_assigned(found.state))
        sit = {
            one for each in groups.groups(by, by.tenant_id) for one in groups.members(by.tenant_id, each.id)
        }
        refuse(must_be_one_of(owner_id, sit, "owner"))
        row = BarrierOwner.objects.create(
            tenant_id=by.tenant_id,
            barrier_id=found.id,
            number=BarrierOwner.objects.filter(barrier_id=found.id).count() + 1,
            owner_id=owner_id,
            due_on=due_on,
            assigned_on=on,
        )
        act.about(row)
    return row  # type: ignore[no-any-return]


def instruct(
    *, by: Actor, at: datetime, on: date, barrier_id: uuid.UUID, words: str, due_on: date
) -> tuple[Instruction, ...]:
    """Give every municipality with a seat the same instruction, resting on the decision about a barrier."""
    refuse(may_steer(by))
    refuse(must_be_words(words))
    refuse(must_name_nobody(words, "words", groups.names_of_organisations().values()))
    refuse(must_be_ahead(due_on, on))
    with audit.acting("governance.instruct", by=by, at=at) as act:
        audit.hold(barrier_id)
        found = queries.barrier(by, by.tenant_id, barrier_id)
        refuse(rules.may_be_instructed(found.state))
        outcome, ballot = queries.decision_about(by.tenant_id, barrier_id)
        rows = []
        for one in _municipalities(by):
            row = Instruction(
                tenant_id=by.tenant_id,
                barrier_id=found.id,
                outcome=outcome,
                ballot=ballot,
                municipality_id=one,
                due_on=due_on,
                given_on=on,
            )
            fields.seal(row, words=words.strip())
            row.save(force_insert=True)
            rows.append(row)
        if not rows:
            raise Missing
        act.about(rows[0])
    return tuple(rows)


def confirm_instruction(
    *, by: Actor, at: datetime, on: date, instruction_id: uuid.UUID, acts: str, words: str = ""
) -> Confirmation:
    """A municipality says what it did: as the instruction says, or in which other way. It can say so anew."""
    refuse(may_act_for_a_municipality(by))
    office_id = groups.office_of(by)
    refuse(rules.must_say_how(acts, words))
    refuse(must_be_words(words, needed=False))
    refuse(must_name_nobody(words, "words", groups.names_of_organisations().values()))
    with audit.acting("governance.confirm_instruction", by=by, at=at) as act:
        audit.hold(instruction_id)
        told = queries.instruction(by, office_id, instruction_id)
        row = Confirmation(
            tenant_id=by.tenant_id,
            office_id=office_id,
            instruction_id=told.id,
            number=Confirmation.objects.filter(instruction_id=told.id).count() + 1,
            acts=acts,
            confirmed_on=on,
        )
        fields.seal(row, words=words.strip())
        row.save(force_insert=True)
        act.about(row, reason=acts)
    return row


def _municipalities(by: Actor) -> list[uuid.UUID]:
    """The municipalities that have a seat in the steering group."""
    known = groups.municipalities()
    sit: set[uuid.UUID] = set()
    for each in groups.groups(by, by.tenant_id):
        if each.kind == GroupKind.STEERING:
            sit.update(groups.members(by.tenant_id, each.id))
    return [one for one in known if one in sit]
