"""Two at one contribution at the same moment, really committed: one comes first, the other reads a sentence.

Red before: the database refused the second one, which was an error of ours on the page.
"""

from __future__ import annotations

import pytest
from django.utils.translation import override
from tests.delivery import ground
from tests.delivery.test_moves_raced import at_once
from tests.governance import sharing, steering
from tests.governance.test_agendas_raced import while_it_waits
from tests.world import built

from samspil.kernel.errors import Refused

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def world(server):
    found = built()
    ground.load(found)
    steering.found(found)
    return found


def refused(act):
    """What somebody reads who comes second."""
    said = []

    def work():
        with override("da"):
            try:
                act()
            except Refused as problem:
                said.append(str(problem))
                raise

    return work, said


@pytest.mark.parametrize("second", ["withdraw", "withdraw as the office", "correct", "answer"])
def test_who_comes_after_it_was_withdrawn_reads_a_sentence(world, second):
    row = sharing.shared(world, "question")
    office = {"slug": "kontoret", "cast": "programme_office", "because": "wrong"}
    acts = {
        "withdraw": lambda: sharing.withdrawn(world, row.id, because="wrong"),
        "withdraw as the office": lambda: sharing.withdrawn(world, row.id, **office),
        "correct": lambda: sharing.corrected(world, row.id, words="Vi lod dem mødes to gange om ugen."),
        "answer": lambda: sharing.shared(world, slug="baekby", answers=row.id),
    }
    work, said = refused(acts[second])

    assert while_it_waits(lambda: sharing.withdrawn(world, row.id), work) == ["Refused"]
    assert said == [
        "Det er trukket tilbage imens, og ingen læser det mere. Del det igen, hvis det er nødvendigt."
    ]


def test_two_who_withdraw_at_once_withdraw_it_once(world):
    row = sharing.shared(world)
    withdraw = [lambda: sharing.withdrawn(world, row.id)] * 2
    came = at_once(*withdraw)
    assert came.count("done") == 1
    assert set(came) <= {"done", "Refused", "Missing"}


def test_two_who_put_it_right_at_once_make_two_versions(world):
    from samspil.governance.queries import knowledge

    row = sharing.shared(world)
    acts = [
        lambda words=words: sharing.corrected(world, row.id, words=f"Vi lod dem mødes {words} om ugen.")
        for words in ("en gang", "to gange")
    ]
    assert at_once(*acts) == ["done", "done"]
    with world.as_("coordinator", "aaby") as by:
        network = knowledge.network_of(by)
        one = knowledge.contribution(by, network, row.id)
        assert [each.number for each in knowledge.versions(by, network, one)] == [3, 2, 1]


def test_what_was_withdrawn_first_is_put_right_no_more(world):
    row = sharing.shared(world)
    came = while_it_waits(
        lambda: sharing.corrected(world, row.id, words="Vi lod dem mødes to gange."),
        lambda: sharing.withdrawn(world, row.id),
    )
    assert came == ["done"]
