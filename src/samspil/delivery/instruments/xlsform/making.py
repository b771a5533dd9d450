"""An instrument out of a form, and a form out of an instrument.

Groups, notes, what is asked when and which answers fit stay with the form; an instrument is what is answered.
`required` does not come along: every item can be skipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from samspil.delivery.instruments.shape import Choice, Choices, Instrument, Item, Kind, Scale
from samspil.delivery.instruments.xlsform.form import About, Form, Question, Texts, language_code

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


def lacks(form: Form) -> tuple[str, ...]:
    """What must be added before a form can be an instrument; empty when nothing is lacking."""
    found = []
    if not SLUG.fullmatch(form.form_id):
        found.append("settings: form_id must be a short name in small letters, such as mentee.")
    if not re.fullmatch(r"[1-9]\d{0,4}", form.version) or int(form.version) > MOST_VERSION:
        found.append("settings: version must be a whole number from 1, one higher than the version before.")
    for what in ("source", "licence"):
        if not getattr(form.about, what):
            found.append(f"about: there is no {what}. Add a row with what={what} and value.")
    for where, texts in _every_text(form):
        missing = sorted(set(LANGUAGES) - {language_code(one) for one in texts})
        if missing:
            found.append(f"{where}: there is no text in {', '.join(missing)}.")
    return tuple(found)


def _every_text(form: Form) -> list[tuple[str, Texts]]:
    found: list[tuple[str, Texts]] = []
    for one in form.every():
        row = f"survey, row {one.row}, {one.name}" if one.row else f"survey, {one.name}"
        if one.label or isinstance(one, Question):
            found.append((row, one.label))
        if not isinstance(one, Question):
            continue
        if one.hint:
            found.append((f"{row}, hint", one.hint))
        if isinstance(one.kind, Scale):
            found.append((f"about, low, {one.name}", one.kind.low_words))
            found.append((f"about, high, {one.name}", one.kind.high_words))
        if isinstance(one.kind, Choices):
            found += [(f"choices, {one.name}, {each.code}", each.text) for each in one.kind.options]
    return list(dict(found).items())


def instrument(form: Form) -> Instrument:
    """The instrument a form makes. Raises ValueError where something is lacking."""
    missing = lacks(form)
    if missing:
        raise ValueError("\n".join(missing))
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
