"""Vouchers asked about and answered by two at once: one of them is told so, and nothing fails for either."""

from __future__ import annotations

import pytest
from tests.delivery.test_moves_raced import at_once
from tests.economy import asking, granting
from tests.economy.test_askings import danish  # noqa: F401
from tests.world import built

from samspil.economy.models.askings import VoucherAnswer, VoucherAsking


@pytest.mark.usefixtures("own_database")
def test_two_who_ask_or_answer_at_once_wait_for_each_other(server):
    world = built()
    granting.load(world)
    granting.opened(world)
    lines = ("mentor", "role_model", "parent")
    for line in lines:
        granting.spent(world, granting.cost(world, line=line, supplier=line))
    row = granting.signed(world, granting.drawn_up(world))

    for line in lines:
        asked = at_once(*[lambda line=line: asking.asked_about(world, row, line=line)] * 2)
        with world.as_("programme_office"):
            one = VoucherAsking.objects.get(line=line)
        answered = at_once(
            lambda one=one: asking.shown(world, one), lambda one=one: asking.not_shown(world, one)
        )

        assert (sorted(asked), sorted(answered)) == (["Refused", "done"], ["Refused", "done"])
        with world.as_("coordinator", "aaby"):
            answer = VoucherAnswer.objects.get(asking_id=one.id)
        assert [answer.is_shown, not answer.is_shown] == [each == "done" for each in answered]
        assert len(asking.seen(world, one)) == answer.count
