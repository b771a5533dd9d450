"""The forms of steering: seats, series, agendas, outcomes, barriers and decisions in writing."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _

from samspil.governance.rules.ballots import MOST_DAYS
from samspil.governance.rules.series import LAST
from samspil.governance.terms.barriers import ACTS, ANSWERS
from samspil.governance.terms.meetings import OUTCOMES, WAYS
from samspil.interfaces.web.shared.forms import Stands, day_of, key_of_this, one_of, some_of, text

Choices = list[tuple[str, str]]
WITHOUT_NAMES = _("In neutral words and without names of people.")
NTHS = (
    (1, _("The first")),
    (2, _("The second")),
    (3, _("The third")),
    (4, _("The fourth")),
    (LAST, _("The last")),
)


class Chosen(forms.Form):
    """A form whose choices are given when it is made."""

    def __init__(self, choices: dict[str, Choices], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        for name in ("heading", "words", "because"):
            if name in self.fields:
                self.fields[name].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}

    def key(self, name: str) -> uuid.UUID | None:
        """A chosen row, if one was chosen."""
        told = self.cleaned_data.get(name)
        return uuid.UUID(told) if told else None

    def keys(self, name: str) -> list[uuid.UUID]:
        """Every chosen row."""
        return [uuid.UUID(one) for one in self.cleaned_data[name]]


class SeatForm(Chosen):
    """Which organisations get a seat, in which capacity and with which title."""

    organisations = some_of(_("Which organisations?"))
    capacity = one_of(_("In which capacity?"))
    title = text(
        _("Title"), most=80, help_text=_("What the person is, never who: for example head of youth.")
    )
    deputy = text(_("The deputy's title"), most=80, required=False)
    from_on = day_of(_("From when?"))


class SeatEndForm(forms.Form):
    """The last day of a seat."""

    to_on = day_of(_("Last day"))


class SeriesForm(Chosen):
    """When a group meets."""

    nth = one_of(_("Which of the month?"))
    weekday = one_of(_("Weekday"))
    months = some_of(_("In which months?"))
    starts_at = forms.TimeField(
        label=_("At what time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = text(_("Where?"), most=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        choices: dict[str, Choices] = {
            "nth": [(str(value), str(said)) for value, said in NTHS],
            "weekday": [
                (str(number), str(said).capitalize()) for number, said in WEEKDAYS.items() if number < 5
            ],
            "months": [(str(number), str(said).capitalize()) for number, said in MONTHS.items()],
        }
        super().__init__(choices, *args, **kwargs)


class ProposeForm(Chosen):
    """What a member wants on the agenda."""

    key_of_it = key_of_this()
    heading = text(_("Heading"), most=120)
    words = text(_("What is it about?"), most=4000, lines=6, help_text=WITHOUT_NAMES)


class PlaceForm(Chosen):
    """What comes on the agenda: something that waits, or something new with its paper."""

    key_of_it = key_of_this()
    waiting = one_of(_("What waits for the agenda"), required=False)
    heading = text(_("Or a new heading"), most=120, required=False)
    words = text(_("Paper"), most=4000, lines=6, required=False, help_text=WITHOUT_NAMES)


class ItemForm(Chosen):
    """An item of the agenda, worded anew."""

    edition = forms.IntegerField()
    heading = text(_("Heading"), most=120)
    words = text(_("Paper"), most=4000, lines=8, required=False, help_text=WITHOUT_NAMES)

    def __init__(self, edition: int, *args: Any, **kwargs: Any) -> None:
        super().__init__({}, *args, **kwargs)
        self.fields["edition"].widget = Stands(edition)


class OrderForm(Chosen):
    """One place up or down; `position` is where it was seen."""

    position = forms.IntegerField()
    way = one_of(_("Which way?"))

    def __init__(self, position: int, *args: Any, **kwargs: Any) -> None:
        super().__init__({"way": [(str(one), str(said)) for one, said in WAYS.items()]}, *args, **kwargs)
        self.fields["position"].widget = Stands(position)


class LeaveForm(Chosen):
    """Where an item goes that leaves an agenda; `at` is the meeting it was seen at."""

    at = forms.UUIDField()
    to = one_of(_("Where to?"))

    def __init__(self, at: uuid.UUID, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__({"to": choices}, *args, **kwargs)
        self.fields["at"].widget = Stands(at)


class WhenForm(Chosen):
    """Another day, time or place for a meeting; `moves` is how often it was moved when it was seen."""

    moves = forms.IntegerField()
    on = day_of(_("Which day?"))
    starts_at = forms.TimeField(
        label=_("At what time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = text(_("Where?"), most=80, required=False)

    def __init__(self, moves: int, *args: Any, **kwargs: Any) -> None:
        super().__init__({}, *args, **kwargs)
        self.fields["moves"].widget = Stands(moves)


class CallForm(Chosen):
    """A meeting outside the series."""

    key_of_it = key_of_this()
    because = text(
        _("Why does the group meet?"), most=120, help_text=_("In one line, without names of people.")
    )
    on = day_of(_("Which day?"))
    starts_at = forms.TimeField(
        label=_("At what time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = text(_("Where?"), most=80, required=False)


class OutcomeForm(Chosen):
    """What an item came to."""

    key_of_it = key_of_this()
    kind = one_of(_("What did it come to?"))
    words = text(_("Text of the minutes"), most=4000, lines=5, help_text=WITHOUT_NAMES)
    owner = one_of(_("Who does it?"), required=False, help_text=_("Only for a task."))
    due_on = day_of(_("By when?"), required=False, help_text=_("Only for a task."))
    confidential = forms.BooleanField(
        label=_("Confidential: left out of minutes that are given to others"), required=False
    )

    def __init__(self, owners: Choices, *args: Any, **kwargs: Any) -> None:
        kinds = [(str(one.value), str(said)) for one, said in OUTCOMES.items()]
        super().__init__({"kind": kinds, "owner": owners}, *args, **kwargs)


class CameForm(Chosen):
    """Which members came."""

    came = some_of(_("Who came?"))


class BarrierForm(Chosen):
    """What stands in the way."""

    key_of_it = key_of_this()
    raised_by = one_of(_("On whose behalf?"))
    heading = text(_("What stands in the way, in one line?"), most=120)
    words = text(_("Describe it"), most=4000, lines=6, help_text=WITHOUT_NAMES)
    intervention = one_of(_("Which intervention?"), required=False)
    where = one_of(_("Where?"), required=False)

    def __init__(self, choices: dict[str, Choices], *args: Any, **kwargs: Any) -> None:
        super().__init__(choices, *args, **kwargs)
        if not choices["where"]:
            del self.fields["where"]
        if len(choices["raised_by"]) == 1:
            self.fields["raised_by"].initial = choices["raised_by"][0][0]
            self.fields["raised_by"].widget = forms.HiddenInput()


class AssignForm(Chosen):
    """Who sees to a barrier, and by when it is to be decided."""

    owner = one_of(_("Who sees to it?"))
    due_on = day_of(_("When is it to be decided?"))


class BallotForm(Chosen):
    """What a group is asked to decide in writing."""

    key_of_it = key_of_this()
    group = one_of(_("Which group decides?"))
    heading = text(_("Heading"), most=120)
    words = text(_("What is proposed?"), most=4000, lines=6, help_text=WITHOUT_NAMES)
    days = forms.IntegerField(
        label=_("How many days to answer?"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class VoteForm(Chosen):
    """An organisation's answer."""

    answer = one_of(_("What does your organisation answer?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            {"answer": [(str(one.value), str(said)) for one, said in ANSWERS.items()]}, *args, **kwargs
        )


class InstructForm(Chosen):
    """What every municipality is to do."""

    words = text(_("What is to be done?"), most=4000, lines=5, help_text=WITHOUT_NAMES)
    due_on = day_of(_("By when?"))


class ConfirmForm(Chosen):
    """What a municipality did."""

    acts = one_of(_("What did your municipality do?"))
    words = text(
        _("In which way?"),
        most=4000,
        lines=4,
        required=False,
        help_text=_("Only when it is done in another way. Without names of people."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            {"acts": [(str(one.value), str(said)) for one, said in ACTS.items()]}, *args, **kwargs
        )
