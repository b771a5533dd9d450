"""The way of a letter once it was claimed: handed over, then marked or given back. The same for every kind.

What becomes of one when the worker dies in between is settled in docs/decisions/0020-reminders.md: before it
is handed over it is tried again, after that never.
"""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Now

from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import LetterState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, links

S = LetterState
AGAIN = timedelta(minutes=10)
"""How long something waits that could not be sent just now."""

ENOUGH = timedelta(hours=6)
"""How long a mail waits whose address was written to often enough today."""


class Letters(ABC):
    """One kind of letter. What differs is what it hangs on, when it is still wanted and how it goes back."""

    state, moved_at, link = "state", "moved_at", "link_id"
    marks_day = True
    """Whether the day on which it was sent is kept beside it."""

    @abstractmethod
    def hold(self, letter: uuid.UUID, *states: LetterState) -> tuple[Any, list[Any]]:
        """Everything that goes with a letter and stands in one of these states, held: the rows to change,
        and the same read. Raises Missing where there is none.
        """

    @abstractmethod
    def is_wanted(self, by: Actor, held: list[Any], on: date) -> bool:
        """Whether it is still to go, now that it is held."""

    @abstractmethod
    def again(self, by: Actor, at: datetime, rows: Any, held: list[Any], after: timedelta) -> None:
        """Back into the queue; `close` has been called."""

    def about(self, first: Any) -> tuple[models.Model, uuid.UUID | None]:
        """The row that the events are about, and whose data it is."""
        return first, None

    def hand_over(self, *, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
        """The last moment before the message leaves: from here on it is never sent again.

        Raises Missing when it is no longer wanted, or no longer this worker's.
        """
        refuse(may_send(by))
        with audit.acting("delivery.hand_over_letter", by=by, at=at) as act:
            rows, held = self._held(act, letter, S.SENDING)
            if not self.is_wanted(by, held, on):
                raise Missing
            self._move(rows, S.HANDING)

    def mark_sent(self, *, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
        """The message was taken."""
        refuse(may_send(by))
        with audit.acting("delivery.mark_sent", by=by, at=at) as act:
            rows, _held = self._held(act, letter, S.HANDING)
            self._move(rows, S.SENT, **({"sent_on": on} if self.marks_day else {}))

    def give_back(self, *, by: Actor, at: datetime, letter: uuid.UUID) -> None:
        """The message was surely not taken, for now: it waits and is tried again."""
        refuse(may_send(by))
        with audit.acting("delivery.give_back_letter", by=by, at=at) as act:
            rows, held = self._held(act, letter, S.SENDING, S.HANDING)
            self._close(held)
            self.again(by, at, rows, held, AGAIN)

    def give_up(self, *, by: Actor, at: datetime, letter: uuid.UUID, is_known: bool) -> None:
        """The message was refused for good, or nobody can say whether it was taken: it is not sent again.

        Where that is not known, a link in it goes on working, for it may have arrived.
        """
        refuse(may_send(by))
        with audit.acting("delivery.give_up_letter", by=by, at=at) as act:
            rows, held = self._held(act, letter, S.SENDING, S.HANDING, reason=_why(is_known))
            if is_known:
                self._close(held)
            self._move(rows, S.FAILED)

    def look_after(self, *, by: Actor, at: datetime, letter: uuid.UUID) -> bool:
        """A worker died with this letter. Whether it is tried again: only if surely not handed over."""
        refuse(may_send(by))
        with audit.acting("delivery.look_after_letter", by=by, at=at) as act:
            rows, held = self._held(act, letter, S.SENDING, S.HANDING)
            is_new = all(getattr(one, self.state) == S.SENDING for one in held)
            if is_new:
                self._close(held)
                self.again(by, at, rows, held, timedelta())
            else:
                self._move(rows, S.FAILED)
        return is_new

    def _held(
        self, act: audit.Act, letter: uuid.UUID, *states: LetterState, reason: str = ""
    ) -> tuple[Any, list[Any]]:
        rows, held = self.hold(letter, *states)
        thing, subject_id = self.about(held[0])
        act.about(thing, subject_id=subject_id, reason=reason)
        return rows, held

    def _move(self, rows: Any, state: LetterState, **more: Any) -> None:
        rows.update(**{self.state: state, self.moved_at: Now()}, **more)

    def _close(self, held: list[Any]) -> None:
        """Close the links that were made for a message that never left."""
        made = {getattr(one, self.link, None) for one in held}
        for link_id in made:
            if link_id is not None:
                links.close(link_id)


def _why(is_known: bool) -> str:
    return "refused" if is_known else "not_known"
