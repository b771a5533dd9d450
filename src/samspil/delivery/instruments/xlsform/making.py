"""An instrument out of a form, and a form out of an instrument.

Groups, notes, what is asked when and which answers fit stay with the form; an instrument is what is answered.
`required` does not come along: every item can be skipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from samspil.delivery.instruments.shape import Choice, Choices, Instrument, Item, Kind, Scale
from samspil.delivery.instruments.xlsform.form import (
    About,
    Form,
    Group,
    Note,
    Question,
    Texts,
    language_code,
)

LANGUAGES = {
    "da": "Dansk (da)",
    "en": "English (en)",
    "ar": "العربية (ar)",
    "so": "Soomaali (so)",
    "tr": "Türkçe (tr)",
}
"""What an instrument must be written in, and how a column names it."""
SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_VERSION = 32_767


class Lacking(StrEnum):
    """What a form lacks to be an instrument, or says that an instrument cannot keep."""

    SLUG = "slug"
    VERSION = "version"
    SOURCE = "source"
    LICENCE = "licence"
    LANGUAGES = "languages"
    CONDITION = "condition"
    CONSTRAINT = "constraint"
    NOTE = "note"
    GROUP = "group"


SENTENCES = {
    Lacking.SLUG: "form_id must be a short name in small letters, such as mentee.",
    Lacking.VERSION: "version must be a whole number from 1, one higher than the version before.",
    Lacking.SOURCE: "there is no source. Add a row with what=source and value.",
    Lacking.LICENCE: "there is no licence. Add a row with what=licence and value.",
    Lacking.LANGUAGES: "there is no text in {languages}.",
    Lacking.CONDITION: "every question is asked, whatever was answered before. Empty the column relevant.",
    Lacking.CONSTRAINT: "which answers fit is said by how it is answered alone. Empty the column constraint.",
    Lacking.NOTE: "a note is not shown here. Put what must be read into the question.",
    Lacking.GROUP: "the text above a group is not shown here. Empty its label.",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to mend, and where: the sheet, the row as spreadsheets count, and a name."""

    what: Lacking
    sheet: str
    row: int = 0
    name: str = ""
    languages: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = [self.sheet, f"row {self.row}" if self.row else "", self.name]
        sentence = SENTENCES[self.what].format(languages=", ".join(self.languages))
        return f"{', '.join(one for one in where if one)}: {sentence}"


def lacks(form: Form) -> tuple[Lack, ...]:
    """What must be added before a form can be an instrument; empty when nothing is lacking."""
    found = []
    if not SLUG.fullmatch(form.form_id):
        found.append(Lack(Lacking.SLUG, "settings"))
    if not re.fullmatch(r"[1-9]\d{0,4}", form.version) or int(form.version) > MOST_VERSION:
        found.append(Lack(Lacking.VERSION, "settings"))
    for what in (Lacking.SOURCE, Lacking.LICENCE):
        if not getattr(form.about, what):
            found.append(Lack(what, "about"))
    for (sheet, row, name), texts in _every_text(form):
        missing = sorted(set(LANGUAGES) - {language_code(one) for one in texts})
        if missing:
            found.append(Lack(Lacking.LANGUAGES, sheet, row, name, tuple(missing)))
    return tuple(found)


def loses(form: Form) -> tuple[Lack, ...]:
    """What a form says that its instrument would not: brought in, it would ask something else.

    `required` is no loss: it is told with the form and presses nobody.
    """
    found = []
    for one in form.every():
        if one.relevant is not None:
            found.append(Lack(Lacking.CONDITION, "survey", one.row, one.name))
        if isinstance(one, Note):
            found.append(Lack(Lacking.NOTE, "survey", one.row, one.name))
        elif isinstance(one, Group):
            found += [Lack(Lacking.GROUP, "survey", one.row, one.name)] if one.label else []
        elif one.constraint is not None or one.constraint_message:
            found.append(Lack(Lacking.CONSTRAINT, "survey", one.row, one.name))
    return tuple(found)


Spot = tuple[str, int, str]
"""Where a text stands: sheet, row, name."""


