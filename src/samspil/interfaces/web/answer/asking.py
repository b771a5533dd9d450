"""One question at a time: its field, what is said below it and what is read aloud, by how it is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
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
    words,
)
from samspil.interfaces.web.shared.answer_fields import answer_field, hint, said, shown


class ValueForm(forms.Form):
    """One answer, given as its question is answered."""

    def __init__(self, tool: Instrument, item: Item, data: Any = None, given: Given | None = None) -> None:
        kind, language = tool.kind(item), get_language() or "da"
        super().__init__(data, initial={"value": shown(kind, given)})
        help_text = _hint(tool, item, language)
        self.fields["value"] = answer_field(
            kind, language, _wrong(kind), label=_("Your answer"), help_text=help_text
        )


def question(tool: Instrument, number: int) -> dict[str, Any]:
    """Everything the page of one question shows but its field."""
    language = get_language() or "da"
    item = tool.items[number - 1]
    kind, text, told = tool.kind(item), words(item.text, language), _hint(tool, item, language)
    shape: dict[str, Any] = {"kind": _name(kind)}
    if isinstance(kind, Scale):
        shape |= {"low": kind.low, "high": kind.high}
        shape |= {
            "low_words": words(kind.low_words, language),
            "high_words": words(kind.high_words, language),
        }
    return {
        "number": number,
        "count": len(tool.items),
        "percent": round(100 * (number - 1) / len(tool.items)),
        "text": text,
        "hint": told,
        "aloud": " ".join([_ended(text), told, *(_ended(one) for one in _aloud(kind, language))]),
        "previous_url": reverse("answer:statement", args=[number - 1]) if number > 1 else None,
        **shape,
    }


def once_more(tool: Instrument, given: dict[str, Given | None]) -> list[dict[str, Any]]:
    """Every question with what was answered, before it is sent."""
    language = get_language() or "da"
    return [
        {
            "number": place,
            "text": words(item.text, language),
            "said": said(tool.kind(item), given.get(item.code), language),
            "kind": _name(tool.kind(item)),
            "url": reverse("answer:statement", args=[place]),
        }
        for place, item in enumerate(tool.items, start=1)
    ]


def _name(kind: Kind) -> str:
    """What the templates call a kind."""
    names = {Scale: "scale", Choices: "choices", Number: "number", FreeText: "words"}
    return names[type(kind)]


def _hint(tool: Instrument, item: Item, language: str) -> str:
    """The item's own hint or a neutral one."""
    kind = tool.kind(item)
    if told := hint(kind, words(item.hint, language) if item.hint else ""):
        return told
    if isinstance(kind, Choices):
        return _("Choose the one that fits best. There is no right answer.")
    if isinstance(kind, Number):
        return _("Write a number. If you are not sure, write what you think.")
    return _("Think of the last month. There is no right answer.")


def _aloud(kind: Kind, language: str) -> list[str]:
    """What is read aloud after the question and its hint: the answers one can choose."""
    if isinstance(kind, Scale):
        both = ((kind.low, kind.low_words), (kind.high, kind.high_words))
        return [f"{number}: {words(texts, language)}" for number, texts in both]
    if isinstance(kind, Choices):
        return [words(one.text, language) for one in kind.options]
    return []


def _ended(text: str) -> str:
    """A text with a stop, so that a voice rests behind it."""
    return text if text.endswith((".", "?", "!", "؟")) else f"{text}."


def _wrong(kind: Kind) -> str:
    """What is said beside an answer that is missing or does not fit."""
    if isinstance(kind, Scale):
        return _("Choose a number, or skip this one.")
    if isinstance(kind, Choices):
        return _("Choose one of them, or skip this one.")
    if isinstance(kind, FreeText):
        return _("Write something, or skip this one.")
    if kind.whole:
        return _("Write a whole number such as 3, or skip this one.")
    return _("Write a number with at most two decimals, or skip this one.")
