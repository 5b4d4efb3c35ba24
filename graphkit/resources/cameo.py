"""CAMEO codes with their Goldstein values, and what they mean in PLOVER, read from assets/cameo.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from graphkit.errors import AssetError
from graphkit.model import OwnPredicate
from graphkit.resources.parsed_assets import parse_typed_yaml


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO event code; `goldstein` runs from -10 (conflict) to 10 (co-operation)."""

    code: str
    name: str
    goldstein: float


@dataclass(frozen=True, slots=True)
class Cameo:
    """The code book: codes, the default code of each predicate, and the quad class of each PLOVER type."""

    codes: Mapping[str, Code]
    defaults: Mapping[str, str]
    plover_quads: Mapping[str, int]
    plover_roots: Mapping[str, tuple[str, ...]]
    quad_labels: Mapping[int, str]
    roots: Mapping[int, int]

    @classmethod
    def load(cls) -> Cameo:
        """Read the code book that graphkit ships (once per process). Raises AssetError."""
        return _load()

    def extend(self, own: Sequence[OwnPredicate]) -> Cameo:
        """Return the code book with the usual codes of own predicates."""
        added = {row.name: row.cameo for row in own if row.name not in self.defaults}
        return replace(self, defaults={**self.defaults, **added}) if added else self

    def find_code(self, code: str) -> Code:
        """Find the code, or the nearest code above it. Raises AssetError for what is no CAMEO code."""
        for length in range(len(code), 1, -1):
            nearest = self.codes.get(code[:length])
            if nearest is not None:
                return Code(code, nearest.name, nearest.goldstein)
        raise AssetError(f"{code!r} is not a CAMEO code", remedy="Use a code of the CAMEO code book, such as 042.")

    def find_quad(self, code: str) -> int:
        """Return GDELT's quad class of a code, 1 to 4, by its first two digits."""
        quad = 1
        for root, value in sorted(self.roots.items()):
            quad = value if int(code[:2]) >= root else quad
        return quad


@cache
def _load() -> Cameo:
    source = resources.files("graphkit") / "assets" / "cameo.yaml"
    data: dict[str, Any] = parse_typed_yaml(source.read_text(encoding="utf-8"))
    codes = {code: Code(code, name, float(value)) for code, (name, value) in data["codes"].items()}
    for predicate, code in data["predicates"].items():
        if code not in codes:
            raise AssetError(f"predicate {predicate}: {code!r} is not among the codes", where=str(source))
    return Cameo(
        codes=codes,
        defaults=data["predicates"],
        plover_quads={name: quad for name, (quad, _) in data["plover"].items()},
        plover_roots={name: tuple(roots) for name, (_, roots) in data["plover"].items()},
        quad_labels={int(quad): label for quad, label in data["quads"].items()},
        roots={int(root): quad for root, quad in data["roots"].items()},
    )
