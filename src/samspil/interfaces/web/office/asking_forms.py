"""The forms of asking for vouchers: which line and why, which vouchers until when, and why not."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.economy.terms.askings import MOST_WORDS
from samspil.interfaces.web.shared.forms import Text, day_of, one_of, text

ALL, CHOSEN = "all", "chosen"
MOST_NUMBERS = 2_000
"""Characters: several hundred numbers, and any number of vouchers in a row."""

HYPHEN, BETWEEN = re.compile("\\s*[-\u2010-\u2015\u2212]\\s*"), re.compile(r"[,;\s]+")
ONE_OR_ROW = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


class Numbers(Text):
    """Numbers of vouchers as a person writes them: «1-40, 57». A row goes from one of the line to another.

    One field and no box for each: a request has room for two hundred fields, and a line for more vouchers. A
    row that ends with a number of another line is refused: a slip of the hand would show more than was meant.
    """

    known: frozenset[int] = frozenset()

    def clean(self, value: Any) -> frozenset[int]:
        """The numbers of the line that were written."""
        pieces = BETWEEN.split(HYPHEN.sub("-", super().clean(value)))
        return frozenset().union(*(self._of(one) for one in pieces if one))

    def _of(self, piece: str) -> frozenset[int]:
        found = ONE_OR_ROW.fullmatch(piece)
        if found is None:
            raise forms.ValidationError(_("Write numbers with commas between, such as 1-40, 57."))
        first, last = int(found[1]), int(found[2] or found[1])
        if first > last:
            told = {"first": last, "last": first}
            raise forms.ValidationError(_("Write the smaller number first: %(first)d-%(last)d.") % told)
        for number in (first, last):
            if number not in self.known:
                told = {"number": number}
                raise forms.ValidationError(_("No. %(number)d is not a voucher of the line.") % told)
        return frozenset(one for one in self.known if first <= one <= last)


def _words(label: Any, help_text: Any, *, required: bool) -> forms.CharField:
    field = text(label, most=MOST_WORDS, lines=4, required=required, help_text=help_text)
    field.widget.attrs |= {"data-guard": "note", "autocomplete": "off"}
    return field


class AskForm(forms.Form):
    """Which line in which year, and why."""

    cell = one_of(gettext_lazy("Which line?"))
    reason = _words(
        gettext_lazy("What makes you ask?"),
        gettext_lazy("At least a sentence. The municipality reads it. Without names."),
        required=True,
    )


class ShowForm(forms.Form):
    """All vouchers of the line or some of them, until when, and what there is to say with them."""

    which = one_of(gettext_lazy("Which vouchers do you show?"))
    numbers = Numbers(
        label=gettext_lazy("Their numbers"),
        max_length=MOST_NUMBERS,
        required=False,
        help_text=gettext_lazy(
            "As in the list below, with commas between, and a hyphen from one number to another, such as"
            " 1-40, 57. Only needed where you do not show all of them."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    until_on = day_of(
        gettext_lazy("Until when?"),
        help_text=gettext_lazy("The office reads them to the end of that day, and no longer."),
    )
    words = _words(
        gettext_lazy("What do you want to say with it?"),
        gettext_lazy("The programme office reads it. Without names."),
        required=False,
    )

    def __init__(self, known: Collection[int], *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        every = _("All of the line (%(count)d)") % {"count": len(known)}
        self.fields["which"].choices = [(ALL, every), (CHOSEN, _("Those I choose"))]  # type: ignore[attr-defined]
        self.fields["numbers"].known = self.known = frozenset(known)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever chose single vouchers and says «all» meant one of the two: nothing shown is taken back."""
        told = self.cleaned_data
        chosen = told.get("numbers")
        if told.get("which") == ALL and chosen and chosen != self.known:
            self.add_error(
                "which",
                _("You have chosen single vouchers: take «Those I choose» here, or choose none of them."),
            )
        return told

    def numbers_chosen(self) -> frozenset[int] | None:
        """The numbers of the vouchers; None is all of them."""
        return None if self.cleaned_data["which"] == ALL else self.cleaned_data["numbers"]


class RefuseForm(forms.Form):
    """Why they are not shown."""

    words = _words(
        gettext_lazy("Why do you not show them?"),
        gettext_lazy("The programme office reads it. Without names."),
        required=True,
    )
