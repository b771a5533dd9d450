"""Prints what would be sent: to which role and the neutral words. No address, no link, no name."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from samspil.interfaces.sending.shape import Message

_AFTER_THE_HASH = re.compile(r"#\S+")
_A_CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")


class Console:
    """For the demo: nothing leaves the machine."""

    def send(self, message: Message, *, leaving: Callable[[], None]) -> None:
        """One line on standard output. What opens something is left out of it."""
        leaving()
        text = _A_CODE.sub("…", _AFTER_THE_HASH.sub("#…", message.text))
        said = " ".join(text.split())
        heading = f"{message.role}: {message.subject} – " if message.subject else f"{message.role}: "
        sys.stdout.write(f"{heading}{said}\n")
        sys.stdout.flush()
