"""The pages beside a course's own, by what they are about, each with the states in which it is there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.delivery.rules.endings import may_begin_closing
from samspil.delivery.terms.courses import (
    AFTER_THE_END,
    ENDED,
    MOVABLE,
    RUNNING,
    STARTED,
    UNDER_WAY,
    CourseState,
)

Link = tuple[Any, str, tuple[CourseState, ...]]
GROUPS: tuple[tuple[Any, tuple[Link, ...]], ...] = (
    (
        pgettext_lazy("pages about a course", "The work"),
        (
            (_("Plan"), "office:plan-versions", (CourseState.MATCHED, *STARTED)),
            (_("Everyday life"), "office:areas", (CourseState.MATCHED, *STARTED)),
            (_("Reviews"), "office:reviews", STARTED),
            (_("Journal"), "office:journal", (*RUNNING, *ENDED)),
        ),
    ),
    (
        pgettext_lazy("pages about a course", "Who helps"),
        (
            (_("Wishes"), "office:wishes", UNDER_WAY),
            (_("Conflicts of interest"), "office:apart", UNDER_WAY),
            (_("They did not find together"), "office:let-go", (CourseState.MATCHED,)),
            (_("Somebody else takes over"), "office:take-over", RUNNING),
            (_("Joining up"), "office:joining", UNDER_WAY),
        ),
    ),
    (
        pgettext_lazy("pages about a course", "The person"),
        (
            (_("Who it is"), "office:identity", (*UNDER_WAY, *ENDED)),
            (_("Consents"), "office:consents", (*UNDER_WAY, *AFTER_THE_END)),
            (_("Legal basis"), "office:basis", UNDER_WAY),
            (_("Own page"), "office:own-page", (*UNDER_WAY, CourseState.COMPLETED)),
            (_("Letters"), "office:letters", UNDER_WAY),
            (_("Before the meetings"), "office:practical", UNDER_WAY),
        ),
    ),
    (
        pgettext_lazy("pages about a course", "The course"),
        (
            (_("Pause"), "office:pause", (CourseState.ACTIVE, CourseState.PAUSED)),
            (_("Move to another municipality"), "office:move", MOVABLE),
            (_("End the course"), "office:end", (CourseState.ACTIVE, CourseState.PAUSED)),
            (_("How it ended"), "office:ending", (*AFTER_THE_END, CourseState.FOLLOWED_UP)),
        ),
    ),
)
NOT_WHERE_STOPPED = ("office:consents", "office:ending")


def groups_of(found: Any) -> list[dict[str, Any]]:
    """The groups that have a page for the course as it stands: `title` and `links` of `label`, `url`."""
    groups = [
        {"title": title, "links": [_link(found, one) for one in links if _is_there(found, one)]}
        for title, links in GROUPS
    ]
    return [one for one in groups if one["links"]]


def _link(found: Any, link: Link) -> dict[str, Any]:
    label, name, _states = link
    return {"label": label, "url": reverse(name, args=[found.id])}


def _is_there(found: Any, link: Link) -> bool:
    _label, name, states = link
    if found.stopped_on and name in NOT_WHERE_STOPPED:
        return False
    return found.state in states and (name != "office:end" or may_begin_closing(found) is None)
