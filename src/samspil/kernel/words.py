"""What is said to people: a text, or one that is translated the moment it is shown."""

from __future__ import annotations

from typing import Protocol


class Words(Protocol):
    """Anything that becomes a sentence when it is shown."""

    def __str__(self) -> str: ...
