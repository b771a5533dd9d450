"""A place that was added or made another since the half-year began leads to no set, and comes into none.

A refusal says that there is only one place of its kind and size; what one does next is change that place. If
a set came of it, the log would read: this place was changed, a set was formed, the place is in it.
"""

from __future__ import annotations

import random
import uuid
from datetime import date
from typing import Any

import pytest
from tests.delivery import ground, place_sets, visiting

LIST = "/o/visits/offers/"
LATER = date(2015, 1, 2)


@pytest.fixture(autouse=True)
def concept_id(world: Any) -> Any:
    return ground.load(world)


def written(
    world: Any, key: uuid.UUID | None, *, size: str = "large", kind: str = "club", **said: Any
) -> Any:
    """Write a place, or make it another, today; the key of its row."""
    from samspil.delivery.actions import institutions
    from samspil.delivery.rules.institutions import Place

    with world.as_("coordinator", "aaby") as by:
        place = Place("", f"Stedet {key}", kind, "5000", size_band=size)
        return institutions.write_institution(
            by=by, at=world.at, on=ground.TODAY, place=place, institution_id=key, **said
        ).id


def refused(world: Any, wished: uuid.UUID) -> str:
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused) as caught:
        place_sets.wish(world, wished)
    assert caught.value.refusal.field == "place"
    return str(caught.value.refusal.sentence)


def in_sets(world: Any) -> set[uuid.UUID]:
    from samspil.delivery.models.place_sets import PlaceInSet

    with world.as_("coordinator", "aaby"):
        return set(PlaceInSet.objects.values_list("institution_id", flat=True))


def size_written(world: Any) -> uuid.UUID:
    one = place_sets.places(world, "aaby", 1, size="small")[0]
    return written(world, one)  # type: ignore[no-any-return]


def kind_written(world: Any) -> uuid.UUID:
    one = place_sets.places(world, "aaby", 1, kind="school")[0]
    return written(world, one)  # type: ignore[no-any-return]


def taken_out_again(world: Any) -> uuid.UUID:
    one = place_sets.places(world, "aaby", 1)[0]
    written(world, one, put_away=True)
    return written(world, one)  # type: ignore[no-any-return]


def added(world: Any) -> uuid.UUID:
    return written(world, None)  # type: ignore[no-any-return]


@pytest.mark.proves("S8")
@pytest.mark.parametrize("made", [size_written, kind_written, taken_out_again, added])
def test_a_place_that_was_made_comparable_leads_to_no_set_before_the_next_half_year(world, made):
    others = place_sets.places(world, "aaby", 3)

    one = made(world)

    assert "kan vælges fra næste halvår" in refused(world, one)
    assert "Der er kun 3 steder" in refused(world, others[0])
    assert in_sets(world) == set()
    place_sets.wish(world, one, on=LATER, term_from=place_sets.NEXT, answer_by=date(2015, 2, 1))
    assert in_sets(world) == {*others, one}


def test_one_that_only_got_another_name_counts_as_before(world):
    others = place_sets.places(world, "aaby", 4)
    written(world, others[0])

    place_sets.wish(world, others[0])

    assert in_sets(world) == set(others)


def test_a_changed_place_comes_into_nobody_elses_set_and_a_set_that_is_there_stays_whole(world):
    four = place_sets.places(world, "aaby", 4)
    one = added(world)
    place_sets.wish(world, four[0])
    assert in_sets(world) == set(four)

    written(world, four[1], size="small")

    from samspil.delivery.actions import place_sets as actions
    from samspil.delivery.models.place_sets import PlaceOffer

    with world.as_("coordinator", "aaby") as by:
        again = {"term_from": place_sets.NEXT, "answer_by": place_sets.BY}
        actions.offer_all_again(by=by, at=world.at, on=ground.TODAY, **again)
        assert PlaceOffer.objects.filter(term_from=place_sets.NEXT).count() == 4
    assert one not in in_sets(world)


