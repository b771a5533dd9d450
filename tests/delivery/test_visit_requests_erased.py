"""A request for visits is erased twelve months after it ended, and what the series needs stays."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import asking_visits as asking
from tests.delivery import ground, offering, place_sets, visiting

YEAR = date(ground.TODAY.year + 1, ground.TODAY.month, ground.TODAY.day)
BEFORE = YEAR - timedelta(days=1)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def round_on(world: Any, on: date) -> int:
    from samspil.interfaces.cli import rounds

    return rounds.erase_old_requests(at=ground.at_day(on), on=on)


def dropped(world: Any, _concept_id: Any) -> uuid.UUID:
    from samspil.delivery.actions import visit_requests as actions
    from samspil.trust.scope import scope

    key = asking.ask(world)
    by = asking.confirm(world, key)
    with scope(by):
        actions.cancel_request(by=by, at=world.at, on=ground.TODAY)
    return key


def declined(world: Any, _concept_id: Any) -> uuid.UUID:
    from samspil.delivery.actions import visit_requests as actions

    key = asking.confirmed(world)
    with world.as_("coordinator", "aaby") as by:
        actions.decline_request(by=by, at=world.at, on=ground.TODAY, request_id=key, because="no_day")
    return key


def ended(world: Any, concept_id: Any) -> uuid.UUID:
    from samspil.delivery.actions import series

    key, made = asking.planned(world, concept_id)
    visiting.held(world, made, 1, ground.TODAY)
    with world.as_("coordinator", "aaby") as by:
        series.end_series(by=by, at=world.at, on=ground.TODAY, series_id=made.id, why="group_gone")
    return key


def series_of(world: Any, key: uuid.UUID | None = None) -> list[Any]:
    from samspil.delivery.models.series import Series

    with world.as_("coordinator", "aaby"):
        rows = Series.objects.filter(request_id=key)
        return list(rows.values_list("institution__name", "group", "visits__on", "ended_on"))


@pytest.mark.parametrize("end", [dropped, declined, ended])
def test_it_is_erased_with_its_key_on_the_day_and_not_the_day_before(world, concept_id, end):
    from samspil.delivery.models.visit_requests import VisitLetter
    from samspil.trust import fields
    from samspil.trust.models import Link

    key, other = end(world, concept_id), asking.confirmed(world)
    assert round_on(world, BEFORE) == 0
    assert asking.state(world, key) is not None
    assert {key, other} <= fields.holders()
    kept = series_of(world, key)

    assert round_on(world, YEAR) == 1
    assert (asking.state(world, key), asking.state(world, other)) == (None, "confirmed")
    assert (key in fields.holders(), other in fields.holders()) == (False, True)
    with world.as_("coordinator", "aaby"):
        assert VisitLetter.objects.filter(request_id=key).count() == 0
        assert Link.objects.filter(thing_id=key, revoked_at__isnull=True).count() == 0
    assert series_of(world) == kept
    assert round_on(world, YEAR) == 0


def test_while_its_series_runs_nothing_is_erased_and_then_the_series_end_counts(world, concept_id):
    """The place cancelled; the series has still to be ended by the office."""
    from samspil.delivery.actions import series
    from samspil.delivery.actions import visit_requests as actions
    from samspil.trust.scope import scope

    key, made = asking.planned(world, concept_id)
    by = asking.standing(world, key)
    with scope(by):
        actions.cancel_request(by=by, at=world.at, on=ground.TODAY)
    late = ground.TODAY + timedelta(days=40)
    assert round_on(world, YEAR + timedelta(days=100)) == 0
    with world.as_("coordinator", "aaby") as office:
        series.end_series(by=office, at=world.at, on=late, series_id=made.id, why="place_stopped")
    assert round_on(world, YEAR + timedelta(days=39)) == 0
    assert round_on(world, YEAR + timedelta(days=40)) == 1


def test_one_whose_series_was_called_off_waits_for_an_answer_and_stays(world, concept_id):
    from samspil.delivery.actions import series

    key, made = asking.planned(world, concept_id)
    with world.as_("coordinator", "aaby") as by:
        series.end_series(by=by, at=world.at, on=ground.TODAY, series_id=made.id, why="no_day")
    assert round_on(world, YEAR + timedelta(days=400)) == 0
    assert asking.state(world, key) == "planned"


def test_what_became_of_the_mails_of_an_offering_is_erased_and_the_offers_stay(world, concept_id):
    from samspil.delivery.models.offer_letters import OfferLetter

    offering.offered(world)
    day = date(place_sets.BY.year + 1, place_sets.BY.month, place_sets.BY.day)
    counts = []
    for on in (day - timedelta(days=1), day):
        round_on(world, on)
        with world.as_("coordinator", "aaby"):
            counts.append(OfferLetter.objects.count())
    assert counts == [4, 0]
    assert len(offering.rows(world)) == 4


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2015, 11, 3), date(2014, 11, 3)),
        (date(2016, 2, 29), date(2015, 2, 28)),
        (date(2017, 1, 31), date(2016, 1, 31)),
    ],
)
def test_twelve_months_are_counted_by_the_calendar(on, last):
    from samspil.delivery.queries.visit_retention import last_day_kept

    assert last_day_kept(on) == last
