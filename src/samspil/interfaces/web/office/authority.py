"""The programme comes to another authority: proposed with a protocol of what is open, and taken over."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from samspil.governance.actions import authority as actions
from samspil.governance.queries import authority as queries
from samspil.governance.queries import groups
from samspil.governance.queries.authority import Change
from samspil.governance.rules import authority as rules
from samspil.governance.terms.authority import (
    AUTHORITY_REASONS,
    AUTHORITY_STATES,
    MOST_AUTHORITY,
    AuthorityBecause,
    AuthorityState,
)
from samspil.governance.terms.groups import GroupKind
from samspil.interfaces import clock
from samspil.interfaces.web.office.inbox import tasks_of
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.documents.sheets import document, taken_out
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.forms import day_of, one_of, text
from samspil.interfaces.web.shared.pack import LANGUAGE, parts_of
from samspil.interfaces.web.shared.pack_parts import part, table
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people
from samspil.people.terms import ROLES, Role

OFFICE = (Role.PROGRAMME_OFFICE,)
BASE = "shared/office.html"
TAGS = {AuthorityState.PROPOSED: "wait", AuthorityState.ACCEPTED: "good", AuthorityState.WITHDRAWN: "plain"}


class ProposeForm(forms.Form):
    """Which authority, why and from when."""

    name = text(gettext_lazy("Which authority takes over?"), most=MOST_AUTHORITY)
    cvr = text(gettext_lazy("Its CVR number"), most=8)
    because = one_of(gettext_lazy("Why?"))
    from_on = day_of(gettext_lazy("From which day?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [(one.value, title) for one, title in AUTHORITY_REASONS.items()]  # type: ignore[attr-defined]
        self.fields["cvr"].widget.attrs["inputmode"] = "numeric"


class TakeForm(forms.Form):
    """Who goes along to the new authority; everyone else is let go."""

    staying = forms.MultipleChoiceField(
        label=gettext_lazy("Who else belongs to the new authority?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Everyone who is not chosen is signed out at once and comes in no more."),
    )


@door("office", roles=OFFICE, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Which authority has the programme, which had it before, and what is proposed."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.changes(actor)
    page = {
        "name": people.organisation(actor.tenant_id).name,
        "rows": [{**_row(one), "url": to("office:authority-change", one.id)} for one in found],
        "is_open": any(one.state == AuthorityState.PROPOSED for one in found),
    }
    return TemplateResponse(request, "office/authority.html", {"page": page})


@door("office", roles=OFFICE)
def new(request: HttpRequest) -> HttpResponse:
    """Propose it; what is open today is kept as the protocol."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    form = ProposeForm(request.POST or None)

    def write() -> str:
        told = form.cleaned_data
        row = actions.propose_authority(
            by=actor, at=clock.now(), on=today, protocol=_protocol(actor, told["name"]), **told
        )
        return to("office:authority-change", row.id)

    page = {
        "name": "office-authority-new",
        "title": _("The authority"),
        "heading": _("Hand the programme over to another authority"),
        "lead": _("What is open today is kept in a protocol, which the new authority reads first."),
        "points": [
            _("Until then everything goes on as it is."),
            _("The operator gives the new authority's staff their accounts, as for anybody else."),
        ],
        "button": _("Propose it"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=reverse("office:authority"), page=page)


@door("office", roles=OFFICE, methods=("GET",))
def change(request: HttpRequest, change_id: uuid.UUID) -> HttpResponse:
    """One change of authority with its protocol. The look is logged."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one = queries.change(actor, change_id)
    is_open = one.state == AuthorityState.PROPOSED
    refused = rules.may_take_over(actor.account_id, one.proposed_by)
    refused = refused or rules.must_be_the_day(one.from_on, today)
    page = {
        **_row(one),
        "document": queries.protocol(actor, change_id, at=clock.now()),
        "language": LANGUAGE,
        "digest": one.digest,
        "take_url": to("office:authority-take", one.id) if is_open and refused is None else "",
        "refused": str(refused.sentence) if is_open and refused is not None else "",
        "withdraw_url": to("office:authority-withdraw", one.id) if is_open else "",
        "files": [
            {"label": label, "url": f"{to('office:authority-file', one.id)}?as={kind}"}
            for label, kind in (("PDF", "pdf"), ("Word", "docx"))
        ],
    }
    return TemplateResponse(request, "office/authority_change.html", {"page": page})


@door("office", roles=OFFICE)
def take(request: HttpRequest, change_id: uuid.UUID) -> HttpResponse:
    """Take the programme over, and say who goes along."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one = queries.change(actor, change_id)
    refuse(rules.may_take_over(actor.account_id, one.proposed_by))
    form = TakeForm(request.POST if request.method == "POST" else None)
    form.fields["staying"].choices = [  # type: ignore[attr-defined]
        (str(post.id), f"{post.name}, {ROLES[post.role].title}")
        for post in people.posts_of_all(actor, on=today)
        if post.account_id not in (actor.account_id, one.proposed_by)
    ]

    def write() -> str:
        staying = [uuid.UUID(post) for post in form.cleaned_data["staying"]]
        actions.take_over(by=actor, at=clock.now(), on=today, change_id=change_id, staying=staying)
        return to("office:authority-change", change_id)

    page = {
        "name": "office-authority-take",
        "title": one.name,
        "heading": _("Take the programme over"),
        "lead": _("From now on the programme office is %(name)s.") % {"name": one.name},
        "points": [_("Agreements, minutes and status packs keep the name that they had.")],
        "button": _("Take it over"),
    }
    back = to("office:authority-change", change_id)
    return form_page(request, form, write, base=BASE, cancel_url=back, page=page)


@door("office", roles=OFFICE)
def withdraw(request: HttpRequest, change_id: uuid.UUID) -> HttpResponse:
    """Withdraw the proposal."""
    actor = request.actor  # type: ignore[attr-defined]
    one = queries.change(actor, change_id)
    refuse(rules.must_be_proposed(one.state))

    def write() -> str:
        actions.withdraw_authority(by=actor, at=clock.now(), change_id=change_id)
        return reverse("office:authority")

    page = {
        "name": "office-authority-withdraw",
        "title": one.name,
        "heading": _("Withdraw the proposal"),
        "lead": _("The programme stays where it is, and the protocol stays to be read."),
        "button": _("Withdraw it"),
    }
    back = to("office:authority-change", change_id)
    return form_page(request, plain(request), write, base=BASE, cancel_url=back, page=page)


@door("office", roles=OFFICE, methods=("GET",))
def file(request: HttpRequest, change_id: uuid.UUID) -> HttpResponse:
    """The protocol as PDF or Word, word for word as it was proposed. The look is logged."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    kind = request.GET.get("as", "pdf")
    if kind not in ("pdf", "docx"):
        raise Missing
    one = queries.change(actor, change_id)
    said = queries.protocol(actor, change_id, at=at)
    footer = f"{said['title']} · SHA-256 {one.digest[:16]}"
    data, name = {**said, "footer": footer}, f"overdragelse-{one.proposed_on:%Y-%m-%d}"
    return taken_out(request, data, kind, name)


def _row(one: Change) -> dict[str, Any]:
    told = {"former": one.former, "name": one.name}
    state = AuthorityState(one.state)
    return {
        "title": _("From %(former)s to %(name)s") % told,
        "state": AUTHORITY_STATES[state],
        "tag": TAGS[state],
        "cvr": one.cvr,
        "because": AUTHORITY_REASONS[AuthorityBecause(one.because)],
        "from_on": words.day_and_year(one.from_on),
        "proposed_on": words.day_and_year(one.proposed_on),
        "accepted_on": words.day_and_year(one.accepted_on) if one.accepted_on else "",
    }


def _protocol(actor: Actor, name: str) -> dict[str, Any]:
    """What is open today: what waits for the office, and how each of its programmes stands."""
    today, office = clock.today(), actor.tenant_id
    names = groups.names_of_organisations()
    with override(LANGUAGE):
        rows = [[one["title"], one["when_words"], one["why"]] for one in tasks_of(actor, today)]
        head = [_("What"), _("When"), _("Why")]
        parts = [
            part(
                _("What waits for the office"),
                words.day_and_year(today),
                [table(head, rows, _("Nothing waits."))],
            )
        ]
        for group in groups.groups(actor, office):
            if group.kind == GroupKind.STEERING:
                parts += parts_of(actor, group, names, on=today)
        facts = [
            (_("From"), names.get(office, "")),
            (_("To"), name),
            (_("Put together"), words.day_and_year(today)),
        ]
        title = _("Protocol of handing over, %(day)s") % {"day": words.day_and_year(today)}
        return document(title, names.get(office, ""), parts, facts=facts)
