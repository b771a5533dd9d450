"""Giving one letter to its carrier, and writing down what came of it: the same for whatever goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from samspil.interfaces.sending.shape import Message, NotNow, NotThere, Sender
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.trust.scope import scope

log = logging.getLogger("samspil.worker")


def carried(
    actor: Actor, at: datetime, on: date, carrier: Sender | None, message: Message, actions: Any
) -> bool:
    """Give one letter to its carrier and write down what came of it. Whether it was taken.

    `actions` is the module that writes such letters down: hand_over, give_back, give_up, mark_sent.
    """
    letter = message.key

    def leaving() -> None:
        with scope(actor):
            actions.hand_over(by=actor, at=at, on=on, letter=letter)

    try:
        if carrier is None:
            raise NotNow
        carrier.send(message, leaving=leaving)
    except (NotNow, Missing) as problem:
        log.warning("sending: letter %s waits (%s)", letter, type(problem).__name__)
        settled(actor, lambda: actions.give_back(by=actor, at=at, letter=letter))
    except NotThere as problem:
        log.error("sending: letter %s was refused (%s)", letter, problem)
        settled(actor, lambda: actions.give_up(by=actor, at=at, letter=letter, is_known=True))
    except Exception as problem:  # whatever it was, nobody knows whether the message was taken
        log.error("sending: letter %s may have gone out or not (%s)", letter, type(problem).__name__)
        settled(actor, lambda: actions.give_up(by=actor, at=at, letter=letter, is_known=False))
    else:
        settled(actor, lambda: actions.mark_sent(by=actor, at=at, on=on, letter=letter))
        return True
    return False


def settled(actor: Actor, write: Callable[[], object]) -> object:
    """Write down what came of a letter; one that was dropped meanwhile needs nothing."""
    try:
        with scope(actor):
            return write()
    except Missing:
        return None
