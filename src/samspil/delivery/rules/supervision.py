"""What supervision must be, and when it is struck out."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.supervision import Supervision
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.terms.training import SupervisionKind, SupervisionStruck, SupervisionTheme
from samspil.kernel.errors import Refusal


def must_be_supervision(
    kind: str, held_on: date, minutes: int, themes: tuple[str, ...], on: date
) -> Refusal | None:
    """A kind, a day that has been, minutes, and themes of the list."""
    refusal = must_be_one_of(kind, list(SupervisionKind), "kind")
    for one in themes:
        refusal = refusal or must_be_one_of(one, list(SupervisionTheme), "themes")
    if refusal is not None:
        return refusal
    if held_on > on:
        return Refusal(_("Choose today or an earlier day."), "held_on")
    if not 1 <= minutes <= 600:
        return Refusal(_("Write between 1 and 600 minutes."), "minutes")
    return None


def must_stand(row: Supervision) -> Refusal | None:
    """What was struck out stays so, with the reason given then."""
    return None if row.struck_on is None else Refusal(_("This has been struck out already."))


def must_say_why_struck(because: str) -> Refusal | None:
    """Supervision is struck out for one of a few reasons."""
    return must_be_one_of(because, list(SupervisionStruck), "because")
