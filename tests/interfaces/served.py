"""What a page serves, read as a browser reads it: forms with their fields, texts, what it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

TYPED = ("text", "search", "tel", "email", "url", "textarea")


@dataclass(slots=True)
class Field:
    """One control: what kind it is, what stands in it, what may be chosen."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Form:
    """A form as it is served: where it goes and its fields by name."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def typed(self) -> list[str]:
        """The fields that somebody types in."""
        return [one.name for one in self.fields.values() if one.kind in TYPED]


class Page(HTMLParser):
    """A page's forms, its elements with their attributes, its texts and its links."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []
        self.values: list[str] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.elements.append((tag, tuple(sorted(told))))
        self.values += told.values()
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif tag == "form":
            self._form = Form(told.get("action", ""), told.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, told)

    def _control(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        name, fields = told.get("name", ""), self._form.fields
        if tag == "option" and self._select is not None:
            self._select.options.append(told.get("value", ""))
            if "selected" in told:
                self._select.chosen.append(told.get("value", ""))
        elif tag == "button" and name:
            self._form.buttons.append((name, told.get("value", "")))
        elif not name or "disabled" in told:
            return
        elif tag == "textarea":
            self._area = fields[name] = Field(name, "textarea", attributes=told)
        elif tag == "select":
            self._select = fields[name] = Field(name, "select", attributes=told)
        elif tag == "input":
            kind = told.get("type", "text")
            if kind in ("radio", "checkbox"):
                one = fields.setdefault(name, Field(name, kind, attributes=told))
                one.options.append(told.get("value", "on"))
                if "checked" in told:
                    one.chosen.append(told.get("value", "on"))
            else:
                fields.setdefault(name, Field(name, kind, told.get("value", ""), attributes=told))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._area is not None:
            self._area.value += data.removeprefix("\n") if not self._area.value else data


def lawful(form: Form) -> dict[str, Any]:
    """What somebody could send who filled every field in: the first choice, today, one, a word."""
    told: dict[str, Any] = {}
    for number, one in enumerate(form.fields.values()):
        if one.kind == "radio" or one.kind == "select" and "multiple" not in one.attributes:
            options = [each for each in one.options if each]
            told[one.name] = (one.chosen or options or [""])[-1 if one.chosen else 0] or (options or [""])[0]
        elif one.kind in ("checkbox", "select"):
            told[one.name] = one.chosen or one.options
        elif one.kind == "file":
            continue
        else:
            told[one.name] = one.value or _first(one) or (f"Ord {number}" if one.kind in TYPED else "")
    if form.buttons:
        name, value = form.buttons[0]
        told.setdefault(name, value)
    return told


def _first(one: Field) -> str:
    if one.kind == "date":
        return one.attributes.get("min") or "2014-11-03"
    if one.kind == "time":
        return "10:00"
    if one.kind == "datetime-local":
        return "2014-11-20T10:00"
    if one.kind == "month":
        return "2014-10"
    if one.kind == "number":
        return one.attributes.get("min") or "1"
    if one.kind == "email":
        return "ny.person@aaby.example"
    if one.kind == "tel":
        return "11 22 33 44"
    if one.kind == "url":
        return "https://example.dk/"
    if one.attributes.get("inputmode") in ("numeric", "decimal"):
        return "1"
    return ""
