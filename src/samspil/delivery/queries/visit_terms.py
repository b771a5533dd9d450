"""A term of visits as the planner reads it: series, places, the corps and the days, out of their rows.

Nothing here knows a mentee, and nothing here knows that a place was wished.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from samspil.delivery.models.corps_members import CorpsMember
from samspil.delivery.models.series import Series, Visit, VisitPlace
from samspil.delivery.planning import holidays
from samspil.delivery.planning import term as planning
from samspil.delivery.planning.breaking import At, Break, Broken, broken
from samspil.delivery.planning.term import Fixed, Part, RoleModel, Term, Time, WantedSeries, monday
from samspil.delivery.queries import gates
from samspil.delivery.queries.series import Seat, with_pairs
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.rules.visit_terms import Asked
from samspil.delivery.terms.training import GateUse
from samspil.delivery.terms.visits import LIVE_PLACES, InstitutionKind, SeriesState, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import staff
from samspil.people.queries.staff import StaffMember
from samspil.people.terms import PartOfWeek, Role
from samspil.programme import queries as programme
from samspil.programme.concept.spacing import spacing

WEEKDAYS, WEEKEND = range(5), (5, 6)
AFTERNOON, EVENING = time(15, 0), time(18, 0)
"""When the parts of a day begin, as `PartOfWeek` says them to the staff."""

BEGINS = {Part.MORNING: time(10, 0), Part.AFTERNOON: time(15, 30), Part.EVENING: time(18, 30)}
"""The time of a visit in a part of the day, where the series has no other yet."""

STAFF_TIMES: dict[str, tuple[Time, ...]] = {
    PartOfWeek.DAYTIME: tuple((day, Part.MORNING) for day in WEEKDAYS),
    PartOfWeek.AFTERNOON: tuple((day, Part.AFTERNOON) for day in WEEKDAYS),
    PartOfWeek.EVENING: tuple((day, Part.EVENING) for day in WEEKDAYS),
    PartOfWeek.WEEKEND: tuple((day, part) for day in WEEKEND for part in Part),
}
PLACE_TIMES: dict[str, frozenset[Time]] = {
    InstitutionKind.SCHOOL: frozenset((day, Part.MORNING) for day in WEEKDAYS),
    InstitutionKind.YOUTH_EDUCATION: frozenset((day, Part.MORNING) for day in WEEKDAYS),
    InstitutionKind.CLUB: frozenset(
        (day, part) for day in WEEKDAYS for part in (Part.AFTERNOON, Part.EVENING)
    ),
}
"""When a kind of place can be visited in a week."""


@dataclass(frozen=True, slots=True)
class Slotted:
    """The row behind a visit of the plan: the visit that gets the day, or the cancelled one booked anew."""

    visit_id: uuid.UUID
    is_anew: bool
    at: time | None
    """When it is now, or when the series' others are."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a term is planned on."""

    asked: Asked
    term: Term
    loose: tuple[planning.Visit, ...]
    """Visits with a day that may still move."""
    rows: dict[At, Slotted]
    """Every visit that may get a day: those without one, and the loose."""
    titles: dict[str, str]
    """Place and group of each series."""
    people: dict[str, str]
    without_times: tuple[str, ...] = ()
    """Role models who have said no time of the week, so that nobody can plan them."""
    without_certificate: tuple[str, ...] = ()
    standing: frozenset[At] = field(default_factory=frozenset)
    """Visits that stay: held, agreed, of today or before, outside the term, or all with a day."""
    corps: tuple[StaffMember, ...] = ()
    lent: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    """The themes each role model takes, and who lends them."""
    unattended: frozenset[At] = field(default_factory=frozenset)
    """Visits that were held without a teacher."""

    def waiting(self) -> tuple[str, ...]:
        """Series with a visit that has no day."""
        loose = {(one.series, one.position) for one in self.loose}
        return tuple(sorted({key for key, _position in set(self.rows) - loose}))

    def together(self, visits: Iterable[planning.Visit]) -> tuple[planning.Visit, ...]:
        """These visits with all others of the term: those that stay, and the loose ones as they are."""
        every = {(one.series, one.position): one for one in (*self._fixed(), *self.loose)}
        every |= {(one.series, one.position): one for one in visits}
        return tuple(every[at] for at in sorted(every))

    def breaks(self, visits: Iterable[planning.Visit]) -> tuple[Broken, ...]:
        """What these visits break among all others. What only those that stay break is their own matter."""
        mine = tuple(visits)
        ours = {(one.series, one.position) for one in mine}
        found = broken(self.term, self.together(mine))
        return tuple(one for one in found if one.code != Break.MISSING and ours & set(one.visits))

    def _fixed(self) -> Iterator[planning.Visit]:
        for one in self.term.series:
            for fix in one.fixed:
                theme = one.themes[fix.position - 1]
                yield planning.Visit(one.key, fix.position, theme, fix.on, fix.part, fix.team, is_fixed=True)


