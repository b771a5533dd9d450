"""A whole form on one page: every question of an instrument with its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.delivery.instruments.shape import (
    Choices,
    FreeText,
    Given,
    Instrument,
    Item,
    Kind,
    Number,
    Scale,
    field_of,
    words,
)
from samspil.interfaces.web.shared.answer_fields import answer_field, ends, hint


class AnswersForm(forms.Form):
    """The questions of an instrument, each left out by not answering it."""

    def __init__(self, tool: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tool, language = tool, get_language() or "da"
        for item in tool.items:
            kind = tool.kind(item)
            self.fields[field_of(item.code)] = answer_field(
                kind,
                language,
                _wrong(kind),
                label=words(item.text, language),
                help_text=_hint(item, kind, language),
                required=False,
            )

    def answers(self) -> dict[str, Given | None]:
        """What was answered, by question; None where one was left out."""
        return {item.code: self.cleaned_data[field_of(item.code)] for item in self.tool.items}

    def questions(self) -> list[dict[str, Any]]:
        """Each field with how it is laid out."""
        names = {Scale: "scale", Choices: "choices", Number: "number", FreeText: "words"}
        found = []
        for item in self.tool.items:
            kind, field = self.tool.kind(item), self[field_of(item.code)]
            found.append({"field": field, "kind": names[type(kind)]})
        return found


def _hint(item: Item, kind: Kind, language: str) -> str:
    told = hint(kind, words(item.hint, language) if item.hint else "")
    return " · ".join(one for one in (told, ends(kind, language) if isinstance(kind, Scale) else "") if one)


def _wrong(kind: Kind) -> str:
    if isinstance(kind, Scale | Choices):
        return _("Choose one from the list.")
    return _("Write a whole number such as 3.") if isinstance(kind, Number) else _("Write something shorter.")
