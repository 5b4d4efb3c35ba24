"""A look at the installation: what is there, what is missing, and how to get it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from graphkit.config import DEFAULT_MODEL
from graphkit.errors import AssetError, UsageError, find_extra_remedy
from graphkit.nlp.model_files import TESTED_MODELS, hash_model
from graphkit.pipeline.spec import SHIPPED_READER
from graphkit.version import __version__, find_package_version

#: What each extra brings; the core is whatever the package itself requires.
EXTRAS = {
    "archives": ("fastwarc",),
    "documents": ("pdfminer.six", "python-docx", "striprtf", "openpyxl"),
    "parquet": ("pyarrow",),
    "xlsx": ("openpyxl",),
    "serve": ("fastapi", "uvicorn"),
    "reader": ("tokenizers",),
    "notebook": ("ipykernel", "matplotlib"),
}

#: Megabytes that the language model and a build of some hundred articles need.
NEEDED_MEMORY = 1500
NEEDED_DISK = 200

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Symptom:
    """A thing that was looked at: `ok` is None where it is missing but optional."""

    name: str
    ok: bool | None
    detail: str
    remedy: str | None = None


def describe_version() -> list[str]:
    """Tell the version, and the digests of the language model and the learned reader, a line each.

    They are those that GRAPHKIT_MODEL and GRAPHKIT_READER_MODEL name, else those that graphkit comes with.
    """
    model = os.environ.get("GRAPHKIT_MODEL") or DEFAULT_MODEL
    reader = os.environ.get("GRAPHKIT_READER_MODEL")
    digest = _read_reader_digest(Path(reader) if reader else SHIPPED_READER)
    return [
        f"graphkit {__version__}",
        f"model {model} {hash_model(model) or 'not installed'}",
        f"reader {reader or 'shipped'} {digest or 'not readable'}",
    ]


def examine_installation(model: str | None, folder: Path, reader_model: Path | None = None) -> list[Symptom]:
    """Look at Python, packages, the models, memory, disk and the right to write into `folder`.

    Without a name the default model is tried: it is loaded and has to find a name in a sentence, and its files are
    compared with those that were tested.
    """
    return [
        _examine_python(),
        Symptom("graphkit", True, __version__),
        *_examine_requirements(),
        *_examine_model(model or DEFAULT_MODEL),
        _examine_reader(reader_model or SHIPPED_READER),
        _examine_memory(),
        _examine_disk(folder),
        _examine_rights(folder),
        *_examine_extras(),
    ]


def _examine_python() -> Symptom:
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    ok = sys.version_info >= OLDEST_PYTHON
    return Symptom("Python", ok, detail, None if ok else "install Python 3.11 or newer")


def _examine_requirements() -> Iterator[Symptom]:
    for name in _core_packages():
        version = find_package_version(name)
        yield Symptom(name, version is not None, version or "missing", None if version else "install graphkit anew")


def _core_packages() -> list[str]:
    rows = metadata.requires("graphkit") or []
    names = [row.split(";")[0] for row in rows if "extra ==" not in row]
    return sorted(name.strip().split("[")[0].split("<")[0].split(">")[0].split("=")[0].strip() for name in names)


def _examine_model(name: str) -> Iterator[Symptom]:
    from graphkit.nlp.language_model import load_model  # takes a second, so not before it is needed

    digest = hash_model(name)
    if digest is not None:
        yield _compare_digest(name, digest)
    try:
        nlp = load_model(name)
    except UsageError as error:
        yield Symptom("model", False, str(error), error.remedy)
        return
    names = [entity.text for entity in nlp("Japan thanked France on Monday.").ents]
    works = {"Japan", "France"} <= set(names)
    detail = f"{name} {nlp.meta['version']}" + ("" if works else " does not find names in a plain sentence")
    yield Symptom("model", works, detail, None if works else "choose another one with --model")


def _compare_digest(name: str, digest: str) -> Symptom:
    """Compare a model's digest with the tested ones; a model of another name may be any, but is told apart."""
    if digest in TESTED_MODELS.values():
        return Symptom("model files", True, f"sha256 {digest}, as tested")
    if name in TESTED_MODELS:
        remedy = "install it again; if it stays so, see docs/install.md for a second source"
        return Symptom("model files", False, f"sha256 {digest} is not the tested {TESTED_MODELS[name]}", remedy)
    return Symptom("model files", None, f"sha256 {digest}, a model that was not tested")


def _examine_reader(folder: Path) -> Symptom:
    digest = _read_reader_digest(folder)
    if digest is None:
        remedy = "install graphkit again" if folder == SHIPPED_READER else "train or copy it again"
        return Symptom("reader", False, f"{folder} holds no reader that its card describes", remedy)
    return Symptom("reader", True, f"weights sha256 {digest}")


def _read_reader_digest(folder: Path) -> str | None:
    """Return the digest of a reader's weights, after comparing its files with its card; None where they do not fit."""
    from graphkit.extract.reader.weights import read_weights  # brings numpy, so not before it is needed

    try:
        return read_weights(folder).digest
    except AssetError:
        return None


def _examine_memory() -> Symptom:
    try:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 10**6
    except (AttributeError, ValueError):  # Windows has no sysconf
        return Symptom("memory", None, "unknown")
    ok = size >= NEEDED_MEMORY
    return Symptom("memory", ok, f"{size:,} MB", None if ok else f"a build needs about {NEEDED_MEMORY:,} MB")


def _examine_disk(folder: Path) -> Symptom:
    free = shutil.disk_usage(folder).free // 10**6
    ok = free >= NEEDED_DISK
    return Symptom("disk", ok, f"{free:,} MB free", None if ok else "free some space")


def _examine_rights(folder: Path) -> Symptom:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Symptom("writing", True, f"{folder.resolve()} can be written")
    except OSError as error:
        return Symptom("writing", False, f"{folder.resolve()}: {error.strerror}", "change to a folder of your own")


def _examine_extras() -> Iterator[Symptom]:
    for extra, names in sorted(EXTRAS.items()):
        versions = {name: find_package_version(name) for name in names}
        if all(versions.values()):
            yield Symptom(f"extra {extra}", True, ", ".join(f"{name} {version}" for name, version in versions.items()))
        else:
            yield Symptom(f"extra {extra}", None, "not installed (optional)", find_extra_remedy(extra))
