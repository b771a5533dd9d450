"""Whether one can get there: from a role's own front page, by links alone, to every page it may open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.http import HttpResponse
from django.urls import Resolver404, get_resolver, path, resolve
from tests.architecture import cells
from tests.architecture.expected_access import ACCESS, expected

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
FRONT = {
    "coordinator": "/o/",
    "municipal_lead": "/o/",
    "programme_office": "/o/",
    "steering_member": "/o/",
    "log_controller": "/o/",
    "dpo": "/o/",
    "mentor": "/f/",
    "parent_coach": "/f/",
    "role_model": "/f/",
    "evaluator": "/o/",
    "auditor": "/o/",
}
NOT_BY_A_LINK = {
    "office:invitation": "made by a button, shown once",
    "office:institution-draft": "where the file that was read leads; taken in already",
    "office:grant-open": "the grant is open already: the page that leads there is gone",
    "office:description-beside": "there is one version of each here",
    "office:signed-off-forward": "what the concept file says was put forward already",
    "office:authority-new": "another authority is proposed already, one at a time",
    "office:authority-take": "who proposed it never takes it over",
    "office:steering-found": "the groups are there already",
    "office:steering-close": "everybody has not answered yet, and there is time",
    "office:steering-order": "buttons on the meeting's page; shown when what they sent is refused",
    "office:steering-instruct": "the barrier has no decision yet",
    "field:measure-status": "asked for by the page that waits for an answer",
}
"""Pages that no link leads to, and why."""


@dataclass(slots=True)
class Walk:
    """What links led to: how many links away each name is, and the links that led to nothing."""

    steps: dict[str, int] = field(default_factory=dict)
    dead: list[tuple[str, str, int]] = field(default_factory=list)


def walked(client: Any, front: str) -> Walk:
    """Follow every link from `front`, page by page, the nearest first."""
    walk, seen, here, away = Walk(), {front}, [("", front)], 0
    while here:
        behind = []
        for before, at in here:
            with cells.undone():
                answer = client.get(at, follow=True)
            if answer.status_code != 200:
                walk.dead.append((_name(before), _name(at), answer.status_code))
                continue
            at = answer.redirect_chain[-1][0] if answer.redirect_chain else at
            walk.steps.setdefault(_name(at), away)
            for link in _links(answer, at):
                if link not in seen:
                    seen.add(link)
                    behind.append((at, link))
        here, away = behind, away + 1
    return walk


def _links(answer: HttpResponse, at: str) -> Iterator[str]:
    """Where a page's links lead to inside the house; not into files."""
    if answer.headers["Content-Type"].startswith("text/html"):
        for found in LINK.findall(answer.content.decode()):
            link = urljoin(at, unescape(found))
            if link.startswith("/") and not link.startswith("/static/"):
                yield link


def _name(at: str) -> str:
    try:
        return resolve(at.partition("?")[0]).view_name if at else ""
    except Resolver404:
        return at


def unreached(cast: str, walk: Walk) -> set[str]:
    """The pages of both houses that a member of the cast may open, and no link led to."""
    may = {
        name
        for name in ACCESS
        if name.startswith(("office:", "field:")) and expected(cast, name, "get") == 200
    }
    return may - set(walk.steps) - set(NOT_BY_A_LINK)


def test_links_lead_from_the_front_page_to_every_page_one_may_open_and_none_leads_to_nothing(world):
    stand = cells.stand(world)

    walks = {cast: walked(stand.client(cast, "links"), front) for cast, front in FRONT.items()}

    assert {cast: unreached(cast, walk) for cast, walk in walks.items()} == dict.fromkeys(FRONT, set())
    assert {cast: walk.dead for cast, walk in walks.items()} == dict.fromkeys(FRONT, [])


def test_a_menu_that_lost_an_entry_and_a_link_to_nothing_are_named(world, monkeypatch):
    from samspil.interfaces.web.shared import menus

    client = world.client("role_model", "aaby")
    of_a_visit = ("visit", "visit-written", "visit-group", "visit-teacher", "visit-form", "visit-hours")
    without_a_visit = {f"field:{one}" for one in of_a_visit}
    assert unreached("role_model", walked(client, "/f/")) == without_a_visit
    monkeypatch.setitem(menus.MENUS, "role_model", menus.MENUS["role_model"][:-1])
    assert unreached("role_model", walked(client, "/f/")) == without_a_visit | {"field:profile"}

    page = HttpResponse('<a href="/f/courses/0">x</a><a href="/f/profile">y</a>')
    planted = path("zz", lambda _request: page, name="zz")
    monkeypatch.setattr(get_resolver(), "url_patterns", [planted, *get_resolver().url_patterns])
    assert walked(client, "/zz").dead == [("zz", "/f/courses/0", 404)]
