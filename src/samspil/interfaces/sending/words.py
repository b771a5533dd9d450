"""What the messages say: that there is something, and where. Never what, whose, or what it is about."""

from __future__ import annotations

import uuid
from datetime import date, time

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspil.governance.terms.letters import OF_A_BALLOT, SteeringNews
from samspil.governance.terms.meetings import MeetingNews
from samspil.programme.concept.values import Text

HELLO = Text("Hej", "Hello", ar="مرحبًا", so="Salaan", tr="Merhaba")
"""A mail's subject to the person."""

HERE = Text(
    "Der ligger noget til dig her: {url} Det virker i tre dage.",
    "There is something for you here: {url} It works for three days.",
    ar="هناك شيء لك هنا: {url} يعمل لمدة ثلاثة أيام.",
    so="Wax baa kuu yaal halkan: {url} Wuxuu shaqeynayaa saddex maalmood.",
    tr="Burada senin için bir şey var: {url} Üç gün geçerlidir.",
)
"""To the person, by mail or text message. Arabic, Somali and Turkish wait for a reader of each."""


def to_staff(language: str) -> tuple[str, str]:
    """Subject and text of a reminder, the same for everybody, whatever it is about."""
    with override(language):
        url = settings.SAMSPIL_URL + "/"
        return (
            _("There is something for you"),
            _("There is something for you on your list.") + f"\n\n{url}\n",
        )


def to_holder(language: str) -> tuple[str, str]:
    """Subject and text to a member of staff whose training certificate ends soon: where to look, not what."""
    with override(language):
        url = f"{settings.SAMSPIL_URL}{reverse('field:training')}"
        return _("There is something for you"), _("There is something for you on your page.") + f"\n\n{url}\n"


def to_visitor(language: str, on: date, at: time) -> tuple[str, str]:
    """Subject and text to somebody who goes on a visit soon: when. With whom and where is on the page."""
    with override(language):
        url = f"{settings.SAMSPIL_URL}{reverse('field:caseload')}"
        first = _("You are going out on %(when)s. Everything about it is on your page.") % {
            "when": _when(on, at, language)
        }
        return _("A reminder: %(day)s") % {"day": _day(on, language)}, f"{first}\n\n{url}\n"


def to_member(language: str, on: date, meeting_id: uuid.UUID, *, news: MeetingNews) -> tuple[str, str]:
    """Subject and text to somebody who speaks for a member of a group: the day, and where the rest is."""
    with override(language):
        url = f"{settings.SAMSPIL_URL}{reverse('office:steering-meeting', args=[meeting_id])}"
        told = {"day": _day(on, language)}
        subject, first = {
            MeetingNews.INVITATION: (
                _("Invitation: %(day)s"),
                _("You are invited to a meeting on %(day)s. The agenda is here:"),
            ),
            MeetingNews.MOVED: (
                _("New time: %(day)s"),
                _("A meeting has been moved and is now on %(day)s. The agenda is here:"),
            ),
            MeetingNews.REMINDER: (
                _("A reminder: %(day)s"),
                _("There is a meeting on %(day)s. The agenda is here:"),
            ),
            MeetingNews.CANCELLED: (
                _("Cancelled: %(day)s"),
                _("The meeting on %(day)s has been cancelled. It stands here:"),
            ),
        }[news]
        return subject % told, f"{first % told}\n\n{url}\n"


