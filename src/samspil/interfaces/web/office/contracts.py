"""The contract with the evaluator on pages: put by the office, read by the two it is between."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.governance.actions import procurement as actions
from samspil.governance.queries import contracts as queries
from samspil.governance.queries.contracts import ContractView
from samspil.governance.rules.milestones import READERS
from samspil.governance.terms.procurement import CONTRACT_STATES, ContractState
from samspil.interfaces import clock
from samspil.interfaces.web.office.steering_papers import MEGABYTE
from samspil.interfaces.web.office.training import BASE, programme_running
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.leaving import given_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import key_of_this
from samspil.interfaces.web.shared.uploads import is_too_large, takes_a_paper
from samspil.kernel.ids import uuid7
from samspil.people.terms import Role


class ContractForm(forms.Form):
    """The signed contract."""

    key_of_it = key_of_this()
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("A PDF of at most five megabytes."),
        allow_empty_file=True,
        error_messages={"invalid": gettext_lazy("Choose a file of at most five megabytes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".pdf"


@door("office", roles=(Role.PROGRAMME_OFFICE,))
@takes_a_paper
def put(request: HttpRequest) -> HttpResponse:
    """Put the contract of the programme that runs, or a new version of it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    slug = programme_running(today).concept.slug
    form = ContractForm(request.POST, request.FILES) if request.method == "POST" else ContractForm()
    if request.method == "POST" and is_too_large(request):
        form.add_error("file", _("Choose a file of at most five megabytes."))

    def write() -> str:
        told = form.cleaned_data
        common: dict[str, Any] = {"programme": slug, "key": told["key_of_it"] or uuid7()}
        actions.put_contract(by=actor, at=clock.now(), on=today, content=told["file"].read(), **common)
        return reverse("office:evaluator")

    page = {
        "name": "office-evaluator-contract-put",
        "title": _("The evaluator"),
        "heading": _("The contract with the evaluator"),
        "lead": _(
            "The programme office and the organisation it was given to read it, nobody else. A new"
            " version takes its place; those before stay."
        ),
        "button": _("Save it"),
    }
    back, template = reverse("office:evaluator"), "office/agreement_sign.html"
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page, template=template)


@door("office", roles=READERS, methods=("GET",))
def file(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """A version as a file, to be kept and never shown in the browser. The look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    one, content = queries.contract_file(actor, contract_id, at=clock.now())
    name = f"kontrakt-{one.number}-{one.put_on:%Y-%m-%d}-{one.digest[:8]}.pdf"
    return given_out(request, content, name, "application/pdf")


def contract_said(one: ContractView) -> dict[str, Any]:
    """A version as a line of the evaluator's page."""
    size = f"{number_format(max(one.size / MEGABYTE, 0.1), 1)} MB"
    return {
        "title": _("Version %(number)d") % {"number": one.number},
        "what": f"PDF, {size}, {words.day_and_year(one.put_on)}",
        "digest": one.digest,
        "state": CONTRACT_STATES[one.state],
        "tag": "ok" if one.state == ContractState.HOLDS else "",
        "url": to("office:evaluator-contract", one.id),
    }
