"""A term to plan for the tests: a corps with times and themes, and series without days."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from html import unescape
from typing import Any

from tests.delivery import ground, visiting

STARTS, ENDS = ground.TODAY + timedelta(days=1), date(2015, 3, 27)
PAGE = "/o/visits/term"
TERM = {"starts_on": STARTS.isoformat(), "ends_on": ENDS.isoformat(), "closed_from": "", "closed_to": ""}


def corps(
    world: Any,
    slug: str,
    concept_id: uuid.UUID,
    *,
    times: tuple[str, ...] = ("daytime",),
    themes: tuple[str, ...] | None = None,
    area: str = "50",
) -> tuple[str, ...]:
    """Both role models with times, an area and every theme; the keys of their appointments."""
    from samspil.delivery.actions import corps_members
    from samspil.people.actions import staff
    from samspil.people.rules.staff import Brings
    from samspil.programme import queries

    known = queries.concept(concept_id).intervention("role_model").themes
    both = visiting.pair(world, slug)
    with world.as_("coordinator", slug) as by:
        for one in both:
            brings = Brings(times=times, area=area, languages=("da",))
            staff.write_profile(by=by, at=world.at, appointment_id=one, brings=brings)
            corps_members.write_corps_member(
                by=by,
                at=world.at,
                on=ground.TODAY,
                concept_id=concept_id,
                appointment_id=one,
                host="",
                themes=known if themes is None else themes,
            )
    return tuple(str(one) for one in both)


def asked(**said: Any) -> Any:
    """The term of the tests."""
    from samspil.delivery.rules.visit_terms import Asked

    return Asked(**{"starts_on": STARTS, "ends_on": ENDS, **said})


def draft(page: str) -> str:
    """The signed proposal in a page."""
    return unescape(re.findall(r'name="draft" value="([^"]+)"', page)[0])


def planned(client: Any, **said: str) -> str:
    """Ask for a proposal; the page."""
    answer = client.post(PAGE, {**TERM, "step": "plan", **said})
    assert answer.status_code == 200, answer.content.decode()
    return unescape(answer.content.decode())


def days(world: Any, slug: str = "aaby") -> dict[tuple[str, int], tuple[Any, ...]]:
    """Every visit's day, time, state and pair, as it is stored."""
    from samspil.delivery.models.series import Visit, VisitPlace
    from samspil.delivery.terms.visits import LIVE_PLACES

    with world.as_("coordinator", slug):
        teams: dict[uuid.UUID, list[str]] = {}
        for one in VisitPlace.objects.filter(state__in=LIVE_PLACES):
            teams.setdefault(one.visit_id, []).append(str(one.appointment_id))
        return {
            (str(one.series_id), one.position): (
                one.on,
                one.at,
                one.state,
                tuple(sorted(teams.get(one.id, []))),
            )
            for one in Visit.objects.order_by("id")
        }
