"""Every address of the project with example values in it, for tests that walk them all."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

EXAMPLES = {"uuid": str(uuid.UUID(int=7)), "int": "7", "slug": "nothing", "str": "nothing"}


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern, an example of it, and its view."""

    pattern: str
    example: str
    view: Any


def every_address() -> Iterator[Address]:
    """Every pattern with made-up ids."""
    from samspil.interfaces.web.shared.doors import every_url

    for pattern, view in every_url():
        example = re.sub(r"<(?:(\w+):)?\w+>", lambda one: EXAMPLES[one.group(1) or "str"], pattern)
        yield Address(pattern, example.replace("\\Z", ""), view)
