"""The flow from sources to articles, and the table of readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import file_digest, sha256
from io import BufferedReader, BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, cast

from graphkit.config import Config
from graphkit.ingest.archives import read_gzip, read_warc, read_zip
from graphkit.ingest.feeds import read_feed, read_mail
from graphkit.ingest.html import read_html
from graphkit.ingest.inputs import CONVERT, Input, find_inputs
from graphkit.ingest.meter import Meter
from graphkit.ingest.tables import read_csv, read_json, read_parquet
from graphkit.ingest.text_files import read_json_lines, read_json_stream, read_text
from graphkit.model import Article, Skip

Reader = Callable[[Input, Config], Iterator[Article | Skip]]

#: Codes of skips that lose no article: it is there, cut, or once instead of twice.
HARMLESS = frozenset({"duplicate", "too-long"})

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
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".warc": read_warc,
    ".eml": read_mail,
    ".zip": lambda source, config: read_zip(source, config, read_input),
    ".gz": lambda source, config: read_gzip(source, config, read_input),
}


def read_articles(
    sources: Sequence[str | Path], *, config: Config | None = None, meter: Meter | None = None
) -> Iterator[Article | Skip]:
    """Read every article that the sources hold, one after the other.

    Sources are files, folders, globs and "-" (standard input: JSON Lines or one text), mixed as you like. What cannot
    be used comes as a Skip with its reason in between. The same text under the same id is skipped as a duplicate;
    another text under an id that was met before gets an id of its own. A `meter` follows how much has been read.

    Raises UsageError at once, before reading, when a source does not exist.
    """
    config = config or Config()
    found = find_inputs(sources, config)
    first = next(found, None)
    inputs = chain([first] if first else [], found)
    if meter is None:
        return settle_articles(result for item in inputs for result in read_input(item, config))
    meter.survey(sources, config)
    return _count(inputs, config, meter)


def _count(inputs: Iterable[Input | Skip], config: Config, meter: Meter) -> Iterator[Article | Skip]:
    watched = (item if isinstance(item, Skip) else meter.follow(item) for item in inputs)
    for item in settle_articles(result for one in watched for result in read_input(one, config)):
        meter.articles += not isinstance(item, Skip)
        yield item
    meter.finish()


def hash_sources(sources: Sequence[str | Path], config: Config | None = None) -> str | None:
    """A hash of the names and bytes of all that the sources hold, in the order of reading; None for standard input."""
    digest = sha256()
    for item in find_inputs(sources, config or Config()):
        if isinstance(item, Skip):
            digest.update(f"{item.path}\0{item.code}\0".encode("utf-8", "replace"))
            continue
        if item.name == "-":
            return None
        try:
            with item.open() as stream:
                content = file_digest(cast(Any, stream), "sha256").digest()
        except OSError:
            return None
        digest.update(item.path.encode("utf-8", "replace") + b"\0" + content)
    return digest.hexdigest()


def read_input(item: Input | Skip, config: Config) -> Iterator[Article | Skip]:
    """The articles of one file, repeats and equal ids as they come."""
    if isinstance(item, Skip):
        yield item
        return
    reader = find_reader(item)
    if reader is None:
        suffix = item.suffix.lower()
        yield item.place.skip(
            "unsupported",
            f"no reader for {suffix or 'this kind of file'}",
            CONVERT.get(suffix, "convert it to plain text"),
        )
        return
    try:
        yield from reader(item, config)
    except OSError as error:
        yield item.place.skip("unreadable", error.strerror or str(error), "check the disk and the rights to read")


def find_reader(item: Input) -> Reader | None:
    """The reader for the name of a file; a name without a suffix is taken for text."""
    if item.name == "-":
        return read_standard_input
    suffix = item.suffix.lower()
    if suffix in READERS:
        return READERS[suffix]
    return None if re.fullmatch(r"\.(?=.*[a-z])[a-z0-9]{1,8}", suffix) else READERS[".txt"]


def read_standard_input(item: Input, config: Config) -> Iterator[Article | Skip]:
    """Standard input: records when it opens with a brace or bracket, else one text."""
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
        yield item.place.skip("empty", "nothing came", "pipe a text or JSON Lines into it")


def settle_articles(items: Iterator[Article | Skip]) -> Iterator[Article | Skip]:
    """Pass over repeats, and give articles of one id but different texts an id each.

    The same text under another id stays: it is another source of the same words, which `find_near_duplicates` marks.
    """
    bearers: dict[bytes, bytes] = {}  # id -> its text; both as hashes, for there may be millions
    others: set[bytes] = set()  # ids with further texts that came under them
    for item in items:
        if isinstance(item, Skip):
            yield item
            continue
        name, text = _shorten(item.id), _shorten(item.content_hash)
        if bearers.get(name) == text or name + text in others:
            yield Skip(
                item.id[:300], "duplicate", "the same text under the same id", "nothing to do: it is counted once"
            )
            continue
        if name in bearers:
            others.add(name + text)
            item = replace(item, id=f"{item.id}-{item.content_hash[:8]}")
            bearers.setdefault(_shorten(item.id), b"")
        else:
            bearers[name] = text
        yield item


def _shorten(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
