"""A group answers after a visit: nobody in it is told apart, and too few answers are told to nobody."""

from __future__ import annotations

import itertools
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from tests.delivery import asking_groups as groups
from tests.delivery import ground, visiting

DAY = ground.TODAY - timedelta(days=40)
SHEETS = (
    {**groups.FULL, "own_words": "Det var godt"},
    {**groups.FULL, "new": "not_at_all", "own_words": "Mere af det"},
    {**groups.FULL, "voice": None, "own_words": None},
    {**groups.FULL, "new": "rather", "safe": "completely"},
    {**groups.FULL, "more": "rather"},
)
OF_A_GROUP = ("PupilRound", "PupilTally", "PupilSheet", "PupilWords")


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> Any:
    return visiting.series(world, "aaby", concept_id)


@pytest.fixture
def visit(world: Any, made: Any) -> Any:
    return visiting.held(world, made, 1, DAY)


def rows(world: Any, visit: Any) -> dict[str, list[Any]]:
    """Everything that is kept of a group, without the random keys; own words opened."""
    from samspil.delivery.models.pupils import PupilRound, PupilSheet, PupilTally, PupilWords
    from samspil.trust import audit, fields

    of = {"round__visit_id": visit.id}
    with (
        world.as_("coordinator", "aaby") as by,
        audit.reading(by=by, purpose="support", subject=visit.series_id, at=world.at),
    ):
        return {
            "round": list(PupilRound.objects.filter(visit_id=visit.id).values_list("answered", "closed_as")),
            "tally": sorted(PupilTally.objects.filter(**of).values_list("item", "choice", "count")),
            "sheets": [PupilSheet.objects.filter(**of).count()],
            "words": sorted(
                (one.item, one.state, fields.unseal(one, "line")) for one in PupilWords.objects.filter(**of)
            ),
        }


def results(world: Any, made: Any) -> Any:
    from samspil.delivery.queries import pupils

    with world.as_("coordinator", "aaby") as by:
        return pupils.results(by, made, at=world.at)


def shown_of(world: Any, made: Any, item: str = "new") -> tuple[list[Any], tuple[int, ...]]:
    found = next(one for one in results(world, made).questions if one.item.code == item)
    return [(one.visits, one.count, one.given) for one in found.shown], found.too_few


@pytest.mark.proves("S8")
def test_the_same_answers_in_any_order_leave_the_same_rows(world, concept_id):
    left = []
    orders = [*itertools.permutations(range(5))][::23]
    for place, order in enumerate(orders):
        made = visiting.series(world, "aaby", concept_id)
        one = visiting.held(world, made, 1, DAY - timedelta(days=place))
        link = groups.shown(world, one, one.on)
        for number in order:
            groups.send(link, SHEETS[number], one.on)
        before = rows(world, one)
        groups.tend(world, one.on + groups.AFTER)
        left.append((before, rows(world, one)))

    assert len(orders) == 6
    assert all(one == left[0] for one in left)
    (open_, closed) = left[0]
    assert open_["round"] == [(5, None)]
    assert open_["sheets"] == [5]
    assert closed["sheets"] == [0]
    assert [line for _item, _state, line in closed["words"]] == ["Det var godt", "Mere af det"]
    assert sum(count for item, _choice, count in closed["tally"] if item == "voice") == 4


@pytest.mark.proves("S8")
def test_nothing_that_is_kept_of_a_group_tells_a_moment_or_who_it_was(world, visit):
    groups.answered(world, visit, 3, line="Tak")
    for name in OF_A_GROUP:
        model = apps.get_model("delivery", name)
        for field in model._meta.concrete_fields:
            assert not isinstance(field, models.DateTimeField | models.TimeField), field
            related = field.related_model._meta.model_name if field.related_model else ""
            assert related in ("", "visit", "series", "pupilround"), field
    columns = {
        (name, one.attname) for name in OF_A_GROUP for one in apps.get_model("delivery", name)._meta.fields
    }
    assert {one for one in columns if isinstance_date(one)} == {("PupilRound", "closes_on")}
    with world.as_("coordinator", "aaby"):
        keys = [
            key
            for name in OF_A_GROUP[1:]
            for key in apps.get_model("delivery", name).objects.values_list("id", flat=True)
        ]
    assert len(keys) == 25 + 3 + 1
    assert {key.version for key in keys} == {4}


def isinstance_date(column: tuple[str, str]) -> bool:
    fields = {one.attname: one for one in apps.get_model("delivery", column[0])._meta.fields}
    return isinstance(fields[column[1]], models.DateField)


def test_the_rows_of_answers_are_there_before_anybody_answers(world, visit):
    groups.shown(world, visit, DAY)
    before = rows(world, visit)["tally"]
    groups.answered(world, visit, 1)

    assert [one[:2] for one in rows(world, visit)["tally"]] == [one[:2] for one in before]
    assert {count for _item, _choice, count in before} == {0}


