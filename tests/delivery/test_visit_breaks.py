"""What a visit planned by hand breaks is said at once and on every later look, and holds nobody back."""

from __future__ import annotations

import re
import uuid
from datetime import date, time, timedelta
from html import unescape
from typing import Any

import pytest
from tests.delivery import ground, terming, visiting

WEDNESDAY = date(2014, 12, 3)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def office(world: Any, concept_id: Any) -> Any:
    terming.corps(world, "aaby", concept_id)
    return world.client("coordinator", "aaby")


def form(
    world: Any, on: date, at: time = time(10), who: tuple[uuid.UUID, ...] | None = None
) -> dict[str, str]:
    first, second = who or visiting.pair(world)
    told = {
        "on": on.isoformat(),
        "at": f"{at:%H:%M}",
        "minutes": "90",
        "adapted_because": "",
        "adaptation": "",
    }
    return {**told, "first": str(first), "second": str(second)}


def said(office: Any, visit_id: Any) -> list[str]:
    """The sentences on the visit's page about what does not fit."""
    page = unescape(office.get(f"/o/visits/{visit_id}").content.decode())
    found = re.search(r'id="breaks-title".*?</section>', page, re.S)
    return re.findall(r"<li>(.*?)</li>", found[0], re.S) if found else []


def plan(world: Any, office: Any, one: Any, *args: Any) -> str:
    answer = office.post(f"/o/visits/{one.id}", form(world, *args))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


@pytest.mark.proves("S8")
def test_what_fits_says_nothing_and_goes_on_to_the_series(world, concept_id, office):
    made = visiting.series(world, "aaby", concept_id)
    one = visiting.visit(world, made, 1)
    assert plan(world, office, one, WEDNESDAY) == f"/o/visits/series/{made.id}"
    assert said(office, one.id) == []


@pytest.mark.parametrize(
    ("on", "at", "sentence"),
    [
        (date(2014, 12, 25), time(10), "Dagen er en helligdag eller lukket."),
        (date(2014, 12, 6), time(10), "Stedet kan ikke besøges på det tidspunkt."),
        (WEDNESDAY, time(19), "Role Model Aaby, Partner Aaby kan ikke på det tidspunkt."),
    ],
)
def test_a_day_that_does_not_fit_is_planned_all_the_same_and_says_why(
    world, concept_id, office, on, at, sentence
):
    made = visiting.series(world, "aaby", concept_id)
    one = visiting.visit(world, made, 1)
    assert plan(world, office, one, on, at) == f"/o/visits/{one.id}"
    assert (visiting.visit(world, made, 1).on, visiting.visit(world, made, 1).at) == (on, at)
    told = said(office, one.id)
    names = {name.strip() for name in sentence.split(" kan ikke")[0].split(",")}
    assert any(line == sentence or names <= set(re.split(r", | kan ikke", line)) for line in told), told


def test_spacing_and_the_order_of_themes_are_said_of_both_visits(world, concept_id, office):
    made = visiting.series(world, "aaby", concept_id)
    first, second = visiting.visit(world, made, 1), visiting.visit(world, made, 2)
    plan(world, office, first, WEDNESDAY)
    plan(world, office, second, WEDNESDAY + timedelta(days=1))
    (close,) = said(office, second.id)
    assert re.fullmatch(
        r"Der er 1 dage fra besøget før; der bør mindst være 14\. \(Skolen .*, 8\.B, besøg 1\)", close
    )
    assert said(office, first.id) == [close.replace("besøg 1)", "besøg 2)")]
    plan(world, office, second, WEDNESDAY - timedelta(days=7))
    (order,) = said(office, second.id)
    assert order.startswith("Det ligger før eller samme dag som det besøg, det bygger på.")
    plan(world, office, second, WEDNESDAY + timedelta(days=14))
    assert (said(office, first.id), said(office, second.id)) == ([], [])


def test_a_pair_that_is_elsewhere_that_day_is_said_on_a_later_look_too(world, concept_id, office):
    made, other = (visiting.series(world, "aaby", concept_id) for _each in range(2))
    first, second = visiting.visit(world, made, 1), visiting.visit(world, other, 1)
    plan(world, office, first, WEDNESDAY, time(8))
    assert said(office, first.id) == []
    plan(world, office, second, WEDNESDAY, time(13))
    for one in (first, second):
        assert any("to steder den dag" in line for line in said(office, one.id))


def test_who_has_said_no_times_is_not_said_to_be_away(world, concept_id):
    terming.corps(world, "aaby", concept_id, times=())
    office = world.client("coordinator", "aaby")
    made = visiting.series(world, "aaby", concept_id)
    one = visiting.visit(world, made, 1)
    plan(world, office, one, WEDNESDAY)
    assert said(office, one.id) == []


def test_a_teacher_who_was_not_there_is_said_of_the_next_visit(world, concept_id, office):
    from samspil.delivery.actions import visits

    made = visiting.series(world, "aaby", concept_id)
    one = visiting.planned(world, made, 1, ground.TODAY)
    with world.as_("role_model", "aaby") as by:
        visits.write_visit(
            by=by,
            at=world.at,
            on=ground.TODAY,
            visit_id=one.id,
            said=visiting.written(teacher_present=False),
        )
    after = visiting.visit(world, made, 2)
    assert said(office, after.id) == []
    plan(world, office, after, ground.TODAY + timedelta(days=14))
    assert said(office, after.id) == [
        "Der var ingen lærer med ved det forrige besøg. Aftal med stedet, at der er en."
    ]
