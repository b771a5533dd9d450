"""The forms of descriptions: a chapter, a comment, an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.governance.terms.documents import LONGEST
from samspil.interfaces.web.shared.forms import Stands, key_of_this, one_of, text

Choices = list[tuple[str, str]]
NEUTRAL = _("In neutral words, without names and numbers of people.")


class ChapterForm(forms.Form):
    """What a chapter says."""

    seen = forms.CharField(required=False)
    words = text(_("What does the chapter say?"), most=LONGEST, lines=12, help_text=NEUTRAL)

    def __init__(self, stands: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].widget = Stands(stands)
        self.fields["words"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}


class CommentForm(forms.Form):
    """A comment, on one chapter or on the whole."""

    key = key_of_this()
    chapter = one_of(_("On which chapter?"), required=False)
    words = text(_("Your comment"), most=LONGEST, lines=5, help_text=NEUTRAL)

    def __init__(self, chapters: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].choices = [("", _("On the whole")), *chapters]  # type: ignore[attr-defined]
        self.fields["words"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}


class DescriptionAnswerForm(forms.Form):
    """Whether it will do, and what is missing where it will not."""

    answer = one_of(_("Will it do?"))
    words = text(
        _("What is missing?"),
        most=LONGEST,
        lines=5,
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
