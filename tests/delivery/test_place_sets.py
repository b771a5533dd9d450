"""Visits are offered where they are wished, and nothing that is stored says where that was.

The observer reads every row and every column of every table, the audit log among them, after real wishes
through the real actions. It guesses by many ways. The same observer finds a wish that was planted.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from tests.delivery import ground, offering, place_sets
from tests.delivery.observing import COLUMNS, DATABASE, guesses, sets_in, stored, superuser
from tests.world import built

KINDS, SIZES = ("school", "youth_education", "club"), ("small", "medium", "large", "")
A_CLASS, SEED, WRITTEN_TO = 44, 29, 0.9
LIST = "/o/visits/offers/"


@pytest.fixture
def world(own_database: str, server: Any) -> Iterator[Any]:
    """Two municipalities whose rows are really committed, so that all of the database can be read past it."""
    DATABASE.append((server.home, own_database))
    yield built()
    DATABASE.pop()


def answered(messages: list[Any], dice: random.Random) -> None:
    """Some of the places answer by their links, at random."""
    for one in messages:
        said = dice.choice(("yes", "no", "", ""))
        if said:
            offering.opened(one).post("/visits/offer", {"said": said})


def wished_in(
    world: Any, slug: str, concept_id: Any, plant: Any = None, *, first: Any = None
) -> dict[str, str]:
    """Wishes through the actions in every class of a municipality, over two half-years; by set. `plant` does
    something with the place after its wish, `first` before it.
    """
    from samspil.delivery.actions import institutions as writing
    from samspil.delivery.actions import place_sets as actions
    from samspil.delivery.models.institutions import Institution
    from samspil.delivery.models.place_sets import PlaceInSet, PlaceSet
    from samspil.delivery.rules.institutions import Place

    dice, theirs, wishes = random.Random(SEED), random.Random(SEED + 1), {}
    mails: list[Any] = []
    for kind in KINDS:
        for size in SIZES if plant is None and first is None else SIZES[:2]:
            with world.as_("coordinator", slug) as by:
                keys = [
                    writing.write_institution(
                        by=by,
                        at=world.at,
                        on=place_sets.BEFORE,
                        place=Place(
                            "",
                            f"{kind} {size} {number}",
                            kind,
                            "5000",
                            size_band=size,
                            mail=f"{kind}{size}{number}@sted.example"
                            if plant is not None or first is not None or theirs.random() < WRITTEN_TO
                            else "",
                        ),
                    ).id
                    for number in range(A_CLASS)
                ]
            dice.shuffle(keys)
            for one in keys:
                with world.as_("coordinator", slug) as by:
                    taken = PlaceInSet.objects.filter(institution_id=one).exists()
                    if taken:
                        continue
                    if first is not None:
                        first(by, Institution.objects.get(id=one))
                place_sets.wish(world, one, slug)
                with world.as_("coordinator", slug) as by:
                    newest = PlaceSet.objects.order_by("-id").first()
                    wishes[str(newest.id)] = str(one)
                    if plant is not None:
                        plant(by, Institution.objects.get(id=one))
                mails += offering.post(world, slug)
    with world.as_("coordinator", slug) as by:
        actions.offer_all_again(
            by=by, at=world.at, on=ground.TODAY, term_from=place_sets.NEXT, answer_by=place_sets.BY
        )
    if plant is None:
        answered(mails, theirs)
    return wishes


def right(wishes: dict[str, str]) -> tuple[float, dict[str, int]]:
    """How many a guess in the blind gets right, and how many each way did."""
    rows = stored()
    sizes = {key: len(mine) for key, mine in sets_in(rows).items()}
    assert set(sizes) == set(wishes)
    ways = guesses(rows)
    counted = {way: sum(wishes[key] == place for key, place in told.items()) for way, told in ways.items()}
    return sum(1 / one for one in sizes.values()), counted


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def dice(monkeypatch: Any) -> None:
    """The same lots each time. Of so many ways of guessing one is beyond three sampling errors now and then
    by itself, and would be found where nothing is.
    """
    from samspil.delivery.actions import place_sets as actions

    monkeypatch.setattr(actions, "DICE", random.Random(SEED))


@pytest.mark.proves("S8")
def test_who_reads_every_table_guesses_the_wished_place_no_better_than_blindly(world, concept_id, dice):
    wishes = wished_in(world, "aaby", concept_id)
    _blind, counted = right(wishes)
    sets = len(wishes)
    assert sets >= 120
    limit = sets / 4 + 3 * (sets * 0.25 * 0.75) ** 0.5
    assert {f"{row} {column} lowest" for row, columns in COLUMNS.items() for column in columns} - set(
        counted
    ) == {"link revoked_at lowest"}
    assert {way: count for way, count in counted.items() if count > limit} == {}


def into_the_log(world: Any, by: Any, place: Any) -> None:
    """One line more about the place that was wished."""
    from samspil.trust import audit

    with audit.acting("delivery.write_institution", by=by, at=world.at) as act:
        act.about(place)


def to_the_front(world: Any, by: Any, place: Any) -> None:
    """The place that was wished is written to a minute before the others."""
    from samspil.delivery.models.offer_letters import OfferLetter
    from samspil.trust import audit

    with audit.writing():
        mine = OfferLetter.objects.filter(offer__place_in_set__institution_id=place.id)
        mine.update(ready_at=F("ready_at") - timedelta(minutes=1))


def another_address(world: Any, by: Any, place: Any) -> None:
    """The address of the place that was wished is written anew after the others'."""
    from samspil.delivery.actions import institutions as writing
    from samspil.delivery.models.place_contacts import PlaceContact
    from samspil.delivery.queries.institutions import place_of

    for mail in ("", "nyt@sted.example"):
        told = replace(place_of(place), mail=mail)
        writing.write_institution(by=by, at=world.at, on=ground.TODAY, place=told, institution_id=place.id)
    assert PlaceContact.objects.filter(institution_id=place.id).exists()


