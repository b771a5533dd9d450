"""A visit that was written as held by mistake is planned again, while nobody has answered about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.delivery import asking_groups as groups
from tests.delivery import ground, visiting

from samspil.kernel.errors import Refused

DAY = ground.TODAY


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> Any:
    return visiting.series(world, "aaby", concept_id)


def back(world: Any, one: Any, because: str = "not_held", cast: str = "coordinator") -> None:
    from samspil.delivery.actions.putting_back import put_visit_back

    with world.as_(cast, "aaby") as by:
        put_visit_back(by=by, at=world.at, visit_id=one.id, because=because)


def proof(world: Any) -> Any:
    from samspil.interfaces.cli.rounds import prove

    return prove(on=DAY)


def forms(world: Any, one: Any) -> list[tuple[str, str]]:
    from samspil.delivery.models.forms import OwedForm

    with world.as_("coordinator", "aaby"):
        return sorted(OwedForm.objects.filter(thing_id=one.id).values_list("asked", "state"))


def state(world: Any, made: Any) -> tuple[str, Any]:
    from samspil.delivery.models.series import Series

    with world.as_("coordinator", "aaby"):
        return tuple(Series.objects.values_list("state", "ended_on").get(id=made.id))


def words(world: Any, **said: str) -> dict[str, str]:
    named = ("covered", "remains", "adaptation", "handover_note")
    return dict.fromkeys(named, "Noget") | said


def test_it_is_planned_again_with_nothing_written_and_nothing_owed(world, made):
    from samspil.trust import links

    one = visiting.held(world, made, 1, DAY, words=words(world))
    assert {asked for asked, _state in forms(world, one)} == {"pupils", "teacher", "role_model"}
    before = proof(world)
    assert (before.equal, before.forms.owed) == (True, len(forms(world, one)))
    from samspil.delivery.models.forms import OwedForm
    from samspil.trust.audit import writing
    from samspil.trust.models import Link

    with world.as_("coordinator", "aaby") as by, writing():
        teachers = OwedForm.objects.get(thing_id=one.id, asked="teacher")
        link = links.make(by=by, kind="form", thing_id=teachers.id).link
    back(world, one)
    now = visiting.visit(world, made, 1)
    assert (now.id, now.state, now.on, now.teacher_present, now.steps_done) == (
        one.id,
        "planned",
        DAY,
        None,
        [],
    )
    assert (bytes(now.covered), bytes(now.remains), bytes(now.handover_note)) == (b"", b"", b"")
    assert forms(world, one) == []
    with world.as_("coordinator", "aaby"):
        assert Link.objects.get(id=link.id).revoked_at is not None
    after = proof(world)
    assert (after.equal, after.forms.equal, after.forms.owed) == (True, True, 0)


def test_it_is_held_once_more_and_owes_the_same_again(world, made):
    from samspil.delivery.actions import visits

    one = visiting.held(world, made, 1, DAY)
    owed = forms(world, one)
    back(world, one, "wrong_visit")
    with world.as_("role_model", "aaby") as by:
        visits.write_visit(by=by, at=world.at, on=DAY, visit_id=one.id, said=visiting.written())
    assert forms(world, one) == owed
    assert proof(world).equal


def test_a_complete_series_is_under_way_again(world, made):
    for position in (1, 2, 3):
        one = visiting.held(world, made, position, DAY - timedelta(days=30 - 10 * position))
    assert state(world, made) == ("complete", DAY)
    back(world, one)
    assert state(world, made) == ("open", None)
    assert proof(world).equal


def test_once_a_form_is_answered_it_stays_held_and_says_why(world, made):
    from samspil.kernel.errors import Refused

    one = visiting.held(world, made, 1, DAY)
    office = world.client("coordinator", "aaby")
    assert f"/o/visits/{one.id}/back" in office.get(f"/o/visits/series/{made.id}").content.decode()
    groups.answered(world, one, 1)
    with pytest.raises(Refused, match="has been answered|er besvaret"):
        back(world, one)
    assert visiting.visit(world, made, 1).state == "held"
    assert f"/o/visits/{one.id}/back" not in office.get(f"/o/visits/series/{made.id}").content.decode()
    assert office.get(f"/o/visits/{one.id}/back").status_code == 403


@pytest.mark.parametrize("cast", ["role_model", "municipal_lead"])
def test_only_a_coordinator_puts_it_back(world, made, cast):
    from samspil.kernel.errors import Refused

    one = visiting.held(world, made, 1, DAY)
    with pytest.raises(Refused):
        back(world, one, cast=cast)


def test_a_reason_of_the_list_is_given_and_stands_in_the_log(world, made):
    office = world.client("coordinator", "aaby")
    one = visiting.held(world, made, 1, DAY)
    here = f"/o/visits/{one.id}/back"
    assert office.post(here, {"because": "whatever"}).status_code == 422
    assert office.post(here, {"because": "not_held"}).headers["Location"] == f"/o/visits/series/{made.id}"
    from samspil.trust.models import AuditEvent

    with world.as_("coordinator", "aaby"):
        found = AuditEvent.objects.filter(verb="delivery.put_visit_back")
        assert list(found.values_list("thing_id", "reason")) == [(one.id, "not_held")]


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "UPDATE delivery_visit SET state = 'planned', teacher_present = NULL, steps_done = '{}'"
            " WHERE id = %(visit)s",
            "nothing is owed",
        ),
        ("UPDATE delivery_series SET state = 'open', ended_on = NULL WHERE id = %(series)s", "is complete"),
    ],
)
def test_the_database_leaves_no_half_of_it(world, made, sql, sentence):
    for position in (1, 2, 3):
        one = visiting.held(world, made, position, DAY - timedelta(days=30 - 10 * position))
    opened = "UPDATE delivery_series SET state = 'open', ended_on = NULL WHERE id = %(series)s"
    keys = {"visit": one.id, "series": made.id}
    with world.as_("coordinator", "aaby"), transaction.atomic(), connection.cursor() as cursor:
        for part in dict.fromkeys((opened, sql)):
            cursor.execute(part, keys)
        with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_database_keeps_a_visit_that_was_answered_as_held(world, made):
    one = visiting.held(world, made, 1, DAY)
    groups.answered(world, one, 1)
    with (
        world.as_("coordinator", "aaby"),
        pytest.raises(IntegrityError, match="or with hours was held"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE delivery_visit SET state = 'planned', teacher_present = NULL, steps_done = '{}'"
            " WHERE id = %s",
            [one.id],
        )


def test_a_visit_with_hours_was_held_for_the_action_and_for_the_database(world, made):
    from tests.delivery import costing

    from samspil.delivery.models.series import Visit
    from samspil.trust.models import writing

    one = visiting.held(world, made, 1, DAY, words=words(world))
    costing.write(world, one)

    with pytest.raises(Refused):
        back(world, one)

    with world.as_("coordinator", "aaby"), writing(), pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(id=one.id).update(state="planned")
    assert visiting.visit(world, made, 1).state == "held"
