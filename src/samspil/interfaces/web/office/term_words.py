"""What a planned term says in words: why a series found no place, what breaks, what was given up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspil.delivery.planning.breaking import Break, Broken
from samspil.delivery.planning.term import Noted, Part, Remark, Stopped, Unserved, Visit, WhyNot
from samspil.delivery.queries.visit_terms import Ground
from samspil.interfaces.web.shared import words

PARTS: dict[Part, Any] = {
    Part.MORNING: gettext_lazy("before 15"),
    Part.AFTERNOON: gettext_lazy("15 to 18"),
    Part.EVENING: gettext_lazy("evening"),
}
WHY: dict[WhyNot, tuple[Any, Any]] = {
    WhyNot.NO_VISITS: (gettext_lazy("It has no visit to plan."), ""),
    WhyNot.NO_DAY: (
        gettext_lazy("The place has no open day in these weeks."),
        gettext_lazy("A longer term, or fewer closed days."),
    ),
    WhyNot.NO_SPACING: (
        gettext_lazy("There are days, but not with %(least)d to %(most)d days from one visit to the next."),
        gettext_lazy("A longer term, or another day for a visit that has one."),
    ),
    WhyNot.NO_ROLE_MODELS: (
        gettext_lazy("Fewer than two of the corps have less than %(minutes)d minutes to the place."),
        gettext_lazy("Write where they come from on their profiles, or the place's postcode."),
    ),
    WhyNot.NO_LANGUAGE: (
        gettext_lazy("Nobody near enough speaks the language."),
        gettext_lazy("Write the languages on the profiles."),
    ),
    WhyNot.NO_THEME: (
        gettext_lazy("Nobody near enough takes the theme %(themes)s."),
        gettext_lazy("Ask somebody of the corps to take it, or choose another theme for the visit."),
    ),
    WhyNot.NO_COMMON_DAY: (
        gettext_lazy("The place can, and %(people)s can, but never at the same time."),
        gettext_lazy("Ask them for more times of the week, or agree on a day with the place."),
    ),
    WhyNot.FULL: (
        gettext_lazy("%(people)s could come, but are taken: %(series)s."),
        gettext_lazy("One more in the corps, a longer term, or a series less."),
    ),
    WhyNot.OUT_OF_TIME: (
        gettext_lazy("The time was up before it was tried."),
        gettext_lazy("Take over what is there, and plan again: then only the rest is planned."),
    ),
}
BREAKS: dict[Break, Any] = {
    Break.UNKNOWN_SERIES: gettext_lazy("The series is under way no more."),
    Break.UNKNOWN_ROLE_MODEL: gettext_lazy("%(people)s cannot be put on visits now."),
    Break.TWICE: gettext_lazy("The series has two visits with one number."),
    Break.MISSING: gettext_lazy("Visit %(numbers)s has no day."),
    Break.FIXED_MOVED: gettext_lazy("A visit that is fixed has moved."),
    Break.NOT_TWO: gettext_lazy("There are not two people on the visit."),
    Break.OUTSIDE_TERM: gettext_lazy("The day is outside the term."),
    Break.HOLIDAY: gettext_lazy("The day is a holiday, or closed."),
    Break.PLACE_CANNOT: gettext_lazy("The place cannot be visited at that time."),
    Break.AWAY: gettext_lazy("%(people)s cannot at that time."),
    Break.NOT_HERE: gettext_lazy("%(people)s does not visit this place."),
    Break.TOO_FAR: gettext_lazy("It is too far for %(people)s."),
    Break.NO_LANGUAGE: gettext_lazy("Nobody on it speaks the language."),
    Break.NO_THEME: gettext_lazy("Nobody on it takes the theme %(theme)s."),
    Break.TOO_CLOSE: gettext_lazy(
        "There are %(days)d days to the visit before; it should be at least %(most)d."
    ),
    Break.TOO_LONG: gettext_lazy(
        "There are %(days)d days to the visit before; it should be at most %(most)d."
    ),
    Break.TWO_PLACES: gettext_lazy("%(people)s would be in two places that day."),
    Break.AT_ONCE: gettext_lazy("%(people)s would be on two visits at once."),
    Break.GROUP_TWICE: gettext_lazy("The group would have two visits that day."),
    Break.WEEK_FULL: gettext_lazy(
        "%(people)s would have %(days)d visits that week; it should be at most %(most)d."
    ),
    Break.TERM_FULL: gettext_lazy(
        "%(people)s would have %(days)d visits in the term; it should be at most %(most)d."
    ),
}
MOST_NAMED = 5


def names(found: Iterable[str], of: dict[str, str]) -> str:
    """Some of those by name, and how many more there are."""
    known = sorted(of.get(one, _("Somebody")) for one in found)
    more = len(known) - MOST_NAMED
    said = ", ".join(known[:MOST_NAMED])
    return _("%(names)s and %(count)d more") % {"names": said, "count": more} if more > 0 else said


def why_view(one: Unserved, ground: Ground) -> dict[str, Any]:
    """Why a series found no place, and what would help."""
    text, would_help = WHY[one.reason.code]
    told = {
        "least": ground.term.least_days,
        "most": ground.term.most_days,
        "minutes": ground.term.most_minutes,
        "themes": ", ".join(f"«{theme}»" for theme in one.reason.themes),
        "people": names(one.reason.role_models, ground.people) or _("nobody"),
        "series": names(one.reason.series, ground.titles) or _("they have no visits left in the term"),
    }
    return {
        "series": ground.titles.get(one.series, ""),
        "series_id": one.series,
        "why": str(text) % told,
        "would_help": str(would_help),
    }


def break_words(one: Broken, ground: Ground) -> str:
    """One rule that is broken, with who and how much."""
    if one.code == Break.TOO_CLOSE and one.days < 1:
        return _("It comes before the visit it builds on, or on the same day.")
    return str(BREAKS[one.code]) % {
        "people": names(one.role_models, ground.people),
        "theme": f"«{one.theme}»",
        "days": one.days,
        "most": one.most,
        "numbers": ", ".join(str(position) for _series, position in one.visits),
    }


def break_views(found: Iterable[Broken], ground: Ground) -> list[dict[str, str]]:
    """Every rule that is broken, with the visits it is about."""
    return [
        {
            "visits": "; ".join(dict.fromkeys(at_words(at, ground) for at in one.visits)),
            "why": break_words(one, ground),
        }
        for one in found
    ]


def at_words(at: tuple[str, int], ground: Ground) -> str:
    """Engskolen, 8.B, visit 2"""
    told = {"series": ground.titles.get(at[0], ""), "number": at[1]}
    return _("%(series)s, visit %(number)d") % told


def when_words(one: Visit) -> str:
    """Mandag den 3. november, 15 to 18"""
    return f"{words.weekday(one.on)}, {PARTS[one.part]}"


def _inside(one: Visit, ground: Ground) -> str:
    """The same inside a sentence, with who comes."""
    parts = {"weekday": date_format(one.on, "l"), "day": words.day(one.on)}
    told = _("%(weekday)s %(day)s") % parts
    return f"{told}, {PARTS[one.part]} ({names(one.team, ground.people)})"


def move_words(before: Visit, after: Visit | None, ground: Ground) -> str:
    """What a visit was and what it becomes."""
    at = at_words((before.series, before.position), ground)
    was = _inside(before, ground)
    if after is None:
        return _("%(visit)s: %(was)s has no place any more") % {"visit": at, "was": was}
    now = _inside(after, ground)
    return _("%(visit)s: from %(was)s to %(now)s") % {"visit": at, "was": was, "now": now}


def remark_words(one: Noted, ground: Ground) -> str:
    """What a series had to give up."""
    told = {
        "numbers": ", ".join(str(position) for position in one.positions),
        "people": names(one.role_models, ground.people),
        "ideal": ground.term.ideal_days,
    }
    if one.remark == Remark.NOT_PREFERRED:
        return _("Visit %(numbers)s is not in a week they asked for.") % told
    if one.remark == Remark.OTHER_TEAM:
        return _("Visit %(numbers)s has somebody else: %(people)s.") % told
    return _("Visit %(numbers)s is a week or more from %(ideal)d days after the one before.") % told


def stopped_words(stopped: str, seconds: float) -> str:
    """How the planner ended: whether something better may be found."""
    told = {"seconds": f"{seconds:.1f}".replace(".", ",")}
    if stopped == Stopped.TIME:
        return (
            _("The planner stopped when its time was up, after %(seconds)s seconds. A new try may be better.")
            % told
        )
    if stopped == Stopped.PROVEN:
        return _("Planned in %(seconds)s seconds. No better plan exists.") % told
    if stopped == Stopped.WITHIN:
        return _("Planned in %(seconds)s seconds. At most one per cent from the best there is.") % told
    return _("Planned in %(seconds)s seconds.") % told


def count_words(served: int, asked: int, visits: int) -> str:
    """How much of what waited is in the plan."""
    head = _("%(served)d of %(asked)d series are in the plan") % {"served": served, "asked": asked}
    tail = ngettext("%(count)d visit", "%(count)d visits", visits) % {"count": visits}
    return f"{head}: {tail}."
