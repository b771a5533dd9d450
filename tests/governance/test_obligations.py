"""Obligations from rows: a municipality's own with what is behind, others' states by half-year alone."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override
from tests.delivery import ground, schooling, visiting
from tests.governance import promising
from tests.governance import reference_obligations as reference
from tests.interfaces.test_query_counts import MOST, asked

PAGE = "/o/obligations/"
BEGAN = date(2014, 1, 6)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def owing(world: Any, concept_id: Any, slug: str, rows: list[dict[str, Any]]) -> None:
    """A municipality with just these owed measurements."""
    from samspil.delivery.models.measurements import Measurement
    from samspil.trust.audit import writing

    course = ground.course(world, slug, concept_id, on=BEGAN)
    with world.as_("coordinator", slug) as by, writing():
        Measurement.objects.all().delete()
        Measurement.objects.bulk_create(
            Measurement(
                tenant_id=by.tenant_id,
                course_id=course.course_id,
                person_id=course.person_id,
                key=f"x-{number}",
                instrument="mentee",
                instrument_version=1,
                due_on=row["opens_on"],
                **row,
            )
            for number, row in enumerate(rows)
        )


def measured(rng: random.Random) -> dict[str, Any]:
    """One measurement in any state that the table allows."""
    opens = BEGAN + timedelta(days=rng.randrange(0, 300))
    done = opens + timedelta(days=rng.randrange(0, 30))
    state = rng.choice(["open", "done", "done", "done", "late", "missed", "excused", "stopped"])
    late = done + timedelta(days=rng.randrange(40, 90)) if rng.random() < 0.7 else None
    answered = {
        "done": opens + timedelta(days=rng.randrange(0, (done - opens).days + 1)),
        "late": done + timedelta(days=rng.randrange(1, 40)),
    }.get(state)
    reason = {"missed": rng.choice(["", "declined", "not_met"]), "excused": "illness"}.get(state, "")
    return {
        "opens_on": opens,
        "done_until": done,
        "late_until": late,
        "state": state,
        "reason": reason,
        "answered_on": answered,
    }


def raw(world: Any, slug: str) -> reference.Rows:
    """The municipality's rows as they stand in the tables, by plain SQL."""
    told = reference.Rows()
    mine = world.tenant(slug)
    with world.as_("coordinator", slug), connection.cursor() as cursor:

        def rows(sql: str) -> list[Any]:
            cursor.execute(sql, [mine])
            return list(cursor.fetchall())

        told.workshops = [
            day
            for (day,) in rows(
                "SELECT max(d.on) FROM delivery_workshoppresence p JOIN delivery_trainingevent e"
                " ON e.id = p.event_id JOIN delivery_trainingday d ON d.event_id = e.id"
                " WHERE p.municipality_id = %s AND e.state = 'closed' GROUP BY p.id"
            )
        ]
        names = ("event", "nomination", "number", "attended", "closed_on", "track")
        told.completions = [
            dict(zip(names, row, strict=True))
            for row in rows(
                "SELECT c.event_id, c.nomination_id, c.number, c.attended, c.closed_on, e.track"
                " FROM delivery_completion c JOIN delivery_trainingevent e ON e.id = c.event_id"
                " WHERE c.municipality_id = %s"
            )
        ]
        told.courses = rows(
            "SELECT intervention, started_on, ended_on FROM delivery_course"
            " WHERE tenant_id = %s AND started_on IS NOT NULL"
        )
        told.visits = [
            day
            for (day,) in rows("SELECT \"on\" FROM delivery_visit WHERE tenant_id = %s AND state = 'held'")
        ]
        names = ("opens_on", "done_until", "late_until", "state", "reason", "answered_on")
        for tool, table in (("progression", "delivery_measurement"), ("evaluation", "delivery_owedform")):
            told.owed += [
                {"tool": tool, **dict(zip(names, row, strict=True))}
                for row in rows(
                    "SELECT opens_on, done_until, late_until, state, reason, answered_on"
                    f" FROM {table} WHERE tenant_id = %s"  # noqa: S608
                )
            ]
        for key, *row in rows(
            "SELECT id, phase, asked_on, due_on, number FROM governance_interviewrequest"
            " WHERE municipality_id = %s AND withdrawn_on IS NULL"
        ):
            cursor.execute('SELECT "on", number FROM governance_interviewsheld WHERE request_id = %s', [key])
            named = dict(zip(("phase", "asked_on", "due_on", "number"), row, strict=True))
            told.requests.append({**named, "held": list(cursor.fetchall())})
    return told


