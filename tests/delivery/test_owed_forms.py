"""Forms after a visit: owed by the visit alone, in exactly one state, due on a day that stays."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.delivery import asking_groups as groups
from tests.delivery import ground, visiting

DAY = ground.TODAY - timedelta(days=40)
TEACHER = {"ready": "completely"}


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> Any:
    return visiting.series(world, "aaby", concept_id)


@pytest.fixture
def visit(world: Any, made: Any) -> Any:
    return visiting.held(world, made, 1, DAY)


def forms(world: Any, visit: Any) -> list[Any]:
    from samspil.delivery.queries.owed_forms import forms_of

    with world.as_("coordinator", "aaby") as by:
        return forms_of(by, [visit.id]).get(visit.id, [])


def states(world: Any, visit: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in forms(world, visit):
        found.setdefault(one.asked, []).append(one.state)
    return found


def proof(world: Any, on: date) -> Any:
    from samspil.delivery.queries.measurements import prove

    with world.as_("coordinator", "aaby") as by:
        return prove(by, on=on)


def answers_of(tool: str) -> dict[str, Any]:
    """An answer to the first question of a shipped form, whatever it asks."""
    from samspil.delivery.instruments.shipped import instrument
    from samspil.delivery.queries.pupils import choices_of

    found = instrument(tool, 1)
    return {found.items[0].code: choices_of(found, found.items[0])[0]}


def teacher_sends(world: Any, visit: Any, on: date) -> Any:
    from samspil.delivery.actions.forms import hand_out_form, send_form
    from samspil.trust import links
    from samspil.trust.scope import scope

    with world.as_("coordinator", "aaby") as by:
        made = hand_out_form(by=by, at=ground.at_day(on), on=on, visit_id=visit.id)
    by = links.holder(made.link)
    with scope(by):
        send_form(by=by, at=ground.at_day(on), on=on, answers=answers_of("teacher"))
    return by


def test_a_held_visit_asks_the_group_the_teacher_and_each_who_came(world, made):
    ahead = visiting.planned(world, made, 2, ground.TODAY + timedelta(days=7))
    assert forms(world, ahead) == []

    one = visiting.held(world, made, 1, DAY)

    assert states(world, one) == {"pupils": ["open"], "teacher": ["open"], "role_model": ["open", "open"]}
    pupils = forms(world, one)[0]
    assert (pupils.opens_on, pupils.due_on, pupils.done_until, pupils.late_until) == (
        DAY,
        DAY + timedelta(days=3),
        DAY + timedelta(days=7),
        DAY + timedelta(days=7),
    )
    who = {form.appointment_id for form in forms(world, one) if form.appointment_id}
    assert who == set(visiting.pair(world))


def test_writing_the_visit_again_or_another_night_opens_nothing_more_and_moves_no_day(world, visit):
    before = [(one.id, one.due_on, one.late_until) for one in forms(world, visit)]

    from samspil.delivery.actions import visits

    with world.as_("coordinator", "aaby") as by:
        told = {
            "said": visiting.written(covered="Mere"),
            "based_on": visiting.stamp(by, visit.id),
        }
        visits.write_visit(by=by, at=world.at, on=ground.TODAY, visit_id=visit.id, **told)
    groups.tend(world, DAY + timedelta(days=1))

    assert [(one.id, one.due_on, one.late_until) for one in forms(world, visit)] == before


def test_what_is_not_answered_is_missed_after_its_last_day_and_not_before(world, visit):
    groups.tend(world, DAY + timedelta(days=7))
    assert states(world, visit)["pupils"] == ["open"]
    groups.tend(world, DAY + timedelta(days=8))
    assert states(world, visit) == {"pupils": ["missed"], "teacher": ["open"], "role_model": ["open"] * 2}
    groups.tend(world, DAY + timedelta(days=43))
    assert states(world, visit) == {"pupils": ["missed"], "teacher": ["missed"], "role_model": ["missed"] * 2}


@pytest.mark.parametrize(("days", "state"), [(14, "done"), (15, "late"), (42, "late")])
def test_a_teacher_answers_on_time_with_the_grace_and_late_after_it(world, visit, days, state):
    teacher_sends(world, visit, DAY + timedelta(days=days))

    assert states(world, visit)["teacher"] == [state]


def test_a_teachers_link_is_used_up_once_and_replaced_by_a_new_one(world, visit):
    from samspil.delivery.actions.forms import hand_out_form, send_form
    from samspil.kernel.errors import Missing, Refused
    from samspil.trust import links
    from samspil.trust.scope import scope

    def link() -> Any:
        with world.as_("coordinator", "aaby") as by:
            return hand_out_form(by=by, at=world.at, on=DAY, visit_id=visit.id)

    first, second = link(), link()
    for made, refused in ((first, Missing), (second, None), (second, Missing)):
        by = links.holder(made.link)
        with scope(by):
            if refused is None:
                send_form(by=by, at=world.at, on=DAY, answers=answers_of("teacher"))
            else:
                with pytest.raises(refused):
                    send_form(by=by, at=world.at, on=DAY, answers=answers_of("teacher"))
    with pytest.raises(Refused):
        link()


def test_each_who_came_answers_the_own_form_and_nobody_elses(world, visit):
    from samspil.delivery.actions.forms import answer_form
    from samspil.kernel.errors import Missing, Refused

    def answer(cast: str, **said: Any) -> None:
        with world.as_(cast, "aaby") as by:
            answer_form(
                by=by, at=world.at, on=DAY, visit_id=visit.id, answers=said or answers_of("role_model")
            )

    with pytest.raises(Refused):
        answer("role_model", nothing="yes")
    answer("role_model")
    mine = world.member("role_model", "aaby").appointment_id
    found = {one.appointment_id: one.state for one in forms(world, visit) if one.appointment_id}
    assert found.pop(mine) == "done"
    assert list(found.values()) == ["open"]
    with pytest.raises(Refused):
        answer("role_model")
    for cast in ("coordinator", "mentor"):
        with pytest.raises(Missing):
            answer(cast)


def test_a_reason_is_one_of_its_outcome_and_only_when_the_day_has_passed(world, visit):
    from samspil.delivery.actions.forms import explain_form
    from samspil.kernel.errors import Refused

    teachers = forms(world, visit)[1]

    def explain(on: date, outcome: str, reason: str, cast: str = "coordinator") -> None:
        with world.as_(cast, "aaby") as by:
            explain_form(by=by, at=world.at, on=on, form_id=teachers.id, outcome=outcome, reason=reason)

    for on, outcome, reason in (
        (DAY, "missed", "forgotten"),
        (DAY + timedelta(days=8), "missed", "technical"),
        (DAY + timedelta(days=8), "done", "forgotten"),
        (DAY + timedelta(days=8), "excused", ""),
    ):
        with pytest.raises(Refused):
            explain(on, outcome, reason)
    with pytest.raises(Refused):
        explain(DAY + timedelta(days=8), "missed", "forgotten", cast="role_model")
    explain(DAY + timedelta(days=8), "excused", "technical")
    assert states(world, visit)["teacher"] == ["excused"]
    with pytest.raises(Refused):
        explain(DAY + timedelta(days=9), "missed", "forgotten")


def test_the_recount_agrees_night_by_night_and_finds_what_is_missing_moved_or_too_many(world, visit, made):
    from samspil.delivery.models.forms import OwedForm
    from samspil.trust.audit import writing

    visiting.held(world, made, 2, DAY + timedelta(days=10), at=time(12))
    for days in (0, 8, 20, 60):
        on = max(DAY + timedelta(days=10 + days), DAY)
        groups.tend(world, on)
        found = proof(world, on)
        assert (found.equal, found.forms.owed, found.forms.found) == (True, 8, 8)
    with world.as_("coordinator", "aaby"), writing(), transaction.atomic():
        OwedForm.objects.filter(thing_id=visit.id, asked="teacher").delete()
        lacking = proof(world, ground.TODAY)
        assert (lacking.equal, lacking.forms.owed, lacking.forms.found) == (False, 8, 7)
        transaction.set_rollback(True)


def test_what_the_concept_file_says_is_owed_and_nothing_after_the_data_cut(world):
    from dataclasses import replace

    concept = ground.the_concept()
    only = tuple(replace(one, due_days=5) for one in concept.forms if one.asked == "teacher")
    schedule = replace(concept.progression.schedule, data_cut=DAY)
    progression = replace(concept.progression, schedule=schedule)
    concept_id = ground.load(world, replace(concept, version=77, forms=only, progression=progression))
    made = visiting.series(world, "aaby", concept_id)

    first = visiting.held(world, made, 1, DAY)
    second = visiting.held(world, made, 2, DAY + timedelta(days=1))

    assert [(one.asked, one.due_on) for one in forms(world, first)] == [("teacher", DAY + timedelta(days=5))]
    assert forms(world, second) == []
    assert proof(world, ground.TODAY).equal


def test_the_night_opens_what_visits_from_before_this_existed_ask_for(world, visit):
    from samspil.delivery.models.forms import OwedForm
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        OwedForm.objects.all().delete()
    assert not proof(world, ground.TODAY).equal

    groups.tend(world, ground.TODAY)

    assert proof(world, ground.TODAY).equal
    assert states(world, visit)["pupils"] == ["missed"]


AGAIN = """
INSERT INTO delivery_owedform (id, tenant_id, about, thing_id, asked, instrument, instrument_version,
  opens_on, due_on, done_until, late_until, state, reason)
