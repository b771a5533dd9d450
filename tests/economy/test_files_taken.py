"""Whoever takes a statement or a sample as a file stands in the log: who, what, of which row."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from tests.economy import granting


def events(world: Any, cast: str, slug: str = "aaby") -> list[tuple[Any, str, str, uuid.UUID | None]]:
    from samspil.trust.models import AuditEvent

    with world.as_(cast, slug):
        found = AuditEvent.objects.filter(reason__startswith="file: ").order_by("id")
        return list(found.values_list("actor_id", "reason", "kind", "thing_id"))


@pytest.mark.proves("G26")
def test_each_taking_of_a_statement_leaves_one_line_and_a_look_at_its_page_none(world: Any) -> None:
    granting.load(world)
    granting.opened(world)
    granting.spent(world, granting.cost(world))
    row = granting.signed(world, granting.drawn_up(world))
    auditor = world.client("auditor", "aaby")
    where = f"/o/grant/statements/{row.id}"
    drawn = f"{where}/sample?code=7&kind=random&count=1"
    for path in (where, drawn, "/o/grant/unit-costs"):
        assert auditor.get(path).status_code == 200
    assert events(world, "auditor") == []
    for path in (f"{where}/file?as=pdf", f"{where}/file?as=xlsx", f"{drawn}&as=xlsx"):
        assert auditor.get(path).status_code == 200
    assert auditor.get(f"{where}/file?as=exe").status_code == 404
    assert auditor.get("/o/grant/unit-costs?as=csv").status_code == 200

    who = world.member("auditor", "aaby").account_id
    of_it = ("economy.statement", row.id)
    assert events(world, "auditor") == [
        (who, "file: pdf", *of_it),
        (who, "file: xlsx", *of_it),
        (who, "file: sample xlsx", *of_it),
        (who, "file: unit costs csv", "", None),
    ]
    assert events(world, "coordinator", "baekby") == []
