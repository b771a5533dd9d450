"""The answer door's words in Arabic, Somali and Turkish: what those it is about read themselves.

Every string that the answer door can say stands in these catalogues, and nothing else does: staff pages
speak Danish and English. `update` keeps what is translated, drops what is no longer said and compiles;
`check` changes nothing and exits 1 with one line per problem. No native reader has read them yet.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parents[1]
_SPEC = importlib.util.spec_from_file_location("samspil_tools_words", Path(__file__).with_name("words.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
words = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(words)

LOCALE = Path("src/samspil/interfaces/web/shared/locale")
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 && n%100<=99 ? 4 : 5;",
    "so": "nplurals=2; plural=(n != 1);",
    "tr": "nplurals=2; plural=(n > 1);",
}
WEB = "src/samspil/interfaces/web"
SHARED = f"{WEB}/shared/templates"
WHOLE = (
    f"{WEB}/answer/",
    f"{WEB}/shared/faults.py",
    f"{WEB}/shared/answer_fields.py",
    f"{WEB}/shared/answer_paper.py",
    f"{WEB}/shared/form_fields.py",
    *(f"{SHARED}/{name}.html" for name in ("400", "403", "404", "405", "429")),
)
"""Files of which every string can be said at the answer door, with the templates that they are made of."""
_MADE_OF = re.compile(r'{% (?:include|extends) "(shared/[a-z_]+\.html)"')
ALSO = {
    "%(count)d min.",
    "Your role does not give access here.",
    "Only the person asked can answer.",
    "This measurement is no longer open.",
    "The time for these answers has passed. The next ones come soon.",
    "This answer does not fit the question. Change it, or skip.",
    "Answer at least one statement, or skip each one.",
    "Write with whom it may be shared.",
    "Only the person and the coordinator can do this.",
    "Only the person can do this.",
    "Nobody can be asked here any more.",
    "Choose one from the list.",
    "The form has closed.",
    "The form is full.",
    "This form has been answered.",
    "Answer one question at least.",
}
"""Strings of other files that can be said there too: sentences of rules, and how minutes are counted."""
DJANGO = {
    "so": (
        "This field is required.",
        "Select a valid choice. %(value)s is not one of the available choices.",
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    )
}
"""What Django says itself and has no words for in a language; it brings the others along."""


def whole(root: Path) -> tuple[str, ...]:
    """`WHOLE`, and every template that one of its pages is made of, however deep."""
    pages = [root / f"{SHARED}/shared/public.html", *(root / f"{WEB}/answer/templates").rglob("*.html")]
    waiting, found = [*pages, *(root / one for one in WHOLE if one.endswith(".html"))], {*WHOLE}
    while waiting:
        for name in _MADE_OF.findall(waiting.pop().read_text(encoding="utf-8")):
            if f"{SHARED}/{name}" not in found:
                found.add(f"{SHARED}/{name}")
                waiting.append(root / SHARED / name)
    return tuple(found)


def wanted(root: Path, said: dict[Any, set[str]], language: str) -> set[Any]:
    """Of all that is said, what the answer door can say, as context, singular and plural."""
    files = whole(root)
    found = {
        one
        for one, places in said.items()
        if one[1] in ALSO or any(place.startswith(files) for place in places)
    }
    return found | {(None, text, None) for text in DJANGO.get(language, ())}


def catalogue(root: Path, language: str) -> Path:
    """Where a language's words stand."""
    return root / LOCALE / language / "LC_MESSAGES" / "django.po"


def read(root: Path, language: str) -> Catalog:
    """A language's words as they are; none when there is no file."""
    path = catalogue(root, language)
    if not path.exists():
        return Catalog(locale=None, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file)


def update(root: Path, given: dict[str, dict[str, str]] | None = None) -> int:
    """Write all catalogues anew and compile them; how many strings have no words yet."""
    missing, said = 0, words.said(root)
    for language, plural in PLURALS.items():
        known = {words.identity(one): one.string for one in words.messages(read(root, language))}
        fresh = Catalog(charset="utf-8")
        for one in sorted(wanted(root, said, language), key=str):
            context, singular, _plural = one
            text = (given or {}).get(language, {}).get(singular) or known.get(one, "")
            fresh.add(singular, text, context=context)
            missing += not text
        body = io.BytesIO()
        write_po(body, fresh, width=0, sort_output=True, omit_header=True, no_location=True)
        head = words.HEADER.replace("Language: da", f"Language: {language}")
        head = head.replace("nplurals=2; plural=(n != 1);", plural)
        head = head.replace(
            "# The Danish of Samspil.", "# Samspil's answer door. No native reader has read it."
        )
        head = head.replace("tools/words.py", "tools/answer_words.py")
        path = catalogue(root, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + body.getvalue().decode().lstrip("\n"), encoding="utf-8")
        path.with_suffix(".mo").write_bytes(words.compiled(read(root, language)))
    return missing


def problems(root: Path) -> list[str]:
    """Everything that is not in step, one line each, sorted."""
    said = words.said(root)
    texts = {one[1] for one in said}
    found = [f"ALSO names what is not said: {one!r}" for one in ALSO - texts]
    return sorted([*found, *(line for language in PLURALS for line in _problems(root, language, said))])


def _problems(root: Path, language: str, said: dict[Any, set[str]]) -> Iterator[str]:
    there = {words.identity(one): one for one in words.messages(read(root, language))}
    needed = wanted(root, said, language)
    yield from (f"{language}: missing: {words.named(one)}" for one in needed - set(there))
    yield from (f"{language}: no longer said: {words.named(one)}" for one in set(there) - needed)
    for one, message in there.items():
        if one[2] is not None:
            yield f"{language}: say it without a plural: {words.named(one)}"
        elif not message.string:
            yield f"{language}: no words: {words.named(one)}"
        elif message.fuzzy:
            yield f"{language}: fuzzy: {words.named(one)}"
        elif words.placeholders(message.string) != words.placeholders(one[1]):
            yield f"{language}: placeholders differ: {words.named(one)}"
        elif message.string == one[1] and one[1] not in SAME:
            yield f"{language}: the words are the English: {words.named(one)}"
    path = catalogue(root, language).with_suffix(".mo")
    stale = not path.exists() or words.contents(path.read_bytes()) != words.contents(
        words.compiled(read(root, language))
    )
    if stale:
        yield f"{language}: the compiled words are out of step: run update"


SAME = {"Demo"}
"""The same word in every language."""


def main(arguments: list[str] | None = None) -> int:
    """Update or check the catalogues under a root; the exit code is 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("update", "check"))
    parser.add_argument("--root", type=Path, default=HERE, help="another copy of the repository")
    given = parser.parse_args(arguments)
    if given.what == "update":
        print(f"{LOCALE}: in step, {update(given.root)} without words")
        return 0
    found = problems(given.root)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
