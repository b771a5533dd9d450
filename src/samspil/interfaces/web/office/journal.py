"""The office's page on a course's journal, and the files that leave from it."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from samspil.delivery.actions.journal import Taken, export_journal
from samspil.delivery.queries import courses
from samspil.delivery.queries.journal import Entry, Since, entries_of
from samspil.delivery.rules import journal as rules
from samspil.delivery.terms.work import STRUCK_BECAUSE, ExportForm, ExportPart, StruckBecause
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.documents.leaving import leaves, mark_of
from samspil.interfaces.web.shared.documents.sheets import printed_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import one_of, put
from samspil.kernel.errors import Refused, refuse
from samspil.programme import queries as programme

PARTS = {
    ExportPart.NEW: gettext_lazy("What has not gone out yet"),
    ExportPart.ALL: gettext_lazy("Everything"),
}
FORMS = {
    ExportForm.PDF: gettext_lazy("PDF, to read and to file"),
    ExportForm.JSON: gettext_lazy("JSON, for another system"),
}


class ExportAs(forms.Form):
    """How much goes out, and as what."""

    part = one_of(gettext_lazy("What goes out"))
    form = one_of(gettext_lazy("As"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(one.value, said) for one, said in PARTS.items()]  # type: ignore[attr-defined]
        self.fields["form"].choices = [(one.value, said) for one, said in FORMS.items()]  # type: ignore[attr-defined]


@door("office", roles=COORDINATOR)
def journal(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """What belongs to the journal, late entries visibly late. A POST answers with the file itself."""
    actor = request.actor  # type: ignore[attr-defined]
    found = courses.course_for(actor, course_id)
    refuse(rules.may_export(actor, found))
    posted = request.POST if request.method == "POST" else None
    form = ExportAs(posted, initial={"part": ExportPart.NEW, "form": ExportForm.PDF})
    if form.is_bound and form.is_valid():
        try:
            taken = export_journal(by=actor, at=clock.now(), course_id=course_id, **form.cleaned_data)
            return _file(request, taken, found, ExportForm(form.cleaned_data["form"]))
        except Refused as refused:
            put(form, refused)
    concept = programme.concept(found.concept_id)
    page = {
        "code": found.code,
        "cancel_url": reverse("office:course", args=[course_id]),
        "rows": [_row(one, concept) for one in entries_of(found)],
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "office/journal.html", {"form": form, "page": page}, status=status)


def _row(one: Entry, concept: Any) -> dict[str, Any]:
    gone = (
        _("Went out on %(day)s") % {"day": words.day_and_year(_day(one.exported_at))}
        if one.exported_at
        else ""
    )
    return {
        "date_words": words.day_and_year(one.held_on),
        "theme": _theme(one, concept),
        "document": _("Note"),
        "written_words": words.day_and_year(_day(one.written_at)),
        "late_words": _late(one),
        "gone_words": gone,
        "since_words": _since(one),
        "is_struck": one.since == Since.STRUCK,
    }


def _day(at: Any) -> Any:
    return timezone.localtime(at).date()


def _theme(one: Entry, concept: Any) -> str:
    """What an entry is about, short and neutral: how they were in touch."""
    return words.title_of(concept.vocabulary.session_kinds, one.kind)


def _late(one: Entry) -> str:
    if not one.days_late:
        return ""
    return ngettext(
        "Written late: %(count)d day after", "Written late: %(count)d days after", one.days_late
    ) % {"count": one.days_late}


def _since(one: Entry) -> str:
    """What the municipality's journal does not know yet, or was told of an entry that was struck out."""
    if one.since == Since.SAME or one.since_at is None:
        return ""
    day = {"day": words.day_and_year(_day(one.since_at))}
    if one.since == Since.CORRECTED:
        return _("Corrected on %(day)s") % day
    if one.struck_because:
        why = str(STRUCK_BECAUSE[StruckBecause(one.struck_because)]).lower()
        return _("Struck out on %(day)s: %(why)s") % {**day, "why": why}
    return _("Taken out of the journal on %(day)s") % day


def _file(request: HttpRequest, taken: Taken, found: Any, form: ExportForm) -> HttpResponse:
    """The file, under a name that says nothing; no copy of it stays here."""
    name = f"notat-{taken.code}-{clock.today():%Y-%m-%d}.{form.value}"
    if form == ExportForm.PDF:
        return printed_out(request, "journal", _paper_of(request, taken, found), name)
    return leaves(_json(request, taken, found), name, "application/json")


def _paper_of(request: HttpRequest, taken: Taken, found: Any) -> dict[str, Any]:
    post = request.post  # type: ignore[attr-defined]
    at, concept = clock.now(), programme.concept(found.concept_id)
    language = (get_language() or "da")[:2]
    told = {"name": post.name, "moment": words.moment(at), "code": taken.code}
    return {
        "title": _("Notes, %(code)s") % told,
        "organisation": post.organisation,
        "language": language,
        "region": "DK" if language == "da" else "GB",
        "lead": _("%(organisation)s. Taken out on %(moment)s by %(name)s.")
        % {**told, "organisation": post.organisation},
        "footer": taken.code,
        "entries": [_paper(one, concept) for one in taken.entries],
    }


def _paper(one: Entry, concept: Any) -> dict[str, Any]:
    row = _row(one, concept)
    facts = (
        (_("Theme"), row["theme"]),
        (_("Document"), row["document"]),
        (_("Length"), words.minutes(one.minutes)),
        (_("Written on"), row["written_words"]),
    )
    parts = ((_("What we did"), one.did), (_("Agreed"), one.agreed))
    return {
        "heading": f"{row['date_words']} · {row['theme']}",
        "notes": [one for one in (row["late_words"], row["since_words"]) if one],
        "facts": [{"label": label, "value": value} for label, value in facts],
        "parts": [{"label": label, "lines": said.splitlines()} for label, said in parts if said],
    }


def _json(request: HttpRequest, taken: Taken, found: Any) -> bytes:
    concept = programme.concept(found.concept_id)
    entries = [
        {
            "id": str(one.session_id),
            "date": one.held_on.isoformat(),
            "theme": _theme(one, concept),
            "document": _("Note"),
            "minutes": one.minutes,
            "did": one.did,
            "agreed": one.agreed,
            "written_at": timezone.localtime(one.written_at).isoformat(),
            "late": one.days_late > 0,
            "days_late": one.days_late,
            "since_last_export": one.since.value,
            "note": _since(one),
        }
        for one in taken.entries
    ]
    told = {
        "export": str(taken.export_id),
        "course": taken.code,
        "taken_out_at": timezone.localtime(clock.now()).isoformat(),
        "mark": mark_of(request).sign,
        "entries": entries,
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()
