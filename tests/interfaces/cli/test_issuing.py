"""The worker's round of certificates: what a coordinator did first stops no other municipality."""

from __future__ import annotations

from typing import Any

import pytest
from tests.delivery import ground, schooling

from samspil.interfaces.cli import rounds


def issued(world: Any, slug: str) -> int:
    from samspil.delivery.models.training_certificates import TrainingCertificate

    with world.as_("coordinator", slug):
        return int(TrainingCertificate.objects.count())


def issue(world: Any) -> int:
    return rounds.issue_certificates(at=world.at, on=ground.TODAY)


def test_the_round_issues_what_is_confirmed_everywhere_once(world: Any) -> None:
    concept_id = ground.load(world)
    for slug in ("aaby", "baekby"):
        schooling.confirmed(world, slug, concept_id, "mentor")

    assert [issue(world), issue(world)] == [2, 0]
    assert [issued(world, slug) for slug in ("aaby", "baekby", "ceby")] == [1, 1, 0]


def test_a_coordinator_who_issued_in_between_stops_no_other_municipality(
    world: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    concept_id = ground.load(world)
    schooling.confirmed(world, "baekby", concept_id, "mentor")
    # what the round saw a moment ago, in every municipality: only one still has it
    monkeypatch.setattr(rounds, "to_issue", lambda actor: ("seen a moment ago",))

    assert issue(world) == 1

    assert [issued(world, slug) for slug in ("aaby", "baekby", "ceby")] == [0, 1, 0]
    failed = sorted(record.getMessage() for record in caplog.records if record.name == "samspil.worker")
    assert failed == sorted(f"certificates: {world.tenant(slug)} failed" for slug in ("aaby", "ceby"))