@pytest.mark.red("S8")
@pytest.mark.parametrize(
    ("plant", "ways"),
    [
        (into_the_log, {"logged most", "mentioned most"}),
        (to_the_front, {"letter ready_at lowest", "letter moved_at lowest", "link made_at lowest"}),
        (another_address, {"contact id highest"}),
    ],
)
def test_the_same_observer_finds_a_wish_that_was_planted(world, concept_id, dice, plant, ways):
    wishes = wished_in(world, "aaby", concept_id, partial(plant, world))
    _blind, counted = right(wishes)
    assert {way for way, count in counted.items() if count == len(wishes)} >= ways


@pytest.mark.red("S8")
def test_the_same_observer_finds_a_wish_whose_place_was_written_just_before(world, concept_id):
    from samspil.delivery.actions import institutions
    from samspil.delivery.rules.institutions import Place

    def renamed(by: Any, one: Any) -> None:
        place = Place("", f"{one.name}s", one.kind, one.postcode, size_band=one.size_band)
        institutions.write_institution(
            by=by, at=world.at, on=ground.TODAY, place=place, institution_id=one.id
        )

    wishes = wished_in(world, "aaby", concept_id, first=renamed)
    _blind, counted = right(wishes)
    assert counted["written last before the set"] == len(wishes)


def test_a_wish_that_leads_to_no_set_leaves_nothing_at_all(world, concept_id):
    three = place_sets.places(world, "aaby", 3)
    client = world.client("coordinator", "aaby")
    client.get(f"{LIST}new")
    before = [one for one in stored() if one[0] != "django_session"]

    answer = client.post(f"{LIST}new", said(three[0]))

    assert answer.status_code == 422
    assert "Der er kun 3 steder af den slags og størrelse i kommunen" in answer.content.decode()
    assert [one for one in stored() if one[0] != "django_session"] == before


def said(place: uuid.UUID) -> dict[str, str]:
    return {
        "place": str(place),
        "term_from": place_sets.TERM.isoformat(),
        "answer_by": place_sets.BY.isoformat(),
    }


def test_the_page_answers_the_same_whichever_place_of_the_set_was_wished(world, concept_id):
    """Four places: the set is all of them, so the whole difference would be the wish."""
    four = place_sets.places(world, "aaby", 4)
    client = world.client("coordinator", "aaby")
    answers = set()
    for one in four:
        with transaction.atomic():
            answer = client.post(f"{LIST}new", said(one))
            answers.add((answer.status_code, answer.headers["Location"], tuple(sorted(answer.cookies))))
            transaction.set_rollback(True)
    assert [(status, location) for status, location, _cookies in answers] == [
        (302, f"{LIST}?term=2014-07-01")
    ]


def test_all_of_a_set_are_offered_once_and_a_later_wish_adds_nothing(world, concept_id):
    from samspil.delivery.models.place_sets import PlaceOffer
    from samspil.kernel.errors import Refused

    four = place_sets.places(world, "aaby", 4)
    place_sets.wish(world, four[1])
    with world.as_("coordinator", "aaby"):
        rows = list(PlaceOffer.objects.select_related("place_in_set").order_by("position"))
        assert [one.position for one in rows] == [1, 2, 3, 4]
        assert {one.place_in_set.institution_id for one in rows} == set(four)
        assert {(one.answer_by, one.term_from, one.state) for one in rows} == {
            (place_sets.BY, place_sets.TERM, "offered")
        }
    with pytest.raises(Refused) as caught:
        place_sets.wish(world, four[2])
    assert caught.value.refusal.field == "place"
    with world.as_("coordinator", "aaby"):
        assert PlaceOffer.objects.count() == 4


