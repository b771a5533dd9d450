"""Places, series and visits for the tests, made through the actions; what is written are canaries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from tests.delivery import ground

AT_TEN = time(10, 0)


@dataclass(frozen=True)
class Of:
    """A series by its key alone."""

    id: uuid.UUID


def partner(world: Any, slug: str) -> Any:
    """A second role model of a municipality, appointed once; a member as the cast's."""
    from tests.world import SINCE, Member

    from samspil.kernel.actor import Actor
    from samspil.people.actions import people as actions
    from samspil.people.queries import people
    from samspil.trust.scope import scope

    by, email, name = Actor.job(world.tenant(slug)), f"partner@{slug}.example", f"Partner {slug.title()}"
    with scope(by):
        known = people.account_by_email(email)
        account = known or actions.open_account(by=by, at=world.at, email=email, name=name)
        there = people.posts_in(by, account.id, on=ground.TODAY)
        post_id = (
            there[0].id
            if there
            else actions.appoint(by=by, at=world.at, account=account, role="role_model", from_on=SINCE).id
        )
    one = Member("partner", slug, "role_model", by.tenant_id, account.id, post_id, email, name)
    world.members["partner", slug] = one
    return one


def institution(world: Any, slug: str, name: str = "Engskolen", **said: Any) -> uuid.UUID:
    """A place; the key of its row."""
    from samspil.delivery.actions import institutions
    from samspil.delivery.rules.institutions import Place

    told = {"number": "", "kind": "school", "postcode": "5000", **said}
    with world.as_("coordinator", slug) as by:
        return institutions.write_institution(  # type: ignore[no-any-return]
            by=by, at=world.at, on=ground.TODAY, place=Place(name=name, **told)
        ).id


def group(concept_id: uuid.UUID, name: str = "8.B", **said: Any) -> Any:
    """A group with the themes of the concept file in their order."""
    from samspil.delivery.actions.series import Group
    from samspil.programme import queries

    found = queries.concept(concept_id).intervention("role_model")
    themes = tuple(found.themes[: found.dosage.visits])
    return Group(**{"group": name, "level": "grades_7_10", "about_how_many": 24, "themes": themes, **said})


def series(
    world: Any, slug: str, concept_id: uuid.UUID, *, place: uuid.UUID | None = None, **said: Any
) -> Any:
    """A series with no day yet; its row."""
    from samspil.delivery.actions import series as actions

    where = place or institution(world, slug, f"Skolen {uuid.uuid4().hex[:8]}")
    with world.as_("coordinator", slug) as by:
        return actions.make_series(
            by=by,
            at=world.at,
            on=ground.TODAY,
            concept_id=concept_id,
            institution_id=where,
            group=group(concept_id, **said),
        )


def visit(world: Any, made: Any, position: int, slug: str = "aaby") -> Any:
    """The visit that holds a place in a series now: the newest of those."""
    from samspil.delivery.models.series import Visit

    with world.as_("coordinator", slug):
        return Visit.objects.filter(series_id=made.id, position=position).order_by("-id").first()


def pair(world: Any, slug: str = "aaby") -> tuple[uuid.UUID, uuid.UUID]:
    """The keys of both role models."""
    return world.member("role_model", slug).appointment_id, partner(world, slug).appointment_id


def plan(on: date | None, who: tuple[uuid.UUID, ...] = (), **said: Any) -> Any:
    """A plan of a visit at ten o'clock."""
    from samspil.delivery.actions.series import Plan
    from samspil.delivery.rules.series import Slot

    slot = Slot(on, said.pop("at", AT_TEN if on else None), said.pop("minutes", 90), said.pop("fixed", False))
    return Plan(slot, who, **said)


def planned(
    world: Any,
    made: Any,
    position: int,
    on: date,
    slug: str = "aaby",
    today: date = ground.TODAY,
    **said: Any,
) -> Any:
    """Give a visit its day and the pair of both role models; the visit."""
    from samspil.delivery.actions import series as actions

    one = visit(world, made, position, slug)
    who = said.pop("who", None)
    with world.as_("coordinator", slug) as by:
        actions.plan_visit(
            by=by,
            at=ground.at_day(today),
            on=today,
            visit_id=one.id,
            plan=plan(on, pair(world, slug) if who is None else who, **said),
        )
    return visit(world, made, position, slug)


