"""Goals and indicators put forward and signed through the actions."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground
from tests.governance import agreeing

EARLY = date(2013, 5, 6)


def forward(
    world: Any, concept_id: uuid.UUID, *, on: date = ground.TODAY, because: str = "", cast: Any = None
) -> uuid.UUID:
    """The key of what the office put forward, the work being given to the one evaluator."""
    from samspil.governance.actions import aims

    if not is_awarded(world):
        awarded(world)
    with world.as_(cast or "programme_office") as by:
        return aims.put_aims_forward(
            by=by, at=ground.at_day(on), on=on, concept_id=concept_id, because=because
        ).id


def sign(world: Any, key: uuid.UUID, cast: str = "evaluator", *, on: date = ground.TODAY) -> Any:
    """One side signs."""
    from samspil.governance.actions import aims

    with world.as_(cast) as by:
        return aims.sign_aims(by=by, at=ground.at_day(on), on=on, set_id=key)


def signed(world: Any, concept_id: uuid.UUID, *, on: date = ground.TODAY, because: str = "") -> uuid.UUID:
    """Put forward and signed by both sides."""
    key = forward(world, concept_id, on=on, because=because)
    sign(world, key, "programme_office", on=on)
    sign(world, key, on=on)
    return key


def other(world: Any, *, target: int = 25) -> uuid.UUID:
    """A next version of the concept file with another target for mentors; its key."""
    from samspil.programme import queries

    concept = queries.latest(ground.the_concept().slug).concept
    assert concept.aims is not None
    first, *rest = concept.aims.indicators
    aims = replace(concept.aims, indicators=(replace(first, target=target), *rest))
    return ground.load(world, replace(concept, version=concept.version + 1, aims=aims))


def found(world: Any, cast: str = "programme_office", slug: Any = None, *, on: date = ground.TODAY) -> Any:
    """What the one programme is measured by, as somebody reads it."""
    from samspil.governance.queries import aims

    with world.as_(cast, slug) as by:
        (one,) = aims.aimed(by, on=on)
        return one


def measured(world: Any, concept_id: uuid.UUID, number: int = 5, *, on: date = date(2014, 3, 5)) -> None:
    """So many courses begin on days after each other, each with its first measurement."""
    for place in range(number):
        day = on + timedelta(days=place)
        ground.course(world, ("aaby", "baekby")[place % 2], concept_id, on=day)


def one_of_each(world: Any, concept_id: uuid.UUID) -> None:
    """A row of every table of goals and indicators, once."""
    if not found(world).sets:
        signed(world, concept_id)
        contract(world, agreeing.pdf())


def waiting(world: Any, concept_id: uuid.UUID) -> uuid.UUID:
    """A version that waits for both signatures; the same one when asked again."""
    known = found(world).sets
    return known[0].id if known else forward(world, concept_id)


def step(
    world: Any,
    name: str,
    done_on: date,
    *,
    on: date = ground.TODAY,
    cast: str = "programme_office",
    **said: Any,
) -> Any:
    """A step towards the evaluator, with what belongs to it."""
    from samspil.governance.actions import procurement

    told = {
        "tenders": {"tenders": 4},
        "awarded": {"organisation_id": world.tenant("evaluering")},
        "contract": {"evidence": "Kontrakten ligger hos kontoret"},
    }.get(name, {})
    with world.as_(cast) as by:
        return procurement.write_evaluator_step(
            by=by,
            at=ground.at_day(on),
            on=on,
            programme=ground.the_concept().slug,
            step=name,
            done_on=done_on,
            **{**told, **said},
        )


def is_awarded(world: Any) -> bool:
    """Whether it is given to anybody."""
    from samspil.governance.queries import contracts

    with world.as_("programme_office"):
        return bool(contracts.awarded([ground.the_concept().slug]))


def awarded(world: Any) -> None:
    """The work is given to the one evaluator."""
    for place, name in enumerate(("call", "tenders", "awarded")):
        step(world, name, date(2013, 3, 4) + timedelta(days=20 * place))


def another_evaluator(world: Any, slug: str = "syd") -> Any:
    """Another organisation that evaluates; its one member is `other_evaluator` in `slug`."""
    from tests.world import Member

    from samspil.kernel.actor import Actor
    from samspil.kernel.ids import uuid7
    from samspil.people.actions import people
    from samspil.people.terms import OrganisationKind
    from samspil.trust.scope import scope

    by, cast, name = Actor.job(uuid7()), "other_evaluator", "Evaluering Syd"
    told = {"slug": slug, "name": name, "kind": OrganisationKind.EVALUATOR, "organisation_id": by.tenant_id}
    with scope(by):
        people.found_organisation(by=by, at=world.at, **told)
        account = people.open_account(
            by=by, at=world.at, email=f"{cast}@{slug}.example", name=name, password=None
        )
        post = people.appoint(by=by, at=world.at, account=account, role="evaluator", from_on=date(2013, 4, 1))
    world.members[cast, slug] = Member(
        cast, slug, "evaluator", by.tenant_id, account.id, post.id, account.email, name
    )
    return world.members[cast, slug]


def contract(world: Any, content: bytes, *, key: Any = None, on: date = ground.TODAY) -> uuid.UUID:
    """The key of a version of the contract; the same one when the same file is put again."""
    from samspil.governance.actions import procurement
    from samspil.governance.queries import contracts

    slug = ground.the_concept().slug
    with world.as_("programme_office"):
        last = contracts.last_contract(slug)
    if last is not None and last.digest == contracts.digest_of(content) and key is None:
        return last.id
    if not is_awarded(world):
        awarded(world)
    with world.as_("programme_office") as by:
        at, key = ground.at_day(on), key or uuid.uuid4()
        return procurement.put_contract(by=by, at=at, on=on, programme=slug, key=key, content=content).id
