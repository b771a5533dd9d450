"""The groups of the tests: founded by the office, with seats for both municipalities and the evaluator."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

from tests.delivery import ground
from tests.governance import agreeing, handing, packing, sharing

FOUNDED_ON = date(2014, 1, 6)
MEMBERS = ("aaby", "baekby", "evaluering")
WORDS = "Skolerne i kommunen kan kun få besøg om eftermiddagen, og det er mentorerne optaget."


def found(
    world: Any, concept_id: uuid.UUID | None = None, members: tuple[str, ...] = MEMBERS
) -> dict[str, Any]:
    """Both groups with their members; the keys by kind."""
    from samspil.governance.actions import groups
    from samspil.governance.queries.groups import members as sitting
    from samspil.programme import queries as programme

    concept_id = concept_id or ground.load(world)
    named = programme.concept(concept_id).organisation
    capacities = {"steering": named.steering_group.members, "network": named.network_group.members}
    with world.as_("programme_office") as by:
        made = {
            str(one.kind): one.id
            for one in groups.found_groups(by=by, at=world.at, on=FOUNDED_ON, concept_id=concept_id)
        }
        for kind, key in made.items():
            there = sitting(by.tenant_id, key)
            wanted = [world.tenant(one) for one in members if kind == "steering" or one != "evaluering"]
            new = [one for one in wanted if one not in there]
            if new:
                seats = groups.NewSeats(new, capacities[kind][0], "Leder af området", FOUNDED_ON)
                groups.give_seats(by=by, at=world.at, on=FOUNDED_ON, group_id=key, seats=seats)
    return made


def planned(world: Any, group_id: uuid.UUID, on: date = FOUNDED_ON) -> list[uuid.UUID]:
    """A series on the third Wednesday of May and November; the keys of its meetings in order."""
    from samspil.governance.actions import groups
    from samspil.governance.models.meetings import Meeting
    from samspil.governance.rules.series import Series

    with world.as_("programme_office") as by:
        groups.plan_series(
            by=by,
            at=world.at,
            on=on,
            group_id=group_id,
            series=Series(3, 2, (5, 11)),
            starts_at=time(10),
            place="Odense",
        )
        return list(Meeting.objects.filter(group_id=group_id).order_by("on").values_list("id", flat=True))


def proposed(
    world: Any, group_id: uuid.UUID, cast: str = "municipal_lead", slug: str = "aaby", **told: Any
) -> Any:
    """A member's proposal for the agenda."""
    from samspil.governance.actions import meetings
    from samspil.kernel.ids import uuid7

    said = {"heading": "Lokaler til samtalerne", "words": "Vi mangler lokaler om aftenen.", **told}
    with world.as_(cast, slug) as by:
        return meetings.propose_item(
            by=by, at=world.at, on=ground.TODAY, group_id=group_id, key=uuid7(), **said
        )


def placed(world: Any, meeting_id: uuid.UUID, **told: Any) -> Any:
    """Something on the agenda."""
    from samspil.governance.actions import meetings

    said = told or {"heading": "Status på indsatserne", "words": "Kort gennemgang."}
    with world.as_("programme_office") as by:
        return meetings.place_item(
            by=by, at=world.at, on=ground.TODAY, meeting_id=meeting_id, item=meetings.NewItem(**said)
        )


def laid(world: Any, item_id: uuid.UUID, content: bytes, key: uuid.UUID | None = None, **told: Any) -> Any:
    """A file on an item of the agenda."""
    from samspil.governance.actions import papers
    from samspil.kernel.ids import uuid7

    said = {"title": "Oversigt", "is_free": True, **told}
    with world.as_("programme_office") as by:
        return papers.add_paper(
            by=by,
            at=world.at,
            on=ground.TODAY,
            item_id=item_id,
            key=key or uuid7(),
            paper=papers.NewPaper(content=content, **said),
        )


def beside(
    world: Any,
    proposal_id: uuid.UUID,
    content: bytes,
    key: uuid.UUID | None = None,
    cast: str = "municipal_lead",
    slug: str = "aaby",
    **told: Any,
) -> Any:
    """A file beside a member's own proposal."""
    from samspil.governance.actions import proposal_papers
    from samspil.governance.actions.papers import NewPaper
    from samspil.kernel.ids import uuid7

    said = {"title": "Oversigt", "is_free": True, **told}
    with world.as_(cast, slug) as by:
        return proposal_papers.add_own_paper(
            by=by,
            at=world.at,
            on=ground.TODAY,
            proposal_id=proposal_id,
            key=key or uuid7(),
            paper=NewPaper(content=content, **said),
        )


def outcome(
    world: Any, item_id: uuid.UUID, kind: str = "decision", on: date = ground.TODAY, **told: Any
) -> Any:
    """What an item came to."""
    from samspil.governance.actions import meetings

    said = {"words": "Vi gør det på samme måde overalt.", **told}
    with world.as_("programme_office") as by:
        return meetings.write_outcome(
            by=by, at=world.at, on=on, item_id=item_id, outcome=meetings.NewOutcome(kind, **said)
        )


