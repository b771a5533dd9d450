"""What each column of a form's sheets is: one that is read, one of a language, or one that is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samspil.delivery.instruments.xlsform.form import PLAIN
from samspil.delivery.instruments.xlsform.problems import Ledger, Place, Reason
from samspil.delivery.instruments.xlsform.sheets import Line, Sheet

ALIASES = {
    "survey": {
        "caption": "label",
        "command": "type",
        "tag": "name",
        "value": "name",
        "relevance": "relevant",
        "constraining_message": "constraint_message",
    },
    "choices": {"caption": "label", "value": "name"},
    "settings": {"set_form_id": "form_id", "set_form_title": "form_title", "id_string": "form_id"},
    "about": {},
}
READ: Mapping[str, frozenset[str]] = {
    "survey": frozenset({"type", "name", "required", "relevant", "constraint", "parameters"}),
    "choices": frozenset({"list_name", "name"}),
    "settings": frozenset({"form_id", "form_title", "version", "default_language"}),
    "about": frozenset({"what", "name", "value"}),
}
IN_LANGUAGES: Mapping[str, frozenset[str]] = {
    "survey": frozenset({"label", "hint", "constraint_message"}),
    "choices": frozenset({"label"}),
    "settings": frozenset(),
    "about": frozenset({"text"}),
}
REFUSED: Mapping[str, tuple[Reason, str]] = {
    "calculation": (
        Reason.SCORE,
        "Nothing is calculated from answers: no sum, no score. Take the column out.",
    ),
    "calculate": (Reason.SCORE, "Nothing is calculated from answers: no sum, no score. Take the column out."),
    "image": (Reason.MEDIA, "Pictures are not supported. Say it in words."),
    "big-image": (Reason.MEDIA, "Pictures are not supported. Say it in words."),
    "audio": (Reason.MEDIA, "Sound is not supported: the page reads the text aloud. Take the column out."),
    "video": (Reason.MEDIA, "Films are not supported. Say it in words."),
    "media": (Reason.MEDIA, "Pictures, sound and films are not supported. Say it in words."),
    "repeat_count": (Reason.REPEAT, "Questions are not repeated. Ask each once."),
    "choice_filter": (Reason.COLUMN, "Choices are not filtered. Make a list for each question."),
    "trigger": (Reason.COLUMN, "Nothing happens by itself when an answer is given. Take the column out."),
    "default": (Reason.COLUMN, "An answer is never filled in beforehand. Take the column out."),
    "appearance": (Reason.COLUMN, "The page decides what a question looks like. Take the column out."),
    "read_only": (Reason.COLUMN, "A question is answered or it is a note. Take the column out."),
    "readonly": (Reason.COLUMN, "A question is answered or it is a note. Take the column out."),
    "guidance_hint": (Reason.COLUMN, "Write what helps in the column hint."),
    "required_message": (
        Reason.COLUMN,
        "Nobody is pressed for an answer, so nothing is said. Take the column out.",
    ),
    "disabled": (Reason.COLUMN, "Take the row out instead of disabling it."),
    "save_to": (
        Reason.OUTSIDE,
        "Answers are kept in the course they belong to, nowhere else. Take the column out.",
    ),
    "public_key": (Reason.SETTING, "Answers are encrypted here already. Take the setting out."),
    "submission_url": (Reason.OUTSIDE, "Answers are sent nowhere else. Take the setting out."),
    "auto_send": (Reason.OUTSIDE, "Answers are sent nowhere else. Take the setting out."),
    "auto_delete": (Reason.SETTING, "When answers go is settled for all of them. Take the setting out."),
    "instance_name": (Reason.SETTING, "A filled-in form has no name made of answers. Take the setting out."),
    "style": (Reason.SETTING, "The page decides what a form looks like. Take the setting out."),
    "name": (Reason.SETTING, "The form is known by form_id. Take the setting out."),
    "sms_keyword": (Reason.OUTSIDE, "Answers are not sent by SMS. Take the setting out."),
}


@dataclass(frozen=True, slots=True)
class Read:
    """A row's cells by what their column is, each with its place; texts also by language."""

    line: Line
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    places: Mapping[str, Place]
    sheet: Sheet

    def get(self, column: str) -> str:
        """A cell's text; empty where there is none."""
        return self.cells.get(column, "")

    def place(self, column: str = "") -> Place:
        """Where a cell stands, or the row where there is no such cell."""
        return self.places.get(column) or Place(self.sheet.name, self.line.number, column)


def rows(sheet: Sheet, default_language: str, ledger: Ledger) -> list[Read]:
    """Every row of a sheet by its columns. What stands in a column that is not read is told."""
    known = _known(sheet, default_language, ledger)
    return [_row(sheet, line, known, ledger) for line in sheet.lines]


def _known(sheet: Sheet, default_language: str, ledger: Ledger) -> dict[int, tuple[str, str]]:
    """What each column is, with its language; two columns that are the same are told."""
    double = any("::" in head for head in sheet.heads.values())
    known: dict[int, tuple[str, str]] = {}
    for column, head in sheet.heads.items():
        found = _column(sheet.name, head, double, default_language)
        if found in known.values():
            ledger.say(Place(sheet.name, 1, head), Reason.COLUMN, "The column is there twice. Keep one.")
        else:
            known[column] = found
    return known


def _column(sheet: str, head: str, double: bool, default_language: str) -> tuple[str, str]:
    """A column's name and language; of an unknown one the head as it stands."""
    first, _mark, rest = head.partition("::" if double else ":")
    name = "_".join(first.split()).lower()
    if name == "bind" and rest:
        name, rest = "_".join(rest.split()).lower(), ""
    name = ALIASES[sheet].get(name, name)
    if name in IN_LANGUAGES[sheet]:
        return name, rest.strip() or default_language or PLAIN
    return (head, "") if rest and name not in REFUSED else (name, "")


def _row(sheet: Sheet, line: Line, known: dict[int, tuple[str, str]], ledger: Ledger) -> Read:
    cells: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    places: dict[str, Place] = {}
    for column, text in line.cells.items():
        name, language = known.get(column, ("", ""))
        place = sheet.place(line, column)
        if name in IN_LANGUAGES[sheet.name] and language:
            texts.setdefault(name, {})[language] = text
            if "${" in text:
                ledger.say(place, Reason.LABEL, "A text says the same to everybody: it takes no answer in.")
            places.setdefault(name, place)
        elif name in READ[sheet.name]:
            cells[name] = text
            places[name] = place
        elif name in REFUSED:
            ledger.say(place, *REFUSED[name])
        elif name and sheet.name == "settings":
            ledger.say(place, Reason.SETTING, "The setting is not known here. Take it out.")
        elif name:
            ledger.say(
                place, Reason.COLUMN, "The column is not known here. Take it out, or see how it is spelled."
            )
    return Read(line, cells, texts, places, sheet)
