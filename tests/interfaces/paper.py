"""What a PDF says when it is read back: its text as a reader copies it, its tags and what it calls itself."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf

HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def opened(data: bytes) -> Any:
    """The document."""
    return pikepdf.open(io.BytesIO(data))


def text_of(data: bytes) -> str:
    """Everything that is drawn, page by page, one line for each run, as its fonts say it is to be read."""
    with opened(data) as document:
        return "\n".join(_page(page) for page in document.pages)


def _page(page: Any) -> str:
    known = page.Resources.get("/Font", {})  # a page with nothing on it has none
    fonts = {str(name): _letters(font) for name, font in known.items()}
    lines: list[str] = []
    font: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BT":
            lines.append("")
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            for one in operands[0] if name == "TJ" else operands:
                if isinstance(one, pikepdf.String):
                    codes = bytes(one)
                    pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
                    lines[-1] += "".join(font.get(pair, "") for pair in pairs)
    return "\n".join(lines)


def _letters(font: Any) -> dict[bytes, str]:
    """A font's own table from its codes to letters."""
    table, found = bytes(font.ToUnicode.read_bytes()), {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        given = [bytes.fromhex(one.decode()) for one in HEX.findall(block)]
        found |= {code: to.decode("utf-16-be") for code, to in zip(given[::2], given[1::2], strict=True)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for low, high, first in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start, base = int(low, 16), bytes.fromhex(first.decode())
            for step in range(int(high, 16) - start + 1):
                to = base[:-2] + (int.from_bytes(base[-2:], "big") + step).to_bytes(2, "big")
                found[(start + step).to_bytes(len(low) // 2, "big")] = to.decode("utf-16-be")
    return found


def tags_of(data: bytes) -> list[str]:
    """The kinds of its structure elements, in order."""

    def walk(node: Any) -> list[str]:
        if isinstance(node, pikepdf.Array):
            return [one for child in node for one in walk(child)]
        if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
            return []
        return [str(node.S)[1:], *(walk(node.K) if "/K" in node else [])]

    with opened(data) as document:
        return walk(document.Root.StructTreeRoot.K)


def said_of(data: bytes) -> dict[str, str]:
    """What it calls itself: title, language, whether it is tagged, and the standards it claims."""
    with opened(data) as document, document.open_metadata() as told:
        return {
            "title": told["dc:title"],
            "language": str(document.Root.Lang),
            "tagged": str(bool(document.Root.MarkInfo.Marked)),
            "shows_title": str(bool(document.Root.ViewerPreferences.DisplayDocTitle)),
            "ua": told["pdfuaid:part"],
            "a": told["pdfaid:part"] + told["pdfaid:conformance"],
            "author": str(told.get("dc:creator", "")),
        }
