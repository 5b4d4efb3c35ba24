"""Text and properties of documents (PDF, Word, RTF, ODT, EPUB, XLSX); runs in a process that may be killed."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from typing import Any

#: All that a packed document may hold when unpacked, and how much one of its parts may grow.
_MOST_BYTES, _FREE_BYTES, _RATIO = 400 << 20, 16 << 20, 200
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class DocumentError(Exception):
    """A document that cannot be read; `code` is that of the skip and `remedy` says what to do."""

    def __init__(self, code: str, detail: str, remedy: str) -> None:
        super().__init__(detail)
        self.code = code
        self.remedy = remedy


def parse_document(request: dict[str, Any]) -> dict[str, Any]:
    """Parse a document into texts with their properties, or rows of sheets, or the parts of a skip.

    `kind` is the kind that the name says; what the bytes are decides.
    """
    data = base64.b64decode(request["data"])
    try:
        kind = find_kind(data, request["kind"])
        return _PARSERS[kind](data)
    except DocumentError as error:
        return {"skip": [error.code, str(error), error.remedy]}


def find_kind(data: bytes, named: str) -> str:
    """Find out what a document is by its first bytes; raises DocumentError where it is no document."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("encrypted", "it is protected by a password", "save it without the password")
        raise DocumentError("unsupported", "a document of the old binary form", "save it as .docx, .xlsx or plain text")
    if data.startswith(b"PK\x03\x04"):
        return _find_packed_kind(data)
    if b"\0" not in data[:4096] and named != "pdf":
        detail = f"it is text, not a document of the kind {named}"
        raise DocumentError("malformed", detail, "rename it to .txt or .html, or save it again")
    raise DocumentError("malformed", f"not a document of the kind {named}", "save it again")


def _find_packed_kind(data: bytes) -> str:
    with open_package(data) as package:
        names = set(package.namelist())
        mimetype = package.read("mimetype")[:100] if "mimetype" in names else b""
        for mark, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
            if mark in names:
                return kind
        if b"epub" in mimetype or "META-INF/container.xml" in names:
            return "epub"
        if "content.xml" in names:
            if b"manifest:encryption-data" in _read_part(package, "META-INF/manifest.xml"):
                raise DocumentError("encrypted", "it is protected by a password", "save it without the password")
            return "odt"
    raise DocumentError("malformed", "a zip archive, but no document", "rename it to .zip, or save it again")


def open_package(data: bytes) -> zipfile.ZipFile:
    """Open a packed document; raises DocumentError where it is damaged or grows without bound."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DocumentError("malformed", f"damaged: {error}"[:150], "copy it again, or save it again") from None
    grown = [member for member in members if member.file_size > max(_FREE_BYTES, _RATIO * max(member.compress_size, 1))]
    if grown or sum(member.file_size for member in members) > _MOST_BYTES:
        raise DocumentError("too-large", "it grows to many times its size", "save it without what is not needed")
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError("encrypted", "it is protected by a password", "save it without the password")
    return package


def _read_part(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        return package.read(name)
    except KeyError:
        return b""
    # zipfile raises NotImplementedError for a way of packing that it does not know.
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError("malformed", f"damaged: {error}"[:150], "copy it again, or save it again") from None


def parse_xml_part(package: zipfile.ZipFile, name: str) -> Any:
    """Parse an XML part of a package without entities; raises DocumentError where it is damaged."""
    from lxml import etree

    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(_read_part(package, name), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError("malformed", f"damaged: {name}: {error}"[:150], "save it again") from None


def _parse_pdf(data: bytes) -> dict[str, Any]:
    from graphkit.ingest.readers.pdf_text import parse_pdf

    return parse_pdf(data)


def _parse_office(name: str) -> Callable[[bytes], dict[str, Any]]:
    def parse(data: bytes) -> dict[str, Any]:
        from graphkit.ingest.readers import office_text

        result: dict[str, Any] = getattr(office_text, name)(data)
        return result

    return parse


_PARSERS: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "pdf": _parse_pdf,
    "docx": _parse_office("parse_docx"),
    "rtf": _parse_office("parse_rtf"),
    "odt": _parse_office("parse_odt"),
    "epub": _parse_office("parse_epub"),
    "xlsx": _parse_office("parse_xlsx"),
}
