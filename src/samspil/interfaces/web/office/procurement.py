"""How the evaluator was found: five steps, each planned, done and late."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspil.governance.actions import procurement as actions
from samspil.governance.queries import contracts
from samspil.governance.queries import procurement as queries
from samspil.governance.queries.contracts import ContractView
from samspil.governance.queries.procurement import Procurement, StepView
from samspil.governance.rules.milestones import READERS
from samspil.governance.terms.milestones import MILESTONE_STATES
from samspil.governance.terms.procurement import EVALUATOR_STEPS, EvaluatorStepKind
from samspil.interfaces import clock
from samspil.interfaces.web.office.contracts import contract_said
from samspil.interfaces.web.office.milestones import TAGS
from samspil.interfaces.web.office.training import BASE, programme_running
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import day_of, one_of, text
from samspil.kernel.errors import Missing
from samspil.people.terms import Role

OFFICE = (Role.PROGRAMME_OFFICE,)


class StepForm(forms.Form):
    """The day, and what belongs to the step: how many tenders, which organisation, where the contract is."""

    done_on = day_of(gettext_lazy("Which day?"))

    def __init__(self, step: EvaluatorStepKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step == EvaluatorStepKind.TENDERS:
            label = gettext_lazy("How many tenders came in?")
            self.fields["tenders"] = forms.IntegerField(label=label, min_value=0, max_value=99)
        if step == EvaluatorStepKind.AWARDED:
            chosen: Any = one_of(gettext_lazy("Which organisation?"))
            chosen.choices = [(str(key), name) for key, name in queries.evaluators().items()]
            self.fields["organisation_id"] = chosen
        if step == EvaluatorStepKind.CONTRACT:
            said = text(gettext_lazy("Where is the contract?"), most=200, lines=2)
            said.widget.attrs |= {"data-guard": "note", "autocomplete": "off"}
            self.fields["evidence"] = said


@door("office", roles=READERS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The steps of every programme that runs, planned and done."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.procurements(actor, on=today)
    signed = contracts.contracts(actor)
    page = {
        "programmes": [
            _programme(one, signed.get(one.concept.slug, []), writes=actor.role in OFFICE) for one in found
        ]
    }
    return TemplateResponse(request, "office/evaluator.html", {"page": page})


@door("office", roles=OFFICE)
def write(request: HttpRequest, step: str) -> HttpResponse:
    """Write on which day a step was done."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    slug = programme_running(today).concept.slug
    every = [one for one in queries.procurements(actor, on=today) if one.concept.slug == slug]
    one = next((each for found in every for each in found.steps if each.step == step), None)
    if one is None:
        raise Missing
    posted = request.POST if request.method == "POST" else None
    initial = {"done_on": one.done_on, "tenders": one.tenders, "evidence": one.evidence}
    form = StepForm(one.step, posted, initial=initial)

    def save() -> str:
        actions.write_evaluator_step(
            by=actor, at=clock.now(), on=today, programme=slug, step=step, **_typed(form.cleaned_data)
        )
        return reverse("office:evaluator")

    planned = _("Planned by %(day)s.") % {"day": words.day_and_year(one.planned_on)}
    page = {
        "name": "office-evaluator-step",
        "title": _("The evaluator"),
        "heading": EVALUATOR_STEPS[one.step],
        "lead": planned,
        "button": _("Save it"),
        "has_words": one.step == EvaluatorStepKind.CONTRACT,
    }
    return form_page(request, form, save, base=BASE, cancel_url=reverse("office:evaluator"), page=page)


def _typed(told: dict[str, Any]) -> dict[str, Any]:
    key = told.get("organisation_id")
    return {**told, "organisation_id": uuid.UUID(key)} if key else told


def _programme(one: Procurement, signed: list[ContractView], *, writes: bool) -> dict[str, Any]:
    awarded = any(each.step == EvaluatorStepKind.AWARDED and each.done_on for each in one.steps)
    return {
        "title": words.said(one.concept.vocabulary.programme_title),
        "words": one.concept.evaluation.words,
        "chosen": one.concept.evaluation.evaluator_chosen.words,
        "contracts": [contract_said(each) for each in signed],
        "writes": writes,
        "put_url": reverse("office:evaluator-contract-put") if writes and awarded else "",
        "steps": [_step(each, writes=writes) for each in one.steps],
    }


def _step(one: StepView, *, writes: bool) -> dict[str, Any]:
    told = [one.organisation, one.evidence]
    if one.tenders is not None:
        told.append(ngettext("%(count)d tender", "%(count)d tenders", one.tenders) % {"count": one.tenders})
    late = ngettext("%(count)d day", "%(count)d days", one.late_days) % {"count": one.late_days}
    return {
        "code": one.step.value,
        "title": EVALUATOR_STEPS[one.step],
        "planned": words.day_and_year(one.planned_on),
        "done": words.day_and_year(one.done_on) if one.done_on else "",
        "told": [each for each in told if each],
        "state": MILESTONE_STATES[one.state],
        "tag": TAGS.get(one.state, ""),
        "late": late if one.late_days else "",
        "url": reverse("office:evaluator-step", args=[one.step.value]) if writes else "",
    }
