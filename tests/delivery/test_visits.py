"""A series of visits is one object: as many as the concept file says, and its thread is kept."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from tests.delivery import ground, visiting

LATER = ground.TODAY + timedelta(days=14)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> Any:
    return visiting.series(world, "aaby", concept_id)


def stand(world: Any, made: Any) -> Any:
    from samspil.delivery.queries import series as queries

    with world.as_("coordinator", "aaby") as by:
        return queries.listed(by)[0][0].stand


def state(world: Any, made: Any) -> Any:
    from samspil.delivery.models.series import Series

    with world.as_("coordinator", "aaby"):
        return Series.objects.get(id=made.id).state


def refused(world: Any, cast: str, do: Any, slug: str = "aaby") -> tuple[str, str | None]:
    from samspil.kernel.errors import Refused

    with world.as_(cast, slug) as by, pytest.raises(Refused) as caught:
        do(by)
    return str(caught.value.refusal.sentence), caught.value.refusal.field


def test_a_series_has_as_many_visits_as_the_concept_file_says_with_its_themes_in_order(world, made):
    from samspil.delivery.models.series import Visit

    with world.as_("coordinator", "aaby"):
        rows = Visit.objects.filter(series_id=made.id).order_by("position")
        assert [(one.position, one.theme, one.on, one.state) for one in rows] == [
            (1, "fællesskab", None, "planned"),
            (2, "identitet", None, "planned"),
            (3, "diskrimination", None, "planned"),
        ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"group": ""}, "group"),
        ({"group": "8.B, ring 20 30 40 50"}, "group"),
        ({"level": "grown"}, "level"),
        ({"about_how_many": 0}, "about_how_many"),
        ({"themes": ("fællesskab", "identitet")}, "theme_1"),
        ({"themes": ("fællesskab", "identitet", "vejret")}, "theme_3"),
        ({"themes": ("fællesskab", "fællesskab", "identitet")}, "theme_2"),
    ],
)
def test_a_series_that_is_none_is_refused_beside_its_cause(world, concept_id, said, field):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused) as caught:
        visiting.series(
            world, "aaby", concept_id, **({"name": said.pop("group")} if "group" in said else said)
        )

    assert caught.value.refusal.field == field


@pytest.mark.proves("S8")
def test_the_first_is_cancelled_by_illness_and_the_series_lacks_it_until_it_is_booked_anew(world, made):
    from samspil.delivery.actions import series as actions

    for position in (1, 2, 3):
        visiting.planned(world, made, position, LATER + timedelta(days=14 * position))
    assert stand(world, made).to_rebook == ()
    first = visiting.visit(world, made, 1)

    with world.as_("coordinator", "aaby") as by:
        actions.cancel_visit(by=by, at=world.at, visit_id=first.id, because="illness")
    assert stand(world, made).to_rebook == (1,)
    with world.as_("coordinator", "aaby") as by:
        new = actions.rebook_visit(
            by=by, at=world.at, on=ground.TODAY, visit_id=first.id, plan=visiting.plan(LATER)
        )

    assert stand(world, made).to_rebook == ()
    assert (new.position, new.theme, new.instead_of_id) == (1, first.theme, first.id)
    again = refused(
        world,
        "coordinator",
        lambda by: actions.rebook_visit(
            by=by, at=world.at, on=ground.TODAY, visit_id=first.id, plan=visiting.plan(LATER)
        ),
    )
    assert again == ("Det er allerede booket igen.", None)


def test_the_last_visit_completes_the_series_and_one_or_two_end_it_with_a_reason(world, concept_id, made):
    from samspil.delivery.actions import series as actions

    for position in (1, 2):
        visiting.held(world, made, position, ground.TODAY - timedelta(days=30 - position))
        assert state(world, made) == "open"
    other = visiting.series(world, "aaby", concept_id)
    visiting.held(world, made, 3, ground.TODAY)
    assert state(world, made) == "complete"

    visiting.held(world, other, 1, ground.TODAY - timedelta(days=60))
    with world.as_("coordinator", "aaby") as by:
        actions.end_series(by=by, at=world.at, on=ground.TODAY, series_id=other.id, why="group_gone")
    assert state(world, other) == "incomplete"
    assert visiting.visit(world, other, 2).cancelled_because == "series_ended"
    with world.as_("coordinator", "aaby") as by:
        actions.reopen_series(by=by, at=world.at, series_id=other.id)
    assert state(world, other) == "open"
    assert stand(world, other).to_rebook == (2, 3)


def test_a_series_without_a_visit_is_called_off_and_stays_so(world, made):
    from samspil.delivery.actions import series as actions

    with world.as_("coordinator", "aaby") as by:
        actions.end_series(by=by, at=world.at, on=ground.TODAY, series_id=made.id, why="no_day")
    assert state(world, made) == "called_off"

    def reopen(by: Any) -> None:
        actions.reopen_series(by=by, at=world.at, series_id=made.id)

    assert refused(world, "coordinator", reopen) == ("Rækken er slut.", None)


def test_a_new_day_asks_the_pair_anew_and_a_fixed_visit_stays(world, made):
    from samspil.delivery.actions import series as actions
    from samspil.delivery.models.series import VisitPlace

    one = visiting.planned(world, made, 1, LATER, fixed=True)
    visiting.accepted(world, one)

    def states() -> list[str]:
        with world.as_("coordinator", "aaby"):
            return sorted(VisitPlace.objects.filter(visit_id=one.id).values_list("state", flat=True))

    assert states() == ["accepted", "accepted"]
    moved = LATER + timedelta(days=1)

    def move(by: Any, **said: Any) -> None:
        actions.plan_visit(
            by=by,
            at=world.at,
            on=ground.TODAY,
            visit_id=one.id,
            plan=visiting.plan(moved, visiting.pair(world), **said),
        )

    assert refused(world, "coordinator", lambda by: move(by, fixed=True))[1] == "on"
    assert states() == ["accepted", "accepted"]
    with world.as_("coordinator", "aaby") as by:
        move(by)
    assert states() == ["proposed", "proposed"]
    assert visiting.visit(world, made, 1).on == moved


def test_somebody_who_is_on_another_visit_then_cannot_be_put_on_and_next_door_can(world, concept_id, made):
    visiting.planned(world, made, 1, LATER)
    other = visiting.series(world, "aaby", concept_id)
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused) as caught:
        visiting.planned(world, other, 1, LATER, at=time(11, 0))
    assert caught.value.refusal.field == "first"

    one = visiting.planned(world, other, 1, LATER, at=time(11, 30))
    assert one.at == time(11, 30)


@pytest.mark.parametrize("cast", ["mentor", "parent_coach", "coordinator", "stranger"])
def test_only_a_role_model_of_the_municipality_goes_on_a_visit(world, made, cast):
    from samspil.kernel.errors import Refused

    who = (
        world.member("role_model", "baekby") if cast == "stranger" else world.member(cast, "aaby")
    ).appointment_id
    with pytest.raises(Refused) as caught:
        visiting.planned(world, made, 1, LATER, who=(who,))

    assert caught.value.refusal.field == "first"


def test_a_role_model_says_yes_or_asks_to_be_swapped_and_the_coordinator_swaps(world, made):
    from samspil.delivery.actions import series, visits
    from samspil.delivery.models.series import VisitPlace

    one = visiting.planned(world, made, 1, LATER)
    with world.as_("role_model", "aaby") as by:
        visits.ask_to_swap(by=by, at=world.at, visit_id=one.id, because="day")
    first, second = visiting.pair(world)
    with world.as_("coordinator", "aaby") as by:
        series.plan_visit(
            by=by, at=world.at, on=ground.TODAY, visit_id=one.id, plan=visiting.plan(LATER, (second,))
        )
        rows = dict(VisitPlace.objects.filter(visit_id=one.id).values_list("appointment_id", "state"))
    assert rows == {first: "swapped_out", second: "proposed"}

    from samspil.kernel.errors import Missing

    with world.as_("role_model", "aaby") as by, pytest.raises(Missing):
        visits.accept_visit(by=by, at=world.at, visit_id=one.id)


def test_how_it_went_is_written_by_the_pair_from_its_day_on_and_read_by_the_next(world, made):
    from samspil.delivery.actions import visits
    from samspil.delivery.queries import series as queries

    words = ground.canaries("aaby")
    early = visiting.planned(world, made, 2, LATER)

    def write(by: Any) -> None:
        visits.write_visit(by=by, at=world.at, on=ground.TODAY, visit_id=early.id, said=visiting.written())

    assert refused(world, "role_model", write) == ("Det kan skrives fra dagen for besøget.", None)
    visiting.held(world, made, 1, ground.TODAY, words=words)

    with world.as_("role_model", "aaby") as by:
        told = queries.before(by, queries.visit_for(by, early.id), at=world.at)
    assert told is not None
    assert (told.notes.covered, told.notes.remains) == (words["covered"], words["remains"])
    assert told.notes.handover_note == words["handover_note"]
    assert told.visit.adapted_because == "wish"


def test_a_look_at_what_was_written_is_in_the_log_and_so_is_every_step(world, made):
    from samspil.delivery.queries import series as queries
    from samspil.trust.models import AuditEvent

    one = visiting.held(world, made, 1, ground.TODAY, words=ground.canaries("aaby"))
    with world.as_("role_model", "aaby") as by:
        queries.told_visit(by, one.id, at=world.at)

    with world.as_("log_controller", "aaby"):
        looks = AuditEvent.objects.filter(verb="read", thing_id=one.id)
        assert list(looks.values_list("role", "subject_id")) == [("role_model", made.id)]
        done = AuditEvent.objects.filter(thing_id=one.id).exclude(verb="read").order_by("recorded_at")
        assert [event.verb for event in done] == ["delivery.plan_visit", "delivery.write_visit"]


@pytest.mark.parametrize("cast", ["mentor", "parent_coach", "municipal_lead", "role_model"])
def test_planning_is_the_coordinators(world, concept_id, cast):
    from samspil.delivery.actions import series as actions

    place = visiting.institution(world, "aaby")

    def make(by: Any) -> None:
        actions.make_series(
            by=by,
            at=world.at,
            on=ground.TODAY,
            concept_id=concept_id,
            institution_id=place,
            group=visiting.group(concept_id),
        )

    assert refused(world, cast, make) == ("Det kan kun tovholderen.", None)


def test_a_role_model_opens_own_visits_and_nobody_elses_like_one_that_never_was(world, made):
    import uuid

    from samspil.delivery.queries import series as queries
    from samspil.kernel.errors import Missing

    own = visiting.planned(world, made, 1, LATER)
    other = visiting.planned(world, made, 2, LATER + timedelta(days=7), who=(visiting.pair(world)[1],))
    seen = {}
    for cast, slug in (
        ("role_model", "aaby"),
        ("partner", "aaby"),
        ("role_model", "baekby"),
        ("mentor", "aaby"),
    ):
        with world.as_(cast, slug) as by:
            for name, key in (("own", own.id), ("other", other.id), ("none", uuid.uuid4())):
                try:
                    seen[cast, slug, name] = queries.visit_for(by, key).id == key
                except Missing:
                    seen[cast, slug, name] = False

    assert {key for key, found in seen.items() if found} == {
        ("role_model", "aaby", "own"),
        ("partner", "aaby", "own"),
        ("partner", "aaby", "other"),
    }


@pytest.mark.parametrize(
    ("slot", "field"),
    [
        ({"on": ground.TODAY - timedelta(days=1)}, "on"),
        ({"on": date(2016, 1, 1)}, "on"),
        ({"on": LATER, "at": None}, "at"),
        ({"on": None, "at": time(9)}, "on"),
        ({"on": None, "fixed": True}, "fixed"),
        ({"on": LATER, "minutes": 5}, "minutes"),
        ({"on": LATER, "minutes": 481}, "minutes"),
    ],
)
def test_a_day_that_is_none_is_refused_beside_its_cause(world, made, slot, field):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused) as caught:
        visiting.planned(world, made, 1, **slot)

    assert caught.value.refusal.field == field


def test_a_cancelled_visit_keeps_its_theme_so_that_none_is_taken_up_twice_or_never(world, concept_id, made):
    import re

    from samspil.delivery.actions import series as actions
    from samspil.delivery.queries import series as queries

    gone = visiting.planned(world, made, 1, LATER)
    office, path = world.client("coordinator", "aaby"), f"/o/visits/series/{made.id}/change"
    with world.as_("coordinator", "aaby") as by:
        actions.cancel_visit(by=by, at=world.at, visit_id=gone.id, because="illness")

    def change(by: Any, *themes: str) -> None:
        said = visiting.group(concept_id, themes=themes)
        actions.change_series(by=by, at=world.at, series_id=made.id, group=said)

    swapped = refused(
        world, "coordinator", lambda by: change(by, "identitet", "fællesskab", "diskrimination")
    )
    assert swapped[1] == "theme_2"
    asked = set(re.findall(r'name="(theme_\d)"', office.get(path).content.decode()))
    told = {"group": "8.B", "level": "grades_7_10", "about_how_many": "24"}
    changed = office.post(path, told | {"theme_2": "diskrimination", "theme_3": "identitet"})
    with world.as_("coordinator", "aaby") as by:
        new = visiting.plan(LATER + timedelta(days=7))
        actions.rebook_visit(by=by, at=world.at, on=ground.TODAY, visit_id=gone.id, plan=new)
        themes = [one.visit.theme for one in queries.told_series(by, made, at=world.at)]

    assert (asked, changed.status_code) == ({"theme_2", "theme_3"}, 302)
    assert themes == ["fællesskab", "fællesskab", "diskrimination", "identitet"]
    change_again = office.get(path).content.decode()
    assert set(re.findall(r'name="(theme_\d)"', change_again)) == {"theme_1", "theme_2", "theme_3"}
