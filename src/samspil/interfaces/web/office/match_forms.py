"""The office's forms on matches: who and why, wishes, several at once, somebody else, not these two."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.actions.matching import Pair
from samspil.delivery.rules.matching import Wishes
from samspil.delivery.terms.matching import (
    CONFLICT_REASONS,
    LEFT_BECAUSE,
    RE_MATCH,
    WAITS_FOR,
    WITHOUT_CERTIFICATE,
)
from samspil.interfaces.web.shared.forms import one_of, some_of, text
from samspil.interfaces.web.shared.profile_form import area_of
from samspil.people.terms import PARTS_OF_WEEK, SPOKEN, STRENGTHS

Choices = list[tuple[str, Any]]
PAIR = re.compile(r"([0-9a-f-]{36})\+([0-9a-f-]{36})")


def coded(choices: dict[Any, Any]) -> Choices:
    """A list of codes with their words, as choices."""
    return [(str(code), title) for code, title in choices.items()]


def why_field() -> forms.CharField:
    """Why it is these two, as the coordinator sees it."""
    return text(
        _("Why"),
        most=300,
        lines=3,
        help_text=_("A sentence about what fits. Nothing about belief or origin."),
    )


class StaffChoice(forms.Form):
    """One of the staff; with a reason code where a certificate is missing."""

    mentor = one_of(_("Choose"))
    override = one_of(_("If a certificate is missing: why may it be set aside?"), required=False)

    def __init__(self, mentors: Choices, *args: Any, can_override: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = mentors  # type: ignore[attr-defined]
        self.fields["override"].choices = [  # type: ignore[attr-defined]
            ("", _("None is missing")),
            *coded(WITHOUT_CERTIFICATE),
        ]
        if not can_override:
            del self.fields["override"]

    def set_aside(self) -> str:
        """The code, or nothing."""
        return str(self.cleaned_data.get("override") or "")


class MentorForm(StaffChoice):
    """Who it will be, and why."""

    why = why_field()
    field_order = ("mentor", "override", "why")


class TakeOverForm(StaffChoice):
    """Who takes over, and why somebody does: a code, no text about people."""

    because = one_of(_("Why"))
    field_order = ("because", "mentor", "override")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [(one.value, LEFT_BECAUSE[one]) for one in RE_MATCH]  # type: ignore[attr-defined]


class LetGoForm(forms.Form):
    """Why the match is let go: a code, no text about people."""

    because = one_of(_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [(one.value, LEFT_BECAUSE[one]) for one in RE_MATCH]  # type: ignore[attr-defined]


class TogetherForm(forms.Form):
    """The proposals that were ticked, and why."""

    why = why_field()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.ticked: list[str] = list(dict.fromkeys(data.getlist("chosen"))) if data is not None else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.ticked:
            self.add_error(None, _("Tick at least one proposal."))
        if any(PAIR.fullmatch(one) is None for one in self.ticked):
            self.add_error(None, _("That is not one of the proposals."))
        return cleaned

    def pairs(self) -> tuple[Pair, ...]:
        """Course and mentor of each."""
        found = [PAIR.fullmatch(one) for one in self.ticked]
        return tuple(Pair(uuid.UUID(one[1]), uuid.UUID(one[2])) for one in found if one is not None)


class WishForm(forms.Form):
    """What the person wishes for, and why nobody has been found yet."""

    interests = some_of(_("Would like somebody who is good at"), help_text=_("At most five."))
    language = one_of(
        _("Language"), required=False, help_text=_("Only somebody who speaks it can then be chosen.")
    )
    times = some_of(_("Has time"))
    area = area_of(_("Where the person would like to meet: the first two to four digits of the postcode."))
    line = text(
        _("In the person's own words"),
        most=300,
        required=False,
        lines=2,
        help_text=_("What would make it a good match? Nothing about belief or origin."),
    )
    about_them = text(
        _("A wish about who it is"),
        most=200,
        required=False,
        help_text=_(
            "For example a man or a woman, young or older. Only you see it; nothing is worked out from it."
        ),
    )
    waits_for = one_of(_("Why nobody has been found yet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("interests", coded(STRENGTHS)),
            ("times", coded(PARTS_OF_WEEK)),
            ("language", [("", _("No wish")), *coded(SPOKEN)]),
            ("waits_for", [("", _("No reason yet")), *coded(WAITS_FOR)]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wishes(self) -> Wishes:
        """What was written."""
        data = self.cleaned_data
        return Wishes(
            tuple(data["interests"]),
            data["language"],
            data["area"],
            tuple(data["times"]),
            data["line"],
            data["about_them"],
            data["waits_for"],
        )

    @staticmethod
    def presets(wishes: Wishes) -> dict[str, Any]:
        """What stands there now."""
        return {
            "interests": list(wishes.interests),
            "language": wishes.language,
            "area": wishes.area,
            "times": list(wishes.times),
            "line": wishes.line,
            "about_them": wishes.about_them,
            "waits_for": wishes.waits_for,
        }


class ConflictForm(forms.Form):
    """Who may not be matched here, and why."""

    mentor = one_of(_("Who"))
    because = one_of(_("Why"))

    def __init__(self, mentors: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = mentors  # type: ignore[attr-defined]
        self.fields["because"].choices = coded(CONFLICT_REASONS)  # type: ignore[attr-defined]
