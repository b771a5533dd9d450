"""What holds for a form as a whole: expressions speak of earlier answers, no cut-off, no forbidden word."""

from __future__ import annotations

from collections.abc import Mapping

from samspil.delivery.instruments.forbidden import Theme, forbidden, forbidden_in_name
from samspil.delivery.instruments.shape import Choices, Kind, Scale
from samspil.delivery.instruments.xlsform.columns import Read
from samspil.delivery.instruments.xlsform.expressions import (
    Compare,
    Expression,
    Field,
    Number,
    Own,
    Selected,
    Text,
    atoms,
    operands,
)
from samspil.delivery.instruments.xlsform.form import Form, Question
from samspil.delivery.instruments.xlsform.problems import Ledger, Place, Reason
from samspil.delivery.instruments.xlsform.sheets import Sheet

ORDERED = frozenset({"<", "<=", ">", ">="})
THEMES = {
    Theme.BELIEF: "Nobody is asked about belief",
    Theme.IDEOLOGY: "Nobody is asked about ideology",
    Theme.ETHNICITY: "Nobody is asked about ethnicity or origin",
    Theme.CRIME: "Nobody is asked about crime",
    Theme.SCORE: "Nobody is given a score, a level or a colour",
}


def check(form: Form, rows: list[Read], places: Mapping[str, Read], ledger: Ledger) -> None:
    """Look at every expression of a form; what is wrong goes to the ledger."""
    asked: dict[str, Kind] = {}
    later = {one.name for one in form.questions()}
    for one in form.every():
        row = places.get(one.name)
        if row is None or row.line.number != one.row:
            continue  # a name that is there twice was told already
        look = _Look(asked, later, ledger)
        if one.relevant is not None:
            look.at(one.relevant, row.place("relevant"), None)
        if isinstance(one, Question):
            if one.constraint is not None:
                look.at(one.constraint, row.place("constraint"), one)
            asked[one.name] = one.kind
    if not form.questions() and not ledger.problems:
        ledger.say(Place("survey"), Reason.SHEET, "Nothing is asked. Add a question.")


class _Look:
    """Looks at one expression: `asked` are the questions before it."""

    def __init__(self, asked: Mapping[str, Kind], every: set[str], ledger: Ledger) -> None:
        self.asked, self.every, self.ledger = asked, every, ledger

    def at(self, expression: Expression, place: Place, own: Question | None) -> None:
        """Every comparison and choice in it."""
        for atom in atoms(expression):
            for one in operands(atom):
                if isinstance(one, Field):
                    self.reference(one.name, place)
                if isinstance(one, Own) and own is None:
                    sentence = (
                        "A dot is the answer being given; here there is none. Name the question as ${name}."
                    )
                    self.ledger.say(place, Reason.REFERENCE, sentence)
            self.cut_off(atom, place, own)
            self.choice(atom, place, own)

    def reference(self, name: str, place: Place) -> None:
        """A question that is named must come before."""
        if name in self.asked:
            return
        sentence = f"There is no question «{name}». Look how it is spelled."
        if name in self.every:
            sentence = (
                f"«{name}» is asked later or is the question itself. Only an earlier answer can decide."
            )
        self.ledger.say(place, Reason.REFERENCE, sentence)

    def cut_off(self, atom: Compare | Selected, place: Place, own: Question | None) -> None:
        """An answer on a scale decides nothing, and choices have no order to cut."""
        for one in operands(atom):
            kind = self.kind(one, own)
            if isinstance(one, Field) and isinstance(kind, Scale):
                sentence = (
                    f"«{one.name}» is a scale. What is asked never depends on it: that would be a cut-off."
                )
                self.ledger.say(place, Reason.CUT_OFF, sentence)
            if isinstance(kind, Choices) and isinstance(atom, Compare) and atom.mark in ORDERED:
                sentence = "Choices are compared with = and != only: more or less would be a cut-off."
                self.ledger.say(place, Reason.CUT_OFF, sentence)

    def choice(self, atom: Compare | Selected, place: Place, own: Question | None) -> None:
        """What a choice is compared with is one of its choices."""
        one, other = operands(atom)
        for answer, said in ((one, other), (other, one)):
            kind = self.kind(answer, own)
            if not isinstance(kind, Choices) or not isinstance(said, Text | Number):
                continue
            code = said.text if isinstance(said, Text) else said.written
            if code and all(each.code != code for each in kind.options):
                sentence = f"«{code}» is none of the choices of {answer}. Look how it is spelled."
                self.ledger.say(place, Reason.REFERENCE, sentence)

    def kind(self, one: object, own: Question | None) -> Kind | None:
        """How an operand that is an answer is answered."""
        if isinstance(one, Field):
            return self.asked.get(one.name)
        return own.kind if isinstance(one, Own) and own is not None else None


def check_words(sheets: Mapping[str, Sheet], ledger: Ledger) -> None:
    """Every cell of every sheet but the heads: a word that is never asked is told with its row."""
    for sheet in sheets.values():
        for line in sheet.lines:
            for column, text in line.cells.items():
                head = sheet.heads.get(column, "").lower()
                if head in (
                    "type",
                    "relevant",
                    "relevance",
                    "constraint",
                    "calculation",
                    "parameters",
                    "what",
                ):
                    continue
                found = forbidden_in_name(text) if "name" in head or head == "form_id" else forbidden(text)
                for word, theme in found:
                    sentence = f"{THEMES[theme]}: «{word}». Ask about everyday life instead, or take it out."
                    ledger.say(sheet.place(line, column), Reason(theme.value), sentence)
