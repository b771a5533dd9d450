"""What a request for visits may become is kept by the database, and so is whose it is."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.delivery import asking_visits as asking
from tests.delivery import ground, visiting


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def test_the_database_keeps_to_the_table_of_states(world, concept_id):
    """Every pair of states, by bare SQL as the runtime role: what the table does not name is refused."""
    from django.db import connection

    from samspil.delivery.models.visit_requests import VisitRequest
    from samspil.delivery.terms.visit_requests import REQUEST_STATES, RequestState
    from samspil.trust.audit import writing

    ways = {
        "asked": (),
        "confirmed": ("confirmed",),
        "planned": ("confirmed", "planned"),
        "moved": ("confirmed", "moved"),
        "cancelled": ("confirmed", "cancelled"),
        "declined": ("confirmed", "declined"),
    }
    place = visiting.institution(world, "aaby")
    key = asking.ask(world)
    taken = set()
    for begin in RequestState:
        for to in RequestState:
            with world.as_("coordinator", "aaby"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE delivery_visitrequest SET institution_id = %s WHERE id = %s", [place, key]
                )
                for state in ways[begin]:
                    move(cursor, key, state)
                try:
                    with transaction.atomic():
                        move(cursor, key, to)
                    taken |= {(begin, to)} if begin != to else set()
                except IntegrityError:
                    pass
                transaction.set_rollback(True)
    assert taken == {(begin, to) for begin, terms in REQUEST_STATES.items() for to in terms.leads_to}

    born = VisitRequest(
        tenant_id=world.tenant("aaby"),
        state="confirmed",
        place="X",
        group="8.B",
        level="youth",
        about_how_many=1,
        days=[asking.WISHED],
        changed_on=ground.TODAY,
        name=b"\x01",
        mail=b"\x01",
    )
    with (
        world.as_("coordinator", "aaby"),
        pytest.raises(IntegrityError, match="begins as asked"),
        writing(),
        transaction.atomic(),
    ):
        born.save(force_insert=True)


def move(cursor: Any, key: uuid.UUID, state: str) -> None:
    because = "no_pair" if state == "declined" else ""
    cursor.execute(
        "UPDATE delivery_visitrequest SET state = %s, declined_because = %s WHERE id = %s",
        [str(state), because, key],
    )


def test_one_request_has_one_series_that_was_not_called_off(world, concept_id):
    from samspil.delivery.actions import series, visit_requests

    key, made = asking.planned(world, concept_id)
    other = visiting.series(world, "aaby", concept_id)
    from samspil.delivery.models.series import Series
    from samspil.trust.audit import writing

    with (
        world.as_("coordinator", "aaby"),
        pytest.raises(IntegrityError, match="series_of_a_request"),
        writing(),
        transaction.atomic(),
    ):
        Series.objects.filter(id=other.id).update(request_id=key)
    with world.as_("coordinator", "aaby") as by:
        series.end_series(by=by, at=world.at, on=ground.TODAY, series_id=made.id, why="no_day")
        again = visit_requests.plan_request(
            by=by,
            at=world.at,
            on=ground.TODAY,
            concept_id=concept_id,
            request_id=key,
            group=visiting.group(concept_id),
        )
    assert again.request_id == key


def test_another_municipality_s_request_is_as_one_that_never_was(world):
    from samspil.delivery.actions import visit_requests as actions
    from samspil.kernel.errors import Missing

    theirs = asking.confirmed(world, "baekby")
    for key in (theirs, uuid.uuid4()):
        with world.as_("coordinator", "aaby") as by, pytest.raises(Missing):
            actions.decline_request(by=by, at=world.at, on=ground.TODAY, request_id=key, because="no_pair")
    assert asking.state(world, theirs, "baekby") == "confirmed"
