"""Descriptions by chapters: in whose hands they are, what stays, and what was accepted when."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import describing

from samspil.governance.rules.documents import must_say_nothing_of_people, revise_by
from samspil.governance.terms.documents import DescriptionState as State
from samspil.kernel.errors import Missing, Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def accepted(world, cast, slug=None, on=ground.TODAY, of="aaby", programme=None):
    from samspil.governance.queries import descriptions

    with world.as_(cast, slug) as by:
        told = programme or ground.the_concept().slug
        return descriptions.accepted(by, world.tenant(of), on, slug=told)


def test_it_goes_back_with_words_and_is_accepted_the_second_time(world, concept_id):
    first = describing.whole(world, concept_id)
    describing.answer(world, first, accepted=False, words="Skriv, hvem der betaler.")
    second = describing.begin(world, concept_id)
    describing.write(world, second, "money", "Det betaler kommunen selv.")
    describing.hand_in(world, second)
    describing.answer(world, second, on=ground.TODAY + timedelta(days=2))

    both = [describing.seen(world, key, "coordinator", "aaby") for key in (first, second)]
    assert both == [describing.seen(world, key) for key in (first, second)]
    assert [(one.number, one.state, said.answer) for one, said in both] == [
        (1, State.SENT_BACK, "Skriv, hvem der betaler."),
        (2, State.ACCEPTED, ""),
    ]
    before, after = (said.chapters for _one, said in both)
    assert before == {one: f"Kanarie om {one}." for one in describing.CHAPTERS}
    assert after == before | {"money": "Det betaler kommunen selv."}
    day = ground.TODAY + timedelta(days=2)
    for cast, slug in (("coordinator", "aaby"), ("programme_office", None)):
        assert accepted(world, cast, slug, on=day) == {"mentor": day}
        assert accepted(world, cast, slug, on=ground.TODAY) == {}
    assert accepted(world, "coordinator", "baekby", on=day) == {}
    assert accepted(world, "coordinator", "aaby", on=day, programme="et-andet") == {}


def test_another_programmes_anchoring_meets_no_obligation_of_this_one(world, concept_id):
    from samspil.governance.queries.happened import evidence
    from samspil.programme import queries as programme

    other = ground.load(world, replace(ground.the_concept(), slug="et-andet-program"))
    describing.answer(world, describing.whole(world, concept_id))
    found = {}
    for key in (concept_id, other):
        with world.as_("coordinator", "aaby") as by:
            told = evidence(by, programme.concept(key), from_on=date(2013, 1, 1), on=ground.TODAY)
            found[key] = dict(told.happened.anchored)
    assert found == {concept_id: {"mentor": ground.TODAY}, other: {}}


def test_a_list_that_is_full_of_old_versions_lacks_no_municipality(world, concept_id, monkeypatch):
    from samspil.governance.queries import descriptions

    monkeypatch.setattr(descriptions, "SHOWN", 2)
    for _number in range(3):
        describing.answer(world, describing.whole(world, concept_id), accepted=False, words="Mere om data.")
    describing.whole(world, concept_id, "baekby")
    with world.as_("programme_office") as by:
        found = {(one.municipality_id, one.number) for one in descriptions.latest(by)}
    assert found == {(world.tenant("aaby"), 3), (world.tenant("baekby"), 1)}


def test_a_draft_is_the_municipalitys_own(world, concept_id):
    from samspil.governance.queries import descriptions

    key = describing.begin(world, concept_id)
    describing.write(world, key, "money", "Kun til os selv.")

    assert describing.seen(world, key, "municipal_lead", "aaby")[1].chapters == {"money": "Kun til os selv."}
    for cast, slug in (("programme_office", None), ("coordinator", "baekby")):
        with pytest.raises(Missing):
            describing.seen(world, key, cast, slug)
        with world.as_(cast, slug) as by:
            assert descriptions.latest(by) == ()
    for cast, slug in (("evaluator", None), ("mentor", "aaby"), ("steering_member", None)):
        with pytest.raises(Refused):
            describing.seen(world, key, cast, slug)


def test_every_chapter_is_written_before_it_is_handed_in(world, concept_id):
    key = describing.begin(world, concept_id)
    for one in describing.CHAPTERS[:-2]:
        describing.write(world, key, one, "Skrevet.")

    with pytest.raises(Refused) as refused:
        describing.hand_in(world, key)
    assert str(refused.value).endswith(": Uddannelse, Data.")
    for one in describing.CHAPTERS[-2:]:
        describing.write(world, key, one, "Skrevet.")
    assert describing.hand_in(world, key).state == State.HANDED_IN


def test_what_was_handed_in_is_changed_by_nobody(world, concept_id):
    from samspil.governance.models.documents import DescriptionAnswer, DescriptionChapter, DescriptionVersion
    from samspil.trust.audit import writing

    key, draft = (
        describing.whole(world, concept_id),
        describing.begin(world, concept_id, intervention="parent"),
    )
    with pytest.raises(Refused):
        describing.write(world, key, "money", "Noget andet.")
    aaby, office = world.tenant("aaby"), world.tenant("kontoret")
    answers = {"municipality_id": aaby, "accepted": True, "answered_on": ground.TODAY}
    with world.as_("coordinator", "aaby"), writing():
        for write in (
            lambda: DescriptionVersion.objects.filter(id=key).update(number=7),
            lambda: DescriptionChapter.objects.filter(version_id=key).update(chapter="x"),
            lambda: DescriptionChapter.objects.create(tenant_id=aaby, version_id=key, chapter="more"),
        ):
            with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
                write()
        assert DescriptionVersion.objects.filter(id=draft).update(number=7) == 1
    with world.as_("programme_office"), writing():
        for wrong in (draft, uuid.uuid4()):
            with pytest.raises(IntegrityError, match="handed in"), transaction.atomic():
                DescriptionAnswer.objects.create(tenant_id=office, version_id=wrong, **answers)
        assert DescriptionAnswer.objects.create(tenant_id=office, version_id=key, **answers).accepted


def test_it_is_answered_once_and_by_the_office_alone(world, concept_id):
    key = describing.whole(world, concept_id)

    with pytest.raises(Refused):
        describing.answer(world, key, cast="coordinator", slug="aaby")
    with pytest.raises(Refused) as without:
        describing.answer(world, key, accepted=False)
    describing.answer(world, key)
    with pytest.raises(Refused):
        describing.answer(world, key)
    assert without.value.refusal.field == "words"


def test_a_new_version_waits_for_the_answer_to_the_last(world, concept_id):
    key = describing.begin(world, concept_id)
    with pytest.raises(Refused):
        describing.begin(world, concept_id)
    for one in describing.CHAPTERS:
        describing.write(world, key, one, "Skrevet.")
    describing.hand_in(world, key)
    with pytest.raises(Refused):
        describing.begin(world, concept_id)
    describing.answer(world, key)

    again = describing.begin(world, concept_id)
    _one, said = describing.seen(world, again, "coordinator", "aaby")
    assert said.chapters == dict.fromkeys(describing.CHAPTERS, "Skrevet.")


def test_both_sides_comment_on_what_was_handed_in_and_each_reads_the_other(world, concept_id):
    key = describing.whole(world, concept_id)
    draft = describing.begin(world, concept_id, intervention="parent")

    describing.comment(world, key, "Hvad koster det?", chapter="money")
    describing.comment(world, key, "Det står i budgettet.", "municipal_lead", "aaby", chapter="money")
    with pytest.raises(Refused):
        describing.comment(world, draft, "For tidligt.", "coordinator", "aaby")
    for slug in ("aaby", None):
        told = describing.seen(world, key, "coordinator" if slug else "programme_office", slug)[1].comments
        assert [(one.organisation_id, one.chapter, one.words) for one in told] == [
            (world.tenant("kontoret"), "money", "Hvad koster det?"),
            (world.tenant("aaby"), "money", "Det står i budgettet."),
        ]
    with pytest.raises(Missing):
        describing.comment(world, key, "Vi er med.", "coordinator", "baekby")


@pytest.mark.parametrize("words", ["Det er Fatima, der står for det.", "Ring til 22 33 44 55.", "a@b.dk"])
def test_words_that_point_at_a_person_are_refused_everywhere(world, concept_id, words):
    key, told = (
        describing.begin(world, concept_id),
        describing.whole(world, concept_id, intervention="parent"),
    )

    for write in (
        lambda: describing.write(world, key, "staff", words),
        lambda: describing.comment(world, told, words),
        lambda: describing.answer(world, told, accepted=False, words=words),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert refused.value.refusal.field == "words"
    describing.write(world, key, "staff", "Det er mentoren, der står for det. Ring til kontoret.")


def test_parts_of_an_authority_are_nobodys_name():
    words = (
        "Indsatsen hører til i Børne- og Ungeforvaltningen i Odense Kommune. To i SSP-Sekretariatet er med."
    )
    assert must_say_nothing_of_people(words, ["Odense Kommune"]) is None
    refused = must_say_nothing_of_people(
        words.replace("To", "Det er Kirsten,") + " Og Hassan.", ["Odense Kommune"]
    )
    assert refused is not None


@pytest.mark.parametrize(
    ("words", "is_refused"),
    [
        ("Vi aftalte det med Mohammed og Socialforvaltningen.", True),
        ("Det ligger hos Kirsten, Mohammed og Ungeudvalget.", True),
        ("Det ligger i Kultur-, Fritids- og Ungeforvaltningen.", False),
        ("Det ligger i Socialforvaltningens Ungecenter og SSP-udvalget.", False),
    ],
)
def test_a_name_that_stands_beside_an_authority_is_a_name_still(words, is_refused):
    assert (must_say_nothing_of_people(words, ()) is not None) == is_refused


def test_words_that_are_built_to_take_time_take_none():
    begun = time.process_time()
    for words in ("a-" * 2_000, "a og " * 800, "a-, " * 1_000, "Ab. " * 1_000):
        must_say_nothing_of_people(words, ())
    assert time.process_time() - begun < 3


def test_what_is_commented_twice_with_one_key_is_written_once(world, concept_id):
    from samspil.governance.actions import descriptions

    key, told = uuid.uuid4(), describing.whole(world, concept_id)
    said = {"version_id": told, "words": "Hvad koster det?", "key": key}
    for _time in range(2):
        with world.as_("programme_office") as by:
            descriptions.comment(by=by, at=world.at, on=ground.TODAY, **said)
    assert len(describing.seen(world, told)[1].comments) == 1


def test_a_plan_is_revised_when_its_years_are_over(world, concept_id):
    first = describing.whole(world, concept_id, kind="preparedness_plan")

    one, _said = describing.seen(world, first)
    assert (one.intervention, one.revise_by) == ("", date(2018, 11, 3))
    assert revise_by(date(2012, 2, 29), 1) == date(2013, 2, 28)
    assert accepted(world, "coordinator", "aaby") == {}
