"""Read the card of a trained reader: what it brings, without its weights or its libraries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graphkit.errors import AssetError
from graphkit.model import OwnPredicate
from graphkit.resources import own_predicates

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


def read_own_predicates(folder: Path | None) -> tuple[OwnPredicate, ...]:
    """Read the predicates of the user's own that the reader in a folder tells. Raises AssetError."""
    card = read_card(folder)
    return own_predicates.read_own_predicates(card.get("own_predicates", {}), str(folder))


def _fault(folder: Path, what: str) -> AssetError:
    remedy = "name the folder of a reader with --reader-model; --reader rules needs none"
    return AssetError(f"the learned reader cannot be used: {what}", where=str(folder), remedy=remedy)