def _every_text(form: Form) -> list[tuple[Spot, Texts]]:
    found: list[tuple[Spot, Texts]] = []
    for one in form.every():
        if one.label or isinstance(one, Question):
            found.append((("survey", one.row, one.name), one.label))
        if not isinstance(one, Question):
            continue
        if one.hint:
            found.append((("survey", one.row, f"{one.name}, hint"), one.hint))
        if isinstance(one.kind, Scale):
            found.append((("about", 0, f"low, {one.name}"), one.kind.low_words))
            found.append((("about", 0, f"high, {one.name}"), one.kind.high_words))
        if isinstance(one.kind, Choices):
            found += [(("choices", 0, f"{one.name}, {each.code}"), each.text) for each in one.kind.options]
    return list(dict(found).items())


def instrument(form: Form) -> Instrument:
    """The instrument a form makes. Raises ValueError where something is lacking."""
    missing = lacks(form)
    if missing:
        raise ValueError("\n".join(map(str, missing)))
    questions = form.questions()
    scales: list[Scale] = []
    for one in questions:
        kind = _kind(one.kind)
        if isinstance(kind, Scale) and kind not in scales:
            scales.append(kind)
    common = scales[0] if len(scales) == 1 else None
    scale = common or Scale(0, 10, {}, {})
    return Instrument(
        slug=form.form_id,
        version=int(form.version),
        items=tuple(_item(one, form, common) for one in questions),
        source=form.about.source,
        licence=form.about.licence,
        low=scale.low,
        high=scale.high,
        low_words=scale.low_words,
        high_words=scale.high_words,
        title=_coded(form.about.title),
        reviewed=frozenset(form.about.reviewed.split()),
    )


def _item(one: Question, form: Form, common: Kind | None) -> Item:
    kind = _kind(one.kind)
    text = _coded(one.label)
    short = _coded(form.about.short.get(one.name, {}))
    hint = _coded(one.hint)
    return Item(
        one.name,
        text,
        {**text, **short},
        None if kind == common else kind,
        {} if hint == ends(kind) else hint,
    )


def _kind(kind: Kind) -> Kind:
    """A kind with its texts by the codes of languages."""
    if isinstance(kind, Scale):
        return Scale(kind.low, kind.high, _coded(kind.low_words), _coded(kind.high_words))
    if isinstance(kind, Choices):
        return Choices(tuple(Choice(one.code, _coded(one.text), one.value) for one in kind.options))
    return kind


def _coded(texts: Texts) -> dict[str, str]:
    return {language_code(language): text for language, text in texts.items()}


def _named(texts: Mapping[str, str]) -> dict[str, str]:
    return {LANGUAGES.get(code, code): text for code, text in texts.items()}


def ends(kind: Kind) -> dict[str, str]:
    """What stands below a scale in a program that shows no words for its ends; empty for other kinds."""
    if not isinstance(kind, Scale):
        return {}
    return {
        code: f"{kind.low} = {low}, {kind.high} = {kind.high_words[code]}"
        for code, low in kind.low_words.items()
        if code in kind.high_words
    }


def form(tool: Instrument) -> Form:
    """The form that an instrument makes, in the languages it is written in."""
    return Form(
        form_id=tool.slug,
        title=tool.title.get("da", tool.slug),
        version=str(tool.version),
        default_language=LANGUAGES["da"],
        parts=tuple(_question(tool, item) for item in tool.items),
        about=About(
            tool.source,
            tool.licence,
            " ".join(sorted(tool.reviewed)),
            _named(tool.title),
            {item.code: _named(item.short) for item in tool.items},
        ),
    )


def _question(tool: Instrument, item: Item) -> Question:
    kind = tool.kind(item)
    told: Kind = kind
    if isinstance(kind, Scale):
        told = Scale(kind.low, kind.high, _named(kind.low_words), _named(kind.high_words))
    elif isinstance(kind, Choices):
        told = Choices(tuple(Choice(one.code, _named(one.text), one.value) for one in kind.options))
    return Question(item.code, told, _named(item.text), _named(item.hint or ends(kind)))
