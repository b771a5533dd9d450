"""Joining up: seen only while every own yes holds, gone at the next request, kept only as a count."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.architecture.cells import TOKEN, undone
from tests.delivery import family, ground

NAMES = {"mentor": "Mentor Aaby", "parent_coach": "Parent Coach Aaby"}


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def page(world: Any, cast: str, made: ground.Made) -> str:
    """A helper's whole page of their own course, but for the form's token."""
    answer = world.client(cast, made.slug).get(f"/f/courses/{made.course_id}")
    return TOKEN.sub(rb"\1", answer.content).decode()


def told(world: Any, cast: str, made: ground.Made) -> list[str]:
    """Whom a helper's page of the own course names as the other helper."""
    found = re.search(r'id="helpers-title".*?</section>', page(world, cast, made), re.S)
    return re.findall(r"<b>(.*?)</b>", found[0]) if found else []


def both(world: Any, pair: tuple[ground.Made, ground.Made]) -> tuple[list[str], list[str]]:
    return told(world, "mentor", pair[0]), told(world, "parent_coach", pair[1])


SEEN = ([NAMES["parent_coach"]], [NAMES["mentor"]])
NOT_SEEN: tuple[list[str], list[str]] = ([], [])


@pytest.mark.proves("S6")
def test_neither_helper_sees_the_other_until_both_have_said_yes_and_one_withdrawal_ends_it(world, concept_id):
    pair = family.pair(world, concept_id)
    before = [page(world, cast, made) for cast, made in zip(NAMES, pair, strict=True)]

    family.join(world, *pair)
    assert [page(world, cast, made) for cast, made in zip(NAMES, pair, strict=True)] == before
    family.answers(world, pair[0])
    assert both(world, pair) == NOT_SEEN
    assert page(world, "parent_coach", pair[1]) == before[1]
    family.answers(world, pair[1])
    assert both(world, pair) == SEEN

    family.takes_back(world, pair[1])
    assert both(world, pair) == NOT_SEEN
    assert [page(world, cast, made) for cast, made in zip(NAMES, pair, strict=True)] == before
    family.answers(world, pair[1])
    assert both(world, pair) == NOT_SEEN  # the joining itself is gone, not only hidden
    assert left(world) == (0, [(date(2014, 11, 1), 1)])


def left(world: Any, slug: str = "aaby") -> tuple[int, list[tuple[date, int]]]:
    """How many joinings there are, and what is counted by month."""
    from samspil.delivery.models.joining import Joining, JoiningCount

    with world.as_("coordinator", slug):
        return Joining.objects.count(), list(JoiningCount.objects.values_list("month", "ended_count"))


@pytest.mark.proves("S6")
@pytest.mark.parametrize("side", [0, 1])
def test_stop_on_either_side_ends_it_and_the_count_stays(world, concept_id, side):
    pair = family.pair(world, concept_id)
    family.join(world, pair[1], pair[0])  # in either order
    for made in pair:
        family.answers(world, made)
    assert both(world, pair) == SEEN

    family.stops(world, pair[side])

    other = 1 - side
    assert told(world, list(NAMES)[other], pair[other]) == []
    assert left(world) == (0, [(date(2014, 11, 1), 1)])


def test_one_that_nobody_saw_ends_without_being_counted(world, concept_id):
    pair = family.pair(world, concept_id)
    family.join(world, *pair)
    family.answers(world, pair[0])

    family.takes_back(world, pair[0])

    assert left(world) == (0, [])


@pytest.mark.proves("S6")
def test_a_second_parent_has_a_say_of_their_own(world, concept_id):
    pair = family.pair(world, concept_id)
    family.join(world, *pair)
    for made in pair:
        family.answers(world, made)
    assert both(world, pair) == SEEN

    family.second(world, pair[1])
    assert both(world, pair) == NOT_SEEN
    second_says(world, pair[1], ("joining",))
    assert both(world, pair) == SEEN
    second_says(world, pair[1], ())
    assert both(world, pair) == NOT_SEEN
    assert left(world) == (0, [(date(2014, 11, 1), 1)])


