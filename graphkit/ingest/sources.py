"""The files that paths, folders, globs and standard input stand for, in a settled order."""

from __future__ import annotations

import difflib
import glob
import json
import os
import stat
import sys
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest.metadata import TextOrigin
from graphkit.model import Skip


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file or archive member. `path` is for people, `name` decides the reader, `open` gives the bytes.

    `size` is that of a file on the disk, in bytes.
    """

    path: str
    name: str
    open: Callable[[], BinaryIO]
    size: int = 0

    @property
    def stem(self) -> str:
        """The name without its suffixes of known readers."""
        base = os.path.basename(self.name)
        return base[: -len(self.suffix)] if self.suffix and base != self.suffix else base

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        return os.path.splitext(self.name)[1]

    @property
    def location(self) -> TextOrigin:
        """The place of the file as shown to people."""
        return TextOrigin(self.path)


#: Why a file of a folder is left out, by its suffix; others are named unsupported without a hint.
CONVERSIONS = {
    ".xls": "save the sheet as .xlsx or CSV",
    ".ods": "save the sheet as .xlsx or CSV",
    ".pages": "save it as .docx or plain text",
    ".mobi": "convert it to EPUB",
    ".azw3": "convert it to EPUB",
    ".msg": "save the message as .eml",
    ".7z": "unpack it first",
    ".rar": "unpack it first",
    ".tar": "unpack it first",
    ".zst": "unpack it first",
    ".bz2": "unpack it first",
    ".xz": "unpack it first",
}


#: A run.json is shorter than this.
_MOST_RUN_BYTES = 1 << 20
#: What tells a store, and the tables of an export; articles of one's own hardly have all of these names.
_STORE = "graphkit-store.json"
_TABLES = frozenset({"articles", "entities", "events", "mentions", "participants"})
#: Files that lie beside articles in a folder; they are read only when they are named.
_NO_ARTICLES = frozenset({"readme", "license", "licence", "changelog", "contributing", "copying", "manifest"})

#: What browsers add to the name of a saved page for the folder of its pictures and styles.
_PAGE_FOLDERS = ("_files", ".files", "_file", "-Dateien", "_fichiers", "_archivos")


def find_inputs(sources: Sequence[str | Path], config: Config) -> Iterator[InputFile | Skip]:
    """Find every file that the sources name: files, folders (with all below), globs, "-" for standard input.

    The order is that of the names within a source, so that it does not hang on the file system. A file reached twice
    is read once. Raises UsageError before anything is read when a source does not exist.
    """
    if not sources:
        raise UsageError("no sources were given", remedy="name files or folders, or - for standard input")
    paths = [path for source in sources for path in _resolve(source)]
    walk = _Walk(tuple(os.path.realpath(path) for path in paths if path != "-"), config)
    for path in paths:
        yield from walk.visit(path)


def show_path(path: str) -> str:
    """Return a path as valid text: bytes that are no UTF-8 are shown as U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _resolve(source: str | Path) -> list[str]:
    """Find the existing paths that a source stands for; raises UsageError where there are none."""
    path = os.fspath(source)
    if path == "-" or os.path.lexists(path):
        return [path]
    try:
        os.lstat(path)
    except PermissionError:
        return [path]
    except (OSError, ValueError):
        pass
    shown = show_path(path)
    if any(mark in path for mark in "*?["):
        if matches := sorted(glob.glob(path, recursive=True)):
            return matches
        raise UsageError(f"no file matches {shown}", where=shown, remedy="check the pattern")
    raise UsageError(f"{shown} does not exist", where=shown, remedy=_suggest(path))


