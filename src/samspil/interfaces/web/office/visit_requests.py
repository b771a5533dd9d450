"""The office's pages on requests for visits: the list, one request, its place, a series out of it, no."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import visit_requests as actions
from samspil.delivery.queries import institutions
from samspil.delivery.queries import visit_requests as queries
from samspil.delivery.rules import visit_requests as rules
from samspil.delivery.terms.visit_requests import (
    DECLINE_REASONS,
    REQUEST_STATES,
    WAITS,
    DeclineReason,
    RequestState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.office.bringing import NOWHERE
from samspil.interfaces.web.office.institution_forms import PlaceForm
from samspil.interfaces.web.office.steps import COORDINATOR
from samspil.interfaces.web.office.visit_forms import SeriesForm, picked
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.forms import one_of
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.interfaces.web.shared.visit_words import group_words

BASE = "shared/office.html"


class MatchForm(forms.Form):
    """Which place of the list it is."""

    institution = picked(gettext_lazy("Place"))

    def __init__(self, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].choices = [("", "–"), *places]  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why it cannot be."""

    because = one_of(gettext_lazy("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [(one.value, title) for one, title in DECLINE_REASONS.items()]  # type: ignore[attr-defined]


@door("office", roles=COORDINATOR, methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """The requests that wait or were said yes to, or those that were cancelled or declined."""
    number, ended = paging.asked(request), request.GET.get("ended") == "yes"
    found, count = queries.listed(request.actor, ended=ended, page=number)  # type: ignore[attr-defined]
    page = {
        "ended": ended,
        "ask_url": request.build_absolute_uri(reverse("public:visit-ask")),
        "rows": [
            {
                "url": to("office:visit-request", one.id),
                "title": f"{one.place}, {one.group}",
                "days": ", ".join(words.day(day) for day in one.days),
                "since": words.day(one.changed_on),
                **_tag(one.state),
            }
            for one in found
        ],
        **paging.links(number, of=count, size=queries.PAGE, kept={"ended": "yes"} if ended else None),
    }
    return TemplateResponse(request, "office/visit_requests.html", {"page": page})


def _tag(state: RequestState) -> dict[str, Any]:
    kind = "soon" if state in WAITS else "ok" if state == RequestState.PLANNED else ""
    return {"state_label": REQUEST_STATES[state].title, "kind": kind}


@door("office", roles=COORDINATOR, methods=("GET",))
def visit_request(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """One request: who asks, what for, and what can be done about it. The look is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.request_for(actor, request_id)
    series, state = queries.series_of(found), RequestState(found.state)
    page = {
        "title": f"{found.place}, {found.group}",
        "lead": group_words(found),
        "state": state.value,
        "because": DECLINE_REASONS[DeclineReason(found.declined_because)] if found.declined_because else "",
        "days": [words.day_and_year(one) for one in found.days],
        "place": found.institution.name if found.institution else "",
        "told": queries.told(actor, found, at=clock.now()),
        "series_url": to("office:series", series.id) if series else None,
        "buttons": _buttons(found, series is not None),
        **_tag(state),
    }
    return TemplateResponse(request, "office/visit_request.html", {"page": page})


def _buttons(found: Any, has_series: bool) -> list[dict[str, Any]]:
    """What can be done now; what comes first is filled."""
    told: list[tuple[str, Any]] = []
    if rules.may_be_matched(found, has_series) is None:
        label = _("Choose the place again") if found.institution_id else _("Say which place it is")
        told.append(("office:visit-request-place", label))
    if found.institution_id and rules.may_be_planned(found, has_series) is None:
        told.insert(0, ("office:visit-request-plan", _("Plan a series")))
    if rules.may_answer_other_days(found, has_series) is None:
        told.append(("office:visit-request-answer", _("The days have been looked at")))
    if rules.may_be_told(found) is None:
        told.append(("office:visit-request-tell", _("Write that there is news")))
    if rules.may_be_declined(found, has_series) is None:
        told.append(("office:visit-request-decline", _("Decline")))
    waits = found.state in WAITS or not has_series
    return [
        {"label": label, "url": to(name, found.id), "is_filled": not place and waits}
        for place, (name, label) in enumerate(told)
    ]


@door("office", roles=COORDINATOR)
def place(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Say which place of the list it is."""
    actor, found, here = _found(request, request_id)
    known = institutions.choices(actor)
    same = next((str(key) for key, one in known if one.name.casefold() == found.place.casefold()), "")
    initial = {"institution": str(found.institution_id or same)}
    choices = [(str(key), f"{one.name} {one.postcode}".strip()) for key, one in known]
    form = MatchForm(choices, request.POST or None, initial=initial)

    def write() -> str:
        key = uuid.UUID(form.cleaned_data["institution"])
        actions.match_place(by=actor, at=clock.now(), request_id=request_id, institution_id=key)
        return here

    page = {
        "name": "office-visit-request-place",
        "title": _title(found),
        "heading": _("Which place is it?"),
        "lead": _("They wrote: %(place)s") % {"place": found.place},
        "button": _("It is this one"),
        "new_url": reverse("office:visit-request-new-place", args=[request_id]),
    }
    template = "office/visit_request_place.html"
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page, template=template)


@door("office", roles=COORDINATOR)
def new_place(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Put the place into the list."""
    actor, found, here = _found(request, request_id)
    form = PlaceForm(request.POST or None, initial={"name": found.place}, is_new=True)

    def write() -> str:
        now, today = clock.now(), clock.today()
        actions.match_new_place(by=actor, at=now, on=today, request_id=request_id, place=form.place())
        return here

    page = {
        "name": "office-visit-request-new-place",
        "title": _title(found),
        "heading": _("A new place"),
        "button": _("Save"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


@door("office", roles=COORDINATOR)
def plan(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Say yes with a series of visits; the one who asked is told by mail."""
    actor, found, here = _found(request, request_id)
    today = clock.today()
    loaded = programme_today(actor, today)
    if loaded is None:
        page = {"role_label": _("Plan a series"), "words": NOWHERE}
        return TemplateResponse(request, "office/nothing.html", {"page": page})
    wanted = loaded.concept.intervention("role_model")
    initial = {"group": found.group, "level": found.level, "about_how_many": found.about_how_many}
    number = wanted.dosage.visits or 1
    form = SeriesForm(number, wanted.themes, None, request.POST or None, initial=initial)

    def write() -> str:
        made = actions.plan_request(
            by=actor,
            at=clock.now(),
            on=today,
            concept_id=loaded.id,
            request_id=request_id,
            group=form.group_said(),
        )
        return reverse("office:series", args=[made.id])

    return form_page(
        request,
        form,
        write,
        base=BASE,
        cancel_url=here,
        page={
            "name": "office-visit-request-plan",
            "title": _title(found),
            "heading": _("Plan a series"),
            "lead": _("They get a mail that there is an answer, and see the days as you choose them."),
            "button": _("Make the series"),
        },
    )


@door("office", roles=COORDINATOR)
def answer(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Other days were wished, and the days have been looked at."""
    actor, found, here = _found(request, request_id)

    def write() -> str:
        actions.answer_other_days(by=actor, at=clock.now(), on=clock.today(), request_id=request_id)
        return here

    days = ", ".join(words.day_and_year(one) for one in found.days)
    return _sure(
        request,
        found,
        write,
        name="office-visit-request-answer",
        heading=_("The days have been looked at"),
        lead=_("They wish: %(days)s. Change the days in the series first. Then they get a mail.")
        % {"days": days},
    )


@door("office", roles=COORDINATOR)
def tell(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Write that there is news."""
    actor, found, here = _found(request, request_id)

    def write() -> str:
        actions.tell_news(by=actor, at=clock.now(), request_id=request_id)
        return here

    return _sure(
        request,
        found,
        write,
        name="office-visit-request-tell",
        heading=_("Write that there is news"),
        lead=_("They get a mail with a link to the days as they stand now. It says nothing else."),
    )


@door("office", roles=COORDINATOR)
def decline(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Say no, with a reason."""
    actor, found, here = _found(request, request_id)
    form = DeclineForm(request.POST or None)

    def write() -> str:
        because = form.cleaned_data["because"]
        actions.decline_request(
            by=actor, at=clock.now(), on=clock.today(), request_id=request_id, because=because
        )
        return here

    page = {
        "name": "office-visit-request-decline",
        "title": _title(found),
        "heading": _("Decline the request"),
        "lead": _("They get a mail that there is an answer, and read the reason on their page."),
        "button": _("Decline"),
    }
    return form_page(request, form, write, base=BASE, cancel_url=here, page=page)


def _sure(
    request: HttpRequest, found: Any, write: Any, *, name: str, heading: str, lead: str
) -> HttpResponse:
    page = {"name": name, "title": _title(found), "heading": heading, "lead": lead, "button": heading}
    here = to("office:visit-request", found.id)
    return form_page(request, plain(request), write, base=BASE, cancel_url=here, page=page)


def _found(request: HttpRequest, request_id: uuid.UUID) -> tuple[Any, Any, str]:
    actor = request.actor  # type: ignore[attr-defined]
    return actor, queries.request_for(actor, request_id), to("office:visit-request", request_id)


def _title(found: Any) -> str:
    return f"{found.place}, {found.group}"
