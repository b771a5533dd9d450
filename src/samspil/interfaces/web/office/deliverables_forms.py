"""The forms between the programme office and the provider: asking, delivering, answering."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.forms import day_of, key_of_this, one_of, text
from samspil.programme.concept.model import Concept

Choices = list[tuple[str, str]]


class AskForm(forms.Form):
    """What is asked for, for which event, and by when."""

    key = key_of_this()
    what = one_of(_("What is to be delivered?"))
    event = one_of(_("For which event?"), required=False)
    due_on = day_of(_("By when?"))
    provider = one_of(_("By whom?"))

    def __init__(
        self, concept: Concept, events: Choices, providers: Choices, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (str(one.slug), words.said(one.title)) for one in concept.training.deliverables
        ]
        self.fields["event"].choices = [("", _("Not for one event")), *events]  # type: ignore[attr-defined]
        self.fields["provider"].choices = providers  # type: ignore[attr-defined]
        if len(providers) == 1:
            self.fields["provider"].required = False
            self.fields["provider"].initial = providers[0][0]
            self.fields["provider"].widget = forms.HiddenInput()
        self.providers = providers
        if not events:
            del self.fields["event"]

    def provider_id(self) -> uuid.UUID:
        """Whom it is asked of."""
        return uuid.UUID(self.cleaned_data["provider"] or self.providers[0][0])

    def event_id(self) -> uuid.UUID | None:
        """For which event, if any."""
        told = self.cleaned_data.get("event")
        return uuid.UUID(told) if told else None


class DeliverForm(forms.Form):
    """What is delivered, and where it is."""

    words = text(
        _("What do you deliver, and where is it?"),
        most=600,
        lines=5,
        help_text=_("In neutral words and without names. For example: sent by post today, twelve binders."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}


class AnswerForm(forms.Form):
    """Whether what was delivered will do, and what is missing where it will not."""

    answer = one_of(_("Will it do?"))
    words = text(
        _("What is missing?"),
        most=600,
        lines=4,
        required=False,
        help_text=_("Only when you send it back. Without names."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            ("accepted", _("Yes, it is accepted")),
            ("back", _("No, it goes back")),
        ]
        self.fields["words"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}
