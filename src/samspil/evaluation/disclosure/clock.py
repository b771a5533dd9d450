"""A limit of time, of which the search may have a part."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

WRITING = 0.03
"""Which part of a limit of time is for the certificate and the files."""


class Clock:
    """When the time is out: for the search, which may have a part of it, and for everything."""

    def __init__(
        self, seconds: float | None, part: float = 1.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.now, began = now, now()
        every = math.inf if seconds is None else (1 - WRITING) * seconds
        self.ends, self.latest = began + part * every, began + every

    def left(self) -> float:
        return self.ends - self.now()

    def is_over(self) -> bool:
        return self.left() < 0

    def go_on(self, kept: float) -> None:
        """The rest of the time, but for what is kept of it."""
        self.ends = self.latest - kept
