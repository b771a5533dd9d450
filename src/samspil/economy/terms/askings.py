"""The words of asking for vouchers: how far an asking has come, and for how long vouchers are shown."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import pgettext_lazy

MOST_WORDS, LEAST_REASON, LEAST_WORDS = 600, 15, 3
"""A reason is a sentence: three words or more, and not three letters."""

LONGEST_SHOWN = 90
"""Days from the answer on. Whoever needs them for longer asks again."""


class AskingState(StrEnum):
    """How far an asking has come. `over`: what was shown is not read any more by who asked."""

    WAITING = "waiting"
    SHOWN = "shown"
    OVER = "over"
    REFUSED = "refused"


ASKING_STATES = {
    AskingState.WAITING: pgettext_lazy("asking", "Waits for the municipality"),
    AskingState.SHOWN: pgettext_lazy("asking", "Shown"),
    AskingState.OVER: pgettext_lazy("asking", "No longer shown"),
    AskingState.REFUSED: pgettext_lazy("asking", "Refused"),
}
