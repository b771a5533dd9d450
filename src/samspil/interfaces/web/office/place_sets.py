"""The office's pages on offering visits to sets of places.

The wished place comes in the body of one POST and goes no further: no address, session, message or draft
holds it, and the page one comes to afterwards is the same whichever it was (ADR 0029).
"""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import place_sets as actions
from samspil.delivery.queries import institutions
from samspil.delivery.queries import place_sets as queries
from samspil.delivery.rules.place_sets import half_year, half_years
from samspil.delivery.terms.place_sets import OFFER_STATES, OfferState
from samspil.delivery.terms.sending import UNDER_WAY, LetterState
from samspil.interfaces import clock
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.office.visit_forms import picked
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import day_of, one_of
from samspil.interfaces.web.shared.offers import letter
from samspil.interfaces.web.shared.programmes import programme_today

BASE = "shared/office.html"
KINDS = {OfferState.YES: "ok", OfferState.NO: "", OfferState.OFFERED: "soon"}


class OfferForm(forms.Form):
    """For which half-year, and until when the places answer."""

    term_from = one_of(gettext_lazy("Half-year"))
    answer_by = day_of(gettext_lazy("Answer by"), help_text=gettext_lazy("The same day for all of them."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.isoformat(), term_words(one)) for one in half_years(clock.today())]
        self.fields["term_from"].choices = choices  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What was chosen, as the actions take it."""
        known = {one.isoformat(): one for one in half_years(clock.today())}
        data = self.cleaned_data
        return {"term_from": known[data["term_from"]], "answer_by": data["answer_by"]}


class WishForm(OfferForm):
    """The same, and the place that is thought of; it is used once and kept nowhere."""

    place = picked(gettext_lazy("Place"))
    field_order = ("place", "term_from", "answer_by")

    def __init__(self, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "–"), *places]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What a place has said."""

    state = one_of(gettext_lazy("What did they say?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (one.value, title) for one, title in OFFER_STATES.items() if one != OfferState.OFFERED
        ]


def _at(term_from: str) -> str:
    """The list of a half-year's offers: the same for whichever place was wished."""
    return f"{reverse('office:place-offers')}?term={term_from}"


def term_words(first: Any) -> str:
    """Foråret 2015"""
    told = {"year": first.year}
    return _("Spring %(year)d") % told if first.month == 1 else _("Autumn %(year)d") % told


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The offers of a half-year, set by set, with the one letter that goes to all."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    terms = half_years(today)
    asked = request.GET.get("term", "")
    first = next((one for one in terms if one.isoformat() == asked), half_year(today))
    loaded = programme_today(actor, today)
    found = queries.offers(actor, first)
    page = {
        "term": term_words(first),
        "terms": [
            {"label": term_words(one), "url": f"?term={one.isoformat()}", "is_this": one == first}
            for one in terms
        ],
        "sets": [
            {
                "places": [_offer_view(one) for one in mine],
                "letter": letter(loaded.concept, mine[0].answer_by) if loaded else [],
            }
            for mine in found
        ],
    }
    return TemplateResponse(request, "office/place_offers.html", {"page": page})


def _offer_view(one: queries.Offered) -> dict[str, Any]:
    return {
        "place": one.place,
        "url": to("office:place-offer", one.id),
        "state_label": OFFER_STATES[one.state],
        "kind": KINDS[one.state],
        "by": words.day(one.answer_by),
        "mail": _mail(one),
        "series_url": f"{reverse('office:series-new')}?place={one.place_id}"
        if one.state == OfferState.YES
        else "",
    }


def _mail(one: queries.Offered) -> str:
    """What became of the mail to a place, while it has not answered; or that it answered by its link."""
    if one.by_themselves:
        return _("They answered by the link in the mail.")
    if one.state != OfferState.OFFERED:
        return ""
    if one.letter is None:
        return _("No mail address: call them.")
    if one.letter == LetterState.SENT and one.sent_on is not None:
        return _("Mail sent %(day)s") % {"day": words.day(one.sent_on)}
    if one.letter in UNDER_WAY:
        return _("The mail is on its way.")
    return _("The mail did not get there: call them.")


@door("office", roles=COORDINATOR)
def form(request: HttpRequest) -> HttpResponse:
    """Think of a place: a set with others like it is formed, and all of them are offered visits."""
    actor = request.actor  # type: ignore[attr-defined]
    places = [(str(key), one.name) for key, one in institutions.choices(actor)]
    wish = WishForm(places, request.POST or None)

    def write() -> str:
        actions.form_place_set(
            by=actor,
            at=clock.now(),
            on=clock.today(),
            wished=uuid.UUID(wish.cleaned_data["place"]),
            **wish.said(),
        )
        return _at(wish.cleaned_data["term_from"])

    page = {
        "name": "office-place-set-new",
        "title": _("Offers"),
        "heading": _("Offer visits where they are wished"),
        "texts": [
            _(
                "Choose a place. At least three others of its kind and size are drawn by lot, and all of them"
                " are offered visits in an order drawn by lot."
            ),
            _(
                "Which one you chose is stored nowhere: not here, not in the log. It cannot be undone or"
                " drawn again, because that would tell."
            ),
        ],
        "button": _("Form the set and offer visits"),
    }
    here = reverse("office:place-offers")
    return form_page(request, wish, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=COORDINATOR)
def again(request: HttpRequest) -> HttpResponse:
    """Offer visits to every set again, for a half-year."""
    actor = request.actor  # type: ignore[attr-defined]
    offer = OfferForm(request.POST or None)

    def write() -> str:
        actions.offer_all_again(by=actor, at=clock.now(), on=clock.today(), **offer.said())
        return _at(offer.cleaned_data["term_from"])

    page = {
        "name": "office-place-offers-again",
        "title": _("Offers"),
        "heading": _("Offer visits to all sets again"),
        "lead": _("Every set there is, each in a new order drawn by lot."),
        "button": _("Offer visits"),
    }
    here = reverse("office:place-offers")
    return form_page(request, offer, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=COORDINATOR)
def answer(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Note what a place has said."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.offer_for(actor, offer_id)
    said = AnswerForm(request.POST or None, initial={"state": found.state})
    here = _at(found.term_from.isoformat())

    def write() -> str:
        state = said.cleaned_data["state"]
        actions.answer_offer(by=actor, at=clock.now(), on=clock.today(), offer_id=offer_id, state=state)
        return here

    page = {
        "name": "office-place-offer",
        "title": _("Offers"),
        "heading": found.place,
        "button": _("Save"),
    }
    return form_page(request, said, write, base=BASE, cancel_url=here, page=page)
