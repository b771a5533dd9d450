"""What a visit cost, recorded once: by who was there, within the grant's most, decided by another."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.delivery import costing, ground, visiting

from samspil.delivery.models.visit_hours import VisitHours
from samspil.kernel.errors import Missing, Refused

RULE = "Derudover støttes honorarer udelukkende, hvis de ikke overstiger 500 kr. pr. time."


@pytest.fixture
def visit(world: Any) -> Any:
    return costing.held(world)


def row(world: Any, hours: Any) -> Any:
    with world.as_("coordinator", "aaby"):
        return VisitHours.objects.get(id=hours.id)


def with_rates(**rates: Any) -> Any:
    """The concept in a newer version with the programme's own rates."""
    from samspil.programme.concept.paying import RoleRates

    found = ground.the_concept()
    costs = dataclasses.replace(
        found.cost_rules, rates=(RoleRates(source="assumption", role="role_model", **rates),)
    )
    return dataclasses.replace(found, version=found.version + 1, cost_rules=costs)


def test_a_role_model_writes_what_a_visit_cost_once(world: Any, visit: Any) -> None:
    first = costing.write(world, visit)
    again = costing.write(world, visit, minutes=120, fee=50_000, kilometres=10)

    found = row(world, first)
    assert again.id == first.id
    assert (found.minutes, found.fee, found.per_hour, found.ceiling) == (120, 50_000, None, 50_000)
    assert (found.kilometres, found.per_km, found.state) == (10, 210, "claimed")
    assert (found.visited_on, found.institution_id) == (visit.on, visit.series.institution_id)


@pytest.mark.parametrize(("fee", "minutes", "is_taken"), [(100_200, 120, False), (100_000, 120, True)])
def test_1002_kroner_for_two_hours_are_refused_with_the_rule_and_1000_are_not(
    world: Any, visit: Any, fee: int, minutes: int, is_taken: bool
) -> None:
    if is_taken:
        assert costing.write(world, visit, fee=fee, minutes=minutes).fee == fee
        return
    with pytest.raises(Refused) as caught:
        costing.write(world, visit, fee=fee, minutes=minutes)
    assert caught.value.refusal.field == "fee"
    assert str(caught.value).endswith(RULE)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"minutes": 0, "fee": 0}, "hours"),
        ({"minutes": 961}, "hours"),
        ({"fee": -1}, "fee"),
        ({"kilometres": 1001}, "kilometres"),
        ({"kilometres": -1}, "kilometres"),
    ],
)
def test_a_claim_is_one_that_a_visit_can_cost(world: Any, visit: Any, said: Any, field: str) -> None:
    with pytest.raises(Refused) as caught:
        costing.write(world, visit, **said)
    assert caught.value.refusal.field == field


def test_the_programmes_own_fee_is_worked_out_and_kept_when_the_rate_changes(world: Any, visit: Any) -> None:
    ground.load(world, with_rates(fee_dkk_per_hour=300))
    mine = costing.write(world, visit, minutes=100, fee=0)
    later = with_rates(fee_dkk_per_hour=400)
    ground.load(world, dataclasses.replace(later, version=later.version + 1))
    theirs = costing.write(world, visit, cast="partner", minutes=100, fee=0)

    assert [(row(world, one).per_hour, row(world, one).fee) for one in (mine, theirs)] == [
        (30_000, 50_000),
        (40_000, 66_666),
    ]


def test_another_programmes_ceiling_and_its_words_are_the_ones_that_hold(world: Any, visit: Any) -> None:
    found = ground.the_concept()
    rules = dataclasses.replace(
        found.cost_rules, fee_max_dkk_per_hour=620, fee_words="Højst 620 kr. pr. time."
    )
    ground.load(world, dataclasses.replace(found, version=found.version + 1, cost_rules=rules))
    with pytest.raises(Refused, match=r"Højst 620 kr\. pr\. time\.$"):
        costing.write(world, visit, minutes=120, fee=124_001)

    assert costing.write(world, visit, minutes=120, fee=124_000).ceiling == 62_000


def test_kilometres_wait_until_the_year_has_a_rate(world: Any, visit: Any) -> None:
    from samspil.programme.concept.values import Amounts

    ground.load(world, with_rates(oere_per_km=Amounts(((2013, 213),))))
    with pytest.raises(Refused, match="2014"):
        costing.write(world, visit, kilometres=1)

    assert costing.write(world, visit, kilometres=0).per_km == 0


