"""A term planned: every rule kept, near the best there is, and told why where it is not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests.campaigns import terms as invented
from tests.delivery import term_making as making
from tests.delivery.term_rules import best_there_is, cost_of, wrong_with

from samspil.delivery.planning import milp, prices, solving
from samspil.delivery.planning.breaking import broken
from samspil.delivery.planning.grid import Grid
from samspil.delivery.planning.occupied import Occupied
from samspil.delivery.planning.placing import best
from samspil.delivery.planning.solving import plan
from samspil.delivery.planning.term import (
    Fixed,
    Part,
    Plan,
    RoleModel,
    Stopped,
    Term,
    Visit,
    WantedSeries,
    WhyNot,
)

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


def quick(examples: int) -> Any:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=SLOW,
        phases=(Phase.explicit, Phase.generate),
    )


def served(term: Term, made: Plan) -> list[Any]:
    out = {one.series for one in made.unserved}
    return [one for one in term.series if one.key not in out]


def holds_together(term: Term, made: Plan) -> None:
    """Nothing is broken that a plan decides, nothing is lost, and what it says of its cost is so."""
    left_out = {one.series: one.reason for one in made.unserved}
    whole = [one for one in made.visits if one.series not in left_out]
    assert wrong_with(term, whole, loose_only=True) == set()
    assert wrong_with(term, made.visits, loose_only=True) <= {"missing"}
    standing = {(one.key, fix.position) for one in term.series for fix in one.fixed}
    for one in made.visits:
        assert (one.is_fixed, one.series in left_out) in ((False, False), (True, False), (True, True))
        assert one.is_fixed == ((one.series, one.position) in standing)
    by_series = {one.key: [v for v in made.visits if v.series == one.key] for one in term.series}
    for one in served(term, made):
        assert [v.position for v in by_series[one.key]] == list(range(1, len(one.themes) + 1))
        assert [v.theme for v in by_series[one.key]] == list(one.themes)
    counted = [one for one in served(term, made) if len(one.fixed) < len(one.themes)]
    assert made.cost == sum(cost_of(term, one, by_series[one.key]) for one in counted)
    assert len(served(term, made)) <= made.most_served
    if made.gap is not None:
        assert made.bound <= made.cost


@pytest.mark.proves("S8")
@quick(80)
@given(term=making.terms())
def test_a_plan_breaks_no_rule(term: Term) -> None:
    holds_together(term, plan(term, seconds=5))


def a_pair_that_lacks_the_theme_of_its_fixed_visit() -> Term:
    """Who made the second visit already makes the first: nobody stands in, though neither has the theme."""
    times = frozenset({(0, Part.MORNING)})
    monday = date(2014, 3, 3)
    return Term(
        starts_on=monday,
        ends_on=monday + timedelta(days=27),
        series=(
            WantedSeries(
                *("s", "p", "5000", ("x", "y")),
                times=times,
                fixed=(Fixed(2, monday + timedelta(days=14), Part.MORNING, ("b", "a")),),
            ),
        ),
        role_models=tuple(RoleModel(key, frozenset("x"), "5000", times=times) for key in "ab"),
    )


@pytest.mark.proves("S8")
@quick(80)
@example(term=a_pair_that_lacks_the_theme_of_its_fixed_visit())
@given(term=making.terms())
def test_what_a_series_would_choose_is_never_dearer_than_a_place_it_has(term: Term) -> None:
    """The bound is the sum of these: were one too dear, a plan could cost less than what is called proven."""
    grid = Grid(term)
    base = Occupied(grid)
    rows = [row for row in grid.rows if row.free]
    market = prices.Market(base, rows, 1)
    for row in rows:
        found = best(base, row)
        if found is not None:
            least = market.choice(row, prices.Prices.none(base), market.free[row.number]).least
            assert least <= prices.SCALE * found.cost


@pytest.mark.proves("S8")
@quick(40)
@given(term=making.terms(most_series=3, people=4, weeks=2, weekdays=3, visits=2))
def test_a_small_plan_is_the_best_there_is(term: Term) -> None:
    """Against every plan there is: as many are served, the bound is below, the cost a tenth above at most."""
    made = plan(term, seconds=5, within=0.0)
    most, least = best_there_is(term, Visit)
    ours = len(served(term, made))
    assert made.most_served >= most
    assert ours == most
    everything_fixed = [one for one in term.series if len(one.fixed) == len(one.themes)]
    least -= sum(
        cost_of(term, one, [v for v in made.visits if v.series == one.key]) for one in everything_fixed
    )
    assert made.cost >= least
    if made.gap is not None:
        assert made.bound <= least
    assert made.cost <= least * 1.1 + 1
    if made.stopped is Stopped.PROVEN:
        assert made.cost == least


@pytest.mark.proves("S8")
@quick(20)
@given(term=making.terms(), seed=st.integers(0, 1_000))
def test_the_order_of_what_is_asked_does_not_matter(term: Term, seed: int) -> None:
    dice = random.Random(seed)
    other = replace(
        term,
        series=tuple(dice.sample(term.series, len(term.series))),
        role_models=tuple(dice.sample(term.role_models, len(term.role_models))),
    )
    one, two = plan(term, seconds=20), plan(other, seconds=20)
    assert Stopped.TIME not in (one.stopped, two.stopped)
    assert one == two


def test_a_term_of_twenty_is_near_its_bound_and_the_same_however_it_is_asked() -> None:
    term = invented.term(20, seed=7)
    made = plan(term, seconds=30)
    holds_together(term, made)
    assert made.unserved == ()
    assert made.gap is not None
    assert made.gap <= 0.10
    other = replace(term, series=term.series[::-1], role_models=term.role_models[::-1])
    assert plan(other, seconds=30) == made


def ticking(step: float) -> Any:
    """A clock that goes on by so much each time it is read."""
    now = 0.0

    def read() -> float:
        nonlocal now
        now += step
        return now

    return read


@pytest.mark.parametrize("step", [0.05, 0.2, 0.6, 1.0, 3.0, 40.0])
def test_whenever_the_time_ends_there_is_a_valid_plan(step: float) -> None:
    """By a clock that ticks when it is asked, the time ends in each of the steps."""
    term = invented.term(20, seed=3)
    made = plan(term, seconds=30, within=0.0, clock=ticking(step))
    holds_together(term, made)
    late = {one.reason.code for one in made.unserved}
    assert late <= {WhyNot.OUT_OF_TIME}
    assert made.stopped is Stopped.TIME or late == set()
    if step == 40.0:
        assert (made.visits, len(made.unserved)) == ((), 20)


def test_the_time_is_kept() -> None:
    made = plan(invented.term(60, seed=2), seconds=1.5, within=0.0)
    assert made.seconds < 3 * 1.5
    assert made.unserved == ()


@pytest.mark.parametrize("fault", ["nonsense", "nothing", "no prices"])
def test_a_solver_that_errs_never_makes_an_invalid_plan(monkeypatch: Any, fault: str) -> None:
    """Columns that clash, no answer at all, and no prices: the plan stays valid."""
    if fault == "no prices":
        monkeypatch.setattr(prices.Market, "_programme", lambda self: None)
    else:
        wrong = tuple(range(1, 4000)) if fault == "nonsense" else None
        monkeypatch.setattr(milp, "_taken", lambda model, *_rest: wrong and wrong[: len(model.costs) - 1])
    term = invented.term(20, seed=3)
    made = plan(term, seconds=10, within=0.0)
    holds_together(term, made)
    assert made.unserved == ()


def test_an_answer_that_does_not_add_up_is_no_answer() -> None:
    """The red control of the one above: two columns of a row that takes one are not taken on trust."""
    model = milp.Model()
    row = model.row(1, 1)
    for cost in (1, 2):
        model.cell(row, model.column(cost))

    info: Any = type("Info", (), {"primal_solution_status": 2})
    says: Any = type("Says", (), {"getSolution": lambda: type("Solution", (), {"col_value": [1.0, 1.0]})})
    assert milp._taken(model, says, info) is None
    assert milp.solve(model, 5).chosen == (0,)


def test_a_clash_is_seen_by_both_checkers() -> None:
    """The red control of all above: a plan spoilt in each of many ways is found out, by both, as the same."""
    term = replace(invented.term(20, seed=5), most_a_term=12, most_minutes=40)
    made = plan(term, seconds=10)
    dice = random.Random(5)
    seen: set[str] = set()
    for spoilt in spoiling(term, made, dice):
        ours = {one.code.value for one in broken(term, spoilt)}
        assert ours == wrong_with(term, spoilt)
        seen |= ours
    assert seen == {
        *("unknown_series", "unknown_role_model", "twice", "missing", "not_two", "outside_term", "holiday"),
        *("place_cannot", "away", "too_far", "no_theme", "no_language", "too_close", "too_long"),
        *("two_places", "at_once", "week_full", "term_full"),
    }


def spoiling(term: Term, made: Plan, dice: random.Random) -> Iterator[tuple[Visit, ...]]:
    """The plan with one or more visits changed, by chance."""
    keys = [one.key for one in term.role_models]
    for _number in range(400):
        visits = list(made.visits)
        for at in dice.sample(range(len(visits)), dice.choice((1, 1, 2, 5))):
            one, other = visits[at], dice.choice(visits)
            visits[at] = dice.choice(
                [
                    replace(one, on=other.on),
                    replace(one, on=other.on, part=other.part, team=other.team),
                    replace(one, team=tuple(dice.sample(keys, 2))),
                    replace(one, team=(keys[0], keys[0])),
                    replace(one, team=(keys[0], "nobody")),
                    replace(one, on=dice.choice(sorted(term.holidays))),
                    replace(one, on=term.ends_on.replace(year=2015)),
                    replace(one, position=other.position),
                    replace(one, series="none"),
                ]
            )
        yield tuple(visits)


@pytest.mark.proves("S8")
@quick(40)
@given(term=making.terms(), seed=st.integers(0, 1_000))
def test_what_breaks_is_what_the_rules_say(term: Term, seed: int) -> None:
    """On terms with groups, fixed visits and closed days, with visits put anywhere."""
    dice = random.Random(seed)
    days = [term.starts_on.fromordinal(term.starts_on.toordinal() + n) for n in range(-2, 50)]
    keys = [one.key for one in term.role_models]
    visits = [
        Visit(
            one.key, at, theme, dice.choice(days), dice.choice(making.PARTS), tuple(dice.choices(keys, k=2))
        )
        for one in term.series
        for at, theme in enumerate(one.themes, start=1)
        if dice.random() < 0.9
    ]
    assert {one.code.value for one in broken(term, visits)} == wrong_with(term, visits)


def test_the_steps_leave_no_visit_of_a_series_that_is_not_planned() -> None:
    """More asked than can be: those left out have no visit, and as many as can be are in."""
    term = invented.term(60, seed=4, role_models=6)
    made = plan(term, seconds=6)
    holds_together(term, made)
    assert made.unserved
    assert {one.reason.code for one in made.unserved} <= {
        WhyNot.FULL,
        WhyNot.NO_LANGUAGE,
        WhyNot.NO_ROLE_MODELS,
        WhyNot.NO_THEME,
        WhyNot.NO_COMMON_DAY,
    }
    assert solving.WITHIN < 0.1