def to_speaker(language: str, by_day: date, page_id: uuid.UUID, *, news: SteeringNews) -> tuple[str, str]:
    """Subject and text to somebody who speaks for an organisation: by which day, and where the rest is."""
    with override(language):
        page = "office:steering-decision" if news in OF_A_BALLOT else "office:steering-barrier"
        url = f"{settings.SAMSPIL_URL}{reverse(page, args=[page_id])}"
        told = {"day": _day(by_day, language)}
        subject, first = {
            SteeringNews.ASKED: (
                _("An answer by %(day)s"),
                _("Your organisation is asked for an answer by %(day)s. It is here:"),
            ),
            SteeringNews.ENDS: (
                _("A reminder: an answer by %(day)s"),
                _("Your organisation has not answered yet. The last day is %(day)s. It is here:"),
            ),
            SteeringNews.OWNS: (
                _("To be seen to by %(day)s"),
                _("Your organisation was asked to see to something by %(day)s. It is here:"),
            ),
            SteeringNews.OVERDUE: (
                _("Past its day: %(day)s"),
                _("Something was to be decided by %(day)s. It is here:"),
            ),
        }[news]
        return subject % told, f"{first % told}\n\n{url}\n"


def to_visited(language: str, on: date, at: time) -> tuple[str, str]:
    """Subject and text to somebody who asked for visits, before one of them: when, and nothing more."""
    with override(language):
        first = _("As agreed, we come on %(when)s.") % {"when": _when(on, at, language)}
        last = _("If anything has come in between, tell those you arranged it with.")
        return _("A reminder: %(day)s") % {"day": _day(on, language)}, f"{first}\n\n{last}\n"


def _day(on: date, language: str) -> str:
    return date_format(on, "j. F" if language.startswith("da") else "j F")


def _when(on: date, at: time, language: str) -> str:
    parts = {"weekday": date_format(on, "l"), "day": _day(on, language), "time": f"{at:%H.%M}"}
    return _("%(weekday)s %(day)s at %(time)s") % parts


def to_person(language: str, token: str) -> tuple[str, str]:
    """Subject and text with the link. The code that is told aloud is never in it."""
    url = f"{settings.SAMSPIL_URL}{reverse('answer:enter')}#{token}"
    return HELLO.in_(language), HERE.in_(language).replace("{url}", url)


def to_teacher(language: str, token: str) -> tuple[str, str]:
    """Subject and text to whoever asked for visits, with the link to the form after one of them."""
    with override(language):
        url = f"{settings.SAMSPIL_URL}{reverse('answer:form')}#{token}"
        return (
            _("There is something for you"),
            _("There is a short form for you here: %(url)s") % {"url": url} + "\n",
        )


def to_requester(language: str, token: str, code: str, *, confirms: bool) -> tuple[str, str]:
    """Subject and text to somebody who asked for visits: to confirm, or that there is an answer. Nothing
    that anybody typed stands in it, so that nobody can be written to with somebody else's words.
    """
    with override(language):
        url = f"{settings.SAMSPIL_URL}{reverse('public:visit-enter')}"
        spelled = f"{code[:5]}-{code[5:]}"
        how = _("Open it here: %(url)s") % {"url": f"{url}#{token}"}
        else_ = _("Or write the code %(code)s on %(url)s") % {"code": spelled, "url": url}
        if confirms:
            subject, first = _("Confirm your request"), _("Somebody wrote this address on a request to us.")
            last = _("If it was not you, do nothing. All of it is deleted after three days.")
        else:
            subject, first = _("There is an answer to your request"), _("There is an answer to your request.")
            last = _("There you can also wish other days or cancel.")
        return subject, "\n\n".join((first, how, else_, last)) + "\n"


def to_place(language: str, token: str, code: str, answer_by: date) -> tuple[str, str]:
    """Subject and text to a place that is offered something: the same words to every place, by one day."""
    with override(language):
        url = f"{settings.SAMSPIL_URL}{reverse('public:visit-enter')}"
        spelled = f"{code[:5]}-{code[5:]}"
        first = _("The municipality has an offer for you. Several places get this mail.")
        how = _("Read it and answer yes or no here: %(url)s") % {"url": f"{url}#{token}"}
        else_ = _("Or write the code %(code)s on %(url)s") % {"code": spelled, "url": url}
        last = _("Please answer by %(day)s.") % {"day": date_format(answer_by, "DATE_FORMAT")}
        return _("An offer from the municipality"), "\n\n".join((first, how, else_, last)) + "\n"