def second_says(world: Any, made: ground.Made, purposes: tuple[str, ...]) -> None:
    from samspil.delivery.actions import parents
    from samspil.people.terms import Method

    with world.as_("coordinator", made.slug) as by:
        parents.set_second_yeses(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            purposes=purposes,
            method=Method.ORAL,
        )


# --- any order of things, against a plain reference that knows nothing of the tables

STEPS = st.lists(
    st.tuples(st.sampled_from(("yes", "no", "back", "join", "part", "stop")), st.sampled_from((0, 1))),
    min_size=1,
    max_size=9,
)


class Reference:
    """What must hold, said as plainly as it can be said."""

    def __init__(self) -> None:
        self.yes, self.stopped, self.joined, self.ended = [False, False], [False, False], False, 0

    def does(self, step: str, side: int) -> bool:
        """Take one step; whether it may be taken at all."""
        if step == "yes" and not self.stopped[side]:
            self.yes[side] = True
            return True
        if step == "back" or (step == "no" and not self.stopped[side]):
            if self.yes[side]:
                self._end()
            self.yes[side] = False
            return True
        if step == "join" and not any(self.stopped):
            self.joined = True
            return True
        if step == "part" and self.joined:
            self._end()
            return True
        if step == "stop" and not self.stopped[side]:
            self._end()
            self.yes[side], self.stopped[side] = False, True
            return True
        return False

    def _end(self) -> None:
        self.ended += self.joined and all(self.yes)
        self.joined = False

    @property
    def seen(self) -> bool:
        return self.joined and all(self.yes) and not any(self.stopped)


@pytest.mark.proves("S6")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_it_is_seen_exactly_when_every_yes_holds_it_was_noted_and_both_are_under_way(world, steps):
    with undone():
        pair = family.pair(world, ground.load(world))
        reference = Reference()
        for step, side in steps:
            assert takes(world, pair, step, side) is reference.does(step, side), (step, side)
            assert helpers(world, pair) == ([True, True] if reference.seen else [False, False])
        assert left(world)[0] == reference.joined
        assert sum(count for _month, count in left(world)[1]) == reference.ended


def takes(world: Any, pair: tuple[ground.Made, ground.Made], step: str, side: int) -> bool:
    from samspil.delivery.actions import joining
    from samspil.delivery.models.joining import Joining
    from samspil.kernel.errors import Refused

    try:
        if step in ("yes", "no"):
            family.answers(world, pair[side], step == "yes")
        elif step == "back":
            family.takes_back(world, pair[side])
        elif step == "join":
            family.join(world, pair[side], pair[1 - side])
        elif step == "stop":
            family.stops(world, pair[side])
        else:
            with world.as_("coordinator", "aaby") as by:
                row = Joining.objects.first()
                if row is None:
                    return False
                joining.part(
                    by=by, at=world.at, on=ground.TODAY, course_id=pair[side].course_id, joining_id=row.id
                )
    except Refused:
        return False
    return True


def helpers(world: Any, pair: tuple[ground.Made, ground.Made]) -> list[bool]:
    """Whether each helper is told of the other, as the pages ask."""
    from samspil.delivery.models.courses import Course
    from samspil.delivery.queries.joining import helpers_for

    found = []
    for cast, made in zip(NAMES, pair, strict=True):
        with world.as_(cast, "aaby") as by:
            found.append(bool(helpers_for(by, Course.objects.get(id=made.course_id))))
    return found


# --- only the coordinator knows; the database keeps what may be joined


@pytest.mark.proves("S6")
def test_nobody_but_the_coordinator_reads_or_writes_a_joining(world, concept_id):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.queries import joining
    from samspil.kernel.errors import Refused

    pair = family.pair(world, concept_id)
    family.join(world, *pair)
    asked = []
    for cast in ("coordinator", "deputy", "mentor", "parent_coach", "municipal_lead", "log_controller"):
        with world.as_(cast, "aaby") as by:
            course = Course.objects.get(id=pair[0].course_id)
            for question in (joining.joined_to, joining.to_join_with, joining.step_of):
                try:
                    question(by, course)
                    asked.append((cast, question.__name__))
                except Refused:
                    continue

    questions = ("joined_to", "to_join_with", "step_of")
    assert asked == [(cast, one) for cast in ("coordinator", "deputy") for one in questions]


