"""What a file that somebody brings must be before it is kept: a plain PDF, small, and nothing active in it.

A file is known by its content, never by its name. It is kept sealed in a column of its own row, in the same
transaction as the row that names it: there is no folder that a web server could hand out.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.kernel.errors import Refusal
from samspil.trust import fields

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
"""So much may lie packed in a file. More than a paper can hold is taken for an attack."""

ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|Filespec|RichMedia\w*|SubmitForm|ImportData|GoToE|GoToR|Movie"
    rb"|Rendition|FileAttachment|Encrypt)(?![A-Za-z0-9_])|/XFA\s*[\[\d]"
)
"""Names without which a PDF can do nothing, take nothing along and hide nothing; long enough that no picture
holds them by chance. A script is always /JavaScript beside its short name."""

ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT = re.compile(rb"obj\b")
LONGEST_DICTIONARY = 4_000
OBJECTS = re.compile(rb"/(?:ObjStm|First)\b")
PLAIN_FLATE = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])")
UNUSUAL = re.compile(rb"/(?:DecodeParms|DP|F|FFilter|Crypt)(?![A-Za-z0-9])")
STREAM = re.compile(rb"stream\r?\n")
BEGUN = re.compile(rb"\bstream\r?\n")
MOST_STREAMS = 10_000
"""The word begins and ends each; a paper has some hundreds. More would be there to keep the server busy."""
AT_A_TIME = 8**4
ANOTHER_KIND = re.compile(
    rb"<(?:script|html|svg|!doctype|\?xml|\?php)|PK\x03\x04|\x7fELF|MZ\x90", re.IGNORECASE
)
END_OF_ZIP = b"PK\x05\x06"


class _Broken(Exception):
    """The file is not built as a PDF is."""


def must_be_a_plain_pdf(content: bytes, field: str = "file") -> Refusal | None:
    """A PDF by its content, at most five megabytes, that does nothing when it is opened and holds no file."""
    if not content:
        return Refusal(_("The file is empty."), field)
    if len(content) > MOST_BYTES:
        return Refusal(_("The file is larger than five megabytes."), field)
    if not content.startswith(b"%PDF-"):
        return Refusal(_("The file must be a PDF."), field)
    try:
        is_active = any(ACTIVE.search(_without_escapes(part)) for part in _parts(content))
    except _Broken:
        return Refusal(_("The file is damaged, or is not what it seems. Save it anew and try again."), field)
    if is_active:
        return Refusal(
            _("The PDF is locked, or does something when it is opened. Print it to a new PDF."), field
        )
    return None


def seal_file(row: models.Model, name: str, content: bytes) -> None:
    """Put a file into a sealed column of `row`."""
    fields.seal(row, **{name: base64.b64encode(content).decode()})


def unseal_file(row: models.Model, name: str) -> bytes:
    """The file in a sealed column; like `fields.unseal`, only while a look is logged."""
    return base64.b64decode(fields.unseal(row, name))


def _parts(content: bytes) -> Iterator[bytes]:
    """The file as it is, and everything that is packed in it. Raises _Broken."""
    if not content.rstrip(b"\r\n\t \x00").endswith(b"%%EOF"):
        raise _Broken  # something stands behind the end
    if ANOTHER_KIND.search(content[:1024]) or END_OF_ZIP in content[-66_000:]:
        raise _Broken  # two kinds of file at once
    if content.count(b"stream") > MOST_STREAMS:
        raise _Broken
    for dictionary in _dictionaries(content):
        _must_be_readable(_without_escapes(dictionary))
    yield content
    left = MOST_UNPACKED
    for begun in STREAM.finditer(content):
        told = _unpacked(content, begun.end(), left)
        left -= len(told)
        if left <= 0:
            raise _Broken
        yield told


def _dictionaries(content: bytes) -> Iterator[bytes]:
    """What stands before each stream, from the first object after the stream before. Each byte once."""
    before = 0
    for begun in BEGUN.finditer(content):
        first = max(before, begun.start() - LONGEST_DICTIONARY - len(b"obj"))
        found = OBJECT.search(content, first, begun.start())
        if found:
            yield content[found.end() : begun.start()]
        before = begun.end()


def _unpacked(content: bytes, at: int, most: int) -> bytes:
    """What a reader of PDF gets out of a stream: also of one whose checksum is wrong or that breaks off.

    The two bytes in front and the checksum behind are left out, since readers do not mind them. Taken some
    bytes at a time, so that a short stream in a long file costs what is short.
    """
    packed, told, size = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), AT_A_TIME
    at += 2
    while not packed.eof and at < len(content) and len(told) < most:
        kept = packed.copy() if size > 1 else packed
        try:
            got = packed.decompress(content[at : at + size], most - len(told))
        except zlib.error:
            if size == 1:
                break
            packed, size = kept, size // 8  # nearer and nearer to the byte that is wrong
            continue
        told += got
        if packed.unconsumed_tail:
            raise _Broken
        at += size
    return bytes(told)


def _must_be_readable(dictionary: bytes) -> None:
    """What holds objects is packed in the one way that is read here. Raises _Broken."""
    if not OBJECTS.search(dictionary):
        return
    if b"/Filter" in dictionary and not PLAIN_FLATE.search(dictionary):
        raise _Broken
    if UNUSUAL.search(dictionary):
        raise _Broken


def _without_escapes(part: bytes) -> bytes:
    """Names as a reader of PDF sees them: #4a is J."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part
