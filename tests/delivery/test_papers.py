"""Papers typed in: the same end as a link's, used once, by nobody who may not, and shown to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import ground

TODAY = ground.TODAY
VALUES = (7, None, 9, 2, 5, 0, 10, 1, None, 4)
NOTHING = "This code opens nothing here. Look at it once more, or make a new paper."


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> ground.Made:
    return ground.course(world, "aaby", concept_id)


def values(world: Any, made: ground.Made) -> dict[str, int | None]:
    from samspil.delivery.queries.measurements import instrument_of

    items = instrument_of(ground.measurement(world, made)).items
    return {item.code: VALUES[at] for at, item in enumerate(items)}


def enter(
    world: Any,
    made: ground.Made,
    code: str,
    *,
    cast: str = "mentor",
    slug: str = "aaby",
    on: date = TODAY,
    filled_on: date | None = None,
    by_themselves: bool = True,
    changed: dict[str, int | None] | None = None,
    without: str = "",
) -> Any:
    from samspil.delivery.actions.papers import Paper, enter_paper

    told = {**values(world, made), **(changed or {})}
    told.pop(without, None)
    with world.as_(cast, slug) as by:
        paper = Paper(told, by_themselves, filled_on)
        return enter_paper(by=by, at=ground.at_day(on), on=on, code=code, paper=paper)


def why_not(do: Callable[[], Any]) -> tuple[str, str]:
    from django.utils.translation import override

    from samspil.kernel.errors import Refused

    with override("en"), pytest.raises(Refused) as told:
        do()
    with override("en"):
        return str(told.value), told.value.refusal.field


def equal(world: Any, on: date = TODAY) -> bool:
    from samspil.delivery.queries.measurements import prove
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("aaby"))
    with scope(by):
        return bool(prove(by, on=on).equal)


def sheet(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.models.measurements import AnswerSheet

    with world.as_("coordinator", made.slug):
        return AnswerSheet.objects.filter(measurement_id=made.measurement_id).first()


@pytest.mark.parametrize("cast", ["mentor", "coordinator"])
def test_a_paper_ends_as_a_link_does_and_says_how_it_came_and_who_typed_it(world, made, cast):
    from samspil.trust import audit, fields
    from samspil.trust.models import AuditEvent

    code = ground.hand_out(world, made).code
    told = enter(world, made, code, cast=cast)

    row = ground.measurement(world, made)
    assert (told.state, row.state, row.answered_on) == ("done", "done", TODAY)
    kept = sheet(world, made)
    assert (kept.came_by, kept.submitted_at) == ("paper", ground.at_day(TODAY))
    with world.as_("coordinator", "aaby") as by:
        with audit.reading(by=by, purpose=by.purpose, subject=made.person_id, at=world.at):
            assert json.loads(fields.unseal(kept, "answers")) == values(world, made)
        event = AuditEvent.objects.get(verb="delivery.enter_paper")
        assert (event.actor_id, event.thing_id, event.subject_id, event.reason) == (
            world.actor(cast, "aaby").account_id,
            made.measurement_id,
            made.person_id,
            "paper",
        )
    assert equal(world)


def test_answers_by_a_link_say_that_they_came_by_it(world, made):
    ground.answer(world, made)

    assert sheet(world, made).came_by == "link"


def test_nobody_is_shown_what_was_typed_in_until_the_person_shares_it(world, made):
    from samspil.delivery.actions.measurements import share
    from samspil.delivery.queries.courses import course_for
    from samspil.delivery.queries.measurements import shared_answers
    from samspil.delivery.terms.courses import Recipient
    from samspil.trust.audit import acting

    enter(world, made, ground.hand_out(world, made).code)

    def shown(cast: str) -> list[dict[str, int | None]]:
        with world.as_(cast, "aaby") as by:
            return [one.values for one in shared_answers(by, course_for(by, made.course_id), at=world.at)]

    assert (shown("mentor"), shown("coordinator")) == ([], [])
    row = ground.measurement(world, made)
    with world.as_("coordinator", "aaby") as by, acting("delivery.share", by=by, at=world.at) as act:
        share(by=by, on=TODAY, measurement=row, chosen={Recipient.MENTOR: True})
        act.about(row, subject_id=made.person_id)
    assert (shown("mentor"), shown("coordinator")) == ([values(world, made)], [])


def test_whoever_had_opened_the_link_neither_sees_the_answers_nor_says_who_may(world, made):
    from samspil.delivery.actions.measurements import choose_sharing, keep_answer, submit
    from samspil.delivery.queries.measurements import just_answered
    from samspil.kernel.errors import Missing
    from samspil.trust.scope import scope

    handed = ground.hand_out(world, made)
    holder = ground.opened(handed.link)
    with scope(holder):
        keep_answer(by=holder, at=world.at, on=TODAY, code="talk", value=3)

    enter(world, made, handed.code)

    for do in (
        lambda: just_answered(holder),
        lambda: choose_sharing(by=holder, at=world.at, on=TODAY, chosen={}),
        lambda: submit(by=holder, at=world.at, on=TODAY),
    ):
        with scope(holder), pytest.raises(Missing):
            do()
    assert sheet(world, made).came_by == "paper"


# --- the codes that open nothing


def random_code(_world: Any, _made: ground.Made, _concept: Any) -> str:
    return "0000000000"


def used(world: Any, made: ground.Made, _concept: Any) -> str:
    code = ground.hand_out(world, made).code
    enter(world, made, code)
    return str(code)


def replaced(world: Any, made: ground.Made, _concept: Any) -> str:
    code = ground.hand_out(world, made).code
    ground.hand_out(world, made)
    return str(code)


def expired(world: Any, made: ground.Made, _concept: Any) -> str:
    from django.db.models.functions import Now

    from samspil.trust.audit import writing
    from samspil.trust.models import Link

    handed = ground.hand_out(world, made)
    with world.as_("coordinator", "aaby"), writing():
        Link.objects.filter(id=handed.link.id).update(expires_at=Now() - timedelta(seconds=1))
    return str(handed.code)


def of_another_mentor(world: Any, _made: ground.Made, concept_id: Any) -> str:
    other = ground.course(world, "aaby", concept_id, mentor="other_mentor")
    return str(ground.hand_out(world, other, cast="other_mentor").code)


def of_another_municipality(world: Any, _made: ground.Made, concept_id: Any) -> str:
    return str(ground.hand_out(world, ground.course(world, "baekby", concept_id)).code)


def missed(world: Any, made: ground.Made, _concept: Any) -> str:
    from samspil.delivery.models.measurements import Measurement
    from samspil.trust.audit import writing

    code = ground.hand_out(world, made).code
    with world.as_("coordinator", "aaby"), writing():
        Measurement.objects.filter(id=made.measurement_id).update(state="missed")
    return str(code)


def over(world: Any, _made: ground.Made, concept_id: Any) -> str:
    """Its window has passed, and no nightly round has noticed yet."""
    long_ago = TODAY - timedelta(days=100)
    return str(
        ground.hand_out(world, ground.course(world, "aaby", concept_id, on=long_ago), on=long_ago).code
    )


def to_an_own_page(world: Any, made: ground.Made, _concept: Any) -> str:
    from samspil.delivery.actions.own_page import hand_out_own_page

    with world.as_("coordinator", "aaby") as by:
        return str(hand_out_own_page(by=by, at=world.at, course_id=made.course_id, second=False).made.code)


def too_short(_world: Any, _made: ground.Made, _concept: Any) -> str:
    return "K7"


DEAD = (
    random_code,
    used,
    replaced,
    expired,
    of_another_mentor,
    of_another_municipality,
    missed,
    over,
    to_an_own_page,
    too_short,
)


@pytest.mark.parametrize("dead", DEAD)
def test_a_code_that_opens_nothing_here_gives_the_same_sentence_as_a_random_one(
    world, made, concept_id, dead
):
    before = sheet(world, made)
    code = dead(world, made, concept_id)
    was = sheet(world, made)

    assert why_not(lambda: enter(world, made, code)) == (NOTHING, "code")
    now = sheet(world, made)
    assert before is None
    assert (now and bytes(now.answers)) == (was and bytes(was.answers))


def test_a_lead_and_a_mentor_of_another_municipality_type_nothing_in(world, made):
    code = ground.hand_out(world, made).code

    assert why_not(lambda: enter(world, made, code, cast="municipal_lead")) == (NOTHING, "code")
    assert why_not(lambda: enter(world, made, code, slug="baekby")) == (NOTHING, "code")
    assert enter(world, made, code).state == "done"


# --- what stands on it


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (
            {"by_themselves": False},
            ("Only what they have filled in by themselves can be typed in.", "by_themselves"),
        ),
        (
            {"filled_on": TODAY + timedelta(days=1)},
            ("Choose a day between the one on which the round opened and today.", "filled_on"),
        ),
        (
            {"filled_on": TODAY - timedelta(days=1)},
            ("Choose a day between the one on which the round opened and today.", "filled_on"),
        ),
        ({"changed": {"talk": 11}}, ("Write the number, or a dash where it was skipped.", "answer_talk")),
        ({"changed": {"talk": -1}}, ("Write the number, or a dash where it was skipped.", "answer_talk")),
        (
            {"changed": {"unknown": 3}},
            ("Write it as it stands on the paper, or a dash where it was skipped.", "answer_unknown"),
        ),
        ({"without": "talk"}, ("Write the number, or a dash where it was skipped.", "answer_talk")),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_cause_and_the_code_still_works(world, made, how, why):
    code = ground.hand_out(world, made).code

    assert why_not(lambda: enter(world, made, code, **how)) == why
    assert (sheet(world, made), ground.measurement(world, made).state) == (None, "open")
    assert enter(world, made, code).state == "done"


def test_the_day_it_was_filled_in_says_whether_it_is_on_time_and_else_today_does(world, concept_id):
    said, unsaid = (ground.course(world, "aaby", concept_id) for _each in range(2))
    last = ground.measurement(world, said).done_until
    today = last + timedelta(days=1)

    for made, day in ((said, last), (unsaid, None)):
        enter(world, made, ground.hand_out(world, made, on=today).code, on=today, filled_on=day)

    rows = [ground.measurement(world, one) for one in (said, unsaid)]
    assert [(one.state, one.answered_on) for one in rows] == [("done", last), ("late", today)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(today=st.integers(-3, 60), filled=st.none() | st.integers(-5, 65))
def test_any_day_is_done_late_or_refused_as_the_round_says(world, concept_id, today, filled):
    from samspil.kernel.errors import Refused

    with transaction.atomic():
        made = ground.course(world, "aaby", concept_id)
        row = ground.measurement(world, made)
        on = row.done_until + timedelta(days=today)
        day = None if filled is None else row.opens_on + timedelta(days=filled)
        counts = day or on
        fits = row.opens_on <= counts <= on and (row.late_until is None or on <= row.late_until)
        try:
            enter(world, made, ground.hand_out(world, made, on=on).code, on=on, filled_on=day)
        except Refused:
            assert not fits
        else:
            now = ground.measurement(world, made)
            assert fits
            assert (now.state, now.answered_on) == ("done" if counts <= row.done_until else "late", counts)
        transaction.set_rollback(True)


# --- the database itself


def test_the_database_keeps_what_must_hold_of_papers(world, made):
    from samspil.delivery.models.measurements import AnswerSheet, Measurement
    from samspil.trust.audit import writing

    def tried(do: Callable[[], Any]) -> str:
        with world.as_("coordinator", "aaby"), writing(), transaction.atomic():
            with pytest.raises(IntegrityError) as told, transaction.atomic():
                do()
            return str(told.value).partition("\n")[0]

    def new(**columns: Any) -> Any:
        row = ground.measurement(world, made)
        return AnswerSheet.objects.create(
            tenant_id=row.tenant_id, measurement_id=row.id, person_id=row.person_id, answers=b"x", **columns
        )

    ours = AnswerSheet.objects
    assert "delivery_paper_is_whole" in tried(lambda: new(came_by="paper"))
    assert "delivery_sheet_came_by" in tried(lambda: new(came_by="fax", submitted_at=world.at))
    enter(world, made, ground.hand_out(world, made).code)
    changed = tried(lambda: ours.filter(measurement_id=made.measurement_id).update(came_by="link"))
    assert changed == "How answers came in does not change."
    early = TODAY - timedelta(days=1)
    rows = Measurement.objects
    day = tried(lambda: rows.filter(id=made.measurement_id).update(answered_on=early))
    assert day == "A paper is not filled in before its round opens."


def test_the_database_takes_no_paper_for_a_round_that_is_not_open(world, made):
    from samspil.delivery.models.measurements import AnswerSheet
    from samspil.trust.audit import writing

    missed(world, made, None)
    row = ground.measurement(world, made)
    with (
        world.as_("coordinator", "aaby"),
        writing(),
        pytest.raises(IntegrityError, match="A paper is typed in while its round is open"),
        transaction.atomic(),
    ):
        AnswerSheet.objects.create(
            tenant_id=row.tenant_id,
            measurement_id=row.id,
            person_id=row.person_id,
            answers=b"x",
            came_by="paper",
            submitted_at=world.at,
        )


def test_an_impression_written_after_a_paper_was_typed_in_says_that_the_answers_were_known(world, made):
    from tests.delivery import planning

    from samspil.delivery.models.impressions import Impression

    enter(world, made, ground.hand_out(world, made).code)
    planning.impression(world, made)

    with world.as_("coordinator", "aaby"):
        assert Impression.objects.get(measurement_id=made.measurement_id).knew_answers is True
