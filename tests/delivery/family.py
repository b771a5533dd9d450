"""Families, networks and counts for the tests, made through the actions."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from tests.delivery import ground

SECOND = ("second_name", "second_contact", "second_goal", "second_agreed")
"""The sealed words of a second parent, beside those of the first in the same course."""


def pair(world: Any, concept_id: uuid.UUID, slug: str = "aaby") -> tuple[ground.Made, ground.Made]:
    """A running mentor course and a running parent course, not yet known to be of one family."""
    return (
        ground.course(world, slug, concept_id),
        ground.course(world, slug, concept_id, intervention="parent"),
    )


def answers(world: Any, made: ground.Made, says_yes: bool = True, on: date = ground.TODAY) -> None:
    """What the person of a course answers about joining up."""
    from samspil.delivery.actions import parents
    from samspil.people.terms import Method

    with world.as_("coordinator", made.slug) as by:
        parents.ask_about_joining(
            by=by,
            at=ground.at_day(on),
            on=on,
            course_id=made.course_id,
            says_yes=says_yes,
            method=Method.ORAL,
        )


def join(world: Any, one: ground.Made, other: ground.Made, on: date = ground.TODAY) -> uuid.UUID:
    """The coordinator notes that two courses are of one family."""
    from samspil.delivery.actions import joining

    with world.as_("coordinator", one.slug) as by:
        made = joining.join(
            by=by, at=ground.at_day(on), on=on, course_id=one.course_id, other_id=other.course_id
        )
        return uuid.UUID(str(made.id))


def takes_back(world: Any, made: ground.Made, purpose: str = "joining") -> None:
    """A person takes a yes back."""
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.withdraw_consent(
            by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, purpose=purpose
        )


def stops(world: Any, made: ground.Made) -> None:
    """The person of a course says stop."""
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.stop(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id)


def second(
    world: Any, made: ground.Made, purposes: tuple[str, ...] = (), on: date = ground.TODAY
) -> uuid.UUID:
    """The other parent joins a course; their words stand beside the first one's, each a canary."""
    from samspil.delivery.actions import parents
    from samspil.people.terms import Method

    unique = uuid.uuid4().hex[:10]
    made.words |= {name: f"kanarie-{made.slug}-{name.replace('_', '')}-{unique}" for name in SECOND}
    with world.as_("coordinator", made.slug) as by:
        there = parents.add_second_parent(
            by=by,
            at=ground.at_day(on),
            on=on,
            course_id=made.course_id,
            yes=parents.SecondYes(
                name=made.words["second_name"],
                channel="text_message",
                contact=made.words["second_contact"],
                method=Method.PAPER,
                purposes=purposes,
                goals=(made.words["second_goal"],),
            ),
        )
        return uuid.UUID(str(there.person_id))


def meets(world: Any, made: ground.Made, with_whom: str, agreed: str, **changed: Any) -> None:
    """A meeting with one parent or both, without goals unless they are given."""
    words, made.words = made.words, made.words | {"agreed": agreed, "did": agreed}
    ground.log_session(
        world, made, cast="parent_coach", **{"with_whom": with_whom, "goal_ids": (), **changed}
    )
    made.words = words


def network(
    world: Any, slug: str, concept_id: uuid.UUID, *, coach: str = "parent_coach", name: str = "Onsdag"
) -> uuid.UUID:
    """A network that a coach leads."""
    from samspil.delivery.actions import networks

    with world.as_("coordinator", slug) as by:
        made = networks.write_network(
            by=by,
            at=world.at,
            on=ground.TODAY,
            concept_id=concept_id,
            agreed=networks.Agreed(
                name=name,
                coaches=(world.member(coach, slug).appointment_id,),
                rules=("stays_here",),
                own_rule="We drink tea first",
            ),
        )
        return uuid.UUID(str(made.id))


def meeting(world: Any, slug: str, network_id: uuid.UUID, **said: Any) -> uuid.UUID:
    """A meeting of a network: planned for next week unless something else is said."""
    from samspil.delivery.actions import networks

    told = {"held_on": date(2014, 11, 12), "place": "library"} | said
    with world.as_("parent_coach", slug) as by:
        made = networks.write_meeting(
            by=by, at=world.at, on=ground.TODAY, network_id=network_id, meeting=networks.Meeting(**told)
        )
        return uuid.UUID(str(made.id))


def known(world: Any, made: ground.Made, network_id: uuid.UUID, who: str = "first") -> None:
    """A parent says yes to being known by name in a network."""
    from samspil.delivery.actions import networks
    from samspil.people.terms import Method

    with world.as_("parent_coach", made.slug) as by:
        networks.join_network(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            network_id=network_id,
            method=Method.ORAL,
            who=who,
        )


def offered(
    world: Any, slug: str, occasion: str = "asked_themselves", on: date = ground.TODAY, **said: Any
) -> uuid.UUID:
    """Support was offered to parents."""
    from samspil.delivery.actions import parents

    with world.as_("coordinator", slug) as by:
        made = parents.offer_to_parents(by=by, at=ground.at_day(on), on=on, occasion=occasion, **said)
        return uuid.UUID(str(made.id))


def counted(
    world: Any, slug: str, concept_id: uuid.UUID, *, cast: str = "parent_coach", **said: Any
) -> tuple[Any, Any]:
    """One talk without a name and one with a colleague."""
    from samspil.delivery.actions import nameless

    told = {"day": ground.TODAY, "topic": "family", "minutes": 25} | said
    with world.as_(cast, slug) as by:
        kept = {
            "by": by,
            "at": world.at,
            "on": ground.TODAY,
            "concept_id": concept_id,
            "talk": nameless.Talk(**told),
        }
        return (
            nameless.count_counselling(**kept, channel="phone", asker="parent"),
            nameless.count_consultation(**kept, profession="teacher"),
        )


def everything(
    world: Any, slug: str, concept_id: uuid.UUID, mentored: ground.Made, coached: ground.Made
) -> dict[str, uuid.UUID]:
    """A second parent, a network, an offer and an open joining of two courses; each row by its place in an
    address.
    """
    second(world, coached, ("joining",))
    meets(world, coached, "both", "We met")
    meets(world, coached, "second", coached.words["second_agreed"])
    network_id = network(world, slug, concept_id)
    rows = {
        "network_id": network_id,
        "meeting_id": meeting(world, slug, network_id),
        "offer_id": offered(world, slug),
    }
    known(world, coached, network_id)
    for one in (mentored, coached):
        answers(world, one)
    return rows | {"joining_id": join(world, mentored, coached)}