TERMS = reference.Terms(
    begins=date(2013, 3, 1),
    ends=None,
    bound=True,
    due={
        "development": date(2013, 5, 31),
        "staff": date(2013, 8, 31),
        "delivery": date(2013, 11, 30),
        "anchoring": date(2015, 11, 30),
    },
    workshops=2,
    tracks=["mentor", "role_model", "parent_coach"],
    interventions=["mentor", "role_model", "parent"],
    needs_all=True,
)
"""What the document says, written down by hand."""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_states_recomputed_from_raw_rows_agree_at_every_point_of_a_random_history(world, concept_id, seed):
    from samspil.governance.rules.standing import RULES, history_of, state_of

    rng = random.Random(seed)
    owing(world, concept_id, "aaby", [measured(rng) for _number in range(rng.randrange(1, 40))])
    for kind in rng.sample(["mentor", "parent"], rng.randrange(0, 3)):
        on = BEGAN + timedelta(days=rng.randrange(0, 200))
        ground.course(world, "aaby", concept_id, on=on, intervention=kind)
    for day in rng.sample([date(2013, 4, 8), date(2013, 9, 15), date(2014, 2, 22)], rng.randrange(0, 4)):
        promising.workshop(world, concept_id, ("aaby", "baekby"), day)
    if rng.random() < 0.8:
        schooling.trained(world, "aaby", concept_id, ["mentor"])
    for phase in ("midterm", "final"):
        asked_on = BEGAN + timedelta(days=rng.randrange(0, 100))
        key = promising.ask(
            world,
            concept_id,
            phase=phase,
            on=asked_on,
            due_on=asked_on + timedelta(days=rng.randrange(0, 90)),
        )
        for number in range(rng.randrange(0, 4)):
            promising.held(world, key, 1, held_on=asked_on + timedelta(days=7 * number))

    found, rows = promising.own(world, on=date(2015, 12, 31)), raw(world, "aaby")
    day, differing = TERMS.begins, []
    while day <= date(2015, 12, 31):
        for one in RULES:
            mine = state_of(one, found.agreed, found.evidence.happened, day)
            theirs = reference.stands(one, TERMS, rows, day)
            if mine != theirs:
                differing.append((one, day, mine, theirs))
        day += timedelta(days=1)
    assert differing == []
    for day in (BEGAN, ground.TODAY, date(2014, 6, 1)):
        then = promising.own(world, on=day)
        assert {one.id: str(one.state) for one in then.standings} == {
            one: reference.stands(one, TERMS, rows, day) for one in RULES
        }
        assert all(
            one.changes == history_of(one.id, found.agreed, found.evidence.happened, day)
            for one in then.standings
        )


def test_the_seven_and_the_condition_word_for_word_from_the_file(world, concept_id):
    concept = ground.the_concept()

    assert [one.id for one in promising.own(world).standings] == [
        *(one.id for one in concept.obligations),
        "condition",
    ]
    html = unescape(world.client("coordinator", "aaby").get(PAGE).content.decode())
    titles = re.findall(r'<h2 id="title-[a-z]+">(.*?)</h2>', html)
    assert titles == [*(one.text for one in concept.obligations), concept.condition.words]


def test_a_copy_of_the_file_with_other_words_days_and_shares_changes_the_page(world):
    from samspil.programme.concept.promising import PromiseRules

    concept = ground.the_concept()
    first, *others = concept.obligations
    changed = replace(
        concept,
        version=concept.version + 1,
        obligations=(replace(first, text="Komme til møderne"), *others),
        obligation_rules=PromiseRules(share_percent=60),
        milestones=tuple(
            replace(one, planned=replace(one.planned, to=date(2014, 12, 24))) if one.id == "start" else one
            for one in concept.milestones
        ),
    )
    concept_id = ground.load(world)
    rows = [
        {
            "opens_on": BEGAN,
            "done_until": BEGAN,
            "late_until": BEGAN,
            "state": "missed" if number > 6 else "excused",
            "reason": "not_met" if number > 6 else "illness",
            "answered_on": None,
        }
        for number in range(10)
    ]
    owing(world, concept_id, "aaby", rows)
    before, page = promising.states(world), world.client("coordinator", "aaby")
    assert (before["registers"], before["delivery"]) == ("not_met", "not_met")
    assert "Komme til møderne" not in page.get(PAGE).content.decode()

    ground.load(world, changed)

    after = promising.states(world)
    assert (after["registers"], after["delivery"]) == ("met", "on_the_way")
    assert "Komme til møderne" in page.get(PAGE).content.decode()


