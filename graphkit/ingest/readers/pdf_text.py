"""The running text of a PDF: columns in order, words whole again, page heads left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from graphkit.ingest.readers.document_parser import DocumentError

#: Pages that are read.
_MOST_PAGES = 1_000
#: A box of so much of the width of the page runs across its columns.
_ACROSS = 0.6
#: Lines at the top and at the bottom of a page that may be its head or foot.
_EDGE_LINES = 2
#: A scan has pictures, and fewer characters a page than this.
_LEAST_CHARACTERS = 25
_END = re.compile(r"[.!?:;\u2026][\"'\u201d\u2019)\]]*$")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page with its box and the height of its letters; y grows upwards."""

    x0: float
    x1: float
    top: float
    bottom: float
    height: float
    text: str


def parse_pdf(data: bytes) -> dict[str, Any]:
    """Parse a PDF into one text with its headline; raises DocumentError for a scan or a locked file."""
    pages, pictures = _read_pages(data)
    characters = sum(len(line.text) for blocks in pages for block in blocks for line in block)
    if characters < _LEAST_CHARACTERS * max(1, len(pages)):
        if pictures:
            detail = "a scan: pictures of pages without text"
            raise DocumentError("scan", detail, "recognise its text first: ocrmypdf IN.pdf OUT.pdf")
        raise DocumentError("no-text", "there is no text in it", "remove it")
    furniture = _find_page_furniture(pages)
    blocks = [
        kept
        for page in pages
        for block in _order_blocks(page)
        if (kept := [line for line in block if line not in furniture])
    ]
    words = _count_words(blocks)
    paragraphs: list[str] = []
    for block in blocks:
        for lines in _divide_paragraphs(block):
            _add_paragraph(paragraphs, _join_lines(lines, words), words)
    properties = _read_properties(data)
    heads = sorted({line.text for line in furniture})
    title = _find_title(blocks, words)
    return {"texts": [{"text": "\n\n".join(paragraphs), "title": title, "heads": heads, **properties}]}


