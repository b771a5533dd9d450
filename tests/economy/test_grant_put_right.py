"""What was once left behind: a sum that could not be taken over again, a question nobody could answer any
more, and words about a person in what is sent about money."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.delivery import ground
from tests.economy import granting
from tests.economy.test_proposals import proposed, taken, visit_hours

from samspil.kernel.errors import Missing, Refused

PERSON = "Vi gjorde det for Yusuf Demir"


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    found = granting.load(world)
    granting.opened(world)
    return found


def asked_of(world, row):
    from samspil.economy.queries import vouchers

    with world.as_("coordinator", "aaby"):
        return vouchers.asking_of(row)


def office_waits(world):
    from samspil.economy.queries import decisions, waiting

    with world.as_("programme_office") as by:
        listed = [one.id for one in decisions.asked_things(by) if one.decided_on is None]
        return len(listed), waiting.costs_to_decide(by, granting.TODAY).count()


def test_a_sum_whose_voucher_was_taken_back_is_taken_over_again_and_once(world, concept_id):
    visit_hours(world, concept_id, date(2014, 10, 7), minutes=120, fee=100_000, kilometres=0)
    (one,) = proposed(world).values()
    first = taken(world, one)
    granting.proved(world, first)
    granting.answered(world, first)
    back = granting.taken_back(world, first)
    (still,) = proposed(world).values()
    with pytest.raises(Refused, match="allerede et bilag"):
        taken(world, one)
    granting.answered(world, back)
    (free,) = proposed(world).values()
    again = taken(world, one)

    assert (still.voucher_id, free.voucher_id) == (first.id, None)
    assert (again.number, again.amount) == (3, first.amount)
    assert proposed(world)[one.name, one.month, one.kind].voucher_id == again.id
    with pytest.raises(Refused, match="allerede et bilag"):
        taken(world, one)


def test_the_database_lets_one_sum_stand_in_one_voucher(world, concept_id):
    """Whoever goes past the rule meets the same: another supplier and amount make it no other sum."""
    from samspil.economy.models.vouchers import Voucher
    from samspil.trust.audit import writing

    visit_hours(world, concept_id, date(2014, 10, 7), minutes=120, fee=100_000, kilometres=0)
    (one,) = proposed(world).values()
    row = taken(world, one)
    with world.as_("coordinator", "aaby"), writing():
        copy = Voucher.objects.get(id=row.id)
        copy.id, copy.number, copy.supplier_hash = uuid.uuid4(), 2, "another"
        with pytest.raises(IntegrityError, match="voucher already"), transaction.atomic():
            copy.save(force_insert=True)


def test_a_cost_question_leaves_the_office_when_the_lead_refuses_its_voucher(world, concept_id):
    row = granting.written(world, granting.cost(world, cost_type="other", reason="Nødvendigt"))
    asking = asked_of(world, row)
    before = office_waits(world)
    granting.answered(world, row, "refused", "talk")

    assert (before, office_waits(world)) == ((1, 1), (0, 0))
    with pytest.raises(Missing):
        granting.decided(world, asking)
    page = world.client("programme_office").get("/o/grant/decisions").content.decode()
    assert str(asking.id) not in page


def test_what_the_office_answered_about_a_cost_stays_when_its_voucher_is_refused(world, concept_id):
    row = granting.written(world, granting.cost(world, cost_type="other", reason="Nødvendigt"))
    asking = asked_of(world, row)
    granting.decided(world, asking, approved=True)
    granting.answered(world, row, "refused", "talk")
    with world.as_("programme_office") as by:
        from samspil.economy.queries import decisions

        assert decisions.asked_thing(by, asking.id).approved is True


def test_the_database_takes_no_question_back_while_its_voucher_can_be_approved(world, concept_id):
    """And refuses no voucher whose question the office would be left with."""
    from samspil.trust.audit import writing

    row = granting.written(world, granting.cost(world, cost_type="other", reason="Nødvendigt"))
    asking = asked_of(world, row)
    with world.as_("coordinator", "aaby"), writing():
        asking.reason = b"another"
        with pytest.raises(IntegrityError), transaction.atomic():
            asking.save(update_fields=["reason"])
    with world.as_("municipal_lead", "aaby") as by, writing():
        row.state, row.refused_because = "refused", "talk"
        row.decided_by_id, row.decided_on = by.account_id, granting.TODAY
        with pytest.raises(IntegrityError, match="question"), transaction.atomic():
            row.save(update_fields=["state", "refused_because", "decided_by", "decided_on"])


@pytest.mark.parametrize("words", [PERSON, "Ring 12 34 56 78", "Skriv til a@b.dk"])
def test_words_about_a_person_are_sent_nowhere_with_money(world, concept_id, words):
    row = granting.spent(world, granting.cost(world))
    draft = granting.drafted(world, {("role_model", 2014): 5_000}, kind="change")
    granting.sent(world, draft)
    said = {}
    for field, act in {
        "words": lambda: granting.decided(world, draft, approved=False, words=words),
        "reason": lambda: granting.written(
            world, granting.cost(world, cost_type="other", supplier="B", reason=words)
        ),
        "why": lambda: granting.taken_back(world, row, words),
    }.items():
        with pytest.raises(Refused) as refused:
            act()
        said[field] = refused.value.refusal.field
    granting.decided(world, draft)
    with pytest.raises(Refused) as refused:
        granting.drafted(world, {("role_model", 2014): 6_000}, kind="change", reason=words)

    assert said == {"words": "words", "reason": "reason", "why": "why"}
    assert refused.value.refusal.field == "reason"


def test_the_programmes_own_names_and_amounts_are_no_persons(world, concept_id):
    draft = granting.drafted(
        world,
        {("role_model", 2014): 5_000},
        kind="change",
        reason="Åby Kommune mangler 12.500 kr. i 2014, som Programkontoret skrev",
    )
    assert granting.sent(world, draft) == "asked"


def test_a_refused_word_stands_beside_its_field_and_what_was_typed_is_kept(world, concept_id):
    draft = granting.drafted(world, {("role_model", 2014): 5_000}, kind="change")
    granting.sent(world, draft)
    client = world.client("programme_office")
    sent = client.post(f"/o/grant/decisions/{draft.id}", {"answer": "refused", "words": PERSON})
    page = sent.content.decode()

    assert sent.status_code == 422
    assert re.search(r"<textarea[^>]*>\s*" + PERSON, page)
    assert ground.TODAY == granting.TODAY
