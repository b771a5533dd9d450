"""Goals and indicators: put forward whole, signed by two, in time or not, and nothing of it ever changed."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground
from tests.governance import aiming

from samspil.governance.rules.aims import in_time
from samspil.kernel.errors import Missing, Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def test_two_sides_sign_what_the_file_says_and_everybody_in_steering_reads_it(world, concept_id):
    key = aiming.forward(world, concept_id, on=aiming.EARLY)
    waiting = aiming.found(world)
    assert [(one.number, str(one.state), one.signed) for one in waiting.sets] == [(1, "put_forward", ())]
    assert waiting.sets[0].aims == ground.the_concept().aims

    aiming.sign(world, key, on=aiming.EARLY + timedelta(days=2))
    assert str(aiming.found(world).sets[0].state) == "put_forward"
    aiming.sign(world, key, "programme_office", on=aiming.EARLY + timedelta(days=4))

    for cast, slug in (("evaluator", None), ("steering_member", None), ("coordinator", "aaby")):
        one = aiming.found(world, cast, slug)
        assert (str(one.sets[0].state), one.is_late, one.has_changed) == ("signed", False, False)
        assert [(str(each.side), each.role, each.signed_on.day) for each in one.sets[0].signed] == [
            ("office", "programme_office", 10),
            ("evaluator", "evaluator", 8),
        ]
    assert aiming.found(world, on=aiming.EARLY - timedelta(days=1)).sets == ()


def test_a_change_is_a_new_version_with_a_reason_and_what_changed_and_is_signed_anew(world, concept_id):
    first = aiming.signed(world, concept_id, on=aiming.EARLY)
    with pytest.raises(Refused, match="det samme"):
        aiming.forward(world, concept_id, because="target")
    later = aiming.other(world)
    assert aiming.found(world).has_changed
    for because in ("", "because"):
        with pytest.raises(Refused) as refused:
            aiming.forward(world, later, because=because)
        assert refused.value.refusal.field == "because"
    with pytest.raises(Missing):  # the version that was loaded last is the one that counts
        aiming.forward(world, concept_id, because="target")

    second = aiming.forward(world, later, because="target")
    found = aiming.found(world)
    assert [str(one.state) for one in found.sets] == ["put_forward", "replaced"]
    assert [(one.path, one.before, one.after) for one in found.sets[0].changes] == [
        ("indicators[trained_mentor].target", 20, 25)
    ]
    assert found.signed.id == first
    with pytest.raises(Refused, match="nyere version"):
        aiming.sign(world, first)
    for cast in ("programme_office", "evaluator"):
        aiming.sign(world, second, cast)
    assert aiming.found(world).signed.id == second


def test_nobody_signs_for_the_other_side_or_twice_and_only_the_two_sign(world, concept_id):
    from samspil.governance.actions import aims
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    told = {"at": world.at, "on": ground.TODAY}
    for cast, slug in (("coordinator", "aaby"), ("evaluator", None), ("steering_member", None)):
        with world.as_(cast, slug) as by, pytest.raises(Refused):
            aims.put_aims_forward(by=by, concept_id=concept_id, **told)
    key = aiming.forward(world, concept_id)
    for cast, slug in (("municipal_lead", "aaby"), ("steering_member", None), ("auditor", "aaby")):
        with world.as_(cast, slug) as by, pytest.raises(Refused):
            aims.sign_aims(by=by, set_id=key, **told)
    aiming.sign(world, key, "programme_office")
    with pytest.raises(Refused, match="skrevet under"):
        aiming.sign(world, key, "programme_office")
    with pytest.raises(Missing):
        aiming.sign(world, uuid.uuid4())
    mine, theirs = world.member("programme_office"), world.member("evaluator")
    both = Actor(
        tenant_id=theirs.tenant_id, role="evaluator", purpose="evaluation", account_id=mine.account_id
    )
    with scope(both), pytest.raises(Refused, match="anden side"):
        aims.sign_aims(by=both, set_id=key, **told)


def test_only_the_evaluator_that_the_work_is_awarded_to_signs(world, concept_id):
    """Red before: any organisation that evaluates could sign, and took the place of the one awarded."""
    from samspil.governance.actions import aims

    other = aiming.another_evaluator(world)
    actor = world.actor("other_evaluator", "syd")
    key = aiming.forward(world, concept_id)
    told = {"at": world.at, "on": ground.TODAY, "set_id": key}
    page = world.client("other_evaluator", "syd")

    with world.as_("other_evaluator", "syd"), pytest.raises(Refused, match="en anden organisation"):
        aims.sign_aims(by=actor, **told)
    assert (f"{key}/sign" in page.get("/o/signed-off/").content.decode(), found_signed(world)) == (False, ())
    assert f"{key}/sign" in world.client("evaluator").get("/o/signed-off/").content.decode()
    assert page.post(f"/o/signed-off/{key}/sign", {}).status_code == 422

    aiming.step(world, "awarded", aiming.EARLY, organisation_id=other.tenant_id)
    with pytest.raises(Refused, match="en anden organisation"):
        aiming.sign(world, key)
    with world.as_("other_evaluator", "syd"):
        aims.sign_aims(by=actor, **told)
    aiming.sign(world, key, "programme_office")
    assert [(str(one.side), one.account_id) for one in found_signed(world)] == [
        ("office", world.member("programme_office").account_id),
        ("evaluator", other.account_id),
    ]


def found_signed(world):
    return aiming.found(world).sets[0].signed


def test_nobody_signs_for_the_evaluator_before_the_work_is_awarded(world, concept_id):
    from samspil.governance.actions import aims

    told = {"at": world.at, "on": ground.TODAY}
    with world.as_("programme_office") as by:
        key = aims.put_aims_forward(by=by, concept_id=concept_id, **told).id
    with pytest.raises(Refused, match="ikke givet til nogen endnu"):
        aiming.sign(world, key)
    aiming.sign(world, key, "programme_office")
    aiming.awarded(world)
    aiming.sign(world, key)


def test_measuring_is_told_by_the_month_of_the_fifth_course_and_being_late_stays_said(world, concept_id):
    aiming.measured(world, concept_id, 4)
    assert aiming.found(world).measured is None
    aiming.measured(world, concept_id, 1, on=date(2014, 4, 8))
    loud = aiming.found(world, "evaluator")
    assert (loud.measured, loud.is_late) == (date(2014, 4, 1), True)

    key = aiming.forward(world, concept_id, on=date(2014, 3, 3))
    aiming.sign(world, key, "programme_office", on=date(2014, 3, 31))
    aiming.sign(world, key, on=date(2014, 4, 30))
    same = aiming.found(world)
    assert ([str(one.timing) for one in same.sets[0].signed], same.is_late) == (
        ["before", "same_month"],
        False,
    )
    second = aiming.signed(world, aiming.other(world), because="target")
    assert [str(one.timing) for one in aiming.found(world).sets] == ["after", "same_month"]
    with world.as_("programme_office"):
        from samspil.governance.models.aims import AimSignature

        rows = AimSignature.objects.presented().filter(set_id=second)
        assert set(rows.values_list("measured_month", flat=True)) == {date(2014, 4, 1)}


def refused_by_the_database(sql: str, values: list[object]) -> str:
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(caught.value).partition("\n")[0]


def test_the_database_itself_holds_who_signs_what(world, concept_id):
    key = aiming.forward(world, concept_id)
    one = aiming.found(world).sets[0]
    statement = (
        "INSERT INTO governance_aimsignature (id, tenant_id, set_id, office_id, side, role, account_id,"
        " digest, signed_on, measured_month) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    )
    office, evaluator = world.member("programme_office"), world.member("evaluator")

    def row(**other):
        told = {
            "tenant": evaluator.tenant_id,
            "side": "evaluator",
            "role": "evaluator",
            "account": evaluator.account_id,
            "digest": one.digest,
            "on": ground.TODAY,
            **other,
        }
        return [
            *(uuid.uuid4(), told["tenant"], key, office.tenant_id, told["side"], told["role"]),
            *(told["account"], told["digest"], told["on"], None),
        ]

    other = aiming.another_evaluator(world)
    with world.as_("other_evaluator", "syd"):
        theirs = row(tenant=other.tenant_id, account=other.account_id)
        assert "the work was awarded to" in refused_by_the_database(statement, theirs)
    with world.as_("evaluator"):
        assert "in another's name" in refused_by_the_database(statement, row(account=office.account_id))
        assert "in another's name" in refused_by_the_database(statement, row(role="programme_office"))
        assert "signed_by_two" in refused_by_the_database(statement, row(side="office"))
        assert "as it was put forward" in refused_by_the_database(statement, row(digest="0" * 64))
        before = row(on=ground.TODAY - timedelta(days=1))
        assert "as it was put forward" in refused_by_the_database(statement, before)
        with connection.cursor() as cursor:
            cursor.execute(statement, row())
    with world.as_("programme_office"):
        for table in ("governance_aimset", "governance_aimsignature"):
            for change in (f"UPDATE {table} SET digest = digest", f"DELETE FROM {table}"):
                assert refused_by_the_database(change, []).startswith("permission denied")


@given(
    st.dates(date(2013, 1, 1), date(2015, 12, 31)), st.none() | st.dates(date(2013, 1, 1), date(2015, 12, 31))
)
def test_in_time_looks_at_months_alone(signed_on, began):
    month = None if began is None else began.replace(day=1)

    found = str(in_time(signed_on, month))

    if began is None or (signed_on.year, signed_on.month) < (began.year, began.month):
        assert found == "before"
    else:
        same = (signed_on.year, signed_on.month) == (began.year, began.month)
        assert found == ("same_month" if same else "after")
    assert all(str(in_time(signed_on.replace(day=day), month)) == found for day in (1, 28))
