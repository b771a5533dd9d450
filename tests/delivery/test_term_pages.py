"""A term planned on a page: proposed, told in words, changed by hand, repaired, taken over or not at all."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from tests.delivery import ground, terming, visiting
from tests.interfaces.test_query_counts import asked

WEDNESDAY = date(2014, 12, 3)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def office(world: Any) -> Any:
    return world.client("coordinator", "aaby")


@pytest.fixture
def made(world: Any, concept_id: Any) -> Any:
    terming.corps(world, "aaby", concept_id)
    return visiting.series(world, "aaby", concept_id)


def take(office: Any, page: str, step: str = "take-all", **said: Any) -> Any:
    return office.post(terming.PAGE, {"draft": terming.draft(page), "step": step, **said})


def set_by_hand(
    office: Any, page: str, at: str, on: date, pair: tuple[str, str], part: str = "morning"
) -> str:
    said = {"on": on.isoformat(), "part": part, "first": pair[0], "second": pair[1]}
    answer = office.post(terming.PAGE, {"draft": terming.draft(page), "step": "try", "at": at, **said})
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def test_a_plan_is_proposed_and_nothing_is_stored_until_it_is_taken_over(world, office, made):
    before = terming.days(world)
    page = terming.planned(office)

    assert "1 af 1 rækker er med i planen: 3 besøg." in page
    assert terming.days(world) == before
    assert take(office, page).status_code == 302

    after = terming.days(world)
    both = tuple(sorted(str(one) for one in visiting.pair(world)))
    visits = [after[str(made.id), position] for position in (1, 2, 3)]
    assert [one[1:] for one in visits] == [(time(10), "planned", both)] * 3
    gaps = [(later[0] - one[0]).days for one, later in zip(visits, visits[1:], strict=False)]
    assert all(14 <= gap <= 42 for gap in gaps)
    assert all(one[0].weekday() < 5 for one in visits)


def test_the_page_asks_the_database_as_often_however_many_series_there_are(world, office, made, concept_id):
    one = asked(office, terming.PAGE)
    for number in range(6):
        visiting.series(world, "aaby", concept_id, name=f"9.{'ABCDEF'[number]}")
    assert len(asked(office, terming.PAGE)) == len(one)
    assert len(one) <= 12, one


def test_only_the_series_that_are_ticked_are_taken_over(world, office, made, concept_id):
    other = visiting.series(world, "aaby", concept_id)
    page = terming.planned(office)

    assert take(office, page, "take", series=[str(other.id)]).status_code == 302

    after = terming.days(world)
    assert {after[str(made.id), one][0] for one in (1, 2, 3)} == {None}
    assert None not in {after[str(other.id), one][0] for one in (1, 2, 3)}


def test_a_plan_that_went_stale_is_refused_whole_with_a_sentence(world, office, made, concept_id):
    other = visiting.series(world, "aaby", concept_id)
    page = terming.planned(office)
    assert take(office, page, "take", series=[str(made.id)]).status_code == 302
    before = terming.days(world)

    again = take(office, page, "take", series=[str(made.id), str(other.id)])

    assert again.status_code == 422
    assert "Der er sket noget, siden planen blev lavet" in again.content.decode()
    assert terming.days(world) == before


def test_a_visit_put_on_the_same_day_meanwhile_makes_the_plan_stale(world, office, made, concept_id):
    page = terming.planned(office)
    taken = terming.days(world)
    from samspil.interfaces.web.office import term_draft

    draft = term_draft.opened(world.actor("coordinator", "aaby"), terming.draft(page))
    assert draft is not None
    other = visiting.series(world, "aaby", concept_id)
    visiting.planned(world, other, 1, draft.visits[0].on)
    before = terming.days(world)

    answer = take(office, page)

    assert answer.status_code == 422
    assert terming.days(world) == before
    assert {one[0] for key, one in before.items() if key[0] == str(made.id)} == {None}
    assert taken != before


def test_a_visit_with_a_day_stays_and_a_cancelled_one_is_booked_anew_in_its_place(world, office, made):
    from samspil.delivery.actions import series as actions
    from samspil.delivery.models.series import Visit

    visiting.planned(world, made, 1, WEDNESDAY, fixed=True)
    gone = visiting.planned(world, made, 2, WEDNESDAY + timedelta(days=14))
    with world.as_("coordinator", "aaby") as by:
        actions.cancel_visit(by=by, at=world.at, visit_id=gone.id, because="illness")

    assert take(office, terming.planned(office)).status_code == 302

    assert visiting.visit(world, made, 1).on == WEDNESDAY
    new = visiting.visit(world, made, 2)
    assert (new.instead_of_id, new.state, new.theme) == (gone.id, "planned", gone.theme)
    assert WEDNESDAY + timedelta(days=14) <= new.on <= WEDNESDAY + timedelta(days=42)
    with world.as_("coordinator", "aaby"):
        assert Visit.objects.filter(series_id=made.id, position=2).count() == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"times": ("evening",)}, "men aldrig på samme tid"),
        ({"area": "99"}, "Færre end to i korpset har under 90 minutter til stedet."),
        ({"themes": ("identitet",)}, "Ingen i nærheden tager temaet «fællesskab», «diskrimination»."),
    ],
)
def test_a_series_that_finds_no_place_is_told_why_and_what_would_help(world, office, concept_id, said, why):
    terming.corps(world, "aaby", concept_id, **said)
    visiting.series(world, "aaby", concept_id)

    page = terming.planned(office)

    assert "0 af 1 rækker er med i planen" in page
    assert why in page
    assert "Det kan hjælpe:" in page
    assert 'value="take"' not in page


def test_a_visit_set_by_hand_tells_at_once_what_breaks_and_the_repair_moves_the_others(world, office, made):
    both = visiting.pair(world)
    pair = (str(both[0]), str(both[1]))
    page = set_by_hand(office, terming.planned(office), f"{made.id}/1", date(2015, 1, 28), pair)

    assert "der bør højst" not in page
    assert "Det her går ikke op" in page
    assert "Det går op, hvis det her flyttes" in page
    assert take(office, page).status_code == 422, "nothing is left that fits"
    assert {one[0] for one in terming.days(world).values()} == {None}

    mended = office.post(terming.PAGE, {"draft": terming.draft(page), "step": "repair"})
    text = mended.content.decode()
    assert "Det er flyttet" in text
    assert "Det her går ikke op" not in text
    assert take(office, text).status_code == 302
    assert terming.days(world)[str(made.id), 1][0] == date(2015, 1, 28)


@pytest.mark.parametrize(
    ("on", "part", "told"),
    [
        (date(2014, 12, 24), "morning", "Dagen er en helligdag eller lukket."),
        (date(2014, 12, 3), "evening", "Stedet kan ikke besøges på det tidspunkt."),
        (date(2015, 6, 3), "morning", "Dagen ligger uden for semestret."),
    ],
)
def test_each_thing_that_breaks_is_told_in_words(world, office, made, on, part, told):
    both = visiting.pair(world)
    page = set_by_hand(
        office, terming.planned(office), f"{made.id}/1", on, (str(both[0]), str(both[1])), part
    )
    assert told in page
    assert f'value="{made.id}" id="series-{made.id}" disabled' in page


def test_somebody_twice_on_one_visit_is_not_two(world, office, made):
    one = str(visiting.pair(world)[0])
    page = set_by_hand(office, terming.planned(office), f"{made.id}/1", WEDNESDAY, (one, one))
    assert "Der er ikke to på besøget." in page


def test_one_who_no_longer_can_is_mended_and_what_is_fixed_stays(world, office, concept_id, made):
    """Both had the daytime; now nobody has, but for a third and a fourth: only what breaks moves."""
    visiting.planned(world, made, 1, WEDNESDAY)
    visiting.planned(world, made, 2, WEDNESDAY + timedelta(days=21))
    third = visiting.planned(world, made, 3, date(2015, 1, 14), fixed=True)
    assert "Passer ikke, som det er nu" in office.get(terming.PAGE).content.decode()  # 24 December

    page = office.post(terming.PAGE, {**terming.TERM, "step": "mend"}).content.decode()
    assert "Det er flyttet" in page
    assert take(office, page).status_code == 302

    after = terming.days(world)
    assert after[str(made.id), 1][0] == WEDNESDAY
    assert after[str(made.id), 2][0] != WEDNESDAY + timedelta(days=21)
    assert after[str(made.id), 3][0] == third.on
    assert "Passer ikke, som det er nu" not in office.get(terming.PAGE).content.decode()


def test_a_plan_is_taken_from_nobody_else_and_not_changed_on_the_way(world, office, made):
    page = terming.planned(office)
    draft = terming.draft(page)
    flipped = draft[:20] + ("A" if draft[20] != "A" else "B") + draft[21:]
    for client, sent in (
        (office, flipped),
        (office, ""),
        (world.client("coordinator", "baekby"), draft),
    ):
        answer = client.post(terming.PAGE, {"draft": sent, "step": "take-all"})
        assert answer.status_code == 422
        assert "Planen er for gammel eller ufuldstændig." in answer.content.decode()
    assert {one[0] for one in terming.days(world).values()} == {None}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"ends_on": "2014-11-03"}, "Vælg en sidste dag, der ikke er gået."),
        ({"starts_on": "2015-03-01", "ends_on": "2015-02-01"}, "Vælg en sidste dag efter den første."),
        ({"ends_on": "2016-03-01"}, "Vælg højst 44 uger."),
        ({"closed_from": "2014-12-01"}, "Skriv både den første og den sidste dag, eller ingen af dem."),
    ],
)
def test_a_term_that_is_none_is_refused_beside_its_cause(world, office, made, said, why):
    answer = office.post(terming.PAGE, {**terming.TERM, "step": "plan", **said})
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_two_who_plan_at_once_do_not_take_both_workers(world, office, made, monkeypatch):
    from samspil.trust import audit

    asked = []

    def busy(name: str) -> bool:
        asked.append(name)
        return False

    monkeypatch.setattr(audit, "try_hold", busy)
    answer = office.post(terming.PAGE, {**terming.TERM, "step": "plan"})
    assert (answer.status_code, asked) == (422, ["planning"])
    assert "En anden er ved at planlægge lige nu." in answer.content.decode()


def test_a_term_that_takes_too_long_says_that_it_stopped_at_the_time(world, office, made, monkeypatch):
    from samspil.interfaces.web.office import term

    monkeypatch.setattr(term, "SECONDS", 0.0)
    page = terming.planned(office)
    assert "Tiden var gået, før den blev prøvet." in page
    assert "Planlægningen stoppede, da tiden var gået" in page


def test_whoever_has_said_no_time_is_named_and_planned_nowhere(world, office, concept_id):
    terming.corps(world, "aaby", concept_id, times=())
    visiting.series(world, "aaby", concept_id)
    text = office.get(terming.PAGE).content.decode()
    assert "kan ikke planlægges: Partner Aaby, " in text
    assert "men aldrig på samme tid" in terming.planned(office)
