"""In which language a page speaks: what was chosen here, else what the browser asks for, by door.

Staff pages speak Danish and English; the answer door every language a person can be written to in.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

OF_STAFF = ("da", "en")
UNREVIEWED = ("ar", "so", "tr")
"""Languages whose words no native reader has read yet. Take one out when somebody has."""

ANSWER_PATH = "/a/"
KEPT_S = 30 * 24 * 3600


class Languages(LocaleMiddleware):
    """In place of Django's own, which knows one list of languages for all doors."""

    def process_request(self, request: HttpRequest) -> None:
        speak(request, _chosen(request) or _asked(request) or settings.LANGUAGE_CODE)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Keep a choice made on this page for the answer door's other pages, and for no other door."""
        asked = request.GET.get("lang", "")
        if asked in spoken_at(request) and request.path_info.startswith(ANSWER_PATH):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=KEPT_S,
                path=ANSWER_PATH,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return super().process_response(request, response)


def speak(request: Any, language: str) -> None:
    """Let this request speak a language, if its door does."""
    if language in spoken_at(request):
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


def is_chosen(request: HttpRequest) -> bool:
    """Whether somebody chose a language here themselves."""
    return _chosen(request) is not None


def spoken_at(request: HttpRequest) -> tuple[str, ...]:
    """The languages of the door a request knocks at."""
    if request.path_info.startswith(ANSWER_PATH):
        return tuple(code for code, _name in settings.LANGUAGES)
    return OF_STAFF


def choices(request: HttpRequest) -> list[dict[str, Any]]:
    """The languages to choose from, each by its own name, as links to the page one is on."""
    now = translation.get_language()
    return [
        {"code": code, "name": name, "url": f"?lang={code}", "current": code == now}
        for code, name in settings.LANGUAGES
        if code in spoken_at(request)
    ]


def _chosen(request: HttpRequest) -> str | None:
    asked = request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return asked if asked in spoken_at(request) else None


def _asked(request: HttpRequest) -> str | None:
    """The first language of the browser's list that this door speaks, without its region."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = code.partition("-")[0]
        if language in spoken_at(request):
            return language
    return None
