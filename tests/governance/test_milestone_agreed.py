"""The milestone of the agreements: counted from those in force by the office, told to everybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground
from tests.governance import agreeing
from tests.governance.test_milestones import PAGE, of, reach
from tests.interfaces.test_query_counts import MOST, asked

from samspil.governance.rules.milestones import Within, agreed_on, taking_part
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused

KINDS = ("cooperation", "grant_letter")
DAY = ground.TODAY
READERS = (
    ("steering_member", None),
    ("evaluator", None),
    ("municipal_lead", "aaby"),
    ("municipal_lead", "baekby"),
    ("coordinator", "ceby"),
)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


def party(place: int, **told: Any) -> Any:
    one = ground.the_concept().parties[place]
    return replace(one, **{"status": "partner", "joined_on": None, "left_on": None} | told)


@pytest.fixture
def load(world):
    """Load the file with Åby and Bækby taking part, Ceby wished for, or as it is told."""

    def of_parties(*parties: Any) -> Any:
        concept = ground.the_concept()
        mine = parties or (party(0), party(1), party(2, status="wished"))
        return ground.load(world, replace(concept, parties=mine))

    return of_parties


def both(world: Any, concept_id: Any, slug: str, *, on: date = DAY) -> list[Any]:
    return [agreeing.signed(world, concept_id, slug, kind=kind, on=on) for kind in KINDS]


def tell(world: Any, *, on: date = DAY) -> int:
    from samspil.governance.actions.milestones import tell_agreed
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("kontoret"))
    with scope(by):
        return tell_agreed(by=by, at=ground.at_day(on), on=on)


def stands(world: Any, *, on: date = DAY) -> dict[str, Any]:
    """What each reader is told on a day: the day and the state."""
    casts = (("programme_office", None), *READERS)
    found = [(slug or cast, of(world, "agreements", on=on, cast=cast, slug=slug)) for cast, slug in casts]
    return {name: (one.reached_on, str(one.state), one.evidence) for name, one in found}


def test_it_is_reached_on_the_day_of_the_last_signature_and_everybody_is_told_by_night(world, load):
    concept_id = load()
    later = DAY + timedelta(days=3)
    both(world, concept_id, "aaby")
    assert tell(world) == 0
    assert set(stands(world).values()) == {(None, "overdue", "")}

    cooperation, letter = (
        agreeing.send(world, agreeing.make(world, concept_id, "baekby", kind=kind)) for kind in KINDS
    )
    for key in (cooperation, letter):
        agreeing.sign(world, key, "municipality", "baekby")
    agreeing.sign(world, cooperation)
    assert stands(world)["programme_office"] == (None, "overdue", "")
    agreeing.sign(world, letter, on=later)

    assert stands(world, on=later - timedelta(days=1))["programme_office"] == (None, "overdue", "")
    before = stands(world, on=later)
    assert before.pop("programme_office") == (later, "reached", "")
    assert set(before.values()) == {(None, "overdue", "")}
    assert [tell(world, on=later), tell(world, on=later)] == [1, 0]
    assert set(stands(world, on=later).values()) == {(later, "reached", "")}
    late = of(world, "agreements", on=later)
    assert late.slip_days == (later - late.baseline.to).days


def test_an_amendment_undoes_nothing_and_neither_does_a_draft(world, load):
    concept_id = load()
    (first, _letter), _other = both(world, concept_id, "aaby"), both(world, concept_id, "baekby")
    assert tell(world) == 1
    later = DAY + timedelta(days=9)
    second = agreeing.amend(world, first, "Et vilkår til.", on=later)
    assert set(stands(world, on=later).values()) == {(DAY, "reached", "")}
    agreeing.send(world, second, on=later)
    for side in ("office", "municipality"):
        agreeing.sign(world, second, side, "aaby" if side == "municipality" else None, on=later)
        assert set(stands(world, on=later).values()) == {(DAY, "reached", "")}
    assert tell(world, on=later) == 0


def test_only_who_takes_part_is_waited_for_and_another_file_makes_it_told_anew(world, load):
    concept_id = load()
    both(world, concept_id, "aaby")
    assert of(world, "agreements").reached_on is None
    gone, version = date(2014, 9, 30), ground.the_concept().version + 1
    concept = replace(ground.the_concept(), version=version)
    left = replace(concept, parties=(party(0), party(1, status="left", left_on=gone)))
    ground.load(world, left)
    assert of(world, "agreements").reached_on == DAY
    assert tell(world) == 1

    ground.load(world, replace(concept, version=version + 1, parties=(party(0), party(1))))
    assert of(world, "agreements").reached_on is None
    assert (tell(world), set(stands(world).values())) == (1, {(None, "overdue", "")})


def test_nobody_writes_it_and_only_the_worker_tells_it(world, load):
    from samspil.governance.actions.milestones import tell_agreed

    load()
    with pytest.raises(Refused, match="tæller Samspil selv"):
        reach_agreements(world)
    for cast, slug in (("programme_office", None), ("municipal_lead", "aaby")):
        with world.as_(cast, slug) as by, pytest.raises(Refused):
            tell_agreed(by=by, at=world.at, on=DAY)


def reach_agreements(world: Any) -> None:
    reach(world, "agreements", DAY)


def test_the_page_leads_to_the_agreements_for_who_may_read_them_and_names_nobody(world, load):
    concept_id = load()
    office = world.client("programme_office")
    first = len(asked(office, PAGE))
    both(world, concept_id, "aaby")
    both(world, concept_id, "baekby")
    tell(world)

    def row(cast: str, slug: Any = None) -> str:
        page = unescape(world.client(cast, slug).get(PAGE).content.decode())
        return page.partition('id="milestone-agreements"')[2].partition("</tr>")[0]

    casts = [("programme_office", None), *READERS]
    found = {slug or cast: row(cast, slug) for cast, slug in casts}
    assert {name: 'href="/o/agreements/"' in one for name, one in found.items()} == {
        "programme_office": True,
        "steering_member": False,
        "evaluator": False,
        "aaby": True,
        "baekby": True,
        "ceby": False,
    }
    for one in found.values():
        assert ("3. november 2014" in one, "talt" in one, "Skriv det" in one) == (True, True, False)
        assert ("Bækby" in one, "Kanarie" in one) == (False, False)
    assert len(asked(office, PAGE)) == first <= MOST


SPELLS = st.lists(
    st.tuples(st.integers(0, 30), st.none() | st.integers(0, 40), st.none() | st.integers(0, 50)),
    min_size=0,
    max_size=4,
)


@given(SPELLS)
def test_the_day_is_the_first_of_all_days_on_which_it_is_so(spells):
    start = date(2013, 1, 1)

    def day(number: int) -> date:
        return start + timedelta(days=number)

    parties, since = [], {}
    for place, (begins, length, signs) in enumerate(spells):
        until = None if length is None else day(begins + length)
        parties.append(Within(str(place), day(begins), until))
        if signs is not None:
            since[str(place)] = day(signs)

    def holds(number: int) -> bool:
        there = [
            signs
            for begins, length, signs in spells
            if begins <= number and (length is None or number <= begins + length)
        ]
        return bool(there) and all(signs is not None and signs <= number for signs in there)

    every = [number for number in range(120) if holds(number)]
    assert agreed_on(parties, since) == (day(every[0]) if every else None)


def test_a_municipality_that_is_wished_for_has_nothing_to_sign():
    concept = replace(ground.the_concept(), parties=(party(0), party(1, status="wished")))
    assert [one.code for one in taking_part(concept)] == ["990"]
