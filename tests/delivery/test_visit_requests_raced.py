"""A request that is confirmed while the worker sweeps, really committed: it stays, and so does its key."""

from __future__ import annotations

import threading
import time
import uuid
from typing import Any

import pytest
from tests.delivery import asking_visits as asking
from tests.delivery import ground
from tests.world import built

from samspil.delivery.actions import visit_requests as actions
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.terms.visit_requests import UNCONFIRMED
from samspil.interfaces.cli import rounds
from samspil.trust import fields
from samspil.trust.audit import writing
from samspil.trust.scope import scope


def aged(world: Any) -> uuid.UUID:
    """A request that nobody has confirmed for too long."""
    from django.db.models.functions import Now

    key = asking.ask(world)
    with world.as_("coordinator", "aaby"), writing():
        VisitRequest.objects.filter(id=key).update(asked_at=Now() - UNCONFIRMED * 1.01)
    return key


def until_somebody_waits() -> None:
    """Wait until another connection waits for a lock of ours."""
    from django.db import connection

    for _each in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.usefixtures("own_database")
def test_confirmed_while_the_worker_sweeps_it_keeps_its_key(server: Any) -> None:
    from django.db import connections

    world, dropped = built(), []
    late, lost = aged(world), aged(world)
    by = asking.standing(world, late)

    def sweep() -> None:
        try:
            dropped.append(rounds.drop_unconfirmed(at=world.at))
        finally:
            connections.close_all()

    worker = threading.Thread(target=sweep)
    with scope(by):
        actions.confirm_request(by=by, at=world.at, on=ground.TODAY)
        worker.start()
        until_somebody_waits()
    worker.join()

    assert dropped == [1]
    assert [asking.state(world, one) for one in (late, lost)] == ["confirmed", None]
    assert {late, lost} & fields.holders() == {late}
