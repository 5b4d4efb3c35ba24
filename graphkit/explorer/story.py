"""A story: numbered views of one page, a sentence each, read from a TOML file.

    title = "Drones for a war"

    [[view]]
    text = "Officials said that drones were delivered; the government denied it."
    link = "#claim=iran&verb=supplies_arms_to&whom=russia"

`link` is what the page's *Share* copies, or only the part behind the number sign.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.errors import UsageError

_KEYS = {"text", "link"}


@dataclass(frozen=True, slots=True)
class Story:
    """The views of a story: each with its sentence (`text`) and the state of the page (`hash`, without its sign)."""

    title: str | None
    views: list[dict[str, str]]


def read_story(path: str | Path) -> Story:
    """Read a story file. Raises UsageError, with the number of the view, for what is missing or unknown."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the story cannot be read: {error.strerror}", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the story is not TOML: {error}", where=str(path)) from error
    rows = data.get("view")
    if unknown := sorted(set(data) - {"title", "view"}):
        raise UsageError(f"unknown key {unknown[0]!r} in the story", where=str(path), remedy="use title and [[view]]")
    if not isinstance(rows, list) or not rows:
        raise UsageError("the story has no view", where=str(path), remedy="add a table [[view]] with text and link")
    title = data.get("title")
    return Story(
        str(title) if title is not None else None, [_read_view(row, number, path) for number, row in enumerate(rows, 1)]
    )


def _read_view(row: Any, number: int, path: str | Path) -> dict[str, str]:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise UsageError(f"view {number} of the story has no text", where=str(path), remedy='add text = "..."')
    if unknown := sorted(set(row) - _KEYS):
        raise UsageError(f"unknown key {unknown[0]!r} in view {number}", where=str(path), remedy="use text and link")
    link = row.get("link", "")
    if not isinstance(link, str):
        raise UsageError(f"the link of view {number} is not a text", where=str(path))
    return {"text": row["text"].strip(), "hash": link.partition("#")[2] if "#" in link else link}
