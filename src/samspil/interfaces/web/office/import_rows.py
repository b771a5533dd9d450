"""From a spreadsheet's cells to staff and courses, and back to where a fault stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from samspil.delivery.rules.imports import GivenYes, RunningCourse
from samspil.delivery.terms.courses import Custody
from samspil.interfaces.web.office.column_kinds import CPR, Column, Unread, in_both, plain
from samspil.interfaces.web.office.columns import further
from samspil.interfaces.web.office.sheets import Table, Unreadable, why_not_plain
from samspil.interfaces.web.shared import words
from samspil.people.queries.imports import Fault
from samspil.people.rules.imports import NewStaff
from samspil.people.terms import METHODS, ImportKind, Method
from samspil.programme.concept.model import Concept

Cells = list[dict[str, Any]]
HEAD_AT_MOST = 5
DEFAULTS = {"language": "da", "decided_by": "coordinator", "custody": Custody.NONE, "custody_2": Custody.NONE}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file's cells come to: whole rows, and why the others are none."""

    staff: tuple[NewStaff, ...]
    courses: tuple[RunningCourse, ...]
    faults: tuple[Fault, ...]


def cells_of(table: Table, columns: tuple[Column, ...], *, names_strange: bool = True) -> Cells:
    """The rows with their cells under the columns' keys. Raises Unreadable when the head does not fit.

    Without `names_strange` a head that is none is told by its letter: what stands there may be an answer.
    """
    keys = _keys(table.head, columns, names_strange=names_strange)
    return [
        {"n": number, "c": {key: cell for key, cell in zip(keys, cells, strict=False) if cell}}
        for number, cells in table.rows
        if _fits(cells, len(keys), number)
    ]


def _keys(head: tuple[str, ...], columns: tuple[Column, ...], *, names_strange: bool) -> list[str]:
    known = {plain(name): one.key for one in columns for name in (*in_both(one.title), one.key)}
    strange = [
        (one or _("(without a head)")) if names_strange else get_column_letter(number)
        for number, one in enumerate(head, start=1)
        if plain(one) not in known
    ]
    if strange:
        told = ", ".join(f"«{one[:40]}»" for one in strange[:HEAD_AT_MOST])
        raise Unreadable(
            _("The template does not have these columns: %(columns)s. Delete them.") % {"columns": told}
        )
    keys = [known[plain(one)] for one in head]
    twice = next((one for one in columns if keys.count(one.key) > 1), None)
    if twice is not None:
        raise Unreadable(_("The column «%(column)s» is there twice.") % {"column": twice.title})
    missing = [str(one.title) for one in columns if (one.is_needed or one.is_in_head) and one.key not in keys]
    if missing:
        told = ", ".join(f"«{one}»" for one in missing[:HEAD_AT_MOST])
        raise Unreadable(
            _("These columns are missing: %(columns)s. Take them from the template.") % {"columns": told}
        )
    return keys


def _fits(cells: tuple[str, ...], most: int, number: int) -> bool:
    if any(cells[most:]):
        raise Unreadable(_("Row %(number)d has a cell without a head.") % {"number": number})
    return True


def read_cells(kind: ImportKind, concept: Concept, columns: tuple[Column, ...], cells: Cells) -> Reading:
    """Read every row. A row with a fault in any cell becomes nothing."""
    staff: list[NewStaff] = []
    courses: list[RunningCourse] = []
    faults: list[Fault] = []
    for line in cells:
        values, wrong = values_of(columns, line["n"], line["c"])
        if wrong:
            faults += wrong
        elif kind == ImportKind.STAFF:
            staff.append(NewStaff(number=line["n"], **values))
        else:
            courses.append(_course(line["n"], values, concept))
    return Reading(tuple(staff), tuple(courses), tuple(faults))


def values_of(
    columns: tuple[Column, ...], number: int, cells: dict[str, str]
) -> tuple[dict[str, Any], list[Fault]]:
    """What a row's cells come to by their columns' keys, and what is wrong with any of them."""
    values: dict[str, Any] = {}
    wrong: list[Fault] = []
    for one in columns:
        text = cells.get(one.key, "")
        if not text:
            values[one.key] = DEFAULTS.get(one.key)
            if one.is_needed:
                wrong.append(Fault(number, one.key, _("This is missing.")))
            continue
        why = why_not_plain(text) or (CPR.search(text) and _("A CPR number is never kept here. Delete it."))
        try:
            values[one.key] = None if why else one.read(text)
        except Unread as unread:
            why = unread.sentence
        if why:
            wrong.append(Fault(number, one.key, str(why)))
    return values, wrong


def as_read(column: Column, text: str) -> str:
    """A cell as it was understood; as it stands where it was not."""
    try:
        value = None if why_not_plain(text) else column.read(text)
    except Unread:
        value = None
    if isinstance(value, date):
        return words.month(value) if column.key == "offered_month" else words.day_and_year(value)
    if isinstance(value, tuple):
        given_on, method = value
        parts = [_("yes"), *([words.day_and_year(given_on)] if given_on else [])]
        return ", ".join([*parts, *([str(METHODS[Method(method)]).lower()] if method else [])])
    return value if column.key == "born" and isinstance(value, str) else text


def _course(number: int, values: dict[str, Any], concept: Concept) -> RunningCourse:
    first = Method(values["method"])
    yeses = []
    for one in further(concept):
        told = values.pop(f"yes_{one.slug}")
        if told is not None:
            given_on, method = told
            yeses.append(
                GivenYes(one.slug, given_on or values["accepted_on"], Method(method) if method else first)
            )
    goals = tuple(values.pop(f"goal_{which}") or "" for which in (1, 2, 3))
    texts = {key: values[key] or "" for key in ("born", "contact", "need", "decision", "childs_view")}
    return RunningCourse(
        number=number,
        yeses=tuple(yeses),
        goals=tuple(one for one in goals if one),
        **(values | texts | {"method": first}),
    )
