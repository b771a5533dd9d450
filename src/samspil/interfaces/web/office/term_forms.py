"""The forms of planning a term: which term, and one visit of the plan set by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.planning.term import Part, Visit
from samspil.delivery.rules.visit_terms import Asked
from samspil.interfaces.web.office.term_words import PARTS
from samspil.interfaces.web.office.visit_forms import Choices, picked
from samspil.interfaces.web.shared.forms import day_of, one_of


class TermForm(forms.Form):
    """First and last day, and days on which nobody is visited."""

    starts_on = day_of(_("First day"))
    ends_on = day_of(_("Last day"))
    closed_from = day_of(
        _("Closed from"),
        required=False,
        help_text=_("Holidays and the schools' usual breaks are left out already."),
    )
    closed_to = day_of(_("Closed to"), required=False)

    def asked(self) -> Asked:
        """The term that was chosen."""
        data = self.cleaned_data
        return Asked(data["starts_on"], data["ends_on"], data["closed_from"], data["closed_to"])


class OneVisitForm(forms.Form):
    """Day, part of the day and pair of one visit of the plan."""

    on = day_of(_("Day"))
    part = one_of(_("Time of day"))
    first = picked(_("First of the pair"))
    second = picked(_("Second of the pair"))

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(one.value, title) for one, title in PARTS.items()]  # type: ignore[attr-defined]
        for name in ("first", "second"):
            self.fields[name].choices = list(people)  # type: ignore[attr-defined]

    def visit(self, was: Visit) -> Visit:
        """The visit as it was set."""
        data = self.cleaned_data
        team = tuple(sorted({data["first"], data["second"]}))
        return Visit(was.series, was.position, was.theme, data["on"], Part(data["part"]), team)


def usual(today: date) -> dict[str, date]:
    """The half-year that runs; in its last nine weeks up to the end of the next."""
    start = today + timedelta(days=1)
    ahead = today + timedelta(weeks=9)
    if ahead.month <= 6:
        return {"starts_on": start, "ends_on": date(ahead.year, 6, 26)}
    if ahead.year > today.year:
        return {"starts_on": start, "ends_on": date(ahead.year, 6, 26)}
    return {"starts_on": start, "ends_on": date(ahead.year, 12, 19)}