def held(
    world: Any, meeting_id: uuid.UUID, came: tuple[str, ...] = ("aaby",), *, approve: bool = True
) -> None:
    """A meeting that was invited to on the day it was held, with who came; its minutes approved."""
    from samspil.governance.actions import meetings
    from samspil.governance.models.meetings import Meeting

    with world.as_("programme_office") as by:
        row = Meeting.objects.get(id=meeting_id)
        common = {"by": by, "at": world.at, "on": row.on, "meeting_id": meeting_id}
        if row.state == "planned":
            meetings.invite(**common)
        meetings.write_presence(came=[world.tenant(one) for one in came], **common)
        if approve:
            meetings.approve_minutes(**common)


def raised(
    world: Any, slug: str = "aaby", on: date = ground.TODAY, cast: str = "coordinator", **told: Any
) -> Any:
    """A barrier, as a municipality raises it."""
    from samspil.governance.actions import barriers
    from samspil.kernel.ids import uuid7

    said = {"raised_by": "municipality", "heading": "Besøg kun om eftermiddagen", "words": WORDS, **told}
    with world.as_(cast, slug) as by:
        return barriers.raise_barrier(
            by=by, at=world.at, on=on, key=uuid7(), barrier=barriers.NewBarrier(**said)
        )


def assigned(world: Any, barrier_id: uuid.UUID, slug: str = "baekby", on: date = ground.TODAY) -> Any:
    """The office gives a barrier an owner."""
    from samspil.governance.actions import barriers

    with world.as_("programme_office") as by:
        return barriers.assign_barrier(
            by=by,
            at=world.at,
            on=on,
            barrier_id=barrier_id,
            owner_id=world.tenant(slug),
            due_on=on + timedelta(days=14),
        )


def in_writing(
    world: Any, group_id: uuid.UUID, on: date = ground.TODAY, days: int = 10, **told: Any
) -> uuid.UUID:
    """A proposal in writing."""
    from samspil.governance.actions import ballots
    from samspil.kernel.ids import uuid7

    said = {"heading": "Besøg lægges om formiddagen", "words": "Alle lægger besøg før klokken tolv.", **told}
    with world.as_("programme_office") as by:
        row = ballots.propose_in_writing(
            by=by,
            at=world.at,
            on=on,
            group_id=group_id,
            key=uuid7(),
            proposal=ballots.Proposal(days=days, **said),
        )
    return row.id  # type: ignore[no-any-return]


SPEAKERS = {"kontoret": "programme_office", "evaluering": "evaluator", "kursus": "training_provider"}


def voted(world: Any, ballot_id: uuid.UUID, slug: str, answer: str = "for", on: date = ground.TODAY) -> Any:
    """An organisation's answer, by whoever speaks for it."""
    from samspil.governance.actions import ballots

    with world.as_(SPEAKERS.get(slug, "municipal_lead"), slug) as by:
        return ballots.vote(by=by, at=world.at, on=on, ballot_id=ballot_id, answer=answer)


def closed(world: Any, ballot_id: uuid.UUID, on: date) -> Any:
    """The office closes a proposal."""
    from samspil.governance.actions import ballots

    with world.as_("programme_office") as by:
        return ballots.close_ballot(by=by, at=world.at, on=on, ballot_id=ballot_id)


def instructed(
    world: Any, barrier_id: uuid.UUID, on: date = ground.TODAY, words: str = "Læg besøg før klokken tolv."
) -> dict[str, uuid.UUID]:
    """The same instruction to each municipality; the keys by its slug."""
    from samspil.governance.actions import barriers

    with world.as_("programme_office") as by:
        rows = barriers.instruct(
            by=by,
            at=world.at,
            on=on,
            barrier_id=barrier_id,
            words=words,
            due_on=on + timedelta(days=21),
        )
    slugs = {key: slug for slug, key in world.organisations.items()}
    return {slugs[one.municipality_id]: one.id for one in rows}


def confirmed(
    world: Any,
    instruction_id: uuid.UUID,
    slug: str,
    acts: str = "as_instructed",
    words: str = "",
    **told: Any,
) -> Any:
    """A municipality says what it did."""
    from samspil.governance.actions import barriers

    with world.as_("municipal_lead", slug) as by:
        return barriers.confirm_instruction(
            by=by,
            at=world.at,
            on=told.get("on", ground.TODAY),
            instruction_id=instruction_id,
            acts=acts,
            words=words,
        )


def decided(world: Any, group_id: uuid.UUID, barrier_id: uuid.UUID, on: date = ground.TODAY) -> uuid.UUID:
    """A proposal about a barrier that everybody said yes to; its key."""
    key = in_writing(world, group_id, on=on, barrier_id=barrier_id)
    for slug in ("kontoret", *MEMBERS):
        voted(world, key, slug, on=on)
    closed(world, key, on)
    return key


SAID = "{{7*7}} Vi gør det ens."
"""Words that nothing may evaluate, in every text."""


