"""Every kind of answer on a page: the field it is given in, how it is read, and how it is said afterwards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samspil.delivery.instruments.shape import Choices, FreeText, Given, Kind, Number, Scale, words

Pair = tuple[str, str]


def said(kind: Kind, value: Given | None, language: str) -> str:
    """An answer as it is read: a number as the language writes it, a choice in its words, a text as it is."""
    if value is None:
        return ""
    if isinstance(kind, Choices):
        return next(words(one.text, language) for one in kind.options if one.code == value)
    return value if isinstance(value, str) else number_format(value)


def ends(kind: Scale, language: str) -> str:
    """What both ends of a scale mean, on one line."""
    low, high = words(kind.low_words, language), words(kind.high_words, language)
    return f"{kind.low} = {low} · {kind.high} = {high}"


def hint(kind: Kind, own: str) -> str:
    """What is said below a question: its own hint; of a text also how long it may be, and no names."""
    if not isinstance(kind, FreeText):
        return own
    most = _("At most %(most)d characters.") % {"most": kind.longest}
    return f"{own or _('Write no names.')} {most}"


def shown(kind: Kind, value: Given | None) -> str:
    """What stands in the field of an answer that was given before."""
    if value is None:
        return ""
    return number_format(value) if isinstance(kind, Number) else str(value)


def number(typed: str, *, whole: bool) -> int | float | None:
    """A number in the digits of any script, with a comma or a point before at most two decimals, or None.

    Nothing divides thousands: «1.000» is a thousand to one reader and one to the next.
    """
    plain = "".join(str(unicodedata.decimal(one, one)) for one in typed)
    plain = plain.replace("−", "-").replace("٫", ".").replace(",", ".")
    if re.fullmatch(r"-?\d{1,9}", plain, re.ASCII):
        return int(plain)
    if not whole and re.fullmatch(r"-?\d{1,9}\.\d{1,2}", plain, re.ASCII):
        return float(plain)
    return None


class ChosenField(forms.ChoiceField):
    """A number on a scale or one of several choices. `none` is what says in its place that there is none."""

    def __init__(
        self, kind: Scale | Choices, language: str, wrong: str, *, none: Pair | None = None, **options: Any
    ) -> None:
        if isinstance(kind, Scale):
            pairs = [(str(one), str(one)) for one in range(kind.low, kind.high + 1)]
        else:
            pairs = [(one.code, words(one.text, language)) for one in kind.options]
        self.kind, self.none = kind, none
        super().__init__(
            choices=[*pairs, *([none] if none else [])],
            widget=forms.RadioSelect,
            error_messages={"required": wrong, "invalid_choice": wrong},
            **options,
        )

    def clean(self, value: Any) -> Given | None:
        """What was chosen, None where nothing was or there is none."""
        told = str(super().clean(value))
        if not told or (self.none is not None and told == self.none[0]):
            return None
        return int(told) if isinstance(self.kind, Scale) else told


class _TypedField(forms.CharField):
    """An answer that is typed; one sentence tells what is wrong, any of `dashes` that there is none."""

    def __init__(self, widget: forms.Widget, wrong: str, dashes: Collection[str], **options: Any) -> None:
        super().__init__(widget=widget, error_messages={"required": wrong}, **options)
        self.wrong, self.dashes = wrong, dashes

    def to_python(self, value: Any) -> str:
        """What was typed, with one kind of line end and without the signs that no text can hold."""
        plain = str(value or "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        typed = str(super().to_python(plain))
        return typed if any(unicodedata.category(one) not in ("Cf", "Zs", "Cc") for one in typed) else ""

    def clean(self, value: Any) -> Given | None:
        """The answer, None where nothing was typed or a dash says that there is none."""
        typed = super().clean(value)
        return None if not typed or typed in self.dashes else self.read(typed)

    def read(self, typed: str) -> Given:
        """What was typed as an answer. Raises ValidationError."""
        raise NotImplementedError


class NumberField(_TypedField):
    """A number that is on no scale. A browser's own number field would lose what it cannot read."""

    def __init__(self, kind: Number, wrong: str, *, dashes: Collection[str] = (), **options: Any) -> None:
        pad = "numeric" if kind.whole else "decimal"
        attrs = {"inputmode": pad, "autocomplete": "off", "maxlength": "20", "class": "number-typed"}
        super().__init__(forms.TextInput(attrs=attrs), wrong, dashes, **options)
        self.whole = kind.whole

    def read(self, typed: str) -> Given:
        """The number."""
        found = number(typed, whole=self.whole)
        if found is None:
            raise forms.ValidationError(self.wrong)
        return found


class WordsField(_TypedField):
    """A short free text, in whichever direction it is written."""

    def __init__(self, kind: FreeText, wrong: str, *, dashes: Collection[str] = (), **options: Any) -> None:
        attrs = {"rows": min(8, max(3, kind.longest // 60)), "maxlength": kind.longest, "dir": "auto"}
        super().__init__(forms.Textarea(attrs=attrs), wrong, dashes, **options)
        self.longest = kind.longest

    def read(self, typed: str) -> Given:
        """The text, where it is not too long."""
        if len(typed) > self.longest:
            raise forms.ValidationError(_("Write at most %(most)d characters.") % {"most": self.longest})
        return typed


def answer_field(
    kind: Kind,
    language: str,
    wrong: str,
    *,
    none: Pair | None = None,
    dashes: Collection[str] = (),
    **options: Any,
) -> forms.Field:
    """The field of one item, chosen or typed as its kind says. `wrong` is said where it does not fit."""
    if isinstance(kind, Scale | Choices):
        return ChosenField(kind, language, wrong, none=none, **options)
    if isinstance(kind, Number):
        return NumberField(kind, wrong, dashes=dashes, **options)
    return WordsField(kind, wrong, dashes=dashes, **options)