def test_in_a_new_half_year_all_sets_are_offered_again_once(world, concept_id):
    from samspil.delivery.actions import place_sets as actions
    from samspil.delivery.models.place_sets import PlaceOffer
    from samspil.kernel.errors import Refused

    place_sets.one_set(world, "aaby")
    again = {"term_from": place_sets.NEXT, "answer_by": place_sets.BY}
    with world.as_("coordinator", "aaby") as by:
        assert actions.offer_all_again(by=by, at=world.at, on=ground.TODAY, **again) == 1
        assert PlaceOffer.objects.filter(term_from=place_sets.NEXT, state="offered").count() == 4
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused) as caught:
        actions.offer_all_again(by=by, at=world.at, on=ground.TODAY, **again)
    assert caught.value.refusal.field == "term_from"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE delivery_placeset SET count = 5",
        "DELETE FROM delivery_placeset",
        "UPDATE delivery_placeinset SET institution_id = institution_id",
        "DELETE FROM delivery_placeinset",
        "UPDATE delivery_placeoffer SET position = 5",
        "INSERT INTO delivery_placeinset (id, tenant_id, place_set_id, institution_id)"
        " SELECT gen_random_uuid(), p.tenant_id, p.id, i.id FROM delivery_placeset p, delivery_institution i"
        " WHERE i.name = 'Engskolen'",
    ],
)
def test_the_database_keeps_a_set_as_it_was_formed_even_from_the_superuser(world, concept_id, sql):
    from tests.delivery import visiting

    visiting.institution(world, "aaby")
    place_sets.one_set(world, "aaby")
    with superuser() as link:
        before = link.execute("SELECT count(*) FROM delivery_placeinset").fetchone()
        with pytest.raises(psycopg.errors.CheckViolation):
            link.execute(f"BEGIN; {sql}; COMMIT")
        link.execute("ROLLBACK")
        assert link.execute("SELECT count(*) FROM delivery_placeinset").fetchone() == before


def test_a_place_says_yes_and_a_series_is_made_there(world, concept_id):
    offer = place_sets.one_set(world, "aaby")
    client = world.client("coordinator", "aaby")
    page = client.get(LIST).content.decode()
    assert page.count("?place=") == 1
    assert client.post(f"{LIST}{offer}", {"state": "no"}).status_code == 302
    assert client.get(LIST).content.decode().count("?place=") == 0


@pytest.mark.parametrize("field", ["term_from", "answer_by"])
def test_an_offer_that_is_none_is_refused_beside_its_cause(world, concept_id, field):
    from samspil.kernel.errors import Refused

    four = place_sets.places(world, "aaby", 4)
    wrong = {"term_from": ground.TODAY, "answer_by": ground.TODAY}[field]
    with pytest.raises(Refused) as caught:
        place_sets.wish(world, four[0], **{field: wrong})
    assert caught.value.refusal.field == field


def into(place_set: Any, tenant_id: uuid.UUID, place_id: uuid.UUID) -> None:
    """Put a place into a set past the action, and ask the database at once."""
    from samspil.delivery.models.place_sets import PlaceInSet

    with transaction.atomic(), connection.cursor() as cursor:
        PlaceInSet.objects.create(tenant_id=tenant_id, place_set=place_set, institution_id=place_id)
        cursor.execute("SET CONSTRAINTS delivery_placeinset_institution_id_fk IMMEDIATE")


def test_a_foreign_place_fits_into_a_set_no_more_than_one_that_never_was(world, concept_id):
    from samspil.delivery.models.place_sets import PlaceSet
    from samspil.trust.audit import writing

    theirs = place_sets.places(world, "baekby", 1)[0]
    place_sets.one_set(world, "aaby")
    outcomes = []
    for wanted in (theirs, uuid.uuid4()):
        with world.as_("coordinator", "aaby") as by, writing():
            mine = PlaceSet.objects.get()
            with pytest.raises(IntegrityError) as caught:
                into(mine, by.tenant_id, wanted)
            cause = caught.value.__cause__
            outcomes.append((getattr(cause, "sqlstate", ""), str(caught.value).replace(str(wanted), "ID")))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0] == "23503"