def one_of_each(world: Any, slug: str, concept_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """A row of every table of steering that is this municipality's or is about it; the sealed ones' keys."""
    made = found(world, concept_id, (slug,))
    first, *_more = planned(world, made["steering"])
    told = {"words": SAID}
    proposal = proposed(world, made["steering"], slug=slug, **told)
    own_paper = beside(world, proposal.id, agreeing.pdf(), slug=slug)
    item = placed(world, first, heading="Status", words=SAID)
    task = outcome(
        world, item.id, "task", owner_id=world.tenant(slug), due_on=ground.TODAY + timedelta(days=9), **told
    )
    paper = laid(world, item.id, agreeing.pdf())
    finished(world, task.id, slug)
    held(world, first, (slug,), approve=False)
    invited(world, first, slug)
    barrier = raised(world, slug, **told)
    pack = packing.sent(world, first, {"parts": [SAID, str(barrier.id)]})
    assigned(world, barrier.id, slug)
    ballot = in_writing(world, made["steering"], on=FOUNDED_ON, barrier_id=barrier.id, **told)
    noticed(world, slug)
    for one in ("kontoret", "aaby", "baekby"):
        if votes(world, ballot, one):
            voted(world, ballot, one, on=FOUNDED_ON)
    closed(world, ballot, ground.TODAY)
    instruction = instructed(world, barrier.id, words=SAID)[slug]
    confirmation = confirmed(world, instruction, slug, words=SAID)
    return {
        "AgendaProposal": proposal.id,
        "AgendaItem": item.id,
        "AgendaPaper": paper.id,
        "ProposalPaper": own_paper.id,
        "Outcome": task.id,
        "Barrier": barrier.id,
        "Ballot": ballot,
        "Instruction": instruction,
        "Confirmation": confirmation.id,
        "StatusPack": pack.id,
        "AuthorityChange": handing.withdrawn(world, protocol={"parts": [SAID, str(barrier.id)]}),
        "ContributionFile": sharing.kept(world, slug),
    }


def rows_of(world: Any, slug: str, concept_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Rows to be asked for: a meeting held with a task, one to come, a barrier without an owner, a proposal
    that waits, and an instruction to this municipality.
    """
    from samspil.governance.queries import groups

    made = found(world, concept_id)
    first, second, *_more = planned(world, made["steering"])
    item = placed(world, first, heading="Status", words=SAID)
    later = ground.TODAY + timedelta(days=9)
    task = outcome(world, item.id, "task", owner_id=world.tenant(slug), due_on=later)
    held(world, first, (slug,), approve=False)
    with world.as_("programme_office") as by:
        seats = groups.seats(by, by.tenant_id, made["network"])
        seat = next(one.id for one in seats if one.organisation_id == world.tenant(slug))
    decided_on = raised(world, slug)
    decided(world, made["steering"], decided_on.id)
    proposal = proposed(world, made["network"], slug=slug, words=SAID)
    return {
        "group": made["steering"],
        "seat": seat,
        "meeting": first,
        "to come": second,
        "item": item.id,
        "paper": laid(world, item.id, agreeing.pdf()).id,
        "proposal": proposal.id,
        "proposal_paper": beside(world, proposal.id, agreeing.pdf(), slug=slug).id,
        "outcome": task.id,
        "barrier": raised(world, slug).id,
        "ballot": in_writing(world, made["steering"]),
        "instruction": instructed(world, decided_on.id)[slug],
        "pack": packing.sent(world, second).id,
        "contribution": sharing.with_a_file(world, slug).id,
    }


def votes(world: Any, ballot_id: uuid.UUID, slug: str) -> bool:
    """Whether an organisation has a vote."""
    from samspil.governance.models.ballots import Ballot

    with world.as_("programme_office"):
        return world.tenant(slug) in Ballot.objects.get(id=ballot_id).voters


def finished(world: Any, outcome_id: uuid.UUID, slug: str) -> Any:
    """A municipality has done its task."""
    from samspil.governance.actions import meetings

    with world.as_("municipal_lead", slug) as by:
        return meetings.finish_task(by=by, at=world.at, on=ground.TODAY, outcome_id=outcome_id)


def noticed(world: Any, slug: str, on: date = FOUNDED_ON) -> None:
    """The letters of one organisation about decisions and barriers, in the queue."""
    from samspil.governance.actions import steering_letters
    from samspil.governance.queries.steering_letters import due
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by):
        steering_letters.write_letters(by=by, at=world.at, on=on, due=due(by, on=on))


def invited(world: Any, meeting_id: uuid.UUID, slug: str) -> None:
    """The letters of one organisation about a meeting, in the queue."""
    from samspil.governance.actions import letters
    from samspil.governance.queries.letters import due
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by):
        wanted = [one for one in due(by, on=FOUNDED_ON) if one.meeting_id == meeting_id]
        if wanted:
            letters.write_letters(by=by, at=world.at, on=FOUNDED_ON, due=wanted)
