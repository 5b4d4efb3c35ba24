"""A shard: a Parquet file with a row for each article of a slice of the sources, and a row for each skip.

The columns `id`, `published`, `publisher`, `title`, `url`, `language`, `source` (path) and `facts` (how many) are for
other tools; `article`, `mentions` and `skip` hold JSON objects with the fields of `graphkit.model`. What the shard
was made from, and how, stands in the metadata of the file under the key `graphkit`.
"""

from __future__ import annotations

import errno
import io
import os
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from graphkit.errors import OutputError, UsageError, find_extra_remedy
from graphkit.ingest import Piece
from graphkit.model import Article, EventMention, Skip
from graphkit.runtime import decode, encode, encode_text, hash_parts

#: Raised with every change of the columns; a shard of another format is made again.
FORMAT = 2
SUFFIX = ".parquet"

_NAMES = ("id", "published", "publisher", "title", "url", "language")
#: The columns that are read back.
_CHECKED = ("piece", "article", "mentions", "skip")
_WORDS = (*_NAMES, "source", "article", "mentions", "skip")


class DamagedShardError(Exception):
    """A file that is no sound shard, and why."""


class OutdatedShardError(DamagedShardError):
    """A shard of another format, which must be made again."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The origin of a shard: its file name, hashes by name, pieces of the sources, counts."""

    name: str
    parts: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    articles: int
    facts: int


class _Format(msgspec.Struct):
    """The format number of a shard, which is read before anything else of it."""

    format: int


class _About(msgspec.Struct, frozen=True):
    """The metadata of the file."""

    format: int
    checksum: str
    contents: Contents


#: A row: the number of its piece, and an article with its event mentions or a skip.
Row = tuple[int, tuple[Article, list[EventMention]] | Skip]


def write_shard(path: Path, rows: Sequence[Row], contents: Contents) -> None:
    """Write a shard whole or not at all; raises OutputError."""
    import pyarrow
    from pyarrow import parquet

    paths: list[str | None] = [piece.path for piece in contents.pieces] or [None]
    records = [{"piece": number, "source": _clean(paths[number]), **_flatten(item)} for number, item in rows]
    about = encode(_About(FORMAT, _checksum(records), contents))
    numbers = [("facts", pyarrow.int32()), ("piece", pyarrow.int32())]
    schema = pyarrow.schema([*((word, pyarrow.string()) for word in _WORDS), *numbers])
    table = pyarrow.Table.from_pylist(records, schema.with_metadata({"graphkit": about}))
    buffer = io.BytesIO()
    short = ["id", "published", "publisher", "language", "source", "facts"]  # the rest hardly repeats
    parquet.write_table(table, buffer, compression="zstd", use_dictionary=short, write_statistics=short)
    draft = path.with_name(f".{path.stem}.tmp-{socket.gethostname()}-{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(buffer.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise cannot_write(path.parent, error) from error


def read_about(path: Path) -> Contents:
    """Read the origin of a shard from its last bytes; raise DamagedShardError and FileNotFoundError."""
    return _read_about(path)[0]


def read_shard(path: Path) -> list[Row]:
    """Read all rows of a shard in order; raise DamagedShardError for the slightest change, and FileNotFoundError."""
    checksum = _read_about(path)[1]
    records = _read_columns(path, list(_CHECKED))
    if _checksum(records) != checksum:
        raise DamagedShardError("its rows are not those that were written")
    return [(record["piece"], _restore(record)) for record in records]


def read_skips(path: Path) -> list[Skip]:
    """Read the skips of a shard; raise DamagedShardError."""
    try:
        return [decode(Skip, row["skip"]) for row in _read_columns(path, ["skip"]) if row["skip"]]
    except ValueError as error:
        raise DamagedShardError(_shorten(error)) from error


def list_shards(folder: Path) -> list[Path]:
    """List the files of a folder that are called like shards."""
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))


def need_pyarrow() -> None:
    """Raise UsageError where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: F401 whether it is there
    except ImportError:
        remedy = find_extra_remedy("parquet")
        raise UsageError("shards are Parquet files, which need pyarrow", remedy=remedy) from None


def cannot_write(folder: Path, error: OSError) -> OutputError:
    """Tell what kept a shard from being written, and the way out."""
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    remedy = "free some space" if is_full else "choose a folder that you may write to with --partitions"
    return OutputError(f"cannot write: {error.strerror or error}", where=str(folder), remedy=remedy)


def _read_about(path: Path) -> tuple[Contents, str]:
    parquet, faults = _load_parquet()
    try:
        data = (parquet.read_metadata(path).metadata or {})[b"graphkit"]
        number = decode(_Format, data).format
        if number != FORMAT:
            raise OutdatedShardError(f"it has the format {number}, this graphkit writes {FORMAT}")
        about = decode(_About, data)
    except FileNotFoundError:
        raise
    except KeyError:
        raise DamagedShardError("it is not a shard of graphkit") from None
    except faults as error:
        raise DamagedShardError(_shorten(error)) from error
    if about.contents.name != path.name:
        raise DamagedShardError(f"it was written as {about.contents.name}")
    return about.contents, about.checksum


def _checksum(records: Sequence[Mapping[str, Any]]) -> str:
    return hash_parts(*(repr(record.get(column)) for record in records for column in _CHECKED))


def _load_parquet() -> tuple[Any, tuple[type[Exception], ...]]:
    import pyarrow
    from pyarrow import parquet

    return parquet, (pyarrow.ArrowException, OSError, ValueError, TypeError)


def _read_columns(path: Path, columns: list[str]) -> list[dict[str, Any]]:
    parquet, faults = _load_parquet()
    try:
        with parquet.ParquetFile(path) as table:
            rows: list[dict[str, Any]] = table.read(columns=columns, use_threads=False).to_pylist()
            return rows
    except FileNotFoundError:
        raise
    except faults as error:
        raise DamagedShardError(_shorten(error)) from error


def _flatten(item: tuple[Article, list[EventMention]] | Skip) -> Mapping[str, Any]:
    if isinstance(item, Skip):
        return {"skip": encode_text(item)}
    article, mentions = item
    return {
        **{name: _clean(getattr(article, name)) for name in _NAMES},
        "facts": len(mentions),
        "article": encode_text(article),
        "mentions": encode_text(mentions),
    }


def _restore(record: Mapping[str, Any]) -> tuple[Article, list[EventMention]] | Skip:
    if record["skip"]:
        return decode(Skip, record["skip"])
    return decode(Article, record["article"]), decode(list[EventMention], record["mentions"])


def _clean(text: str | None) -> str | None:
    return text.encode("utf-8", "replace").decode("utf-8") if text is not None else None


def _shorten(error: Exception) -> str:
    return " ".join(str(error).split())[:150]
