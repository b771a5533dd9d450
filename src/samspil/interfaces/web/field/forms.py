from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.sessions import MOST_CHARACTERS, Held
from samspil.delivery.terms.families import WITH_WHOM, WithWhom
from samspil.delivery.terms.work import STRUCK_BECAUSE
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of, some_of, text
from samspil.interfaces.web.shared.words import choices, title_of
from samspil.programme.concept.model import Concept

MOST_DAYS_AHEAD, MOST_MINUTES = 366, 600
TEN_HOURS = _("A meeting is at most ten hours. Write 600 minutes or fewer.")
FOLDED = ("did", "place", "methods", "held_on", "for_record")
"""What an ordinary meeting leaves as it is; folded away on the page."""


class SessionForm(forms.Form):
    """What was done, how long, which goals it touched, and what was agreed."""

    with_whom = one_of(_("With whom"))
    kind = one_of(_("How"))
    minutes = one_of(_("Minutes"))
    minutes_other = forms.IntegerField(
        label=_("How many minutes"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        error_messages={"max_value": TEN_HOURS},
    )
    goals = some_of(_("Goals you touched"))
    with_interpreter = forms.BooleanField(label=_("An interpreter was there"), required=False)
    line = text(
        _("Agreed until next time"),
        most=MOST_CHARACTERS,
        required=False,
        lines=2,
        help_text=_("Facts and agreements. No names of others."),
    )
    next_on = day_of(_("Next time"), required=False)
    did = text(
        _("What you did"),
        most=MOST_CHARACTERS,
        required=False,
        lines=3,
        help_text=_("In a few words. Nothing about belief or politics, unless the person asks for it."),
    )
    place = one_of(_("Type of place"), required=False)
    methods = some_of(_("Method"))
    held_on = day_of(_("When it was"))
    for_record = forms.BooleanField(label=_("Belongs in the municipality's journal"), required=False)
    key = key_of_this()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(
        self,
        concept: Concept,
        intervention: str,
        goals: list[tuple[str, str]],
        *args: Any,
        has_second: bool = False,
        has_interpreter: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        vocabulary = concept.vocabulary
        minutes = [(str(one), str(one)) for one in vocabulary.minutes_presets]
        methods = concept.intervention(intervention).practice.methods
        for name, offered in (
            ("with_whom", list(WITH_WHOM.items())),
            ("kind", choices(vocabulary.session_kinds)),
            ("minutes", [*minutes, ("other", _("Other"))]),
            ("goals", goals),
            ("place", choices(vocabulary.place_types)),
            ("methods", choices(methods)),
        ):
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for name in ("line", "did"):
            self.fields[name].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}
        self.vocabulary = vocabulary
        self.fields["with_interpreter"].initial = has_interpreter
        self.fields["with_whom"].initial = WithWhom.FIRST
        for name, is_asked in (("with_whom", has_second), ("with_interpreter", has_interpreter)):
            if not is_asked:
                del self.fields[name]

    def clean_line(self) -> str:
        """The same text however the lines were ended on the way."""
        return str(self.cleaned_data["line"]).replace("\r\n", "\n")

    def clean_did(self) -> str:
        """The same text however the lines were ended on the way."""
        return str(self.cleaned_data["did"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("minutes") == "other"
            and not cleaned.get("minutes_other")
            and ("minutes_other" not in self.errors)
        ):
            self.add_error("minutes_other", _("Write how many minutes."))
        held, following = cleaned.get("held_on"), cleaned.get("next_on")
        if held and following and following < held:
            self.add_error("next_on", _("Next time cannot be before this time."))
        if held and following and (following - held).days > MOST_DAYS_AHEAD:
            self.add_error("next_on", _("Choose a day within a year."))
        return cleaned

    def held(self) -> Held:
        """The contact as it was filled in."""
        data = self.cleaned_data
        minutes = data["minutes_other"] if data["minutes"] == "other" else data["minutes"]
        return Held(
            kind=data["kind"],
            minutes=int(minutes),
            held_on=data["held_on"],
            next_on=data["next_on"],
            agreed=data["line"],
            goal_ids=tuple(uuid.UUID(one) for one in dict.fromkeys(data["goals"])),
            methods=tuple(dict.fromkeys(data["methods"])),
            did=data["did"],
            place=data["place"],
            for_record=data["for_record"],
            with_whom=data.get("with_whom") or WithWhom.FIRST,
            with_interpreter=data.get("with_interpreter", False),
        )

    def folded(self) -> dict[str, Any]:
        """The fields that are folded away, whether they must be seen now, and what they hold already."""
        rows = [self[name] for name in FOLDED]
        place = title_of(self.vocabulary.place_types, str(self["place"].value() or ""))
        return {
            "rows": rows,
            "open": any(one.errors for one in rows) or bool(self["version"].value()),
            "place": place,
        }

    @staticmethod
    def presets(last: Any, touched: frozenset[Any], concept: Concept, today: date) -> dict[str, Any]:
        """As last time, so that an ordinary meeting takes few taps."""
        if last is None:
            first = concept.vocabulary.session_kinds[0].slug
            return {"kind": first, "minutes": "60", "held_on": today}
        return {
            "kind": last.kind,
            **_minutes(last.minutes, concept),
            "goals": [str(one) for one in touched],
            "place": last.place,
            "held_on": today,
        }

    @staticmethod
    def values_of(held: Held, version: int, concept: Concept) -> dict[str, Any]:
        """A contact as it stands, to be corrected."""
        return {
            "kind": held.kind,
            **_minutes(held.minutes, concept),
            "goals": [str(one) for one in held.goal_ids],
            "line": held.agreed,
            "next_on": held.next_on,
            "did": held.did,
            "place": held.place,
            "methods": list(held.methods),
            "held_on": held.held_on,
            "for_record": held.for_record,
            "with_interpreter": held.with_interpreter,
            "version": version,
        }


class StrikeForm(forms.Form):
    """Why a meeting that was written by mistake no longer counts."""

    because = one_of(_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [  # type: ignore[attr-defined]
            (one.value, words) for one, words in STRUCK_BECAUSE.items()
        ]


def _minutes(number: int, concept: Concept) -> dict[str, Any]:
    usual = number in concept.vocabulary.minutes_presets
    return {"minutes": str(number) if usual else "other", "minutes_other": None if usual else number}
