"""An instrument in words: how each item is asked, what is wrong with a file, what a new version changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from samspil.delivery.instruments.comparing import Alteration, Change, changes
from samspil.delivery.instruments.shape import Choices, Example, Instrument, Kind, Number, Scale, words
from samspil.delivery.instruments.xlsform.making import Lack, Lacking
from samspil.delivery.instruments.xlsform.problems import Problem, Reason
from samspil.interfaces.web.shared.letters import RIGHT_TO_LEFT
from samspil.people.terms import LANGUAGES

REASONS = {
    Reason.SCORE: gettext_lazy("Nothing is added up and nobody is given a number, a level or a colour."),
    Reason.CUT_OFF: gettext_lazy("What is asked never depends on a limit. Take the condition out."),
    Reason.BELIEF: gettext_lazy(
        "Nobody is asked about belief. Ask about everyday life instead, or take it out."
    ),
    Reason.IDEOLOGY: gettext_lazy(
        "Nobody is asked about ideology. Ask about everyday life instead, or take it out."
    ),
    Reason.ETHNICITY: gettext_lazy(
        "Nobody is asked about origin. Ask about everyday life instead, or take it out."
    ),
    Reason.CRIME: gettext_lazy(
        "Nobody is asked about crime. Ask about everyday life instead, or take it out."
    ),
    Reason.WHEREABOUTS: gettext_lazy("Where somebody is is never collected. Take it out."),
    Reason.RECORDED: gettext_lazy("Nothing is recorded without being asked. Take it out."),
    Reason.FILE: gettext_lazy("The file cannot be read. Save it anew as XLSX, with its sheets alone."),
    Reason.SHEET: gettext_lazy(
        "A sheet is missing, there twice or asks nothing. Look at the names of the sheets."
    ),
    Reason.COLUMN: gettext_lazy("The column is not supported, has no head or is there twice."),
    Reason.SETTING: gettext_lazy("The setting is not supported. Take it out."),
    Reason.TYPE: gettext_lazy("This type of question is not supported."),
    Reason.REPEAT: gettext_lazy("Questions that repeat are not supported."),
    Reason.MEDIA: gettext_lazy("Pictures, sound and films are not supported."),
    Reason.OUTSIDE: gettext_lazy("Nothing is read from outside the form. Take it out."),
    Reason.OR_OTHER: gettext_lazy(
        "«or_other» is not supported. Add the choice to the list, and a text question."
    ),
    Reason.SCALE: gettext_lazy("A scale goes in steps of one between 0 and 10."),
    Reason.EXPRESSION: gettext_lazy("The expression is not supported or cannot be read."),
    Reason.REFERENCE: gettext_lazy("It names a question or a choice that is not there, or comes later."),
    Reason.NAME: gettext_lazy("The name is missing, there twice or has signs that a name cannot have."),
    Reason.LABEL: gettext_lazy("There is no text to read. Write it in the column label."),
    Reason.CHOICES: gettext_lazy("The list of choices is missing, empty or has a choice twice."),
    Reason.GROUP: gettext_lazy("A group has no beginning, no end or nothing in it."),
    Reason.CELL: gettext_lazy("The cell cannot be read. Write its text anew, without a formula."),
}
"""What each reason says in the page's language. The exact sentence of the check is English."""

LACKS = {
    Lacking.SLUG: gettext_lazy("form_id must be a short name in small letters, such as mentee."),
    Lacking.VERSION: gettext_lazy(
        "version must be a whole number from 1, one higher than the version before."
    ),
    Lacking.SOURCE: gettext_lazy("Whose words these are is missing. Add a row with what=source and value."),
    Lacking.LICENCE: gettext_lazy("The licence is missing. Add a row with what=licence and value."),
    Lacking.LANGUAGES: gettext_lazy("There is no text in: %(languages)s."),
    Lacking.CONDITION: gettext_lazy(
        "Every question is asked here, whatever was answered before. Empty the column relevant."
    ),
    Lacking.CONSTRAINT: gettext_lazy(
        "A rule for which answers fit is not kept. Empty the column constraint."
    ),
    Lacking.NOTE: gettext_lazy("A note is not shown here. Put what must be read into the question."),
    Lacking.GROUP: gettext_lazy("The text above a group is not shown here. Empty its label."),
}
ALTERATIONS = {
    Alteration.ADDED: gettext_lazy("New"),
    Alteration.DROPPED: gettext_lazy("Not asked any more"),
    Alteration.MOVED: gettext_lazy("Moved"),
    Alteration.REWORDED: gettext_lazy("Other words"),
    Alteration.ANSWERED_OTHERWISE: gettext_lazy("Answered in another way"),
}
QUOTED = re.compile("«[^»]*»")


