"""A plan after a change: only the series it touches are put anew, they move little, and no rule is broken."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.campaigns import terms as invented
from tests.delivery import term_making as making
from tests.delivery.term_rules import wrong_with

from samspil.delivery.planning.repair import Repaired, repaired
from samspil.delivery.planning.solving import plan
from samspil.delivery.planning.term import Fixed, Plan, Term, Visit, WhyNot

TARGET_S, SLACK = 1.0, 3


def twenty() -> tuple[Term, Plan]:
    term = invented.term(20, seed=11)
    return term, plan(term, seconds=10)


def away(term: Term, key: str, start: Any = None, end: Any = None) -> Term:
    span = (start or term.starts_on, end or term.ends_on)
    staff = tuple(replace(one, away=(*one.away, span)) if one.key == key else one for one in term.role_models)
    return replace(term, role_models=staff)


def keeps(term: Term, before: Plan, after: Repaired) -> None:
    """Every rule, and every series that is not touched exactly as it was."""
    lost = {one.series for one in after.unserved}
    whole = [one for one in after.visits if one.series not in lost]
    assert wrong_with(term, whole, loose_only=True) == set()
    assert wrong_with(term, after.visits, loose_only=True) <= {"missing"}
    for one in term.series:
        if one.key not in after.touched:
            was = [visit for visit in before.visits if visit.series == one.key]
            assert [visit for visit in after.visits if visit.series == one.key] == was


def test_somebody_ill_for_a_month_moves_only_the_visits_of_that_month() -> None:
    term, before = twenty()
    busy = before.visits[0].team[0]
    mine = sorted(one.on for one in before.visits if busy in one.team)
    start, end = mine[1] - timedelta(days=1), mine[1] + timedelta(days=28)
    ill = away(term, busy, start, end)
    after = repaired(ill, before.visits)
    keeps(ill, before, after)
    hit = {(one.series, one.position) for one in before.visits if busy in one.team and start <= one.on <= end}
    assert hit
    assert after.unserved == ()
    assert set(after.touched) == {series for series, _position in hit}
    assert {(one.series, one.position) for one, _new in after.moved} == hit
    assert not any(busy in one.team and start <= one.on <= end for one in after.visits)


def test_of_a_visit_as_little_as_possible_changes() -> None:
    """Whoever drops out is replaced by one person on the same day, where anybody can."""
    term, before = twenty()
    busy = before.visits[0].team[0]
    after = repaired(away(term, busy), before.visits)
    kept = [
        (
            new is not None and (one.on, one.part) == (new.on, new.part),
            len(set(one.team) - {busy} - set(new.team if new else ())),
        )
        for one, new in after.moved
    ]
    assert kept
    assert kept.count((True, 0)) == len(kept)


def test_a_cancelled_visit_finds_another_time_and_the_rest_stays() -> None:
    term, before = twenty()
    one = before.visits[4]
    after = repaired(term, before.visits, cancelled=frozenset({(one.series, one.position)}))
    keeps(term, before, after)
    assert [(was.series, was.position) for was, _new in after.moved] == [(one.series, one.position)]
    new = after.moved[0][1]
    assert new is not None
    assert (new.on, new.part) != (one.on, one.part)
    assert new.team == one.team


def test_a_visit_fixed_by_hand_stays_and_what_it_pushes_makes_way() -> None:
    """A visit is put by hand where its two are at another place; the other series moves, by one visit."""
    term, before = twenty()
    one = before.visits[0]
    other = next(
        visit for visit in before.visits if visit.series != one.series and set(visit.team) & set(one.team)
    )
    fix = Fixed(one.position, other.on, other.part, other.team)
    by_hand = replace(
        term,
        series=tuple(replace(s, fixed=(fix,)) if s.key == one.series else s for s in term.series),
    )
    after = repaired(by_hand, before.visits)
    keeps(by_hand, before, after)
    assert (
        Visit(one.series, one.position, one.theme, fix.on, fix.part, fix.team, is_fixed=True) in after.visits
    )
    assert other.series in after.touched
    assert {visit.series for visit, _new in after.moved} <= {one.series, other.series}


def test_nothing_changed_moves_nothing() -> None:
    term, before = twenty()
    after = repaired(term, before.visits)
    assert (after.visits, after.touched, after.moved, after.unserved) == (before.visits, (), (), ())


def test_a_series_asked_for_late_is_put_beside_the_others() -> None:
    term, before = twenty()
    late = replace(term.series[3], key="late", group="9z")
    more = replace(term, series=(*term.series, late))
    after = repaired(more, before.visits, also=frozenset({"late"}))
    keeps(more, before, after)
    assert after.touched == ("late",)
    assert [one.position for one in after.visits if one.series == "late"] == [1, 2, 3]
    assert after.moved == ()


def test_what_cannot_be_repaired_is_told_and_leaves_its_other_visits() -> None:
    """Nobody else may come, and one of the two can only on the first day: the later visits fall away."""
    term, before = twenty()
    one = next(visit for visit in before.visits if visit.position == 2)
    only = frozenset(
        who.key
        for who in term.role_models
        if not any(who.key in v.team for v in before.visits if v.series == one.series)
    )
    place = next(s.place for s in term.series if s.key == one.series)
    shut = replace(
        term,
        role_models=tuple(
            replace(who, not_at=frozenset({place})) if who.key in only else who for who in term.role_models
        ),
    )
    first = next(visit for visit in before.visits if (visit.series, visit.position) == (one.series, 1))
    gone = away(
        away(shut, one.team[0], first.on + timedelta(days=1)), one.team[0], None, first.on - timedelta(days=1)
    )
    after = repaired(gone, before.visits)
    mine = [told for told in after.unserved if told.series == one.series]
    assert [told.reason.code for told in mine] in ([WhyNot.NO_COMMON_DAY], [WhyNot.FULL])
    assert [v.position for v in after.visits if v.series == one.series] == [1]
    assert {v.position for v, new in after.moved if v.series == one.series and new is None} == {2, 3}
    keeps(gone, before, after)


def test_time_that_is_up_is_told() -> None:
    term, before = twenty()
    gone = away(term, before.visits[0].team[0])
    after = repaired(gone, before.visits, seconds=-1)
    assert not after.is_in_time
    assert {one.reason.code for one in after.unserved} == {WhyNot.OUT_OF_TIME}
    keeps(gone, before, after)


@pytest.mark.proves("S8")
def test_a_drop_out_of_a_large_term_is_repaired_in_a_second() -> None:
    term = invented.term(60, seed=2)
    before = plan(term, seconds=6)
    for key in [one.key for one in term.role_models][:6]:
        gone = away(term, key)
        after = repaired(gone, before.visits)
        keeps(gone, before, after)
        assert after.seconds < TARGET_S * SLACK
        assert set(after.touched) == {one.series for one in before.visits if key in one.team}


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    phases=(Phase.explicit, Phase.generate),
)
@given(term=making.terms(), seed=st.integers(0, 1_000))
def test_whatever_changes_no_rule_is_broken_and_nothing_else_moves(term: Term, seed: int) -> None:
    dice = random.Random(seed)
    before = plan(term, seconds=5)
    changed, cancelled = term, frozenset[tuple[str, int]]()
    loose = [one for one in before.visits if not one.is_fixed]
    if dice.random() < 0.7:
        start = term.starts_on + timedelta(days=dice.randrange(30))
        changed = away(term, dice.choice(term.role_models).key, start, start + timedelta(days=20))
    if loose and dice.random() < 0.5:
        one = dice.choice(loose)
        cancelled = frozenset({(one.series, one.position)})
    after = repaired(changed, before.visits, cancelled=cancelled, seconds=20)
    keeps(changed, before, after)
    for key, position in cancelled:
        was = next(one for one in before.visits if (one.series, one.position) == (key, position))
        now = [one for one in after.visits if (one.series, one.position) == (key, position)]
        assert [(one.on, one.part) for one in now] != [(was.on, was.part)]
    assert after == repaired(changed, before.visits[::-1], cancelled=cancelled, seconds=20)
