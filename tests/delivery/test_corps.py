"""The corps after a year, as scenario 15 tells it, and the supervision behind it."""

from __future__ import annotations

from datetime import date

import pytest
from tests import world as ground_world
from tests.delivery import ground, schooling, visiting

from samspil.delivery.terms.training import CorpsUse

CLOSED = date(2013, 9, 3)
DAYS = tuple(date(2013, 8, day) for day in (19, 20, 26, 27)) + (date(2013, 9, 2), CLOSED)
A_YEAR_ON = date(2014, 9, 3)
NAMES = tuple(f"made_{number:02}" for number in range(24))
ACTIVE, ADVISERS = NAMES[:14], NAMES[14:19]


@pytest.fixture
def concept_id(world):
    return ground.load(world)


@pytest.fixture
def twenty_four(world):
    """Twenty-four more mentors in Åby."""
    for cast in NAMES:
        ground_world._appoint(world, cast, "aaby", "mentor")
    for cast in ACTIVE:
        ground_world.certify(world, cast, "aaby")
    yield NAMES
    for cast in NAMES:
        del world.members[cast, "aaby"]


def told(world, on=A_YEAR_ON):
    from samspil.delivery.queries import corps

    with world.as_("coordinator", "aaby") as by:
        return corps.figures(corps.corps(by, on=on))


def trained(world, concept_id, casts, missing=2):
    event_id = schooling.plan(world, concept_id, days=DAYS, on=date(2013, 6, 3))
    named = schooling.nominate(world, "aaby", event_id, casts, on=date(2013, 6, 3))
    schooling.share_out(world, event_id, on=date(2013, 6, 3))
    schooling.fill(world, "aaby", event_id, list(named.values()), on=date(2013, 6, 3))
    away = list(named.values())[len(named) - missing :]
    schooling.attend(world, event_id, dict.fromkeys(away, 2), on=CLOSED)
    completed = schooling.close(world, event_id, on=CLOSED)
    return completed, schooling.issue(world, "aaby", on=CLOSED)


@pytest.mark.proves("S15")
def test_22_of_24_complete_and_after_a_year_14_are_active_5_advise_and_3_never_used_it(
    world, concept_id, twenty_four
):
    assert trained(world, concept_id, twenty_four) == (22, 22)
    before = told(world, CLOSED)
    assert (before.trained, before.certified, before.uses[CorpsUse.NEVER]) == (22, 22, 22)

    for cast in ACTIVE:
        ground.course(world, "aaby", concept_id, to="matched", mentor=cast, on=date(2014, 3, 3))
    for number, cast in enumerate(ADVISERS, start=1):
        for _each in range(number):
            schooling.advised(world, "aaby", concept_id, cast=cast, on=date(2014, 5, 5))
    schooling.supervised(world, "aaby", ACTIVE[:7], on=date(2014, 6, 2), minutes=120)

    found = told(world)
    assert (found.trained, found.certified, found.advice_count) == (22, 22, 15)
    assert found.uses == {
        CorpsUse.ACTIVE: 14,
        CorpsUse.ONLY_ADVICE: 5,
        CorpsUse.EARLIER: 0,
        CorpsUse.NEVER: 3,
        CorpsUse.LEFT: 0,
    }
    assert found.minutes_per_active == 60


def test_who_was_active_long_ago_or_has_left_is_told_apart(world, concept_id):
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    assert trained(world, concept_id, ["mentor", "other_mentor", "lent"], missing=0) == (3, 3)
    schooling.advised(world, "aaby", concept_id, on=CLOSED)
    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=world.member("lent", "aaby").appointment_id).update(
            to_on=date(2014, 6, 30)
        )

    found = told(world, date(2015, 1, 5))

    assert {use: count for use, count in found.uses.items() if count} == {
        CorpsUse.EARLIER: 1,
        CorpsUse.NEVER: 1,
        CorpsUse.LEFT: 1,
    }
    assert (found.certified, found.minutes_per_active) == (2, None)


def test_a_role_model_is_active_who_went_on_a_visit_that_was_held(world, concept_id):
    day = date(2013, 10, 1)
    schooling.trained(world, "aaby", concept_id, ["role_model"], track="role_model")
    made = visiting.series(world, "aaby", concept_id)

    def uses(on):
        return {use: count for use, count in told(world, on).uses.items() if count}

    visiting.planned(world, made, 1, day, today=day)
    assert uses(date(2013, 10, 2)) == {CorpsUse.NEVER: 1}
    visiting.held(world, made, 1, day)

    assert uses(date(2014, 9, 30)) == {CorpsUse.ACTIVE: 1}
    assert uses(date(2014, 10, 2)) == {CorpsUse.EARLIER: 1}


def test_supervision_has_no_words_of_anybodys_and_no_person_but_staff():
    from samspil.delivery.models.supervision import Supervised, Supervision

    columns = {
        model: sorted(one.attname for one in model._meta.concrete_fields)
        for model in (Supervision, Supervised)
    }

    assert columns == {
        Supervision: ["id", "kind", "minutes", "on", "struck_because", "struck_on", "tenant_id", "themes"],
        Supervised: ["appointment_id", "id", "supervision_id", "tenant_id"],
    }


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"themes": ("the mentee",)}, "themes"),
        ({"minutes": 0}, "minutes"),
        ({"on": date(2014, 9, 2)}, None),
    ],
)
def test_what_supervision_must_be(world, said, field):
    from samspil.kernel.errors import Refused

    if field is None:
        assert schooling.supervised(world, "aaby", **said).minutes == 90
        return
    with pytest.raises(Refused) as refused:
        schooling.supervised(world, "aaby", **said)
    assert refused.value.refusal.field == field


def test_the_talk_itself_stays_nameless_beside_the_months_count(world, concept_id):
    from samspil.delivery.models.nameless import Consultation
    from samspil.delivery.models.supervision import AdviceCount

    schooling.advised(world, "aaby", concept_id, on=date(2014, 5, 5))
    schooling.advised(world, "aaby", concept_id, on=date(2014, 5, 20))

    with world.as_("coordinator", "aaby"):
        assert list(AdviceCount.objects.values_list("month", "count")) == [(date(2014, 5, 1), 2)]
        assert Consultation.objects.count() == 2
    assert not any("appointment" in one.name for one in Consultation._meta.concrete_fields)
