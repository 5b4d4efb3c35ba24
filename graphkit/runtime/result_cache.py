"""Results kept from one run to the next: an SQLite file with a checksum for each record, and never a pickle."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.runtime.cache_folder import hash_parts
from graphkit.runtime.codec import RecordError, decode, encode

log = logging.getLogger(__name__)

#: Raised with every change of the tables; a file of another version is set aside.
_VERSION = 2
#: What sqlite3 raises: names in a damaged file may not even be text.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
#: SQLite result codes that are not the file's fault: permission, busy, locked, memory, read-only, input/output, full,
#: cannot open (https://sqlite.org/rescode.html).
_NOT_DAMAGE = frozenset({3, 5, 6, 7, 8, 10, 13, 14})
#: Keys that are looked up with one query.
_ASKED = 500
_TABLES = (
    "CREATE TABLE IF NOT EXISTS results "
    "(key TEXT, pipeline TEXT, data BLOB, checksum BLOB, PRIMARY KEY (key, pipeline))",
    "CREATE TABLE IF NOT EXISTS pipelines (pipeline TEXT PRIMARY KEY, parts TEXT, used REAL)",
)


@dataclass(frozen=True, slots=True)
class StoreSummary:
    """The contents of a store: records that this pipeline can use, records of other pipelines, size in bytes."""

    path: Path
    current: int
    outdated: int
    size: int


class ResultStore:
    """Results by key, valid for one pipeline.

    `parts` names what results depend on with a hash of each ("lexicon": "ab12..."); a record made under other hashes is
    never returned. A damaged record is dropped, a damaged file is copied as far as it can be read; where the
    file cannot be written the store keeps nothing and warns once.
    """

    def __init__(self, path: Path, parts: Mapping[str, str]) -> None:
        self.path = path
        self.parts = dict(sorted(parts.items()))
        self.pipeline = hash_parts(json.dumps(self.parts, sort_keys=True))
        self._connection: sqlite3.Connection | None = None
        self._warned = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._open()
        except (OSError, *_FAULTS) as error:
            self._give_up(error)

    def find_many(self, keys: Iterable[str], kind: Any = Any) -> dict[str, Any]:
        """Look up those of the keys whose records are there and sound, each decoded as the type `kind`."""
        values: dict[str, Any] = {}
        wanted = list(keys)
        for start in range(0, len(wanted), _ASKED):
            some = wanted[start : start + _ASKED]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, data, checksum FROM results WHERE pipeline = ? AND key IN ({marks})"  # noqa: S608 marks
            for key, data, checksum in self._read(query, (self.pipeline, *some)):
                try:
                    values[key] = _unpack(key, data, checksum, kind)
                except (ValueError, zlib.error):
                    self._write("DELETE FROM results WHERE key = ? AND pipeline = ?", [(key, self.pipeline)])
                    self._warn(f"a damaged record in {self.path} was dropped")
        return values

    def put_many(self, values: Mapping[str, Any]) -> None:
        """Keep values; they are on the disk when this returns."""
        rows = []
        for key, value in values.items():
            data = zlib.compress(encode(value), 1)
            rows.append((key, self.pipeline, data, _checksum(key, data)))
        self._write("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)

    def explain_change(self) -> str | None:
        """Explain why results of the last run are not used, or return None: "the lexicon has changed"."""
        rows = self._read("SELECT pipeline, parts FROM pipelines ORDER BY used DESC LIMIT 1", ())
        if not rows or rows[0][0] == self.pipeline:
            return None
        try:
            before = json.loads(rows[0][1])
        except ValueError:
            return None
        changed = sorted(name for name in before.keys() | self.parts.keys() if before.get(name) != self.parts.get(name))
        verb = "has" if len(changed) == 1 else "have"
        return f"the {' and the '.join(changed)} {verb} changed" if changed else None

    def note_use(self) -> None:
        """Note that this pipeline is the last one used."""
        self._write(
            "INSERT OR REPLACE INTO pipelines VALUES (?, ?, ?)", [(self.pipeline, json.dumps(self.parts), time.time())]
        )

    def summarise(self) -> StoreSummary:
        """Summarise the counts and the size."""
        rows = dict(self._read("SELECT pipeline = ?, count(*) FROM results GROUP BY 1", (self.pipeline,)))
        size = self.path.stat().st_size if self.path.exists() else 0
        return StoreSummary(self.path, rows.get(1, 0), rows.get(0, 0), size)

    def clean(self, *, everything: bool = False) -> int:
        """Remove what other pipelines left, or everything; return the number of records removed."""
        before = self.summarise()
        self._write("DELETE FROM results WHERE pipeline <> ? OR ?", [(self.pipeline, everything)])
        self._write("DELETE FROM pipelines WHERE pipeline <> ? OR ?", [(self.pipeline, everything)])
        if self._connection:
            with suppress(*_FAULTS):
                self._connection.execute("VACUUM")
        return before.outdated + (before.current if everything else 0)

    def close(self) -> None:
        """Close the file; the store keeps nothing afterwards."""
        if self._connection:
            with suppress(*_FAULTS):
                self._connection.close()
        self._connection = None

    def _open(self) -> None:
        try:
            self._connect()
        except _FAULTS as error:
            if not _is_damage(error):
                raise
            self._rescue()

    def _connect(self) -> None:
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        try:
            os.chmod(self.path, 0o600)
            _prefer_write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            # One transaction: another build that opens the same new file never sees tables without their version.
            connection.execute("BEGIN IMMEDIATE")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and version != _VERSION:
                raise sqlite3.DatabaseError(f"version {version}")
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.execute("COMMIT")
        except _FAULTS:
            connection.close()
            raise
        self._connection = connection

    def _rescue(self) -> None:
        """Begin a new file with every record of the damaged one that can still be read."""
        self.close()
        aside = self.path.with_name(f"{self.path.name}.damaged")
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                os.replace(f"{self.path}{ending}", f"{aside}{ending}")
        self._connect()
        kept = 0
        is_ours = True
        with suppress(*_FAULTS):
            old = sqlite3.connect(f"file:{aside}?mode=ro", uri=True)
            with suppress(*_FAULTS):
                is_ours = old.execute("PRAGMA user_version").fetchone()[0] == _VERSION
                kept = self._copy_sound(old) if is_ours else 0
            old.close()
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                os.remove(f"{aside}{ending}")
        if is_ours:
            log.warning("the store of results %s was damaged: %d records were kept", self.path, kept)
        else:
            log.warning("the store of results %s was of another version of graphkit: it is begun anew", self.path)

    def _copy_sound(self, old: sqlite3.Connection) -> int:
        kept, last = 0, old.execute("SELECT max(rowid) FROM results").fetchone()[0] or 0
        for number in range(1, last + 1):
            with suppress(*_FAULTS):
                row = old.execute(
                    "SELECT key, pipeline, data, checksum FROM results WHERE rowid = ?", (number,)
                ).fetchone()
                if row and isinstance(row[2], bytes) and _checksum(str(row[0]), row[2]) == row[3]:
                    self._write("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", [row])
                    kept += 1
        return kept

    def _read(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        for attempt in (1, 2):
            if self._connection is None:
                return []
            try:
                return self._connection.execute(query, values).fetchall()
            except _FAULTS as error:
                if attempt == 2 or not _is_damage(error):
                    self._give_up(error)
                    return []
                self._try_rescue()
        return []

    def _write(self, query: str, rows: list[tuple[Any, ...]]) -> None:
        for attempt in (1, 2):
            if self._connection is None or not rows:
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany(query, rows)
                self._connection.execute("COMMIT")
            except _FAULTS as error:
                with suppress(*_FAULTS):
                    self._connection.execute("ROLLBACK")
                if attempt == 2 or not _is_damage(error):
                    self._give_up(error)
                    return
                self._try_rescue()
            else:
                return

    def _try_rescue(self) -> None:
        try:
            self._rescue()
        except (OSError, *_FAULTS) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self.close()
        self._warn(f"results are not kept: {self.path}: {error}")

    def _warn(self, text: str) -> None:
        if not self._warned:
            log.warning("%s", text)
        self._warned = True


def _prefer_write_ahead(connection: sqlite3.Connection) -> None:
    """Ask for a write-ahead log; a neighbour that is opening the file at this moment asks for the same."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if _is_damage(error):
            raise


def _is_damage(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or (code & 0xFF) not in _NOT_DAMAGE


def _checksum(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass") + b"\0" + data).digest()[:16]


def _unpack(key: str, data: object, checksum: object, kind: Any) -> Any:
    """Decode a record; raises ValueError or zlib.error for a damaged one."""
    if not isinstance(data, bytes) or _checksum(key, data) != checksum:
        raise RecordError("the checksum differs")
    return decode(kind, zlib.decompress(data))
