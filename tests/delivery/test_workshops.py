"""The workshops in which municipalities help to make the training: how many, who came, never too many."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling
from tests.delivery.test_moves_raced import at_once
from tests.interfaces.test_query_counts import MOST, asked
from tests.world import built

from samspil.kernel.errors import Refused

PAGE = "/o/training/"
FIRST, SECOND, THIRD = (date(2014, 9, day) for day in (8, 15, 22))


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def plan(world, concept_id, day=FIRST):
    return schooling.plan(world, concept_id, kind="workshop", track="", seats=0, days=(day,))


def counted(world, concept_id, cast, slug=None):
    from samspil.delivery.queries import workshops
    from samspil.programme import queries as programme

    slugs = {tenant: slug for slug, tenant in world.organisations.items()}
    with world.as_(cast, slug) as by:
        (found,) = workshops.workshops(by, [one for one in programme.programmes() if one.id == concept_id])
    came = {slugs[one.municipality_id]: (one.attended, one.is_below) for one in found.attendance}
    return (found.held, found.planned), came


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_how_many_were_held_and_who_came_as_each_role_may_know(world, concept_id):
    schooling.workshop(world, concept_id, ["aaby", "baekby"], day=FIRST)
    schooling.workshop(world, concept_id, ["aaby"], day=SECOND)
    plan(world, concept_id, THIRD)
    held, both = (2, 1), {"aaby": (2, False), "baekby": (1, True)}

    found = {cast: counted(world, concept_id, cast) for cast in ("programme_office", "training_provider")}
    assert {cast: (told, {key: came[key] for key in both}) for cast, (told, came) in found.items()} == {
        "programme_office": (held, both),
        "training_provider": (held, both),
    }
    for slug, own in both.items():
        for cast in ("coordinator", "municipal_lead"):
            assert counted(world, concept_id, cast, slug) == (held, {slug: own})


def test_what_was_cancelled_is_none_and_leaves_room(world, concept_id):
    from samspil.delivery.actions import training

    keys = [plan(world, concept_id, day) for day in (FIRST, SECOND, THIRD)]
    with pytest.raises(Refused, match="højst 3 workshops") as refused:
        plan(world, concept_id, date(2014, 9, 29))
    assert refused.value.refusal.field == "kind"

    with world.as_("training_provider") as by:
        training.cancel_event(by=by, at=world.at, on=schooling.PLANNED_ON, event_id=keys[0])
    plan(world, concept_id, date(2014, 9, 29))
    assert counted(world, concept_id, "programme_office")[0] == (0, 3)
    schooling.plan(world, concept_id)


def few(world, least, most):
    concept = ground.the_concept()
    shops = replace(concept.training.workshops, count_min=least, count_max=most)
    return ground.load(world, replace(concept, training=replace(concept.training, workshops=shops)))


def test_the_range_is_the_concept_files(world):
    concept_id = few(world, 1, 1)
    schooling.workshop(world, concept_id, ["aaby"])
    with pytest.raises(Refused, match="højst 1 workshop[.]"):
        plan(world, concept_id)

    assert counted(world, concept_id, "coordinator", "aaby") == ((1, 0), {"aaby": (1, False)})
    assert counted(world, concept_id, "coordinator", "baekby") == ((1, 0), {"baekby": (0, True)})


def test_the_database_has_no_more_than_the_range_whatever_the_code_does(world):
    from samspil.delivery.models.training import TrainingEvent
    from samspil.trust.audit import writing

    concept_id = few(world, 1, 1)
    plan(world, concept_id)
    with (
        world.as_("training_provider") as by,
        writing(),
        pytest.raises(IntegrityError, match="no more workshops"),
        transaction.atomic(),
    ):
        TrainingEvent.objects.create(
            tenant_id=by.tenant_id,
            concept_id=concept_id,
            kind="workshop",
            title="En til",
            place="Vejle",
            answer_by=FIRST,
        )


@pytest.mark.usefixtures("own_database")
def test_two_planned_at_once_keep_to_the_range(server):
    world = built()
    concept_id = few(world, 1, 1)

    assert sorted(at_once(*[lambda: plan(world, concept_id)] * 2)) == ["Refused", "done"]
    assert counted(world, concept_id, "programme_office")[0] == (0, 1)


@pytest.mark.usefixtures("own_database")
def test_two_rows_at_once_wait_for_each_other_in_the_database(server):
    from django.db import connections

    from samspil.delivery.models.training import TrainingEvent
    from samspil.trust.audit import writing

    world = built()
    concept_id = few(world, 1, 1)
    begun, came = threading.Event(), []

    def write():
        with world.as_("training_provider") as by, writing():
            TrainingEvent.objects.create(
                tenant_id=by.tenant_id,
                concept_id=concept_id,
                kind="workshop",
                title="En",
                place="Vejle",
                answer_by=FIRST,
            )

    def other():
        assert begun.wait(20)
        try:
            write()
            came.append("done")
        except IntegrityError as problem:
            came.append(str(problem).split("\n")[0])
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    with transaction.atomic():
        write()
        begun.set()
        thread.join(0.7)
    thread.join(20)

    assert came == ["A programme has no more workshops than it says."]


def test_the_pages_say_it_and_warn_below_the_least(world, concept_id):
    schooling.workshop(world, concept_id, ["aaby"], day=FIRST)

    office = words(world.client("programme_office").get(PAGE))
    assert "1 er holdt, 0 er planlagt · 2-3 workshops i foråret 2013" in office
    assert "Åby med på 1 1 for lidt" in office
    assert "Bækby med på 0 2 for lidt" in office
    own = words(world.client("coordinator", "aaby").get(PAGE))
    assert "Jeres kommune har været med på 1. Mindst 2 er aftalt. 1 for lidt" in own
    assert "Bækby" not in own
    schooling.workshop(world, concept_id, ["aaby"], day=SECOND)
    own = words(world.client("municipal_lead", "aaby").get(PAGE))
    assert "Jeres kommune har været med på 2. Mindst 2 er aftalt." in own
    assert "for lidt" not in own


def test_so_many_questions_however_many_workshops(world, concept_id):
    clients = [world.client("programme_office"), world.client("coordinator", "aaby")]
    schooling.workshop(world, concept_id, ["aaby"], day=FIRST)
    first = [len(asked(one, PAGE)) for one in clients]
    schooling.workshop(world, concept_id, ["aaby", "baekby"], day=SECOND)
    assert [len(asked(one, PAGE)) for one in clients] == first
    assert max(first) <= MOST
