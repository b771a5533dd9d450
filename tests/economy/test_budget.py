"""The budget: opened from the document, changed in versions, decided by who has to."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground
from tests.economy import granting
from tests.economy.granting import kr

from samspil.economy.terms.budget import BudgetState as State
from samspil.kernel.errors import Missing, Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def grant(world):
    granting.load(world)
    return granting.opened(world)


TABLE = {
    ("mentor", 2013): 100_000,
    ("mentor", 2014): 150_000,
    ("mentor", 2015): 125_000,
    ("role_model", 2013): 138_000,
    ("role_model", 2014): 138_000,
    ("role_model", 2015): 138_000,
    ("parent", 2013): 100_000,
    ("parent", 2014): 100_000,
    ("parent", 2015): 100_000,
}
"""The table of the concept document, typed in by hand."""


def test_the_documents_table_is_reproduced_to_the_krone_with_its_sums(world, grant):
    assert granting.amounts(world) == TABLE
    years = [granting.book(world, None, year).revised for year in (2013, 2014, 2015)]
    assert years == [kr(338_000), kr(388_000), kr(363_000)]
    assert granting.book(world).revised == kr(1_089_000)
    assert granting.book(world, "mentor").revised == kr(375_000)
    assert granting.book(world, "role_model", 2014).remaining == kr(138_000)


def test_a_municipality_whose_amounts_nobody_knows_fills_in_its_first_version(world, grant):
    granting.opened(world, "baekby")
    assert (granting.amounts(world, "baekby"), granting.book(world, slug="baekby").revised) == ({}, kr(0))

    first = granting.drafted(world, {("mentor", 2014): 90_000}, slug="baekby", kind="initial", reason="")
    assert granting.sent(world, first, "baekby") == State.ASKED
    assert granting.amounts(world, "baekby") == {}
    granting.decided(world, first)

    assert granting.amounts(world, "baekby") == {("mentor", 2014): 90_000}
    assert granting.amounts(world) == TABLE


@pytest.mark.parametrize(
    ("moved", "state"),
    [(10_000, State.APPROVED), (10_001, State.ASKED)],
)
def test_a_transfer_counts_by_itself_until_it_is_above_the_threshold(world, grant, moved, state):
    draft = granting.drafted(
        world, {("parent", 2014): 100_000 - moved, ("role_model", 2014): 138_000 + moved}
    )

    assert granting.sent(world, draft) == state
    assert granting.book(world, "parent", 2014).revised == kr(
        100_000 - (moved if state == State.APPROVED else 0)
    )
    assert granting.book(world, "parent", 2014).initial == kr(100_000)


def test_many_small_transfers_come_to_the_same_as_a_large_one(world, grant):
    first = granting.drafted(world, {("parent", 2014): 92_000, ("role_model", 2014): 146_000})
    assert granting.sent(world, first) == State.APPROVED
    second = granting.drafted(world, {("parent", 2014): 84_000, ("role_model", 2014): 154_000})

    assert granting.sent(world, second) == State.ASKED


@pytest.mark.parametrize(
    ("kind", "changes", "new"),
    [
        ("carry_over", {("mentor", 2014): 149_000, ("mentor", 2015): 126_000}, None),
        ("change", {("mentor", 2014): 151_000}, None),
        ("transfer", {("mentor", 2014): 149_000}, ("Lokaler", {2014: 1_000})),
        ("transfer", {("mentor", 2014): 151_000}, None),
    ],
)
def test_other_years_more_money_and_new_lines_are_decided_by_the_office(world, grant, kind, changes, new):
    draft = granting.drafted(world, changes, kind=kind, new=new)

    assert granting.sent(world, draft) == State.ASKED
    assert granting.amounts(world) == TABLE
    granting.decided(world, draft)
    told = {(new[0], year): one for year, one in new[1].items()} if new else {}
    assert granting.amounts(world) == TABLE | changes | told


def test_the_threshold_is_the_concept_files(world):
    granting.load(world, material_percent=20)
    granting.opened(world)
    draft = granting.drafted(world, {("parent", 2014): 80_000, ("role_model", 2014): 158_000})

    assert granting.sent(world, draft) == State.APPROVED


def test_a_refusal_says_why_and_leaves_what_counts(world, grant):
    draft = granting.drafted(world, {("mentor", 2014): 200_000}, kind="change")
    granting.sent(world, draft)
    with pytest.raises(Refused) as wordless:
        granting.decided(world, draft, approved=False)
    granting.decided(world, draft, approved=False, words="Rammen er brugt")

    assert wordless.value.refusal.field == "words"
    assert granting.amounts(world) == TABLE
    with pytest.raises(Refused, match="allerede svaret"):
        granting.decided(world, draft)
    again = granting.drafted(world, {("mentor", 2014): 160_000}, kind="change")
    assert again.number == draft.number + 1


def test_while_one_waits_no_other_is_written_and_what_was_sent_stays(world, grant):
    draft = granting.drafted(world, {("mentor", 2014): 160_000}, kind="change")
    granting.sent(world, draft)

    with pytest.raises(Refused, match="venter på programkontoret"):
        granting.drafted(world, {("mentor", 2014): 170_000}, kind="change")
    with pytest.raises(Refused, match="bliver, som den er"):
        granting.sent(world, draft)


def test_only_the_lead_sends_and_only_the_office_decides(world, grant):
    from samspil.economy.actions import budget, decisions

    draft = granting.drafted(world, {("mentor", 2014): 160_000}, kind="change")
    told = {"at": world.at, "on": granting.TODAY}
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        budget.send_budget(by=by, version_id=draft.id, **told)
    with world.as_("programme_office") as by, pytest.raises(Missing):
        decisions.decide(by=by, thing_id=draft.id, approved=True, **told)
    granting.sent(world, draft)
    with world.as_("municipal_lead", "aaby") as by, pytest.raises(Refused):
        decisions.decide(by=by, thing_id=draft.id, approved=True, **told)
    for cast, slug in (("municipal_lead", "baekby"), ("coordinator", "baekby")):
        with world.as_(cast, slug) as by, pytest.raises(Missing):
            budget.drop_budget(by=by, at=world.at, version_id=draft.id)
    granting.decided(world, draft)
    assert granting.book(world, "mentor", 2014).revised == kr(160_000)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "initial"}, "kind"),
        ({"reason": " "}, "reason"),
        ({"new": ("", {2014: 1})}, "new_title"),
        ({"new": ("Anders 22334455", {2014: 1})}, "new_title"),
        ({"new": ("mentorforløb", {2014: 1})}, "new_title"),
    ],
)
def test_a_change_says_what_it_is_and_why(world, grant, told, field):
    with pytest.raises(Refused) as refused:
        granting.drafted(world, {("mentor", 2014): 149_000}, **told)

    assert refused.value.refusal.field == field


def test_the_database_keeps_versions_whatever_the_code_does(world, grant):
    from samspil.economy.models.budget import BudgetAmount, BudgetLine, BudgetVersion
    from samspil.economy.models.decisions import GrantDecision
    from samspil.trust.audit import writing

    draft = granting.drafted(world, {("mentor", 2014): 160_000}, kind="change")
    office = world.tenant("kontoret")
    lead = world.member("municipal_lead", "aaby").account_id
    rows = BudgetVersion.objects
    sends = {"sent_by_id": lead, "sent_on": granting.TODAY, "shown_to": office}
    decides = {
        "tenant_id": office,
        "about": "budget",
        "approved": True,
        "decided_on": granting.TODAY,
        "decided_by_id": world.member("programme_office").account_id,
    }
    lines = granting.lines(world)

    def wrong(write, cast="municipal_lead", slug="aaby"):
        with world.as_(cast, slug), writing(), pytest.raises(IntegrityError), transaction.atomic():
            write()

    wrong(
        lambda: rows.filter(id=draft.id).update(state="approved", **sends)
    )  # a change is never the lead's alone
    wrong(lambda: rows.filter(id=draft.id).update(state="asked", builds_on=0, **sends))
    wrong(lambda: rows.filter(id=draft.id).update(state="asked", **{**sends, "shown_to": uuid.uuid4()}))
    wrong(
        lambda: GrantDecision.objects.create(
            thing_id=draft.id, municipality_id=world.tenant("aaby"), **decides
        ),
        "programme_office",
        None,
    )
    granting.sent(world, draft)
    wrong(lambda: rows.filter(id=draft.id).update(kind="transfer"))
    wrong(lambda: BudgetAmount.objects.filter(version_id=draft.id).update(amount=kr(1)))
    wrong(lambda: BudgetAmount.objects.filter(version_id=draft.id).delete())
    wrong(lambda: BudgetLine.objects.filter(id=lines["mentor"]).delete())
    wrong(
        lambda: GrantDecision.objects.create(
            thing_id=draft.id, municipality_id=world.tenant("baekby"), **decides
        ),
        "programme_office",
        None,
    )
    granting.decided(world, draft)
    assert granting.book(world, "mentor", 2014).revised == kr(160_000)


def test_a_draft_written_before_another_counted_is_written_anew(world, grant):
    from samspil.economy.models.budget import BudgetVersion
    from samspil.trust.audit import writing

    draft = granting.drafted(world, {("mentor", 2014): 160_000}, kind="change")
    with world.as_("municipal_lead", "aaby"), writing():
        BudgetVersion.objects.filter(id=draft.id).update(builds_on=0, kind="initial")

    with pytest.raises(Refused, match="Skriv ændringen på ny"):
        granting.sent(world, draft)


def test_money_received_and_repaid_is_added_up_and_what_is_wrong_is_struck_out(world, grant):
    from samspil.economy.actions.budget import record_payment, strike_payment
    from samspil.economy.models.budget import GrantPayment
    from samspil.economy.queries import budget
    from samspil.trust.audit import writing

    def paid(by, kroner, kind="instalment", paid_on=granting.TODAY):
        told = {"kind": kind, "amount": kr(kroner), "paid_on": paid_on}
        return record_payment(by=by, at=world.at, on=granting.TODAY, **told)

    with world.as_("municipal_lead", "aaby") as by:
        paid(by, 338_000)
        wrong = paid(by, 388_000)
        paid(by, 1_000, "repayment")
        strike_payment(by=by, at=world.at, on=granting.TODAY, payment_id=wrong.id)
        assert budget.received(grant) == kr(337_000)
        for told, field in (
            ({"kroner": 0}, "amount"),
            ({"kroner": 1, "paid_on": ground.TODAY.replace(year=2015)}, "paid_on"),
        ):
            with pytest.raises(Refused) as refused:
                paid(by, **told)
            assert refused.value.refusal.field == field
        with pytest.raises(Missing):
            strike_payment(by=by, at=world.at, on=granting.TODAY, payment_id=wrong.id)
        for change in ({"amount": kr(1)}, {"struck_on": None}):
            with writing(), pytest.raises(IntegrityError), transaction.atomic():
                GrantPayment.objects.filter(id=wrong.id).update(**change)


def test_a_grant_is_opened_once_with_numbers_that_are_numbers(world, grant):
    with pytest.raises(Refused, match="åbnet"):
        granting.opened(world)
    with pytest.raises(Refused) as refused:
        granting.opened(world, "baekby", cvr="1234")
    assert refused.value.refusal.field == "cvr"
    granting.opened(world, "baekby", cvr="12345678", ean="5790000000000")
