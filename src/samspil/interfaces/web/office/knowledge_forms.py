"""The forms of knowledge: what is shared, an answer, and why something is withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.governance.terms.knowledge import KNOWLEDGE, WITH_A_TITLE, WITHDRAWN_BECAUSE
from samspil.interfaces.web.office.steering_forms import Choices, Chosen
from samspil.interfaces.web.shared.forms import key_of_this, one_of, some_of, text

ABOUT_WORK = _(
    "About the work. Without names and numbers of people: everybody in the network group reads it."
)


def tags(concept: Any, said: Any) -> dict[str, Choices]:
    """The interventions and methods of a concept file as choices."""
    methods = {one.slug: one for each in concept.interventions for one in each.practice.methods}
    return {
        "interventions": [(one.slug, said(one.title)) for one in concept.interventions],
        "methods": [(slug, said(one.title)) for slug, one in methods.items()],
    }


class CorrectForm(Chosen):
    """The words and tags of what was shared."""

    title = text(_("Title"), most=120)
    words = text(_("What do you want to tell?"), most=4000, lines=8, help_text=ABOUT_WORK)
    interventions = some_of(_("Which interventions?"))
    methods = some_of(_("Which methods?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs |= {"data-guard": "note", "autocomplete": "off"}


class ShareForm(CorrectForm):
    """Something new, with one file where there is one."""

    key_of_it = key_of_this()
    kind = one_of(_("What is it?"))
    file = forms.FileField(
        label=_("A file"),
        required=False,
        help_text=_("A PDF of at most five megabytes. You can leave it out."),
        allow_empty_file=True,
        error_messages={"invalid": _("Choose a PDF of at most five megabytes.")},
    )
    is_free = forms.BooleanField(
        label=_("I have looked through the file: nobody can be recognised in it"), required=False
    )
    field_order = ("key_of_it", "kind", "title", "words", "interventions", "methods", "file", "is_free")

    def __init__(self, choices: dict[str, Choices], *args: Any, **kwargs: Any) -> None:
        kinds = [(str(one), str(KNOWLEDGE[one])) for one in WITH_A_TITLE]
        super().__init__({**choices, "kind": kinds}, *args, **kwargs)


class AnswerForm(Chosen):
    """An answer to a question."""

    key_of_it = key_of_this()
    words = text(_("What do you answer?"), most=4000, lines=6, help_text=ABOUT_WORK)


class WithdrawForm(Chosen):
    """Why something is withdrawn."""

    because = one_of(_("Why?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        reasons = [(str(one), str(said)) for one, said in WITHDRAWN_BECAUSE.items()]
        super().__init__({"because": reasons}, *args, **kwargs)


class SearchForm(Chosen):
    """What is looked for. Anything may be typed: what is unknown finds nothing."""

    words = forms.CharField(
        label=_("Search"), max_length=120, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    intervention = forms.ChoiceField(label=_("Intervention"), required=False)
    method = forms.ChoiceField(label=_("Method"), required=False)
