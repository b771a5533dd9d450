"""The rows of the survey, one after the other: questions, notes, and groups that open and close."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from samspil.delivery.instruments.shape import Choices, FreeText, Kind, Number, Scale
from samspil.delivery.instruments.xlsform import expressions
from samspil.delivery.instruments.xlsform.columns import Read
from samspil.delivery.instruments.xlsform.expressions import Expression, Unsupported
from samspil.delivery.instruments.xlsform.form import Group, Note, Part, Question
from samspil.delivery.instruments.xlsform.problems import Ledger, Place, Reason
from samspil.delivery.instruments.xlsform.refused_types import why_refused

NAME = re.compile(expressions.NAME)
MOST_NAME, MOST_DEEP = 60, 5
YES = frozenset({"yes", "true", "true()"})
NO = frozenset({"", "no", "false", "false()"})
SELECT = re.compile(r"(?:select_one|select one|select1)(?: from)? (\S+)(?: (or.*))?")
PARAMETER = re.compile(r"(\w+)\s*=\s*([^\s,;]+)")


@dataclass(slots=True)
class _Open:
    """A group whose end has not come yet."""

    row: Read | None
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """Reads rows into parts. Afterwards `places` says where each named part's cells stand."""

    lists: Mapping[str, Choices]
    ends: Mapping[tuple[str, str], Mapping[str, str]]
    lengths: Mapping[str, int]
    ledger: Ledger
    places: dict[str, Read] = field(default_factory=dict)

    def read(self, rows: list[Read]) -> tuple[Part, ...]:
        """Every part of the survey; what is wrong stands in the ledger."""
        open_ = [_Open(None)]
        for row in rows:
            kind = " ".join(row.get("type").replace("_", " ").lower().split())
            if kind == "begin group":
                if len(open_) > MOST_DEEP:
                    self.say(
                        row, "type", Reason.GROUP, f"Groups stand at most {MOST_DEEP} deep. Take one out."
                    )
                open_.append(_Open(row))
                self.named(row)
            elif kind == "end group":
                if len(open_) == 1:
                    self.say(row, "type", Reason.GROUP, "No group is open here. Take the row out.")
                    continue
                done = open_.pop()
                open_[-1].parts.append(self.group(done))
            elif part := self.part(row):
                open_[-1].parts.append(part)
        while len(open_) > 1:
            done = open_.pop()
            assert done.row is not None
            self.say(done.row, "type", Reason.GROUP, "The group does not end. Add a row with end_group.")
            open_[-1].parts.append(self.group(done))
        if not open_[0].parts and not self.ledger.problems:
            self.ledger.say(Place("survey"), Reason.SHEET, "There is no question on the sheet survey.")
        return tuple(open_[0].parts)

    def say(self, row: Read, column: str, reason: Reason, sentence: str) -> None:
        """Note what is wrong with a cell of a row."""
        self.ledger.say(row.place(column), reason, sentence)

    def named(self, row: Read) -> str:
        """A part's name, told where it cannot be one or is another's."""
        name = row.get("name")
        if not name:
            self.say(row, "name", Reason.NAME, "The row has no name. Write one, in letters and _.")
        elif not NAME.fullmatch(name) or len(name) > MOST_NAME:
            sentence = f"A name is a letter, then letters, digits and _ . -, at most {MOST_NAME} in all."
            self.say(row, "name", Reason.NAME, sentence)
        elif name in self.places:
            self.say(row, "name", Reason.NAME, f"The name «{name}» is there twice. Answers are known by it.")
        self.places.setdefault(name, row)
        return name

    def group(self, one: _Open) -> Group:
        """A group that has ended."""
        row = one.row
        assert row is not None
        if not one.parts:
            self.say(row, "type", Reason.GROUP, "There is nothing in the group. Take it out.")
        for column in ("constraint", "parameters", "required"):
            if row.get(column) and (column != "required" or row.get(column).lower() not in NO):
                self.say(row, column, Reason.GROUP, "A group is not answered. Leave the cell empty.")
        return Group(
            row.get("name"), row.texts.get("label", {}), tuple(one.parts), self.expression(row, "relevant"),
            row.line.number,
        )  # fmt: skip

    def part(self, row: Read) -> Question | Note | None:
        """A question or a note; None where the row is neither."""
        written = row.get("type")
        if not written:
            if row.get("name") or row.texts:
                self.say(
                    row,
                    "type",
                    Reason.TYPE,
                    "The row has no type. Write what is asked, such as text or range.",
                )
            return None
        kind = self.kind(row, written)
        if kind is None:
            return None
        name = self.named(row) if kind != "note" or row.get("name") else self.unnamed(row)
        label, hint = row.texts.get("label", {}), row.texts.get("hint", {})
        if not label:
            self.say(row, "label", Reason.LABEL, "There is no text to read. Write it in the column label.")
        relevant = self.expression(row, "relevant")
        if isinstance(kind, str):
            for column in ("constraint", "parameters"):
                if row.get(column):
                    self.say(row, column, Reason.TYPE, "A note is not answered. Leave the cell empty.")
            return Note(name, label, hint, relevant, row.line.number)
        if row.get("parameters") and not isinstance(kind, Scale):
            sentence = (
                "Only a scale has parameters: choices keep their order, texts their length. Take them out."
            )
            self.say(row, "parameters", Reason.COLUMN, sentence)
        return Question(
            name,
            kind,
            label,
            hint,
            self.required(row),
            relevant,
            self.expression(row, "constraint"),
            row.texts.get("constraint_message", {}),
            row.line.number,
        )

    def unnamed(self, row: Read) -> str:
        """The name of a note that has none, as other readers make it."""
        name = f"generated_note_name_{row.line.number}"
        self.places[name] = row
        return name

    def kind(self, row: Read, written: str) -> Kind | str | None:
        """How a row is answered, "note" where it is not, None where it is refused."""
        plain = " ".join(written.split()).lower()
        if plain in ("text", "string"):
            return FreeText(self.lengths.get(row.get("name"), FreeText().longest))
        if plain in ("integer", "int", "decimal"):
            return Number(whole=plain != "decimal")
        if plain == "note":
            return "note"
        if plain == "range":
            return self.scale(row)
        select = SELECT.fullmatch(" ".join(written.split()))
        if select is None:
            reason, sentence = why_refused(plain)
            self.say(row, "type", reason, sentence)
            return None
        if select[2]:
            sentence = (
                "«or_other» is not supported. Add the choice to the list, and a text question behind it."
            )
            self.say(row, "type", Reason.OR_OTHER, sentence)
            return None
        found = self.lists.get(select[1])
        if found is None:
            sentence = f"There is no list «{select[1]}» on the sheet choices. Write it there."
            self.say(row, "type", Reason.CHOICES, sentence)
        return found

    def scale(self, row: Read) -> Scale | None:
        """A scale from a whole number to another, in steps of one, within 0 and 10."""
        given = {name.lower(): value for name, value in PARAMETER.findall(row.get("parameters"))}
        rest = PARAMETER.sub("", row.get("parameters")).strip(" ,;")
        low, high, step = given.pop("start", "1"), given.pop("end", "10"), given.pop("step", "1")
        whole = all(re.fullmatch(r"\d{1,2}", one) for one in (low, high, step))
        if rest or given or not whole or int(step) != 1 or not 0 <= int(low) < int(high) <= 10:
            sentence = "A scale goes within 0 and 10 in steps of one, as in: start=0 end=10 step=1."
            self.say(row, "parameters", Reason.SCALE, sentence)
            return None
        low_words, high_words = (self.ends.get((end, row.get("name")), {}) for end in ("low", "high"))
        return Scale(int(low), int(high), low_words, high_words)

    def required(self, row: Read) -> bool:
        """Whether an answer is asked for; it can be skipped all the same."""
        written = row.get("required").lower()
        if written not in YES | NO:
            self.say(
                row, "required", Reason.EXPRESSION, "Write yes or no. Nothing else makes an answer required."
            )
        return written in YES

    def expression(self, row: Read, column: str) -> Expression | None:
        """What a cell says of answers; None where it is empty or cannot be read."""
        written = row.get(column)
        if not written:
            return None
        try:
            return expressions.read(written)
        except Unsupported as found:
            self.say(row, column, found.reason, found.sentence)
            return None
