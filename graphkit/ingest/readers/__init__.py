"""The readers of all forms of sources, by the suffix of a file's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO

from graphkit.config import Config
from graphkit.ingest.machine_faults import raise_machine_fault
from graphkit.ingest.readers.csv_table import read_csv
from graphkit.ingest.readers.document import DOCUMENTS, read_document_file
from graphkit.ingest.readers.gzip_file import read_gzip
from graphkit.ingest.readers.json_document import read_json
from graphkit.ingest.readers.json_lines import read_json_lines, read_json_stream
from graphkit.ingest.readers.mail import read_mail, read_mhtml
from graphkit.ingest.readers.news_xml import read_xml
from graphkit.ingest.readers.parquet import read_parquet
from graphkit.ingest.readers.plain_text import read_text
from graphkit.ingest.readers.web_archive import read_wacz, read_warc
from graphkit.ingest.readers.web_page import read_html
from graphkit.ingest.readers.zip_archive import read_zip
from graphkit.ingest.sources import CONVERSIONS, InputFile
from graphkit.model import Article, Skip

Reader = Callable[[InputFile, Config], Iterator[Article | Skip]]

#: Suffix -> reader. A new kind of source is one function and one row.
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".tab": read_csv,
    ".parquet": read_parquet,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".mht": read_mhtml,
    ".mhtml": read_mhtml,
    ".rss": read_xml,
    ".atom": read_xml,
    ".rdf": read_xml,
    ".xml": read_xml,
    ".nitf": read_xml,
    ".newsml": read_xml,
    ".sgml": read_xml,
    ".sgm": read_xml,
    ".warc": read_warc,
    ".wet": read_warc,
    ".eml": read_mail,
    **dict.fromkeys(DOCUMENTS, read_document_file),
    ".zip": lambda source, config: read_zip(source, config, read_file),
    ".wacz": lambda source, config: read_wacz(source, config, read_file),
    ".gz": lambda source, config: read_gzip(source, config, read_file),
}


def read_file(item: InputFile | Skip, config: Config) -> Iterator[Article | Skip]:
    """Read the articles of one file, repeats and equal ids as they come."""
    if isinstance(item, Skip):
        yield item
        return
    reader = find_reader(item)
    if reader is None:
        suffix = item.suffix.lower()
        remedy = CONVERSIONS.get(suffix, "convert it to plain text")
        yield item.location.skip("unsupported", f"no reader for {suffix or 'this kind of file'}", remedy)
        return
    try:
        yield from reader(item, config)
    except (OSError, MemoryError) as error:
        raise_machine_fault(error, item.path)
        detail = getattr(error, "strerror", None) or str(error)
        yield item.location.skip("unreadable", detail, "check the disk and the rights to read")


def find_reader(item: InputFile) -> Reader | None:
    """Find the reader for the name of a file; a name without a suffix is taken for text."""
    if item.name == "-":
        return read_standard_input
    suffix = item.suffix.lower()
    if suffix in READERS:
        return READERS[suffix]
    return None if re.fullmatch(r"\.(?=.*[a-z])[a-z0-9]{1,8}", suffix) else READERS[".txt"]


def read_standard_input(item: InputFile, config: Config) -> Iterator[Article | Skip]:
    """Read standard input: records when it opens with a brace or bracket, else one text."""
    named = replace(item, name="stdin")
    with item.open() as stream:
        start = stream.peek(64) if isinstance(stream, BufferedReader) else b""
        if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            yield from read_json_stream(named, stream, config)
            return
        data = stream.read((config.file_megabytes << 20) + 1)
    if data:
        yield from read_text(replace(named, open=lambda: BytesIO(data)), config)
    else:
        yield item.location.skip("empty", "nothing came", "pipe a text or JSON Lines into it")
