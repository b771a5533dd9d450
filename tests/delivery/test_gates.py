"""Nobody holds a course, hands out, leads a network or visits a class without what the concept demands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from tests.delivery import away, family, ground, schooling, visiting

from samspil.delivery.terms.training import GateUse
from samspil.kernel.errors import Missing, Refused

TRACK = {"mentor": "mentor", "parent_coach": "parent_coach", "role_model": "role_model"}
LONG_AGO, BEFORE = date(2013, 5, 6), date(2013, 4, 8)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def plain_id(world):
    return ground.load(world)


@pytest.fixture
def concept_id(world, plain_id):
    return ground.load(world, schooling.demanding(*GateUse))


def missing(world, cast, use, concept_id, on=ground.TODAY, slug="aaby"):
    from samspil.delivery.queries import gates

    with world.as_("coordinator", slug) as by:
        post = world.member(cast, slug).appointment_id
        return gates.is_missing(by, post, GateUse(use), concept_id=concept_id, on=on)


def train(world, concept_id, cast, **event):
    return schooling.trained(world, "aaby", concept_id, [cast], track=TRACK[cast], **event)[cast]


@pytest.mark.parametrize("cast", TRACK)
@pytest.mark.parametrize("use", GateUse)
def test_demanded_of_whom_it_is_demanded_until_the_certificate_is_there(
    world, plain_id, concept_id, cast, use
):
    assert (missing(world, cast, use, plain_id), missing(world, cast, use, concept_id)) == (False, True)

    train(world, concept_id, cast)

    assert missing(world, cast, use, concept_id) is False
    assert missing(world, cast, use, concept_id, on=schooling.CLOSED_ON - timedelta(days=1)) is True


def test_a_certificate_that_has_ended_or_was_withdrawn_opens_no_gate(world, concept_id):
    from samspil.delivery.actions import training_certificates as actions

    made = train(world, concept_id, "mentor")
    assert missing(world, "mentor", "match", concept_id) is False
    assert missing(world, "mentor", "match", concept_id, on=date(2016, 9, 3)) is True

    with world.as_("coordinator", "aaby") as by:
        told = {"certificate_id": made, "because": "mistake"}
        actions.withdraw_certificate(by=by, at=world.at, on=ground.TODAY, **told)

    assert missing(world, "mentor", "match", concept_id) is True


def test_nobody_is_matched_without_and_the_list_says_why(world, concept_id):
    from samspil.delivery.actions.courses import choose_mentor
    from samspil.delivery.matching.fitting import RuledOut
    from samspil.delivery.queries import matching
    from samspil.delivery.queries.courses import course_for

    made = ground.course(world, "aaby", concept_id, to="accepted")
    mentor = world.member("mentor", "aaby").appointment_id
    told = {"course_id": made.course_id, "mentor_id": mentor, "why": "Near"}

    def listed():
        with world.as_("coordinator", "aaby") as by:
            course = course_for(by, made.course_id)
            found = matching.suggestions(by, course, matching.Wishes(), on=ground.TODAY)
            return (
                {one.post.id for one, _why in found.fit},
                {one.post.id: why for one, why in found.out},
            )

    with world.as_("coordinator", "aaby") as by:
        for override in ("", "applied_for"):
            with pytest.raises(Refused, match="Kursusbeviset mangler"):
                choose_mentor(by=by, at=world.at, on=ground.TODAY, override=override, **told)
    assert (mentor in listed()[0], listed()[1][mentor]) == (False, (RuledOut.CERTIFICATE,))

    train(world, concept_id, "mentor")

    assert mentor in listed()[0]
    with world.as_("coordinator", "aaby") as by:
        choose_mentor(by=by, at=world.at, on=ground.TODAY, **told)


def test_a_pass_opens_one_gate_until_its_day_is_logged_and_is_seen(world, concept_id):
    from samspil.delivery.queries.training_certificates import passes_of
    from samspil.trust.models import AuditEvent

    schooling.passed(world, "aaby", on=ground.TODAY, days=10)

    last = ground.TODAY + timedelta(days=10)
    days = (ground.TODAY, last, last + timedelta(days=1))
    assert [missing(world, "mentor", "match", concept_id, on=day) for day in days] == [False, False, True]
    assert missing(world, "mentor", "instrument", concept_id) is True
    with world.as_("coordinator", "aaby") as by:
        (one,) = passes_of(by, world.member("mentor", "aaby").appointment_id)
        assert (one.use, one.because, one.until_on) == ("match", "has_a_seat", last)
        assert AuditEvent.objects.get(verb="delivery.give_pass").reason == "match_has_a_seat"


def test_a_pass_has_a_reason_and_an_end_and_is_the_coordinators(world, concept_id):
    from samspil.delivery.actions import training_certificates as actions

    post = world.member("mentor", "aaby").appointment_id
    right = {
        "at": world.at,
        "on": ground.TODAY,
        "appointment_id": post,
        "use": "match",
        "because": "trained_elsewhere",
        "until_on": ground.TODAY,
    }
    wrong = [
        {"because": "we know them"},
        {"use": "fly"},
        {"until_on": ground.TODAY - timedelta(days=1)},
        {"until_on": ground.TODAY + timedelta(days=184)},
    ]
    with world.as_("coordinator", "aaby") as by:
        for one in wrong:
            with pytest.raises(Refused) as refused:
                actions.give_pass(by=by, **{**right, **one})
            assert [refused.value.refusal.field] == list(one)
        made = actions.give_pass(by=by, **right)
        with pytest.raises(Refused, match="allerede en dispensation"):
            actions.give_pass(by=by, **right)
        actions.end_pass(by=by, at=world.at, on=ground.TODAY, pass_id=made.id)
        assert missing(world, "mentor", "match", concept_id) is True
        actions.give_pass(by=by, **right)
    with world.as_("mentor", "aaby") as by, pytest.raises(Refused):
        actions.give_pass(by=by, **right)
    with world.as_("coordinator", "baekby") as by, pytest.raises(Missing):
        actions.give_pass(by=by, **right)


def test_nobody_hands_a_measurement_out_without(world, concept_id):
    schooling.passed(world, "aaby", use="match", on=ground.TODAY)
    made = ground.course(world, "aaby", concept_id)

    with pytest.raises(Refused, match="ikke udlevere målingen endnu"):
        ground.hand_out(world, made)

    train(world, concept_id, "mentor")
    assert ground.hand_out(world, made).token


def test_nobody_leads_a_network_without(world, concept_id):
    with pytest.raises(Refused, match="ikke lede et netværk endnu") as refused:
        family.network(world, "aaby", concept_id)
    assert refused.value.refusal.field == "coaches"
    schooling.passed(world, "aaby", cast="parent_coach", use="network", on=ground.TODAY, days=1)
    network = family.network(world, "aaby", concept_id)
    assert family.meeting(world, "aaby", network)

    with world.as_("coordinator", "aaby"):
        from samspil.delivery.models.training_certificates import TrainingPass
        from samspil.trust.audit import writing

        with writing():
            TrainingPass.objects.update(ended_on=ground.TODAY)
    with pytest.raises(Refused, match="ikke lede et netværk endnu"):
        family.meeting(world, "aaby", network, held_on=ground.TODAY + timedelta(days=7))


@pytest.mark.parametrize(("certified_until", "is_missing"), [(away.CERTIFIED, False), (None, True)])
def test_for_somebody_on_loan_it_counts_what_the_lender_says(world, concept_id, certified_until, is_missing):
    from samspil.people.models.people import Appointment

    made = ground.course(world, "aaby", concept_id, to="accepted")
    offer_id = away.offer(world, "ceby", "aaby", cast="mentor", certified_until=certified_until)
    if is_missing:
        with pytest.raises(Refused, match="ikke få et forløb endnu"):
            away.take(world, offer_id, made)
        return
    away.take(world, offer_id, made)
    with world.as_("coordinator", "aaby") as by:
        post = Appointment.objects.get(loan_offer_id=offer_id)
        from samspil.delivery.queries import gates

        found = gates.is_missing(by, post.id, GateUse.INSTRUMENT, concept_id=concept_id, on=ground.TODAY)
    assert found is False


def test_what_the_shipped_files_demand():
    from django.conf import settings

    from samspil.programme.concept.certifying import certifying
    from samspil.programme.concept.reading import read_bytes

    found = {
        one.stem: certifying(read_bytes(one.read_bytes())).needed_for
        for one in settings.SAMSPIL_PROGRAMMES.glob("*.yaml")
    }

    assert found == {"forebyggelseskonceptet-2013-2015": (), "samspil-2026-2029": tuple(GateUse)}


def test_nobody_is_put_on_a_visit_without_and_a_pass_lets_them_go(world, plain_id, concept_id):
    who = visiting.pair(world)[:1]
    free, asked = (visiting.series(world, "aaby", one) for one in (plain_id, concept_id))
    day = ground.TODAY + timedelta(days=20)
    visiting.planned(world, free, 1, day, who=who)

    with pytest.raises(Refused) as refused:
        visiting.planned(world, asked, 1, day + timedelta(days=1), who=who)
    schooling.passed(world, "aaby", cast="role_model", use="visit", on=ground.TODAY, days=25)
    visiting.planned(world, asked, 1, day + timedelta(days=1), who=who)
    with pytest.raises(Refused) as too_late:
        visiting.planned(world, asked, 2, day + timedelta(days=6), who=who)

    assert [one.value.refusal.field for one in (refused, too_late)] == ["first", "first"]
    assert str(refused.value.refusal).startswith("Kursusbeviset mangler")
