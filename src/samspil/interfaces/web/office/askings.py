"""The office asks to see vouchers and reads them; the municipality shows them for a while or says why not."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.economy.actions import askings as actions
from samspil.economy.queries import askings as queries
from samspil.economy.queries import budget, statements
from samspil.economy.queries.askings import SeenVoucher
from samspil.economy.rules import askings as rules
from samspil.economy.terms.askings import ASKING_STATES, LONGEST_SHOWN, MOST_WORDS, AskingState
from samspil.interfaces import clock
from samspil.interfaces.web.office import asking_words as said
from samspil.interfaces.web.office.grant import BASE, SEES
from samspil.interfaces.web.office.grant_change import WRITES
from samspil.interfaces.web.office.grant_decisions import OFFICE
from samspil.interfaces.web.office.statement_words import Said, title_of
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import day_of, one_of, some_of, text
from samspil.kernel.errors import refuse
from samspil.people.terms import Role

READS = (*SEES, *OFFICE)
ALL, CHOSEN = "all", "chosen"
USUAL = timedelta(days=14)


def _words(label: Any, help_text: Any, *, required: bool) -> forms.CharField:
    field = text(label, most=MOST_WORDS, lines=4, required=required, help_text=help_text)
    field.widget.attrs |= {"data-guard": "note", "autocomplete": "off"}
    return field


class AskForm(forms.Form):
    """Which line in which year, and why."""

    cell = one_of(gettext_lazy("Which line?"))
    reason = _words(
        gettext_lazy("What makes you ask?"),
        gettext_lazy("At least a sentence. The municipality reads it. Without names."),
        required=True,
    )


class ShowForm(forms.Form):
    """All vouchers of the line or some of them, until when, and what there is to say with them."""

    which = one_of(gettext_lazy("Which vouchers do you show?"))
    numbers = some_of(
        gettext_lazy("Vouchers"), help_text=gettext_lazy("Only needed where you do not show all of them.")
    )
    until_on = day_of(
        gettext_lazy("Until when?"),
        help_text=gettext_lazy("The office reads them to the end of that day, and no longer."),
    )
    words = _words(
        gettext_lazy("What do you want to say with it?"),
        gettext_lazy("The programme office reads it. Without names."),
        required=False,
    )

    def __init__(self, known: tuple[SeenVoucher, ...], labels: dict[int, str], *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.every = {str(one.number) for one in known}
        every = _("All of the line (%(count)d)") % {"count": len(known)}
        self.fields["which"].choices = [(ALL, every), (CHOSEN, _("Those I choose"))]  # type: ignore[attr-defined]
        self.fields["numbers"].choices = [(str(one.number), labels[one.number]) for one in known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever chose single vouchers and says «all» meant one of the two: nothing shown is taken back."""
        told = self.cleaned_data
        chosen = set(told.get("numbers", ()))
        if told.get("which") == ALL and chosen and chosen != self.every:
            self.add_error(
                "which",
                _("You have chosen single vouchers: take «Those I choose» here, or choose none of them."),
            )
        return told

    def numbers_chosen(self) -> frozenset[int] | None:
        """The numbers of the vouchers; None is all of them."""
        if self.cleaned_data["which"] == ALL:
            return None
        return frozenset(int(one) for one in self.cleaned_data["numbers"])


class RefuseForm(forms.Form):
    """Why they are not shown."""

    words = _words(
        gettext_lazy("Why do you not show them?"),
        gettext_lazy("The programme office reads it. Without names."),
        required=True,
    )