def _read_pages(data: bytes) -> tuple[list[list[list[PdfLine]]], int]:
    """Read the lines of each page in blocks, and the number of pictures."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTFigure, LTImage, LTTextBox
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError

    pages: list[list[list[PdfLine]]] = []
    pictures = 0
    try:
        for page in extract_pages(io.BytesIO(data), maxpages=_MOST_PAGES, laparams=LAParams(boxes_flow=None)):
            pictures += sum(isinstance(item, LTFigure | LTImage) for item in page)
            boxes = [item for item in page if isinstance(item, LTTextBox)]
            blocks = [[_read_line(line) for line in box if line.get_text().strip()] for box in boxes]
            pages.append([block for block in blocks if block])
    except PDFPasswordIncorrect:
        raise DocumentError("encrypted", "it is protected by a password", "save it without the password") from None
    except (PDFSyntaxError, Exception) as error:
        if not pages:
            detail = f"damaged: {type(error).__name__}"
            raise DocumentError("malformed", detail, "copy it again, or print it into a new PDF") from None
    if not pages:
        raise DocumentError("malformed", "no pages in it", "copy it again, or print it into a new PDF")
    return pages, pictures


def _read_line(line: Any) -> PdfLine:
    return PdfLine(line.x0, line.x1, line.y1, line.y0, line.height, " ".join(line.get_text().split()))


def _find_page_furniture(pages: list[list[list[PdfLine]]]) -> set[PdfLine]:
    """Find heads, feet and numbers of pages: lines at an edge, the same on several pages but for their numbers."""
    edges: list[list[PdfLine]] = []
    for page in pages:
        lines = sorted((line for block in page for line in block), key=lambda line: -line.top)
        edges.append([*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]])
    counts = Counter(shape for lines in edges for shape in {_shape(line) for line in lines})
    furniture = set()
    for lines in edges:
        for line in lines:
            is_number = bool(
                re.fullmatch(r"\W*(?:page\s*)?[0-9]{1,4}(?:\s*(?:/|of)\s*[0-9]{1,4})?\W*", line.text, re.I)
            )
            if is_number or (counts[_shape(line)] >= max(2, len(pages) // 2) and len(line.text) < 120):
                furniture.add(line)
    return furniture


def _shape(line: PdfLine) -> str:
    """Return a line without its numbers."""
    return re.sub(r"[0-9]+", "#", line.text).casefold()


def _order_blocks(page: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """Order the blocks of a page as they are read: bands between blocks across the page, columns in each band."""
    if not page:
        return []
    left, right = min(line.x0 for block in page for line in block), max(line.x1 for block in page for line in block)
    ordered: list[list[PdfLine]] = []
    band: list[list[PdfLine]] = []
    for block in sorted(page, key=lambda block: -max(line.top for line in block)):
        if max(line.x1 for line in block) - min(line.x0 for line in block) > _ACROSS * (right - left):
            ordered += [*_order_columns(band), block]
            band = []
        else:
            band.append(block)
    return ordered + _order_columns(band)


def _order_columns(band: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """Order blocks column by column from the left; blocks that overlap in x are of one column."""
    columns: list[list[list[PdfLine]]] = []
    for block in sorted(band, key=lambda block: min(line.x0 for line in block)):
        start = min(line.x0 for line in block)
        end = max((line.x1 for item in columns[-1] for line in item), default=0.0) if columns else 0.0
        if columns and start < end - 5:
            columns[-1].append(block)
        else:
            columns.append([block])
    return [block for column in columns for block in sorted(column, key=lambda block: -max(line.top for line in block))]


def _divide_paragraphs(block: list[PdfLine]) -> list[list[PdfLine]]:
    """Divide a block into paragraphs: at an indent, after a short line with a full stop, at a change of letters."""
    left, right = min(line.x0 for line in block), max(line.x1 for line in block)
    paragraphs = [[block[0]]]
    for before, line in pairwise(block):
        is_indented = line.x0 > left + 6 and before.x0 <= left + 6
        is_short = bool(_END.search(before.text)) and _has_room(before, line, right)
        if is_indented or is_short or abs(line.height - before.height) > 0.2 * before.height:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def _has_room(before: PdfLine, line: PdfLine, right: float) -> bool:
    """Return whether the first word of a line would have fitted on the line before, with room to spare."""
    letter = (line.x1 - line.x0) / max(len(line.text), 1)
    return before.x1 + letter * (len(line.text.split(maxsplit=1)[0]) + 2) < right


def _count_words(blocks: list[list[PdfLine]]) -> Counter[str]:
    return Counter(word for block in blocks for line in block for word in re.findall(r"[\w-]+", line.text.casefold()))


def _join_lines(lines: list[PdfLine], words: Counter[str]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = _join(text, line.text, words)
    return text


def _join(text: str, following: str, words: Counter[str]) -> str:
    """Join two lines; a word divided at the end of the first is made whole unless it has a hyphen elsewhere."""
    match = re.search(r"(?P<head>[^\W\d_]{2,})[-\u00ad\u2010]$", text)
    tail = re.match(r"[a-z]+", following)
    if not match or not tail:
        return f"{text} {following}"
    hyphened, whole = f"{match['head']}-{tail[0]}".casefold(), f"{match['head']}{tail[0]}".casefold()
    keeps = words[hyphened] > 0 and not words[whole]
    return text + following if keeps else text[:-1] + following


def _add_paragraph(paragraphs: list[str], text: str, words: Counter[str]) -> None:
    """Add a paragraph; one that goes on from the column or page before is joined to it."""
    if paragraphs and not _END.search(paragraphs[-1]) and re.match(r"[a-z]", text):
        paragraphs[-1] = _join(paragraphs[-1], text, words)
    else:
        paragraphs.append(text)


def _find_title(blocks: list[list[PdfLine]], words: Counter[str]) -> str | None:
    """Find the text in the largest letters at the beginning, where they are larger than those of the text."""
    lines = [line for block in blocks for line in block]
    heights = Counter(round(line.height) for line in lines for _ in line.text)
    usual = heights.most_common(1)[0][0] if heights else 0
    largest = max((line.height for line in lines[:12]), default=0.0)
    if largest < 1.2 * usual:
        return None
    title = [line for line in lines[:12] if line.height > 0.9 * largest]
    text = _join_lines(title, words)
    return text if 3 <= len(text.split()) <= 40 else None


def _read_properties(data: bytes) -> dict[str, str | None]:
    """Read author and day of creation that the file names."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.utils import decode_text

    try:
        infos: list[dict[str, Any]] = PDFDocument(PDFParser(io.BytesIO(data))).info
        info = {name: value for entry in infos for name, value in entry.items()}
        author, created = (
            decode_text(info[name]) if isinstance(info.get(name), bytes) else "" for name in ("Author", "CreationDate")
        )
    except Exception:  # a text without properties is a text
        return {}
    stamp = re.match(r"D:([0-9]{4})([0-9]{2})([0-9]{2})", created)
    is_person = author and not re.search(r"anonymous|unknown|user|admin|\\\\", author, re.I)
    return {"author": author if is_person else None, "created": "-".join(stamp.groups()) if stamp else None}
