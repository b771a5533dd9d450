"""What a term is planned on is what stands in the rows, the concept file and the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import asking_visits, ground, schooling, terming, visiting

from samspil.delivery.planning.breaking import Break
from samspil.delivery.planning.term import Part
from samspil.delivery.planning.term import Visit as Planned

WEDNESDAY, BREAK, CHRISTMAS = date(2014, 12, 3), date(2015, 2, 11), date(2014, 12, 25)
"""A school day, a day of the winter break, and a public holiday."""


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def read(world: Any, concept_id: Any, *, loose: bool = False, **said: Any) -> Any:
    """The ground of a term."""
    from samspil.delivery.queries import visit_terms

    with world.as_("coordinator", "aaby") as by:
        asked = terming.asked(**said)
        return visit_terms.ground(by, asked, concept_id=concept_id, on=ground.TODAY, loose=loose)


def breaks(
    found: Any, made: Any, on: date, part: Part = Part.MORNING, team: tuple[str, ...] = ()
) -> set[str]:
    """What the first visit of a series breaks on a day."""
    one = Planned(str(made.id), 1, "", on, part, team or tuple(one.key for one in found.term.role_models))
    return {one.code for one in found.breaks([one])} - {Break.NOT_TWO}


def at_a(world: Any, concept_id: Any, kind: str) -> Any:
    """A series at a place of a kind, and a corps that can come at any time."""
    terming.corps(world, "aaby", concept_id, times=("daytime", "afternoon", "evening"))
    place = visiting.institution(world, "aaby", f"Stedet {kind}", kind=kind)
    return visiting.series(world, "aaby", concept_id, place=place)


@pytest.mark.parametrize("closed", [True, False])
def test_days_that_the_coordinator_closed_are_closed_and_no_others(world, concept_id, closed):
    made = at_a(world, concept_id, "school")
    span = {"closed_from": WEDNESDAY, "closed_to": WEDNESDAY + timedelta(days=1)} if closed else {}

    found = read(world, concept_id, **span)

    days = [WEDNESDAY + timedelta(days=one) for one in (-1, 0, 1, 2)]
    told = [Break.HOLIDAY in breaks(found, made, one) for one in days]
    assert told == [False, closed, closed, False]
    assert Break.HOLIDAY in breaks(found, made, CHRISTMAS)


@pytest.mark.parametrize(
    ("kind", "on", "part", "can"),
    [
        ("school", WEDNESDAY, Part.MORNING, True),
        ("school", WEDNESDAY, Part.AFTERNOON, False),
        ("school", BREAK, Part.MORNING, False),
        ("youth_education", BREAK, Part.MORNING, False),
        ("youth_education", WEDNESDAY, Part.MORNING, True),
        ("club", WEDNESDAY, Part.MORNING, False),
        ("club", WEDNESDAY, Part.AFTERNOON, True),
        ("club", WEDNESDAY, Part.EVENING, True),
        ("club", BREAK, Part.EVENING, True),
    ],
)
def test_a_place_is_visited_in_its_hours_and_a_school_not_in_its_breaks(
    world, concept_id, kind, on, part, can
):
    made = at_a(world, concept_id, kind)

    assert (Break.PLACE_CANNOT not in breaks(read(world, concept_id), made, on, part)) == can


def test_how_far_apart_and_how_many_a_week_is_what_the_concept_file_says(world):
    from samspil.programme.concept.spacing import Spacing

    concept = ground.the_concept()
    own = Spacing(
        source="assumption", least_days=5, ideal_days=8, most_days=9, most_way_minutes=33, most_a_week=1
    )
    usual = ground.load(world)
    other = ground.load(world, replace(concept, version=concept.version + 1, visit_spacing=own))
    terming.corps(world, "aaby", usual)

    told = []
    for one in (usual, other):
        term = read(world, one).term
        days = (term.least_days, term.ideal_days, term.most_days, term.most_minutes)
        told.append((days, {who.most_a_week for who in term.role_models}))

    assert told == [((14, 21, 42, 90), {2}), ((5, 8, 9, 33), {1})]


def test_who_has_been_on_a_visit_together_are_partners_until_it_is_cancelled(world, concept_id):
    from samspil.delivery.actions import series as actions

    one, other = terming.corps(world, "aaby", concept_id)
    made = visiting.series(world, "aaby", concept_id)
    assert {who.partners for who in read(world, concept_id).term.role_models} == {frozenset()}

    visit = visiting.planned(world, made, 1, WEDNESDAY)

    found = read(world, concept_id).term.role_models
    assert {who.key: who.partners for who in found} == {one: frozenset({other}), other: frozenset({one})}
    with world.as_("coordinator", "aaby") as by:
        actions.cancel_visit(by=by, at=world.at, visit_id=visit.id, because="illness")
    assert {who.partners for who in read(world, concept_id).term.role_models} == {frozenset()}


def test_whoever_lacks_the_certificate_that_is_demanded_is_named_and_not_planned(world):
    concept_id = ground.load(world, schooling.demanding("visit"))
    both = terming.corps(world, "aaby", concept_id)
    before = read(world, concept_id)
    schooling.trained(world, "aaby", concept_id, ["role_model"], track="role_model")

    after = read(world, concept_id)

    assert (before.term.role_models, len(before.without_certificate)) == ((), 2)
    assert [one.key for one in after.term.role_models] == [both[0]]
    assert after.without_certificate == ("Partner Aaby",)


@pytest.mark.parametrize("ends", ["certificate", "pass"])
def test_nobody_is_planned_after_the_last_day_of_what_lets_them_visit(world, ends):
    from samspil.delivery.models.training_certificates import TrainingCertificate, TrainingPass
    from samspil.delivery.terms.training import GateUse, PassReason
    from samspil.trust.models import writing

    concept_id = ground.load(world, schooling.demanding("visit"))
    both = terming.corps(world, "aaby", concept_id)
    last = terming.STARTS + timedelta(days=40)
    schooling.trained(world, "aaby", concept_id, ["role_model"], track="role_model")
    with world.as_("coordinator", "aaby"), writing():
        TrainingCertificate.objects.update(valid_until=last)
        if ends == "pass":
            because = next(iter(PassReason)).value
            TrainingPass.objects.create(
                tenant_id=world.tenant("aaby"),
                appointment_id=both[0],
                use=GateUse.VISIT,
                because=because,
                from_on=ground.TODAY,
                until_on=last + timedelta(days=9),
            )
            last += timedelta(days=9)

    (who,) = read(world, concept_id).term.role_models

    assert who.away == ((last + timedelta(days=1), date.max),)


def test_the_days_that_a_place_asked_for_are_preferred_and_so_are_their_weeks(world, concept_id):
    _key, made = asking_visits.planned(world, concept_id)
    plain = visiting.series(world, "aaby", concept_id)
    wished = asking_visits.WISHED

    told = {one.key: (one.preferred_days, one.preferred_weeks) for one in read(world, concept_id).term.series}

    monday = wished - timedelta(days=wished.weekday())
    assert told == {
        str(made.id): (frozenset({wished}), frozenset({monday})),
        str(plain.id): (frozenset(), frozenset()),
    }


@pytest.mark.parametrize(
    ("days", "said", "moves"),
    [(-7, {}, False), (7, {}, True), (7, {"fixed": True}, False)],
    ids=["was to be last week", "next week", "agreed"],
)
def test_a_mend_moves_what_is_to_come_and_not_what_is_past_or_agreed(world, concept_id, days, said, moves):
    made = visiting.series(world, "aaby", concept_id)
    on = ground.TODAY + timedelta(days=days)
    visiting.planned(world, made, 1, on, today=ground.TODAY - timedelta(days=14), **said)

    found = read(world, concept_id, loose=True, starts_on=ground.TODAY - timedelta(days=30))

    assert [(one.series, one.position, one.on) for one in found.loose] == [(str(made.id), 1, on)] * moves
    assert (str(made.id), 1) in (found.standing if not moves else found.rows)
