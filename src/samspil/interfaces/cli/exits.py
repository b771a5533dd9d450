"""How a command ends: exit codes, and a failure with its sentence.

0 done, 1 refused or a failed check, 2 usage or input, 3 environment, 130 interrupted.
"""

from __future__ import annotations

from dataclasses import dataclass

DONE, REFUSED, USAGE, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 130


@dataclass
class Failed(Exception):
    """A command ended without doing its work: the sentence, the exit code, where in the input."""

    sentence: str
    exit_code: int = REFUSED
    path: str | None = None
    line: int | None = None
