"""Five hundred of a group send within a minute, from one address, and not one is lost."""

from __future__ import annotations

import re
import threading
import time

import pytest
from django.test import Client
from tests.delivery import asking_groups as groups
from tests.delivery import ground, visiting
from tests.world import built

PUPILS, AT_ONCE = 500, 8
WITHIN_S = 3 * 60
"""The issue's minute is what a bench prints; a test gates at three times it."""


@pytest.mark.usefixtures("own_database")
def test_five_hundred_open_and_send_the_form_at_one_address_and_none_is_lost() -> None:
    from django.db import connections

    from samspil.delivery.models.pupils import PupilRound, PupilSheet, PupilTally

    world = built()
    made = visiting.series(world, "aaby", ground.load(world))
    visit = visiting.held(world, made, 1, ground.TODAY)
    link = groups.shown(world, visit, ground.TODAY)
    chosen = {f"answer_{code}": value for code, value in groups.FULL.items() if value}
    left, lock, outcomes = list(range(PUPILS)), threading.Lock(), []

    def pupils() -> None:
        try:
            while True:
                with lock:
                    if not left:
                        return
                    number = left.pop()
                client = Client(REMOTE_ADDR="203.0.113.9")
                secret = {"token": link.token} if number % 2 else {"code": link.code}
                page = client.post("/a/form", secret)
                key = re.search(r'name="sheet" value="([^"]+)"', page.content.decode())
                sheet = key[1] if key else ""
                sent = client.post("/a/form", {"token": link.token, "sheet": sheet, "send": "yes", **chosen})
                outcomes.append((page.status_code, sent.status_code))
        finally:
            connections.close_all()

    began = time.monotonic()
    threads = [threading.Thread(target=pupils) for _each in range(AT_ONCE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = time.monotonic() - began
    print(f"{PUPILS} pupils, {AT_ONCE} at once: {took:.1f} s, {PUPILS / took:.0f} a second")

    assert outcomes == [(200, 302)] * PUPILS
    with world.as_("coordinator", "aaby"):
        assert PupilRound.objects.get(visit_id=visit.id).answered == PUPILS
        assert PupilSheet.objects.count() == PUPILS
        given = PupilTally.objects.filter(round__visit_id=visit.id, count__gt=0)
        assert sorted(given.values_list("item", "choice", "count")) == sorted(
            (code, value, PUPILS) for code, value in groups.FULL.items() if value
        )
    assert took < WITHIN_S
