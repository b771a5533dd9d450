"""The Danish words: bring the catalogue in step with the source, or say where it is not.

`update` reads every translatable string in src/samspil, keeps the Danish that is there, drops what
is no longer said, and compiles. It may be run again at any time. `check` changes nothing and exits 1
with one line per problem.
"""

from __future__ import annotations

import argparse
import ast
import gettext
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HERE = Path(__file__).resolve().parents[1]
SOURCE = Path("src/samspil")
CATALOGUE = SOURCE / "interfaces/web/shared/locale/da/LC_MESSAGES/django.po"
# What a call takes: the numbers are the arguments that hold text, "c" marks the context.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?([a-zA-Z])|\{(\w*)\}|(%%)|(%(?:[sdifr]\b)?)")
# Words that are the same in both languages, each with the reason.
EXCEPTIONS: dict[str, str] = {
    "%(count)d min.": "the same abbreviation",
    "%(km)d km: %(sum)s kr.": "the same abbreviations",
    "%(minutes)d min": "the same abbreviation",
    "Km": "the same abbreviation",
    "Budget": "the same word",
    "Version %(number)d": "the same word",
    "Version %(number)d: %(kind)s": "the same word",
    "kr.": "the same abbreviation",
    "Demo": "the same word",
    "Evaluator": "the concept's own word",
    "Journal": "the same word",
    "Log": "the same word",
    "Match": "said so by coordinators",
    "Menu": "the same word",
    "Mentee": "the concept's own word",
    "Mentor": "the concept's own word",
    "Pause": "the same word",
    "Person": "the same word",
    "Invitation": "the same word",
    "Reference": "the same word",
    "Supervision": "the same word",
    "Sparring": "the same word",
    "%(track)s, %(place)s": "names alone",
    "Transport": "the same word",
    "Somali": "the same word",
    "Plan": "the same word",
    "Urdu": "the same word",
}
HEADER = """\
# The Danish of Samspil. Brought in step with the source by `python tools/words.py update`.
msgid ""
msgstr ""
"Language: da\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
Id = tuple[str | None, str, str | None]
"""Context, text in the singular, text in the plural."""


def main(arguments: list[str] | None = None) -> int:
    """Update or check the catalogue under a root; the exit code is 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("update", "check"))
    parser.add_argument("--root", type=Path, default=HERE, help="another copy of the repository")
    given = parser.parse_args(arguments)
    if given.what == "update":
        empty = update(given.root)
        print(f"{CATALOGUE}: in step, {empty} without Danish")
        return 0
    found = problems(given.root)
    for line in found:
        print(line)
    return 1 if found else 0


def update(root: Path) -> int:
    """Write the catalogue and its compiled form anew; how many strings still have no Danish."""
    known = {identity(one): one for one in messages(read(root))}
    fresh = Catalog(locale="da", charset="utf-8")
    for (context, singular, plural), places in said(root).items():
        text = (singular, plural) if plural is not None else singular
        old = known.get((context, singular, plural))
        kept = old.string if old is not None else (("", "") if plural is not None else "")
        fresh.add(
            text,
            kept,
            locations=[(place, 0) for place in sorted(places)],
            flags={"fuzzy"} if old is not None and old.fuzzy else set(),
            user_comments=old.user_comments if old is not None else (),
            context=context,
        )
    target = root / CATALOGUE
    target.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, fresh, width=0, sort_output=True, omit_header=True, include_lineno=False)
    target.write_text(HEADER + body.getvalue().decode().lstrip("\n"), encoding="utf-8")
    target.with_suffix(".mo").write_bytes(compiled(read(root)))
    return sum(1 for one in messages(fresh) if not all(strings(one)))


