"""The relation vocabulary: what a fact can say, read from assets/vocabulary.yaml."""

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
class Predicate:
    """A relation of the vocabulary. `name` is snake_case; in RDF it is `camel`."""

    name: str
    label: str
    plover: str
    group: str
    symmetric: bool = False
    static: bool = False
    keeps_type: bool = False
    since: int = 1
    earlier: str | None = None
    cameo: str | None = None
    traits: frozenset[str] = frozenset()

    @property
    def camel(self) -> str:
        """The local name of the RDF property: supplies_arms_to -> suppliesArmsTo."""
        first, *rest = self.name.split("_")
        return first + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The predicates by name, in the order of the file, and the labels of their groups.

    `own` are the predicates that the user has added; `predicates` holds them, too, after the shipped ones.
    `prospect` and `refusal` give the PLOVER type and CAMEO code of what is only intended or is refused, by the type
    that it would have.
    """

    version: int
    predicates: Mapping[str, Predicate]
    groups: Mapping[str, str]
    prospect: Mapping[str, tuple[str, str]]
    refusal: Mapping[str, tuple[str, str]]
    cameo_roots: Mapping[str, str]
    own: tuple[OwnPredicate, ...] = ()

    def extend(self, own: Sequence[OwnPredicate]) -> Vocabulary:
        """Return the vocabulary with own predicates after those that are there; of one name the first is kept."""
        new = {row.name: row for row in own if row.name not in self.predicates}
        if not new:
            return self
        added = {
            row.name: Predicate(row.name, row.label, row.plover, row.group, row.symmetric, since=self.version)
            for row in new.values()
        }
        return replace(self, predicates={**self.predicates, **added}, own=(*self.own, *new.values()))

    def with_trait(self, trait: str) -> frozenset[str]:
        """Return the names of the predicates that have a trait of vocabulary.yaml."""
        return frozenset(p.name for p in self.predicates.values() if trait in p.traits)

    def only_with_trait(self, trait: str) -> Predicate:
        """Return the one predicate that has a trait.

        Raises AssetError where none or several have it.
        """
        names = sorted(self.with_trait(trait))
        if len(names) != 1:
            message = f"the trait {trait!r} belongs to one predicate, not to {len(names)}"
            raise AssetError(message, where="vocabulary.yaml")
        return self.predicates[names[0]]

    def type_of(self, predicate: str, cameo: str | None) -> str:
        """Return the PLOVER type of a predicate read with a CAMEO code: the code's own where the code is hostile."""
        own = self.predicates[predicate]
        return own.plover if own.keeps_type else self.cameo_roots.get((cameo or "")[:2], own.plover)

    @classmethod
    def load(cls) -> Vocabulary:
        """Read the vocabulary that graphkit ships (once per process).

        Raises AssetError when the file does not hold together.
        """
        return _load()


@cache
def _load() -> Vocabulary:
    source = resources.files("graphkit") / "assets" / "vocabulary.yaml"
    data: dict[str, Any] = parse_typed_yaml(source.read_text(encoding="utf-8"))
    predicates = {}
    for name, row in data["predicates"].items():
        try:
            traits = frozenset(row.pop("traits", ()))
            predicates[name] = Predicate(name=name, traits=traits, **row)
        except TypeError as error:
            raise AssetError(f"predicate {name}: {error}", where=str(source)) from error
        if predicates[name].group not in data["groups"]:
            raise AssetError(f"predicate {name}: unknown group {predicates[name].group!r}", where=str(source))
    return Vocabulary(
        version=data["version"],
        predicates=predicates,
        groups=dict(data["groups"]),
        prospect={plover: (shifted[0], shifted[1]) for plover, shifted in data["prospect"].items()},
        cameo_roots=dict(data["cameo_roots"]),
        refusal={plover: (shifted[0], shifted[1]) for plover, shifted in data["refusal"].items()},
    )