def part_of(at: time) -> Part:
    """Which part of the day a time is in."""
    return Part.MORNING if at < AFTERNOON else Part.AFTERNOON if at < EVENING else Part.EVENING


def ground(
    actor: Actor,
    asked: Asked,
    *,
    concept_id: uuid.UUID,
    on: date,
    loose: bool = False,
    partnered: bool = True,
) -> Ground:
    """The term as it is now. With `loose` visits with a day may move too, unless it is agreed that they stay.
    Without `partnered` who has been with whom is not asked: only making a plan looks at it.

    Five queries at most, however many series there are.
    """
    refuse(may_coordinate(actor))
    visits = _visits()
    series = {key: mine[0][0].series for key, mine in visits.items()}
    corps = staff.staff(actor, on=on, roles=(Role.ROLE_MODEL,))
    in_corps = CorpsMember.objects.values_list("appointment_id", "themes", "host")
    lent = {str(key): (tuple(themes), host) for key, themes, host in in_corps}
    first = max(on, asked.starts_on)
    missing = gates.without(actor, GateUse.VISIT, concept_ids=[concept_id], on=first)
    lasts = gates.lasts(actor, GateUse.VISIT, concept_ids=[concept_id], on=first)
    able = tuple(one for one in corps if one.post.id not in missing)
    partners, apart = _partners() if partnered else {}, spacing(programme.concept(concept_id))
    made = [_Made(row, visits[key], asked, on, loose) for key, row in series.items()]
    term = Term(
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        series=tuple(one.wanted() for one in made),
        role_models=tuple(
            _role_model(one, lent.get(str(one.post.id), ((), ""))[0], partners, apart.most_a_week, lasts)
            for one in able
        ),
        holidays=_closed(asked),
        least_days=apart.least_days,
        most_days=apart.most_days,
        ideal_days=apart.ideal_days,
        most_minutes=apart.most_way_minutes,
    )
    return Ground(
        asked=asked,
        term=term,
        loose=tuple(visit for one in made for visit in one.loose),
        rows={at: row for one in made for at, row in one.rows.items()},
        titles={one.key: one.title for one in made},
        people={str(one.post.id): one.post.name for one in corps}
        | {
            str(seat.appointment_id): seat.name
            for every in visits.values()
            for _v, pair in every
            for seat in pair
        },
        without_times=tuple(one.post.name for one in able if not one.brings.times),
        without_certificate=tuple(one.post.name for one in corps if one.post.id in missing),
        standing=frozenset((one.key, fix.position) for one in made for fix in one.fixed),
        corps=corps,
        lent=lent,
        unattended=frozenset(at for one in made for at in one.unattended),
    )


def _visits() -> dict[uuid.UUID, list[tuple[Visit, tuple[Seat, ...]]]]:
    """The visits of the series under way with their pairs, place and request, by series. One query."""
    rows = Visit.objects.filter(series__state=SeriesState.OPEN).order_by("series_id", "id")
    found: dict[uuid.UUID, list[tuple[Visit, tuple[Seat, ...]]]] = defaultdict(list)
    for one, (pair, _out) in with_pairs(rows.select_related("series__institution", "series__request")):
        found[one.series_id].append((one, pair))
    return found


def _partners() -> dict[str, frozenset[str]]:
    """Who has been or is to be on a visit with whom. One query."""
    rows = VisitPlace.objects.filter(state__in=LIVE_PLACES).exclude(visit__state=VisitState.CANCELLED)
    teams: dict[uuid.UUID, set[str]] = defaultdict(set)
    for visit_id, appointment_id in rows.values_list("visit_id", "appointment_id"):
        teams[visit_id].add(str(appointment_id))
    found: dict[str, set[str]] = defaultdict(set)
    for team in teams.values():
        for one in team:
            found[one] |= team - {one}
    return {one: frozenset(others) for one, others in found.items()}


