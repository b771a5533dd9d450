"""Guide cards: counted per mentor and year, and never on a course, a session or a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.delivery import ground


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.mark.proves("S1")
def test_cards_are_counted_per_mentor_and_year_and_hold_nothing_else(world, concept_id):
    from samspil.delivery.models.cards import ThemeCount
    from samspil.trust.models import AuditEvent

    ground.count_card(world, "aaby", times=3)
    ground.count_card(world, "aaby", theme="risk_behaviour")
    ground.count_card(world, "aaby", on=date(2013, 12, 1))
    ground.count_card(world, "aaby", cast="other_mentor", times=2)

    with world.as_("coordinator", "aaby"):
        found = ThemeCount.objects.values_list("mentor__account__name", "year", "theme", "count")
        assert sorted(found) == [
            ("Mentor Aaby", 2013, "wellbeing", 1),
            ("Mentor Aaby", 2014, "risk_behaviour", 1),
            ("Mentor Aaby", 2014, "wellbeing", 3),
            ("Other Mentor Aaby", 2014, "wellbeing", 2),
        ]
        assert {one.name for one in ThemeCount._meta.fields} == {
            "id",
            "tenant_id",
            "mentor",
            "year",
            "theme",
            "count",
        }
        assert {one.version for one in ThemeCount.objects.values_list("id", flat=True)} == {4}
        events = AuditEvent.objects.filter(verb="delivery.count_card")
        keys = set(ThemeCount.objects.values_list("id", flat=True))
        assert events.count() == 7
        assert {(one.kind, one.reason) for one in events} == {("people.appointment", "")}
        assert {one.thing_id for one in events} & keys == set()


def test_the_coordinator_sees_a_years_sum_from_five_and_nobody_else_sees_it(world, concept_id):
    ground.count_card(world, "aaby", times=3)
    ground.count_card(world, "aaby", cast="other_mentor", times=1)

    def sums() -> list[str]:
        import re

        text = world.client("coordinator", "aaby").get("/o/cards").content.decode()
        row = text.split("Mistrivsel</th>")[1].split("</tr>")[0]
        return re.findall(r"(under 5|\d+)(?:</span>)?</td>", row)

    assert sums() == ["under 5", "under 5"]
    ground.count_card(world, "aaby", cast="other_mentor")
    assert sums() == ["under 5", "5"]
    assert world.client("mentor", "aaby").get("/o/cards").status_code == 403
    assert world.client("coordinator", "baekby").get("/o/cards").content.decode().count("under 5") >= 8


def test_a_tap_is_counted_and_taken_back_on_the_page(world, concept_id):
    mentor = world.client("mentor", "aaby")

    def shown() -> str:
        return mentor.get("/f/cards").content.decode()

    assert "gang i 2014" not in shown()
    assert mentor.post("/f/cards", {"used": "wellbeing"}).status_code == 302
    assert "1 gang i 2014" in shown()
    assert mentor.post("/f/cards", {"back": "wellbeing"}).status_code == 302
    assert mentor.post("/f/cards", {"back": "wellbeing"}).status_code == 302
    assert "i 2014" not in shown()
    assert mentor.post("/f/cards", {"used": "horoscope"}).status_code == 422
    assert "konstruktiv dialog" not in shown().lower()
    assert (
        "konstruktiv dialog" in world.client("parent_coach", "aaby").get("/f/cards").content.decode().lower()
    )


def test_no_theme_stands_on_course_session_or_person():
    from django.apps import apps

    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "theme" in field.name or "topic" in field.name
    ]

    of_visits = ["delivery.CorpsMember.themes", "delivery.Visit.theme"]  # of a visit to a group, about nobody
    assert [one for one in found if one not in of_visits] == [
        "delivery.ThemeCount.theme",
        "delivery.Counselling.topic",
        "delivery.Consultation.topic",
        "delivery.NetworkMeeting.themes",
        "delivery.Supervision.themes",
    ]
