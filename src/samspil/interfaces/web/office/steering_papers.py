"""Papers of an agenda on pages: laid on an item, read by whoever has a seat, and taken away."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.governance.actions import papers as actions
from samspil.governance.queries import agendas, groups
from samspil.governance.queries import papers as queries
from samspil.governance.queries.papers import PaperView
from samspil.governance.terms.groups import TAKE_PART
from samspil.governance.terms.papers import CONTENT_TYPES, MEDIA
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.steering import OFFICE
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.leaving import given_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.forms import key_of_this, text
from samspil.interfaces.web.shared.uploads import is_too_large, takes_a_paper
from samspil.kernel.errors import Missing
from samspil.kernel.ids import uuid7

MEGABYTE = 1_000_000


class PaperForm(forms.Form):
    """A file, and what it is."""

    key_of_it = key_of_this()
    title = text(
        gettext_lazy("What is it?"), most=80, help_text=gettext_lazy("In one line, without names of people.")
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "A PDF, a picture (PNG or JPEG), a Word or an Excel file of at most five megabytes."
        ),
        allow_empty_file=True,
        error_messages={"invalid": gettext_lazy("Choose a file of at most five megabytes.")},
    )
    confidential = forms.BooleanField(
        label=gettext_lazy("Confidential: left out of minutes that are given to others"), required=False
    )
    is_free = forms.BooleanField(
        label=gettext_lazy("I have looked through the file: nobody can be recognised in it"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"
        self.fields["title"].widget.attrs["autocomplete"] = "off"


@door("office", roles=OFFICE)
@takes_a_paper
def add(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Lay a file on an item of an agenda."""
    actor = request.actor  # type: ignore[attr-defined]
    one = agendas.standing(actor, item_id, at=clock.now())
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES)
        if is_too_large(request):
            form.add_error("file", _("Choose a file of at most five megabytes."))
    else:
        form = PaperForm()

    def write() -> str:
        told = form.cleaned_data
        paper = actions.NewPaper(told["title"], told["file"].read(), told["confidential"], told["is_free"])
        common: dict[str, Any] = {"item_id": item_id, "key": told["key_of_it"] or uuid7(), "paper": paper}
        actions.add_paper(by=actor, at=clock.now(), on=clock.today(), **common)
        return f"{to('office:steering-meeting', one.meeting.id)}#item-{item_id}"

    page = {
        "name": "office-steering-paper-add",
        "title": said.meeting_title(one.meeting),
        "heading": _("A paper for: %(heading)s") % {"heading": one.heading},
        "lead": _("Whoever has a seat reads it. It can be taken away until the minutes are approved."),
        "button": _("Add the paper"),
    }
    back = to("office:steering-meeting", one.meeting.id)
    template = "office/agreement_sign.html"
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=page, template=template)


@door("office", roles=TAKE_PART, methods=("GET",))
def file(request: HttpRequest, paper_id: uuid.UUID) -> HttpResponse:
    """A paper as a file, to be kept and never shown in the browser. The look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    office_id = groups.office_of(actor)
    one = queries.paper(actor, office_id, paper_id)
    content = queries.file_of(actor, office_id, paper_id, at=clock.now())
    name = f"bilag-{one.added_on:%Y-%m-%d}-{one.digest[:8]}.{one.media}"
    return given_out(request, content, name, CONTENT_TYPES[one.media])


@door("office", roles=OFFICE)
def remove(request: HttpRequest, paper_id: uuid.UUID) -> HttpResponse:
    """Take a paper away."""
    actor = request.actor  # type: ignore[attr-defined]
    one = queries.paper(actor, groups.office_of(actor), paper_id)
    if one.meeting_id is None:
        raise Missing
    back = to("office:steering-meeting", one.meeting_id)

    def write() -> str:
        actions.remove_paper(by=actor, at=clock.now(), paper_id=paper_id)
        return back

    page = {
        "name": "office-steering-paper-remove",
        "title": one.heading,
        "heading": _("Take away: %(title)s") % {"title": one.title},
        "lead": _(
            "The file is gone for everybody. That it lay here, and who took it away, stays in the log."
        ),
        "button": _("Take it away"),
    }
    return form_page(request, plain(request), write, base=said.BASE, cancel_url=back, page=page)


def paper_said(one: PaperView, may_remove: bool) -> dict[str, Any]:
    """A paper as a line of the agenda."""
    size = f"{number_format(max(one.size / MEGABYTE, 0.1), 1)} MB"
    return {
        "title": one.title,
        "what": f"{MEDIA[one.media]}, {size}, {words.day_and_year(one.added_on)}",
        "confidential": one.confidential,
        "url": to("office:steering-paper", one.id),
        "remove_url": to("office:steering-paper-remove", one.id)
        if may_remove and one.proposal_id is None
        else "",
    }


def paper_line(one: PaperView) -> str:
    """A paper as a line of the minutes: what it is called, and the sum by which its file is known."""
    told = {"title": one.title, "kind": MEDIA[one.media], "digest": one.digest}
    line = _("Paper: %(title)s (%(kind)s, SHA-256 %(digest)s)") % told
    return f"{line} · {_('Confidential')}" if one.confidential else line
