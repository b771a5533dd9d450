"""Whoever takes in a file and is killed in the middle has taken in nothing; two at once take it in once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

from tests.delivery import ground, kept
from tests.delivery.kept import ON

ROOT = Path(__file__).resolve().parents[2]

TAKER = """
import json, os, signal, sys
import django
django.setup()
from datetime import datetime
from uuid import UUID
from samspil.delivery.actions import history
from samspil.delivery.instruments.shipped import instrument
from samspil.delivery.rules.history import EarlierAnswers
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused
from samspil.trust.scope import scope

told = json.loads(sys.argv[1])
history.AT_A_TIME = 1
at, tool = datetime.fromisoformat(told["at"]), instrument("mentee", 1)
by = Actor(tenant_id=UUID(told["tenant"]), role="coordinator", purpose="coordination",
           account_id=UUID(told["account"]))
rows = tuple(
    EarlierAnswers(number, told["code"], key, datetime.fromisoformat(day).date(),
                   {one.code: 5 for one in tool.items})
    for number, (key, day) in enumerate(told["rows"], start=2)
)
with scope(by, lifetime_s=120):
    for done in history.taking_in(
        by=by, at=at, on=at.date(), draft_id=UUID(told["draft"]), tool=tool, rows=rows
    ):
        if done == told["dies"]:
            os.kill(os.getpid(), signal.SIGKILL)
print("taken")
"""


def taking(database: str, world: Any, code: str, draft: uuid.UUID, dies: int = 0) -> subprocess.Popen[str]:
    """Somebody who takes a draft in, in a process of their own, and may be killed after so many rows."""
    member = world.member("coordinator", "aaby")
    told = {
        "tenant": str(world.tenant("aaby")),
        "account": str(member.account_id),
        "code": code,
        "draft": str(draft),
        "at": world.at.isoformat(),
        "rows": [(key, day.isoformat()) for key, day in ON.items()],
        "dies": dies,
    }
    return subprocess.Popen(
        [sys.executable, "-c", TAKER, json.dumps(told)],
        env={**os.environ, "SAMSPIL_DATABASE_NAME": database, "PYTHONPATH": str(ROOT / "src")},
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_killed_in_the_middle_leaves_nothing_half_done_and_two_at_once_take_it_in_once(
    own_database: str,
) -> None:
    from tests.trust import committed
    from tests.world import built

    world = built()
    code = kept.code_of(world, kept.course(world, ground.load(world)))
    before, draft = kept.everything(world), kept.draft(world, "aaby", 3)

    killed = taking(own_database, world, code, draft, dies=2)
    _out, err = killed.communicate(timeout=120)
    assert killed.returncode == -9, err
    assert kept.everything(world) == before

    both = [taking(own_database, world, code, draft) for _each in range(2)]
    ends = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], ends
    sheets = kept.everything(world)[1]
    assert len(sheets) == 3
    committed._forget_how_far_it_was_sealed()
