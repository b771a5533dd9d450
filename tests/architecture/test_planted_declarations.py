"""What a model declares, what may write it and what may read it: each guard refuses by name."""

from __future__ import annotations

import re
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.test.utils import isolate_apps
from tests.delivery import ground

from samspil.trust import audit, fields, privacy, scope
from samspil.trust.models import Tenanted, WrittenOutside
from samspil.trust.privacy import ORDINARY, SPECIAL, Keep

WHOLE = {"tenant": "tenant_id", "subject": "id", "keep": Keep("event", 1, "a test")}
LEVELS = {"id": ORDINARY, "tenant_id": ORDINARY, "words": ORDINARY}


def planted(
    stated: dict[str, Any] | None, words: Any = None, module: str = "samspil.planted"
) -> type[models.Model]:
    """A model with one column of its own and a declaration, or none."""
    body: dict[str, Any] = {
        "__module__": module,
        "words": words or models.CharField(max_length=10),
        "Meta": type("Meta", (), {"app_label": "trust"}),
    }
    if stated is not None:
        body["Privacy"] = type("Privacy", (), stated)
    return type("Planted", (Tenanted,), body)


CASES = {
    "no declaration": (None, None, "trust.Planted has no Privacy."),
    "no keep": (
        {"tenant": "tenant_id", "subject": "id", "fields": LEVELS},
        None,
        "trust.Planted.Privacy lacks keep.",
    ),
    "no level": (
        {**WHOLE, "fields": {"id": ORDINARY, "tenant_id": ORDINARY}},
        None,
        "trust.Planted.words has no level.",
    ),
    "no column": (
        {**WHOLE, "fields": {**LEVELS, "other": ORDINARY}},
        None,
        "trust.Planted.Privacy names other, which is no column.",
    ),
    "special and open": (
        {**WHOLE, "fields": {**LEVELS, "words": SPECIAL}},
        None,
        "trust.Planted.words is special, so it must be sealed.",
    ),
    "ordinary and sealed": (
        {**WHOLE, "fields": LEVELS},
        fields.SealedField(),
        "trust.Planted.words is ordinary, so it must not be sealed.",
    ),
    "tenant of nothing": (
        {**WHOLE, "tenant": "owner_id", "fields": LEVELS},
        None,
        "trust.Planted.Privacy.tenant names owner_id, which is no column.",
    ),
}


@pytest.mark.parametrize("case", CASES)
@isolate_apps("samspil.trust")
def test_an_incomplete_declaration_stops_the_start(case):
    stated, column, sentence = CASES[case]

    with pytest.raises(ImproperlyConfigured) as problem:
        privacy.verify([planted(stated, column)])

    assert str(problem.value) == f"Privacy declarations: {sentence}"


def test_a_whole_declaration_and_a_table_of_anothers_that_is_in_no_list():
    with isolate_apps("samspil.trust"):
        privacy.verify([planted({**WHOLE, "fields": LEVELS})])

    with isolate_apps("samspil.trust"), pytest.raises(ImproperlyConfigured) as problem:
        privacy.verify([planted(None, module="elsewhere.models")])

    assert str(problem.value) == (
        "Privacy declarations: trust.Planted: table trust_planted is in neither list of trust/privacy.py."
    )


@pytest.fixture
def course(world):
    return ground.course(world, "aaby", ground.load(world))


WRITES = {
    "create": lambda models_, row: models_.Sharing.objects.create(
        tenant_id=row.tenant_id,
        measurement_id=row.id,
        person_id=row.person_id,
        recipient="mentor",
        chosen_on=ground.TODAY,
    ),
    "save": lambda _models, row: row.save(),
    "delete": lambda _models, row: row.delete(),
    "update": lambda models_, _row: models_.Measurement.objects.update(state="open"),
    "query delete": lambda models_, _row: models_.Measurement.objects.all().delete(),
    "raw delete": lambda models_, _row: models_.Measurement.objects.all()._raw_delete("default"),
    "bulk create": lambda models_, row: models_.SessionMethod.objects.bulk_create(
        [models_.SessionMethod(tenant_id=row.tenant_id, session_id=uuid.uuid4(), method="x")]
    ),
    "bulk update": lambda models_, row: models_.Measurement.objects.bulk_update([row], ["state"]),
    "get or create": lambda models_, row: models_.Goal.objects.get_or_create(
        tenant_id=row.tenant_id, course_id=row.course_id, person_id=row.person_id, number=3
    ),
    "update or create": lambda models_, row: models_.Measurement.objects.update_or_create(
        id=row.id, defaults={"state": "open"}
    ),
    "related create": lambda _models, row: row.course.goal_set.create(
        tenant_id=row.tenant_id, person_id=row.person_id, number=3
    ),
    "related update": lambda _models, row: row.course.goal_set.update(number=2),
    "base manager": lambda models_, row: models_.Measurement._base_manager.filter(id=row.id).update(
        state="open"
    ),
    "presented": lambda models_, _row: models_.Measurement.objects.presented().update(state="open"),
}


