"""Which account of the municipality's own books each kind of cost on each line is booked on."""

from __future__ import annotations

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
from samspil.interfaces.web.shared.forms import text


class AccountsForm(forms.Form):
    """An account a line and kind of cost; each may be left out until it is needed."""

    def __init__(self, found: Standing, known: dict[tuple[str, str], str], *args: Any) -> None:
        super().__init__(*args)
        titles = titles_of(found.concept, found.lines)
        self.cells: dict[str, tuple[uuid.UUID, str]] = {}
        self.groups: list[tuple[str, list[str]]] = []
        for number, line in enumerate(found.lines, start=1):
            names = []
            for kind, label in words.choices(found.concept.cost_rules.eligible.examples):
                name = f"account_{number}_{kind}"
                self.fields[name] = text(label, most=MOST_ACCOUNT, required=False)
                self.fields[name].initial = known.get((line.slug, kind), "")
                self.fields[name].widget.attrs["autocomplete"] = "off"
                self.cells[name] = (line.id, kind)
                names.append(name)
            self.groups.append((titles[line.id], names))

    def grouped(self) -> list[dict[str, Any]]:
        """The accounts of each line together, as the page shows them."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.groups]

    def codes(self) -> dict[tuple[uuid.UUID, str], str]:
        """What was written."""
        return {cell: self.cleaned_data[name] for name, cell in self.cells.items()}


@door("office", roles=WRITES)
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that the export of a statement is keyed by."""
    actor = request.actor  # type: ignore[attr-defined]
    found = budget.standing(actor)
    posted = (request.POST,) if request.method == "POST" else ()
    form = AccountsForm(found, queries.account_codes(actor), *posted)

    def write() -> str:
        actions.write_accounts(by=actor, at=clock.now(), codes=form.codes())
        return reverse("office:statements")

    page = {
        "name": "office-accounts",
        "title": _("Statements of accounts"),
        "heading": _("Accounts"),
        "lead": _(
            "The accounts of the municipality's own books. A statement is exported when every kind of cost in"
            " it has one."
        ),
        "button": _("Save the accounts"),
        "groups": form.grouped(),
    }
    back, template = reverse("office:statements"), "office/accounts.html"
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page, template=template)
