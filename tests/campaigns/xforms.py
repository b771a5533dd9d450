"""What pyxform makes of an XLSForm, read from its XML with nothing of ours, and how ours compares with it.

Questions, order, groups, kinds, scales, texts in every language, choices and whether an answer is required
are compared as they stand. Expressions are compared by what they say: pyxform's XPath is run by libxml2 on
answers, ours on the same ones.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pyxform.xls2xform import convert

from samspil.delivery.instruments.shape import Choices, FreeText, Number, Scale
from samspil.delivery.instruments.xlsform.expressions import holds
from samspil.delivery.instruments.xlsform.form import Form, Group, Note, Part

XF = "{http://www.w3.org/2002/xforms}"
HTML = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
NOTHING = "-"
"""What pyxform writes where a text is not translated."""


@dataclass
class Row:
    """One question, note or group, in words both sides use."""

    name: str
    kind: str
    inside: tuple[str, ...]
    label: dict[str, str]
    hint: dict[str, str] = field(default_factory=dict)
    message: dict[str, str] = field(default_factory=dict)
    required: bool = False
    scale: tuple[int, int] | None = None
    choices: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    asks: tuple[bool, bool] = (False, False)
    """Whether there is something about when it is asked, and about which answers fit."""


@dataclass
class Told:
    """A whole form as pyxform tells it, with what is needed to run its expressions."""

    form_id: str
    title: str
    version: str
    rows: list[Row]
    instance: Any
    binds: dict[str, dict[str, str]]
    paths: dict[str, str]


def plain(text: str) -> str:
    return re.sub(r" +", " ", unicodedata.normalize("NFC", text).strip())


def in_attribute(texts: dict[str, str]) -> dict[str, str]:
    """Texts whose line breaks are spaces, as XML makes of them in an attribute, where a message may stand."""
    return {language: re.sub(r"\s+", " ", text) for language, text in texts.items()}


def told_by_pyxform(data: bytes, default_language: str = "") -> Told:
    """Let pyxform turn an XLSX into an XForm, and read that. Raises what pyxform raises."""
    made = convert(io.BytesIO(data), file_type=".xlsx", validate=False, pretty_print=False)
    return _Reader(etree.fromstring(made.xform.encode()), default_language or "default").told()


class _Reader:
    def __init__(self, root: Any, default: str) -> None:
        self.model = root.find(f"{HTML}head/{XF}model")
        self.title = root.findtext(f"{HTML}head/{HTML}title") or ""
        self.body = root.find(f"{HTML}body")
        self.default = default
        self.instance = self.model.find(f"{XF}instance")[0]
        self.binds = {
            one.get("nodeset"): {key.replace(JR, "jr:"): value for key, value in one.attrib.items()}
            for one in self.model.iterfind(f"{XF}bind")
        }
        self.itext: dict[str, dict[str, str]] = {}
        for language in self.model.iterfind(f"{XF}itext/{XF}translation"):
            for text in language.iterfind(f"{XF}text"):
                value = text.find(f"{XF}value")
                said = "".join(value.itertext()) if value is not None else ""
                if plain(said) not in ("", NOTHING):
                    self.itext.setdefault(text.get("id"), {})[language.get("lang")] = plain(said)

    def told(self) -> Told:
        rows = list(self.parts(self.body, ()))
        tag = etree.QName(self.instance).localname
        return Told(
            self.instance.get("id") or "",
            plain(self.title),
            self.instance.get("version") or "",
            rows,
            self.bare(self.instance),
            self.binds,
            {path.rpartition("/")[2]: path for path in self.binds if path.startswith(f"/{tag}/")}
            | {one.name: "/".join(("", tag, *one.inside, one.name)) for one in rows},
        )

    def bare(self, node: Any) -> Any:
        copy = etree.Element(etree.QName(node).localname)
        copy.extend(self.bare(one) for one in node)
        return copy

    def text(self, node: Any) -> dict[str, str]:
        if node is None:
            return {}
        ref = node.get("ref") or ""
        if found := re.fullmatch(r"jr:itext\('(.*)'\)", ref):
            return self.itext.get(found[1], {})
        said = plain("".join(node.itertext()))
        return {self.default: said} if said else {}

    def parts(self, parent: Any, inside: tuple[str, ...]) -> Any:
        for node in parent:
            tag = etree.QName(node).localname
            if tag == "group":
                path = node.get("ref")
                name = path.rpartition("/")[2]
                yield self.row(node, path, name, "group", inside)
                yield from self.parts(node, (*inside, name))
            elif node.get("ref") and tag not in ("label", "hint"):
                path = node.get("ref")
                name = path.rpartition("/")[2]
                yield self.row(node, path, name, self.kind(tag, self.binds.get(path, {})), inside)

    def kind(self, tag: str, bind: dict[str, str]) -> str:
        if tag != "input":
            return tag
        return "note" if bind.get("readonly") == "true()" else bind.get("type", "?")

    def row(self, node: Any, path: str, name: str, kind: str, inside: tuple[str, ...]) -> Row:
        bind = self.binds.get(path, {})
        message = bind.get("jr:constraintMsg", "")
        found = re.fullmatch(r"jr:itext\('(.*)'\)", message)
        said = self.itext.get(found[1], {}) if found else ({self.default: plain(message)} if message else {})
        return Row(
            name,
            kind,
            inside,
            self.text(node.find(f"{XF}label")),
            self.text(node.find(f"{XF}hint")),
            in_attribute(said),
            bind.get("required") == "true()",
            (int(node.get("start")), int(node.get("end"))) if kind == "range" else None,
            self.choices(node) if kind == "select1" else [],
            ("relevant" in bind, "constraint" in bind),
        )

    def choices(self, node: Any) -> list[tuple[str, dict[str, str]]]:
        itemset = node.find(f"{XF}itemset")
        if itemset is None:
            return [
                (one.findtext(f"{XF}value"), self.text(one.find(f"{XF}label")))
                for one in node.iterfind(f"{XF}item")
            ]
        listed = re.search(r"instance\('([^']+)'\)", itemset.get("nodeset"))[1]
        found = next(one for one in self.model.iterfind(f"{XF}instance") if one.get("id") == listed)
        answer = []
        for item in found.iter(f"{XF}item"):
            identity = item.findtext(f"{XF}itextId")
            label = (
                self.itext.get(identity, {})
                if identity
                else {self.default: plain(item.findtext(f"{XF}label") or "")}
            )
            answer.append((item.findtext(f"{XF}name"), label))
        return answer


# --- what our reader says, in the same words


def said_by_us(form: Form) -> list[Row]:
    """The rows of a form as our reader gives it."""
    return [row for part in form.parts for row in _rows(part, ())]


def _rows(part: Part, inside: tuple[str, ...]) -> Any:
    label = _texts(part.label)
    if isinstance(part, Group):
        yield Row(part.name, "group", inside, label, asks=(part.relevant is not None, False))
        for one in part.parts:
            yield from _rows(one, (*inside, part.name))
        return
    if isinstance(part, Note):
        yield Row(
            part.name, "note", inside, label, _texts(part.hint), asks=(part.relevant is not None, False)
        )
        return
    row = Row(
        part.name,
        "string",
        inside,
        label,
        _texts(part.hint),
        in_attribute(_texts(part.constraint_message)),
        part.required,
    )
    row.asks = (part.relevant is not None, part.constraint is not None)
    if isinstance(part.kind, Scale):
        row.kind, row.scale = "range", (part.kind.low, part.kind.high)
    elif isinstance(part.kind, Choices):
        row.kind, row.choices = "select1", [(one.code, _texts(one.text)) for one in part.kind.options]
    elif isinstance(part.kind, Number):
        row.kind = "int" if part.kind.whole else "decimal"
    yield row


def _texts(texts: Any) -> dict[str, str]:
    return {language: plain(text) for language, text in texts.items()}


# --- comparing


def differences(form: Form, told: Told, *, answers: int = 12, seed: int = 0) -> list[str]:
    """Everything in which our reading and pyxform's differ; empty where they are the same."""
    found = []
    if form.form_id and form.form_id != told.form_id:
        found.append(f"form_id: {form.form_id!r} and {told.form_id!r}")
    if form.title and plain(form.title) != told.title:
        found.append(f"title: {form.title!r} and {told.title!r}")
    if form.version != told.version:
        found.append(f"version: {form.version!r} and {told.version!r}")
    ours = said_by_us(form)
    if [one.name for one in ours] != [one.name for one in told.rows]:
        return [*found, f"rows: {[one.name for one in ours]} and {[one.name for one in told.rows]}"]
    found += [
        f"{one.name}: {one} and {other}" for one, other in zip(ours, told.rows, strict=True) if one != other
    ]
    return found or list(_different_answers(form, told, random.Random(seed), answers))


