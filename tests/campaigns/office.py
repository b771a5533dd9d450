"""What leaves as a file, opened by LibreOffice: not one formula, field or script, and every text as typed.

`make campaign OFFICE=1` writes docs/campaigns/office.json; `OFFICE=folder` reads the files of that folder
as well (exports taken from a running Samspil). LibreOffice must be there: apt install libreoffice-calc
libreoffice-writer. Each file is turned into LibreOffice's own flat XML, which says of each cell whether it
is a formula. Files that do hold one are read first, so that «none» means something. Exit code 1 if one is
found where none may be, or a text is not what was typed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import Workbook

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspil.config.settings")
django.setup()

from tests.campaigns.planner import commit  # noqa: E402  (the root must be known first)
from tests.interfaces.office_words import EVERY, FORMULAS  # noqa: E402
from tests.interfaces.shared.test_files_written import document, minuted  # noqa: E402

from samspil.interfaces.web.shared.documents import minutes, tables, word  # noqa: E402

RESULT = ROOT / "docs" / "campaigns" / "office.json"
AT = datetime(2014, 11, 3, 9, tzinfo=UTC)
FLAT = {".xlsx": "fods", ".csv": "fods", ".docx": "fodt"}
STILL = frozenset(
    [
        "text:p",
        "text:h",
        "text:span",
        "text:s",
        "text:tab",
        "text:line-break",
        "text:list",
        "text:list-item",
        "text:soft-page-break",
        "text:sequence-decls",
        "text:sequence-decl",
        "table:table",
        "table:table-column",
        "table:table-columns",
        "table:table-row",
        "table:table-rows",
        "table:table-header-rows",
        "table:table-cell",
        "table:covered-table-cell",
        "table:calculation-settings",
        "table:iteration",
        "table:null-date",
        "table:named-expressions",
        "table:shapes",
        "office:forms",
    ]
)
"""All that a document may be made of: what works something out, fetches or runs something is not among it."""
NAMES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
}


def main() -> int:
    """Write the files, open them, count, write the result."""
    office = shutil.which("soffice")
    if not office:
        print(
            "samspil: LibreOffice is needed: apt install libreoffice-calc libreoffice-writer", file=sys.stderr
        )
        return 3
    began = time.time()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        planted, ours = _planted(place / "planted"), _ours(place / "ours")
        given = _given(place / "given")
        for part in ("planted", "ours", "given"):
            _opened(office, place / part, place)
        found = {
            "planted": {one.name: counted(one) for one in planted},
            "ours": {one.name: counted(one) for one in ours},
            "given": {one.name: counted(one) for one in given},
        }
        lost = {one.name: missing(one) for one in ours}
    result = {
        "commit": commit(),
        "office": subprocess.run([office, "--version"], capture_output=True, text=True).stdout.strip(),
        "texts": {"formulas": len(FORMULAS), "in all": len(EVERY)},
        "formulas_fields_scripts": found,
        "texts_not_as_typed": lost,
        "took_s": round(time.time() - began),
    }
    RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps(result, indent=2, ensure_ascii=False))
    is_blind = not all(found["planted"].values())
    return (
        1
        if is_blind or any(found["ours"].values()) or any(found["given"].values()) or any(lost.values())
        else 0
    )


def _planted(folder: Path) -> list[Path]:
    """Files that do hold a formula or a field, each to be found."""
    folder.mkdir()
    book = Workbook()
    book.active.append(["=1+1"])
    book.save(folder / "formula.xlsx")
    made = Document()
    paragraph = made.add_paragraph()
    for kind, said in (("begin", ""), ("", " DDEAUTO c x y "), ("separate", ""), ("end", "")):
        field = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            field.set(qn("w:fldCharType"), kind)
        field.text = said or None
        paragraph.add_run()._r.append(field)
    made.save(folder / "field.docx")
    (folder / "formula.csv").write_text("Navn\n=1+1\n")
    return sorted(folder.iterdir())


def _ours(folder: Path) -> list[Path]:
    """Every text in every kind of file that is made."""
    folder.mkdir()
    rows = [[one] for one in EVERY]
    (folder / "table.csv").write_bytes(tables.table(["Tekst"], rows))
    (folder / "book.xlsx").write_bytes(tables.book([tables.Sheet("Ark", ["Tekst"], rows)]))
    (folder / "template.xlsx").write_bytes(tables.book([tables.Sheet("Ark", ["T"], rows, is_typed=True)]))
    (folder / "chapters.docx").write_bytes(word.written(document(), at=AT))
    (folder / "minutes.docx").write_bytes(minutes.word(minuted(), at=AT))
    return sorted(folder.iterdir())


def _given(folder: Path) -> list[Path]:
    folder.mkdir()
    named = Path(os.environ.get("OFFICE", ""))
    for one in sorted(named.iterdir()) if named.is_dir() else ():
        if one.suffix in FLAT:
            shutil.copy(one, folder)
    return sorted(folder.iterdir())


def _opened(office: str, folder: Path, place: Path) -> None:
    for kind, flat in FLAT.items():
        files = [str(one) for one in folder.glob(f"*{kind}")]
        if not files:
            continue
        # A CSV as a Danish computer opens it by a double click: semicolons, UTF-8, formulas worked out.
        reading = ["--infilter=CSV:59,34,76,1,,1030,false,true,false,false,false,0,true"]
        subprocess.run(
            [
                office,
                "--headless",
                f"-env:UserInstallation=file://{place}/profile",
                *(reading if kind == ".csv" else []),
                "--convert-to",
                flat,
                "--outdir",
                str(folder / "flat" / kind[1:]),
                *files,
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )


def _flat(path: Path) -> Any:
    kind = path.suffix
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.parse(str(path.parent / "flat" / kind[1:] / f"{path.stem}.{FLAT[kind]}"), parser).getroot()


def counted(path: Path) -> list[str]:
    """What LibreOffice found in a file that is more than text in cells and lines: each by its name."""
    root = _flat(path)
    (body,) = root.xpath("//office:body/*", namespaces=NAMES)
    short = {uri: prefix for prefix, uri in body.nsmap.items()}
    names = [etree.QName(one) for one in body.iter(etree.Element) if one is not body]
    more = [f"{short.get(one.namespace)}:{one.localname}" for one in names]
    formulas = ["table:formula" for _each in root.xpath("//*[@table:formula]", namespaces=NAMES)]
    return formulas + [one for one in more if one not in STILL]


def missing(path: Path) -> list[str]:
    """The texts that do not stand in the file as they were typed, white space and the apostrophe aside."""
    root = _flat(path)
    shown = [
        "".join(one.itertext())
        for one in root.xpath("//table:table-cell | //text:p | //text:h", namespaces=NAMES)
    ]
    told = {_bare(one) for one in shown}
    return [one for one in EVERY if _bare(word.as_typed(one)) not in told]


def _bare(text: str) -> str:
    """Without what is not seen, and without the apostrophe by which a CSV says that a cell is text."""
    seen = re.sub("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", "", text)
    return seen.removeprefix("'")


if __name__ == "__main__":
    sys.exit(main())
