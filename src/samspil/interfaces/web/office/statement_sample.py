"""A sample of a signed statement's vouchers, drawn by the auditor's code: as a page and as a workbook."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.economy.queries import budget
from samspil.economy.queries import statements as queries
from samspil.economy.queries.statements import Listed
from samspil.economy.rules import sampling
from samspil.economy.rules import statements as rules
from samspil.economy.terms.statements import (
    MOST_CODE,
    MOST_DRAWN,
    SAMPLE_KINDS,
    SampleKind,
    StatementState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.office import statement_words as said
from samspil.interfaces.web.office.grant import SEES
from samspil.interfaces.web.office.statement_files import entry_cells, entry_heads
from samspil.interfaces.web.office.statement_words import Said
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.tables import Sheet, book_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import one_of, put, text
from samspil.kernel.errors import Refused, refuse

USUAL = 10


class SampleForm(forms.Form):
    """The code, how many, and which way."""

    code = text(
        gettext_lazy("Code"),
        most=MOST_CODE,
        help_text=gettext_lazy(
            "Of your own choice, for example from a dice or a table. The same code gives the same sample."
        ),
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_DRAWN, initial=USUAL
    )
    kind = one_of(gettext_lazy("How is it drawn?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, title) for one, title in SAMPLE_KINDS.items()]  # type: ignore[attr-defined]
        self.fields["kind"].initial = SampleKind.RANDOM.value
        self.fields["code"].widget.attrs["autocomplete"] = "off"


@door("office", roles=SEES, methods=("GET",))
def sample(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Draw a sample by a code. Nothing is written: the address holds what the draw needs, and gives the same
    sample on any day.
    """
    actor = request.actor  # type: ignore[attr-defined]
    one, grant, told = queries.told(actor, statement_id, on=clock.today())
    refuse(rules.must_be_signed(one.state != StatementState.DRAFT))
    spoken = Said(budget.concept_of(grant), told)
    form = SampleForm(request.GET if "code" in request.GET else None)
    chosen: list[Any] = []
    if form.is_bound and form.is_valid():
        try:
            chosen = _drawn(one, spoken, form.cleaned_data)
        except Refused as refused:
            put(form, refused)
    is_drawn = form.is_bound and not form.errors
    if is_drawn and request.GET.get("as") == "xlsx":
        queries.taken(actor, one, "sample xlsx", at=clock.now())
        return _file(request, one, spoken, chosen, form.cleaned_data)
    ids = queries.ids_of(grant, {each.number for each in chosen})
    page = {
        "title": said.title_of(one),
        "back_url": to("office:statement", one.id),
        "is_drawn": is_drawn,
        "rows": [said.entry_row(spoken, each, ids) for each in chosen],
        "facts": _facts(one, spoken, form.cleaned_data) if is_drawn else [],
        "file_url": f"?{request.GET.urlencode()}&as=xlsx" if is_drawn else "",
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(
        request, "office/statement_sample.html", {"page": page, "form": form}, status=status
    )


def _drawn(one: Listed, spoken: Said, asked: dict[str, Any]) -> list[Any]:
    """The vouchers in the order in which they were drawn."""
    code, count, kind = sampling.normal(asked["code"]), asked["count"], asked["kind"]
    refuse(sampling.must_be_a_code(code, count, kind))
    known = {each.number: each for each in spoken.accounts.entries}
    items = [(each.number, each.amount.oere) for each in known.values()]
    return [
        known[number] for number in sampling.drawn(kind, items, code=code, digest=one.digest, count=count)
    ]


def _facts(one: Listed, spoken: Said, asked: dict[str, Any]) -> list[tuple[str, str]]:
    """What whoever draws the sample again needs, with or without this software."""
    return [
        (_("Code"), sampling.normal(asked["code"])),
        (_("How it is drawn"), str(SAMPLE_KINDS[SampleKind(asked["kind"])])),
        (_("Asked for"), str(asked["count"])),
        (_("Vouchers in the statement"), str(len(spoken.accounts.entries))),
        (_("Hash of the contents"), said.in_parts(one.digest)),
        (_("How to draw it again"), _rule(asked["kind"])),
    ]


def _rule(kind: str) -> str:
    if kind == SampleKind.RANDOM:
        return _(
            "SHA-256 of code|hash|number for each voucher, with a stroke between and no space; the vouchers"
            " with the lowest values are drawn."
        )
    return _(
        "All øre of vouchers above zero are laid end to end by number. The start is SHA-256 of code|hash as a"
        " number, modulo the sum; then every sum/n-th øre is drawn. A voucher that is hit twice is drawn"
        " once."
    )


def _file(
    request: HttpRequest, one: Listed, spoken: Said, chosen: list[Any], asked: dict[str, Any]
) -> HttpResponse:
    sheets = [
        Sheet(_("Sample"), entry_heads(), [entry_cells(spoken, each) for each in chosen]),
        Sheet(
            _("How it was drawn"), [_("What"), _("Says")], [[*each] for each in _facts(one, spoken, asked)]
        ),
    ]
    return book_out(request, sheets, f"stikproeve-{one.year or 'samlet'}-{one.number}.xlsx")
