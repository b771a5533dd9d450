"""The forms of the grant: opening it, a version of its budget, money received, and the office's answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.economy.actions.budget import Asking, NewLine, Opening
from samspil.economy.queries.budget import Line
from samspil.economy.rules.budget import Cell
from samspil.economy.terms.budget import (
    BUDGET_KINDS,
    LATER_KINDS,
    MOST_REASON,
    MOST_TITLE,
    PAYMENT_KINDS,
    BudgetKind,
)
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of, text
from samspil.kernel.money import Money, NotMoney


class MoneyInput(forms.CharField):
    """Kroner and øre as a Dane types them. Cleaned to Money; to None where nothing is written."""

    default_error_messages = {"invalid": _("Write kroner, for example 250 or 1.250,50.")}

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 24, "widget": widget, **options})

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        try:
            return Money.parse(typed)
        except NotMoney:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class OpenForm(forms.Form):
    """What the grant letter says: who the parties are by number, the account, the deadlines."""

    cvr = text(_("CVR number of the municipality"), most=8, required=False)
    ean = text(_("EAN number of the municipality"), most=13, required=False)
    office_cvr = text(_("CVR number of who grants"), most=8, required=False)
    account_string = text(
        _("Account string"),
        most=60,
        required=False,
        help_text=_("The accounts of the grant in the municipality's own books."),
    )
    statement_due_on = day_of(_("When are the accounts to be handed in?"), required=False)
    carry_over_due_on = day_of(_("When at the latest is a carry-over asked for?"), required=False)

    def opening(self) -> Opening:
        """What was written."""
        return Opening(**self.cleaned_data)


class BudgetForm(forms.Form):
    """A whole version of the budget: an amount a line and year, a new line, and why."""

    kind = one_of(_("What kind of change is it?"))

    def __init__(
        self,
        lines: Sequence[Line],
        titles: Mapping[uuid.UUID, str],
        years: Collection[int],
        *args: Any,
        is_first: bool,
        amounts: Mapping[Cell, Money],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_first, self.cells, self.years = is_first, {}, tuple(years)
        self.fields["kind"].choices = [(one.value, BUDGET_KINDS[one]) for one in LATER_KINDS]  # type: ignore[attr-defined]
        if is_first:
            del self.fields["kind"]
        self.groups: list[tuple[str, list[str]]] = []
        for number, line in enumerate(lines, start=1):
            names = []
            for year in self.years:
                name = f"amount_{number}_{year}"
                known = amounts.get((line.id, year))
                self.fields[name] = MoneyInput(
                    label=str(year), required=False, initial=known.plain if known is not None else ""
                )
                self.cells[name] = (line.id, year)
                names.append(name)
            self.groups.append((titles[line.id], names))
        self.new = {f"new_{year}": year for year in self.years}
        self.fields["new_title"] = text(_("A new line, if there is one"), most=MOST_TITLE, required=False)
        for name, year in self.new.items():
            self.fields[name] = MoneyInput(label=str(year), required=False)
        self.fields["reason"] = text(
            _("Why is the budget changed?"),
            most=MOST_REASON,
            lines=4,
            required=False,
            help_text=_("The programme office reads it. In neutral words and without names."),
        )
        self.fields["reason"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}

    def grouped(self) -> list[dict[str, Any]]:
        """The amounts of each line together, as the page shows them."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.groups]

    def asking(self) -> Asking:
        """What was written."""
        data = self.cleaned_data
        amounts = {cell: data[name] for name, cell in self.cells.items() if data[name] is not None}
        added = {year: data[name] for name, year in self.new.items() if data[name] is not None}
        new = NewLine(data["new_title"], added) if data["new_title"] or added else None
        kind = BudgetKind.INITIAL.value if self.is_first else data["kind"]
        return Asking(kind, amounts, data["reason"], new)


class PaymentForm(forms.Form):
    """An instalment that was received, or what was repaid."""

    key = key_of_this()
    kind = one_of(_("What was it?"))
    amount = MoneyInput(label=_("Amount, kr."))
    paid_on = day_of(_("When?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, title) for one, title in PAYMENT_KINDS.items()]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """Yes, or no and why."""

    answer = one_of(_("What do you say?"))
    words = text(
        _("What do you want to say with it?"),
        most=MOST_REASON,
        lines=4,
        required=False,
        help_text=_("Must be there when you say no. The municipality reads it. Without names."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [("approved", _("Approve")), ("refused", _("Refuse"))]  # type: ignore[attr-defined]
        self.fields["words"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}