@pytest.mark.parametrize("how", WRITES)
def test_no_way_of_writing_works_outside_an_action(world, course, how):
    from samspil.delivery.models import courses, measurements, sessions

    delivery = SimpleNamespace(**vars(courses) | vars(measurements) | vars(sessions))
    with world.as_("coordinator", "aaby"):
        row = delivery.Measurement.objects.select_related("course").get(id=course.measurement_id)
        with pytest.raises(WrittenOutside):
            WRITES[how](delivery, row)


@pytest.mark.parametrize(
    "how", sorted(set(WRITES) - {"query delete", "raw delete", "related create", "delete"})
)
def test_the_same_ways_work_inside_an_action(world, course, how):
    from samspil.delivery.models import courses, measurements, sessions

    delivery = SimpleNamespace(**vars(courses) | vars(measurements) | vars(sessions))
    with world.as_("coordinator", "aaby") as by:
        row = delivery.Measurement.objects.select_related("course").get(id=course.measurement_id)
        with pytest.raises(ZeroDivisionError), audit.acting("test.write", by=by, at=world.at):  # noqa: PT012
            WRITES[how](delivery, row)
            raise ZeroDivisionError


def test_an_action_that_does_not_say_what_it_was_about_is_undone(world, course):
    from samspil.delivery.models.measurements import Measurement

    with world.as_("coordinator", "aaby") as by:
        with pytest.raises(audit.WhatAbout) as problem, audit.acting("test.silent", by=by, at=world.at):
            Measurement.objects.filter(id=course.measurement_id).update(state="missed")
        assert str(problem.value) == "test.silent"
    assert ground.states(world, course) == {"start": "open"}


def test_an_action_of_someone_else_than_the_open_scope_is_refused(world):
    with (
        world.as_("coordinator", "aaby"),
        pytest.raises(scope.OutsideScope),
        audit.acting("test.other", by=world.actor("coordinator", "baekby"), at=world.at),
    ):
        raise AssertionError("nobody comes here")


@pytest.mark.proves("G34")
def test_sealed_text_opens_only_while_a_look_is_logged_and_for_that_person_only(world, course):
    from samspil.delivery.models.courses import Course

    other = ground.course(world, "aaby", course.concept_id)
    with world.as_("coordinator", "aaby") as by:
        row = Course.objects.get(id=course.course_id)
        with pytest.raises(fields.NotLogged):
            fields.unseal(row, "purpose")
        with (
            audit.reading(by=by, purpose="support", subject=other.person_id, at=world.at),
            pytest.raises(fields.NotLogged),
        ):
            fields.unseal(row, "purpose")
        with audit.reading(by=by, purpose="support", subject=course.person_id, at=world.at):
            assert fields.unseal(row, "purpose") == course.words["purpose"]
        with pytest.raises(fields.NotLogged):
            fields.unseal(row, "purpose")


def test_a_tenant_table_is_not_asked_before_someone_said_for_whom(db):
    from samspil.delivery.models.courses import Course

    for ask in (Course.objects.all, Course.objects.presented, Course._base_manager.all, Course.objects.count):
        with pytest.raises(scope.OutsideScope):
            ask()


def test_nothing_but_the_audit_file_and_trust_itself_opens_the_write_guard():
    from pathlib import Path

    root = Path(scope.__file__).parents[1]
    opens = {
        str(one.relative_to(root))
        for one in root.rglob("*.py")
        if re.search(r"\bwriting\(\)", one.read_text())
    }

    assert opens == {"trust/audit.py", "trust/models.py", "trust/throttle.py"}


def test_the_doors_gate_finds_a_view_without_one(monkeypatch):
    from django.urls import get_resolver, path

    from samspil.interfaces.web.shared.doors import without_a_door

    assert without_a_door() == []
    monkeypatch.setattr(get_resolver(), "url_patterns", [path("bare/", lambda _request: SimpleNamespace())])
    assert without_a_door() == ["/bare/"]