UNTITLED = {
    "mentee": gettext_lazy("The ten statements of the one a course is for"),
    "parent": gettext_lazy("The six statements of a parent"),
}
"""Those that are asked without a heading, and so carry none."""


def title(tool: Instrument) -> str:
    """What an instrument is called on a page; its short name where it has no title."""
    if tool.title.get("da"):
        return words(tool.title, get_language() or "da")
    return str(UNTITLED.get(tool.slug, tool.slug))


def size(tool: Instrument) -> str:
    """How much is asked."""
    count = len(tool.items)
    return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}


def unreviewed(tool: Instrument) -> str:
    """The languages in which nobody has reviewed the texts, as a list in words; empty where there is none."""
    return listed(code for code in LANGUAGES if code not in tool.reviewed)


def listed(codes: Iterable[str]) -> str:
    """Languages by code as words with commas; Danish writes them small."""
    told = ", ".join(str(LANGUAGES.get(one, one)) for one in codes)
    return told if _is_english() else told.lower()


def _is_english() -> bool:
    return (get_language() or "da").startswith("en")


def in_every_language(tool: Instrument) -> list[dict[str, Any]]:
    """The whole instrument as it will be asked, once for each language, Danish first."""
    return [
        {
            "code": code,
            "title": name,
            "direction": "rtl" if code in RIGHT_TO_LEFT else "ltr",
            "is_reviewed": code in tool.reviewed,
            "is_first": place == 0,
            "items": [
                {
                    "text": words(item.text, code),
                    "hint": words(item.hint, code) if item.hint.get("da") else "",
                    "answer": _answer(tool.kind(item), code),
                }
                for item in tool.items
            ],
        }
        for place, (code, name) in enumerate(LANGUAGES.items())
    ]


def _answer(kind: Kind, language: str) -> dict[str, Any]:
    """How one item is answered, for the page: numbers, choices, or in words."""
    if isinstance(kind, Scale):
        ends = {"low": kind.low_words.get(language, ""), "high": kind.high_words.get(language, "")}
        return {"numbers": list(range(kind.low, kind.high + 1)), **ends}
    if isinstance(kind, Choices):
        return {"choices": [words(one.text, language) for one in kind.options]}
    return {"said": kind_words(kind)}


def kind_words(kind: Kind) -> str:
    """How an item is answered, in a few words."""
    if isinstance(kind, Scale):
        return _("From %(low)d to %(high)d") % {"low": kind.low, "high": kind.high}
    if isinstance(kind, Choices):
        options = (
            words(one.text, get_language() or "da") + ("" if one.value is None else f" = {one.value}")
            for one in kind.options
        )
        return _("One of: %(options)s") % {"options": ", ".join(options)}
    if isinstance(kind, Number):
        return _("A whole number") if kind.whole else _("A number")
    return _("Own words, at most %(count)d characters") % {"count": kind.longest}


def example(tool: Instrument, worked: Example | None) -> list[dict[str, Any]]:
    """One person's answers and what each counts as by itself; nothing where there is no example."""
    if worked is None:
        return []
    return [
        {
            "text": words(item.text, get_language() or "da"),
            "given": worked.given[item.code],
            "counted": worked.counted[item.code],
        }
        for item in tool.items
    ]


def differences(old: Instrument, new: Instrument) -> list[dict[str, Any]]:
    """What a version changes from the one before, item by item."""
    return [_difference(one, old, new) for one in changes(old, new)]


def _difference(one: Change, old: Instrument, new: Instrument) -> dict[str, Any]:
    before, after = one.before, one.after
    if one.what == Alteration.ANSWERED_OTHERWISE:
        before, after = (
            next(kind_words(tool.kind(item)) for item in tool.items if item.code == one.code)
            for tool in (old, new)
        )
    return {
        "code": one.code,
        "what": ALTERATIONS[one.what],
        "language": LANGUAGES.get(one.language, ""),
        "lang": one.language,
        "before": before,
        "after": after,
    }


def problems(found: Iterable[Problem]) -> list[dict[str, Any]]:
    """What is wrong with a file, as it stands in it. In English the check's own sentence, else its reason
    with the words it names, and the exact sentence below.
    """
    is_english = _is_english()
    return [
        {
            "sheet": one.sheet,
            "row": one.row,
            "column": one.column,
            "sentence": one.sentence if is_english else REASONS[one.reason],
            "named": "" if is_english else " ".join(QUOTED.findall(one.sentence)),
            "exact": "" if is_english else one.sentence,
        }
        for one in found
    ]


def lacking(found: Iterable[Lack]) -> list[dict[str, Any]]:
    """What must be added or taken out before a form can be asked here."""
    return [
        {
            "sheet": one.sheet,
            "row": one.row,
            "column": one.name,
            "sentence": str(LACKS[one.what]) % {"languages": listed(one.languages)},
        }
        for one in found
    ]
