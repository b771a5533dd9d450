"""What every page knows about where one is: who, in which role, which menu, and the demo's date."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from samspil.interfaces import clock
from samspil.interfaces.web.shared import languages, words
from samspil.interfaces.web.shared.standing import POST_KEY
from samspil.people.terms import ROLES, Role

TODAY = (gettext_lazy("Today"), "office:home")
COURSES = (gettext_lazy("Courses"), "office:courses")
HOURS = (gettext_lazy("Hours"), "office:hours")
HOURS = (gettext_lazy("My hours"), "field:hours")
WAITING = (gettext_lazy("Matching"), "office:matching")
WAITING = (gettext_lazy("What waits"), "office:waiting")
STAFF = (gettext_lazy("Staff"), "office:staff")
MY_COURSES = (gettext_lazy("My courses"), "field:caseload")
MY_PROFILE = (gettext_lazy("My profile"), "field:profile")
HAND_OVERS = (gettext_lazy("Hand over"), "office:hand-overs")
MEASUREMENTS = (gettext_lazy("Measurements"), "office:measurements")
CALENDAR = (gettext_lazy("Calendar"), "office:calendar")
LINKS = (gettext_lazy("Open links"), "office:links")
PARENTS = (gettext_lazy("Parents"), "office:parents")
FIGURES = (gettext_lazy("Figures"), "office:figures")
TOTALS = (gettext_lazy("Totals"), "office:totals")
LOG = (gettext_lazy("Log"), "office:log")
STAFF_HOURS = (gettext_lazy("Staff hours"), "office:staff-hours")
INVITATIONS = (gettext_lazy("Invitations"), "office:invitations")
OWN_COURSES = (gettext_lazy("My courses"), "field:caseload")
CARDS = (gettext_lazy("Conversation cards"), "field:cards")
CARD_SUMS = (gettext_lazy("Conversation cards"), "office:cards")
MENUS: dict[str, tuple[tuple[Any, str], ...]] = {
    Role.COORDINATOR: (TODAY, COURSES, WAITING, STAFF, HAND_OVERS, MEASUREMENTS),
    Role.MENTOR: (MY_COURSES, MY_PROFILE),
    Role.PARENT_COACH: (MY_COURSES, MY_PROFILE),
    Role.ROLE_MODEL: (MY_COURSES, MY_PROFILE),
    Role.COORDINATOR: (TODAY, COURSES, MEASUREMENTS, HOURS),
    Role.COORDINATOR: (TODAY, COURSES, MEASUREMENTS, CARD_SUMS),
    Role.COORDINATOR: (TODAY, COURSES, MEASUREMENTS, LINKS),
    Role.COORDINATOR: (TODAY, COURSES, MEASUREMENTS, CALENDAR),
    Role.MUNICIPAL_LEAD: (MEASUREMENTS,),
    Role.COORDINATOR: (TODAY, COURSES, PARENTS, MEASUREMENTS, FIGURES),
    Role.MUNICIPAL_LEAD: (MEASUREMENTS, FIGURES),
    Role.COORDINATOR: (TODAY, COURSES, MEASUREMENTS, STAFF_HOURS, INVITATIONS),
    Role.MUNICIPAL_LEAD: (WAITING, MEASUREMENTS),
    Role.MENTOR: (OWN_COURSES, HOURS),
    Role.PARENT_COACH: (OWN_COURSES, HOURS),
    Role.ROLE_MODEL: (OWN_COURSES, HOURS),
    Role.PROGRAMME_OFFICE: (TOTALS,),
    Role.STEERING_MEMBER: (TOTALS,),
    Role.LOG_CONTROLLER: (LOG,),
    Role.DPO: (LOG,),
    Role.MENTOR: (OWN_COURSES, CARDS),
    Role.PARENT_COACH: (OWN_COURSES, CARDS),
}


def here(request: HttpRequest) -> dict[str, Any]:
    """`here` for the templates; only the demo's date where nobody is signed in."""
    day = words.day_and_year(clock.today()) if settings.SAMSPIL_NOW is not None else None
    post = getattr(request, "post", None)
    if post is None:
        spoken = languages.choices(request) if request.path_info.startswith(languages.ANSWER_PATH) else []
        return {"here": {"programme_date": day} if day else None, "languages": spoken}
    terms = ROLES[post.role]
    return {
        "here": {
            "actor_name": post.name,
            "organisation_name": post.organisation,
            "role_label": terms.title,
            "roles_url": reverse("entrance:role") if request.session[POST_KEY].get("more") else None,
            "nav": _menu(request, post.role),
            "help_url": reverse("field:help" if terms.door == "field" else "office:help"),
            "programme_date": day,
            "language_urls": None,
        }
    }


def _menu(request: HttpRequest, role: str) -> list[dict[str, Any]]:
    """The role's menu; an entry is current on its own page and those below it."""
    entries = [(str(label), reverse(name)) for label, name in MENUS.get(role, ())]
    at = max((url for _label, url in entries if request.path.startswith(url)), key=len, default=None)
    return [{"label": label, "url": url, "current": url == at} for label, url in entries]
