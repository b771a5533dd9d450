"""Forms after a course: owed by who came, in one state, told as counts of five or more, then erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.delivery import asking_participants as asking
from tests.delivery import ground, schooling

CLOSED, LAST = asking.CLOSED_ON, asking.LAST
DAY = timedelta(days=1)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def states(world: Any, slug: str = "aaby") -> dict[str, list[str]]:
    """The state of every form about a course, by who owes it."""
    from samspil.delivery.models.forms import OwedForm

    casts = {world.member(cast, slug).appointment_id: cast for cast in asking.WHO["aaby"]}
    found: dict[str, list[str]] = {}
    with world.as_("coordinator", slug):
        rows = OwedForm.objects.exclude(about="visit").order_by("opens_on", "id")
        for post, state in rows.values_list("appointment_id", "state"):
            found.setdefault(casts[post], []).append(state)
    return found


def proof(world: Any, on: Any) -> Any:
    from samspil.interfaces.cli import rounds

    return rounds.prove(on=on)


def told(world: Any, cast: str = "training_provider") -> list[Any]:
    """What a reader is told: how many were owed and answered, and every figure, course by course."""
    from samspil.delivery.queries.training_forms import result, results

    found = []
    with world.as_(cast) as by:
        for one in results(by):
            _same, parts = result(by, one.round.id)
            given = {(part.item.code, key): n for part in parts for key, n in part.given.items()}
            found.append((one.round.owed, one.round.answered, given))
    return found


def kept(world: Any) -> int:
    """How many answers the municipalities keep."""
    return sum(len(world_answers(world, slug)) for slug in ("aaby", "baekby"))


def world_answers(world: Any, slug: str) -> list[Any]:
    from samspil.delivery.models.training_forms import TrainingAnswer

    with world.as_("coordinator", slug):
        return list(TrainingAnswer.objects.values_list("owed_id", flat=True))


ALL = {("of_use", "completely"), ("level", "rather"), ("practice", "in_between"), ("measuring", "rather_not")}


def test_who_came_owes_one_form_after_the_whole_course_and_nobody_else(world, concept_id):
    asking.course(world, concept_id, absent=[("aaby", "lent")], close=False)
    asking.night(CLOSED)
    assert states(world) == {}

    event_id = asking.course(world, concept_id, absent=[("aaby", "lent")])
    asking.night(CLOSED - DAY)
    assert states(world) == {}
    asking.night(CLOSED)
    asking.night(CLOSED)

    assert states(world) == {"mentor": ["open"], "other_mentor": ["open"]}
    one = asking.own(world, "mentor", "aaby", CLOSED)[0]
    assert (one.thing_id, one.opens_on, one.due_on, one.done_until, one.late_until) == (
        event_id,
        CLOSED,
        CLOSED + 3 * DAY,
        CLOSED + 7 * DAY,
        LAST,
    )
    assert asking.own(world, "lent", "aaby", CLOSED) == []


def test_a_file_that_asks_after_each_day_asks_about_each_day_on_which_somebody_came(world):
    concept = ground.the_concept()
    daily = tuple(
        replace(one, after="training_day") if one.after == "training" else one for one in concept.forms
    )
    concept_id = ground.load(world, replace(concept, version=78, forms=daily))
    event_id = schooling.plan(world, concept_id)
    named = schooling.nominate(world, "aaby", event_id, ["mentor", "other_mentor"])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, tuple(named.values()))
    schooling.attend(world, event_id, {named["other_mentor"]: 4})
    schooling.close(world, event_id)

    asking.night(CLOSED)

    assert states(world) == {"mentor": ["open"] * 6, "other_mentor": ["open"] * 2}
    assert {one.about for one in asking.own(world, "mentor", "aaby", CLOSED)} == {"training_day"}
    assert proof(world, CLOSED).equal


@pytest.mark.parametrize(("days", "state"), [(7, "done"), (8, "late"), (35, "late")])
def test_it_is_answered_on_time_with_the_grace_and_late_after_it(world, concept_id, days, state):
    asking.course(world, concept_id)
    asking.night(CLOSED)

    asking.answer(world, "mentor", "aaby", CLOSED + days * DAY)

    assert states(world)["mentor"] == [state]
    assert states(world)["other_mentor"] == ["open"]


def test_it_is_missed_after_its_last_day_and_not_before(world, concept_id):
    from samspil.delivery.actions.training_forms import answer_training
    from samspil.kernel.errors import Refused

    asking.course(world, concept_id)
    asking.night(LAST)
    form_id = asking.own(world, "mentor", "aaby", LAST)[0].id
    assert states(world)["mentor"] == ["open"]

    asking.night(LAST + DAY)

    assert states(world) == {cast: ["missed"] for cast in asking.WHO["aaby"]}
    with world.as_("mentor", "aaby") as by, pytest.raises(Refused, match="lukket|closed"):
        answer_training(by=by, at=world.at, on=LAST + DAY, form_id=form_id, answers=asking.FULL)


def test_only_whoever_owes_it_answers_it_and_once(world, concept_id):
    from samspil.delivery.actions.training_forms import answer_training
    from samspil.kernel.errors import Missing, Refused

    asking.course(world, concept_id)
    asking.night(CLOSED)
    form_id = asking.own(world, "mentor", "aaby", CLOSED)[0].id

    def answer(cast: str, slug: str | None, **said: Any) -> None:
        with world.as_(cast, slug) as by:
            given = said or dict(asking.FULL)
            answer_training(by=by, at=world.at, on=CLOSED, form_id=form_id, answers=given)

    for cast, slug in (
        ("other_mentor", "aaby"),
        ("coordinator", "aaby"),
        ("mentor", "baekby"),
        ("training_provider", None),
    ):
        with pytest.raises(Missing):
            answer(cast, slug)
    for said in ({"of_use": "very"}, {"of_use": None}):
        with pytest.raises(Refused):
            answer("mentor", "aaby", **said)
    answer("mentor", "aaby")
    with pytest.raises(Refused):
        answer("mentor", "aaby")
    assert len(world_answers(world, "aaby")) == 1


def test_a_coordinator_says_why_there_is_no_answer_when_its_day_has_passed(world, concept_id):
    from samspil.delivery.actions.forms import explain_form
    from samspil.kernel.errors import Missing, Refused

    asking.course(world, concept_id)
    asking.night(CLOSED)
    form_id = asking.own(world, "mentor", "aaby", CLOSED)[0].id

    def explain(cast: str, slug: str, on: Any) -> None:
        with world.as_(cast, slug) as by:
            explain_form(by=by, at=world.at, on=on, form_id=form_id, outcome="excused", reason="technical")

    with pytest.raises(Refused):
        explain("coordinator", "aaby", CLOSED + 3 * DAY)
    with pytest.raises(Missing):
        explain("coordinator", "baekby", CLOSED + 4 * DAY)
    explain("coordinator", "aaby", CLOSED + 4 * DAY)
    assert states(world)["mentor"] == ["excused"]


# --- what is told


def test_five_answers_of_several_municipalities_are_told_together_and_then_erased(world, concept_id):
    from samspil.trust import fields

    asking.course(world, concept_id)
    asking.night(CLOSED)
    people = [(cast, slug) for slug, casts in asking.WHO.items() for cast in casts]
    for cast, slug in people[:5]:
        asking.answer(world, cast, slug, CLOSED, limits=None if cast == "lent" else "rather")
    forms = [one for slug in ("aaby", "baekby") for one in world_answers(world, slug)]
    asking.night(CLOSED + DAY)
    assert (told(world), kept(world)) == ([], 5)
    assert set(forms) <= fields.holders()

    asking.night(LAST + DAY)

    expected = dict.fromkeys(ALL, 5)
    for reader in ("training_provider", "programme_office", "evaluator"):
        assert told(world, reader) == [(6, 5, expected)]
    assert kept(world) == 0
    assert not set(forms) & fields.holders()
    assert proof(world, LAST + DAY).equal


def test_fewer_than_five_are_told_to_nobody_and_erased_all_the_same(world, concept_id):
    asking.course(world, concept_id)
    asking.night(CLOSED)
    for cast in asking.WHO["aaby"]:
        asking.answer(world, cast, "aaby", CLOSED)
    asking.answer(world, "mentor", "baekby", CLOSED)

    asking.night(LAST + DAY)

    assert (told(world), kept(world)) == ([(6, 4, {})], 0)


def test_it_is_counted_as_soon_as_nobodys_form_is_open_and_never_again(world, concept_id):
    asking.course(world, concept_id)
    asking.night(CLOSED)
    for slug, casts in asking.WHO.items():
        for cast in casts:
            asking.answer(world, cast, slug, CLOSED)

    asking.night(CLOSED + DAY)
    first = told(world)
    asking.night(CLOSED + 2 * DAY)

    assert first == told(world)
    assert first == [(6, 6, dict.fromkeys(asking.FULL.items(), 6))]


def test_nothing_is_counted_before_every_municipality_has_opened_its_forms(world, concept_id):
    from samspil.interfaces.cli import rounds, training_rounds
    from samspil.kernel.actor import Actor
    from samspil.people.terms import OrganisationKind

    asking.course(world, concept_id)
    at = ground.at_day(LAST + DAY)
    awake = [Actor.job(world.tenant("aaby"))]
    assert training_rounds.tend(awake, at=at, on=LAST + DAY) == 0
    everybody = rounds.actors(OrganisationKind.MUNICIPALITY)
    providers = rounds.actors(OrganisationKind.TRAINING_PROVIDER)

    assert training_rounds.count(providers, everybody, at=at, on=LAST + DAY) == 0

    assert told(world) == []
    asking.night(LAST + DAY)
    assert told(world) == [(6, 0, {})]


def test_what_was_counted_and_not_erased_is_erased_the_next_night(world, concept_id, monkeypatch):
    from samspil.interfaces.cli import training_rounds

    asking.course(world, concept_id)
    asking.night(CLOSED)
    asking.answer(world, "mentor", "aaby", CLOSED)

    def pulled(*_args: Any, **_said: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(training_rounds, "_forget", pulled)
        with pytest.raises(SystemExit):
            asking.night(LAST + DAY)
    assert (len(told(world)), kept(world)) == (1, 1)

    asking.night(LAST + DAY)

    assert (len(told(world)), kept(world)) == (1, 0)


def test_a_course_of_another_provider_or_reader_is_not_there(world, concept_id):
    from samspil.delivery.queries.training_forms import result, results
    from samspil.kernel.errors import Missing, Refused

    asking.course(world, concept_id)
    asking.night(LAST + DAY)
    with world.as_("evaluator") as by:
        found = results(by)[0].round.id
        assert result(by, found)[0].round.id == found
        import uuid

        with pytest.raises(Missing):
            result(by, uuid.uuid4())
    for cast in ("coordinator", "municipal_lead", "mentor"):
        with world.as_(cast, "aaby") as by, pytest.raises(Refused):
            results(by)


def test_the_provider_reads_no_form_and_no_answer_of_anybody(world, concept_id):
    from samspil.delivery.models.forms import OwedForm
    from samspil.delivery.models.training_forms import TrainingAnswer

    asking.course(world, concept_id)
    asking.night(CLOSED)
    asking.answer(world, "mentor", "aaby", CLOSED)
    with world.as_("mentor", "aaby"):
        assert TrainingAnswer.objects.presented().count() == 1
    for cast in ("training_provider", "programme_office", "evaluator"):
        with world.as_(cast):
            assert TrainingAnswer.objects.presented().count() == 0
            assert OwedForm.objects.presented().count() == 0


# --- recounted


def test_the_recount_agrees_night_by_night_and_finds_what_is_missing_or_counted_wrong(world, concept_id):
    from samspil.delivery.models.forms import OwedForm
    from samspil.delivery.models.training_forms import TrainingRound
    from samspil.trust.audit import writing

    asking.course(world, concept_id, absent=[("baekby", "lent")])
    for on in (CLOSED, CLOSED + DAY, LAST, LAST + DAY):
        asking.night(on)
        found = proof(world, on)
        assert (found.equal, found.forms.owed, found.forms.found) == (True, 5, 5)
        if on == CLOSED:
            asking.answer(world, "mentor", "aaby", CLOSED)
    with world.as_("coordinator", "aaby"), writing(), transaction.atomic():
        form = OwedForm.objects.filter(state="missed").first()
        stood = dict(OwedForm.objects.filter(id=form.id).values()[0])
        OwedForm.objects.filter(id=form.id).delete()
    assert not proof(world, LAST + DAY).equal
    assert proof(world, LAST + DAY).forms.found == 4
    with world.as_("coordinator", "aaby"), writing():
        OwedForm.objects.create(**{**stood, "state": "open"})
        OwedForm.objects.filter(id=form.id).update(state="missed")
    assert proof(world, LAST + DAY).equal

    wrong = schooling_round(world)
    with world.as_("training_provider") as by, writing():
        TrainingRound.objects.create(tenant_id=by.tenant_id, **{**wrong, "answered": 3})
    assert not proof(world, LAST + DAY).equal


def test_on_the_day_a_course_is_closed_the_recount_waits_for_the_hours_round_and_no_longer(world, concept_id):
    asking.course(world, concept_id)
    found = proof(world, CLOSED)
    assert (found.equal, found.forms.owed, found.forms.found) == (True, 0, 0)
    assert not proof(world, CLOSED + DAY).equal
    asking.night(CLOSED)
    found = proof(world, CLOSED)
    assert found.equal
    assert found.forms.owed == found.forms.found == 6
    assert proof(world, CLOSED + DAY) == found


def schooling_round(world: Any) -> dict[str, Any]:
    """What a count says, about a day that nobody was asked about."""
    from samspil.delivery.models.training import TrainingDay
    from samspil.delivery.models.training_forms import TrainingRound

    with world.as_("training_provider"):
        one = TrainingRound.objects.values().first()
        day = TrainingDay.objects.filter(event_id=one["event_id"]).first()
    return {key: value for key, value in one.items() if key not in ("id", "tenant_id")} | {"thing_id": day.id}


@pytest.mark.parametrize("attended", [5, 0])
def test_what_is_said_anew_of_who_came_moves_no_day_and_takes_no_form_away(world, concept_id, attended):
    from tests.delivery.test_putting_right import anew

    from samspil.delivery.models.forms import OwedForm
    from samspil.delivery.models.seats import Nomination

    event_id = asking.course(world, concept_id)
    asking.night(CLOSED)
    with world.as_("coordinator", "aaby"):
        before = set(OwedForm.objects.values_list("id", "due_on", "late_until"))
        mentor = world.member("mentor", "aaby").appointment_id
        one = Nomination.objects.get(event_id=event_id, appointment_id=mentor)
    anew(world, event_id, one.id, on=CLOSED + 9 * DAY, attended=attended, exercise=False)
    for slug, casts in asking.WHO.items():
        for cast in casts:
            asking.answer(world, cast, slug, CLOSED + 9 * DAY)

    asking.night(CLOSED + 10 * DAY)

    with world.as_("coordinator", "aaby"):
        assert set(OwedForm.objects.values_list("id", "due_on", "late_until")) == before
    assert told(world) == [(6, 6, dict.fromkeys(asking.FULL.items(), 6))]
    assert kept(world) == 0
    assert proof(world, CLOSED + 10 * DAY).equal
