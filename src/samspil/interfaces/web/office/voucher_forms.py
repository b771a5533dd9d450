"""The forms of vouchers: a cost that was paid, its proof, the lead's decision, and taking one back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.economy.rules.vouchers import Cost
from samspil.economy.terms.vouchers import (
    COMMUNICATION_PARTS,
    MOST_SUPPLIER,
    MOST_WORDS,
    PROOF_KINDS,
    REFUSED_BECAUSE,
    WHOSE_TIME,
    VoucherState,
)
from samspil.interfaces.web.office.grant_forms import MoneyInput
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of, text

Choices = list[tuple[str, str]]
FIXED = ("cost_type", "part", "supplier", "quantity", "price")
GUARDED = {"data-guard": "note", "autocomplete": "off"}


class VoucherForm(forms.Form):
    """A cost. Where it takes over approved hours, what those say is not asked again."""

    key = key_of_this()
    cost_type = one_of(_("What kind of cost is it?"))
    part = one_of(_("If it is communication: which?"), required=False)
    line = one_of(_("Which line of the budget?"))
    paid_on = day_of(_("When was it paid?"))
    supplier = text(
        _("Who was paid?"),
        most=MOST_SUPPLIER,
        help_text=_("The firm; for a person the role, such as role model."),
    )
    what_for = text(
        _("What was it for?"),
        most=MOST_WORDS,
        lines=3,
        help_text=_("In neutral words, without names of persons."),
    )
    amount = MoneyInput(
        label=_("Amount, kr."),
        required=False,
        help_text=_("Or leave it out, and write hours and a rate, or how many and a price."),
    )
    hours = forms.IntegerField(
        label=_("Hours"),
        min_value=0,
        max_value=2000,
        required=False,
        help_text=_("For fees and coordination always, also where the amount is one sum."),
    )
    minutes = forms.IntegerField(label=_("and minutes"), min_value=0, max_value=59, required=False)
    rate = MoneyInput(label=_("Kr. an hour"), required=False)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=100_000, required=False)
    price = MoneyInput(label=_("Kr. apiece"), required=False)
    whose_time = one_of(_("For fees and coordination: whose time is it?"), required=False)
    anyway = one_of(_("Would the municipality have paid this anyway, without the grant?"))
    reason = text(
        _("For «and the like» and «other»: why is it needed?"),
        most=MOST_WORDS,
        lines=3,
        required=False,
        help_text=_("The programme office reads it and decides. Without names."),
    )

    def __init__(
        self, *args: Any, types: Choices, lines: Choices, fixed: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fixed = fixed
        choices = {
            "cost_type": types,
            "part": [(one.value, title) for one, title in COMMUNICATION_PARTS.items()],
            "line": lines,
            "whose_time": [(one.value, title) for one, title in WHOSE_TIME.items()],
            "anyway": [("no", _("No")), ("yes", _("Yes"))],
        }
        for name, told in choices.items():
            self.fields[name].choices = told  # type: ignore[attr-defined]
        for name in ("what_for", "reason"):
            self.fields[name].widget.attrs |= GUARDED
        self.fields["supplier"].widget.attrs["autocomplete"] = "off"
        if fixed:
            gone = [*FIXED, "hours", "minutes", "whose_time", "reason"]
            gone += ["amount", "rate"] if "amount" in fixed else []
            for name in gone:
                del self.fields[name]

    def cost(self) -> Cost:
        """What was written. A proposal's own part of it is put in by the action."""
        data: dict[str, Any] = self.cleaned_data
        hours, minutes = data.get("hours"), data.get("minutes")
        is_timed = hours is not None or minutes is not None
        return Cost(
            line_id=uuid.UUID(data["line"]),
            cost_type=data.get("cost_type", ""),
            paid_on=data["paid_on"],
            supplier=data.get("supplier", ""),
            what_for=data["what_for"],
            anyway=data["anyway"] == "yes",
            amount=data.get("amount"),
            part=data.get("part", ""),
            minutes=(hours or 0) * 60 + (minutes or 0) if is_timed else None,
            rate=data.get("rate"),
            quantity=data.get("quantity"),
            price=data.get("price"),
            whose_time=data.get("whose_time", ""),
            reason=data.get("reason", ""),
        )


class ProofForm(forms.Form):
    """The file that shows that it was paid."""

    kind = one_of(_("What does it show?"))
    file = forms.FileField(
        label=_("The file"),
        allow_empty_file=True,
        help_text=_("PDF, PNG or JPEG, at most five megabytes."),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, title) for one, title in PROOF_KINDS.items()]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg"


class DecideForm(forms.Form):
    """The lead's yes, or no and why."""

    outcome = one_of(_("What do you say?"))
    reason = one_of(_("If no: why?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (VoucherState.APPROVED.value, _("Approve")),
            (VoucherState.REFUSED.value, _("Refuse")),
        ]
        self.fields["reason"].choices = [(one.value, title) for one, title in REFUSED_BECAUSE.items()]  # type: ignore[attr-defined]


class BackForm(forms.Form):
    """Why a voucher is taken back."""

    why = text(
        _("Why is it taken back?"), most=MOST_WORDS, lines=3, help_text=_("In neutral words, without names.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].widget.attrs |= GUARDED