def test_whoever_joins_late_leaves_or_is_only_wished_for_has_days_of_its_own(world):
    concept = ground.the_concept()
    aaby, baekby, ceby, *rest = concept.parties
    ground.load(
        world,
        replace(
            concept,
            parties=(
                replace(aaby, joined_on=date(2014, 9, 1)),
                replace(baekby, status="left", left_on=date(2013, 6, 15)),
                replace(ceby, status="wished"),
                *rest,
            ),
        ),
    )
    late = promising.states(world)
    assert {late[one] for one in ("development", "staff", "delivery", "condition")} == {"on_the_way"}
    assert promising.states(world, on=date(2015, 3, 2))["staff"] == "late"
    assert promising.states(world, on=date(2015, 9, 2))["staff"] == "not_met"
    left = promising.own(world, "baekby")
    assert {one.id: str(one.state) for one in left.standings}["development"] == "late"
    assert max(day for one in left.standings for day, _state in one.changes) <= date(2013, 6, 15)
    with world.as_("coordinator", "ceby") as by:
        from samspil.governance.queries import obligations

        wished = obligations.obligations(by, on=date(2015, 12, 1))
    assert {one.state for one in wished.standings} <= {"met", "on_the_way"}


def test_the_own_page_has_the_rows_behind_and_asks_as_often_however_much_there_is(world, concept_id):
    client = world.client("coordinator", "aaby")
    promising.workshop(world, concept_id, ("aaby",), date(2013, 4, 8))
    first = len(asked(client, PAGE))
    for number in range(3):
        ground.course(world, "aaby", concept_id, on=BEGAN + timedelta(days=number))
    key = promising.ask(world, concept_id)
    promising.ask(world, concept_id, phase="final")
    promising.held(world, key, 1)

    assert len(asked(client, PAGE)) == first <= MOST
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(client.get(PAGE).content.decode())))
    assert "Deltog i 1. Mindst 2 er aftalt." in text
    assert "Mentorindsatsen: begyndt 6. januar 2014, 3 indtil nu" in text
    assert "Midtvejsevaluering: 1 af 3 afholdt, senest 3. december 2014" in text
    then = re.sub(r"<[^>]+>", " ", unescape(client.get(f"{PAGE}?on=2013-05-01").content.decode()))
    assert "Mentorindsatsen: ikke begyndt" in then


def test_a_form_from_before_the_municipality_came_in_is_not_owed_in_the_programme(world, concept_id):
    from samspil.governance.queries.happened import evidence
    from samspil.programme import queries as programme

    day = ground.TODAY - timedelta(days=40)
    visiting.held(world, visiting.series(world, "aaby", concept_id), 1, day)
    with world.as_("coordinator", "aaby") as by:
        concept, opened = programme.concept(concept_id), []
        for begins in (day, day + timedelta(days=1)):
            found = evidence(by, concept, from_on=begins, on=ground.TODAY).happened.owed
            opened.append({one.opens_on for one in found if one.tool == "evaluation"})
    assert opened == [{day}, set()]


def test_an_obligation_that_no_row_can_tell_is_shown_without_a_state(world):
    from samspil.programme.concept.promising import Obligation

    concept = ground.the_concept()
    ground.load(
        world, replace(concept, obligations=(*concept.obligations, Obligation(id="cake", text="Kage")))
    )

    assert promising.states(world)["cake"] == "None"
    page = unescape(world.client("coordinator", "aaby").get(PAGE).content.decode())
    card = page.partition('id="obligation-cake"')[2].partition("</section>")[0]
    assert "Intet i systemet viser, hvordan det står med den." in card
    assert "data-state" not in card
    promising.night(world)
    assert "cake" not in promising.told(world)["Åby"]
