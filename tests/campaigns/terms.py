"""Invented terms to plan: four municipalities, 35 role models, 40 weeks of which six are holidays."""

from __future__ import annotations

import random
from datetime import date, timedelta

from samspil.delivery.planning.term import Part, RoleModel, Term, WantedSeries

STARTS, WEEKS = date(2013, 8, 12), 40
HOLIDAY_WEEKS = (9, 19, 20, 26, 35, 36)
THEMES = ("citizenship", "prejudice", "communities")
POSTCODES = (
    ("5000", "5200", "5230", "5240", "5270"),
    ("5500", "5580", "5592"),
    ("7000", "7080"),
    ("6000", "6040", "6091"),
)
SHARES = (14, 7, 7, 7)
DAYS = range(5)
AWAY = 0.15


def term(requests: int, seed: int, role_models: int = 35) -> Term:
    """One term with so many series of three visits."""
    dice = random.Random(f"{seed}:{requests}")
    mondays = [STARTS + timedelta(weeks=number) for number in range(WEEKS)]
    off = {mondays[number] + timedelta(days=day) for number in HOLIDAY_WEEKS for day in range(7)}
    teaching = [one for number, one in enumerate(mondays) if number not in HOLIDAY_WEEKS]
    staff = tuple(_role_model(dice, number, role_models, mondays) for number in range(role_models))
    return Term(
        STARTS,
        STARTS + timedelta(weeks=WEEKS, days=-1),
        tuple(_series(dice, number, teaching) for number in range(requests)),
        _partnered(dice, staff),
        frozenset(off),
    )


def _area(dice: random.Random) -> int:
    return dice.choices(range(len(SHARES)), SHARES)[0]


def _role_model(dice: random.Random, number: int, count: int, mondays: list[date]) -> RoleModel:
    area = next(
        place for place in range(len(SHARES)) if number < count * sum(SHARES[: place + 1]) / sum(SHARES)
    )
    times = {(day, part) for day in DAYS for part in (Part.MORNING, Part.AFTERNOON) if dice.random() < 0.6}
    away = tuple((one, one + timedelta(days=6)) for one in mondays if dice.random() < AWAY)
    return RoleModel(
        f"r{number:03}",
        frozenset(one for one in THEMES if dice.random() < 0.7) or frozenset({THEMES[number % len(THEMES)]}),
        dice.choice(POSTCODES[area]),
        frozenset({"da", *(["en"] if dice.random() < 0.3 else [])}),
        frozenset(times or {(2, Part.MORNING)}),
        away,
    )


def _partnered(dice: random.Random, staff: tuple[RoleModel, ...]) -> tuple[RoleModel, ...]:
    """Half of them visit with their neighbour on the list already."""
    return tuple(
        RoleModel(
            *(one.key, one.themes, one.postcode, one.languages, one.times, one.away, one.most_a_week),
            partners=frozenset({staff[number ^ 1].key})
            if number ^ 1 < len(staff) and number % 4 < 2
            else frozenset(),
        )
        for number, one in enumerate(staff)
    )


def _series(dice: random.Random, number: int, teaching: list[date]) -> WantedSeries:
    postcode = dice.choice(POSTCODES[_area(dice)])
    times = {(day, part) for day in DAYS for part in (Part.MORNING, Part.AFTERNOON) if dice.random() < 0.5}
    begins = dice.randrange(len(teaching) - 8)
    return WantedSeries(
        f"s{number:03}",
        f"p{postcode}-{dice.randrange(4)}",
        postcode,
        THEMES,
        language="en" if dice.random() < 0.05 else "",
        times=frozenset(times or {(1, Part.MORNING)}),
        preferred_weeks=frozenset(teaching[begins : begins + dice.choice((8, 10, 12))])
        if dice.random() < 0.7
        else frozenset(),
    )
