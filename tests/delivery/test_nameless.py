"""What is counted without a name: it counts, and there is nothing in it to be traced by."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from tests.delivery import family, ground

PEOPLE = {"person_id", "course_id", "mentor_id", "account_id", "coach_id", "name", "note"}


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def tables(page: str) -> dict[str, list[tuple[str, ...]]]:
    """The rows of the tables of talks: what, number and hours this year, and in all."""
    found = {}
    for name in ("counselling-asker", "counselling-topic", "consultation"):
        table = re.search(rf'<table[^>]*id="{name}".*?</table>', page, re.S)
        rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table[0], re.S) if table else []
        found[name] = [(label, *re.findall(r">([\d,]+)</td>", cells)) for label, cells in rows]
    return found


@pytest.mark.proves("S4", "T24")
def test_a_father_calls_and_gives_no_name(world, concept_id):
    coach = world.client("parent_coach", "aaby")
    page = coach.get("/f/without-name/advice").content.decode()
    assert set(re.findall(r'name="([a-z_]+)"', page)) - {
        "viewport",
        "robots",
        "csrfmiddlewaretoken",
        "save",
        "sign_out",
        "sign_out_everywhere",
    } == {
        "topic",
        "asker",
        "minutes",
        "minutes_other",
        "channel",
        "day",
        "key",
    }
    assert re.search(r'name="asker" value="parent"[^>]*checked', page) is not None
    said = {
        "topic": "family",
        "asker": "parent",
        "minutes": "25",
        "channel": "phone",
        "day": "2014-11-03",
    }

    answer = coach.post("/f/without-name/advice", said)

    assert answer["Location"] == "/f/?counted=yes"
    assert "Det er talt med. Intet om nogen er gemt." in coach.get(answer["Location"]).content.decode()
    figures = world.client("municipal_lead", "aaby").get("/o/figures/").content.decode()
    assert tables(figures) == {
        "counselling-asker": [("En forælder", "1", "0,4", "1", "0,4"), ("I alt", "1", "0,4", "1", "0,4")],
        "counselling-topic": [("Familie", "1", "0,4", "1", "0,4"), ("I alt", "1", "0,4", "1", "0,4")],
        "consultation": [],
    }


@pytest.mark.proves("T24")
def test_consultation_is_counted_by_profession_with_hours_this_year_and_in_all(world, concept_id):
    from samspil.delivery.models.nameless import Consultation
    from samspil.kernel.ids import uuid7
    from samspil.trust.audit import writing

    for profession, day, minutes in (
        ("teacher", date(2014, 11, 3), 60),
        ("teacher", date(2013, 11, 4), 30),
        ("health", date(2013, 12, 2), 45),
    ):
        with world.as_("coordinator", "aaby") as by, writing():
            Consultation.objects.create(
                id=uuid7(),
                tenant_id=by.tenant_id,
                day=day,
                profession=profession,
                topic="other",
                minutes=minutes,
            )

    page = world.client("coordinator", "aaby").get("/o/figures/").content.decode()
    assert tables(page)["consultation"] == [
        ("Lærer", "1", "1,0", "2", "1,5"),
        ("Sundhed", "0", "0,0", "1", "0,8"),
        ("I alt", "1", "1,0", "3", "2,3"),
    ]
    assert (
        tables(world.client("coordinator", "baekby").get("/o/figures/").content.decode())["consultation"]
        == []
    )


@pytest.mark.proves("S4")
def test_there_is_no_column_that_could_point_at_anybody():
    from samspil.delivery.models.nameless import Consultation, Counselling

    columns = {
        model: {one.attname for one in model._meta.concrete_fields} for model in (Counselling, Consultation)
    }

    assert columns == {
        Counselling: {"id", "tenant_id", "day", "channel", "asker", "topic", "minutes"},
        Consultation: {"id", "tenant_id", "day", "profession", "topic", "minutes"},
    }
    for model, names in columns.items():
        assert names & PEOPLE == set()
        assert [one for one in model._meta.get_fields() if one.is_relation] == []


@pytest.mark.proves("S4")
def test_row_and_log_hold_no_person_no_moment_and_no_address(world, concept_id):
    from samspil.trust.models import AuditEvent

    rows = family.counted(world, "aaby", concept_id)

    assert [one.id.version for one in rows] == [4, 4]  # a key that tells no moment
    with world.as_("coordinator", "aaby"):
        events = AuditEvent.objects.filter(verb__startswith="delivery.count_").order_by("id")
        assert list(events.values_list("thing_id", "subject_id", "reason", "role")) == [
            (one.id, None, "", "parent_coach") for one in rows
        ]
    columns = {one.attname for one in AuditEvent._meta.concrete_fields}
    assert {one for one in columns if re.search(r"ip|agent|address|session", one)} == {"recipient"} & columns


def test_the_same_form_sent_twice_counts_once(world, concept_id):
    from samspil.delivery.models.nameless import Counselling

    office = world.client("coordinator", "aaby")
    key = re.search(r'name="key" value="([0-9a-f-]+)"', office.get("/o/without-name/advice").content.decode())
    assert key is not None
    said = {
        "topic": "school",
        "asker": "young",
        "minutes": "other",
        "minutes_other": "7",
        "channel": "phone",
        "day": "2014-11-03",
        "key": key[1],
    }
    for _each in range(2):
        assert office.post("/o/without-name/advice", said).status_code == 302

    with world.as_("coordinator", "aaby"):
        assert list(Counselling.objects.values_list("minutes", flat=True)) == [7]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"topic": "faith"}, "topic"),
        ({"minutes": 0}, "minutes_other"),
        ({"minutes": 601}, "minutes_other"),
        ({"day": date(2014, 11, 4)}, "day"),
        ({"day": date(2014, 6, 1)}, "day"),
    ],
)
def test_what_is_no_talk_is_not_counted(world, concept_id, said, field):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused) as refused:
        family.counted(world, "aaby", concept_id, **said)
    assert refused.value.refusal.field == field


@pytest.mark.parametrize("cast", ["municipal_lead", "log_controller", "role_model"])
def test_others_count_nothing(world, concept_id, cast):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused):
        family.counted(world, "aaby", concept_id, cast=cast)


def test_a_concept_file_may_bring_its_own_words(world):
    from dataclasses import replace

    from samspil.programme.concept.values import Named, Text

    concept = ground.the_concept()
    own = Named(slug="sports", title=Text(da="Idrætsleder", en="Coach"), source="assumption")
    changed = replace(
        concept, version=concept.version + 1, vocabulary=replace(concept.vocabulary, professions=(own,))
    )
    ground.load(world)
    ground.load(world, changed)

    page = world.client("coordinator", "aaby").get("/o/without-name/sparring").content.decode()

    assert re.findall(r'name="profession" value="(\w+)"', page) == ["sports"]