SELECT gen_random_uuid(), tenant_id, about, {thing}, asked, instrument, instrument_version,
  opens_on, due_on, done_until, late_until, 'open', ''
FROM delivery_owedform WHERE id = %(id)s
"""
REFUSED_MOVES = {
    "due later": "UPDATE delivery_owedform SET due_on = due_on + 1 WHERE id = %(id)s",
    "late longer": "UPDATE delivery_owedform SET late_until = late_until + 1 WHERE id = %(id)s",
    "another visit": "UPDATE delivery_owedform SET thing_id = gen_random_uuid() WHERE id = %(id)s",
    "asks another": "UPDATE delivery_owedform SET asked = 'pupils' WHERE id = %(id)s",
    "done without a day": "UPDATE delivery_owedform SET state = 'done' WHERE id = %(id)s",
    "done too late": (
        "UPDATE delivery_owedform SET state = 'done', answered_on = late_until WHERE id = %(id)s"
    ),
    "late too early": "UPDATE delivery_owedform SET state = 'late', answered_on = due_on WHERE id = %(id)s",
    "excused without why": "UPDATE delivery_owedform SET state = 'excused' WHERE id = %(id)s",
    "open with why": "UPDATE delivery_owedform SET reason = 'forgotten' WHERE id = %(id)s",
    "no such state": "UPDATE delivery_owedform SET state = 'stopped' WHERE id = %(id)s",
    "twice": AGAIN.format(thing="thing_id"),
    "of a visit that is not there": AGAIN.format(thing="gen_random_uuid()"),
}


def test_a_form_stays_with_whom_it_is_owed_by(world, visit):
    first, second = (one for one in forms(world, visit) if one.appointment_id)
    from samspil.delivery.models.forms import OwedForm
    from samspil.trust.audit import writing

    def pass_on() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            OwedForm.objects.filter(id=first.id).update(appointment_id=second.appointment_id)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with world.as_("coordinator", "aaby"), writing():
        OwedForm.objects.filter(id=second.id).delete()
        with pytest.raises(IntegrityError, match="stays with whom"):
            pass_on()


@pytest.mark.parametrize("sql", REFUSED_MOVES.values(), ids=REFUSED_MOVES)
def test_the_database_refuses_what_no_form_may_become(world, visit, sql):
    teachers = forms(world, visit)[1]
    with world.as_("coordinator", "aaby"), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("samspil_app",)
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(sql, {"id": teachers.id})


def test_the_database_lets_a_form_move_along_its_table_of_states_and_nowhere_else(world, visit):
    from samspil.delivery.terms.forms import FORM_STATES, FormState

    told = {
        "open": {},
        "done": {"answered_on": DAY},
        "late": {"answered_on": DAY + timedelta(days=20)},
        "missed": {},
        "excused": {"reason": "technical"},
    }
    from samspil.delivery.models.forms import OwedForm
    from samspil.trust.audit import writing

    key = forms(world, visit)[1].id

    def put(state: str) -> None:
        said = {"answered_on": None, "reason": "", **told[state]}
        OwedForm.objects.filter(id=key).update(state=state, **said)

    moves = set()
    with world.as_("coordinator", "aaby"), writing():
        for here in FormState:
            for to in FormState:
                with transaction.atomic():
                    if here != FormState.OPEN:
                        put(here)
                    try:
                        with transaction.atomic():
                            put(to)
                        moves.add((here, to))
                    except IntegrityError:
                        pass
                    transaction.set_rollback(True)

    assert {(a, b) for a, b in moves if a != b} == {
        (here, to) for here, terms in FORM_STATES.items() for to in terms.leads_to
    }


def test_a_group_that_answered_before_it_was_written_how_it_went_is_done_with_it(world, made):
    one = visiting.planned(world, made, 1, DAY, today=DAY)
    groups.answered(world, one, 3)
    assert forms(world, one) == []

    from samspil.delivery.actions import visits

    late = DAY + timedelta(days=30)
    with world.as_("role_model", "aaby") as by:
        visits.write_visit(by=by, at=ground.at_day(late), on=late, visit_id=one.id, said=visiting.written())

    assert [(form.state, form.answered_on) for form in forms(world, one)][0] == (
        "done",
        DAY + timedelta(days=7),
    )
    assert uuid.UUID(str(one.id))


def test_the_list_of_links_says_of_which_visit_each_form_is(world, visit, made):
    from samspil.delivery.actions.forms import hand_out_form
    from samspil.delivery.queries.open_links import open_links

    groups.shown(world, visit, DAY)
    with world.as_("coordinator", "aaby") as by:
        hand_out_form(by=by, at=ground.at_day(DAY), on=DAY, visit_id=visit.id)
        found = sorted((one.kind, one.code) for one in open_links(by)[0])
        where = f"{visit.series.institution.name}, {visit.series.group}"

    assert found == [("form", where), ("pupils", where)]
