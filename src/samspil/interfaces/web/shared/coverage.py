"""The coverage board and the list behind each of its figures; each door shows them in its own frame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from samspil.delivery.instruments.shape import words as in_language
from samspil.delivery.queries.coverage import PAGE, Coverage, Wanted, listed
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.queries.measurements import Tally, together
from samspil.delivery.terms.courses import MEASUREMENT_STATES, MeasurementState
from samspil.interfaces.web.shared import paging, words
from samspil.interfaces.web.shared.charts import tally_view
from samspil.kernel.words import Words
from samspil.programme import queries as programme

INSTRUMENTS: dict[str, Words] = {
    "mentee": gettext_lazy("The young person's ten statements"),
    "parent": gettext_lazy("The parents' six statements"),
}
MOST_LETTERS = 40


def tables(found: Coverage, concept: Any, list_url: str | None) -> list[dict[str, Any]]:
    """The same measurements by round, by instrument and by half-year, each row with the way to its list."""

    def form(slug: str) -> str:
        return instrument_title(slug, concept)

    ways: tuple[tuple[str, Any, Any, tuple[Tally, ...], Callable[[str], str]], ...] = (
        ("round", _("By round"), _("Round"), found.rounds, lambda key: round_title(concept, key)),
        (
            "instrument",
            _("By form"),
            _("Form"),
            found.instruments,
            lambda slug: instrument_title(slug, concept),
        ),
        ("half", _("By half-year"), _("Half-year"), found.halves, half_title),
    )
    return [
        {
            "name": name,
            "title": title,
            "head": head,
            "rows": [
                {"title": said(one.key), "url": _address(list_url, name, one.key), **tally_view(one)}
                for one in tallies
            ],
            "total": tally_view(together(tallies)),
        }
        for name, title, head, tallies, said in ways
        if tallies
    ]


def impressions(number: int) -> str:
    """How many rounds have the mentor's impression beside them."""
    told = ngettext(
        "One of them has the mentor's impression beside it.",
        "%(count)d of them have the mentor's impression beside them.",
        number,
    )
    return told % {"count": number}


def cut_words(concept: Any) -> str:
    """Up to which day anything is owed, where the concept file names one."""
    cut = concept.progression.schedule.data_cut if concept else None
    if cut is None:
        return ""
    told = _(
        "The final data cut is %(day)s: what would open after it is not owed. What is open then stays owed."
    )
    return told % {"day": words.day_and_year(cut)}


def wanted_in(request: HttpRequest) -> Wanted:
    """What the address asks for. Anything may stand in it: what is unknown finds nothing."""
    told = (request.GET.get(name, "")[:MOST_LETTERS] for name in Wanted.__slots__)
    return Wanted(
        *(one.replace("\0", "\N{REPLACEMENT CHARACTER}") for one in told)
    )  # no text column holds it


def owed_page(
    request: HttpRequest, wanted: Wanted, concept: Any, today: date, *, to_course: Callable[[Any], str]
) -> dict[str, Any]:
    """The list behind a figure: each owed measurement with its state and day, and what was asked for."""
    number = paging.asked(request)
    rows, total = listed(request.actor, wanted, page=number)  # type: ignore[attr-defined]
    kept = {name: getattr(wanted, name) for name in Wanted.__slots__ if getattr(wanted, name)}
    return {
        "asked": [_asked(name, value, concept) for name, value in kept.items()],
        "total": total,
        "rows": [
            {
                "title": round_title(concept, one.key),
                "code": one.code,
                "url": to_course(one.course_id),
                "who": one.mentor,
                "state_label": MEASUREMENT_STATES[one.state].title,
                "reason": _reason(concept, one.reason),
                "due_words": words.until(one.due_on, today)
                if one.state == MeasurementState.OPEN
                else words.day_and_year(one.due_on),
                "is_late": one.state == MeasurementState.OPEN and one.due_on < today,
            }
            for one in rows
        ],
        **paging.links(number, of=total, size=PAGE, kept=kept),
    }


def round_title(concept: Any, key: str) -> str:
    """What a round is called."""
    return words.said(programme.round_title(concept, key)) if concept else key


def instrument_title(slug: str, concept: Any = None) -> str:
    """What an instrument is called to staff: where a concept asks it, by its own title."""
    if slug in INSTRUMENTS or concept is None:
        return str(INSTRUMENTS.get(slug, slug))
    asked = concept.progression
    versions = [one.version for one in asked.instruments if one.slug == slug]
    versions += [one.version for one in asked.schedule.surveys if one.instrument == slug]
    title = instrument(slug, max(versions)).title if versions else {}
    return in_language(title, get_language() or "da") if title else slug


def half_title(half: str) -> str:
    """`2014-2` as a half-year."""
    year, _dash, number = half.partition("-")
    told = _("First half of %(year)s") if number == "1" else _("Second half of %(year)s")
    return told % {"year": year}


def _reason(concept: Any, slug: str) -> str:
    if not concept or not slug:
        return ""
    schedule = concept.progression.schedule
    known = {one.slug: one.title for one in (*schedule.missed_reasons, *schedule.excuse_reasons)}
    return words.said(known[slug]) if slug in known else slug


def _asked(name: str, value: str, concept: Any) -> str:
    if name == "round":
        return round_title(concept, value)
    if name == "instrument":
        return instrument_title(value, concept)
    if name == "half":
        return half_title(value)
    known = {one.value for one in MeasurementState}
    return str(MEASUREMENT_STATES[MeasurementState(value)].title) if value in known else value


def _address(list_url: str | None, name: str, key: str) -> str | None:
    return f"{list_url}?{urlencode({name: key})}" if list_url else None
