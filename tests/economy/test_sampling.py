"""A sample by a code: drawn anew without the software, on any day, in whatever order the rows come."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.economy import granting, reference_statements

from samspil.economy.rules import sampling

ITEMS = st.lists(
    st.tuples(st.integers(1, 9_999), st.integers(-500, 500)), max_size=40, unique_by=lambda one: one[0]
)


def listed(items):
    told = [
        {"number": number, "amount": f"{'-' if oere < 0 else ''}{abs(oere) // 100}.{abs(oere) % 100:02}"}
        for number, oere in items
    ]
    return json.dumps({"entries": told})


@given(ITEMS, st.text("abcæ1 ", min_size=1, max_size=12), st.integers(1, 30), st.randoms())
def test_both_ways_agree_with_a_draw_without_the_software(items, code, count, dice):
    whole = listed(items)
    digest = reference_statements.digest(f"sums of {whole}")
    mixed = list(items)
    dice.shuffle(mixed)

    drawn = sampling.drawn("random", mixed, code=code, digest=digest, count=count)
    assert list(drawn) == reference_statements.at_random(whole, digest, code, count)
    assert len(drawn) == min(count, len(items))
    by_amount = sampling.drawn("amounts", mixed, code=code, digest=digest, count=count)
    if any(oere > 0 for _number, oere in items):
        assert list(by_amount) == reference_statements.by_amount(whole, digest, code, count)
    else:
        assert by_amount == ()


def test_each_voucher_is_drawn_as_often_as_the_others_and_large_ones_more_often_by_amount():
    items = [(number, 10_000 if number == 1 else 1_000) for number in range(1, 41)]
    counts = {kind: [0] * 41 for kind in ("random", "amounts")}
    for number in range(2_000):
        for kind, found in counts.items():
            for one in sampling.drawn(kind, items, code=f"kode {number}", digest="x", count=4):
                found[one] += 1

    assert min(counts["random"][1:]) > 150
    assert max(counts["random"][1:]) < 250
    # 4 of 49,000 øre, 10,000 of them on the first: it is hit in 4 of 4.9 draws, each of the others in 1 of 12
    assert 1_550 < counts["amounts"][1] < 1_720
    assert min(counts["amounts"][2:]) > 100
    assert max(counts["amounts"][2:]) < 230


@pytest.mark.parametrize(
    ("code", "count", "kind"),
    [("", 1, "random"), ("x" * 41, 1, "random"), ("x", 0, "random"), ("x", 501, "random"), ("x", 1, "best")],
)
def test_no_code_no_count_and_no_way_are_refused(code, count, kind):
    assert sampling.must_be_a_code(code, count, kind) is not None


def test_a_signed_statement_gives_the_same_sample_whatever_is_booked_later(world):
    granting.load(world)
    granting.opened(world)
    dice = random.Random(4)
    for number in range(12):
        said = granting.cost(
            world, supplier=f"Firma {number}", amount=granting.Money.of_oere(dice.randrange(1, 90_000))
        )
        granting.spent(world, said)
    row = granting.signed(world, granting.drawn_up(world))
    client = world.client("auditor", "aaby")
    address = f"/o/grant/statements/{row.id}/sample?code=7-3-9&kind=random&count=5"

    def drawn():
        return client.get(address).context_data["page"]["rows"]

    before = [one["title"] for one in drawn()]
    granting.spent(world, granting.cost(world, supplier="Senere", amount=99))
    assert before == [one["title"] for one in drawn()]
    whole = granting.listed(world, row)
    assert before == [str(one) for one in reference_statements.at_random(whole, row.digest, "7-3-9", 5)]
    assert reference_statements.digest(row.contents) == row.digest
    assert reference_statements.digest(whole) == json.loads(row.contents)["list_digest"]
    assert world.client("auditor", "baekby").get(address).status_code == 404
