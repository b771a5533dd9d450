"""Requests for visits for the tests, made as the public page, the worker and the mail's link make them."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground, visiting

WISHED = ground.TODAY + timedelta(days=30)
MAIL = "lone@engskolen.example"

GIVEN = {
    "place": "Engskolen",
    "group": "8.B",
    "level": "grades_7_10",
    "about_how_many": "24",
    "day_1": WISHED.isoformat(),
    "day_2": "",
    "day_3": "",
    "wishes": "Gerne <b>om formiddagen</b>",
    "name": "Lone Lærer",
    "mail": MAIL,
    "phone": "65 00 00 00",
    "site": "",
    "ask": "yes",
}


def requester(world: Any, slug: str = "aaby", **more: Any) -> Any:
    """Whoever asks in a municipality, without signing in."""
    from samspil.kernel.actor import Actor

    return Actor(tenant_id=world.tenant(slug), role="requester", purpose="answer", **more)


def asked(**said: Any) -> Any:
    """What is asked for."""
    from samspil.delivery.rules.visit_requests import Asked

    told = {
        "place": "Engskolen",
        "group": "8.B",
        "level": "grades_7_10",
        "about_how_many": 24,
        "days": (WISHED,),
        "wishes": "Gerne om formiddagen",
    }
    return Asked(**{**told, **said})


def contact(**said: Any) -> Any:
    """Whom to answer."""
    from samspil.delivery.rules.visit_requests import Contact

    return Contact(**{"name": "Lone Lærer", "mail": MAIL, "phone": "", **said})


def ask(
    world: Any, slug: str = "aaby", *, key: uuid.UUID | None = None, who: Any = None, **said: Any
) -> uuid.UUID:
    """Ask, with a form's key; the id of the request."""
    from samspil.delivery.actions import visit_requests as actions
    from samspil.trust.scope import scope

    by, key = requester(world, slug), key or uuid.uuid4()
    with scope(by):
        actions.ask(
            by=by, at=world.at, on=ground.TODAY, key=key, asked=asked(**said), contact=who or contact()
        )
    return actions.id_of(key, by.tenant_id)


def linked(world: Any, key: uuid.UUID, slug: str = "aaby") -> tuple[str, str]:
    """A link to a request as the worker makes it: its token and its code."""
    from samspil.kernel.actor import Actor
    from samspil.trust import audit, links
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by), audit.writing():
        made = links.make(by=by, kind="visit_request", thing_id=key)
    return made.token, made.code


def standing(world: Any, key: uuid.UUID, slug: str = "aaby") -> Any:
    """The one who asked, having opened the mail's link."""
    from samspil.delivery.actions import visit_requests as actions
    from samspil.trust import links
    from samspil.trust.scope import scope

    token, _code = linked(world, key, slug)
    with links.found(token, kind="visit_request") as link:
        by = requester(world, slug, link_id=link.id)
    with scope(by):
        opening = actions.open_request(by=by, at=world.at)
    return requester(world, slug, link_id=by.link_id, opening=opening)


def confirm(world: Any, key: uuid.UUID, slug: str = "aaby") -> Any:
    """Confirm it; the one who asked, as they stand now."""
    from samspil.delivery.actions import visit_requests as actions
    from samspil.trust.scope import scope

    by = standing(world, key, slug)
    with scope(by):
        opening = actions.confirm_request(by=by, at=world.at, on=ground.TODAY)
    return requester(world, slug, link_id=by.link_id, opening=opening)


def confirmed(world: Any, slug: str = "aaby", **said: Any) -> uuid.UUID:
    """A request that was confirmed."""
    key = ask(world, slug, **said)
    confirm(world, key, slug)
    return key


def matched(world: Any, slug: str = "aaby", place: uuid.UUID | None = None, **said: Any) -> uuid.UUID:
    """A confirmed request with its place."""
    from samspil.delivery.actions import visit_requests as actions

    key = confirmed(world, slug, **said)
    where = place or visiting.institution(world, slug, f"Skolen {uuid.uuid4().hex[:8]}")
    with world.as_("coordinator", slug) as by:
        actions.match_place(by=by, at=world.at, request_id=key, institution_id=where)
    return key


def planned(world: Any, concept_id: uuid.UUID, slug: str = "aaby", **said: Any) -> tuple[uuid.UUID, Any]:
    """A request that was said yes to, and its series."""
    from samspil.delivery.actions import visit_requests as actions

    key = matched(world, slug, **said)
    with world.as_("coordinator", slug) as by:
        made = actions.plan_request(
            by=by,
            at=world.at,
            on=ground.TODAY,
            concept_id=concept_id,
            request_id=key,
            group=visiting.group(concept_id),
        )
    return key, made


def wish(world: Any, by: Any, *days: date) -> None:
    """The one who asked wishes other days."""
    from samspil.delivery.actions import visit_requests as actions
    from samspil.trust.scope import scope

    with scope(by):
        actions.wish_other_days(by=by, at=world.at, on=ground.TODAY, days=days)


def in_canaries(world: Any, slug: str, words: dict[str, str]) -> uuid.UUID:
    """A confirmed request whose contact and wishes are canaries."""
    who = contact(
        name=words["asker"], mail=f"{words['asker_mail']}@skole.example", phone=words["asker_phone"]
    )
    return confirmed(world, slug, who=who, wishes=words["asker_wish"])


def state(world: Any, key: uuid.UUID, slug: str = "aaby") -> str | None:
    """Where a request is; None where it is deleted."""
    from samspil.delivery.models.visit_requests import VisitRequest

    with world.as_("coordinator", slug):
        return VisitRequest.objects.filter(id=key).values_list("state", flat=True).first()


def into_a_series(world: Any, slug: str, key: uuid.UUID, series_id: uuid.UUID) -> None:
    """A series that is there already is one out of this request, at its place."""
    from samspil.delivery.models.series import Series
    from samspil.delivery.models.visit_requests import VisitRequest
    from samspil.trust.audit import writing

    with world.as_("coordinator", slug), writing():
        found = Series.objects.get(id=series_id)
        VisitRequest.objects.filter(id=key).update(institution_id=found.institution_id, state="planned")
        Series.objects.filter(id=series_id).update(request_id=key)


def stamped(seconds: int = 60, key: uuid.UUID | None = None) -> str:
    """A stamp that was given out so many seconds ago."""
    from samspil.interfaces.web.public.visit_forms import stamp
    from samspil.people.queries import people

    return stamp(people.seconds_now() - seconds, key)


def sent(world: Any, client: Any = None, *, seconds: int = 60, path: str = "/visits/ask", **said: Any) -> Any:
    told = {**GIVEN, "municipality": str(world.tenant("aaby")), "stamp": stamped(seconds), **said}
    from django.test import Client

    return (client or Client()).post(path, told)


def requests(world: Any, slug: str = "aaby") -> int:
    from samspil.delivery.models.visit_requests import VisitRequest

    with world.as_("coordinator", slug):
        return int(VisitRequest.objects.count())


def errors(answer: Any) -> set[str]:
    return set(re.findall(r'href="#id_([a-z_0-9]+)"', answer.content.decode()))
