"""What a term of visits is planned from, and what a plan of it says.

Pure values on codes: no name of a person, no word of theirs, and nothing about any mentee. A key is whatever
the caller knows a series, a place or a role model by; its order decides between equals and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Part(StrEnum):
    """The parts of a day in which a visit can lie. One role model makes at most one visit in each."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PARTS = tuple(Part)
Time = tuple[int, Part]
"""A weekday (0 is Monday) and a part of it."""
Span = tuple[date, date]
"""First and last day, both of them in it."""


@dataclass(frozen=True, slots=True)
class RoleModel:
    """Somebody who visits groups, with what they can and when they can."""

    key: str
    themes: frozenset[str] = frozenset()
    postcode: str = ""
    languages: frozenset[str] = frozenset({"da"})
    times: frozenset[Time] = frozenset()
    """When in a week they can; empty: never."""
    away: tuple[Span, ...] = ()
    most_a_week: int = 2
    most_a_term: int | None = None
    """What they say themselves; the term's own limit holds as well."""
    partners: frozenset[str] = frozenset()
    """Keys of those they visit with already; it counts whichever of the two says it."""
    not_at: frozenset[str] = frozenset()
    """Keys of places they do not visit: their own old school, for instance."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A visit that stays as it is, whatever is planned around it."""

    position: int
    """1 for the first visit of the series."""
    on: date
    part: Part
    team: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WantedSeries:
    """The visits one group is to have: one for each theme, in their order."""

    key: str
    place: str
    postcode: str
    themes: tuple[str, ...]
    """As many as there are visits; an empty one asks for no theme."""
    group: str = ""
    """Series of one place and one group never lie on the same day. Empty: a group of its own."""
    language: str = ""
    """At least one of the two speaks it. Empty: nothing is asked."""
    times: frozenset[Time] = frozenset()
    """When in a week the place can; empty: never."""
    closed: frozenset[date] = frozenset()
    preferred_days: frozenset[date] = frozenset()
    preferred_weeks: frozenset[date] = frozenset()
    """Mondays of the weeks that are preferred."""
    earliest: date | None = None
    latest: date | None = None
    fixed: tuple[Fixed, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """Everything a plan is made from."""

    starts_on: date
    ends_on: date
    series: tuple[WantedSeries, ...]
    role_models: tuple[RoleModel, ...]
    holidays: frozenset[date] = frozenset()
    least_days: int = 14
    """Between one visit of a series and the next, and so the two below."""
    most_days: int = 42
    ideal_days: int = 21
    most_minutes: int = 90
    """How far, one way, a role model is asked to go."""
    most_a_term: int | None = None
    """Visits for one role model at most, so that nobody carries the term alone; None: `fair_share`."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as planned."""

    series: str
    position: int
    theme: str
    on: date
    part: Part
    team: tuple[str, ...]
    """Two different keys, in order; a fixed visit keeps whatever it had."""
    is_fixed: bool = False


class WhyNot(StrEnum):
    """Why a series is not planned, in the order in which it is asked."""

    NO_VISITS = "no_visits"
    """The series has no visit to plan."""
    NO_DAY = "no_day"
    """The place has no day in the term that is neither closed nor a holiday."""
    NO_SPACING = "no_spacing"
    """The place has days, but not with the spacing between visits, or not around the fixed ones."""
    NO_ROLE_MODELS = "no_role_models"
    """Fewer than two role models are within reach and may come to this place."""
    NO_LANGUAGE = "no_language"
    """None of those speaks the language."""
    NO_THEME = "no_theme"
    """None of those has the themes named."""
    NO_COMMON_DAY = "no_common_day"
    """Role models and days are there, but never together: not even were this the only series."""
    FULL = "full"
    """It would have gone alone; the role models named are taken by the series named, or have no more visits
    left."""
    OUT_OF_TIME = "out_of_time"
    """The time to plan ended before it was tried. Planning again with more time may find a place for it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a series is not planned, with the things involved: a sentence is made of it elsewhere."""

    code: WhyNot
    themes: tuple[str, ...] = ()
    language: str = ""
    role_models: tuple[str, ...] = ()
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unserved:
    """A series that is not planned; its fixed visits stay in the plan."""

    series: str
    reason: Reason


class Remark(StrEnum):
    """What a planned series had to give up."""

    NOT_PREFERRED = "not_preferred"
    """Visits outside the weeks that were preferred."""
    OTHER_TEAM = "other_team"
    """Visits with somebody who does not come to the others."""
    SPACING = "spacing"
    """A week or more from the spacing that is best."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark on a planned series and the positions of the visits it is about."""

    series: str
    remark: Remark
    positions: tuple[int, ...]
    role_models: tuple[str, ...] = ()


class Stopped(StrEnum):
    """Why the planner stopped."""

    PROVEN = "proven"
    """Nothing better exists."""
    WITHIN = "within"
    """Within the distance from the bound that was asked for."""
    TRIED = "tried"
    """Everything it knows was tried."""
    TIME = "time"
    """The time was up: the best plan so far. Only then may the same input give another plan."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A valid plan: every visit keeps every rule, except where fixed visits break one themselves."""

    visits: tuple[Visit, ...]
    unserved: tuple[Unserved, ...] = ()
    noted: tuple[Noted, ...] = ()
    cost: int = 0
    """Of the planned series, in the points of `weighing`; less is better."""
    bound: int = 0
    """No plan that serves as many costs less than this."""
    most_served: int = 0
    """No plan serves more series than this."""
    stopped: Stopped = field(default=Stopped.TRIED, compare=False)
    first_seconds: float = field(default=0.0, compare=False)
    """Until the first valid plan."""
    seconds: float = field(default=0.0, compare=False)

    @property
    def gap(self) -> float | None:
        """How far the cost is above the bound, as a share of the bound; None where fewer may be served
        than could be, for then the cost does not say."""
        served = len({one.series for one in self.visits} - {one.series for one in self.unserved})
        if served < self.most_served:
            return None
        return (self.cost - self.bound) / self.bound if self.bound else float(self.cost > 0)


FAIR = 3
"""A role model gets at most this many halves of an equal share: one and a half times it."""


def fair_share(term: Term) -> int:
    """Visits for one role model at most: the term's own figure, else one and a half times an equal share.

    It is a ceiling and no order: nobody is given less because they were given much before. Never less than
    two series, so that a small term is not torn apart.
    """
    if term.most_a_term is not None:
        return term.most_a_term
    longest = max((len(one.themes) for one in term.series), default=0)
    places = 2 * sum(len(one.themes) for one in term.series)
    equal = -(-FAIR * places // (2 * max(1, len(term.role_models))))
    return max(equal, 2 * longest)


def ceiling(term: Term, one: RoleModel) -> int:
    """Visits this role model makes at most in the term."""
    share = fair_share(term)
    return share if one.most_a_term is None else min(share, one.most_a_term)


def monday(on: date) -> date:
    """The first day of the week a day lies in."""
    return on - timedelta(days=on.weekday())
