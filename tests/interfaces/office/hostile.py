"""Files made to break a reader, each built here: nothing is fetched and nothing is kept on disk."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VENDOR = "application/vnd"
SHEETS = f"{VENDOR}.openxmlformats-officedocument.spreadsheetml"
TYPES = f"""<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="{VENDOR}.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{SHEETS}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEETS}.worksheet+xml"/>
</Types>"""
RELS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK = f"""<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"""
BOOK_RELS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""


def cell(where: str, text: str) -> str:
    return f'<c r="{where}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(rows: str, before: str = "", dimension: str = "A1:B2") -> str:
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


PLAIN = f'<row r="1">{cell("A1", "Navn")}{cell("B1", "E-mail")}</row><row r="2">{cell("A2", "x")}</row>'


def book(
    sheet_xml: str | bytes = "", more: dict[str, str | bytes] | None = None, **parts: str | bytes
) -> bytes:
    out = io.BytesIO()
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELS,
        "xl/worksheets/sheet1.xml": sheet_xml or sheet(PLAIN),
        **(more or {}),
        **parts,
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in whole.items():
            made.writestr(name, content)
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


def lying(data: bytes, name: bytes) -> bytes:
    """The same package, whose list says that one part is ten bytes long."""
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    return data[: at + 24] + (10).to_bytes(4, "little") + data[at + 28 :]


def overlapping(count: int) -> bytes:
    """A bomb whose parts all lie on the same bytes."""
    one = book(sheet("<row/>" * 200_000))
    end = one.rindex(b"PK\x05\x06")
    start = int.from_bytes(one[end + 16 : end + 20], "little")
    entries = one[start:end]
    listed = entries * count
    total = (entries.count(b"PK\x01\x02") * count).to_bytes(2, "little")
    tail = one[end : end + 8] + total * 2 + len(listed).to_bytes(4, "little") + one[end + 16 :]
    return one[:start] + listed + tail


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Packages that are no plain workbook, or one made to hang."""
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    wide = "".join(f'<c r="{name}1"><v>1</v></c>' for name in ("A", "XFD"))
    yield "zip bomb", book(sheet("<row/>" * 4_000_000))
    yield (
        "zip bomb that lies about its size",
        lying(book(sheet("<row/>" * 2_000_000)), b"xl/worksheets/sheet1.xml"),
    )
    yield "overlapping parts", overlapping(60)
    yield "nested package", book(more={"xl/inner.xml": zipped("a", b"0" * 100_000)})
    yield "path traversal", book(more={"../../etc/cron.d/x": "x"})
    yield "absolute path", book(more={"/etc/passwd": "x"})
    yield "windows path", book(more={"c:\\x\\y.xml": "x"})
    yield "external entity", book(sheet(PLAIN.replace(">x<", ">&e;<"), entity))
    yield (
        "external entity in UTF-16",
        book(
            sheet(PLAIN, entity).replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")
        ),
    )
    yield (
        "billion laughs",
        book(sheet(PLAIN.replace(">x<", ">&l9;<"), f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>')),
    )
    yield "macros", book(more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    yield "macro sheet of the old kind", book(more={"xl/macrosheets/sheet1.xml": "<x/>"})
    yield "external link", book(more={"xl/externalLinks/externalLink1.xml": "<x/>"})
    yield "embedded file", book(more={"xl/embeddings/oleObject1.bin": "x"})
    yield "connection to a database", book(more={"xl/connections.xml": "<x/>"})
    yield "a thousand parts", book(more={f"xl/p{n}.xml": "" for n in range(1000)})
    yield "sixteen thousand columns", book(sheet(f'<row r="1">{wide}</row>'))
    yield "a million columns", book(sheet('<row r="1"><c r="BDWGN1"><v>1</v></c></row>'))
    yield (
        "every row as wide as can be",
        book(sheet("".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(1, 9_000)))),
    )
    yield "the last row there is", book(sheet(PLAIN + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    yield (
        "a row far beyond the last",
        book(sheet(PLAIN + '<row r="999999999"><c r="A999999999"><v>1</v></c></row>')),
    )
    yield "a size that is not true", book(sheet("", dimension="A1:XFD1048576"))
    yield "two hundred thousand cells in a row", book(sheet(f"<row>{'<c><v>1</v></c>' * 200_000}</row>"))
    for prefix in ("a", "a.b", "a-b", "é"):
        row = f'<{prefix}:row xmlns:{prefix}="{MAIN}">' + f"<{prefix}:c/>" * 400_000 + f"</{prefix}:row>"
        yield f"cells under the prefix {prefix}", book(sheet(row))
    yield "as many cells in a row as are read at all", book(sheet(f"<row>{'<c/>' * 150_000}</row>"))
    yield "deep brackets", book("<a>" * 200_000)
    yield "no sheet", book(b" ")
    yield "a sheet that is none", book("hello")
    yield "the same part twice", _twice()
    yield "cut off in the middle", book()[:-200]
    yield "a flipped byte", _flipped()
    yield "GIF and workbook in one", b"GIF89a" + book()
    yield "PDF and workbook in one", b"%PDF-1.7\n" + book()
    yield "web page and workbook in one", b"<html><script>x</script></html>" + book()


def _flipped() -> bytes:
    whole = bytearray(book())
    whole[whole.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    return bytes(whole)


def _twice() -> bytes:
    out = io.BytesIO(book())
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("xl/workbook.xml ".strip(), BOOK)
    return out.getvalue()


def others() -> Iterator[tuple[str, bytes]]:
    """Files that are no workbook at all."""
    head = "Navn;E-mail;Rolle;Flest forløb ad gangen;Fra\r\n"
    yield "nothing", b""
    yield "spaces", b" \r\n\t "
    yield "the old format, or a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000
    yield "noise", bytes(range(256)) * 2000
    yield "random bytes", os.urandom(200_000)
    yield "a program", b"\x7fELF" + b"\0" * 4000
    yield "the test virus", rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    yield "a web page", b"<!doctype html><script>alert(1)</script>"
    yield "a picture", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>'
    yield "another package", zipped("a.txt", b"x")
    yield "a word document", zipped("word/document.xml", b"<x/>")
    yield "NUL in a cell", f"{head}No\0or;a@b.dk;Mentor;4;01-01-2014".encode()
    yield "a column nobody asked for", f"{head[:-2]};Religion\r\nNoor;a@b.dk;Mentor;4;01-01-2014;x".encode()
    yield "a column that is missing", b"Navn;Rolle\r\nNoor;Mentor"
    yield "a cell beyond the head", f"{head}Noor;a@b.dk;Mentor;4;01-01-2014;CPR".encode()
    yield "one quotation mark and a megabyte", f'{head}"'.encode() + b"x;" * 400_000
    yield "ten thousand columns", b"a;" * 10_000
    yield "too many rows", (head + "Noor;a@b.dk;Mentor;4;01-01-2014\r\n" * 2001).encode()
    yield "only line ends", b"a;b" + b"\r\n" * 300_000
    yield "the head alone", head.encode()
    yield "the head twice", f"{head[:-2]};Navn\r\nNoor;a@b.dk;Mentor;4;01-01-2014;Noor".encode()
