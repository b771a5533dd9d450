"""Pictures written anew from the parts that make the picture, so that nothing else comes along: no place they
were taken at, no comment, no file behind the picture.
"""

from __future__ import annotations

import zlib

MOST_SIDE, MOST_PIXELS = 20_000, 100_000_000
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
PNG_PARTS = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs")


class NoPicture(Exception):
    """The file is not built as a picture of its kind."""


def png(content: bytes) -> bytes:
    """Only the parts that make the picture, each with a checksum that fits."""
    at, kept = len(PNG), [PNG]
    seen: set[bytes] = set()
    while b"IEND" not in seen:
        length = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if len(check) != 4 or zlib.crc32(kind + data) != int.from_bytes(check, "big"):
            raise NoPicture
        if not seen:
            if kind != b"IHDR" or length != 13:
                raise NoPicture
            _must_fit(int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big"))
        seen.add(kind)
        if kind in PNG_PARTS:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    if b"IDAT" not in seen:
        raise NoPicture
    return b"".join(kept)


def jpeg(content: bytes) -> bytes:
    """Only the parts that make the picture: no Exif, no comment, nothing behind the end."""
    at, kept, has_size = 2, [b"\xff\xd8"], False
    while True:
        if content[at : at + 1] != b"\xff":
            raise NoPicture
        marker = content[at + 1 : at + 2]
        if marker == b"\xff":
            at += 1
            continue
        if marker == b"\xd9":
            break
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at : at + 2 + length]
        if (
            not marker
            or length < 2
            or len(segment) != 2 + length
            or marker[0] < 0xC0
            or 0xD0 <= marker[0] <= 0xD8
        ):
            raise NoPicture
        if 0xC0 <= marker[0] <= 0xCF and marker[0] not in (0xC4, 0xC8, 0xCC):
            _must_fit(int.from_bytes(segment[5:7], "big"), int.from_bytes(segment[7:9], "big"))
            has_size = True
        if marker[0] not in (*range(0xE1, 0xEE), 0xEF, 0xFE):
            kept.append(segment)
        at += 2 + length
        if marker == b"\xda":
            end = _end_of_scan(content, at)
            kept.append(content[at:end])
            at = end
    if not has_size:
        raise NoPicture
    return b"".join([*kept, b"\xff\xd9"])


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the picture's own data end: at the next marker that is no part of them."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise NoPicture
        after = content[at + 1]
        if after != 0 and not 0xD0 <= after <= 0xD7:
            return at
        at += 2


def _must_fit(width: int, height: int) -> None:
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS):
        raise NoPicture
