"""The form of what a member of staff brings, the same for themselves and for their coordinator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.shared.forms import some_of, text
from samspil.people.queries.staff import StaffMember
from samspil.people.rules.staff import Brings
from samspil.people.terms import PARTS_OF_WEEK, SPOKEN, STRENGTHS


def area_of(help_text: Any = "") -> forms.RegexField:
    """The first digits of a postcode: where one meets, never where one lives."""
    return forms.RegexField(
        r"^[0-9]{2,4}$",
        label=_("Area"),
        required=False,
        max_length=4,
        help_text=help_text,
        error_messages={"invalid": _("Write the first two to four digits of the postcode.")},
    )


class ProfileForm(forms.Form):
    """Education, experience, what one is good at and wants to get better at, languages, area and time."""

    education = text(_("Education"), most=120, required=False)
    experience = text(
        _("Experience"),
        most=300,
        required=False,
        lines=3,
        help_text=_("What you have done that is of use here."),
    )
    strengths = some_of(_("Good at"), help_text=_("At most five."))
    learning = some_of(_("Would like to get better at"), help_text=_("At most three."))
    languages = some_of(_("Speaks"), help_text=_("Well enough for a conversation."))
    times = some_of(_("Has time"))
    area = area_of(_("Where you can meet: the first two to four digits of the postcode. Not your home."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("strengths", STRENGTHS),
            ("learning", STRENGTHS),
            ("languages", SPOKEN),
            ("times", PARTS_OF_WEEK),
        ):
            self.fields[name].choices = [(str(code), title) for code, title in choices.items()]  # type: ignore[attr-defined]

    def brings(self) -> Brings:
        """What was written."""
        data = self.cleaned_data
        return Brings(
            data["education"],
            data["experience"],
            tuple(data["strengths"]),
            tuple(data["learning"]),
            tuple(data["languages"]),
            data["area"],
            tuple(data["times"]),
        )

    @staticmethod
    def presets(member: StaffMember) -> dict[str, Any]:
        """What stands there now."""
        one = member.brings
        return {
            "education": one.education,
            "experience": one.experience,
            "strengths": list(one.strengths),
            "learning": list(one.learning),
            "languages": list(one.languages),
            "area": one.area,
            "times": list(one.times),
        }
