"""Many who guess at once get five tries between them, counted by the database."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from tests.delivery import ground, opening
from tests.world import built

from samspil.trust import links
from samspil.trust.scope import scope


@pytest.mark.proves("G22")
def test_of_twenty_guesses_at_once_five_are_compared_and_the_code_is_closed(own_database: Any) -> None:
    from django.db import connections

    from samspil.delivery.actions import own_page

    world = built()
    made = ground.course(world, "aaby", ground.load(world))
    handed = opening.own_page(world, made)
    holder = links.holder(handed.made.link)
    start, outcomes = threading.Barrier(20), []

    def guess() -> None:
        start.wait()
        try:
            with scope(holder):
                outcomes.append(own_page.enter_own_page(by=holder, at=world.at, typed="0000000000").tried)
        except Exception as problem:
            outcomes.append(f"{type(problem).__name__}: {problem}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess) for _each in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(outcomes) == ["closed"] * 16 + ["wrong"] * 4  # the fifth wrong one closes it
    with scope(holder):
        assert own_page.enter_own_page(by=holder, at=world.at, typed=handed.code).tried == "closed"
