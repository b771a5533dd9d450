"""What the forms of all doors share: texts that fit, days, and a refusal put where it belongs."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

from samspil.kernel.errors import Refused
from samspil.kernel.ids import uuid7


class DayInput(forms.DateInput):
    """A native day picker, which needs the ISO form."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


NOT_ON_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Line ends and controls, which a field of one line cannot hold and a program can send all the same."""
NOT_IN_LINES = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")


class Stands(forms.HiddenInput):
    """What stands when the page is made, whatever was sent: so that saving once more builds on it."""

    def __init__(self, stands: Any) -> None:
        super().__init__()
        self.stands = stands

    def format_value(self, value: Any) -> str:
        """What stands."""
        return str(self.stands)


class Text(forms.CharField):
    """A text; one of characters that nobody sees is empty, and what is typed on one line stays on it."""

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value))
        if "\0" not in typed:  # which is refused with a sentence of its own
            cannot = NOT_IN_LINES if isinstance(self.widget, forms.Textarea) else NOT_ON_A_LINE
            typed = cannot.sub(" ", typed).strip()
        return typed if any(unicodedata.category(one) not in ("Cf", "Zs") for one in typed) else ""


def text(
    label: Any, *, most: int, help_text: Any = "", required: bool = True, lines: int = 0
) -> forms.CharField:
    """A text of at most `most` characters, on one line or several."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
    return Text(label=label, max_length=most, help_text=help_text, required=required, widget=widget)


def one_of(label: Any, *, help_text: Any = "", required: bool = True) -> forms.ChoiceField:
    """One of a few, as chips; the choices are set when the form is made."""
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, help_text=help_text, required=required)


def some_of(label: Any, *, help_text: Any = "") -> forms.MultipleChoiceField:
    """Any of a few, as chips."""
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, help_text=help_text, required=False
    )


def day_of(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, widget=DayInput, help_text=help_text, required=required)


def key_of_this() -> forms.UUIDField:
    """A hidden key made with the page, so that the same form sent twice is written once."""
    return forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid7)


def put(form: forms.Form, refused: Refused) -> None:
    """Show a rule's sentence beside the field that caused it, or above the form."""
    field = refused.refusal.field
    form.add_error(field if field in form.fields else None, str(refused))
