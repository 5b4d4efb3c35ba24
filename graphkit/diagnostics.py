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

from graphkit.errors import UsageError
from graphkit.version import __version__, find_package_version

#: What each extra brings; the core is whatever the package itself requires.
EXTRAS = {
    "archives": ("fastwarc",),
    "parquet": ("pyarrow",),
    "xlsx": ("openpyxl",),
    "serve": ("fastapi", "uvicorn"),
    "notebook": ("ipykernel", "matplotlib"),
}

#: Megabytes that the language model and a build of some hundred articles need.
NEEDED_MEMORY = 1500
NEEDED_DISK = 200

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at: `ok` is None where it is missing but optional."""

    name: str
    ok: bool | None
    detail: str
    remedy: str | None = None


def examine_installation(model: str | None, folder: Path) -> list[Symptom]:
    """Look at Python, packages, the model, memory, disk and the right to write into `folder`.

    Without a name the default model is tried: it is loaded and has to find a name in a sentence.
    """
    return [
        _examine_python(),
        Symptom("graphkit", True, __version__),
        *_examine_requirements(),
        _examine_model(model),
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
        yield Symptom(name, version is not None, version or "missing", None if version else "pip install graphkit")


def _core_packages() -> list[str]:
    rows = metadata.requires("graphkit") or []
    names = [row.split(";")[0] for row in rows if "extra ==" not in row]
    return sorted(name.strip().split("[")[0].split("<")[0].split(">")[0].split("=")[0].strip() for name in names)


def _examine_model(model: str | None) -> Symptom:
    from graphkit.nlp.language_model import DEFAULT_MODEL, load_model  # takes a second, so not before it is needed

    name = model or DEFAULT_MODEL
    try:
        nlp = load_model(name)
    except UsageError as error:
        return Symptom("model", False, str(error), error.remedy)
    found = [entity.text for entity in nlp("Japan thanked France on Monday.").ents]
    works = {"Japan", "France"} <= set(found)
    detail = f"{name} {nlp.meta['version']}" + ("" if works else " does not find names in a plain sentence")
    return Symptom("model", works, detail, None if works else "choose another one with --model")


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
            yield Symptom(f"extra {extra}", None, "not installed (optional)", f"pip install 'graphkit[{extra}]'")