@door("office", roles=READS, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """What was asked: what waits first. The office reads its own askings, a municipality those about it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    is_office = actor.role == Role.PROGRAMME_OFFICE
    page = {
        "is_office": is_office,
        "back_url": reverse("office:grant-decisions" if is_office else "office:statements"),
        "back": _("Grants: what is asked") if is_office else _("Statements of accounts"),
        "rows": [said.row_of(one, today, is_office=is_office) for one in queries.askings(actor)],
    }
    return TemplateResponse(request, "office/askings.html", {"page": page})


@door("office", roles=OFFICE)
def ask(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """Ask to see the vouchers of one line in one year of a statement."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one, grant, told = statements.told(actor, statement_id, on=today)
    refuse(rules.must_be_apart(told.list_digest))
    spoken = Said(budget.concept_of(grant), told)
    cells = {f"{row.line}.{row.year}": (row.line, row.year) for row in told.rows}
    first = {"cell": f"{request.GET.get('line', '')}.{request.GET.get('year', '')}"}
    form = AskForm(request.POST if request.method == "POST" else None, initial=first)
    form.fields["cell"].choices = [  # type: ignore[attr-defined]
        (f"{row.line}.{row.year}", f"{spoken.line(row.line)}, {row.year}: {row.spent.kroner}")
        for row in told.rows
    ]

    def write() -> str:
        line, year = cells[form.cleaned_data["cell"]]
        told: dict[str, Any] = {"line": line, "year": year, "reason": form.cleaned_data["reason"]}
        row = actions.ask_vouchers(by=actor, at=clock.now(), on=today, statement_id=statement_id, **told)
        return to("office:asking", row.id)

    page = {
        "name": "office-asking-new",
        "title": title_of(one),
        "heading": _("Ask to see vouchers"),
        "lead": _("The municipality shows the vouchers it chooses for a while, or says why it does not."),
        "button": _("Ask"),
        "has_words": True,
    }
    back = to("office:statement", statement_id)
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=READS, methods=("GET",))
def asking(request: HttpRequest, asking_id: uuid.UUID) -> HttpResponse:
    """One asking: why, what was answered, and the vouchers that are shown, while they are."""
    actor, now, today = request.actor, clock.now(), clock.today()  # type: ignore[attr-defined]
    found = queries.asking(actor, asking_id)
    state, is_office = found.state(today), actor.role == Role.PROGRAMME_OFFICE
    waits = state == AskingState.WAITING and actor.role in WRITES
    seen = queries.shown(actor, found, on=today)
    has_none = waits and not queries.to_choose(actor, found, on=today)
    page = {
        "heading": said.line_of(found),
        "whose": found.municipality if is_office else "",
        "state": ASKING_STATES[state],
        "tag": said.TAGS[state],
        "facts": said.facts_of(found),
        "reason": queries.reason_of(actor, asking_id, now),
        "words": queries.words_of(actor, found, now),
        "is_refused": state == AskingState.REFUSED,
        "is_over": state == AskingState.OVER,
        "is_office": is_office,
        "rows": [said.voucher_row(found, one) for one in seen],
        "statement_url": to("office:statement", found.statement_id),
        "has_none": has_none,
        "show_url": to("office:asking-show", asking_id) if waits and not has_none else "",
        "refuse_url": to("office:asking-refuse", asking_id) if waits else "",
    }
    return TemplateResponse(request, "office/asking.html", {"page": page})


@door("office", roles=WRITES)
def show(request: HttpRequest, asking_id: uuid.UUID) -> HttpResponse:
    """Choose what is shown, and until when."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.asking(actor, asking_id)
    refuse(rules.must_wait(found.is_shown is not None))
    known = queries.to_choose(actor, found, on=today)
    refuse(rules.must_be_there(len(known)))
    labels = {one.number: said.choice_of(found, one) for one in known}
    posted = request.POST if request.method == "POST" else None
    form = ShowForm(known, labels, posted, initial={"until_on": today + USUAL})
    form.fields["until_on"].widget.attrs |= {
        "min": today.isoformat(),
        "max": (today + timedelta(days=LONGEST_SHOWN)).isoformat(),
    }
    here = to("office:asking", asking_id)

    def write() -> str:
        told = {"until_on": form.cleaned_data["until_on"], "words": form.cleaned_data["words"]}
        chosen = form.numbers_chosen()
        actions.show_vouchers(by=actor, at=clock.now(), on=today, asking_id=asking_id, numbers=chosen, **told)
        return here

    page = {
        "name": "office-asking-show",
        "title": said.line_of(found),
        "heading": _("Show vouchers"),
        "lead": _("The programme office reads what you choose here, and nothing else of the books."),
        "points": [
            _("Of each: number, day, kind of cost, amount and kind of proof. No name, no firm and no text."),
            _("Of pay also for how many hours, at which rate, and in which role."),
        ],
        "button": _("Show them"),
        "has_words": True,
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=WRITES)
def refuse_(request: HttpRequest, asking_id: uuid.UUID) -> HttpResponse:
    """Say why they are not shown."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    found = queries.asking(actor, asking_id)
    refuse(rules.must_wait(found.is_shown is not None))
    form = RefuseForm(request.POST if request.method == "POST" else None)
    here = to("office:asking", asking_id)

    def write() -> str:
        told = {"asking_id": asking_id, "words": form.cleaned_data["words"]}
        actions.refuse_vouchers(by=actor, at=clock.now(), on=today, **told)
        return here

    page = {
        "name": "office-asking-refuse",
        "title": said.line_of(found),
        "heading": _("Do not show the vouchers"),
        "lead": _("The programme office reads why, and may still send the accounts back."),
        "button": _("Save the answer"),
        "has_words": True,
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)
