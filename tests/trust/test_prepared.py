"""A prepared read asks what the ORM would have asked, and only in the open scope's organisation."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from tests.delivery import ground

from samspil.trust.models import WrittenOutside, writing
from samspil.trust.prepared import TENANT, Prepared, PreparedChange, PreparedChanges

GIVEN = {
    uuid.UUID: lambda: uuid.uuid4(),
    datetime: lambda: datetime(2014, 11, 3, 8, tzinfo=UTC),
    date: lambda: date(2014, 11, 3),
    timedelta: lambda: timedelta(minutes=14),
    str: lambda: "somebody",
    list: lambda: [uuid.uuid4(), uuid.uuid4()],
}
SHAPES: dict[str, tuple[dict[str, Any], ...]] = {
    "role": tuple({"role": one} for one in ("mentor", "parent_coach")),
    "on": ({"on": date(2014, 11, 3)}, {"on": date(2015, 2, 28)}),
    "wanted": ({"wanted": 26}, {"wanted": 51}),
    "purposes": ({"purposes": ("follow_up", "evaluation")}, {"purposes": ("support",)}),
    "first": ({"first": 0, "last": 51}, {"first": 51, "last": 102}),
}


def every() -> list[Prepared]:
    """All of them: whoever may be asked for has been imported by then."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    return Prepared.every


def shapes(one: Prepared) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{}]
    for name in one.shape:
        if name in SHAPES:
            found = [{**before, **more} for before in found for more in SHAPES[name]]
    return found


def asked(one: Prepared, given: dict[str, Any], tenant_id: uuid.UUID) -> tuple[str, tuple[Any, ...]]:
    """The statement with its values as the prepared read sends it."""
    built = one._for(tuple(given[name] for name in one.shape))
    known = {**given, "tenant": tenant_id}
    pairs = zip(built.slots, built.values, strict=True)
    return built.sql, tuple(value if name is None else known[name] for name, value in pairs)