def test_hours_are_of_a_held_visit_and_of_one_who_was_there(world: Any) -> None:
    concept_id = ground.load(world)
    made = visiting.series(world, "aaby", concept_id)
    alone = visiting.planned(
        world, made, 1, ground.TODAY, who=(world.member("role_model", "aaby").appointment_id,)
    )
    with pytest.raises(Refused):
        costing.write(world, alone)
    visiting.partner(world, "aaby")
    for cast, whose in (("partner", None), ("mentor", None), ("coordinator", "partner")):
        with pytest.raises(Missing):
            costing.write(world, alone, cast=cast, whose=whose)


def test_the_coordinator_writes_for_one_of_the_pair_and_another_decides(world: Any, visit: Any) -> None:
    made = costing.write(world, visit, cast="coordinator", whose="partner")
    with pytest.raises(Refused, match="wrote these|skrev"):
        costing.decide(world, made.id)
    costing.write(world, visit, cast="partner")
    costing.decide(world, made.id)

    assert (row(world, made).state, row(world, made).appointment_id) == (
        "approved",
        world.member("partner", "aaby").appointment_id,
    )


def test_what_is_returned_has_a_reason_and_is_written_anew_and_what_is_approved_stays(
    world: Any, visit: Any
) -> None:
    made = costing.write(world, visit)
    with pytest.raises(Refused):
        costing.decide(world, made.id, "returned")
    costing.decide(world, made.id, "returned", "too_much")
    assert (row(world, made).state, row(world, made).reason) == ("returned", "too_much")
    costing.write(world, visit, minutes=60, fee=20_000)
    assert (row(world, made).state, row(world, made).reason, row(world, made).decided_on) == (
        "claimed",
        "",
        None,
    )
    costing.decide(world, made.id)
    for again in (lambda: costing.write(world, visit), lambda: costing.decide(world, made.id)):
        with pytest.raises(Refused):
            again()

    assert (row(world, made).minutes, row(world, made).state) == (60, "approved")


def test_nobody_decides_about_what_they_have_not_seen(world: Any, visit: Any) -> None:
    from samspil.delivery.actions.visit_hours import decide_visit_hours
    from samspil.delivery.queries import visit_hours as queries

    made = costing.write(world, visit)
    seen = queries.stamp_of(row(world, made))
    costing.write(world, visit, minutes=900)
    told = {"at": world.at, "on": ground.TODAY, "hours_id": made.id, "outcome": "approved"}
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        decide_visit_hours(by=by, based_on=seen, **told)

    assert row(world, made).state == "claimed"


def test_the_database_holds_every_bound_whatever_the_code_does(world: Any, visit: Any) -> None:
    from samspil.trust.audit import writing

    made, rows = costing.write(world, visit), VisitHours.objects
    mine, partner = visiting.pair(world)
    office = world.member("coordinator", "aaby").appointment_id
    other = costing.held(world, on=ground.TODAY - timedelta(days=3))
    planned = visiting.planned(
        world, visiting.series(world, "aaby", ground.load(world)), 1, ground.TODAY, at=visiting.time(15)
    )
    decided = {"decided_by_id": office, "decided_on": ground.TODAY}

    def new(**said: Any) -> Any:
        told = {
            "tenant_id": made.tenant_id,
            "visit_id": visit.id,
            "appointment_id": partner,
            "visited_on": visit.on,
            "institution_id": visit.series.institution_id,
            "concept_id": made.concept_id,
            "minutes": 60,
            "fee": 0,
            "ceiling": 50_000,
            "kilometres": 0,
            "per_km": 210,
            "written_by_id": partner,
        }
        return rows.create(**{**told, **said})

    def change(**said: Any) -> Any:
        return rows.filter(id=made.id).update(**said)

    forbidden = {
        "above the ceiling": lambda: change(fee=125_001),
        "too long": lambda: change(minutes=961),
        "too far": lambda: change(kilometres=1001),
        "not by the rate": lambda: change(per_hour=30_000),
        "twice": lambda: new(appointment_id=mine),
        "somebody who was not there": lambda: new(appointment_id=office),
        "a visit not held": lambda: new(visit_id=planned.id, visited_on=planned.on),
        "another day": lambda: new(visited_on=date(2014, 1, 1)),
        "another place": lambda: new(institution_id=other.series.institution_id),
        "approved from the beginning": lambda: new(state="approved", **decided),
        "another's": lambda: change(appointment_id=partner),
        "of another visit": lambda: change(visit_id=other.id),
        "approved by oneself": lambda: change(state="approved", decided_by_id=mine, decided_on=ground.TODAY),
        "approved and changed at once": lambda: change(state="approved", minutes=200, **decided),
        "returned without a reason": lambda: change(state="returned", **decided),
    }
    assert refused(world, forbidden) == list(forbidden)
    costing.decide(world, made.id)
    after = {
        "changed": lambda: change(minutes=61),
        "taken back": lambda: change(state="claimed", decided_by_id=None, decided_on=None),
        "returned": lambda: change(state="returned", reason="talk"),
        "deleted": lambda: rows.filter(id=made.id)._raw_delete("default"),
    }
    assert refused(world, after) == list(after)
    with world.as_("coordinator", "aaby"), writing():
        assert new().minutes == 60  # and the others were refused for what they say


