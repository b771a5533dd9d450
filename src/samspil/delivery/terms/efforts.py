"""The words of the burden: what is registered, and the steps in which its seconds are counted."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.kernel.words import Words


class Registration(StrEnum):
    """What somebody wrote, from the page that asked to the moment it was saved."""

    SESSION = "session"
    IMPRESSION = "impression"
    ANSWERS = "answers"


REGISTRATIONS: dict[Registration, Words] = {
    Registration.SESSION: _("Writing a meeting"),
    Registration.IMPRESSION: _("Writing an impression"),
    Registration.ANSWERS: _("Answering a round"),
}
STEPS = (*range(5, 60, 5), *range(60, 300, 15), *range(300, 1801, 60))
"""Upper ends in seconds. What took under a second or over half an hour was no registration in one go."""
