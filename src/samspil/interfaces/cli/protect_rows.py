"""The file of records that `samspil protect` is given, read with row and column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from samspil.evaluation import disclosure

MOST_DIGITS = 40
MOST_LINE = 10_000_000
"""Signs of a row: more is no such file, and would fill the memory."""


def records(
    file: Path, plan: disclosure.Plan, weight: str | None, measures: Sequence[disclosure.Measure] = ()
) -> Iterator[disclosure.Record]:
    """The rows of a file. Raises Unusable with the line of the file, heading counted, and the column."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            yield from _rows(opened, plan, weight, [one.column for one in measures if not one.of])
    except OSError as problem:
        raise disclosure.Unusable(f"{file} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        line = _not_utf8(file)
        raise disclosure.Unusable(f"Row {line} of {file} is not written in UTF-8.", row=line) from None


def told_apart(read: Iterable[disclosure.Record]) -> Iterator[disclosure.Record]:
    """These rows. Raises Unusable where two labels of a column differ by blanks at their ends alone.

    Nobody sees that in a table, and a municipality that is two has wrong counts that stay out.
    """
    met: dict[str, set[str]] = {}
    first: dict[tuple[str, str], str] = {}
    for record in read:
        for column, label in record.labels.items():
            seen = met.setdefault(column, set())
            if label in seen:
                continue
            seen.add(label)
            same = first.setdefault((column, label.strip()), label)
            if same != label:
                raise disclosure.Unusable(
                    f"Row {record.row}: «{label}» in «{column}» differs from «{same}» above it by blanks "
                    "at the ends alone. Write them the same.",
                    row=record.row,
                    column=column,
                )
        yield record


def _not_utf8(file: Path) -> int:
    """The first line that cannot be decoded; what is decoded is read ahead, so the reader does not know."""
    with file.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return number


def _split(opened: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line in the file. Raises Unusable where it is no CSV."""
    reader = csv.reader(_lines(opened), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as problem:
        line = reader.line_num
        raise disclosure.Unusable(f"Row {line} is no CSV: {problem}.", row=line) from None


def _lines(opened: Any) -> Iterator[str]:
    """Each line of a file. Raises Unusable where one does not end."""
    line = 0
    while said := opened.readline(MOST_LINE):
        line += 1
        if len(said) == MOST_LINE:
            raise disclosure.Unusable(f"Row {line} has {MOST_LINE} signs and more.", row=line)
        yield said


def _rows(
    opened: Any, plan: disclosure.Plan, weight: str | None, measures: Sequence[str]
) -> Iterator[disclosure.Record]:
    rows = _split(opened)
    _line, head = next(rows, (1, []))
    if not head:
        raise disclosure.Unusable("The file is empty.")
    wanted = [column for one in plan.used() for column in one.columns]
    for column in [*wanted, *([weight] if weight else []), *measures]:
        if head.count(column) != 1:
            how = "no" if column not in head else "more than one"
            why = (
                " Its fields are to be separated by commas."
                if len(head) == 1 and set(head[0]) & set(";\t")
                else ""
            )
            raise disclosure.Unusable(f"The file has {how} column «{column}».{why}", row=1, column=column)
    places = [(column, head.index(column)) for column in wanted]
    for line, row in rows:
        if not row:
            continue
        if len(row) != len(head):
            raise disclosure.Unusable(
                f"Row {line} has {disclosure.many(len(row), 'field', 'fields')}, and the heading has "
                f"{len(head)}.",
                row=line,
            )
        if row == head:
            raise disclosure.Unusable(f"Row {line} is the heading once more.", row=line)
        count = 1 if weight is None else _count(row[head.index(weight)], line, weight)
        values = {column: _value(row[head.index(column)], line, column) for column in measures}
        yield disclosure.Record({column: row[at] for column, at in places}, count, line, values)


def _value(said: str, line: int, column: str) -> int | None:
    """A value of a measure, None where there is none. Raises Unusable."""
    if said == "":
        return None
    digits = said.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
        raise disclosure.Unusable(
            f"Row {line}: «{said[:MOST_DIGITS]}» in «{column}» is not a whole number.",
            row=line,
            column=column,
        )
    return int(said)


def _count(said: str, line: int, column: str) -> int:
    if not (said.isascii() and said.isdigit()):
        raise disclosure.Unusable(
            f"Row {line}: «{said}» in «{column}» is not a whole number from 0 up.", row=line, column=column
        )
    if len(said) > MOST_DIGITS or int(said) > disclosure.MOST_PEOPLE:
        raise disclosure.Unusable(
            f"Row {line}: «{said[:MOST_DIGITS]}» in «{column}» is more than {disclosure.MOST_PEOPLE}, the "
            "most that can be protected.",
            row=line,
            column=column,
        )
    return int(said)
