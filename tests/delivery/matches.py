"""What the tests of matches do again and again: arrange the staff, choose, let go, take over."""

from __future__ import annotations

from typing import Any

from tests.delivery import ground

ON = {"on": ground.TODAY}


def row(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return Course.objects.select_related("mentor").get(id=made.course_id)


def post(world: Any, cast: str, slug: str = "aaby") -> Any:
    return world.member(cast, slug).appointment_id


def choose(world: Any, made: ground.Made, cast: str = "mentor", **said: Any) -> None:
    from samspil.delivery.actions import courses

    told = {"why": "They fit", "mentor_id": post(world, cast)} | said
    with world.as_("coordinator", made.slug) as by:
        courses.choose_mentor(by=by, at=world.at, course_id=made.course_id, **ON, **told)


def wish(world: Any, made: ground.Made, **said: Any) -> None:
    with world.as_("coordinator", made.slug) as by:
        ground.wish(by, made, world.at, **said)


def suggested(world: Any, made: ground.Made) -> tuple[list[str], dict[str, list[str]]]:
    """Who may be chosen, best first, and who is left out with why, each by cast."""
    from samspil.delivery.queries import matching as queries
    from samspil.delivery.queries.courses import course_for

    names = {one.appointment_id: cast for (cast, slug), one in world.members.items() if slug == made.slug}
    with world.as_("coordinator", made.slug) as by:
        course = course_for(by, made.course_id)
        found = queries.suggestions(by, course, queries.codes_of(by, course), **ON)
    return (
        [names[one.post.id] for one, _why in found.fit],
        {names[one.post.id]: [str(code) for code in why] for one, why in found.out},
    )


def brings(world: Any, cast: str, **said: Any) -> None:
    from samspil.people.actions import staff
    from samspil.people.rules.staff import Brings

    places = said.pop("places", None)
    told = {"languages": ("da",)} | said
    with world.as_("coordinator", "aaby") as by:
        staff.write_profile(
            by=by, at=world.at, appointment_id=post(world, cast), brings=Brings(**told), places=places
        )


def uncertify(world: Any, cast: str, kind: str = "boerneattest") -> None:
    from samspil.people.actions import staff

    with world.as_("coordinator", "aaby") as by:
        staff.take_certificate_back(
            by=by,
            at=world.at,
            appointment_id=post(world, cast),
            certificate_id=ground.certificate(world, "aaby", cast, kind),
        )


def again(world: Any, made: ground.Made, because: str = "no_chemistry") -> None:
    from samspil.delivery.actions import matching

    with world.as_("coordinator", made.slug) as by:
        matching.let_go(by=by, at=world.at, course_id=made.course_id, because=because, **ON)


def take_over(world: Any, made: ground.Made, cast: str = "other_mentor", **said: Any) -> None:
    from samspil.delivery.actions import matching

    told = {"because": "no_chemistry", "mentor_id": post(world, cast)} | said
    with world.as_("coordinator", made.slug) as by:
        matching.take_over(by=by, at=world.at, course_id=made.course_id, **ON, **told)


def together(world: Any, pairs: list[tuple[ground.Made, str]], why: str = "They fit") -> int:
    from samspil.delivery.actions import matching

    chosen = tuple(matching.Pair(made.course_id, post(world, cast)) for made, cast in pairs)
    with world.as_("coordinator", "aaby") as by:
        return matching.match_together(by=by, at=world.at, chosen=chosen, why=why, **ON)
