"""The page on which it is written how a visit went, the same for its pair and for the coordinator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samspil.delivery.actions.visits import write_visit
from samspil.delivery.queries import series as queries
from samspil.delivery.queries.series import Told
from samspil.delivery.rules import series as rules
from samspil.interfaces import clock
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.visit_forms import WrittenForm
from samspil.interfaces.web.shared.visit_words import notes_view, when_words, which_words
from samspil.kernel.errors import Refused, refuse
from samspil.programme import queries as programme


def written_page(request: HttpRequest, told: Told, *, name: str, base: str, here: str) -> HttpResponse:
    """Write how a visit went, or put right what was written. Who comes second is shown what stands."""
    actor, found = request.actor, told.visit  # type: ignore[attr-defined]
    refuse(rules.may_be_written(found, found.series, len(told.pair), clock.today()))
    concept = programme.concept(found.series.concept_id)
    form = WrittenForm(concept, found.theme, request.POST or None, initial=WrittenForm.presets(told))
    page: dict[str, Any] = {
        "name": name,
        "title": f"{found.series.institution.name}, {found.series.group}",
        "heading": _("How it went"),
        "lead": f"{which_words(found, found.series)} · {when_words(found)}",
        "button": _("Save"),
    }

    def write() -> str:
        said = form.written()
        try:
            write_visit(
                by=actor,
                at=clock.now(),
                on=clock.today(),
                visit_id=found.id,
                said=said,
                based_on=form.cleaned_data["based_on"],
            )
        except Refused as refused:
            if refused.refusal.field != "based_on":
                raise
            now = queries.told_visit(actor, found.id, at=clock.now())
            if said != WrittenForm.said(now):  # the same form sent twice is written once
                form.build_on(now)
                page["points"] = [
                    f"{head}: {text}" for head, text in notes_view(now.notes, now.visit, concept)
                ]
                raise
        return here

    return form_page(request, form, write, base=base, cancel_url=here, page=page)
