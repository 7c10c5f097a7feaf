"""The words of a PDF as a reader's program would copy them: glyphs of each font by its ToUnicode map (ISO 32000-1, 9.10).

Only what WeasyPrint writes is read: Flate streams, object streams, fonts with two-byte codes. Loaded by path.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
SHOWN = re.compile(rb"/([A-Za-z0-9]+) [\d.]+ Tf|\[(.*?)\] ?TJ|<([0-9a-fA-F]+)> ?Tj", re.DOTALL)
MAPPED = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\n")


def text_of(pdf: bytes) -> str:
    """Every text that is shown, in the order of the content streams."""
    found = objects(pdf)
    fonts = dict(_fonts(found))
    return "".join(piece for body in found.values() for piece in _shown(_inflated(body), fonts))


def objects(pdf: bytes) -> dict[int, bytes]:
    """Number of an object -> its bytes; those inside object streams too."""
    found = {int(number): body for number, body in OBJECT.findall(pdf)}
    for body in list(found.values()):
        if b"/Type /ObjStm" in body:
            first = int(re.findall(rb"/First (\d+)", body)[0])
            inside = _inflated(body)
            at = [int(n) for n in inside[:first].split()]
            ends = [*at[3::2], len(inside) - first]
            for number, start, end in zip(at[::2], at[1::2], ends, strict=True):
                found[number] = inside[first + start : first + end]
    return found


def _inflated(body: bytes) -> bytes:
    """The stream of an object; empty where it has none."""
    if b"stream\n" not in body or b"/FlateDecode" not in body:
        return b""
    return zlib.decompressobj().decompress(body.partition(b"stream\n")[2])


def _fonts(found: Mapping[int, bytes]) -> Iterator[tuple[bytes, dict[bytes, str]]]:
    """Name of a font in the page -> its glyphs as text."""
    for body in found.values():
        direct = re.findall(rb"/Font <<(.*?)>>", body)
        for named in (*direct, *(found[int(n)] for n in re.findall(rb"/Font (\d+) 0 R", body))):
            for name, number in re.findall(rb"/([A-Za-z0-9]+) (\d+) 0 R", named):
                points = re.findall(rb"/ToUnicode (\d+) 0 R", found[int(number)])
                text = _inflated(found[int(points[0])])
                yield (
                    name,
                    {code.lower(): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in MAPPED.findall(text)},
                )


def _shown(stream: bytes, fonts: Mapping[bytes, dict[bytes, str]]) -> Iterator[str]:
    glyphs: dict[bytes, str] = {}
    for name, several, one in SHOWN.findall(stream):
        if name:
            glyphs = fonts.get(name, {})
        for codes in re.findall(rb"<([0-9a-fA-F]+)>", several) or ([one] if one else []):
            yield from (glyphs.get(codes[n : n + 4].lower(), "\ufffd") for n in range(0, len(codes), 4))
