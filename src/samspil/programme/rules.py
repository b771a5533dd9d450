"""Who may load a concept file, and when a file may become a version."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal

# --- who


def may_load(actor: Actor) -> Refusal | None:
    """The operator loads concept files, on the programme office's behalf."""
    return None if actor.role == "operator" else Refusal(_("Only the operator can load a concept file."))


# --- in which state


def may_follow(number: int, latest: int, *, same: bool) -> Refusal | None:
    """A changed file needs a higher version number than the latest one loaded."""
    if same or number > latest:
        return None
    return Refusal(
        _(
            "The file differs from what is loaded. Give it version %(next)s or higher, so that what was "
            "measured under version %(latest)s stays readable."
        )
        % {"next": latest + 1, "latest": latest},
        "version",
    )
