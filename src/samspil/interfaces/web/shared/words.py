"""How days, names and counts are said on a page."""

from __future__ import annotations

import functools
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext

from samspil.programme.concept.values import Text


def said(text: Text) -> str:
    """A text of the concept file in the page's language."""
    return text.in_(get_language() or "da")


def choices(items: Any) -> list[tuple[str, str]]:
    """The items of a concept file's list as choices of a form."""
    return [(one.slug, said(one.title)) for one in items]


def item_of(items: Any, slug: str) -> Any:
    """The item with this code. Raises StopIteration when the file does not have it."""
    return next(one for one in items if one.slug == slug)


def title_of(items: Any, slug: str) -> str:
    """What an item is called; the slug itself when the file does not have it."""
    return next((said(one.title) for one in items if one.slug == slug), slug)


def day(on: date) -> str:
    """3. november; 3 November in every language but Danish"""
    return _day(on, get_language() or "da")


@functools.lru_cache(maxsize=4096)
def _day(on: date, language: str) -> str:
    """A day in one language. Lists say the same few days over and over."""
    return date_format(on, f"{_number(language)} F")


def _number(language: str) -> str:
    return "j." if language.startswith("da") else "j"


def weekday(on: date) -> str:
    """Mandag den 3. november"""
    parts = {"weekday": date_format(on, "l").capitalize(), "day": day(on)}
    return gettext("%(weekday)s %(day)s") % parts


def day_and_year(on: date) -> str:
    """3. november 2014"""
    number = _number(get_language() or "da")
    return date_format(on, f"{number} F Y")


def month(on: date) -> str:
    """november 2014"""
    return date_format(on, "F Y")


def moment(at: datetime) -> str:
    """3. november 2014 kl. 09.00"""
    local = timezone.localtime(at)
    return f"{day_and_year(local)} {gettext('at')} {local:%H.%M}"


def until(on: date, today: date) -> str:
    """How far off a day is: past, today, tomorrow, or the day itself."""
    days = (on - today).days
    if days < 0:
        return ngettext("%(count)d day over", "%(count)d days over", -days) % {"count": -days}
    if days == 0:
        return gettext("Today")
    if days == 1:
        return gettext("Tomorrow")
    return day(on)


def short_name(name: str) -> str:
    """Jonas R."""
    first, _space, rest = name.partition(" ")
    return f"{first} {rest[0]}." if rest else first


def minutes(number: int) -> str:
    """60 min."""
    return gettext("%(count)d min.") % {"count": number}


def duration(number: int) -> str:
    """4 t 40 min, 2 t or 45 min"""
    whole, rest = divmod(number, 60)
    parts = {"hours": whole, "minutes": rest}
    if whole and rest:
        return gettext("%(hours)d h %(minutes)d min") % parts
    return (gettext("%(hours)d h") if whole else gettext("%(minutes)d min")) % parts


def hours(count: int) -> str:
    """Minutes as hours: 7,75 or 7,5 or 9"""
    places = 0 if count % 60 == 0 else 1 if count % 6 == 0 else 2
    return number_format(round(count / 60, places), places, use_l10n=True)
