"""What can go wrong in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass

from samspil.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done: one sentence, and the field it belongs to if any.

    `sentence` is a translatable English source string (or an already translated one).
    """

    sentence: Words
    field: str | None = None

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(Exception):
    """Raised by an action whose rule answered with a `Refusal`."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Missing(Exception):
    """Nothing here for you: the same for an id that is not yours and one that never was."""


def refuse(refusal: Refusal | None) -> None:
    """Raise `Refused` when a rule gave a reason; do nothing when it gave none."""
    if refusal is not None:
        raise Refused(refusal)
