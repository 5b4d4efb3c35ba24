"""Output folders that appear whole or not at all."""

from __future__ import annotations

import errno
import glob
import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graphkit.errors import DamagedGraphError, OutputError, UsageError

#: A folder that holds this file was made by graphkit and may be replaced.
SIGNATURE = "run.json"

#: What a build writes; anything else in an output folder is the user's.
OUTPUTS = frozenset(
    {SIGNATURE, "graph.ttl", "graph.html", "events.jsonl", "links.jsonl", "articles.jsonl", "skipped.jsonl"}
)


#: The form of the outputs. It rises when older ones cannot be read any more; SIGNATURE tells it as "format".
FORMAT = 1


def check_published(path: Path) -> bool:
    """Make sure that a file of an output folder is, byte by byte, what the build wrote; others pass unseen.

    Returns whether it is known to be so. Raises DamagedGraphError where it is not (a cut file may still parse, and
    would then answer by half), and UsageError where another version of graphkit wrote it in a form that this one does
    not know.
    """
    record = path.parent / SIGNATURE
    while record.is_file() and path.is_file():
        before = record.read_bytes()
        form, version, wanted = _read_signature(before, path)
        if form not in (None, FORMAT):
            raise UsageError(
                f"this was written by graphkit {version} in another form ({form}; this one reads {FORMAT})",
                where=str(path),
                remedy="build it again from the articles, or read it with that version",
            )
        with path.open("rb") as file:
            is_whole = wanted is None or hashlib.file_digest(file, "sha256").hexdigest() == wanted
        if is_whole:
            return wanted is not None
        if record.read_bytes() == before:  # else a build has just put a new folder in its place
            raise DamagedGraphError(
                "the file is not what the build wrote: it was cut off, damaged or changed",
                where=str(path),
                remedy="build it again; if you changed it on purpose, copy it into a folder of its own",
            )
    return False


def _read_signature(data: bytes, path: Path) -> tuple[object, object, str | None]:
    """Read the format, the version and the hash of a file from a SIGNATURE."""
    try:
        run = json.loads(data)
        return run.get("format"), run.get("graphkit", "of another version"), run.get("outputs", {}).get(path.name)
    except (ValueError, AttributeError) as error:
        raise DamagedGraphError(
            f"{SIGNATURE} is damaged: whether {path.name} is whole cannot be told",
            where=str(path.parent / SIGNATURE),
            remedy=f"build it again, or copy {path.name} into a folder of its own",
        ) from error


@contextmanager
def publish_folder(
    out: Path, signature: str = SIGNATURE, is_part: Callable[[str], bool] = OUTPUTS.__contains__
) -> Iterator[Path]:
    """Yield a new folder beside `out` that takes the place of `out` when the block ends well; call it under the lock.

    `signature` names the file that tells such a folder, `is_part` the files that go when the folder is replaced.

    A reader sees the old folder or the new one, never a mixture. Files that somebody else put into an older `out`
    are carried over. Raises OutputError, before anything is written, where `out` is a file, is not ours, or
    cannot be made.
    """
    check_output(out, signature)
    out = resolve_output(out)
    draft = _draft_of(out)
    for stale in find_drafts(out):
        shutil.rmtree(stale, ignore_errors=True)
    _make_folder(draft)
    try:
        yield draft
        _sync_folder(draft)
        _carry_over(out, draft, is_part)
        _replace_folder(draft, out)
    except OSError as error:
        raise cannot_write(out, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def find_drafts(out: Path) -> list[Path]:
    """Find the folders that builds of `out` left when they were killed."""
    out = resolve_output(out)
    return sorted(out.parent.glob(f"{glob.escape(f'.{out.name}.tmp-')}*"))


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Tell what kept `path` from being written, and the way out."""
    remedy = "choose another place with --out"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        remedy = "free some space, or choose another place with --out"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        remedy = "choose a folder that you may write to with --out"
    return OutputError(f"cannot write: {error.strerror or error}", where=str(path), remedy=remedy)


def check_output(out: Path, signature: str = SIGNATURE) -> None:
    """Raise OutputError where `out` is no folder or holds what graphkit did not make, or where nothing can be written.

    Nothing is written, changed or replaced before this is known.
    """
    kind = find_kind(out)
    if kind not in (None, "folder"):
        raise OutputError(
            f"the output is a {kind}, not a folder", where=str(out), remedy="name a new folder with --out"
        )
    if out.is_dir() and not (out / signature).is_file() and any(out.iterdir()):
        raise OutputError(
            "the output folder holds files that graphkit did not make",
            where=str(out),
            remedy=f"name a new folder, for example --out {out / 'graph'}",
        )
    probe = _draft_of(resolve_output(out))
    _make_folder(probe)
    probe.rmdir()


def resolve_output(out: Path) -> Path:
    """Return the absolute path of an output folder; a link to a folder is followed, so that the link itself stays."""
    absolute = out.absolute()
    return absolute.resolve() if absolute.is_symlink() else absolute


def find_kind(path: Path) -> str | None:
    """Find what stands at a path, in a word; None where nothing does. Raises OutputError for an impossible name."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "link that leads nowhere" if path.is_symlink() else None
    except OSError as error:  # the name is too long, a part of it is a file, the folder may not be looked into
        raise cannot_write(path, error) from error
    kinds = (
        (stat.S_ISDIR, "folder"), (stat.S_ISREG, "file"), (stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"),
    )  # fmt: skip
    return next((name for fits, name in kinds if fits(mode)), "device")


def _draft_of(out: Path) -> Path:
    return out.with_name(f".{out.name}.tmp-{os.getpid()}")


def _make_folder(draft: Path) -> None:
    try:
        draft.mkdir(parents=True)
    except OSError as error:
        raise cannot_write(draft.parent, error) from error


def _sync_folder(folder: Path) -> None:
    """Make sure that the files are on the disk before they get their final names."""
    for path in [*folder.iterdir(), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _carry_over(old: Path, new: Path, is_part: Callable[[str], bool]) -> None:
    """Give the new folder what a user has put into the old one (notes, corrections), at no cost in space."""
    if not old.is_dir():
        return
    for path in sorted(old.iterdir()):
        if is_part(path.name) or (new / path.name).exists():
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True, copy_function=os.link)
        else:
            os.link(path, new / path.name, follow_symlinks=False)


def _replace_folder(new: Path, old: Path) -> None:
    """Swap the two in one step where the system can, else in two; the older one is then deleted by the caller."""
    if not old.exists():
        os.rename(new, old)
    elif not _exchange(new, old):
        aside = new.with_name(new.name + "-old")
        os.rename(old, aside)
        os.rename(new, old)
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Let two paths change places atomically (renameat2, Linux 3.15 and newer); False where that is missing."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # who only reads does without

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <fcntl.h> and <linux/fs.h>
    return bool(rename(here, os.fsencode(first), here, os.fsencode(second), exchange) == 0)
