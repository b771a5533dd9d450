"""Giving letters to their carrier, and writing down what came of each: the same for whatever goes out."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

from samspil.delivery.actions.letters import Letters
from samspil.interfaces.sending.shape import Message, NotNow, NotThere, Sender
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.trust.scope import scope

log = logging.getLogger("samspil.worker")
Found = TypeVar("Found")
MOST_IN_A_ROW = 3
"""After so many letters in a row that could not be sent the carrier is left alone until the next round."""

STRANDED = timedelta(minutes=10)
"""How long a worker may have a letter in hand before it is taken for dead."""


def posted(
    actor: Actor,
    at: datetime,
    on: date,
    letters: Letters,
    *,
    claim: Callable[[], Found | None],
    message: Callable[[Found], Message],
    carrier: Callable[[Found], Sender | None],
) -> int:
    """Claim and send until nothing is left, another worker has it, or the carrier takes nothing; how many
    were taken.

    `claim` raises Missing where there is nothing more to claim, and gives None where one does not go now.
    """
    sent = failed = 0
    while failed < MOST_IN_A_ROW:
        try:
            with scope(actor):
                found = claim()
        except Missing:
            break
        if found is None:
            continue
        taken = carried(actor, at, on, carrier(found), message(found), letters)
        sent, failed = sent + taken, 0 if taken else failed + 1
    return sent


def looked_after(
    actor: Actor, at: datetime, letters: Letters, stranded: Callable[[], Iterable[uuid.UUID]]
) -> None:
    """See to the letters that a dead worker left."""
    with scope(actor):
        found = stranded()
    for letter in found:
        again = settled(actor, partial(letters.look_after, by=actor, at=at, letter=letter))
        log.warning("sending: letter %s was left behind; %s", letter, "queued" if again else "not sent again")


def first_of(key: Found | None) -> Found:
    """What waits first. Raises Missing where nothing waits."""
    if key is None:
        raise Missing
    return key


def carried(
    actor: Actor, at: datetime, on: date, carrier: Sender | None, message: Message, letters: Letters
) -> bool:
    """Give one letter to its carrier and write down what came of it. Whether it was taken."""
    letter = message.key

    def leaving() -> None:
        with scope(actor):
            letters.hand_over(by=actor, at=at, on=on, letter=letter)

    try:
        if carrier is None:
            raise NotNow
        carrier.send(message, leaving=leaving)
    except (NotNow, Missing) as problem:
        log.warning("sending: letter %s waits (%s)", letter, type(problem).__name__)
        settled(actor, lambda: letters.give_back(by=actor, at=at, letter=letter))
    except NotThere as problem:
        log.error("sending: letter %s was refused (%s)", letter, problem)
        settled(actor, lambda: letters.give_up(by=actor, at=at, letter=letter, is_known=True))
    except Exception as problem:  # whatever it was, nobody knows whether the message was taken
        log.error("sending: letter %s may have gone out or not (%s)", letter, type(problem).__name__)
        settled(actor, lambda: letters.give_up(by=actor, at=at, letter=letter, is_known=False))
    else:
        settled(actor, lambda: letters.mark_sent(by=actor, at=at, on=on, letter=letter))
        return True
    return False


def settled(actor: Actor, write: Callable[[], object]) -> object:
    """Write down what came of a letter; one that was dropped meanwhile needs nothing."""
    try:
        with scope(actor):
            return write()
    except Missing:
        return None
