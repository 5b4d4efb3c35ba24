"""Text and properties of Word, RTF, OpenDocument, EPUB and Excel files."""

from __future__ import annotations

import datetime
import io
import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from graphkit.ingest.readers.document_parser import DocumentError, open_package, parse_xml_part
from graphkit.ingest.readers.xml_tree import find_all, find_text, local_name

#: Rows of a workbook that are read.
_MOST_ROWS = 100_000
#: A chapter of a book with fewer characters is a cover or a list of contents.
_LEAST_CHAPTER = 200
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "dd")


def parse_docx(data: bytes) -> dict[str, Any]:
    """Parse a Word document: its paragraphs and tables in order; headers, footers and comments are left out."""
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        properties = document.core_properties
        paragraphs = list(_iterate_docx(document))
        created = properties.created
    except Exception as error:  # the library raises many kinds on damaged packages
        detail = f"damaged: {type(error).__name__}"
        raise DocumentError("malformed", detail, "open it in a word processor and save it again") from None
    title = next((text for style, text in paragraphs if style == "Title"), None)
    if title is None:
        title = next((text for style, text in paragraphs[:6] if style == "Heading 1"), None)
    return {
        "texts": [
            {
                "text": "\n\n".join(text for _, text in paragraphs),
                "title": title,
                "author": properties.author if properties.author != "python-docx" else None,
                "created": created.date().isoformat() if created else None,
            }
        ]
    }