def _different_answers(form: Form, told: Told, chance: random.Random, answers: int) -> Any:
    said = sorted(_literals(form))
    for _number in range(answers):
        given = {one.name: _answer(one.kind, said, chance) for one in form.questions()}
        instance = _filled(told, given)
        for part in form.every():
            for word in ("relevant", "constraint"):
                ours = getattr(part, word, None)
                if ours is None:
                    continue
                theirs = told.binds[told.paths[part.name]][word]
                value = bool(_node(instance, told.paths[part.name]).xpath(theirs))
                if holds(ours, given, given.get(part.name)) is not value:
                    yield f"{part.name}, {word}: {ours} and {theirs} say otherwise of {given}"


def _literals(form: Form) -> set[str]:
    found: set[str] = set()
    for part in form.every():
        for word in ("relevant", "constraint"):
            written = str(getattr(part, word, None) or "")
            found |= set(re.findall(r"-?\d+(?:\.\d+)?|(?<=')[^']*(?=')|(?<=\")[^\"]*(?=\")", written))
    return found


def _answer(kind: Any, said: list[str], chance: random.Random) -> Any:
    if chance.random() < 0.2:
        return None
    if isinstance(kind, Choices):
        return chance.choice(kind.options).code
    numbers = [one for one in said if re.fullmatch(r"-?\d+", one)]
    near = int(chance.choice(numbers)) if numbers and chance.random() < 0.7 else chance.randint(-3, 120)
    if isinstance(kind, Scale):
        return chance.randint(kind.low, kind.high)
    if isinstance(kind, Number):
        return near + chance.choice((-1, 0, 0, 1)) if kind.whole else near + chance.choice((-0.5, 0.0, 0.25))
    assert isinstance(kind, FreeText)
    return chance.choice([*said, "", "12", "ord"])


def _filled(told: Told, given: dict[str, Any]) -> Any:
    instance = etree.fromstring(etree.tostring(told.instance))
    for name, value in given.items():
        if value is not None:
            _node(instance, told.paths[name]).text = str(value)
    return instance


def _node(instance: Any, path: str) -> Any:
    return instance.getroottree().xpath(path)[0]


def _selected(_context: Any, nodes: Any, code: Any) -> bool:
    text = nodes if isinstance(nodes, str) else ("".join(nodes[0].itertext()) if nodes else "")
    wanted = code if isinstance(code, str) else "".join(code[0].itertext())
    return wanted in text.split()


etree.FunctionNamespace(None)["selected"] = _selected