def accepted(
    world: Any, one: Any, slug: str = "aaby", casts: tuple[str, ...] = ("role_model", "partner")
) -> None:
    """Let them say yes to a visit."""
    from samspil.delivery.actions import visits

    for cast in casts:
        with world.as_(cast, slug) as by:
            visits.accept_visit(by=by, at=world.at, visit_id=one.id)


def written(**said: Any) -> Any:
    """How a visit went."""
    from samspil.delivery.rules.series import Written

    told = {
        "steps_done": ("welcome", "exercise"),
        "teacher_present": True,
        "covered": "Øvelsen om fællesskab",
        "remains": "",
        "handover_note": "",
    }
    return Written(**{**told, **said})


def stamp(by: Any, visit_id: uuid.UUID) -> str:
    """Which writing of a visit stands, as a page would say."""
    from samspil.delivery.queries import series as queries

    return queries.stamp_of(queries.visit_for(by, visit_id))


def held(
    world: Any,
    made: Any,
    position: int,
    on: date,
    slug: str = "aaby",
    words: dict[str, str] | None = None,
    cast: str = "role_model",
    **planning: Any,
) -> Any:
    """Plan a visit for a day and write on that day how it went; the visit."""
    from samspil.delivery.actions import visits

    one = planned(world, made, position, on, slug, today=min(on, ground.TODAY), **planning)
    said: dict[str, Any] = {}
    if words:
        said = {key: words[key] for key in ("covered", "remains", "adaptation", "handover_note")}
        said["adapted_because"] = "wish"
    with world.as_(cast, slug) as by:
        visits.write_visit(by=by, at=ground.at_day(on), on=on, visit_id=one.id, said=written(**said))
    return visit(world, made, position, slug)


def corps_member(world: Any, slug: str, concept_id: uuid.UUID, **said: Any) -> None:
    """Write who lends a role model and which themes they take."""
    from samspil.delivery.actions import corps_members

    with world.as_("coordinator", slug) as by:
        corps_members.write_corps_member(
            by=by,
            at=world.at,
            on=ground.TODAY,
            concept_id=concept_id,
            appointment_id=world.member("role_model", slug).appointment_id,
            **{"host": "UU", "themes": ("identitet",), **said},
        )


def whole(world: Any, slug: str, concept_id: uuid.UUID, words: dict[str, str]) -> Any:
    """A series with every kind of row: a visit held with canaries, one cancelled and booked anew."""
    from samspil.delivery.actions import series as actions
    from samspil.delivery.models.series import Series

    corps_member(world, slug, concept_id)
    made = series(world, slug, concept_id)
    with world.as_("coordinator", slug):
        at = time(6 + 2 * int(Series.objects.count()))  # nobody is in two places at a time
    held(world, made, 1, ground.TODAY, slug, words, at=at)
    gone = planned(world, made, 2, ground.TODAY + timedelta(days=14), slug, at=at)
    with world.as_("coordinator", slug) as by:
        actions.cancel_visit(by=by, at=world.at, visit_id=gone.id, because="illness")
        actions.rebook_visit(
            by=by,
            at=world.at,
            on=ground.TODAY,
            visit_id=gone.id,
            plan=plan(ground.TODAY + timedelta(days=21), pair(world, slug), at=at),
        )
    return made


def taken_file(world: Any, slug: str, cast: str = "coordinator") -> uuid.UUID:
    """A file of places that was read and taken in; the key of its draft."""
    from samspil.delivery.actions import institutions
    from samspil.delivery.rules.institutions import Place
    from samspil.people.actions import imports
    from samspil.people.terms import ImportKind

    with world.as_(cast, slug) as by:
        cells = [{"n": 2, "c": {"name": "Åklubben", "kind": "Klub"}}]
        draft = imports.keep_draft(by=by, at=world.at, kind=ImportKind.PLACES, cells=cells)
        rows = (Place("", "Åklubben", "club", "5000", 2),)
        institutions.import_institutions(by=by, at=world.at, on=ground.TODAY, draft_id=draft.id, rows=rows)
        return draft.id  # type: ignore[no-any-return]
