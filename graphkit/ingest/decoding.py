"""Bytes to text: byte-order marks, UTF-8, then the best guess of charset-normalizer.

The text is cleaned one character for one, so that offsets stay what they are in the decoded file.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from hashlib import sha256

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: First bytes of what is often named .txt by mistake, with what it is.
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "rich text"),
)
_CLEAN = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}
_CLEAN |= {0: "\ufffd", 0x85: "\n", 0x0B: " ", 0x0C: "\n", 0xFEFF: " "}
_CLEAN |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF, *range(0xFDD0, 0xFDF0)), "\ufffd")


def name_binary(data: bytes) -> str | None:
    """Name what the bytes are when they are plainly no text ("a PDF", "binary data"), else None."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if _mark(data) or _looks_utf16(data):
        return None
    sample = data[:65_536]
    odd = sum(sample.count(byte) for byte in range(32) if byte not in (7, 8, 9, 10, 11, 12, 13, 27))
    return "binary data" if sample and odd / len(sample) > 0.03 else None


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Decode bytes to text; what cannot be read becomes U+FFFD.

    `declared` is the encoding that the document itself names; it is believed only when it fits.
    """
    mark = _mark(data)
    if mark:
        return clean(data.decode(mark, errors="replace"))
    if (wide := _looks_utf16(data)) is not None:
        return clean(data.decode(wide, errors="replace"))
    for encoding in ("utf-8", declared):
        try:
            return clean(data.decode(encoding)) if encoding else clean(_guess(data))
        except (UnicodeDecodeError, LookupError):
            continue
    return clean(_guess(data))


def clean(text: str) -> str:
    """Replace control characters, lone surrogates and noncharacters, each by one character."""
    return text.translate(_CLEAN)


def hash_text(text: str) -> str:
    """Hash a text: SHA-256 of it in NFC with white space collapsed."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return sha256(plain.encode("utf-8", "replace")).hexdigest()


def _mark(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _looks_utf16(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: Latin text has a zero in every other byte."""
    sample = data[:4096]
    if len(sample) < 8 or sample.count(0) < 0.3 * len(sample):
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 4 * max(1, even):
        return "utf-16-le"
    return "utf-16-be" if even > 4 * max(1, odd) else None


def _guess(data: bytes) -> str:
    """Decode a legacy encoding, or UTF-8 mixed with something else line by line."""
    lines = data.split(b"\n")
    broken = [line for line in lines if not _is_utf8(line)]
    has_utf8 = any(_is_utf8(line) and re.search(rb"[\xc2-\xf4][\x80-\xbf]", line) for line in lines)
    if has_utf8:  # most lines are UTF-8: keep them, and show what is not
        return data.decode("utf-8", errors="replace")
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:200_000] if len(data) > 200_000 else data).best()
    western = b"\n".join(broken)
    if best is None or _is_mostly_ascii(western):
        return data.decode("cp1252", errors="replace")
    return data.decode(best.encoding, errors="replace")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_ascii(data: bytes) -> bool:
    """Recognise Latin script by its many ASCII letters; there cp1252 is right far more often than a guess."""
    return sum(byte < 128 for byte in data) > 0.8 * len(data)
