"""Zip archives: each file in them through the reader for its name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from graphkit.config import Config
from graphkit.ingest.machine_faults import raise_machine_fault
from graphkit.ingest.readers.gzip_file import FREE_BYTES, ReadMember
from graphkit.ingest.sources import InputFile
from graphkit.model import Article, Skip


def read_zip(
    source: InputFile, config: Config, read_member: ReadMember, start: int = 0, end: int | None = None
) -> Iterator[Article | Skip]:
    """Read every file of a zip archive through the reader for its name; nothing is unpacked to the disk.

    `start` and `end` choose a range of them, in the order of their names.
    """
    with source.open() as stream:
        try:
            archive = _open_zip(stream)
        except _BAD_ZIP as error:
            raise_machine_fault(error, source.path)
            yield source.location.skip("malformed", f"not a zip archive: {error}"[:200], "copy it again")
            return
        members = _sort_members(archive)
        if not members:
            yield source.location.skip("empty", "no files in it", "remove it")
        for info in members[start:end]:
            member = InputFile(f"{source.path}!{info.filename}", info.filename, partial(_open_member, archive, info))
            base = info.filename.rsplit("/", 1)[-1]
            if base.startswith(".") or info.filename.startswith("__MACOSX"):
                continue
            if info.flag_bits & 1:
                yield member.location.skip("unsupported", "it is encrypted", "unpack it with its password first")
            elif info.file_size > max(FREE_BYTES, config.archive_ratio * max(info.compress_size, 1)):
                yield member.location.skip(
                    "too-large", f"{info.file_size:,} bytes from {info.compress_size:,}", "unpack it first"
                )
            elif base.lower().endswith(".zip"):
                yield member.location.skip("unsupported", "an archive in an archive", "unpack it first")
            else:
                try:
                    yield from read_member(member, config)
                except NotImplementedError as error:  # a way of packing that zipfile does not know
                    yield member.location.skip(
                        "unsupported", f"it cannot be unpacked: {error}"[:200], "unpack it first"
                    )
                except (zipfile.BadZipFile, RuntimeError, zlib.error) as error:
                    yield member.location.skip("truncated", f"damaged: {error}"[:200], "copy the archive again")


def list_members(source: InputFile) -> list[int]:
    """List the sizes of the files in a zip archive in the order of their names; none where it is not sound."""
    with source.open() as stream:
        try:
            return [info.file_size for info in _sort_members(_open_zip(stream))]
        except _BAD_ZIP:
            return []


_BAD_ZIP = (zipfile.BadZipFile, OSError, ValueError)


def _open_zip(stream: BinaryIO) -> zipfile.ZipFile:
    return zipfile.ZipFile(stream if stream.seekable() else io.BytesIO(stream.read()))


def _sort_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))
