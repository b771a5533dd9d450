"""Other people's XLSForms: each one in a folder is read by us and by pyxform; what we take must be the same.

`make campaign FORMS=folder [FROM="where they come from"]` writes docs/campaigns/xlsform.json. Forms lie in
.xlsx, .xlsm and .xls files, and as tables of text in .py files, as pyxform's own tests keep them. Nothing of
a form is kept but the name of its file and why it is refused. Exit code 1 if we read one otherwise.
"""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import xlrd
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import md_to_dict

from samspil.delivery.instruments.xlsform import reading
from samspil.delivery.instruments.xlsform.problems import RULES, Refused

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.campaigns import xforms  # noqa: E402  (the root must be known first)

RESULT = ROOT / "docs" / "campaigns" / "xlsform.json"
SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")


def found(folder: Path) -> Iterator[tuple[str, bytes | None]]:
    """Every form below a folder as an XLSX file, by a name; None where it is no workbook at all."""
    for file in sorted(folder.rglob("*")):
        if file.name.startswith("~"):
            continue
        if file.suffix in (".xlsx", ".xlsm"):
            yield file.name, file.read_bytes()
        elif file.suffix == ".xls":
            yield file.name, _from_xls(file.read_bytes())
        elif file.suffix == ".py":
            for number, table in enumerate(_tables(file), start=1):
                yield f"{file.stem} {number}", _from_table(table)


def _from_xls(data: bytes) -> bytes | None:
    try:
        old = xlrd.open_workbook(file_contents=data)
    except Exception:
        return None
    book = openpyxl.Workbook()
    book.remove(book.active)
    for one in old.sheets():
        sheet = book.create_sheet(one.name)
        for row in range(one.nrows):
            for column in range(one.ncols):
                cell = one.cell(row, column)
                value: Any = bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value
                if value not in ("", None):
                    sheet.cell(row + 1, column + 1).value = value
    return _saved(book)


def _tables(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines = [one.strip().replace(" ", "").lower() for one in node.value.splitlines()]
            if any(one.startswith("|survey|") for one in lines):
                yield node.value


def _from_table(table: str) -> bytes | None:
    try:
        told = md_to_dict(table)
    except Exception:
        return None
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in SHEETS:
        rows, heads = told.get(name), told.get(f"{name}_header")
        if not heads:
            continue
        sheet = book.create_sheet(name)
        sheet.append(list(heads[0]))
        for row in rows or []:
            sheet.append([row.get(head) for head in heads[0]])
    return _saved(book) if book.worksheets else None


def _saved(book: Any) -> bytes | None:
    out = io.BytesIO()
    try:
        book.save(out)
    except Exception:
        return None
    return out.getvalue()


def tried(data: bytes) -> tuple[str, list[str]]:
    """What became of one form: refused, equal, different, or taken by us alone; and why."""
    try:
        form = reading.read(data)
    except Refused as refused:
        return "refused", sorted({one.reason.value for one in refused.problems})
    try:
        told = xforms.told_by_pyxform(data, form.default_language)
    except PyXFormError as refused:
        return "ours_alone", [str(refused).splitlines()[0][:120]]
    different = xforms.differences(form, told, answers=40)
    return ("different", [one[:400] for one in different]) if different else ("equal", [])


def main(folder: str, origin: str) -> int:
    """Try every form and write the result; 1 if one is read otherwise, 2 if there is no form."""
    warnings.simplefilter("ignore")
    started = time.monotonic()
    outcomes: dict[str, dict[str, list[str]]] = {
        "equal": {},
        "different": {},
        "ours_alone": {},
        "refused": {},
    }
    no_workbook = 0
    for name, data in found(Path(folder)):
        if data is None:
            no_workbook += 1
            continue
        outcome, why = tried(data)
        outcomes[outcome][name] = why
    count = sum(len(one) for one in outcomes.values())
    if not count:
        print(f"samspil: there is no form in {folder}.", file=sys.stderr)
        return 2
    refused = outcomes["refused"]
    reasons = Counter(reason for why in refused.values() for reason in why)
    result = {
        "commit": _commit(),
        "forms_from": origin,
        "pyxform": version("pyxform"),
        "forms": count,
        "no_workbook": no_workbook,
        "supported": count - len(refused),
        "equal": len(outcomes["equal"]),
        "different": outcomes["different"],
        "ours_alone": outcomes["ours_alone"],
        "refused": len(refused),
        "refused_by_rule": sum(1 for why in refused.values() if {one.value for one in RULES} & set(why)),
        "refused_by_reason": dict(reasons.most_common()),
        "seconds": round(time.monotonic() - started, 1),
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    print(json.dumps({**result, "different": len(outcomes["different"])}, ensure_ascii=False, indent=2))
    if "--why" in sys.argv:
        for name, why in sorted(refused.items(), key=lambda one: one[1]):
            print(f"{name}: {', '.join(why)}")
    return 1 if outcomes["different"] else 0


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    if not os.environ.get("FORMS"):
        print("samspil: say which folder: make campaign FORMS=folder", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(os.environ["FORMS"], os.environ.get("FROM") or "a folder of forms"))
