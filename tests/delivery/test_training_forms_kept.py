"""What the database takes of forms after a course: what was asked of who came, five answers or more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.delivery import asking_participants as asking
from tests.delivery import ground
from tests.delivery.test_training_forms import schooling_round, told

CLOSED, LAST = asking.CLOSED_ON, asking.LAST
DAY = timedelta(days=1)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


AGAIN = """
INSERT INTO delivery_owedform (id, tenant_id, about, thing_id, asked, appointment_id, instrument,
  instrument_version, opens_on, due_on, done_until, late_until, state, reason)
SELECT gen_random_uuid(), tenant_id, {about}, {thing}, asked, {who}, instrument, instrument_version,
  {opens}, due_on, done_until, late_until, 'open', ''
FROM delivery_owedform WHERE id = %(id)s
"""


def again(**said: str) -> str:
    return AGAIN.format(
        **{"about": "about", "thing": "thing_id", "who": "appointment_id", "opens": "opens_on", **said}
    )


ABSENT = "(SELECT appointment_id FROM delivery_nomination WHERE id = %(absent)s)"
OF_A_DAY = '(SELECT id FROM delivery_trainingday WHERE event_id = thing_id ORDER BY "on" LIMIT 1)'
REFUSED = {
    "of who never came": again(who=ABSENT),
    "of a course that is not there": again(thing="gen_random_uuid()"),
    "from another day": again(opens="opens_on + 1"),
    "from before it was closed": again(opens="opens_on - 1"),
    "of nobody": again(who="NULL"),
    "of a visit": again(about="'visit'"),
    "of a day on which they did not come": again(about="'training_day'", thing=OF_A_DAY, who=ABSENT),
    "of a survey": again(about="'survey'"),
    "twice": again(),
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_the_database_takes_no_form_that_no_course_asks_for(world, concept_id, sql):
    from samspil.delivery.models.seats import Nomination

    event_id = asking.course(world, concept_id, absent=[("aaby", "lent")])
    asking.night(CLOSED)
    form = asking.own(world, "mentor", "aaby", CLOSED)[0]
    with world.as_("coordinator", "aaby"), connection.cursor() as cursor:
        who = Nomination.objects.get(
            event_id=event_id, appointment_id=world.member("lent", "aaby").appointment_id
        )
        told = {"id": form.id, "absent": who.id}
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(sql, told)
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("samspil_app",)
        # what a course does ask for goes in: a form about a day on which somebody came
        cursor.execute(again(about="'training_day'", thing=OF_A_DAY), told)
        assert cursor.rowcount == 1


@pytest.mark.parametrize(
    ("counts", "together", "taken"),
    [((3, 2), 5, True), ((3, 1), 4, False), ((3, 1), 5, False), ((4, 3), 7, False)],
    ids=("five", "four", "that do not add up", "more than answered"),
)
def test_the_database_keeps_figures_of_five_or_more_that_add_up(world, concept_id, counts, together, taken):
    from samspil.delivery.models.training_forms import TrainingRound, TrainingTally
    from samspil.trust.audit import writing

    asking.course(world, concept_id)
    asking.night(LAST + DAY)
    said = {**schooling_round(world), "answered": 6}
    readers = {"office_id": said["office_id"], "evaluator_id": said["evaluator_id"]}

    def write() -> None:
        with world.as_("training_provider") as by, writing(), transaction.atomic():
            one = TrainingRound.objects.create(tenant_id=by.tenant_id, **said)
            for choice, count in zip(("yes", "no"), counts, strict=True):
                TrainingTally.objects.create(
                    tenant_id=by.tenant_id,
                    round=one,
                    item="of_use",
                    choice=choice,
                    count=count,
                    together=together,
                    **readers,
                )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    if taken:
        write()
        assert told(world)[0][2] or told(world)[1][2]
        return
    with pytest.raises(IntegrityError):
        write()
