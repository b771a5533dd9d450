"""The provider's forms beside the plan of an event: changing it, a message, a piece of material."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.delivery.queries.training import Event
from samspil.delivery.rules.training_changes import EventChanged
from samspil.delivery.terms.training import WITH_SEATS
from samspil.interfaces.web.office.training_forms import EventForm
from samspil.interfaces.web.shared.forms import key_of_this, text
from samspil.programme.concept.model import Concept


class ChangeForm(EventForm):
    """An event as it stands, to be written over; its kind and its track stay."""

    def __init__(self, concept: Concept, found: Event, *args: Any, **kwargs: Any) -> None:
        stands = {f"day_{number}": one for number, one in enumerate(found.days, start=1)}
        for name in ("title", "place", "seats", "answer_by"):
            stands[name] = getattr(found, name)
        super().__init__(concept, *args, initial=stands, **kwargs)
        del self.fields["kind"], self.fields["track"]
        if found.kind not in WITH_SEATS:
            del self.fields["seats"]
        self.found = found

    def changed(self) -> EventChanged:
        """What was typed, as it is to be."""
        told = self.cleaned_data
        return EventChanged(
            title=told["title"],
            place=told["place"],
            seats=told.get("seats") or 0,
            answer_by=told["answer_by"],
            days=self.days(),
        )


class MessageForm(forms.Form):
    """One message to everyone who comes."""

    words = text(
        _("What do you want to tell them?"),
        most=600,
        lines=5,
        help_text=_("In neutral words and without names. Nobody can answer it here."),
    )
    key = key_of_this()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}


class MaterialForm(forms.Form):
    """What a piece of material is called and where it is."""

    title = text(_("What is it called?"), most=80)
    where = text(
        _("Where do they find it?"),
        most=160,
        help_text=_("For example: handed out on the first day, or page 12 of the binder."),
    )