def refused(world: Any, changes: dict[str, Any]) -> list[str]:
    """The changes that the database refuses."""
    from samspil.trust.audit import writing

    found = []
    for name, change in changes.items():
        with world.as_("coordinator", "aaby"), writing():
            try:
                with transaction.atomic():
                    change()
            except IntegrityError:
                found.append(name)
    return found


def test_what_is_written_at_a_visit_cannot_stand_in_the_month_as_well(world: Any, visit: Any) -> None:
    from samspil.delivery.actions import hours
    from samspil.delivery.models.hours import StaffMonth, StaffTime
    from samspil.delivery.queries import hours as queries

    costing.write(world, visit, minutes=150, kilometres=24)
    month = ground.TODAY.replace(day=1)
    told = {"at": world.at, "on": ground.TODAY, "month": month}
    for kind in ("preparation", "transport", "km_meetings"):
        with world.as_("role_model", "aaby") as by, pytest.raises(Refused):
            hours.write_month(by=by, sums={kind: 10}, **told)
    with world.as_("role_model", "aaby") as by:
        hours.write_month(by=by, sums={"supervision": 60, "km_other": 8}, **told)
        found = queries.own_month(by, month, on=ground.TODAY)
        kept = StaffMonth.objects.get()

    assert (found.visits, found.visit_kilometres, found.minutes) == (150, 24, 60)
    kinds = {
        kind: lambda kind=kind: StaffTime.objects.create(
            tenant_id=kept.tenant_id, staff_month_id=kept.id, kind=kind, amount=1
        )
        for kind in ("preparation", "transport", "km_meetings")
    }
    assert refused(world, kinds) == list(kinds)


def test_a_visit_that_is_deleted_leaves_the_voucher_its_day_and_place(world: Any, visit: Any) -> None:
    from samspil.delivery.models.forms import OwedForm
    from samspil.delivery.models.series import Visit, VisitPlace
    from samspil.trust.audit import writing

    made = costing.write(world, visit)
    costing.decide(world, made.id)
    with world.as_("coordinator", "aaby"), writing(), transaction.atomic():
        OwedForm.objects.filter(thing_id=visit.id).delete()
        VisitPlace.objects.filter(visit_id=visit.id).delete()
        Visit.objects.filter(id=visit.id)._raw_delete("default")

    found = row(world, made)
    assert (found.visit_id, found.visited_on, found.state) == (None, visit.on, "approved")
    (cost,) = costing.costs(world).rows
    assert (cost.on, cost.place) == (visit.on, visit.series.institution.name)


def test_only_approved_claims_are_spent_and_the_rest_stands_apart(world: Any, visit: Any) -> None:
    mine = costing.write(world, visit, minutes=120, fee=100_000, kilometres=10)
    costing.decide(world, mine.id)
    costing.write(world, visit, cast="partner", minutes=60, fee=30_050, kilometres=3)
    other = costing.held(world, on=date(2014, 6, 30), at=visiting.time(14))
    gone = costing.write(world, other, minutes=30, fee=0, kilometres=0)
    costing.decide(world, gone.id, "returned", "talk")
    early = costing.write(world, other, cast="partner", minutes=45, fee=1, kilometres=1)
    costing.decide(world, early.id)

    found = costing.costs(world)
    told = [(one.on, one.minutes, one.fee, one.travel, one.state) for one in found.rows]
    assert sorted(told) == sorted(
        [
            (visit.on, 120, 100_000, 2_100, "approved"),
            (visit.on, 60, 30_050, 630, "claimed"),
            (date(2014, 6, 30), 30, 0, 0, "returned"),
            (date(2014, 6, 30), 45, 1, 210, "approved"),
        ]
    )
    assert (found.together.spent.count, found.together.spent.minutes, found.together.spent.oere) == (
        2,
        165,
        102_311,
    )
    assert (found.together.claimed.count, found.together.claimed.oere) == (1, 30_680)
    assert [(half, sums.spent.oere, sums.claimed.oere) for half, sums in found.by_half] == [
        ((2014, 1), 211, 0),
        ((2014, 2), 102_100, 30_680),
    ]
    assert {name: sums.spent.oere for name, sums in found.by_person} == {
        world.member("role_model", "aaby").name: 102_100,
        "Partner Aaby": 211,
    }
    assert costing.costs(world, first=date(2014, 7, 1)).together.spent.oere == 102_100
    assert costing.costs(world, "baekby").rows == ()
