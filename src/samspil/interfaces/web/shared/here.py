"""What every page knows about where one is: who, in which role, which menu, and the demo's date."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from samspil.interfaces import clock
from samspil.interfaces.web.shared import languages, words
from samspil.interfaces.web.shared.menus import menu
from samspil.interfaces.web.shared.standing import POST_KEY
from samspil.people.terms import ROLES


def here(request: HttpRequest) -> dict[str, Any]:
    """`here` for the templates; only the demo's date where nobody is signed in."""
    day = words.day_and_year(clock.today()) if settings.SAMSPIL_NOW is not None else None
    post = getattr(request, "post", None)
    if post is None:
        spoken = languages.choices(request) if request.path_info.startswith(languages.ANSWER_PATH) else []
        is_unreviewed = bool(spoken) and get_language() in languages.UNREVIEWED
        return {
            "here": {"programme_date": day} if day else None,
            "languages": spoken,
            "is_unreviewed": is_unreviewed,
        }
    terms = ROLES[post.role]
    return {
        "here": {
            "actor_name": post.name,
            "organisation_name": post.organisation,
            "role_label": terms.title,
            "roles_url": reverse("entrance:role") if request.session[POST_KEY].get("more") else None,
            "nav": menu(post.role, request.path),
            # The office's doors are many; whoever walks with a phone has few, and each tap counts there.
            "is_folded": terms.door == "office",
            "help_url": reverse("field:help" if terms.door == "field" else "office:help"),
            "programme_date": day,
            "language_urls": None,
        }
    }
