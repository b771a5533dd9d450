"""Attendance, completion, certificates, what their codes tell, and how they are withdrawn and issued anew."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground, schooling

from samspil.delivery.planning.completing import has_completed
from samspil.delivery.terms.training import CertificateStanding as Standing
from samspil.kernel.errors import Missing, Refused

NEXT_YEAR = date(2015, 9, 2)
LAST_DAY = date(2016, 9, 2)
AFTER = date(2016, 9, 3)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def seated(world, concept_id, casts=("mentor", "other_mentor", "lent")):
    event_id = schooling.plan(world, concept_id)
    named = schooling.nominate(world, "aaby", event_id, casts)
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, list(named.values()))
    return event_id, named


def certificates(world, slug="aaby", cast="mentor", on=schooling.CLOSED_ON):
    from samspil.delivery.queries.training_certificates import certificates_of

    with world.as_("coordinator", slug) as by:
        return certificates_of(by, world.member(cast, slug).account_id, on=on)


def standing(certificate, on):
    from samspil.delivery.queries.training_certificates import code_of, standing_of

    return standing_of(code_of(certificate.id), on=on)


@pytest.mark.parametrize(
    ("days", "attended", "exercise", "completes"),
    [(6, 5, True, True), (6, 4, True, False), (6, 6, False, False), (5, 4, True, True), (1, 1, True, True)],
)
def test_four_fifths_of_the_days_and_the_exercise(days, attended, exercise, completes):
    told = {"days": days, "attended": attended, "exercise": exercise}

    assert has_completed(attended_percent=80, needs_exercise=True, **told) is completes


def test_who_came_enough_and_did_the_exercise_gets_a_certificate(world, concept_id):
    event_id, named = seated(world, concept_id)
    schooling.attend(world, event_id, {named["other_mentor"]: 2, named["mentor"]: 1})

    assert schooling.close(world, event_id, without=[named["lent"]]) == 1
    assert schooling.issue(world, "aaby") == 1

    (one,) = certificates(world)
    assert (one.track, one.issued_on, one.valid_until) == ("mentor", schooling.CLOSED_ON, LAST_DAY)
    assert certificates(world, cast="other_mentor") == certificates(world, cast="lent") == ()
    with pytest.raises(Refused, match="ikke noget kursusbevis at udstede"):
        schooling.issue(world, "aaby")


def test_the_concept_file_changes_what_completes_and_how_long_it_holds(world):
    from dataclasses import replace

    from samspil.programme.concept.certifying import Certifying

    concept = ground.the_concept()
    asks = Certifying(source="assumption", attended_percent=60, exercise=False, valid_months=12)
    changed = replace(concept, training=replace(concept.training, certificate=asks))
    concept_id = ground.load(world, changed)
    event_id, named = seated(world, concept_id)
    schooling.attend(world, event_id, {named["other_mentor"]: 2, named["lent"]: 3})

    assert schooling.close(world, event_id, without=list(named.values())) == 2
    schooling.issue(world, "aaby")
    assert certificates(world)[0].valid_until == NEXT_YEAR


def test_an_event_is_closed_after_its_last_day_and_when_every_day_is_written(world, concept_id):
    event_id, _named = seated(world, concept_id)
    with pytest.raises(Refused, match="sidste dag har ikke været"):
        schooling.close(world, event_id, on=schooling.DAYS[-2])
    with pytest.raises(Refused, match="Skriv for hver dag"):
        schooling.close(world, event_id)
    schooling.attend(world, event_id)

    assert schooling.close(world, event_id) == 3
    with pytest.raises(Refused, match="overstået"):
        schooling.close(world, event_id)
    with pytest.raises(Refused, match="overstået"):
        schooling.attend(world, event_id)


def test_what_was_said_at_the_end_stays_whatever_the_code_does(world, concept_id):
    from samspil.delivery.models.attendance import Attendance, Completion
    from samspil.delivery.models.training import TrainingEvent
    from samspil.trust.audit import writing

    event_id, _named = seated(world, concept_id)
    schooling.attend(world, event_id)
    schooling.close(world, event_id)

    with world.as_("training_provider"), writing():
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Completion.objects.update(completed=False)
        with pytest.raises(IntegrityError, match="until the event is closed"), transaction.atomic():
            Attendance.objects.update(came=False)
        with pytest.raises(IntegrityError, match="stays so"), transaction.atomic():
            TrainingEvent.objects.update(state="planned", ended_on=None)


def test_a_code_says_valid_then_expired_or_withdrawn_and_nothing_else(world, concept_id):
    from samspil.delivery.actions import training_certificates as actions

    schooling.trained(world, "aaby", concept_id, ["mentor", "other_mentor"])
    (one,), (other,) = certificates(world), certificates(world, cast="other_mentor")
    assert [standing(one, on) for on in (schooling.CLOSED_ON, LAST_DAY, AFTER)] == [
        Standing.VALID,
        Standing.VALID,
        Standing.EXPIRED,
    ]

    with world.as_("coordinator", "aaby") as by:
        told = {"at": world.at, "on": ground.TODAY, "certificate_id": other.id}
        with pytest.raises(Refused):
            actions.withdraw_certificate(by=by, because="replaced", **told)
        actions.withdraw_certificate(by=by, because="mistake", **told)
        with pytest.raises(Refused, match="gælder ikke længere"):
            actions.reissue_certificate(by=by, **told)

    assert standing(other, ground.TODAY) == standing(other, AFTER) == Standing.WITHDRAWN
    assert standing(one, ground.TODAY) == Standing.VALID


def test_a_new_issue_carries_the_new_date_and_the_old_code_is_withdrawn(world, concept_id):
    from samspil.delivery.actions import training_certificates as actions

    schooling.trained(world, "aaby", concept_id, ["mentor"])
    (old,) = certificates(world)
    with world.as_("coordinator", "aaby") as by:
        actions.reissue_certificate(by=by, at=world.at, on=ground.TODAY, certificate_id=old.id)

    new, replaced = certificates(world, on=ground.TODAY)
    assert (new.issued_on, new.valid_until, new.standing) == (ground.TODAY, LAST_DAY, Standing.VALID)
    assert (replaced.id, replaced.because, replaced.standing) == (old.id, "replaced", Standing.WITHDRAWN)
    assert (standing(new, ground.TODAY), standing(old, ground.TODAY)) == (Standing.VALID, Standing.WITHDRAWN)


def test_a_course_that_renews_takes_no_seat_of_the_range_and_replaces_the_certificate(world, concept_id):
    from samspil.delivery.queries import seats

    schooling.trained(world, "aaby", concept_id, ["mentor"])
    day = date(2015, 6, 1)

    schooling.trained(
        world, "aaby", concept_id, ["mentor"], kind="refresher", days=(day,), on=date(2015, 5, 1)
    )

    new, old = certificates(world, on=day)
    assert (new.issued_on, new.valid_until) == (day, date(2017, 6, 1))
    assert old.standing == Standing.WITHDRAWN
    with world.as_("programme_office") as by:
        assert next(one.given for one in seats.ranges(by, concept_id) if one.track == "mentor") == 1


def test_a_certificate_is_its_municipalitys_and_its_holders(world, concept_id):
    from samspil.delivery.queries.training_certificates import certificate_for

    made = schooling.trained(world, "aaby", concept_id, ["mentor"])["mentor"]

    for cast in ("coordinator", "mentor"):
        with world.as_(cast, "aaby") as by:
            assert certificate_for(by, made).id == made
    for cast, slug in (("other_mentor", "aaby"), ("coordinator", "baekby"), ("training_provider", None)):
        with world.as_(cast, slug) as by, pytest.raises(Missing):
            certificate_for(by, made)


def test_only_a_hash_of_the_code_is_kept(world, concept_id):
    from samspil.delivery.models.training_certificates import TrainingCertificate
    from samspil.delivery.queries.training_certificates import code_of, hash_of

    made = schooling.trained(world, "aaby", concept_id, ["mentor"])["mentor"]
    with world.as_("coordinator", "aaby"):
        row = TrainingCertificate.objects.values().get()

    code = code_of(made)
    assert (len(code), row["code_hash"]) == (16, hash_of(code.lower().replace("1", "l")))
    assert code not in str(row)


def test_a_certificate_that_had_run_out_says_so_after_a_new_one(world):
    short = ground.load(world, schooling.for_a_year())
    schooling.trained(world, "aaby", short, ["mentor"])
    day = date(2015, 10, 1)

    schooling.trained(world, "aaby", short, ["mentor"], kind="refresher", days=(day,), on=date(2015, 9, 1))

    new, old = certificates(world, on=day)
    assert (old.valid_until, old.ended_on, old.because) == (NEXT_YEAR, day, "replaced")
    assert [standing(one, day) for one in (old, new)] == [Standing.EXPIRED, Standing.VALID]
    assert (old.standing, standing(old, NEXT_YEAR)) == (Standing.EXPIRED, Standing.VALID)
