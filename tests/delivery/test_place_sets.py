"""Visits are offered where they are wished, and nothing that is stored says where that was.

The observer reads every row and every column of every table, the audit log among them, after real wishes
through the real actions. It guesses by many ways. The same observer finds a wish that was planted.
"""

from __future__ import annotations

import json
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from tests.delivery import ground, place_sets
from tests.world import built

KINDS, SIZES = ("school", "youth_education", "club"), ("small", "medium", "large", "")
A_CLASS, SEED = 44, 29
LIST = "/o/visits/offers/"


DATABASE: list[tuple[Any, str]] = []
"""The home and the name of the database that is looked at."""


@pytest.fixture
def world(own_database: str, server: Any) -> Iterator[Any]:
    """Two municipalities whose rows are really committed, so that all of the database can be read past it."""
    DATABASE.append((server.home, own_database))
    yield built()
    DATABASE.pop()


def superuser() -> Any:
    """A connection that no policy holds back."""
    from samspil.interfaces.cli import launcher

    return launcher.connect(*DATABASE[-1])


def stored() -> list[tuple[str, str]]:
    """Every row of every table: its table and its text, in the order it was written."""
    found = []
    with superuser() as link:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        names = [name for (name,) in link.execute(tables).fetchall()]
        assert {"trust_auditevent", "delivery_placeset", "django_session"} <= set(names)
        for name in names:
            rows = link.execute(f'SELECT to_jsonb(t)::text FROM public."{name}" t ORDER BY ctid').fetchall()
            found += [(name, text) for (text,) in rows]
    return found


def sets_in(rows: list[tuple[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """The places of each set, as they were stored."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, text in rows:
        if table == "delivery_placeinset":
            one = json.loads(text)
            found.setdefault(one["place_set_id"], []).append(one)
    return found


def guesses(rows: list[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """For each way of guessing and each set the place that is guessed."""
    sets = sets_in(rows)
    in_set = {one["id"]: one["institution_id"] for mine in sets.values() for one in mine}
    offers = [json.loads(text) for table, text in rows if table == "delivery_placeoffer"]
    position = {in_set[one["place_in_set_id"]]: (one["position"], one["id"]) for one in offers}
    mentions: Counter[str] = Counter()
    logged: Counter[str] = Counter()
    last: dict[str, int] = {}
    of_interest = set(in_set.values()) | set(in_set)
    for number, (table, text) in enumerate(rows):
        for key in of_interest:
            if key in text:
                place = in_set.get(key, key)
                mentions[place] += 1
                last[place] = number
                logged[place] += table == "trust_auditevent"
    ways: dict[str, dict[str, str]] = {}
    for key, mine in sets.items():
        places = [one["institution_id"] for one in mine]
        told = {
            "first stored": places[0],
            "last stored": places[-1],
            "first by row key": min(mine, key=lambda one: one["id"])["institution_id"],
            "last by row key": max(mine, key=lambda one: one["id"])["institution_id"],
            "first by key": min(places),
            "last by key": max(places),
            "offered first": min(places, key=lambda one: position[one]),
            "offered last": max(places, key=lambda one: position[one]),
            "first offer written": min(places, key=lambda one: position[one][1]),
            "mentioned most": max(sorted(places), key=lambda one: mentions[one]),
            "mentioned least": min(sorted(places), key=lambda one: mentions[one]),
            "mentioned last": max(sorted(places), key=lambda one: last[one]),
            "logged most": max(sorted(places), key=lambda one: logged[one]),
        }
        for way, place in told.items():
            ways.setdefault(way, {})[key] = place
    for key, place in written_before(rows).items():
        ways.setdefault("written last before the set", {})[key] = place or sets[key][0]["institution_id"]
    return ways


def written_before(rows: list[tuple[str, str]]) -> dict[str, str]:
    """For each set the one of its places that was written last before it was formed, by the log."""
    places = {key: {one["institution_id"] for one in mine} for key, mine in sets_in(rows).items()}
    written: list[str] = []
    found: dict[str, str] = {}
    for event in (json.loads(text) for table, text in rows if table == "trust_auditevent"):
        if event["verb"] == "delivery.write_institution":
            written.append(event["thing_id"])
        if event["verb"] == "delivery.form_place_set":
            key = event["thing_id"]
            found[key] = next((one for one in reversed(written) if one in places[key]), "")
    return found


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

    dice, wishes = random.Random(SEED), {}
    for kind in KINDS:
        for size in SIZES if plant is None and first is None else SIZES[:2]:
            with world.as_("coordinator", slug) as by:
                keys = [
                    writing.write_institution(
                        by=by,
                        at=world.at,
                        on=place_sets.BEFORE,
                        place=Place("", f"{kind} {size} {number}", kind, "5000", size_band=size),
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
    with world.as_("coordinator", slug) as by:
        actions.offer_all_again(
            by=by, at=world.at, on=ground.TODAY, term_from=place_sets.NEXT, answer_by=place_sets.BY
        )
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


@pytest.mark.proves("S8")
def test_who_reads_every_table_guesses_the_wished_place_no_better_than_blindly(world, concept_id):
    wishes = wished_in(world, "aaby", concept_id)
    _blind, counted = right(wishes)
    sets = len(wishes)
    assert sets >= 120
    limit = sets / 4 + 3 * (sets * 0.25 * 0.75) ** 0.5
    assert {way: count for way, count in counted.items() if count > limit} == {}


@pytest.mark.red("S8")
@pytest.mark.parametrize("way", ["logged most", "mentioned most"])
def test_the_same_observer_finds_a_wish_that_was_written_into_the_log(world, concept_id, way):
    def plant(by: Any, place: Any) -> None:
        from samspil.trust import audit

        with audit.acting("delivery.write_institution", by=by, at=world.at) as act:
            act.about(place)

    wishes = wished_in(world, "aaby", concept_id, plant)
    _blind, counted = right(wishes)
    assert counted[way] == len(wishes)


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
