"""A form out of a workbook: every row read, everything that is wrong collected, nothing half taken."""

from __future__ import annotations

import re
from collections.abc import Mapping

from samspil.delivery.instruments.shape import Choice, Choices
from samspil.delivery.instruments.xlsform import checking, columns, sheets
from samspil.delivery.instruments.xlsform.columns import Read
from samspil.delivery.instruments.xlsform.form import About, Form
from samspil.delivery.instruments.xlsform.problems import Ledger, Reason, Refused
from samspil.delivery.instruments.xlsform.rows import Survey

CODE = re.compile(r"[A-Za-z0-9_.\-]+")


def read(data: bytes) -> Form:
    """The form in an XLSX file. Raises Refused with every problem there is."""
    ledger = Ledger()
    found = sheets.read(data, ledger)
    settings = _settings(found, ledger)
    default_language = settings.get("default_language", "")
    about = columns.rows(found["about"], default_language, ledger) if "about" in found else []
    lists = _lists(found, default_language, about, ledger)
    survey = Survey(lists, _ends(about), _lengths(about), ledger)
    rows = columns.rows(found["survey"], default_language, ledger)
    parts = survey.read(rows)
    form = Form(
        form_id=settings.get("form_id", ""),
        title=settings.get("form_title", ""),
        version=settings.get("version", ""),
        default_language=default_language,
        parts=parts,
        about=_about(about),
    )
    checking.check(form, rows, survey.places, ledger)
    checking.check_words(found, ledger)
    if ledger.problems:
        raise Refused(ledger.in_order())
    return form


def _settings(found: Mapping[str, sheets.Sheet], ledger: Ledger) -> dict[str, str]:
    """The settings, from the first row below the heads; there is no other."""
    if "settings" not in found:
        return {}
    rows = columns.rows(found["settings"], "", ledger)
    for one in rows[1:]:
        ledger.say(one.place(), Reason.SETTING, "There is one row of settings. Take this one out.")
    return dict(rows[0].cells) if rows else {}


def _lists(
    found: Mapping[str, sheets.Sheet], default_language: str, about: list[Read], ledger: Ledger
) -> dict[str, Choices]:
    """The lists of choices by name, in the order of the sheet."""
    if "choices" not in found:
        return {}
    counts = {one.get("name"): one.get("value") for one in about if one.get("what") == "counts"}
    lists: dict[str, dict[str, Choice]] = {}
    for one in columns.rows(found["choices"], default_language, ledger):
        name, code, label = one.get("list_name"), one.get("name"), one.texts.get("label", {})
        if not name and not code and not label:
            continue
        if not name or not code:
            ledger.say(one.place(), Reason.CHOICES, "A choice needs list_name and name. Write both.")
            continue
        if not CODE.fullmatch(code):
            ledger.say(one.place("name"), Reason.NAME, "A choice's name has letters, digits and _ . - only.")
        if not label:
            ledger.say(one.place("label"), Reason.LABEL, "The choice has no text. Write what people read.")
        if code in lists.setdefault(name, {}):
            ledger.say(
                one.place("name"), Reason.CHOICES, f"The choice «{code}» is in the list twice. Keep one."
            )
        value = counts.get(f"{name}/{code}", "")
        lists[name][code] = Choice(code, label, int(value) if re.fullmatch(r"-?\d{1,4}", value) else None)
    return {name: Choices(tuple(one.values())) for name, one in lists.items()}


def _ends(about: list[Read]) -> dict[tuple[str, str], Mapping[str, str]]:
    """The words for the ends of scales, by (low or high, question)."""
    return {
        (one.get("what"), one.get("name")): one.texts.get("text", {})
        for one in about
        if one.get("what") in ("low", "high")
    }


def _lengths(about: list[Read]) -> dict[str, int]:
    """How long a free text may be, by question."""
    return {
        one.get("name"): int(one.get("value"))
        for one in about
        if one.get("what") == "longest" and re.fullmatch(r"[1-9]\d{0,3}", one.get("value"))
    }


def _about(rows: list[Read]) -> About:
    said = {one.get("what"): one for one in rows}
    return About(
        source=said["source"].get("value") if "source" in said else "",
        licence=said["licence"].get("value") if "licence" in said else "",
        reviewed=said["reviewed"].get("value") if "reviewed" in said else "",
        title=said["title"].texts.get("text", {}) if "title" in said else {},
        short={one.get("name"): one.texts.get("text", {}) for one in rows if one.get("what") == "short"},
    )
