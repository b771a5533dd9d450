"""What the provider tells the participants of an event, and who reads it."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling
from tests.interfaces.test_query_counts import MOST, asked

from samspil.delivery.rules.supplier import MOST_MATERIALS
from samspil.kernel.errors import Missing, Refused

WORDS = "Vi begynder klokken ni.\n\nTag en kalender med."


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


@pytest.fixture
def event_id(world, concept_id):
    """An event with a seat in Åby for the mentor, a waiting one beside, and nobody from Bækby."""
    made = schooling.plan(world, concept_id, seats=1)
    named = schooling.nominate(world, "aaby", made, ["mentor", "other_mentor"])
    schooling.share_out(world, made)
    schooling.fill(world, "aaby", made, [named["mentor"]])
    return made


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def read(world, cast, slug, event_id):
    from samspil.delivery.queries import supplier

    with world.as_(cast, slug) as by:
        told = [one.words for one in supplier.messages(by, [event_id])]
        return told, [(one.title, one.where) for one in supplier.materials(by, [event_id])]


def test_a_message_is_told_where_somebody_has_a_seat_and_nowhere_else(world, event_id):
    assert schooling.tell(world, event_id, WORDS) == 1
    schooling.supply(world, event_id)

    assert {slug: read(world, "coordinator", slug, event_id)[0] for slug in ("aaby", "baekby")} == {
        "aaby": [WORDS],
        "baekby": [],
    }
    assert read(world, "programme_office", "kontoret", event_id) == ([], [("Hæftet", "Deles ud")])
    assert read(world, "coordinator", "baekby", event_id)[1] == [("Hæftet", "Deles ud")]


def test_the_same_page_sent_twice_is_told_once_and_to_several_places_it_is_one_message(world, concept_id):
    from samspil.delivery.actions import supplier

    event_id, key = schooling.plan(world, concept_id), uuid.uuid4()
    for slug in ("aaby", "baekby"):
        schooling.nominate(world, slug, event_id, ["mentor"])
    schooling.share_out(world, event_id)
    for slug in ("aaby", "baekby"):
        _fill_all(world, slug, event_id)
    for _time in range(2):
        with world.as_("training_provider") as by:
            told = {"by": by, "at": world.at, "on": schooling.PLANNED_ON, "key": key}
            assert supplier.write_message(event_id=event_id, words=WORDS, **told) == 2

    for cast, slug in (("training_provider", "kursus"), ("coordinator", "aaby"), ("coordinator", "baekby")):
        assert read(world, cast, slug, event_id)[0] == [WORDS]


def _fill_all(world, slug, event_id):
    from samspil.delivery.models.seats import Nomination

    with world.as_("coordinator", slug):
        keys = list(Nomination.objects.filter(event_id=event_id).values_list("id", flat=True))
    schooling.fill(world, slug, event_id, keys)


@pytest.mark.parametrize("said", ["", "  \n ", "mentor  aaby bedes tage ordet"])
def test_nothing_and_a_participants_name_are_refused_beside_the_field(world, event_id, said):
    with pytest.raises(Refused) as refused:
        schooling.tell(world, event_id, said)

    assert refused.value.refusal.field == "words"
    assert schooling.tell(world, event_id, "Medbring en mentors kalender.") == 1


def test_without_a_participant_there_is_nobody_to_tell_whatever_the_code_does(world, concept_id):
    from samspil.delivery.models.supplier import TrainingMessage
    from samspil.trust.audit import writing

    event_id = schooling.plan(world, concept_id)
    with pytest.raises(Refused, match="Ingen har en plads endnu"):
        schooling.tell(world, event_id)
    with (
        world.as_("training_provider") as by,
        writing(),
        pytest.raises(IntegrityError, match="where somebody has a seat"),
        transaction.atomic(),
    ):
        TrainingMessage.objects.create(
            tenant_id=by.tenant_id,
            event_id=event_id,
            message_id=uuid.uuid4(),
            municipality_id=world.tenant("aaby"),
            words="Hej",
            written_on=schooling.PLANNED_ON,
        )


def test_a_piece_of_material_has_one_title_a_place_and_goes_again(world, event_id):
    from samspil.delivery.actions import supplier

    material = schooling.supply(world, event_id)
    for title, where, field in (("", "Her", "title"), ("Bogen", " ", "where"), ("Hæftet ", "Her", "title")):
        with pytest.raises(Refused) as refused:
            schooling.supply(world, event_id, title, where)
        assert refused.value.refusal.field == field
    for number in range(MOST_MATERIALS - 1):
        schooling.supply(world, event_id, f"Bog {number}")
    with pytest.raises(Refused, match="højst 20"):
        schooling.supply(world, event_id, "En til")
    told = {"at": world.at, "on": ground.TODAY, "material_id": material}
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        supplier.drop_material(by=by, **told)
    with world.as_("training_provider") as by:
        assert supplier.drop_material(by=by, **told) == event_id
        with pytest.raises(Missing):
            supplier.drop_material(by=by, **told)


def test_on_the_pages_from_the_provider_to_whoever_comes(world, event_id):
    provider = world.client("training_provider")
    form = {"words": WORDS, "key": str(uuid.uuid4())}
    assert 'data-guard="note"' in provider.get(f"/o/training/{event_id}/message").content.decode()
    assert provider.post(f"/o/training/{event_id}/message", form).status_code == 302
    material = {"title": "Hæftet", "where": "Deles ud den første dag"}
    assert provider.post(f"/o/training/{event_id}/material", material).status_code == 302

    reads = {
        (cast, slug): tuple(text in words(world.client(cast, slug).get(path)) for text in told)
        for told in [("Tag en kalender med.", "Deles ud den første dag")]
        for cast, slug, path in (
            ("mentor", "aaby", "/f/training/"),
            ("other_mentor", "aaby", "/f/training/"),
            ("mentor", "baekby", "/f/training/"),
            ("training_provider", None, f"/o/training/{event_id}"),
            ("coordinator", "aaby", f"/o/training/{event_id}"),
            ("coordinator", "baekby", f"/o/training/{event_id}"),
            ("municipal_lead", "aaby", f"/o/training/{event_id}"),
            ("programme_office", None, f"/o/training/{event_id}"),
        )
    }

    assert reads == {
        ("mentor", "aaby"): (True, True),
        ("other_mentor", "aaby"): (False, False),
        ("mentor", "baekby"): (False, False),
        ("training_provider", None): (True, True),
        ("coordinator", "aaby"): (True, True),
        ("coordinator", "baekby"): (False, True),
        ("municipal_lead", "aaby"): (False, False),
        ("programme_office", None): (False, False),
    }
    page = provider.get(f"/o/training/{event_id}").content.decode()
    (drop,) = re.findall(r"/o/training/materials/[0-9a-f-]{36}/drop", page)
    assert "/drop" not in world.client("coordinator", "aaby").get(f"/o/training/{event_id}").content.decode()
    assert provider.post(drop).status_code == 302
    assert "Hæftet" not in words(provider.get(f"/o/training/{event_id}"))


def test_whoever_comes_reads_that_the_days_were_changed_and_what_is_long_over_goes(world, event_id):
    from samspil.delivery.actions import training, training_changes
    from samspil.delivery.queries.training import event_for, own_courses
    from samspil.delivery.rules.training_changes import EventChanged

    on = schooling.PLANNED_ON
    with world.as_("training_provider") as by:
        found = event_for(by, event_id)
        new = EventChanged(found.title, "Kolding", found.seats, found.answer_by, found.days)
        training_changes.change_event(by=by, at=ground.at_day(on), on=on, event_id=event_id, new=new)

    assert "Rettet, senest den 2. juni 2014: stedet." in words(
        world.client("mentor", "aaby").get("/f/training/")
    )
    with world.as_("training_provider") as by:
        training.cancel_event(by=by, at=ground.at_day(on), on=on, event_id=event_id)
    with world.as_("mentor", "aaby") as by:
        assert [[one.event.id for one in own_courses(by, on=day)] for day in (on, ground.TODAY)] == [
            [event_id],
            [],
        ]


def test_so_many_questions_whatever_is_told(world, event_id):
    provider, mentor = world.client("training_provider"), world.client("mentor", "aaby")
    counts = []
    for number in (1, 2):
        for each in range(number):
            schooling.tell(world, event_id, f"Besked {number} {each}")
            schooling.supply(world, event_id, f"Bog {number} {each}")
        counts.append((len(asked(provider, f"/o/training/{event_id}")), len(asked(mentor, "/f/training/"))))

    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST
