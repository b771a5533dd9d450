"""A form as an XLSX file: survey, choices, settings, and a sheet about what other programs do not ask.

A text is written as a text, whatever it begins with.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from samspil.delivery.instruments.shape import Choices, FreeText, Kind, Number, Scale
from samspil.delivery.instruments.xlsform.form import PLAIN, Form, Group, Note, Part, Question, Texts

Row = Mapping[str, str]


def write(form: Form, mark: str = "") -> bytes:
    """The form as the bytes of an XLSX file; `mark` stands in its properties, which no form reads."""
    lists = _lists(form)
    languages = _languages(form, lists)
    book = openpyxl.Workbook()
    book.properties.creator = "Samspil"
    book.properties.keywords = mark or None
    survey = book.active
    assert isinstance(survey, Worksheet)
    survey.title = "survey"
    texts = _columns(("label", "hint", "constraint_message"), languages)
    plain = ("required", "relevant", "constraint", "parameters")
    _fill(survey, ("type", "name", *texts, *plain), _survey(form.parts, lists))
    if lists:
        heads = ("list_name", "name", *_columns(("label",), languages))
        _fill(book.create_sheet("choices"), heads, _choices(lists))
    settings = {
        "form_title": form.title,
        "form_id": form.form_id,
        "version": form.version,
        "default_language": form.default_language,
    }
    _fill(book.create_sheet("settings"), tuple(settings), [settings])
    about = list(_about(form, lists))
    if about:
        heads = ("what", "name", "value", *_columns(("text",), languages))
        _fill(book.create_sheet("about"), heads, about)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, heads: tuple[str, ...], rows: Iterable[Row]) -> None:
    """The heads and the rows; a column that is empty in every row is left out, but for the first two."""
    told = list(rows)
    used = [head for place, head in enumerate(heads) if place < 2 or any(one.get(head) for one in told)]
    for number, line in enumerate([{head: head for head in used}, *told], start=1):
        for column, head in enumerate(used, start=1):
            text = line.get(head, "")
            if text:
                cell = sheet.cell(number, column)
                cell.value = text
                cell.data_type = "s"  # a text that begins with = is no formula


def _columns(names: tuple[str, ...], languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_column(name, language) for name in names for language in languages)


def _column(name: str, language: str) -> str:
    return name if language == PLAIN else f"{name}::{language}"


def _told(name: str, texts: Texts) -> dict[str, str]:
    return {_column(name, language): text for language, text in texts.items()}


def _lists(form: Form) -> dict[str, Choices]:
    """The lists of choices by a name of their own; questions with the same choices share one."""
    lists: dict[str, Choices] = {}
    for one in form.questions():
        if isinstance(one.kind, Choices) and one.kind not in lists.values():
            lists[f"{one.name}_choices"] = one.kind
    return lists


def _languages(form: Form, lists: Mapping[str, Choices]) -> tuple[str, ...]:
    """Every language there is a text in, in the order they are met, the default one first.

    A column without a language stands before all others: pyxform loses what stood to its left.
    """
    met: dict[str, None] = {form.default_language: None} if form.default_language else {}
    for one in form.every():
        for texts in (one.label, *([] if isinstance(one, Group) else [one.hint])):
            met.update(dict.fromkeys(texts))
        if isinstance(one, Question):
            met.update(dict.fromkeys(one.constraint_message))
            if isinstance(one.kind, Scale):
                met.update(dict.fromkeys((*one.kind.low_words, *one.kind.high_words)))
    for choices in lists.values():
        for each in choices.options:
            met.update(dict.fromkeys(each.text))
    for texts in (form.about.title, *form.about.short.values()):
        met.update(dict.fromkeys(texts))
    return tuple(sorted(met, key=lambda language: language != PLAIN))


def _survey(parts: tuple[Part, ...], lists: Mapping[str, Choices]) -> Iterable[Row]:
    for one in parts:
        row = {"name": one.name, **_told("label", one.label), "relevant": str(one.relevant or "")}
        if isinstance(one, Group):
            yield {**row, "type": "begin_group"}
            yield from _survey(one.parts, lists)
            yield {"type": "end_group"}
        elif isinstance(one, Note):
            yield {**row, "type": "note", **_told("hint", one.hint)}
        else:
            yield {
                **row,
                "type": _type(one.kind, lists),
                **_told("hint", one.hint),
                "required": "yes" if one.required else "",
                "constraint": str(one.constraint or ""),
                **_told("constraint_message", one.constraint_message),
                "parameters": _parameters(one.kind),
            }


def _type(kind: Kind, lists: Mapping[str, Choices]) -> str:
    if isinstance(kind, Choices):
        return "select_one " + next(name for name, one in lists.items() if one == kind)
    if isinstance(kind, Number):
        return "integer" if kind.whole else "decimal"
    return "range" if isinstance(kind, Scale) else "text"


def _parameters(kind: Kind) -> str:
    return f"start={kind.low} end={kind.high} step=1" if isinstance(kind, Scale) else ""


def _choices(lists: Mapping[str, Choices]) -> Iterable[Row]:
    for name, one in lists.items():
        for each in one.options:
            yield {"list_name": name, "name": each.code, **_told("label", each.text)}


def _about(form: Form, lists: Mapping[str, Choices]) -> Iterable[Row]:
    about = form.about
    for what in ("source", "licence", "reviewed"):
        if getattr(about, what):
            yield {"what": what, "value": getattr(about, what)}
    if about.title:
        yield {"what": "title", **_told("text", about.title)}
    for name, texts in about.short.items():
        if texts:
            yield {"what": "short", "name": name, **_told("text", texts)}
    for one in form.questions():
        if isinstance(one.kind, Scale):
            for what, texts in (("low", one.kind.low_words), ("high", one.kind.high_words)):
                if texts:
                    yield {"what": what, "name": one.name, **_told("text", texts)}
        if isinstance(one.kind, FreeText) and one.kind != FreeText():
            yield {"what": "longest", "name": one.name, "value": str(one.kind.longest)}
    for name, choices in lists.items():
        for each in choices.options:
            if each.value is not None:
                yield {"what": "counts", "name": f"{name}/{each.code}", "value": str(each.value)}
