"""Files that prove a payment: pictures are written anew from their parts, papers that act are refused."""

from __future__ import annotations

import io
import time
import zlib

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.economy import granting

from samspil.economy.rules.proofs import Clean, cleaned
from samspil.economy.terms.vouchers import ProofMedia
from samspil.kernel.errors import Refusal


def picture(form: str, **told) -> bytes:
    """A picture of four colours with a place it was taken at."""
    image = Image.effect_noise((64, 48), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "hemmeligt sted", {2: (55.0, 40.0, 0.0)}
    out = io.BytesIO()
    image.save(out, form, exif=exif, **told)
    return out.getvalue()


@pytest.mark.proves("G25")
@pytest.mark.parametrize(
    ("form", "media", "told"),
    [
        ("JPEG", ProofMedia.JPEG, {"comment": b"hemmeligt ord"}),
        ("JPEG", ProofMedia.JPEG, {"progressive": True}),
        ("PNG", ProofMedia.PNG, {}),
    ],
)
def test_a_picture_is_kept_without_where_it_was_taken_and_without_what_follows(form, media, told):
    sent = picture(form, **told)
    kept = cleaned(sent + b"PK\x03\x04 hemmelig fil <script>")

    assert b"hemmelig" in sent
    assert isinstance(kept, Clean)
    assert (kept.media, b"hemmelig" in kept.content, b"<script>" in kept.content) == (media, False, False)
    before, after = (Image.open(io.BytesIO(one)) for one in (sent, kept.content))
    assert before.tobytes() == after.tobytes()
    assert not after.getexif()


def packed(action: bytes) -> bytes:
    inside = zlib.compress(b"<</S" + action + b">>")
    stream = b"2 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + inside + b"\nendstream endobj\n"
    return granting.pdf().replace(b"trailer", stream + b"trailer")


@pytest.mark.proves("G25")
def test_what_a_paper_does_is_found_where_it_is_packed():
    assert isinstance(cleaned(packed(b"/URI")), Clean)
    for action in (b"/JavaScript", b"/Launch", b"/#4aavaScript", b"/EmbeddedFile", b"/XFA 1 0 R"):
        assert isinstance(cleaned(packed(action)), Refusal), action


@pytest.mark.proves("G25")
@pytest.mark.parametrize(
    "broken",
    [
        lambda told: told[:-4] + b"\x00\x00\x00\x00",
        lambda told: told[:-4],
        lambda told: told[:-5] + b"\xff" * 9,
    ],
    ids=["wrong checksum", "no checksum", "breaks off"],
)
def test_what_is_packed_badly_is_read_as_a_reader_of_papers_would(broken):
    whole = zlib.compress(b"<</S/JavaScript>>" + b"x" * 200, 0)
    stream = b"2 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + broken(whole) + b"\nendstream endobj\n"

    assert isinstance(cleaned(granting.pdf().replace(b"trailer", stream + b"trailer")), Refusal)


@pytest.mark.proves("G25")
@pytest.mark.parametrize("again", [b"obj ", b"stream\n" + zlib.compress(b"x")])
def test_a_paper_that_is_built_to_take_time_takes_none(again):
    file = b"%PDF-1.4\n" + again * (4_900_000 // len(again)) + b"\n%%EOF\n"
    begun = time.process_time()
    cleaned(file)

    assert time.process_time() - begun < 20  # looked at from every place in it, it takes minutes


@pytest.mark.proves("G25")
def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = zlib.compress(b"\x00" * 80_000_000, 9)
    stream = b"2 0 obj<</Filter/FlateDecode>>stream\n" + bomb + b"\nendstream endobj\n"
    wide = picture("PNG")
    header = wide[12:16] + (100_000).to_bytes(4, "big") * 2 + wide[24:29]
    flood = wide[:12] + header + zlib.crc32(header).to_bytes(4, "big") + wide[33:]

    assert isinstance(cleaned(granting.pdf().replace(b"trailer", stream + b"trailer")), Refusal)
    assert isinstance(cleaned(flood), Refusal)


@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-1.7\n", b""]), st.binary(max_size=300))
def test_whatever_is_sent_there_is_an_answer(start, rest):
    with override("da"):
        assert isinstance(cleaned(start + rest), Clean | Refusal)


@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=8))
def test_a_picture_with_bytes_changed_is_refused_or_still_only_a_picture(at, changed):
    sent = picture("PNG")
    found = cleaned(sent[:at] + changed + sent[at + len(changed) :])
    assert isinstance(found, Refusal) or found.content.endswith(b"IEND\xaeB`\x82")
