"""How a plan, its versions and its yeses are said, in the office and in the field alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.delivery.queries.plans import Standing, Version
from samspil.delivery.rules.plans import Change, OwnGoal, Step, changes
from samspil.interfaces.web.shared import words
from samspil.people.terms import CAPACITIES, METHODS, ROLES, Capacity, Method, Role


def role(code: str) -> str:
    """What a role is called, in the middle of a sentence."""
    return str(ROLES[Role(code)].title).lower()


def goal_view(goal: OwnGoal) -> dict[str, Any]:
    """One goal: its words, how it is noticed, and the two numbers in words."""
    numbers = []
    if goal.now is not None:
        numbers.append(_("now %(number)d") % {"number": goal.now})
    if goal.wanted is not None:
        numbers.append(_("wanted %(number)d") % {"number": goal.wanted})
    return {"words": goal.words, "notice": goal.notice, "numbers": ", ".join(numbers)}


def plan_view(standing: Standing, due: date | None) -> dict[str, Any]:
    """The plan as it stands."""
    plan = standing.words
    if plan is None:
        return {}
    return {
        "purpose": plan.purpose,
        "tasks": plan.tasks,
        "months_words": months(plan.expected_months),
        "minutes_words": minutes_a_week(plan.agreed_minutes),
        "goals": [goal_view(goal) for _id, goal in standing.goals],
        "helpers": plan.helpers,
        "review_words": words.day_and_year(due) if due else "",
    }


def step_view(step: Step) -> str:
    """One step in a line: what, who, when."""
    return " · ".join(part for part in (step.what, step.who, step.by_when) if part)


def months(count: int) -> str:
    """6 months"""
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


def minutes_a_week(count: int) -> str:
    """60 minutes a week"""
    return _("%(count)d minutes a week") % {"count": count}


def accepted_view(version: Version) -> list[str]:
    """The yeses to a version, each in words."""
    return [
        _("%(who)s: yes on %(day)s, %(method)s")
        % {
            "who": CAPACITIES[Capacity(one.capacity)],
            "day": words.day_and_year(one.accepted_on),
            "method": str(METHODS[Method(one.method)]).lower(),
        }
        for one in version.accepted
    ]


def versions_view(versions: tuple[Version, ...]) -> list[dict[str, Any]]:
    """Every version, newest first, with what it changed from the one before it, side by side in words."""
    told = []
    for one, before in zip(versions, (*versions[1:], None), strict=False):
        named = {"number": one.number, "day": words.day_and_year(one.written_on), "role": role(one.by_role)}
        told.append(
            {
                "number": one.number,
                "title": _("Version %(number)d, %(day)s, by the %(role)s") % named,
                "accepted": accepted_view(one),
                "changes": [change_view(each) for each in changes(before.words, one.words)] if before else [],
                "is_first": before is None,
            }
        )
    return told


def change_view(change: Change) -> dict[str, Any]:
    """One part of a plan that differs: what it said and what it says."""
    title, said = {
        "purpose": (_("Purpose"), str),
        "tasks": (_("The mentor's tasks"), str),
        "expected_months": (_("Expected length"), months),
        "agreed_minutes": (_("Agreed time"), minutes_a_week),
        "goals": (_("Goals"), _goal_line),
        "steps": (_("Steps"), step_view),
        "helpers": (_("Who else helps"), str),
        "review_on": (_("The plan is looked at together on"), words.day_and_year),
    }[change.part]
    before, after = ([said(one) for one in side] for side in (change.before, change.after))  # type: ignore[operator]
    return {"title": title, "before": before, "after": after}


def _goal_line(goal: OwnGoal) -> str:
    told = goal_view(goal)
    return " · ".join(part for part in (told["words"], told["notice"], told["numbers"]) if part)