def _suggest(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        names = os.listdir(folder or ".")
    except (OSError, ValueError):
        return f"check the folder {show_path(folder)}" if folder else "check the path"
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    return (
        f"did you mean {' or '.join(show_path(os.path.join(folder, name)) for name in near)}?"
        if near
        else "check the path"
    )


class _Walk:
    """Goes through the named sources once. `roots` are their real paths, which followed links never leave."""

    def __init__(self, roots: tuple[str, ...], config: Config) -> None:
        self.roots, self.config = roots, config
        self.seen: set[tuple[int, int]] = set()

    def visit(self, path: str) -> Iterator[InputFile | Skip]:
        """Iterate over the files at a path; folders are gone through in the order of names."""
        if path == "-":
            yield InputFile("standard input", "-", lambda: _hold_open(sys.stdin.buffer))
            return
        location = TextOrigin(show_path(path))
        info = _read_status(path, location, self.config)
        if isinstance(info, Skip):
            yield info
            return
        key = (info.st_dev, info.st_ino)
        if stat.S_ISLNK(info.st_mode):
            yield location.skip("link", "a symbolic link", "name the file itself, or add --follow-links")
        elif os.path.islink(path) and not self._is_inside(path):
            yield location.skip("link", "a link that leads out of the named sources", "name the file or folder itself")
        elif not (stat.S_ISDIR(info.st_mode) or stat.S_ISREG(info.st_mode)):
            remedy = "copy its content into a file, or pipe it to -"
            yield location.skip("not-a-file", "a pipe, socket or device", remedy)
        elif key not in self.seen:
            self.seen.add(key)
            if stat.S_ISDIR(info.st_mode):
                yield from self._visit_folder(path, location)
            else:
                yield _check_file(path, location, info.st_size)

    def _is_inside(self, path: str) -> bool:
        """Return whether what a link leads to lies in one of the named sources."""
        real = os.path.realpath(path)
        return any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in self.roots)

    def _visit_folder(self, path: str, location: TextOrigin) -> Iterator[InputFile | Skip]:
        """Iterate over the files below a folder, without hidden and read-me files, parts of saved pages and graphs."""
        try:
            names = sorted(os.listdir(path))
        except OSError:
            yield location.skip("permission", "the folder may not be listed", "grant the right to read it: chmod u+rx")
            return
        if _is_own_output(path, names):
            yield location.skip("own-output", "an output folder of graphkit", "nothing is to be done")
            return
        for name in names:
            is_hidden = name.startswith(".") or os.path.splitext(name)[0].lower() in _NO_ARTICLES
            if not is_hidden and not _is_page_folder(path, name, names):
                yield from self.visit(os.path.join(path, name))


def _is_own_output(path: str, names: Sequence[str]) -> bool:
    """Return whether a folder was written by graphkit: its run.json says so, or it is a store or holds all tables."""
    if _STORE in names or any(set(_find_stems(names, end)) >= _TABLES for end in (".csv", ".parquet")):
        return True
    if "run.json" not in names:
        return False
    try:
        with open(os.path.join(path, "run.json"), "rb") as file:
            run = json.loads(file.read(_MOST_RUN_BYTES))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(run, dict) and {"graphkit", "format", "outputs"} <= run.keys()


def _find_stems(names: Sequence[str], end: str) -> Iterator[str]:
    return (name.removesuffix(end) for name in names if name.endswith(end))


def _read_status(path: str, location: TextOrigin, config: Config) -> os.stat_result | Skip:
    try:
        return os.stat(path) if config.follow_links else os.lstat(path)
    except PermissionError:
        return location.skip("permission", "it may not be read", "grant the right to read it: chmod +r")
    except OSError as error:
        code = "link" if os.path.islink(path) else "not-found"
        return location.skip(code, error.strerror or "cannot be reached", "remove it or mend it")


def _check_file(path: str, location: TextOrigin, size: int) -> InputFile | Skip:
    if not os.access(path, os.R_OK):
        return location.skip("permission", "it may not be read", "grant the right to read it: chmod +r")
    if not size:
        return location.skip("empty", "0 bytes", "remove it")
    return InputFile(location.path, os.path.basename(path), lambda: open(path, "rb"), size)


def _is_page_folder(folder: str, name: str, names: list[str]) -> bool:
    """Return whether a folder holds the pictures and styles of a web page that was saved beside it."""
    stem = next((name.removesuffix(end) for end in _PAGE_FOLDERS if name.endswith(end)), None)
    pages = {f"{stem}{suffix}" for suffix in (".html", ".htm", ".xhtml")}
    return stem is not None and bool(pages.intersection(names)) and os.path.isdir(os.path.join(folder, name))


class StackedStream(RawIOBase):
    """A stream that is read through another one, which is closed with it; `take` gives the next bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Tell that the stream can be read."""
        return True

    def close(self) -> None:
        """Close the stream and the one below it."""
        self._stream.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with the next bytes and return their number."""
        data = self.take(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    @abstractmethod
    def take(self, size: int) -> bytes:
        """Take the next bytes, at most so many; none at the end."""


class BoundedStream(StackedStream):
    """The next bytes of a stream, and no more."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        super().__init__(stream)
        self._left = size

    def take(self, size: int) -> bytes:
        """Take the next bytes of the window."""
        data = self._stream.read(min(size, self._left))
        self._left -= len(data)
        return data


def pass_over(stream: BinaryIO, size: int) -> None:
    """Go on to a place of a stream that was just opened."""
    if stream.seekable():
        stream.seek(size)
        return
    while size and (passed := len(stream.read(min(size, 1 << 20)))):
        size -= passed


def _hold_open(stream: BinaryIO) -> BinaryIO:
    """Return standard input without the reader being able to close it."""
    return BytesIO(stream.read()) if stream.isatty() else _Borrowed(stream)  # type: ignore[return-value]


class _Borrowed:
    """A binary stream that `with` does not close."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __enter__(self) -> BinaryIO:
        return self._stream

    def __exit__(self, *_: object) -> None:
        return None
