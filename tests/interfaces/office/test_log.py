"""The log's words, and what the log controller is shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from samspil.interfaces.web.office.verbs import VERBS, said

ROOT = Path(__file__).resolve().parents[3]


def test_every_action_has_words_and_every_word_an_action() -> None:
    source = "\n".join(file.read_text() for file in (ROOT / "src" / "samspil").rglob("*.py"))

    verbs = set(re.findall(r'acting\(\s*"([a-z_.]+)"', source))

    assert verbs | {"read"} == set(VERBS)


def test_the_log_controller_sees_who_and_why_and_no_code_words(world: Any) -> None:
    world.client("coordinator", "aaby").get("/o/totals/")

    page = world.client("log_controller", "aaby").get("/o/log/").content.decode()

    assert str(said("denied:office:totals")) in page
    assert str(said("people.appoint")) in page
    assert "people.appoint" not in page
