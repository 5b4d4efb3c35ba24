"""Articles that a program holds in its hands, texts, records and data frames, as a file that is read like any other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from graphkit.errors import UsageError
from graphkit.pipeline.spec import Source

if TYPE_CHECKING:
    import pandas

#: What articles may be given as: a path, a text, a record with a "text", or a data frame with a row for each.
Given: TypeAlias = "Source | Mapping[str, Any] | pandas.DataFrame"

#: How a text that stands on one line must end, lest it be taken for the path of a file that is not there.
_ENDS = (".", "!", "?", '"', "\u201d", ".'", ".\u2019")


@contextmanager
def write_given(sources: Given | Sequence[Given]) -> Iterator[list[Source]]:
    """Yield the paths among the sources and, for all else, a file of JSON Lines that is removed afterwards.

    Raises UsageError for a record without a text and for what is no source.
    """
    given = [sources] if _is_single(sources) else list(sources)  # type: ignore[arg-type]  # a sequence then
    paths: list[Source] = [item for item in given if isinstance(item, str | Path) and _is_path(item)]
    records = [record for item in given if not _is_path(item) for record in _find_records(item)]
    if not records:
        yield paths
        return
    with TemporaryDirectory(prefix="graphkit-") as folder:
        path = Path(folder) / "given.jsonl"
        path.write_text("".join(_write_records(records)), encoding="utf-8")
        yield [*paths, path]


def _is_single(sources: object) -> bool:
    return isinstance(sources, str | Path | Mapping) or _is_frame(sources)


def _is_frame(item: object) -> bool:
    return hasattr(item, "to_dict") and hasattr(item, "columns")


def _is_path(item: object) -> bool:
    """Tell whether a source is a path: a Path, or a string that is neither several lines nor a whole sentence."""
    if isinstance(item, Path):
        return True
    if not isinstance(item, str):
        return False
    is_sentence = " " in item.strip() and item.rstrip().endswith(_ENDS)
    return "\n" not in item.strip() and not (is_sentence and not Path(item[:255]).exists())


def _find_records(item: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(item, str):
        return [{"text": item}]
    if isinstance(item, Mapping):
        return [item]
    if _is_frame(item):
        rows: list[dict[str, Any]] = item.to_dict("records")
        return rows
    remedy = "Give paths, texts, records with a 'text', or a data frame with a column 'text'."
    raise UsageError(f"A {type(item).__name__} is no source of articles.", remedy=remedy)


def _write_records(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for number, record in enumerate(records, 1):
        fields = {str(key): _plain(value) for key, value in record.items() if _is_known(value)}
        if not isinstance(fields.get("text"), str):
            names = ", ".join(sorted(map(str, record))) or "nothing"
            remedy = f"Name the column or key of the article's words 'text'; there is {names}."
            raise UsageError(f"Record {number} has no text.", remedy=remedy)
        yield json.dumps({"id": f"text-{number}", **fields}, ensure_ascii=False) + "\n"


def _is_known(value: Any) -> bool:
    """Tell whether a value is none of the ways in which data frames say that there is none."""
    return value is not None and value == value and str(value) not in ("NaT", "<NA>")  # NaN differs from itself


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: moments in ISO 8601, all else that JSON does not know as text."""
    if isinstance(value, str | int | float | bool):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
