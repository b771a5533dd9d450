"""What is written builds on what stands, so that nobody writes over what they have not seen."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext_lazy as _

from samspil.kernel.errors import Refusal


def must_be_seen(seen: object, stands: object) -> Refusal | None:
    """What was seen is what stands; whoever comes second decides which words are kept."""
    if seen == stands:
        return None
    return Refusal(
        _(
            "Somebody changed this meanwhile. You see above what stands now, and below what you wrote."
            " Save once more if yours is to stand."
        )
    )


def sum_of(words: str) -> str:
    """A short sum by which words are known again; nothing where there are none."""
    return hashlib.sha256(words.encode()).hexdigest()[:16] if words else ""