def test_the_very_first_file_counts_at_once_and_a_later_one_from_the_next_half_year(world):
    from samspil.delivery.models.institutions import Institution

    visiting.taken_file(world, "aaby")
    with world.as_("coordinator", "aaby"):
        assert Institution.objects.get().alike_since is None
    visiting.institution(world, "baekby")
    visiting.taken_file(world, "baekby")
    with world.as_("coordinator", "baekby"):
        assert Institution.objects.get(name="Åklubben").alike_since == ground.TODAY


def test_a_put_away_place_leads_to_no_set_and_comes_into_none(world):
    five = place_sets.places(world, "aaby", 5)
    written(world, five[0], put_away=True)

    assert refused(world, five[0]) == "Vælg en fra listen."
    place_sets.wish(world, five[1])

    assert in_sets(world) == set(five[1:])


@pytest.mark.parametrize("other", [{"size": "small"}, {"kind": "school"}])
def test_a_place_of_another_size_or_kind_is_not_like_the_others(world, other):
    three = place_sets.places(world, "aaby", 3)
    (fourth,) = place_sets.places(world, "aaby", 1, **other)

    assert "Der er kun 3 steder" in refused(world, three[0])
    assert "Der er kun 1 sted af" in refused(world, fourth)
    (like,) = place_sets.places(world, "aaby", 1)
    place_sets.wish(world, three[0])
    assert in_sets(world) == {*three, like}


def test_the_order_of_offers_is_what_the_dice_say_each_time(world, monkeypatch):
    from samspil.delivery.actions import place_sets as actions
    from samspil.delivery.models.place_sets import PlaceOffer

    class Backwards(random.Random):
        """Dice that always fall so that the last by key comes first."""

        def shuffle(self, x: Any) -> None:
            x.reverse()

    monkeypatch.setattr(actions, "DICE", Backwards())
    four = place_sets.places(world, "aaby", 4)
    place_sets.wish(world, four[0])
    with world.as_("coordinator", "aaby") as by:
        again = {"term_from": place_sets.NEXT, "answer_by": place_sets.BY}
        actions.offer_all_again(by=by, at=world.at, on=ground.TODAY, **again)
        for first in (place_sets.TERM, place_sets.NEXT):
            rows = PlaceOffer.objects.filter(term_from=first).order_by("position")
            told = list(rows.values_list("place_in_set__institution_id", flat=True))
            assert told == sorted(four, reverse=True)


def test_the_offers_of_the_next_half_year_are_found_where_one_comes_to(world):
    four = place_sets.places(world, "aaby", 4)
    office = world.client("coordinator", "aaby")
    said = {
        "place": str(four[0]),
        "term_from": place_sets.NEXT.isoformat(),
        "answer_by": place_sets.BY.isoformat(),
    }

    sent = office.post(f"{LIST}new", said)

    assert sent.headers["Location"] == f"{LIST}?term=2015-01-01"
    page = office.get(sent.headers["Location"]).content.decode()
    assert page.count("Ikke svaret") == 4
    assert office.get(LIST).content.decode().count("Ikke svaret") == 0
    from samspil.delivery.models.place_sets import PlaceOffer

    with world.as_("coordinator", "aaby"):
        offer = PlaceOffer.objects.first()
    answered = office.post(f"{LIST}{offer.id}", {"state": "yes"})
    assert answered.headers["Location"] == f"{LIST}?term=2015-01-01"


@pytest.mark.parametrize(
    ("before", "after", "is_settled"),
    [
        ("", "kontor@klub.example", False),
        ("kontor@klub.example", "", False),
        ("kontor@klub.example", "nyt@klub.example", True),
        ("", "", True),
    ],
)
def test_whose_address_was_first_written_or_taken_away_leads_to_no_set_yet(world, before, after, is_settled):
    """A place whose office alone was written to right before a set came would tell whose wish it was."""
    from tests.delivery import offering

    four = place_sets.places(world, "aaby", 4)
    offering.written_to(world, "aaby", four[0], before)

    offering.written_to(world, "aaby", four[0], after, on=ground.TODAY)

    if is_settled:
        place_sets.wish(world, four[1])
    else:
        assert "3 steder" in refused(world, four[1])
    assert in_sets(world) == (set(four) if is_settled else set())
