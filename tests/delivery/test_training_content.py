"""What a course teaches, as those who hold it, send to it and come to it read it; and what was taught."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling
from tests.interfaces.office.test_training_pages import shown

from samspil.kernel.errors import Refused
from samspil.programme.concept.teaching import Module
from samspil.programme.concept.values import Text

DAYS = schooling.DAYS[:2]


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


def modules():
    return (
        Module(
            slug="talk",
            title=Text(da="Samtalens kunst", en="The art of talking"),
            learn=Text(da="at lytte", en="to listen"),
            hours=12,
            materials=(Text(da="Det grønne hæfte", en="The green booklet"),),
        ),
        Module(slug="tool", title=Text(da="Værktøjet", en="The tool"), teaches=("mentee",)),
    )


@pytest.fixture
def concept_id(world):
    concept = ground.the_concept()
    first, *others = concept.training.tracks
    tracks = (replace(first, modules=modules()), *others)
    return ground.load(world, replace(concept, training=replace(concept.training, tracks=tracks)))


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def with_seat(world, concept_id, **event):
    event_id = schooling.plan(world, concept_id, days=DAYS, **event)
    named = schooling.nominate(world, "aaby", event_id, ["mentor"])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, list(named.values()))
    return event_id


def test_provider_office_municipality_and_participant_read_what_it_teaches(world, concept_id):
    event_id = with_seat(world, concept_id)
    readers = {
        cast: world.client(cast, slug)
        for cast, slug in (
            ("training_provider", None),
            ("programme_office", None),
            ("coordinator", "aaby"),
            ("mentor", "aaby"),
        )
    }

    for cast, client in readers.items():
        told = words(client.get("/f/training/" if cast == "mentor" else f"/o/training/{event_id}"))
        assert "Samtalens kunst (12 timer) at lytte Materiale: Det grønne hæfte Værktøjet" in told, cast
        assert "Der undervises i brugen af progressionsværktøjerne:" in told, cast


def test_a_workshop_teaches_nothing_and_the_document_only_what_it_says(world):
    concept_id = ground.load(world)
    shop = schooling.plan(world, concept_id, kind="workshop", track="", seats=0, days=DAYS[:1])
    track = schooling.plan(world, concept_id, track="role_model")
    client = world.client("training_provider")

    assert "Det lærer man" not in words(client.get(f"/o/training/{shop}"))
    told = words(client.get(f"/o/training/{track}"))
    assert "Det lærer man på kurset oplevet diskrimination og eksklusion" in told
    assert "Der undervises i brugen" not in told


def test_the_provider_notes_what_was_taught_until_the_event_is_closed(world, concept_id, monkeypatch):
    from samspil.interfaces import clock

    event_id = with_seat(world, concept_id)
    provider, path = world.client("training_provider"), f"/o/training/{event_id}/days"
    here, mentor = f"/o/training/{event_id}", world.client("mentor", "aaby")
    monkeypatch.setattr(clock, "today", lambda: DAYS[1])
    page = provider.get(path).content.decode()
    came = {name: re.findall(r'name="(?:day_\d+)" value="([^"]+)"', page)[0] for name in ("day_20140818",)}
    assert provider.post(path, shown(page) | came | {"taught": ["tool"]}).status_code == 302

    told = [words(one) for one in (provider.get(here), mentor.get("/f/training/"))]
    assert ["Værktøjet undervist" in one for one in told] == [True, True]
    assert ["(12 timer) undervist" in one for one in told] == [False, False]
    assert provider.post(path, came).status_code == 302
    assert "Værktøjet undervist" in words(provider.get(here))
    assert provider.post(path, shown(page) | {"taught": ["marks"]}).status_code == 422


def test_what_was_taught_is_of_the_track_and_stays_when_the_event_is_over(world, concept_id):
    from samspil.delivery.actions import training
    from samspil.delivery.models.training import TrainingEvent
    from samspil.trust.audit import writing

    event_id = with_seat(world, concept_id)
    told = {"at": world.at, "on": DAYS[1], "event_id": event_id, "came": {}}
    with world.as_("training_provider") as by, pytest.raises(Refused) as refused:
        training.write_attendance(by=by, taught=["part-1"], **told)
    assert refused.value.refusal.field == "taught"
    with world.as_("training_provider") as by:
        training.write_attendance(by=by, taught=["tool", "talk"], **told)
    schooling.attend(world, event_id, on=DAYS[1])
    schooling.close(world, event_id, on=DAYS[1])

    with world.as_("training_provider"), writing():
        assert TrainingEvent.objects.get(id=event_id).taught == ["talk", "tool"]
        with pytest.raises(IntegrityError, match="what is over stays so"), transaction.atomic():
            TrainingEvent.objects.filter(id=event_id).update(taught=[])
