"""A worker that dies, and three at once: a letter goes once, or not at all where nobody can know."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.reminding import day, owing, told, write
from tests.interfaces.cli.postbox import Postbox, postbox
from tests.interfaces.cli.test_posting import waited

ROOT = Path(__file__).resolve().parents[3]

WORKER = """
import os, signal, sys
import django
django.setup()
from datetime import date, datetime
from django.conf import settings
from samspil.interfaces.cli import posting
from samspil.interfaces.sending.smtp import Smtp

settings.SAMSPIL_MAIL = "smtp"
settings.SAMSPIL_MAIL_SERVER = {"host": "127.0.0.1", "port": int(sys.argv[1]), "tls": "off",
                                "sender": "besked@samspil.example", "timeout_s": 5}
dies, at = sys.argv[2], datetime.fromisoformat(sys.argv[3])
talk, leave = Smtp._talk, Smtp._leave

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def talking(self, *given):
    if dies == "after the claim":
        die()
    talk(self, *given)

def leaving(self, *given):
    if dies == "before the text":
        die()
    leave(self, *given)
    if dies == "after the text":
        die()

Smtp._talk, Smtp._leave = talking, leaving
print(posting.post(at=at, on=at.date()))
"""


def working(database: str, box: Postbox, dies: str = "") -> subprocess.Popen[str]:
    """A worker's round in a process of its own, on a copy of the database."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(box.port), dies, ground.at_day(day(0)).isoformat()],
        env={**os.environ, "SAMSPIL_DATABASE_NAME": database, "PYTHONPATH": str(ROOT / "src")},
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def work(database: str, box: Postbox, dies: str = "") -> subprocess.CompletedProcess[str]:
    """The same, to its end."""
    process = working(database, box, dies)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


DEATHS = {
    # where it dies: received before it is looked after, and in the end; the state at death and in the end
    "after the claim": (0, 1, "sending", "sent"),
    "before the text": (0, 0, "handing", "failed"),
    "after the text": (1, 1, "handing", "failed"),
}


@pytest.mark.parametrize("dies", DEATHS)
def test_a_worker_that_is_killed_never_makes_a_letter_go_twice(
    own_database: str, server: Any, dies: str
) -> None:
    from tests.trust import committed
    from tests.world import built

    world = built()
    made = owing(world, "aaby", ground.load(world))
    write(world, day(0))
    before, after, at_death, at_last = DEATHS[dies]
    with postbox() as box:
        killed = work(own_database, box, dies)
        assert (killed.returncode, len(box.taken)) == (-9, before), killed.stderr
        assert told(world, made) == [("today", "mentor", at_death)]

        early = work(own_database, box)
        assert (early.returncode, early.stdout, len(box.taken)) == (0, "0\n", before), early.stderr
        assert told(world, made) == [("today", "mentor", at_death)], "a living worker keeps its letter"

        waited(world, minutes=11)
        later = [work(own_database, box) for _twice in range(2)]
        assert [one.returncode for one in later] == [0, 0], later[0].stderr
        assert (len(box.taken), told(world, made)) == (after, [("today", "mentor", at_last)])
        assert len(set(box.ids)) == len(box.ids)
    committed._forget_how_far_it_was_sealed()


LINK_DEATHS = {"after the claim": (0, "sending", "sent"), "after the text": (1, "handing", "failed")}


@pytest.mark.parametrize("dies", LINK_DEATHS)
def test_a_link_whose_worker_is_killed_goes_once_and_the_one_that_arrived_opens(
    own_database: str, server: Any, dies: str
) -> None:
    from tests.delivery.test_links_sent import ask, reachable, state_of
    from tests.trust import committed
    from tests.world import built

    from samspil.kernel.errors import Missing
    from samspil.trust import links
    from samspil.trust.models import Link

    world = built()
    made = reachable(world, owing(world, "aaby", ground.load(world)))
    ask(world, made)
    before, at_death, at_last = LINK_DEATHS[dies]
    with postbox() as box:
        assert work(own_database, box, dies).returncode == -9
        assert (len(box.taken), state_of(world, made)) == (before, [at_death])
        waited(world, minutes=11)
        later = [work(own_database, box) for _twice in range(2)]

    assert [one.returncode for one in later] == [0, 0], later[0].stderr
    assert (len(box.taken), state_of(world, made)) == (1, [at_last])
    token = box.taken[0].get_content().split("#")[1].split()[0]
    with links.found(token, kind="measurement") as link:
        assert link.thing_id == made.measurement_id
    with world.as_("coordinator", "aaby"):
        every = Link.objects.filter(thing_id=made.measurement_id)
        assert [one.id for one in every.filter(revoked_at__isnull=True)] == [link.id], "no other is left open"
        assert every.count() == (2 if dies == "after the claim" else 1)
    with pytest.raises(Missing), links.found(token[:-1] + "x", kind="measurement"):
        pass
    committed._forget_how_far_it_was_sealed()


def test_three_workers_at_once_send_each_letter_once(own_database: str, server: Any) -> None:
    from tests.trust import committed
    from tests.world import built

    world = built()
    concept_id = ground.load(world)
    made = [
        owing(world, slug, concept_id, due=due, **how)
        for slug in ("aaby", "baekby")
        for due, how in ((day(0), {}), (day(0), {"mentor": "other_mentor"}), (day(-14), {}))
    ]
    write(world, day(0))
    with postbox() as box:
        started = [working(own_database, box) for _each in range(3)]
        for one in started:
            assert one.wait(120) == 0

    everybody = sorted(f"{cast}@{slug}.example" for slug in ("aaby", "baekby") for cast in TOLD)
    assert (sorted(box.to), len(set(box.ids))) == (everybody, len(everybody))
    assert {state for one in made for _step, _cast, state in told(world, one)} == {"sent"}
    committed._forget_how_far_it_was_sealed()


TOLD = ("coordinator", "deputy", "mentor", "other_mentor")
