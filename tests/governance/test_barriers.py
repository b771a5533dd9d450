"""Barriers and decisions in writing: each step in its turn, counted by the database, alike everywhere."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground
from tests.governance import steering

from samspil.delivery.rules.naming import must_name_nobody
from samspil.governance.rules import ballots as rules
from samspil.governance.rules.barriers import Steps, elapsed
from samspil.governance.terms.barriers import Acts, Answer, BallotState, BarrierState
from samspil.kernel.errors import Missing, Refused

ANSWERS = st.lists(st.sampled_from(list(Answer)), max_size=12)


@pytest.fixture
def groups(world):
    return steering.found(world)


def view(world, barrier_id, cast="steering_member", slug=None):
    from samspil.governance.queries import barriers

    with world.as_(cast, slug) as by:
        return barriers.barrier(by, world.tenant("kontoret"), barrier_id)


def standing(world, ballot_id, on, cast="municipal_lead", slug="baekby"):
    from samspil.governance.queries import ballots

    with world.as_(cast, slug) as by:
        return ballots.ballot(by, world.tenant("kontoret"), ballot_id, on=on)


def test_a_barrier_goes_from_raised_to_done_everywhere_and_every_step_is_timed(world, groups):
    first = date(2014, 11, 3)
    days = [first + timedelta(days=one) for one in (0, 2, 5, 6, 20)]
    seen = []
    key = steering.raised(world, on=days[0]).id
    seen.append(view(world, key).state)
    steering.assigned(world, key, on=days[1])
    seen.append(view(world, key).state)
    steering.decided(world, groups["steering"], key, on=days[2])
    seen.append(view(world, key).state)
    told = steering.instructed(world, key, on=days[3])
    seen.append(view(world, key).state)
    for slug in ("aaby", "baekby"):
        steering.confirmed(world, told[slug], slug, on=days[4])
    found = view(world, key)
    seen.append(found.state)

    assert seen == list(BarrierState)
    assert [(one.to, one.days, one.is_running) for one in found.elapsed(days[4])] == [
        (BarrierState.ASSIGNED, 2, False),
        (BarrierState.DECIDED, 3, False),
        (BarrierState.INSTRUCTED, 1, False),
        (BarrierState.DONE, 14, False),
    ]
    assert (found.raiser, found.owner, found.differs) == ("Åby", "Bækby", False)


def test_who_acts_in_another_way_is_a_warning_to_all_and_keeps_it_open(world, groups):
    key = steering.raised(world).id
    steering.decided(world, groups["steering"], key)
    told = steering.instructed(world, key)
    steering.confirmed(world, told["aaby"], "aaby")
    assert view(world, key).differs is False

    with pytest.raises(Refused) as silent:
        steering.confirmed(world, told["baekby"], "baekby", Acts.OTHERWISE)
    assert silent.value.refusal.field == "words"
    steering.confirmed(world, told["baekby"], "baekby", Acts.OTHERWISE, "Vi lægger dem om aftenen.")
    for cast, slug in (("coordinator", "aaby"), ("evaluator", None), ("programme_office", None)):
        found = view(world, key, cast, slug)
        assert (found.differs, found.state) == (True, BarrierState.INSTRUCTED)

    steering.confirmed(world, told["baekby"], "baekby")
    assert (view(world, key).differs, view(world, key).state) == (False, BarrierState.DONE)


def test_a_day_that_has_passed_is_overdue_for_whoever_is_next(world, groups):
    key = steering.raised(world).id
    assert view(world, key).is_overdue(ground.TODAY + timedelta(days=90)) is False
    steering.assigned(world, key)
    due = ground.TODAY + timedelta(days=14)
    assert [view(world, key).is_overdue(due + timedelta(days=one)) for one in (0, 1)] == [False, True]
    steering.decided(world, groups["steering"], key)
    told = steering.instructed(world, key)
    due = ground.TODAY + timedelta(days=21)
    assert [view(world, key).is_overdue(due + timedelta(days=one)) for one in (0, 1)] == [False, True]
    for slug, instruction in told.items():
        steering.confirmed(world, instruction, slug)
    assert view(world, key).is_overdue(due + timedelta(days=1)) is False


def test_each_step_out_of_turn_is_refused_and_so_is_another_municipality(world, groups):
    key = steering.raised(world).id
    with pytest.raises(Refused, match="besluttet"):
        steering.instructed(world, key)
    steering.decided(world, groups["steering"], key)
    with pytest.raises(Refused):
        steering.assigned(world, key)
    told = steering.instructed(world, key)
    with pytest.raises(Refused):
        steering.instructed(world, key)
    for wrong in (told["baekby"], uuid.uuid4()):
        with pytest.raises(Missing):
            steering.confirmed(world, wrong, "aaby")
    assert steering.confirmed(world, told["aaby"], "aaby")


def test_a_decision_of_a_meeting_opens_the_way_for_instructions_as_well(world, groups):
    key = steering.raised(world).id
    meeting = steering.planned(world, groups["steering"])[0]
    item = steering.placed(world, meeting, barrier_id=key)
    with pytest.raises(Refused):
        steering.instructed(world, key)
    steering.outcome(world, item.id, "information")
    assert view(world, key).state == BarrierState.RAISED
    steering.outcome(world, item.id, "decision")

    assert view(world, key).state == BarrierState.DECIDED
    assert set(steering.instructed(world, key)) == {"aaby", "baekby"}


def test_who_raises_for_whom(world, groups):
    assert steering.raised(world, cast="municipal_lead")
    assert steering.raised(world, raised_by="network")
    assert steering.raised(world, "kontoret", cast="programme_office", raised_by="office")
    for cast, slug, raised_by in (
        ("coordinator", "aaby", "office"),
        ("municipal_lead", "aaby", "network"),
        ("programme_office", "kontoret", "municipality"),
        ("evaluator", "evaluering", "office"),
    ):
        with pytest.raises(Refused) as caught:
            steering.raised(world, slug, cast=cast, raised_by=raised_by)
        assert caught.value.refusal.field == "raised_by"
    with pytest.raises(Missing):
        steering.raised(world, "ceby")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Den unge hedder amalie og kan ikke komme.", "words"),
        ("Vi har talt med Amalie Holm om det.", "words"),
        ("Ring på 21 43 65 87 om aftenen.", "words"),
        ("Skriv til amalie@skole.dk.", "words"),
        (" ", "words"),
    ],
)
def test_what_points_at_a_person_is_refused_beside_its_field(world, groups, words, field):
    from samspil.governance.models.barriers import Barrier

    with pytest.raises(Refused) as caught:
        steering.raised(world, words=words)
    assert caught.value.refusal.field == field
    with world.as_("coordinator", "aaby"):
        assert Barrier.objects.count() == 0
    assert steering.raised(world, words="Åbys skoler og Bækbys klubber holder lukket i november 2014.")


def test_the_names_of_the_programme_are_nobodys():
    assert must_name_nobody("Det gælder Odense Kommunes skoler.", "words", ["Odense Kommune"]) is None
    assert must_name_nobody("Det gælder Odense Kommunes skoler.", "words") is not None


def test_what_was_written_is_sealed_and_read_by_the_members_alone(world, groups):
    from samspil.governance.models.barriers import Barrier
    from samspil.governance.queries import barriers
    from samspil.trust.models import AuditEvent

    row = steering.raised(world)
    assert steering.WORDS.encode() not in bytes(row.words)
    with world.as_("municipal_lead", "baekby") as by:
        before = AuditEvent.objects.filter(verb="read").count()
        found = barriers.barrier(by, world.tenant("kontoret"), row.id)
        assert barriers.texts_of(by, world.tenant("kontoret"), found, at=world.at).words == steering.WORDS
        assert AuditEvent.objects.filter(verb="read").count() == before + 1
    with world.as_("coordinator", "ceby") as by:
        assert Barrier.objects.presented().count() == 0
        with pytest.raises(Missing):
            barriers.barrier(by, world.tenant("kontoret"), row.id)


@given(ANSWERS, st.integers(1, 12), st.integers(0, 99))
def test_silence_is_never_consent(answers, more, percent):
    members = len(answers) + more
    counted = rules.count(members, answers)
    state = rules.result(counted, percent)

    assert state in (BallotState.ADOPTED, BallotState.REJECTED, BallotState.TOO_FEW)
    if state == BallotState.ADOPTED:
        assert answers.count(Answer.FOR) > answers.count(Answer.AGAINST)
        assert len(answers) >= rules.needed(members, percent) > percent * members / 100
    silent = rules.result(rules.count(members + 1, answers), percent)
    assert silent != BallotState.ADOPTED or state == BallotState.ADOPTED
    against = rules.result(rules.count(members, [*answers, Answer.AGAINST]), percent)
    assert against != BallotState.ADOPTED or state in (BallotState.ADOPTED, BallotState.TOO_FEW)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, BallotState.TOO_FEW),
        ({"aaby": "for", "baekby": "for"}, BallotState.TOO_FEW),
        ({"aaby": "for", "baekby": "for", "evaluering": "abstain"}, BallotState.ADOPTED),
        ({"aaby": "for", "baekby": "against", "evaluering": "abstain"}, BallotState.REJECTED),
        ({"aaby": "for", "baekby": "for", "evaluering": "against"}, BallotState.ADOPTED),
    ],
)
def test_the_clock_closes_it_and_more_than_half_must_have_answered(world, groups, answers, state):
    key = steering.in_writing(world, groups["steering"])
    last = ground.TODAY + timedelta(days=10)
    for slug, answer in answers.items():
        steering.voted(world, key, slug, answer)

    assert standing(world, key, last).state == BallotState.OPEN
    with pytest.raises(Refused):
        steering.closed(world, key, last)
    assert standing(world, key, last + timedelta(days=1)).state == state
    assert steering.closed(world, key, last + timedelta(days=1)) == state
    assert standing(world, key, last).state == state
    with pytest.raises(Refused):
        steering.voted(world, key, "kontoret", on=last)


def test_when_all_have_answered_it_is_over_at_once_and_entered_on_the_next_agenda(world, groups):
    from samspil.governance.queries import meetings

    meeting = steering.planned(world, groups["steering"])[1]
    key = steering.in_writing(world, groups["steering"])
    for slug in ("kontoret", *steering.MEMBERS):
        assert standing(world, key, ground.TODAY).state == BallotState.OPEN
        steering.voted(world, key, slug)
    assert standing(world, key, ground.TODAY).state == BallotState.ADOPTED
    steering.closed(world, key, ground.TODAY)

    with world.as_("coordinator", "aaby") as by:
        (item,) = meetings.agenda(by, world.tenant("kontoret"), meeting, at=world.at)
    assert item.heading == "Besøg lægges om formiddagen"
    told = item.written
    assert (told.state, told.in_favour, told.against, told.abstained, told.members) == ("adopted", 4, 0, 0, 4)
    assert told.words == "Alle lægger besøg før klokken tolv."


def test_each_member_answers_once_for_its_organisation(world, groups):
    key = steering.in_writing(world, groups["steering"])
    steering.voted(world, key, "aaby")
    with pytest.raises(Refused):
        steering.voted(world, key, "aaby", "against")
    with pytest.raises(Missing):
        steering.voted(world, key, "kursus")
    with pytest.raises(Missing):
        steering.voted(world, uuid.uuid4(), "baekby")
    from samspil.governance.actions import ballots

    with world.as_("coordinator", "baekby") as by, pytest.raises(Refused):
        ballots.vote(by=by, at=world.at, on=ground.TODAY, ballot_id=key, answer="for")
    assert standing(world, key, ground.TODAY).answers == {world.tenant("aaby"): Answer.FOR}


def test_the_database_counts_itself_and_takes_no_vote_of_others_or_too_late(world, groups):
    from samspil.governance.models.ballots import Ballot, Vote
    from samspil.trust.audit import writing

    key, office = steering.in_writing(world, groups["steering"]), world.tenant("kontoret")
    steering.voted(world, key, "aaby")
    late = ground.TODAY + timedelta(days=11)

    def cast_vote(slug, on=ground.TODAY):
        return lambda: Vote.objects.create(
            tenant_id=world.tenant(slug), office_id=office, ballot_id=key, answer="for", voted_on=on
        )

    def closes(**told):
        said = {"state": "too_few", "closed_on": late, "in_favour": 1, "against": 0, "abstained": 0, **told}
        return lambda: Ballot.objects.filter(id=key).update(**said)

    for cast, slug, write in (
        ("training_provider", "kursus", cast_vote("kursus")),
        ("municipal_lead", "baekby", cast_vote("baekby", late)),
        ("programme_office", "kontoret", closes(in_favour=3, state="adopted")),
        ("programme_office", "kontoret", closes(state="adopted")),
        ("programme_office", "kontoret", closes(closed_on=ground.TODAY)),
        ("programme_office", "kontoret", lambda: Ballot.objects.filter(id=key).update(heading="Andet")),
        ("programme_office", "kontoret", lambda: Ballot.objects.filter(id=key).update(voters=[office])),
    ):
        with world.as_(cast, slug), writing(), pytest.raises(IntegrityError), transaction.atomic():
            write()
    with world.as_("programme_office"), writing():
        assert closes()() == 1
    with world.as_("programme_office"), writing(), pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.filter(id=key).update(state="open", closed_on=None, in_favour=None, against=None)


def test_the_quorum_and_the_days_are_the_concept_files(world):
    from dataclasses import replace

    from samspil.programme.concept.deciding import Deciding

    concept = ground.the_concept()
    organisation = replace(
        concept.organisation, decisions=Deciding(source="assumption", quorum_percent=75, days=3)
    )
    made = steering.found(world, ground.load(world, replace(concept, organisation=organisation)))
    key = steering.in_writing(world, made["steering"])
    for slug in ("aaby", "baekby", "evaluering"):
        steering.voted(world, key, slug)
    over = ground.TODAY + timedelta(days=11)

    assert (standing(world, key, over).state, standing(world, key, over).needed) == (BallotState.TOO_FEW, 4)
    steering.voted(world, key, "kontoret")
    assert standing(world, key, over).state == BallotState.ADOPTED


@given(st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=4, max_size=4), st.integers(60, 90))
def test_the_steps_together_take_as_long_as_from_the_first_to_the_last(gaps, today):
    first, days = date(2014, 1, 1), []
    at = 0
    for one in gaps:
        at += one if one is not None else 0
        days.append(None if one is None else first + timedelta(days=at))
    steps, on = Steps(first, *days), first + timedelta(days=at + today)
    found = elapsed(steps, on)

    reached = [one for one in days if one is not None]
    end = on if found and found[-1].is_running else (max(reached) if reached else on)
    assert sum(one.days for one in found) == (end - first).days
    assert [one.is_running for one in found[:-1]] == [False] * (len(found) - 1)
    assert found[-1].is_running == (steps.done_on is None)
