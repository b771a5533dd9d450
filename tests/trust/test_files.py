"""Files that somebody brings: a plain PDF by its content, and nothing that does or hides something."""

from __future__ import annotations

import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String
from tests.governance.agreeing import pdf

from samspil.trust.files import MOST_BYTES, must_be_a_plain_pdf

PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
GIF, PNG = b"GIF89a", b"\x89PNG\r\n\x1a\n"


def script(made):
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    made.Root.OpenAction = made.make_indirect(action)


def launch(made):
    made.Root.OpenAction = made.make_indirect(Dictionary(S=Name.Launch, F=String("cmd.exe")))


def attached(made):
    made.attachments["x.exe"] = b"MZ"


def sends(made):
    made.Root.OpenAction = made.make_indirect(Dictionary(S=Name.SubmitForm, F=String("http://x")))


def xfa(made):
    made.Root.AcroForm = made.make_indirect(Dictionary(XFA=made.make_stream(b"<xdp/>"), Fields=[]))


def on_a_page(made):
    action = Dictionary(S=Name.JavaScript, JS=String("1"))
    made.pages[0].AA = Dictionary(O=made.make_indirect(action))


def with_a_picture(made):
    noise = bytes((one * 7919 + one // 251) % 256 for one in range(400_000))
    image = made.make_stream(zlib.compress(noise), Filter=Name.FlateDecode, Subtype=Name.Image)
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))


def hidden(content: bytes, name: bytes, by: bytes) -> bytes:
    assert content.count(name)
    return content.replace(name, by)


def bomb() -> bytes:
    packed = zlib.compress(b"\0" * 70_000_000, 9)
    return b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF\n"


def oddly_packed(filter_: bytes, more: bytes = b"") -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4" + filter_ + more + b">>\nstream\n"
    return head + b"x\nendstream\nendobj\n%%EOF\n"


PLAIN = {
    "as it is": lambda: pdf(),
    "packed": lambda: pdf(**PACKED),
    "with a picture": lambda: pdf(with_a_picture),
    "with a picture, packed": lambda: pdf(with_a_picture, **PACKED),
}
HOSTILE = {
    f"{name.__name__}, {how}": lambda name=name, saved=saved: pdf(name, **saved)
    for name in (script, launch, attached, sends, xfa, on_a_page)
    for how, saved in (("plain", {}), ("packed", PACKED))
} | {
    "escaped name": lambda: hidden(pdf(script), b"/JavaScript", b"/J#61v#61Script"),
    "locked": lambda: pdf(encryption=pikepdf.Encryption(owner="x", user="")),
    "bomb": bomb,
    "objects in hexadecimal": lambda: oddly_packed(b"/Filter[/ASCIIHexDecode/FlateDecode]"),
    "objects in base 85": lambda: oddly_packed(b"/Filter/ASCII85Decode"),
    "objects foretold": lambda: oddly_packed(b"/Filter/FlateDecode", b"/DecodeParms<</Predictor 12>>"),
    "objects elsewhere": lambda: oddly_packed(b"/Filter/FlateDecode", b"/F(x.bin)"),
    "filter with an escaped name": lambda: oddly_packed(b"/F#69lter/ASCII85Decode"),
    "archive behind it": lambda: pdf() + b"PK\x05\x06" + b"\0" * 18,
    "page behind it": lambda: pdf() + b"<html><script>alert(1)</script>",
    "page in front": lambda: b"<html>" + pdf(),
    "page in the head": lambda: pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
    "cut off": lambda: pdf()[:-40],
    "empty": lambda: b"",
    "picture": lambda: PNG + b"x" * 100,
    "gif and pdf": lambda: GIF + pdf(),
    "word file": lambda: b"PK\x03\x04" + b"x" * 100,
    "html": lambda: b"<!doctype html><script>alert(1)</script>",
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "eicar": lambda: rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    "program": lambda: b"\x7fELF" + b"\0" * 64,
    "only a name": lambda: b"%PDF-1.7",
    "too large": lambda: pdf() + b" " * MOST_BYTES,
}


@pytest.mark.parametrize("kind", PLAIN)
def test_a_plain_paper_is_taken(kind):
    assert must_be_a_plain_pdf(PLAIN[kind]()) is None


@pytest.mark.proves("G25")
@pytest.mark.parametrize("kind", HOSTILE)
def test_what_does_or_hides_something_is_refused_beside_the_field(kind):
    refused = must_be_a_plain_pdf(HOSTILE[kind](), "copy")

    assert refused is not None
    assert refused.field == "copy"