def _role_model(
    one: StaffMember,
    themes: Iterable[str],
    partners: dict[str, frozenset[str]],
    most_a_week: int,
    lasts: dict[uuid.UUID, date],
) -> RoleModel:
    """As the planner reads them: away after the last day of the appointment or of what lets them visit."""
    key, brings = str(one.post.id), one.brings
    last = min(one.post.to_on or date.max, lasts.get(one.post.id, date.max))
    return RoleModel(
        key,
        themes=frozenset(themes),
        postcode=brings.area,
        languages=frozenset(brings.languages) | {"da"},
        away=() if last == date.max else ((last + timedelta(days=1), date.max),),
        times=frozenset(when for code in brings.times for when in STAFF_TIMES[code]),
        most_a_week=most_a_week,
        partners=partners.get(key, frozenset()),
    )


def _closed(asked: Asked) -> frozenset[date]:
    """Public holidays, and the days the coordinator closed."""
    years = range(asked.starts_on.year, asked.ends_on.year + 1)
    closed = {day for year in years for day in holidays.public_holidays(year)}
    if asked.closed_from and asked.closed_to:
        first, last = max(asked.closed_from, asked.starts_on), min(asked.closed_to, asked.ends_on)
        span = (last - first).days
        closed |= {first + timedelta(days=days) for days in range(span + 1)}
    return frozenset(closed)


class _Made:
    """One series: what stays, what may move, what waits."""

    def __init__(
        self, row: Series, visits: list[tuple[Visit, tuple[Seat, ...]]], asked: Asked, on: date, loose: bool
    ) -> None:
        self.row, self.asked, self.on, self.is_loose = row, asked, on, loose
        self.key, self.title = str(row.id), f"{row.institution.name}, {row.group}"
        newest = {one.position: (one, pair) for one, pair in visits}
        self.unattended = [(self.key, at) for at, (one, _) in newest.items() if one.teacher_present is False]
        self.themes = tuple(
            newest[number][0].theme if number in newest else "" for number in range(1, row.visit_count + 1)
        )
        self.fixed: list[Fixed] = []
        self.loose: list[planning.Visit] = []
        self.rows: dict[At, Slotted] = {}
        times = [one.at for one, _pair in visits if one.at is not None]
        self.usual = times[-1] if times else None
        for number, (one, pair) in sorted(newest.items()):
            self._take(number, one, tuple(sorted(str(seat.appointment_id) for seat in pair)))

    def _take(self, number: int, one: Visit, team: tuple[str, ...]) -> None:
        is_gone = one.state == VisitState.CANCELLED
        if is_gone or one.on is None or one.at is None:
            self.rows[self.key, number] = Slotted(one.id, is_gone, self.usual)
            return
        part, span = part_of(one.at), self.asked
        stays = one.state == VisitState.HELD or one.fixed or one.on <= self.on
        if stays or not self.is_loose or not span.starts_on <= one.on <= span.ends_on:
            self.fixed.append(Fixed(number, one.on, part, team))
            return
        self.rows[self.key, number] = Slotted(one.id, is_anew=False, at=one.at)
        self.loose.append(planning.Visit(self.key, number, one.theme, one.on, part, team))

    def wanted(self) -> WantedSeries:
        """As the planner reads it."""
        place, asked = self.row.institution, self.row.request
        days = frozenset(asked.days) if asked is not None else frozenset()
        years = range(self.asked.starts_on.year, self.asked.ends_on.year + 1)
        is_school = place.kind != InstitutionKind.CLUB
        return WantedSeries(
            self.key,
            place=str(place.id),
            postcode=place.postcode,
            themes=self.themes,
            group=self.row.group.casefold(),
            times=PLACE_TIMES[place.kind],
            closed=frozenset(day for year in years for day in holidays.school_breaks(year))
            if is_school
            else frozenset(),
            preferred_days=days,
            preferred_weeks=frozenset(monday(day) for day in days),
            earliest=max(self.asked.starts_on, self.on + timedelta(days=1)),
            fixed=tuple(self.fixed),
        )
