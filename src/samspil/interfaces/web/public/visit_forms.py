"""The forms of those who ask for visits: what they ask for, other days, the code of their mail."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.visit_requests import (
    MOST_NAME,
    MOST_PHONE,
    MOST_PLACE,
    MOST_WISHES,
    Asked,
    Contact,
)
from samspil.delivery.terms.visit_requests import MOST_DAYS, MOST_SECONDS
from samspil.delivery.terms.visits import GROUP_LEVELS, MOST_PEOPLE
from samspil.interfaces.web.shared.forms import day_of, one_of, text
from samspil.kernel.ids import uuid7

SALT = "samspil.visits.ask"
DAYS = tuple(f"day_{place}" for place in range(1, MOST_DAYS + 1))
LABELS = (_("The day that suits best"), _("Another day"), _("A third day"))


def stamp(now: int, key: uuid.UUID | None = None) -> str:
    """A signed stamp: when a form was given out, and the key that makes it one request however often sent."""
    return signing.dumps([str(key or uuid7()), now], salt=SALT)


def read_stamp(stamped: str) -> tuple[uuid.UUID, int] | None:
    """The key and the moment of a stamp of ours; None for anything else."""
    try:
        key, then = signing.loads(stamped, salt=SALT)
        return uuid.UUID(key), int(then)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def seconds_since(then: int | None, now: int) -> int:
    """How long ago a stamp was given out; far too long where there is none."""
    return MOST_SECONDS + 1 if then is None else now - then


class DaysForm(forms.Form):
    """One to three days that suit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in zip(DAYS, LABELS, strict=True):
            self.fields[name] = day_of(label, required=name == DAYS[0])

    def days(self) -> tuple[date, ...]:
        """The days that were chosen, the best first."""
        return tuple(self.cleaned_data[name] for name in DAYS if self.cleaned_data[name])


class AskForm(DaysForm):
    """What a place asks for. `site` is for machines: nobody sees it, so nobody fills it in."""

    municipality = forms.ChoiceField(label=_("Municipality"))
    place = text(
        _("School, youth education or club"), most=MOST_PLACE, help_text=_("What the place is called.")
    )
    group = text(
        _("The group"), most=40, help_text=_("What it is called there, for example 8.B. Nobody's name.")
    )
    level = one_of(_("Level"))
    about_how_many = forms.IntegerField(label=_("About how many"), min_value=1, max_value=MOST_PEOPLE)
    wishes = text(
        _("Wishes"),
        most=MOST_WISHES,
        required=False,
        lines=3,
        help_text=_("For example a time of day. Write nothing about any pupil."),
    )
    name = text(_("Your name"), most=MOST_NAME)
    mail = forms.EmailField(
        label=_("Your mail address at work"),
        max_length=250,
        help_text=_("You get a mail with a link. Nobody sees your request before you confirm it there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = text(_("Phone"), most=MOST_PHONE, required=False)
    site = forms.CharField(required=False, max_length=300, label=_("Leave this empty"))
    order = ("municipality", "place", "group", "level", "about_how_many", *DAYS, "wishes", "name", "mail")

    def __init__(self, municipalities: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.order)
        self.fields["municipality"].choices = [("", "–"), *municipalities]  # type: ignore[attr-defined]
        self.fields["level"].choices = [(one.value, title) for one, title in GROUP_LEVELS.items()]  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"

    def asked(self) -> Asked:
        """What is asked for."""
        data = self.cleaned_data
        return Asked(
            data["place"],
            data["group"],
            data["level"],
            data["about_how_many"],
            self.days(),
            data["wishes"],
        )

    def contact(self, language: str) -> Contact:
        """Whom to answer."""
        data = self.cleaned_data
        return Contact(data["name"], data["mail"], data["phone"], language)

    @property
    def shown(self) -> list[forms.BoundField]:
        """Every field that somebody sees."""
        return [one for one in self.visible_fields() if one.name != "site"]


class MailCodeForm(forms.Form):
    """Ten characters out of the mail."""

    code = forms.CharField(
        label=_("The code in the mail"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Ten letters and numbers. Spaces and dashes do not matter."),
    )
