"""One proposal for an agenda on pages: read by whoever made it and by the office, with papers beside it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from samspil.governance.actions import proposal_papers as actions
from samspil.governance.actions.papers import NewPaper
from samspil.governance.queries import groups, papers
from samspil.governance.queries import proposals as queries
from samspil.governance.terms.groups import GROUPS, TAKE_PART
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.steering_papers import PaperForm, paper_said
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.uploads import is_too_large, takes_a_paper
from samspil.kernel.errors import Missing
from samspil.kernel.ids import uuid7


@door("office", roles=TAKE_PART, methods=("GET",))
def proposal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """What a member proposes, and the papers beside it."""
    actor = request.actor  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = queries.proposal(actor, office_id, proposal_id, at=clock.now())
    may_change = one.organisation_id == actor.tenant_id and not one.is_placed
    add = {"label": _("Add a paper"), "url": to("office:steering-proposal-paper", one.id), "is_first": True}
    page = {
        "name": "office-steering-proposal",
        "title": one.heading,
        "back": GROUPS[groups.group(actor, office_id, one.group_id).kind],
        "back_url": to("office:steering-group", one.group_id),
        "tag": _("On an agenda") if one.is_placed else _("Waits for the agenda"),
        "kind": "ok" if one.is_placed else "",
        "lead": f"{one.proposed_by}, {words.day_and_year(one.proposed_on)}",
        "links": [add] if may_change else [],
        "texts_title": _("What is proposed"),
        "texts": [one.words],
        "papers": [
            paper_said(each, may_remove=False)
            | {"remove_url": to("office:steering-proposal-paper-remove", each.id) if may_change else ""}
            for each in papers.of_proposal(actor, office_id, one.id)
        ],
    }
    return TemplateResponse(request, "office/steering_proposal.html", {"page": page})


@door("office", roles=TAKE_PART)
@takes_a_paper
def paper(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Lay a file beside one's own proposal."""
    actor = request.actor  # type: ignore[attr-defined]
    one = queries.proposal(actor, groups.office_of(actor), proposal_id, at=clock.now())
    if one.organisation_id != actor.tenant_id:
        raise Missing
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if request.method == "POST" and is_too_large(request):
        form.add_error("file", _("Choose a file of at most five megabytes."))
    back = to("office:steering-proposal", proposal_id)

    def write() -> str:
        told = form.cleaned_data
        new = NewPaper(told["title"], told["file"].read(), told["confidential"], told["is_free"])
        common: dict[str, Any] = {"proposal_id": proposal_id, "key": told["key_of_it"] or uuid7()}
        actions.add_own_paper(by=actor, at=clock.now(), on=clock.today(), paper=new, **common)
        return back

    page = {
        "name": "office-steering-proposal-paper",
        "title": one.heading,
        "heading": _("A paper for: %(heading)s") % {"heading": one.heading},
        "lead": _(
            "The programme office reads it at once, whoever has a seat once it is on an agenda. Until then"
            " you can take it away."
        ),
        "button": _("Add the paper"),
    }
    template = "office/agreement_sign.html"
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=page, template=template)


@door("office", roles=TAKE_PART)
def paper_remove(request: HttpRequest, proposal_paper_id: uuid.UUID) -> HttpResponse:
    """Take one's own paper away."""
    actor = request.actor  # type: ignore[attr-defined]
    row = papers.own_proposal_paper(proposal_paper_id)
    back = to("office:steering-proposal", row.proposal_id)

    def write() -> str:
        actions.remove_own_paper(by=actor, at=clock.now(), paper_id=proposal_paper_id)
        return back

    page = {
        "name": "office-steering-proposal-paper-remove",
        "title": row.proposal.heading,
        "heading": _("Take away: %(title)s") % {"title": row.title},
        "lead": _(
            "The file is gone for everybody. That it lay here, and who took it away, stays in the log."
        ),
        "button": _("Take it away"),
    }
    return form_page(request, plain(request), write, base=said.BASE, cancel_url=back, page=page)
