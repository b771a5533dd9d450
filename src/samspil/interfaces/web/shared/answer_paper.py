"""A measurement on paper, in the language of the one who answers, with the code of a link made for it.

No name and no subject stands on it: whoever finds it learns what is asked, and not who was asked by whom.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from samspil.delivery.instruments.shape import Choices, FreeText, Instrument, Item, Kind, Scale, words
from samspil.delivery.queries import measurements
from samspil.interfaces import clock
from samspil.interfaces.web.shared.answer_fields import ends, hint
from samspil.interfaces.web.shared.documents.leaving import leaves
from samspil.interfaces.web.shared.documents.setting import printed
from samspil.interfaces.web.shared.documents.sheets import PDF
from samspil.interfaces.web.shared.handing_out import spaced
from samspil.interfaces.web.shared.languages import UNREVIEWED
from samspil.interfaces.web.shared.qr import qr_picture
from samspil.people.queries import people
from samspil.trust import links

FILE = "ark.pdf"
"""A sheet: the same name for everybody and every round."""
UNREAD = gettext_noop(
    "This translation has not been read through yet by somebody who grew up with the language."
)


def paper(request: HttpRequest, *, found: Any, made: links.Made) -> HttpResponse:
    """The sheet to print, as a file under a name that says nothing and without a mark, which
    would say who asked whom; no copy of it stays here.
    """
    actor = request.actor  # type: ignore[attr-defined]
    language = people.language_of(actor, found.person_id)
    door_url = request.build_absolute_uri(reverse("answer:enter"))
    with override(language):
        data = _said(measurements.instrument_of(found), language, made, door_url)
    return leaves(printed("answers", data, at=clock.now()), FILE, PDF)


def _said(tool: Instrument, language: str, made: links.Made, door_url: str) -> dict[str, Any]:
    """Everything that stands on the sheet, in the language that is on."""
    until = timezone.localtime(made.link.expires_at)
    return {
        "title": _("Your answers"),
        "sender": "Samspil",
        "language": language,
        "lead": _lead(tool),
        "skip": _("Skip"),
        "parts": _parts(tool, language),
        "day": _("The day I filled this in:"),
        "phone": [
            _("You can answer on a phone instead: point its camera at the picture, or write the code."),
        ],
        "qr": qr_picture(f"{door_url}#{made.token}"),
        "qr_words": _("QR code that opens the page on a phone"),
        "code": spaced(made.code),
        "door": door_url,
        "until": _("The code works once, until %(moment)s.") % {"moment": f"{until:%d.%m.%Y %H:%M}"},
        "after": [
            _(
                "Whoever types your answers in from this paper sees them then. Afterwards nobody sees them "
                "here unless you say so. Nobody adds them up to a number about you."
            ),
            _("Do not write your name on this paper."),
            *([_(UNREAD)] if language in UNREVIEWED else []),
        ],
    }


def _lead(tool: Instrument) -> list[str]:
    """What to know before filling it in, first of all that everything may be skipped."""
    if tool.has_only_scales:
        return [
            _("You may always skip: put a cross in the last box of the line, or leave the line empty."),
            _("Put one cross on each line. Think of the last month. There is no right answer."),
        ]
    return [
        _("You may always skip: put a cross at «Skip», or leave it empty."),
        _("Put one cross at each question, or write on the line. There is no right answer."),
    ]


def _parts(tool: Instrument, language: str) -> list[dict[str, Any]]:
    """The sheet from top to bottom: neighbours on the same scale share a table, all else stands alone."""
    found: list[dict[str, Any]] = []
    before: Kind | None = None
    for place, item in enumerate(tool.items, start=1):
        kind = tool.kind(item)
        line = {
            "text": f"{place}. {words(item.text, language)}",
            "hint": hint(kind, _own_hint(item, language)),
        }
        if isinstance(kind, Scale):
            if kind != before:
                numbers = [str(one) for one in range(kind.low, kind.high + 1)]
                found.append({"as": "scale", "ends": ends(kind, language), "numbers": numbers, "lines": []})
            found[-1]["lines"].append(line)
        elif isinstance(kind, Choices):
            found.append(
                {"as": "choices", "choices": [words(one.text, language) for one in kind.options], **line}
            )
        else:
            lines = max(2, min(8, kind.longest // 70)) if isinstance(kind, FreeText) else 0
            found.append({"as": "lines", "lines": lines, **line})
        before = kind
    return found


def _own_hint(item: Item, language: str) -> str:
    return words(item.hint, language) if item.hint else ""