def _iterate_docx(container: Any) -> Iterator[tuple[str, str]]:
    """Yield style and text of each paragraph, those of tables cell by cell."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            cells = {cell._tc: cell for row in block.rows for cell in row.cells}  # merged ones come for each column
            for cell in cells.values():
                yield from _iterate_docx(cell)
        elif text := block.text.strip():
            style = block.style.name if block.style is not None else ""
            yield style or "", text


def parse_rtf(data: bytes) -> dict[str, Any]:
    """Parse an RTF document."""
    from striprtf.striprtf import rtf_to_text

    if not data.rstrip(b"\0 \r\n").endswith(b"}"):
        raise DocumentError("truncated", "the document ends within a group", "copy it again")
    try:
        read: Any = rtf_to_text
        text = read(data.decode("cp1252", "replace"), errors="replace")
    except Exception as error:  # as above
        raise DocumentError("malformed", f"damaged: {type(error).__name__}", "save it again") from None
    title = re.search(rb"\{\\title ([^{}\\]{3,300})\}", data)
    author = re.search(rb"\{\\author ([^{}\\]{3,100})\}", data)
    created = re.search(rb"\{\\creatim\\yr([0-9]{4})\\mo([0-9]{1,2})\\dy([0-9]{1,2})", data)
    day = "-".join(number.decode().zfill(2) for number in created.groups()) if created else None
    return {
        "texts": [
            {
                "text": "\n\n".join(line for line in text.replace("\u2028", "\n").split("\n") if line.strip()),
                "title": None if title is None else title[1].decode("cp1252", "replace"),
                "author": author[1].decode("cp1252", "replace") if author else None,
                "created": day,
                "hint_title": True,
            }
        ]
    }


def parse_odt(data: bytes) -> dict[str, Any]:
    """Parse an OpenDocument text: its headings and paragraphs; notes and tracked changes are left out."""
    with open_package(data) as package:
        body = parse_xml_part(package, "content.xml")
        has_properties = "meta.xml" in package.namelist()
        properties = parse_xml_part(package, "meta.xml") if has_properties else None
    paragraphs: list[tuple[bool, str]] = []
    for element in find_all(body, "h", "p"):
        if any(local_name(up) in ("note", "annotation", "tracked-changes", "p") for up in element.iterancestors()):
            continue
        if text := _read_odt_text(element).strip():
            style = element.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}style-name") or ""
            is_title = style == "Title" or (local_name(element) == "h" and not any(mark for mark, _ in paragraphs))
            paragraphs.append((is_title, text))
    created = find_text(properties, "creation-date", "date") if properties is not None else None
    return {
        "texts": [
            {
                "text": "\n\n".join(text for _, text in paragraphs),
                "title": next((text for mark, text in paragraphs[:6] if mark), None),
                "author": find_text(properties, "initial-creator", "creator") if properties is not None else None,
                "created": created[:10] if created else None,
            }
        ]
    }


def _read_odt_text(element: Any) -> str:
    """Read the text of a paragraph with its blanks, tabs and line ends."""
    pieces = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name == "line-break":
            pieces.append("\n")
        elif name in ("s", "tab"):
            pieces.append(" ")
        elif name not in ("note", "annotation", "change", "change-start", "change-end", "bookmark"):
            pieces.append(_read_odt_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def parse_epub(data: bytes) -> dict[str, Any]:
    """Parse an EPUB: a text for each chapter, in the order of the book."""
    with open_package(data) as package:
        container = parse_xml_part(package, "META-INF/container.xml")
        root = next((item.get("full-path") for item in find_all(container, "rootfile")), None)
        if not root or root not in package.namelist():
            raise DocumentError("malformed", "no list of contents in it", "save it again")
        book = parse_xml_part(package, root)
        locked = _find_locked(package)
        names = {item.get("id"): item.get("href") or "" for item in find_all(book, "item")}
        spine = [names.get(item.get("idref"), "") for item in find_all(book, "itemref")]
        paths = [posixpath.normpath(posixpath.join(posixpath.dirname(root), unquote(name))) for name in spine if name]
        if locked & set(paths):
            raise DocumentError("encrypted", "it is protected against copying", "ask the publisher for a free copy")
        chapters = [_parse_chapter(package, path) for path in paths if path in package.namelist()]
    shared = {
        "author": find_text(book, "creator"),
        "date": find_text(book, "date"),
        "publisher": find_text(book, "publisher"),
    }
    texts = [{**shared, **chapter} for chapter in chapters if len(chapter["text"] or "") >= _LEAST_CHAPTER]
    return {"texts": texts or [{**shared, **chapter} for chapter in chapters if chapter["text"]][:1]}


def _find_locked(package: Any) -> set[str]:
    """Find the parts of a book that are encrypted."""
    if "META-INF/encryption.xml" not in package.namelist():
        return set()
    root = parse_xml_part(package, "META-INF/encryption.xml")
    return {unquote(item.get("URI") or "") for item in find_all(root, "cipherreference")}


def _parse_chapter(package: Any, path: str) -> dict[str, str | None]:
    """Parse the headline and the paragraphs of a chapter."""
    from lxml import html

    try:
        tree: Any = html.fromstring(package.read(path), parser=html.HTMLParser(encoding="utf-8"))
    except Exception:  # an empty or broken chapter loses none of the others
        return {"text": None}
    paragraphs = []
    for block in tree.iter(*_BLOCKS):
        if not any(up.tag in _BLOCKS for up in block.iterancestors()):
            paragraphs.append(" ".join(block.text_content().split()))
    title = next(
        (" ".join(head.text_content().split()) for head in tree.iter("h1", "h2") if head.text_content().strip()), None
    )
    return {"text": "\n\n".join(filter(None, paragraphs)), "title": title}


def parse_xlsx(data: bytes) -> dict[str, Any]:
    """Parse a workbook: the cells of each sheet, with days in the form of ISO 8601."""
    import openpyxl

    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = []
        left = _MOST_ROWS
        for sheet in workbook.worksheets:
            rows = []
            for row in sheet.iter_rows(values_only=True):
                if left <= 0:
                    break
                rows.append([_read_cell(cell) for cell in row])
                left -= 1
            sheets.append(rows)
    except Exception as error:  # as above
        detail = f"damaged: {type(error).__name__}"
        raise DocumentError("malformed", detail, "open it in a spreadsheet program and save it again") from None
    return {"sheets": sheets, "is_cut": left <= 0}


def _read_cell(cell: object) -> object:
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)
