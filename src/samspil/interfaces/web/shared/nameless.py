"""Counting a talk without a name, in three taps: what it was about, and the rest is chosen beforehand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.actions import nameless as actions
from samspil.delivery.terms.families import ASKERS, NAMELESS_MINUTES, Asker
from samspil.interfaces import clock
from samspil.interfaces.web.shared.form_page import form_page
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of
from samspil.interfaces.web.shared.programmes import programme_today
from samspil.interfaces.web.shared.words import choices
from samspil.people.terms import Role
from samspil.programme.concept.model import Vocabulary

USUAL_MINUTES = "25"
ASKED_BY = {Role.MENTOR: Asker.YOUNG}
"""Who mostly asks whoever counts: the chip that is chosen beforehand. Everybody else is asked by parents."""


class TalkForm(forms.Form):
    """What both kinds of talk have: what it was about, how long, and the day."""

    topic = one_of(gettext_lazy("What it was about"))
    minutes = one_of(gettext_lazy("Minutes"))
    minutes_other = forms.IntegerField(
        label=gettext_lazy("How many minutes"), min_value=1, max_value=600, required=False
    )
    day = day_of(gettext_lazy("When it was"))
    key = key_of_this()

    def __init__(self, vocabulary: Vocabulary, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = choices(vocabulary.topic_groups)  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [  # type: ignore[attr-defined]
            *((str(one), str(one)) for one in NAMELESS_MINUTES),
            ("other", _("Other")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wants = cleaned.get("minutes") == "other" and "minutes_other" not in self.errors
        if wants and not cleaned.get("minutes_other"):
            self.add_error("minutes_other", _("Write how many minutes."))
        return cleaned

    def talk(self) -> actions.Talk:
        """What was chosen."""
        data = self.cleaned_data
        minutes = data["minutes_other"] if data["minutes"] == "other" else data["minutes"]
        return actions.Talk(data["day"], data["topic"], int(minutes))


class CounsellingForm(TalkForm):
    """A talk with somebody who gave no name."""

    asker = one_of(gettext_lazy("Who asked"))
    channel = one_of(gettext_lazy("How"))
    field_order = ("topic", "asker", "minutes", "minutes_other", "channel", "day", "key")

    def __init__(self, vocabulary: Vocabulary, *args: Any, **kwargs: Any) -> None:
        super().__init__(vocabulary, *args, **kwargs)
        self.fields["asker"].choices = list(ASKERS.items())  # type: ignore[attr-defined]
        self.fields["channel"].choices = choices(vocabulary.contact_channels)  # type: ignore[attr-defined]


class ConsultationForm(TalkForm):
    """A talk with another professional."""

    profession = one_of(gettext_lazy("Who asked"))
    field_order = ("profession", "topic", "minutes", "minutes_other", "day", "key")

    def __init__(self, vocabulary: Vocabulary, *args: Any, **kwargs: Any) -> None:
        super().__init__(vocabulary, *args, **kwargs)
        self.fields["profession"].choices = choices(vocabulary.professions)  # type: ignore[attr-defined]
        self.fields["topic"].initial = vocabulary.topic_groups[-1].slug


def was_counted(request: HttpRequest) -> bool:
    """Whether the page that is shown comes right after a talk was counted, and says so."""
    return request.GET.get("counted") == "yes"


def counselling_page(request: HttpRequest, *, base: str, home: str) -> HttpResponse:
    """Count a talk with somebody who gave no name."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_today(actor, today)
    if loaded is None:
        return _without_programme(request, base, home)
    vocabulary = loaded.concept.vocabulary
    presets = {
        "asker": ASKED_BY.get(Role(actor.role), Asker.PARENT),
        "channel": vocabulary.contact_channels[0].slug,
        "minutes": USUAL_MINUTES,
        "day": today,
    }
    form = CounsellingForm(vocabulary, request.POST or None, initial=presets)

    def write() -> str:
        data = form.cleaned_data
        actions.count_counselling(
            by=actor,
            at=clock.now(),
            on=today,
            concept_id=loaded.id,
            talk=form.talk(),
            channel=data["channel"],
            asker=data["asker"],
            key=data["key"],
        )
        return f"{reverse(home)}?counted=yes"

    page = {
        "name": "counselling",
        "heading": _("Advice without a name"),
        "lead": _("It counts and cannot be traced. There is no field for who it was."),
        "button": _("Count it"),
    }
    return form_page(request, form, write, base=base, cancel_url=reverse(home), page=page)


def consultation_page(request: HttpRequest, *, base: str, home: str) -> HttpResponse:
    """Count a talk with another professional about the work."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    loaded = programme_today(actor, today)
    if loaded is None:
        return _without_programme(request, base, home)
    presets = {"minutes": USUAL_MINUTES, "day": today}
    form = ConsultationForm(loaded.concept.vocabulary, request.POST or None, initial=presets)

    def write() -> str:
        data = form.cleaned_data
        actions.count_consultation(
            by=actor,
            at=clock.now(),
            on=today,
            concept_id=loaded.id,
            talk=form.talk(),
            profession=data["profession"],
            key=data["key"],
        )
        return f"{reverse(home)}?counted=yes"

    page = {
        "name": "consultation",
        "heading": _("Consultation with a colleague"),
        "lead": _("About the work in general. There is no field for whom it was about."),
        "button": _("Count it"),
    }
    return form_page(request, form, write, base=base, cancel_url=reverse(home), page=page)


def _without_programme(request: HttpRequest, base: str, home: str) -> HttpResponse:
    words = _("Your municipality takes part in no programme today. Ask the programme office.")
    return TemplateResponse(
        request,
        "shared/no_programme.html",
        {"base": base, "page": {"words": words, "back_url": reverse(home)}},
    )
