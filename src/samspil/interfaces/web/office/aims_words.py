"""Goals and indicators in words: how each is counted, what a version changed, who signed and when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from samspil.governance.queries.aims import SetView
from samspil.governance.terms.aims import IN_TIME, SETS_CHANGED, SIDE_ROLES, InTime
from samspil.interfaces.web.shared import words
from samspil.kernel.words import Words
from samspil.people.terms import ROLES, Role
from samspil.programme.concept.aiming import Aims, Indicator
from samspil.programme.concept.comparing import Change

SOURCES: dict[str, Words] = {
    "coverage": gettext_lazy("The measurements, month by month"),
    "courses_begun": gettext_lazy("The courses, month by month"),
    "visits_held": gettext_lazy("The visits, month by month"),
    "staff_certified": gettext_lazy("The certificates of the training"),
    "obligations_met": gettext_lazy("The obligations, as the municipalities told them"),
    "network_meetings": gettext_lazy("The approved minutes"),
    "release": gettext_lazy("What people answer, in the evaluation's release"),
    "follow_up": gettext_lazy("What people answer six months later, in the evaluation's release"),
}
PARTS: dict[str, Words] = {
    "title": gettext_lazy("what it is called"),
    "definition": gettext_lazy("how it is counted"),
    "words": gettext_lazy("its words"),
    "measured_by": gettext_lazy("where it is counted"),
    "unit": gettext_lazy("its unit"),
    "direction": gettext_lazy("its direction"),
    "target": gettext_lazy("its target"),
    "by": gettext_lazy("by when"),
    "goal": gettext_lazy("which goal it shows"),
    "source": gettext_lazy("where it stands"),
}
TIMING_TAGS = {InTime.BEFORE: "ok", InTime.SAME_MONTH: "soon", InTime.AFTER: "late"}


def goals(aims: Aims) -> list[dict[str, Any]]:
    """Each goal with the indicators that show it, as the file has them."""
    return [
        {
            "title": words.said(goal.title),
            "words": goal.words,
            "indicators": [indicator(one) for one in aims.indicators if one.goal == goal.slug],
        }
        for goal in aims.goals
    ]


def indicator(one: Indicator) -> dict[str, Any]:
    """One indicator: its definition, where it is counted, and how much is wanted by when."""
    return {
        "slug": one.slug,
        "title": words.said(one.title),
        "definition": words.said(one.definition),
        "source": SOURCES[one.measured_by],
        "target": target(one),
        "by": words.day_and_year(one.by) if one.by else "",
    }


def target(one: Indicator) -> str:
    """How much is wanted: at least or at most so many, or so much of a whole."""
    if one.target is None:
        return ""
    if one.direction == "at_most":
        return pgettext("target", "at most %(amount)s") % {"amount": amount(one, one.target)}
    return pgettext("target", "at least %(amount)s") % {"amount": amount(one, one.target)}


def amount(one: Indicator, value: int) -> str:
    """A value in the indicator's unit."""
    return f"{value} %" if one.unit == "percent" else str(value)


def version(one: SetView) -> dict[str, Any]:
    """A version: why it came, what it changed, who has signed."""
    return {
        "title": _("Version %(number)d") % {"number": one.number},
        "day": words.day_and_year(one.put_on),
        "because": SETS_CHANGED[one.because] if one.because else "",
        "changes": changes(one),
        "signed": [
            {
                "who": ROLES[Role(each.role)].title,
                "day": words.day_and_year(each.signed_on),
                "timing": IN_TIME[each.timing],
                "tag": TIMING_TAGS[each.timing],
            }
            for each in one.signed
        ],
        "unsigned": [
            ROLES[role].title
            for side, role in SIDE_ROLES.items()
            if all(each.side != side for each in one.signed)
        ],
    }


def changes(one: SetView) -> list[str]:
    """What a version changed, a line each; of a text only the words in the reader's own language."""
    other = ".en" if (get_language() or "").startswith("da") else ".da"
    return [_change(one.aims, each) for each in one.changes if not each.path.endswith(other)]


def _change(aims: Aims, one: Change) -> str:
    head, _bracket, rest = one.path.partition("[")
    slug, _close, key = rest.partition("]")
    named = {each.slug: words.said(each.title) for each in (*aims.goals, *aims.indicators)}
    if not rest:
        return _("The order of goals or indicators changed.")
    name = named.get(slug, slug)
    if not key:
        if one.before is None:
            return _("New: %(name)s") % {"name": name}
        told = one.before if isinstance(one.before, dict) else {}
        title = told.get("title")
        language = "da" if (get_language() or "").startswith("da") else "en"
        gone = title.get(language, slug) if isinstance(title, dict) else slug
        return _("Gone: %(name)s") % {"name": gone}
    field = PARTS.get(key.strip(".").partition(".")[0], key.strip("."))
    said = _("%(name)s, %(field)s: from %(before)s to %(after)s")
    return said % {"name": name, "field": field, "before": _value(one.before), "after": _value(one.after)}


def _value(value: object) -> str:
    return _("nothing") if value is None else f"«{value}»" if isinstance(value, str) else str(value)
