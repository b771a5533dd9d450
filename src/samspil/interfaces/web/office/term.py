"""Planning a term of visits: a proposal that is stored nowhere until it is taken over."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions import visit_terms as actions
from samspil.delivery.planning.breaking import At
from samspil.delivery.planning.repair import repaired
from samspil.delivery.planning.solving import plan
from samspil.delivery.queries import visit_terms as queries
from samspil.delivery.queries.visit_terms import Ground
from samspil.delivery.rules import visit_terms as rules
from samspil.delivery.rules.visit_terms import Asked
from samspil.interfaces import clock
from samspil.interfaces.web.office import term_draft, term_page, term_words
from samspil.interfaces.web.office.bringing import NOWHERE
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.office.term_draft import Draft
from samspil.interfaces.web.office.term_forms import OneVisitForm, TermForm, usual
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.forms import put
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused, refuse
from samspil.trust import audit

SECONDS, REPAIR_SECONDS = 5.0, 1.0
"""How long a page may plan and repair; one plans at a time, so that other pages are served meanwhile."""


@door("office", roles=COORDINATOR)
def term(request: HttpRequest) -> HttpResponse:
    """Choose a term, and get a proposal; change it by hand, let it be repaired, take it over."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_today(actor, today)
    if loaded is None:
        page = {"role_label": _("Plan a term"), "words": NOWHERE}
        return TemplateResponse(request, "office/nothing.html", {"page": page})
    page_of = _Page(request, actor, loaded.id)
    if request.method != "POST":
        return page_of.start(TermForm(initial=usual(today)))
    step, edit = request.POST.get("step", "plan"), request.POST.get("edit", "")
    if step in ("plan", "mend") and not edit:
        return page_of.propose(is_mending=step == "mend")
    draft = term_draft.opened(actor, request.POST.get("draft", ""))
    if draft is None or rules.must_be_a_term(draft.asked, today) is not None:
        return page_of.too_old()
    if edit:
        return page_of.edit(draft, edit)
    if step == "try":
        return page_of.set_by_hand(draft, request.POST.get("at", ""))
    if step == "repair":
        return page_of.repair(draft)
    if step == "show":
        return page_of.show(draft)
    return page_of.take(draft, request.POST.getlist("series") if step != "take-all" else None)