def test_closing_writes_the_lines_anew_in_the_order_of_their_random_keys(world, visit):
    link = groups.shown(world, visit, DAY)
    for number in range(12):
        groups.send(link, {**groups.FULL, "own_words": f"Linje {number}"}, DAY)

    def placed() -> list[tuple[str, str]]:
        with world.as_("coordinator", "aaby"), connection.cursor() as cursor:
            cursor.execute("SELECT id::text, xmin::text FROM delivery_pupilwords ORDER BY ctid")
            return list(cursor.fetchall())

    arrived = placed()
    groups.tend(world, DAY + groups.AFTER)
    after = placed()

    assert [key for key, _xmin in after] == sorted(key for key, _xmin in arrived)
    assert [key for key, _xmin in arrived] != [key for key, _xmin in after]
    assert len({xmin for _key, xmin in after}) == 1


def test_a_page_that_is_sent_twice_counts_once(world, visit):
    link = groups.shown(world, visit, DAY)
    same = uuid.uuid4()
    for _each in range(3):
        groups.send(link, SHEETS[0], DAY, sheet_id=same)

    found = rows(world, visit)
    assert found["round"] == [(1, None)]
    assert len(found["words"]) == 1
    assert sum(count for *_which, count in found["tally"]) == 5


def test_who_may_show_it_when_and_how_several_screens_show_it_at_once(world, made, visit):
    from samspil.kernel.errors import Missing, Refused

    ahead = visiting.planned(world, made, 2, ground.TODAY + timedelta(days=7))
    with pytest.raises(Refused):
        groups.shown(world, ahead, ground.TODAY)
    for cast in ("mentor", "municipal_lead"):
        with pytest.raises(Missing):
            groups.shown(world, visit, DAY, cast=cast)
    links = [groups.shown(world, visit, DAY, cast=cast) for cast in ("role_model", "partner", "coordinator")]
    for one in links:
        groups.send(one, SHEETS[0], DAY + timedelta(days=7))
    assert rows(world, visit)["round"] == [(3, None)]
    for one in links:
        with pytest.raises(Refused):
            groups.send(one, SHEETS[0], DAY + timedelta(days=8))
    with pytest.raises(Refused):
        groups.shown(world, visit, DAY + timedelta(days=8))
    groups.tend(world, DAY + groups.AFTER)
    for one in links:
        with pytest.raises(Missing):
            groups.send(one, SHEETS[0], DAY + timedelta(days=7))


def test_an_answer_fits_its_question_and_says_something(world, visit):
    from samspil.kernel.errors import Refused

    link = groups.shown(world, visit, DAY)
    nothing = dict.fromkeys(groups.FULL)
    for wrong in (nothing, {}, {"new": "very"}, {"other": "rather"}, {"new": 3}, {"own_words": "x" * 301}):
        with pytest.raises(Refused):
            groups.send(link, wrong, DAY)
    groups.send(link, {**nothing, "own_words": "Kun det her"}, DAY)
    assert rows(world, visit)["round"] == [(1, None)]


def test_below_five_nothing_is_shown_and_the_lines_are_erased_unread(world, made, visit):
    groups.closed(world, visit, 4, line="Kun fire af os")

    assert shown_of(world, made) == ([], (1,))
    assert rows(world, visit)["words"] == []


def test_results_come_when_the_form_has_closed_and_not_before(world, made, visit):
    groups.answered(world, visit, 7)
    found = results(world, made)
    assert found.questions == ()
    assert found.open_until == ((1, DAY + timedelta(days=7)),)

    groups.tend(world, DAY + groups.AFTER)

    assert shown_of(world, made) == ([((1,), 7, {**dict.fromkeys(CHOICES, 0), "completely": 7})], ())


CHOICES = ("not_at_all", "rather_not", "in_between", "rather", "completely")


def test_visits_with_too_few_are_shown_together_once_they_are_enough(world, made, visit):
    second = visiting.held(world, made, 2, DAY + timedelta(days=7))
    third = visiting.held(world, made, 3, DAY + timedelta(days=14))
    groups.closed(world, visit, 3)
    groups.closed(world, second, 6, new="rather")
    alone = ((2,), 6, {**dict.fromkeys(CHOICES, 0), "rather": 6})
    assert shown_of(world, made) == ([alone], (1,))
    groups.closed(world, third, 2, new="not_at_all")

    both = ((1, 3), 5, {**dict.fromkeys(CHOICES, 0), "completely": 3, "not_at_all": 2})
    assert shown_of(world, made) == ([alone, both], ())


def test_each_question_is_counted_by_itself(world, made, visit):
    """Six answered, of whom two skipped one question: that one stays untold, the others do not."""
    link = groups.shown(world, visit, DAY)
    for place in range(6):
        groups.send(link, {**groups.FULL, "safe": None if place < 2 else "rather"}, DAY)
    groups.tend(world, DAY + groups.AFTER)

    assert shown_of(world, made, "safe") == ([], (1,))
    assert shown_of(world, made, "new")[0][0][1] == 6


