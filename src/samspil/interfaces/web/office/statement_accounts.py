"""Which account of the municipality's own books each kind of cost on each line is booked on."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.economy.actions import statements as actions
from samspil.economy.queries import budget
from samspil.economy.queries import statements as queries
from samspil.economy.queries.budget import Standing
from samspil.economy.terms.statements import MOST_ACCOUNT
from samspil.interfaces import clock
from samspil.interfaces.web.office.grant import BASE
from samspil.interfaces.web.office.grant_change import WRITES
from samspil.interfaces.web.office.grant_words import titles_of
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import Stands, text
from samspil.kernel.errors import Refused

Known = dict[tuple[str, str], str]
"""The accounts by the codes of line and kind of cost."""


class AccountsForm(forms.Form):
    """An account a line and kind of cost; each may be left out until it is needed."""

    seen = forms.CharField(required=False)

    def __init__(self, found: Standing, known: Known, *args: Any) -> None:
        super().__init__(*args)
        titles = titles_of(found.concept, found.lines)
        self.cells: dict[str, tuple[uuid.UUID, str]] = {}
        self.known: dict[str, tuple[str, str]] = {}
        self.groups: list[tuple[str, list[str]]] = []
        for number, line in enumerate(found.lines, start=1):
            names = []
            for kind, label in words.choices(found.concept.cost_rules.eligible.examples):
                name = f"account_{number}_{kind}"
                self.fields[name] = text(label, most=MOST_ACCOUNT, required=False)
                self.fields[name].initial = known.get((line.slug, kind), "")
                self.fields[name].widget.attrs["autocomplete"] = "off"
                self.cells[name], self.known[name] = (line.id, kind), (line.slug, kind)
                names.append(name)
            self.groups.append((titles[line.id], names))
        self.fields["seen"].widget = Stands(self._written(known))

    def grouped(self) -> list[dict[str, Any]]:
        """The accounts of each line together, as the page shows them."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.groups]

    def codes(self) -> dict[tuple[uuid.UUID, str], str]:
        """What was written."""
        return {cell: self.cleaned_data[name] for name, cell in self.cells.items()}

    def seen_codes(self) -> dict[tuple[uuid.UUID, str], str]:
        """What stood on the page it was written on; nothing where that was not sent whole."""
        return {self.cells[name]: one for name, one in self._seen().items() if name in self.cells}

    def catch_up(self, known: Known) -> list[str]:
        """Build the next saving on what stands now: what was typed stays, and what was left as it was seen
        follows the books. Says what colleagues wrote where something was typed.
        """
        seen, data, told = self._seen(), dict(self.data.items()), []
        for title, names in self.groups:
            for name in names:
                stands = known.get(self.known[name], "")
                if self.cleaned_data[name] == seen.get(name, ""):
                    data[name] = stands
                elif stands not in (seen.get(name, ""), self.cleaned_data[name]):
                    told.append(f"{title}, {self.fields[name].label}: {stands or '–'}")
        self.data = data
        self.fields["seen"].widget = Stands(self._written(known))
        return told

    def _written(self, known: Known) -> str:
        return json.dumps({name: known[key] for name, key in self.known.items() if key in known})

    def _seen(self) -> dict[str, str]:
        try:
            found = json.loads(self.cleaned_data["seen"] or "{}")
        except (ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {name: one for name, one in found.items() if isinstance(one, str)}


@door("office", roles=WRITES)
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that the export of a statement is keyed by."""
    actor = request.actor  # type: ignore[attr-defined]
    found = budget.standing(actor)
    posted = (request.POST,) if request.method == "POST" else ()
    form = AccountsForm(found, queries.account_codes(actor), *posted)
    page: dict[str, Any] = {
        "name": "office-accounts",
        "title": _("Statements of accounts"),
        "heading": _("Accounts"),
        "lead": _(
            "The accounts of the municipality's own books. A statement is exported when every kind of cost in"
            " it has one."
        ),
        "button": _("Save the accounts"),
    }

    def write() -> str:
        try:
            actions.write_accounts(by=actor, at=clock.now(), seen=form.seen_codes(), codes=form.codes())
        except Refused:
            told = form.catch_up(queries.account_codes(actor))
            page["texts"] = [_("What stands now:"), *told] if told else []
            raise
        return reverse("office:statements")

    page["groups"] = form.grouped
    back, template = reverse("office:statements"), "office/accounts.html"
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page, template=template)