class _Page:
    """One answer of the page."""

    def __init__(self, request: HttpRequest, actor: Actor, concept_id: uuid.UUID) -> None:
        self.request, self.actor, self.concept_id = request, actor, concept_id

    def ground(self, asked: Asked, *, loose: bool) -> Ground:
        return queries.ground(self.actor, asked, concept_id=self.concept_id, on=clock.today(), loose=loose)

    def start(self, form: TermForm, note: str = "", status: int = 200) -> HttpResponse:
        """The page before anything is proposed."""
        asked = self._asked(form)
        page = {"note": note, **term_page.start_view(self.ground(asked, loose=True) if asked else None)}
        return self._answer(form, page, status)

    def propose(self, *, is_mending: bool) -> HttpResponse:
        """Plan what has no day, or mend what has one; in the time a page may take, and one at a time."""
        form = TermForm(self.request.POST)
        asked = self._asked(form)
        if asked is None:
            return self.start(form, status=422)
        if not audit.try_hold("planning"):
            return self.start(form, _("Somebody else is planning right now. Try again in five seconds."), 422)
        ground = self.ground(asked, loose=is_mending)
        if is_mending:
            mended = repaired(ground.term, ground.together(()), seconds=REPAIR_SECONDS)
            draft = term_draft.of_repair(ground, Draft(asked, (), is_mending=True), mended)
            return self.show(draft, ground, mended=term_page.repair_view(ground, mended))
        return self.show(term_draft.of_plan(ground, plan(ground.term, seconds=SECONDS)), ground)

    def show(
        self,
        draft: Draft,
        ground: Ground | None = None,
        *,
        mended: dict[str, Any] | None = None,
        note: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The proposal, with what breaks in it; and where a repair would move something, that."""
        ground = ground or self.ground(draft.asked, loose=draft.is_mending)
        page = term_page.plan_view(self.actor, ground, draft) | {"note": note, "mended": mended}
        page["draft"] = term_draft.sealed(self.actor, draft)
        if page["broken"] and draft.pinned and note == "":
            page["offer"] = self._offer(draft, ground)
        return self._answer(TermForm(initial=_initial(draft.asked)), {"plan": page}, status)

    def edit(self, draft: Draft, at: str, form: OneVisitForm | None = None) -> HttpResponse:
        """The form for one visit of the proposal."""
        ground = self.ground(draft.asked, loose=draft.is_mending)
        was = draft.visit(_at(at))
        if was is None:
            return self.too_old()
        first, second = (*was.team, "", "")[:2]
        initial = {"on": was.on, "part": was.part.value, "first": first, "second": second}
        form = form or OneVisitForm(_people(ground), initial=initial)
        page = {
            "at": at,
            "draft": term_draft.sealed(self.actor, draft),
            "heading": term_words.at_words((was.series, was.position), ground),
            "theme": was.theme,
            "when": f"{term_words.when_words(was)} · {term_words.names(was.team, ground.people)}",
        }
        context = {"form": form, "page": page, "here": reverse("office:visit-term")}
        status = 422 if form.is_bound else 200
        return TemplateResponse(self.request, "office/term_visit.html", context, status=status)

    def set_by_hand(self, draft: Draft, at: str) -> HttpResponse:
        """One visit as the coordinator wants it: the proposal with it, and at once what that breaks."""
        ground = self.ground(draft.asked, loose=draft.is_mending)
        was = draft.visit(_at(at))
        if was is None:
            return self.too_old()
        form = OneVisitForm(_people(ground), self.request.POST)
        if form.is_valid() and not rules.is_near(draft.asked, form.cleaned_data["on"]):
            form.add_error("on", _("Choose a day at most a year from the term."))
        if not form.is_valid():
            return self.edit(draft, at, form)
        return self.show(draft.with_visit(form.visit(was)), ground)

    def repair(self, draft: Draft) -> HttpResponse:
        """The proposal with what was set by hand kept, and as little else moved as possible."""
        ground = self.ground(draft.asked, loose=draft.is_mending)
        mended = self._mended(draft, ground)
        return self.show(
            term_draft.of_repair(ground, draft, mended), ground, mended=term_page.repair_view(ground, mended)
        )

    def take(self, draft: Draft, ticked: list[str] | None) -> HttpResponse:
        """Take over all series that break nothing, or those ticked."""
        ground = self.ground(draft.asked, loose=draft.is_mending)
        wrong = {key for one in ground.breaks(draft.visits) for key, _position in one.visits}
        chosen = set(ticked) if ticked is not None else {one.series for one in draft.visits} - wrong
        try:
            actions.take_over_term(
                by=self.actor,
                at=clock.now(),
                on=clock.today(),
                concept_id=self.concept_id,
                asked=draft.asked,
                visits=tuple(one for one in draft.visits if one.series in chosen),
                was=tuple(one for one in draft.was if one.series in chosen),
            )
        except Refused as refused:
            return self.show(draft, note=str(refused), status=422)
        return HttpResponseRedirect(reverse("office:visits"))

    def too_old(self) -> HttpResponse:
        """There is no plan of ours in what was sent."""
        note = _("This plan is too old or incomplete. Plan again.")
        return self.start(TermForm(initial=usual(clock.today())), note, 422)

    def _offer(self, draft: Draft, ground: Ground) -> dict[str, Any] | None:
        """What a repair would move; None where it moves nothing."""
        mended = self._mended(draft, ground)
        return term_page.repair_view(ground, mended) if mended.moved else None

    def _mended(self, draft: Draft, ground: Ground) -> Any:
        pinned = draft.pinned_term(ground.term)
        return repaired(pinned, ground.together(draft.visits), seconds=REPAIR_SECONDS)

    def _asked(self, form: TermForm) -> Asked | None:
        """The term in the form, or the usual one before there is any; None with the reason in the form."""
        if not form.is_bound:
            first = form.initial
            return Asked(first["starts_on"], first["ends_on"])
        if not form.is_valid():
            return None
        try:
            refuse(rules.must_be_a_term(form.asked(), clock.today()))
        except Refused as refused:
            put(form, refused)
            return None
        return form.asked()

    def _answer(self, form: TermForm, page: dict[str, Any], status: int) -> HttpResponse:
        context = {"form": form, "page": page, "cancel_url": reverse("office:visits")}
        return TemplateResponse(self.request, "office/term.html", context, status=status)


def _initial(asked: Asked) -> dict[str, Any]:
    return {
        "starts_on": asked.starts_on,
        "ends_on": asked.ends_on,
        "closed_from": asked.closed_from,
        "closed_to": asked.closed_to,
    }


def _people(ground: Ground) -> list[tuple[str, str]]:
    """Those who can be planned, by name."""
    able = {one.key for one in ground.term.role_models}
    return sorted(((key, name) for key, name in ground.people.items() if key in able), key=lambda one: one[1])


def _at(text: str) -> At:
    series, _slash, position = text.partition("/")
    return series, int(position) if position.isascii() and position.isdigit() and len(position) < 4 else 0