@pytest.mark.parametrize("wrong", ["two mentors", "turned round", "not begun", "stopped", "twice"])
def test_the_database_itself_joins_only_a_mentor_course_with_a_parent_course(own_database, server, wrong):
    import psycopg
    from tests.world import built

    from samspil.interfaces.cli import launcher

    world = built()
    concept_id = ground.load(world)
    mentored, coached = family.pair(world, concept_id)
    sides = {
        "two mentors": (mentored, ground.course(world, "aaby", concept_id)),
        "turned round": (coached, mentored),
        "not begun": (ground.course(world, "aaby", concept_id, to="offered"), coached),
        "stopped": (mentored, coached),
        "twice": (mentored, coached),
    }[wrong]
    insert = (
        "INSERT INTO delivery_joining (id, tenant_id, mentor_course_id, parent_course_id, joined_on)"
        " VALUES (gen_random_uuid(), %s, %s, %s, now())"
    )
    values = [world.tenant("aaby"), *(one.course_id for one in sides)]
    with launcher.connect(server.home, own_database) as link:
        with link.transaction(force_rollback=True):
            link.execute(insert, [world.tenant("aaby"), mentored.course_id, coached.course_id])
        if wrong == "stopped":
            family.stops(world, coached)
        if wrong == "twice":
            link.execute(insert, values)
        expected = psycopg.errors.UniqueViolation if wrong == "twice" else psycopg.errors.CheckViolation
        with pytest.raises(expected):
            link.execute(insert, values)


def test_the_database_itself_takes_a_joining_away_with_a_stop(own_database, server):
    from tests.world import built

    from samspil.interfaces.cli import launcher

    world = built()
    pair = family.pair(world, ground.load(world))
    family.join(world, *pair)
    with launcher.connect(server.home, own_database) as link:
        before = link.execute("SELECT count(*) FROM delivery_joining").fetchone()
        with link.transaction():
            link.execute(
                "UPDATE delivery_measurement SET state = 'stopped' WHERE course_id = %s", [pair[0].course_id]
            )
            link.execute(
                "UPDATE delivery_course SET state = 'ended_early', ended_on = %s, stopped_on = %s"
                " WHERE id = %s",
                [ground.TODAY, ground.TODAY, pair[0].course_id],
            )
        after = link.execute("SELECT count(*) FROM delivery_joining").fetchone()

    assert (before, after) == ((1,), (0,))


# --- the figure


@pytest.mark.proves("T17")
def test_every_course_that_began_stands_in_one_column_of_the_figure(world, concept_id):
    one, other, third = (family.pair(world, concept_id) for _each in range(3))
    ground.course(world, "aaby", concept_id, to="accepted")
    family.join(world, *one)
    for made in (*one, other[0]):
        family.answers(world, made)
    family.answers(world, third[0], says_yes=False)
    family.answers(world, third[1])
    family.takes_back(world, third[1])

    assert figure(world) == [
        ["0", "1", "1", "1", "3"],
        ["1", "1", "0", "1", "3"],
    ]
    family.takes_back(world, one[1])
    assert figure(world) == [["0", "1", "2", "0", "3"], ["1", "2", "0", "0", "3"]]
    page = world.client("municipal_lead", "aaby").get("/o/figures/").content.decode()
    assert "Et samspil med begge ja er ophørt." in page


def figure(world: Any, cast: str = "coordinator") -> list[list[str]]:
    """The rows of the table: not asked, asked, one yes, both yes, in all; mentor courses first."""
    page = world.client(cast, "aaby").get("/o/figures/").content.decode()
    table = re.search(r'id="joining".*?</table>', page, re.S)
    assert table is not None
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', table[0], re.S)
    return [re.findall(r'class="number">(\d+)<', row) for row in rows]
