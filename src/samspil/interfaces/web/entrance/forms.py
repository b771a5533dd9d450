"""The forms of the entrance: name and password, and which role with which purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from samspil.people.queries.people import Post
from samspil.people.rules import people as rules
from samspil.people.terms import PURPOSES, ROLES


class SignInForm(LoginForm):
    """E-mail address and password, in our words and without placeholders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def refuse(self, sentences: Sequence[str]) -> None:
        """Show why another way did not let in, on a form nobody has filled in yet."""
        self.full_clean()
        self.cleaned_data: dict[str, Any] = {}
        self.add_error(None, list(sentences))


class RoleForm(forms.Form):
    """One appointment and one purpose. The purpose may be left out where the role has only one."""

    appointment = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("Purpose"), widget=forms.RadioSelect, required=False)

    def __init__(self, posts: Sequence[Post], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(one.id): one for one in posts}
        chooser: Any = self.fields["appointment"]
        chooser.choices = [
            (key, f"{ROLES[one.role].title}, {one.organisation}") for key, one in self.posts.items()
        ]
        purposes = dict.fromkeys(purpose for one in posts for purpose in ROLES[one.role].purposes)
        chooser = self.fields["purpose"]
        chooser.choices = [(purpose, PURPOSES[purpose]) for purpose in purposes]
        chooser.required = all(len(ROLES[one.role].purposes) > 1 for one in posts)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        post = self.posts.get(cleaned.get("appointment", ""))
        if post is None or "purpose" in self.errors:
            return cleaned
        purposes = ROLES[post.role].purposes
        if not cleaned.get("purpose") and len(purposes) == 1:
            cleaned["purpose"] = purposes[0]
        refusal = rules.may_act_as(post.role, cleaned.get("purpose") or "")
        if refusal is not None:
            self.add_error("purpose", str(refusal))
        return cleaned | {"post": post}
