"""The way out of every file, and the mark that it carries: who took it, in what role, when and what for.

The mark names nobody. It says the role, the last eight signs of the account's number and the purpose, and
the log's line of that moment says who it was. Whoever takes something along about themselves is told apart
as that and as nothing else. Where the mark stands in which kind of file, and why: ADR 0051.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.people.terms import PURPOSES, ROLES, Role

CODE_SIGNS = 8
ICS, MARK = "text/calendar; charset=utf-8", "x-samspil-mark"
"""A calendar's kind, and the property that holds its mark: programs pass over what begins with `x-`."""
OWN = "own"
"""The purpose of whoever stands on their own page; their files say no role and no number."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who took a file, when and what for."""

    at: datetime
    role: str
    code: str
    purpose: str

    @property
    def sign(self) -> str:
        """The mark as a program reads it: `samspil MOMENT ROLE CODE PURPOSE`, or `samspil MOMENT own`."""
        at = timezone.localtime(self.at).isoformat(timespec="seconds")
        return f"samspil {at} {OWN}" if self.purpose == OWN else " ".join(("samspil", at, *self._who()))

    def line(self, language: str) -> str:
        """The mark as somebody reads it at the bottom of a page."""
        with override(language):
            told = [_("Taken out on %(moment)s") % {"moment": words.moment(self.at)}]
            if self.purpose != OWN:
                told += [str(ROLES[Role(self.role)].title), self.code, str(PURPOSES[self.purpose])]
            return " · ".join(told)

    def named(self, name: str) -> str:
        """A file's name with the mark before its ending, for a file that can hold none inside."""
        stem, _dot, ending = name.rpartition(".")
        return f"{stem}_{timezone.localtime(self.at):%Y%m%dT%H%M}-{'-'.join(self._who())}.{ending}"

    def _who(self) -> tuple[str, str, str]:
        return self.role, self.code, self.purpose


def mark_of(request: HttpRequest) -> Mark:
    """The mark of whoever asks, as of now."""
    actor = request.actor  # type: ignore[attr-defined]
    code = actor.account_id.hex[-CODE_SIGNS:] if actor.account_id else "0" * CODE_SIGNS
    return Mark(clock.now(), actor.role, code, actor.purpose)


def leaves(body: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be kept, and never shown in the browser."""
    answer = HttpResponse(body, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def given_out(request: HttpRequest, body: bytes, name: str, kind: str) -> HttpResponse:
    """Bytes as somebody brought them, whose SHA-256 is told elsewhere: the mark stands in the name alone."""
    return leaves(body, mark_of(request).named(name), kind)