def built_anew(one: Prepared, given: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement the ORM itself makes from the values; a change is made, and finds no row."""
    if not isinstance(one, PreparedChange):
        built: Any = one.build(**given).query.get_compiler(using="default").as_sql()
        return built[0], tuple(built[1])
    sent: list[tuple[str, Any]] = []

    def heard(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        sent.append((sql, values))
        return execute(sql, values, many, context)

    which = {name: value for name, value in given.items() if name not in one.into.values()}
    with writing(), connection.execute_wrapper(heard):
        assert one.build(**which).update(**one.values(given)) == 0
    (only,) = sent
    return only[0], tuple(only[1])


def test_each_asks_what_the_orm_would_have_built_from_the_values(world):
    compared = 0
    with world.as_("mentor", "aaby") as by:
        for one in every():
            for shape in shapes(one):
                given = {**shape, **{name: GIVEN[type(mark)]() for name, mark in one.marks.items()}}
                sql, values = built_anew(one, given)
                assert asked(one, given, by.tenant_id) == (sql, tuple(values))
                compared += 1

    assert compared >= len(Prepared.every) >= 8


def test_no_mark_is_ever_sent(world):
    marks = {repr(mark) for one in every() for mark in one.marks.values()} | {repr(TENANT)}

    with world.as_("mentor", "aaby") as by:
        for one in every():
            for shape in shapes(one):
                given = {**shape, **{name: GIVEN[type(mark)]() for name, mark in one.marks.items()}}
                _sql, values = asked(one, given, by.tenant_id)
                assert marks & {repr(value) for value in values} == set()


def test_the_rows_are_those_of_the_open_scope_whoever_asked_first(world):
    from samspil.delivery.models.courses import Course

    concept_id = ground.load(world)
    made = {slug: ground.course(world, slug, concept_id) for slug in ("aaby", "baekby")}
    by_id = Prepared(
        lambda course: Course.objects.filter(id=course).select_related("mentor"), course=uuid.UUID
    )
    try:
        found = {}
        for slug in ("aaby", "baekby"):
            with world.as_("coordinator", slug):
                for whose, one in made.items():
                    rows = by_id(course=one.course_id)
                    found[slug, whose] = [(row.id, row.mentor.tenant_id) for row in rows]
    finally:
        Prepared.every.remove(by_id)

    assert found == {
        ("aaby", "aaby"): [(made["aaby"].course_id, world.tenant("aaby"))],
        ("aaby", "baekby"): [],
        ("baekby", "aaby"): [],
        ("baekby", "baekby"): [(made["baekby"].course_id, world.tenant("baekby"))],
    }


def test_without_a_scope_nothing_is_read(world):
    from samspil.trust.scope import OutsideScope

    some = next(one for one in every() if "course" in one.marks and not one.shape)

    with pytest.raises(OutsideScope):
        some(**{name: uuid.uuid4() for name in some.marks})


def test_a_change_outside_an_action_is_refused(world):
    changes = [one for one in every() if isinstance(one, PreparedChange)]
    assert len(changes) >= 3

    for one in changes:
        given = {name: GIVEN[type(mark)]() for name, mark in one.marks.items()}
        with world.as_("mentor", "aaby"):
            with pytest.raises(WrittenOutside):
                one.change(**given)
            with writing():
                assert one.change(**given) == 0


def touched(model: Any) -> PreparedChange:
    """A change that finds a row by its key and leaves it as it is."""
    made = PreparedChange(lambda row: model.objects.filter(id=row), {"id": F("id")}, row=uuid.UUID)
    Prepared.every.remove(made)
    return made


def test_changes_in_one_statement_count_each_their_own_rows_in_the_open_scope(world):
    from samspil.delivery.models.courses import Course
    from samspil.people.models.people import Person

    made = ground.course(world, "aaby", ground.load(world))
    both = PreparedChanges(touched(Course), touched(Person))

    found = {}
    for slug in ("aaby", "baekby"):
        with world.as_("coordinator", slug), writing():
            found[slug] = [both.change(row=one) for one in (made.course_id, made.person_id, uuid.uuid4())]

    assert found == {"aaby": [(1, 0), (0, 1), (0, 0)], "baekby": [(0, 0)] * 3}


def test_changes_in_one_statement_are_refused_outside_an_action_and_twice_on_one_table(world):
    from samspil.delivery.models.courses import Course
    from samspil.people.models.people import Person

    both = PreparedChanges(touched(Course), touched(Person))
    twice = PreparedChanges(touched(Course), touched(Course))

    with world.as_("coordinator", "aaby"):
        with pytest.raises(WrittenOutside):
            both.change(row=uuid.uuid4())
        with writing(), pytest.raises(LookupError, match="same table"):
            twice.change(row=uuid.uuid4())


@pytest.mark.red("G01")
def test_a_read_that_forgets_a_value_is_refused(world):
    from samspil.delivery.models.courses import Course

    forgetful = Prepared(lambda course: Course.objects.all(), course=uuid.UUID)
    try:
        with world.as_("mentor", "aaby"), pytest.raises(LookupError, match="course"):
            forgetful(course=uuid.uuid4())
    finally:
        Prepared.every.remove(forgetful)


@pytest.mark.red("G01")
def test_a_statement_that_reads_while_it_is_built_is_refused(world):
    from samspil.delivery.models.courses import Course

    curious = Prepared(
        lambda course: Course.objects.filter(id=course, code__in=list(Course.objects.values_list("code"))),
        course=uuid.UUID,
    )
    try:
        with world.as_("mentor", "aaby"), pytest.raises(LookupError, match="reads nothing"):
            curious(course=uuid.uuid4())
    finally:
        Prepared.every.remove(curious)


@pytest.mark.parametrize("cast", ["coordinator", "deputy"])
def test_what_waits_is_asked_as_for_the_one_who_looks(world, cast):
    """The kept statement is built for any coordinator: it must be the one of this one, to the last value."""
    from samspil.delivery.queries import waiting
    from samspil.interfaces.web.office.waiting import ABOVE as SOURCES

    on = date(2014, 11, 3)
    for more in ((), SOURCES):
        with world.as_(cast, "aaby") as by:
            rows = waiting._together(by, on, (*waiting.SOURCES, *more))
            sql, values = rows.query.get_compiler(using="default").as_sql()
            assert asked(waiting._prepared(more), {"on": on}, by.tenant_id) == (sql, tuple(values))


def test_only_so_many_shapes_are_kept(world):
    from samspil.delivery.models.courses import Course
    from samspil.trust.prepared import MOST_SHAPES

    paged = Prepared(
        lambda page, course: Course.objects.filter(id=course)[:page], shape=("page",), course=uuid.UUID
    )
    try:
        with world.as_("coordinator", "aaby"):
            for page in range(1, MOST_SHAPES + 10):
                assert paged(page=page, course=uuid.uuid4()) == []
        assert set(paged._built) == {(page,) for page in range(10, MOST_SHAPES + 10)}
    finally:
        Prepared.every.remove(paged)


@pytest.mark.red("G01")
def test_a_read_for_another_organisation_than_the_scope_says_is_refused(world):
    from samspil.delivery.queries import caseload, courses
    from samspil.trust.scope import OutsideScope

    concept_id = ground.load(world)
    made = ground.course(world, "baekby", concept_id)
    for cast, asks in (
        ("coordinator", lambda by: courses.course_for(by, made.course_id)),
        ("mentor", lambda by: caseload.caseload(by, on=ground.TODAY)),
    ):
        with world.as_(cast, "baekby"), pytest.raises(OutsideScope):
            asks(world.actor(cast, "aaby"))
