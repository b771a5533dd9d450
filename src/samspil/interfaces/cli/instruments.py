"""`samspil instrument …`: which there are, what is wrong with a form, what a new version changes."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from samspil.delivery.instruments import comparing
from samspil.delivery.instruments.comparing import Alteration, Change
from samspil.delivery.instruments.shape import Instrument
from samspil.delivery.instruments.xlsform import making, reading, writing
from samspil.delivery.instruments.xlsform.form import Form
from samspil.delivery.instruments.xlsform.problems import RULES, Refused
from samspil.interfaces.cli.attaching import attached
from samspil.interfaces.cli.exits import REFUSED, USAGE, Failed
from samspil.interfaces.cli.signing import versions


@dataclass(frozen=True, slots=True)
class Told:
    """What a command answers, for a machine and for a person, and whether the check failed."""

    answer: Any
    text: str
    failed: bool = False


def run(options: Namespace) -> Told:
    """Do what was asked."""
    asked = {"list": listed, "show": shown, "check": checked, "export": exported, "diff": compared}
    return asked[options.what](options)


def listed(options: Namespace) -> Told:
    """Every version: what is shipped, and where a database is there also what was proposed and approved."""
    answer: list[dict[str, Any]] = [
        {
            "slug": one.tool.slug,
            "version": one.tool.version,
            "title": one.tool.title.get("da", one.tool.slug),
            "items": len(one.tool.items),
            "licence": one.tool.licence,
            "unreviewed": _unreviewed(one.tool),
            "standing": one.standing,
            "approved_by": list(one.approved_by),
        }
        for one in versions()
    ]
    lines = [
        f"{one['slug']:<12} version {one['version']}  {one['items']:>2} items  {one['licence']}"
        f"  unreviewed: {', '.join(one['unreviewed']) or 'none'}  {one['standing'].replace('_', ' ')}"
        + (f", approved by {' and '.join(one['approved_by'])}" if one["approved_by"] else "")
        for one in answer
    ]
    return Told(answer, "\n".join(lines))


def shown(options: Namespace) -> Told:
    """One version: every item in a language, and how it is answered."""
    tool = _there(options.slug, options.version)
    if options.language not in making.LANGUAGES:
        raise Failed(f"Choose a language: {', '.join(making.LANGUAGES)}.", USAGE)
    items = [
        {"code": one.code, "text": one.text[options.language], "answer": comparing.said(tool.kind(one))}
        for one in tool.items
    ]
    answer = {
        "slug": tool.slug,
        "version": tool.version,
        "language": options.language,
        "reviewed": options.language in tool.reviewed,
        "source": tool.source,
        "licence": tool.licence,
        "items": items,
    }
    lines = [f"{tool.slug} version {tool.version}, {tool.licence}. {tool.source}"]
    if not answer["reviewed"]:
        lines.append(f"Nobody has reviewed the texts in {options.language}.")
    lines += [f"  {one['code']:<16} {one['text']}  ({one['answer']})" for one in items]
    return Told(answer, "\n".join(lines))


def checked(options: Namespace) -> Told:
    """Everything that is wrong with a form, and what it lacks to be an instrument."""
    try:
        form = _form(options.file)
    except Refused as refused:
        problems = [
            {**asdict(one), "reason": one.reason.value, "rule": one.reason in RULES}
            for one in refused.problems
        ]
        text = "\n".join(f"{options.file}: {one}" for one in refused.problems)
        return Told({"ok": False, "problems": problems, "lacks": []}, text, failed=True)
    missing = [str(one) for one in (*making.lacks(form), *making.loses(form))]
    asked = len(form.questions())
    lines = [f"{options.file}: {asked} questions; nothing in it is refused."]
    lines += [f"  still to mend: {one}" for one in missing]
    if any(one.required for one in form.questions()):
        lines.append("  «required» is kept, and presses nobody: every question can be skipped.")
    return Told({"ok": True, "problems": [], "lacks": missing, "questions": asked}, "\n".join(lines))


def exported(options: Namespace) -> Told:
    """One version as an XLSForm in a new file."""
    tool = _there(options.slug, options.version)
    to = Path(options.to)
    if to.suffix != ".xlsx":
        raise Failed("Name a file that ends with .xlsx.", USAGE)
    if to.exists():
        raise Failed(f"{to} is there already. Name another file.", USAGE)
    data = writing.write(making.form(tool))
    try:
        to.write_bytes(data)
    except OSError as problem:
        raise Failed(f"{to} cannot be written: {problem.strerror}.", USAGE) from None
    answer = {"slug": tool.slug, "version": tool.version, "file": str(to), "bytes": len(data)}
    return Told(answer, f"{tool.slug} version {tool.version} was written to {to}.")


def compared(options: Namespace) -> Told:
    """What changes from one version to another, and with --rounds how many open rounds keep theirs."""
    old, new = _named(options.old), _named(options.new)
    found = comparing.changes(old, new)
    rounds = _open_rounds(old.slug) if options.rounds else None
    answer = {
        "old": {"slug": old.slug, "version": old.version},
        "new": {"slug": new.slug, "version": new.version},
        "changes": [{**asdict(one), "what": one.what.value} for one in found],
        "rounds_open": rounds,
    }
    lines = [f"{old.slug} version {old.version} → {new.slug} version {new.version}: {len(found)} changes"]
    lines += [f"  {_line(one)}" for one in found]
    for number, count in (rounds or {}).items():
        lines.append(f"  {count} open rounds were opened with version {number} and keep it")
    if rounds == {}:
        lines.append("  no round is open")
    return Told(answer, "\n".join(lines))


def _line(one: Change) -> str:
    where = " ".join(part for part in (one.part, one.language) if part)
    told = f"{one.code}: {one.what.value.replace('_', ' ')}" + (f" ({where})" if where else "")
    if one.what in (Alteration.ADDED, Alteration.DROPPED):
        return f"{told}: {one.before or one.after}"
    return f"{told}: {one.before or '(nothing)'} → {one.after or '(nothing)'}"


def _open_rounds(slug: str) -> dict[int, int]:
    """Open measurements of every municipality, by version."""
    with attached():
        from samspil.delivery.queries.instruments import open_by_version
        from samspil.interfaces.cli.rounds import actors
        from samspil.people.terms import OrganisationKind
        from samspil.trust.scope import scope

        found: Counter[int] = Counter()
        for actor in actors(OrganisationKind.MUNICIPALITY):
            with scope(actor):
                found.update(open_by_version(actor, slug))
    return dict(sorted(found.items()))


def _named(name: str) -> Instrument:
    """An instrument by slug@version, or out of a form."""
    slug, _mark, number = name.partition("@")
    if not name.lower().endswith(".xlsx"):
        return _there(slug, int(number) if number.isdigit() else None, name)
    try:
        form = _form(name)
        return making.instrument(form)
    except Refused as refused:
        first = refused.problems[0]
        raise Failed(f"{name}: {first} See: samspil instrument check {name}", REFUSED) from None
    except ValueError as problem:
        first_line = str(problem).splitlines()[0]
        raise Failed(f"{name} is no whole instrument yet: {first_line}", REFUSED) from None


def _there(slug: str, version: int | None, name: str = "") -> Instrument:
    """A version, whatever came of it; the newest that may be asked where none is said."""
    known = versions()
    found = [
        one.tool
        for one in known
        if one.tool.slug == slug and (one.is_askable if version is None else one.tool.version == version)
    ]
    if not found:
        choose = ", ".join(f"{one.tool.slug}@{one.tool.version}" for one in known)
        raise Failed(
            f"There is no instrument {name or slug}{_of(version, name)}. Choose one of {choose}.", USAGE
        )
    return found[-1]


def _of(version: int | None, name: str) -> str:
    return "" if version is None or name else f" version {version}"


def _form(file: str) -> Form:
    try:
        data = Path(file).read_bytes()
    except OSError as problem:
        raise Failed(f"{file} cannot be read: {problem.strerror}.", USAGE) from None
    return reading.read(data)


def _unreviewed(tool: Instrument) -> list[str]:
    return [one for one in making.LANGUAGES if one not in tool.reviewed]
