"""Agreements: put together from our templates and the concept file's words, signed by both, and kept."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground
from tests.economy import granting
from tests.governance import agreeing

from samspil.governance.queries.agreements import template
from samspil.governance.rules import agreements as rules
from samspil.governance.rules.composing import read
from samspil.governance.terms.agreements import AgreementKind, Side
from samspil.governance.terms.agreements import AgreementState as State
from samspil.kernel.errors import Missing, Refused

NONE_IN_FORCE = "Der er ikke noget budget i kraft. Når et gælder, laves en ny version af tilsagnet."
LATER = ground.TODAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def blocks(said, kind):
    return [block for part in said.parts for block in part["blocks"] if block["as"] == kind]


def table_of_grant(world, key):
    (_parties, grant) = blocks(agreeing.seen(world, key)[1], "table")
    return [grant["head"], *grant["rows"]]


def test_it_says_the_obligations_word_for_word_and_who_the_parties_are(world, concept_id):
    concept = ground.the_concept()
    _one, said = agreeing.seen(world, agreeing.make(world, concept_id))

    points, quotes = blocks(said, "points"), blocks(said, "quote")
    assert points[-1]["lines"] == [one.text for one in concept.obligations]
    told = [line for one in quotes for line in one["lines"]]
    assert {concept.condition.words, concept.period.words} <= set(told)
    (parties,) = blocks(said, "table")
    assert parties["rows"] == [
        ["Programkontoret", "12345674", "5790000000029", "Kontorchef"],
        ["Åby", "22222228", "5790000000036", "Direktør"],
    ]


def test_the_grant_letter_holds_the_documents_amounts_and_nobody_elses(world):
    concept = ground.the_concept()
    party = next(one for one in concept.parties if one.slug == concept.grant.party)
    others = tuple(
        dataclasses.replace(one, municipality_code=ground.CODES["aaby"])
        if one is party
        else dataclasses.replace(one, municipality_code=f"00{number}")
        for number, one in enumerate(concept.parties)
    )
    concept_id = ground.load(world, dataclasses.replace(concept, parties=others))

    assert table_of_grant(world, agreeing.make(world, concept_id, kind="grant_letter")) == [
        ["Linje", "2013", "2014", "2015"],
        ["Mentorforløb", "100.000 kr.", "150.000 kr.", "125.000 kr."],
        ["Rollemodelkorps", "138.000 kr.", "138.000 kr.", "138.000 kr."],
        ["Forældreindsats", "100.000 kr.", "100.000 kr.", "100.000 kr."],
        ["I alt", "338.000 kr.", "388.000 kr.", "363.000 kr."],
        [NONE_IN_FORCE, "", "", ""],
    ]
    other = table_of_grant(world, agreeing.make(world, concept_id, "baekby", kind="grant_letter"))
    assert {cell for row in other[1:5] for cell in row[1:]} == {"–"}


def test_the_letters_amounts_are_those_of_the_budget_in_force_and_it_says_which_version(world):
    from samspil.interfaces.web.office.agreement_budget import granted

    concept_id = granting.load(world)
    granting.opened(world)

    def filled():
        with world.as_("programme_office") as by:
            return granted(by, world.tenant("aaby"), ground.the_concept().slug, "grant_letter")

    first = agreeing.make(world, concept_id, kind="grant_letter", granted=filled())
    asked = granting.drafted(world, {("mentor", 2014): 170_000, ("parent", 2014): 80_000})
    granting.sent(world, asked)
    assert filled().number == 1  # what is only asked for is in no letter
    granting.decided(world, asked)
    agreeing.send(world, first)
    page = world.client("programme_office").get(f"/o/agreements/{first}").content.decode()
    second = agreeing.amend(world, first, "Flere midler til mentorer.", granted=filled())

    before = ["Mentorforløb", "100.000,00 kr.", "150.000,00 kr.", "125.000,00 kr."]
    assert table_of_grant(world, first)[1] == before
    assert "nr. 1" in table_of_grant(world, first)[-1][0]
    assert table_of_grant(world, second) == [
        ["Linje", "2013", "2014", "2015"],
        ["Mentorforløb", "100.000,00 kr.", "170.000,00 kr.", "125.000,00 kr."],
        ["Rollemodelkorps", "138.000,00 kr.", "138.000,00 kr.", "138.000,00 kr."],
        ["Forældreindsats", "100.000,00 kr.", "80.000,00 kr.", "100.000,00 kr."],
        ["I alt", "338.000,00 kr.", "388.000,00 kr.", "363.000,00 kr."],
        ["Beløbene er dem i budgettets version nr. 2, som har gældt siden den 3. november 2014.", "", "", ""],
    ]
    assert "Budgettets version nr. 2 gælder nu; brevet har beløbene fra version nr. 1." in page
    with world.as_("programme_office") as by:
        assert granted(by, world.tenant("aaby"), ground.the_concept().slug, "cooperation") is None
        assert granted(by, world.tenant("baekby"), ground.the_concept().slug, "grant_letter") is None


def test_the_page_fills_the_letter_from_the_grant_and_the_name_of_a_line_is_only_text(world):
    concept_id = granting.load(world)
    granting.opened(world)
    added = ("{reference} lokaler", {2014: 5_000})
    draft = granting.drafted(world, {}, kind="change", new=added)
    granting.sent(world, draft)
    granting.decided(world, draft)
    key = agreeing.make(world, concept_id, kind="grant_letter")
    office = world.client("programme_office")
    form = {**dataclasses.asdict(agreeing.details()), "begins_on": "2014-11-03"}
    assert office.post(f"/o/agreements/{key}/change", form).status_code == 302

    rows = table_of_grant(world, key)
    assert ["{reference} lokaler", "0,00 kr.", "5.000,00 kr.", "0,00 kr."] in rows
    assert "nr. 2" in rows[-1][0]


def test_both_sign_and_then_it_is_in_force_on_that_day_and_not_before(world, concept_id):
    keys = [agreeing.make(world, concept_id, kind=one) for one in ("cooperation", "grant_letter")]
    with pytest.raises(Missing):
        agreeing.seen(world, keys[0], "municipal_lead", "aaby")
    for key in keys:
        agreeing.send(world, key)
        agreeing.sign(world, key)
    assert agreeing.seen(world, keys[0])[0].state == State.SENT
    agreeing.sign(world, keys[0], "municipality", on=LATER)
    assert agreeing.in_force(world, on=LATER) == {}
    agreeing.sign(world, keys[1], "municipality", on=LATER + timedelta(days=1))

    aaby, day = world.tenant("aaby"), LATER + timedelta(days=1)
    assert agreeing.seen(world, keys[0])[0].signed == {Side.OFFICE: ground.TODAY, Side.MUNICIPALITY: LATER}
    assert [agreeing.in_force(world, on=on) for on in (LATER, day)] == [{}, {aaby: day}]
    assert agreeing.in_force(world, "municipal_lead", "aaby", on=day) == {aaby: day}
    assert agreeing.in_force(world, "municipal_lead", "baekby", on=day) == {}
    office, lead = agreeing.seen(world, keys[0]), agreeing.seen(world, keys[0], "municipal_lead", "aaby")
    assert office == lead
    assert [(one.name, one.title) for one in lead[1].signatures] == [("Kanarie Navnesen", "Kanarietitel")] * 2


def test_an_amendment_says_what_changes_and_the_old_one_holds_until_both_have_signed(world, concept_id):
    first = agreeing.signed(world, concept_id)
    with pytest.raises(Refused) as silent:
        agreeing.amend(world, first, " ")
    second = agreeing.amend(world, first, "Perioden begynder senere.", on=LATER)
    with pytest.raises(Refused):
        agreeing.amend(world, first, "Igen.")
    states = lambda: [agreeing.seen(world, key)[0].state for key in (first, second)]  # noqa: E731

    assert silent.value.refusal.field == "changes"
    assert states() == [State.IN_FORCE, State.DRAFT]
    agreeing.send(world, second, on=LATER)
    with pytest.raises(Refused):
        agreeing.sign(world, first, on=LATER)
    agreeing.sign(world, second, on=LATER)
    assert states() == [State.IN_FORCE, State.SENT]
    agreeing.sign(world, second, "municipality", on=LATER)
    assert states() == [State.REPLACED, State.IN_FORCE]
    lines = [line for one in blocks(agreeing.seen(world, second)[1], "lines") for line in one["lines"]]
    assert "Perioden begynder senere." in lines


def test_what_was_sent_is_changed_by_nobody_and_only_a_party_signs(world, concept_id):
    from samspil.governance.models.agreements import AgreementVersion, Signature
    from samspil.trust.audit import writing

    sent, draft = (
        agreeing.send(world, agreeing.make(world, concept_id)),
        agreeing.make(world, concept_id, kind="grant_letter"),
    )
    office, aaby, baekby = (world.tenant(one) for one in ("kontoret", "aaby", "baekby"))
    with world.as_("programme_office"), writing():
        with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
            AgreementVersion.objects.filter(id=sent).update(number=7)
        assert AgreementVersion.objects.filter(id=draft).update(number=7) == 1
    told = {"name": b"x", "title": b"x", "signed_on": ground.TODAY, "written_on": ground.TODAY}

    def signature(tenant, side, municipality, key):
        return Signature.objects.create(
            tenant_id=tenant,
            office_id=office,
            municipality_id=municipality,
            side=side,
            version_id=key,
            **told,
        )

    for cast, slug, arguments in (
        ("programme_office", None, (office, "office", aaby, draft)),
        ("programme_office", None, (office, "office", baekby, sent)),
        ("programme_office", None, (office, "municipality", aaby, sent)),
        ("municipal_lead", "baekby", (baekby, "municipality", baekby, sent)),
        ("municipal_lead", "aaby", (aaby, "office", aaby, sent)),
    ):
        with world.as_(cast, slug), writing(), pytest.raises(IntegrityError), transaction.atomic():
            signature(*arguments)
    with world.as_("municipal_lead", "aaby"), writing():
        assert signature(aaby, "municipality", aaby, sent).id


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"office_cvr": "1234567"}, "office_cvr"),
        ({"municipality_cvr": "1234567a"}, "municipality_cvr"),
        ({"municipality_cvr": "02345674"}, "municipality_cvr"),
        ({"office_ean": "579000000002"}, "office_ean"),
        ({"municipality_ean": "5790000000037"}, "municipality_ean"),
        ({"municipality_ean": "٥٧٩٠٠٠٠٠٠٠٠٣٦"}, "municipality_ean"),
        ({"begins_on": ground.TODAY.replace(year=2016)}, "begins_on"),
        ({"terms": "Det er Fatima, der bestemmer."}, "terms"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(world, concept_id, told, field):
    with pytest.raises(Refused) as refused:
        agreeing.make(world, concept_id, **told)

    assert refused.value.refusal.field == field


def test_a_cvr_whose_check_digit_fails_is_told_and_not_refused(world, concept_id):
    assert [rules.is_odd_cvr(one) for one in ("12345674", "12345675")] == [False, True]
    assert agreeing.make(world, concept_id, office_cvr="12345675")


@pytest.mark.parametrize("place", range(13))
def test_one_wrong_digit_of_an_ean_is_always_seen(place):
    number = "5790000000029"
    assert rules.must_be_ean(number, "x") is None
    for digit in set("0123456789") - {number[place]}:
        assert rules.must_be_ean(number[:place] + digit + number[place + 1 :], "x") is not None


def test_there_is_one_of_a_kind_and_each_side_signs_once_and_in_time(world, concept_id):
    key = agreeing.make(world, concept_id)
    for wrong in (
        lambda: agreeing.make(world, concept_id),
        lambda: agreeing.sign(world, key),
        lambda: agreeing.make(world, concept_id, kind="contract"),
    ):
        with pytest.raises(Refused):
            wrong()
    agreeing.send(world, key)
    for told, field in (
        ({"signed_on": LATER}, "signed_on"),
        ({"signed_on": ground.TODAY - timedelta(days=1)}, "signed_on"),
        ({"name": " "}, "name"),
        ({"title": ""}, "title"),
        ({"copy": b"<html>"}, "file"),
    ):
        with pytest.raises(Refused) as refused:
            agreeing.sign(world, key, **told)
        assert refused.value.refusal.field == field
    agreeing.sign(world, key)
    with pytest.raises(Refused):
        agreeing.sign(world, key)
    with pytest.raises(Missing):
        agreeing.sign(world, key, "municipality", "baekby")


def test_the_signed_copy_comes_back_to_the_byte_for_both_sides_and_nobody_else(world, concept_id):
    from samspil.governance.models.agreements import SignedCopy
    from samspil.governance.queries import agreements

    key, paper = agreeing.send(world, agreeing.make(world, concept_id)), agreeing.pdf()
    made = agreeing.sign(world, key, "municipality", copy=paper)
    with world.as_("municipal_lead", "aaby"):
        stored = bytes(SignedCopy.objects.get().content)
    assert paper[:8] not in stored
    for cast, slug in (("programme_office", None), ("municipal_lead", "aaby")):
        with world.as_(cast, slug) as by:
            assert agreements.signed_copy(by, made.id, at=world.at) == paper
    for wrong in (made.id, uuid.uuid4()):
        with world.as_("municipal_lead", "baekby") as by, pytest.raises(Missing):
            agreements.signed_copy(by, wrong, at=world.at)


def test_a_template_with_a_slot_or_block_nobody_knows_is_refused():
    titles = "title.da: A\ntitle.en: B\n# Del\n"
    for line in ("{secret}", "@secrets", "@obligations {secret}"):
        with pytest.raises(ValueError, match="There is no"):
            read(titles + line)
    assert read(titles + "{office}").parts == (("Del", ("{office}",)),)


@pytest.mark.proves("G27")
def test_what_is_typed_is_filled_in_once_and_never_looked_at_again(world, concept_id):
    typed = "{office} {{7*7}} @obligations # parterne | x"
    words = typed.replace("@", "")  # an address is refused in words
    told = {"terms": words, "reference": typed, "municipality_title": typed}
    for kind in AgreementKind:
        _one, said = agreeing.seen(world, agreeing.make(world, concept_id, kind=kind, **told))
        lines = [line for one in blocks(said, "lines") for line in one["lines"]]
        assert words in lines
        assert blocks(said, "table")[0]["rows"][1][3] == typed
        assert len(said.parts) == len(template(kind).parts)
    assert any(line.endswith(f"nummer {typed}.") for line in lines)