def problems(root: Path) -> list[str]:
    """Everything that is not in step, one line each, sorted."""
    catalogue = read(root)
    there = {identity(one): one for one in messages(catalogue)}
    wanted = said(root)
    found = [
        f"missing in django.po: {named(one)} ({', '.join(sorted(wanted[one]))})"
        for one in wanted
        if one not in there
    ]
    for one, message in there.items():
        if one not in wanted:
            found.append(f"no longer said: {named(one)}")
        else:
            found.extend(faults(message))
    found.extend(f"no longer said: {old.id!r} is kept as obsolete" for old in catalogue.obsolete.values())
    texts = {text for _context, *both in wanted for text in both if text is not None}
    found.extend(f"EXCEPTIONS names what is not said: {text!r}" for text in EXCEPTIONS if text not in texts)
    if not found and not same(root, catalogue):
        found.append(f"{CATALOGUE.with_suffix('.mo').name} is out of step with django.po: run update")
    return sorted(found)


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    name = named(identity(message))
    if message.fuzzy:
        yield f"fuzzy: {name}"
    if not all(strings(message)):
        yield f"no Danish: {name}"
        return
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    if len(strings(message)) != len(sources):
        yield f"wrong number of forms: {name}"
        return
    for source, danish in zip(sources, strings(message), strict=True):
        # A singular may say the number or leave it out («en dag»); a plural says what the English says.
        allowed = [placeholders(one) for one in (sources if source == sources[0] else [source])]
        if placeholders(danish) not in allowed:
            yield f"placeholders differ: {name}: {placeholders(danish)} for {placeholders(source)}"
        if danish == source and source not in EXCEPTIONS:
            yield f"Danish is the English: {name}"


def said(root: Path) -> dict[Id, set[str]]:
    """Every translatable string and the files that say it."""
    found: dict[Id, set[str]] = {}
    for path in sorted((root / SOURCE).rglob("*")):
        template = "templates" in path.parts and path.suffix in {".html", ".txt"}
        if not path.is_file() or not (template or path.suffix == ".py"):
            continue
        text = path.read_text(encoding="utf-8")
        if template:
            text = templatize(text, origin=str(path))
        place = path.relative_to(root).as_posix()
        for one in [*called(text), *([] if template else called(embedded(text)))]:
            found.setdefault(one, set()).add(place)
    return found


def called(source: str) -> Iterator[Id]:
    """What the calls in Python source ask to have translated."""
    for _line, given, _comments, context in extract(
        "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        forms = (given,) if isinstance(given, str) else tuple(given)
        if forms[0]:
            yield (context, forms[0], forms[1] if len(forms) > 1 else None)


def embedded(source: str) -> str:
    """The expressions inside f-strings, one a line: before Python 3.12 a tokenizer does not see them."""
    return "\n".join(
        ast.unparse(part.value)
        for whole in ast.walk(ast.parse(source))
        if isinstance(whole, ast.JoinedStr)
        for part in whole.values
        if isinstance(part, ast.FormattedValue)
    )


def read(root: Path) -> Catalog:
    """The catalogue as it is, empty when there is none."""
    path = root / CATALOGUE
    if not path.exists():
        return Catalog(locale="da", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="da")


def compiled(catalogue: Catalog) -> bytes:
    """The compiled catalogue, without the moment it was made."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def same(root: Path, catalogue: Catalog) -> bool:
    """Whether the compiled file says what the catalogue says."""
    path = (root / CATALOGUE).with_suffix(".mo")
    return path.exists() and contents(path.read_bytes()) == contents(compiled(catalogue))


def contents(data: bytes) -> dict[Any, str]:
    """The translations of a compiled file, without its header."""
    translations = vars(gettext.GNUTranslations(io.BytesIO(data)))["_catalog"]
    return {key: value for key, value in translations.items() if key}


def messages(catalogue: Catalog) -> list[Message]:
    """The messages of a catalogue without its header."""
    return [one for one in catalogue if one.id]


def identity(message: Message) -> Id:
    """What a message is known by."""
    if isinstance(message.id, str):
        return (message.context, message.id, None)
    return (message.context, message.id[0], message.id[1])


def strings(message: Message) -> list[str]:
    """The Danish of a message: one string, or one per form; what is not there yet is empty."""
    if isinstance(message.string, str):
        return [message.string]
    return [part or "" for part in message.string or ()] or [""]


def placeholders(text: str) -> list[str]:
    """The places a text leaves open, and its percent signs, sorted."""
    return sorted(
        hit.group(0) if not hit.group(1) else f"%({hit.group(1)}){hit.group(2)}"
        for hit in PLACEHOLDER.finditer(text)
    )


def named(one: Id) -> str:
    """A message as a line of a report names it."""
    context, singular, _plural = one
    return f"{singular!r}" + (f" [{context}]" if context else "")


if __name__ == "__main__":
    sys.exit(main())
