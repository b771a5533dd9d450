"""What every way of sending promises: the contract for the two that are shipped and for any other.

`send` gives the message to whoever carries it, once, and returns only when it was taken. It calls
`leaving` exactly once, at the last moment before the message could be taken, and sends nothing if that
raises. It ends, one way or the other, within `TIMEOUT_S` for each of its steps. It never logs the
address or the words. What it raises says what is known:

- `NotNow`: surely not taken, and another try may help (out of reach, told to wait);
- `NotThere`: surely not taken, and another try will not help (no such address);
- anything else after `leaving`: nobody knows, so nobody sends it again.

`Message.key` is the same for the same letter for ever; a carrier that can refuse a key it has had is to
be given it (by mail it is the Message-ID). A text message has no subject, may be longer than one part of
160 characters (70 where the alphabet is not that of GSM 03.38), and shows a sender that says nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

TIMEOUT_S = 20


class NotNow(Exception):
    """It was surely not taken; another try may help."""


class NotThere(Exception):
    """It was surely not taken, and no other try will help."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address. Neither address nor words are ever shown when it is printed."""

    key: uuid.UUID
    role: str
    language: str
    address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)


class Sender(Protocol):
    """One way of sending, by mail or by text message."""

    def send(self, message: Message, *, leaving: Callable[[], None]) -> None:
        """Give the message to whoever carries it."""
