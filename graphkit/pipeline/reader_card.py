"""Read the card of a trained reader: what it brings, without its weights or its libraries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graphkit.errors import AssetError, UsageError, find_extra_remedy
from graphkit.model import OwnPredicate
from graphkit.resources.own_predicates import read_own_predicates

#: The card of a trained reader, which names the digest of its weights.
CARD = "reader.json"


def read_card(folder: Path | None) -> dict[str, Any]:
    """Read the card of the reader in a folder; empty without one. Raises AssetError."""
    if folder is None:
        return {}
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _fault(folder, f"its card cannot be read ({error})") from error
    if not isinstance(card, dict):
        raise _fault(folder, "its card is no mapping")
    return card


def find_own_predicates(folder: Path | None) -> tuple[OwnPredicate, ...]:
    """Find the own predicates that the reader in a folder tells. Raises AssetError."""
    card = read_card(folder)
    return read_own_predicates(card.get("own_predicates", {}), str(folder))


def explain_missing(error: ImportError) -> UsageError:
    """Explain that a library which the learned reader needs is not installed."""
    return UsageError(f"the learned reader needs {error.name}", remedy=find_extra_remedy("reader"))


def _fault(folder: Path, what: str) -> AssetError:
    remedy = "name the folder of a reader with --reader-model; --reader rules needs none"
    return AssetError(f"the learned reader cannot be used: {what}", where=str(folder), remedy=remedy)
