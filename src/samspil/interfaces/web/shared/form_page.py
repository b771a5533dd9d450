"""A page with one form, in whichever door: heading, a sentence, the form, one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from samspil.interfaces.web.shared.forms import put
from samspil.kernel.errors import Refused


def form_page(
    request: HttpRequest,
    form: forms.Form,
    write: Callable[[], str],
    *,
    base: str,
    cancel_url: str,
    page: dict[str, Any],
    template: str = "shared/form_page.html",
) -> HttpResponse:
    """Write and go on; or the page, with what was typed and the sentence beside its cause.

    `page` has `name`, `heading` and `button`, and may have `title`, `lead`, `texts` and `points`.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(write())
        except Refused as refused:
            put(form, refused)
    status = 422 if form.is_bound and form.errors else 200
    context = {"base": base, "form": form, "cancel_url": cancel_url, "page": page}
    return TemplateResponse(request, template, context, status=status)


def plain(request: HttpRequest) -> forms.Form:
    """A form with nothing but its button."""
    return forms.Form(request.POST if request.method == "POST" else None)