def test_a_line_is_shown_after_a_person_read_it_and_a_withheld_one_is_gone(world, made, visit):
    from samspil.delivery.actions.pupils import screen_line
    from samspil.delivery.queries import pupils
    from samspil.kernel.errors import Missing, Refused

    link = groups.shown(world, visit, DAY)
    for line in ("Det var rart at tale om", "Ring til Kasper på 22 33 44 55", None, None, None):
        groups.send(link, {**groups.FULL, "own_words": line}, DAY)

    def waiting() -> dict[str, Any]:
        with world.as_("coordinator", "aaby") as by:
            return {one.text: one for one in pupils.to_screen(by, visit, at=world.at)}

    assert waiting() == {}
    groups.tend(world, DAY + groups.AFTER)
    found = waiting()
    assert {text: one.marks for text, one in found.items()} == {
        "Det var rart at tale om": (),
        "Ring til Kasper på 22 33 44 55": ("number", "name"),
    }
    assert results(world, made).lines == ()

    def screen(text: str, to: str, cast: str = "coordinator", slug: str = "aaby") -> None:
        with world.as_(cast, slug) as by:
            screen_line(by=by, at=world.at, visit_id=visit.id, line_id=found[text].id, to=to)

    with pytest.raises(Refused):
        screen("Det var rart at tale om", "released", cast="role_model")
    with pytest.raises(Missing):
        screen("Det var rart at tale om", "released", slug="baekby")
    screen("Det var rart at tale om", "released")
    screen("Ring til Kasper på 22 33 44 55", "withheld")
    with pytest.raises(Refused):
        screen("Ring til Kasper på 22 33 44 55", "released")

    assert results(world, made).lines == ("Det var rart at tale om",)
    assert waiting() == {}
    assert sorted(line for _item, _state, line in rows(world, visit)["words"]) == [
        "",
        "Det var rart at tale om",
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Det var godt. Tak for i dag!", ()),
        ("Jeg synes at Danmark er godt", ()),
        ("Jeg er 14", ()),
        ("Det var Mohammeds idé", ("name",)),
        ("min lærer hedder bente", ("name",)),
        ("skriv på snap", ("address",)),
        ("post@skole.dk", ("address",)),
        ("040503-1234", ("number",)),
        ("ring 12 34 56 78", ("number",)),
        ("hils fadime", ("staff",)),
        ("Hils Fadime", ("name", "staff")),
        ("HEJ MED JER", ()),
    ],
)
def test_what_looks_as_if_it_pointed_at_somebody_is_marked(line: str, found: tuple[str, ...]) -> None:
    from samspil.delivery.rules.screening import marks

    assert marks(line, ["Fadime Nielsen", "Bo Ek"]) == found


CLOSED = {
    "one more answer": "UPDATE delivery_pupiltally SET count = count + 1",
    "one more page": (
        "INSERT INTO delivery_pupilsheet (id, tenant_id, round_id)"
        " SELECT gen_random_uuid(), tenant_id, id FROM delivery_pupilround"
    ),
    "opened again": "UPDATE delivery_pupilround SET closed_as = NULL",
    "longer": "UPDATE delivery_pupilround SET closes_on = closes_on + 1",
    "fewer": "UPDATE delivery_pupilround SET answered = answered - 1",
    "a withheld line with words": "UPDATE delivery_pupilwords SET state = 'withheld'",
}


@pytest.mark.parametrize("sql", CLOSED.values(), ids=CLOSED)
def test_the_database_keeps_what_has_closed(world, visit, sql):
    groups.closed(world, visit, 5, line="Tak")
    with (
        world.as_("coordinator", "aaby"),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        cursor.execute(sql)


def test_the_link_of_a_group_never_notes_that_it_was_opened(world, visit):
    link = groups.shown(world, visit, DAY).link
    for column in ("opened_at = now()", "used_at = now()", "opening = 'x'"):
        with (
            world.as_("coordinator", "aaby"),
            connection.cursor() as cursor,
            pytest.raises(IntegrityError, match="trust_link_pupils"),
            transaction.atomic(),
        ):
            cursor.execute(f"UPDATE trust_link SET {column} WHERE id = %s", [link.id])


def test_no_trace_of_when_a_count_was_written_tells_what_the_last_one_answered(world, visit):
    """The database itself says of each row which transaction wrote it; that must be the same of them all."""
    made = groups.shown(world, visit, visit.on)
    for sheet in SHEETS:
        groups.send(made, sheet, visit.on)
    with world.as_("coordinator", "aaby"), connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(*) FROM delivery_pupiltally")
        assert cursor.fetchone() == (1, 25)


def test_a_form_that_nobody_answered_is_gone_when_it_closes_and_the_moved_visit_asks_anew(
    world, concept_id, made
):
    one = visiting.planned(world, made, 1, DAY, today=DAY - timedelta(days=9))
    groups.shown(world, one, DAY)
    groups.tend(world, DAY + groups.AFTER)
    assert rows(world, one) == {"round": [], "tally": [], "sheets": [0], "words": []}

    moved = visiting.planned(world, made, 1, DAY + timedelta(days=20), today=DAY + groups.AFTER)
    groups.send(groups.shown(world, moved, moved.on), groups.FULL, moved.on)

    assert rows(world, moved)["round"] == [(1, None)]
