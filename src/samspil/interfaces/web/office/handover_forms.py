"""The office's forms on handing over, moving, lending and standing in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.queries.handover import Colleague, Held, Holder
from samspil.delivery.rules.moves import taker_field
from samspil.delivery.terms.courses import COURSE_STATES
from samspil.delivery.terms.matching import HAND_OVER_BECAUSE, MOVE_DECLINED
from samspil.interfaces.web.office.forms import methods
from samspil.interfaces.web.shared.forms import day_of, one_of, text
from samspil.people.terms import DEPUTY_BECAUSE, LANGUAGES

STAYS = "stays"
Choices = Sequence[tuple[Any, Any]]


def held_words(one: Held) -> str:
    """A course as it stands in a list of choices."""
    return f"{one.code} · {COURSE_STATES[one.state].title}"


class HandOverForm(forms.Form):
    """Who takes over: one for all, or course by course; why; and whether the appointment ends."""

    everything = one_of(
        _("One for all"), required=False, help_text=_("A choice below goes before this one for its course.")
    )

    def __init__(self, holder: Holder, able: Sequence[Colleague], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.courses = {one.id: taker_field(one.id) for one in holder.courses}
        is_one_for_all = self.is_bound and bool(self.data.get("everything"))
        others = [
            (
                str(one.id),
                _("%(name)s · %(now)d of %(places)d")
                % {"name": one.name, "now": one.load, "places": one.capacity},
            )
            for one in able
            if one.id != holder.id
        ]
        self.fields["everything"].choices = others  # type: ignore[attr-defined]
        for one in holder.courses:
            field = one_of(held_words(one), required=not is_one_for_all)
            field.choices = [*others, (STAYS, _("Stays"))]
            field.error_messages["required"] = _("Choose who takes over, or that the course stays.")
            self.fields[self.courses[one.id]] = field
        self.fields["because"] = one_of(_("Why"))
        self.fields["because"].choices = list(HAND_OVER_BECAUSE.items())  # type: ignore[attr-defined]
        if not holder.is_loan:
            self.fields["ends_on"] = day_of(
                _("Last day here"),
                required=False,
                help_text=_("Only if the appointment ends as well. Then every course is handed over."),
            )

    def takers(self) -> dict[uuid.UUID, uuid.UUID | None]:
        """Who takes over each course; None where it stays."""
        data = self.cleaned_data
        chosen = {key: data.get(name) or data.get("everything") for key, name in self.courses.items()}
        return {key: None if one == STAYS else uuid.UUID(one) for key, one in chosen.items()}


class MoveForm(forms.Form):
    """To which municipality, from which day, and what the person said yes to."""

    to = one_of(_("The course goes on in"))
    moves_on = day_of(_("From this day it is theirs"), help_text=_("Within the next 14 days."))
    said_yes = forms.BooleanField(
        label=_("The person says yes to moving, and to what is listed here going along"),
        error_messages={"required": _("Without the person's yes nothing moves.")},
    )
    holders = forms.BooleanField(label=_("The custody holders say yes as well"), required=False)
    takes_answers = forms.BooleanField(label=_("The person takes the own answers along"), required=False)
    language = one_of(_("The text was read in"))
    method = one_of(_("How the yes was given"))

    def __init__(
        self, municipalities: Choices, language: str, asks_holders: bool, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = municipalities  # type: ignore[attr-defined]
        self.fields["language"].choices = list(LANGUAGES.items())  # type: ignore[attr-defined]
        self.fields["language"].initial = language
        self.fields["method"].choices = methods()  # type: ignore[attr-defined]
        if not asks_holders:
            del self.fields["holders"]


class DeclineMoveForm(forms.Form):
    """Why the course is not taken over."""

    because = one_of(_("Why not"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = list(MOVE_DECLINED.items())  # type: ignore[attr-defined]


class LoanForm(forms.Form):
    """A mentor offered to another municipality until a day."""

    mentor = one_of(_("Mentor"))
    to = one_of(_("Offered to"))
    until_on = day_of(_("The last day of the loan"), help_text=_("Access ends by itself after it."))
    certified_until = day_of(
        _("Certified until"), required=False, help_text=_("As it stands here; it goes along as a fact.")
    )

    def __init__(self, mentors: Choices, municipalities: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = mentors  # type: ignore[attr-defined]
        self.fields["to"].choices = municipalities  # type: ignore[attr-defined]


class TakeLoanForm(forms.Form):
    """The one course that a mentor on loan takes."""

    course = one_of(_("For which course"), help_text=_("One course. The mentor sees nothing else here."))
    why = text(
        _("Why"),
        most=300,
        lines=3,
        help_text=_("A sentence about what fits. Nothing about belief or origin."),
    )

    def __init__(self, courses: Sequence[Held], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [(str(one.id), held_words(one)) for one in courses]  # type: ignore[attr-defined]


class DeputyForm(forms.Form):
    """Who stands in, from when to when, and why."""

    deputy = one_of(_("Deputy"))
    from_on = day_of(_("First day"))
    to_on = day_of(_("Last day"), help_text=_("Ninety days at most. It ends by itself."))
    because = one_of(_("Why"))

    def __init__(self, staff: Choices, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = staff  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today
        self.fields["because"].choices = list(DEPUTY_BECAUSE.items())  # type: ignore[attr-defined]
