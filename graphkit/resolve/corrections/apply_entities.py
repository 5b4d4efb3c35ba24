"""Apply the corrections of entities, and remark those that find nothing to correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from graphkit.model import Entity, Kind
from graphkit.resolve.corrections.corrections_file import Correction, Corrections
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_keys import mint
from graphkit.resolve.entities.name_occurrence import OccurrenceKey
from graphkit.resolve.resolution import Remark

MakeEntities = Callable[[Mapping[OccurrenceKey, Keyed]], dict[Key, Entity]]


def remark_unused(correction: Correction, subject: str, detail: str) -> Remark:
    """Remark that a correction finds nothing to correct."""
    whole = f"{correction.action}: {detail}"
    return Remark("correction-unused", subject, whole, "mend or remove the correction", correction.where)


def find_targets(entities: Mapping[Key, Entity], name: str) -> list[Key]:
    """Find the keys of the entities that an id, else a label, else another name stands for."""
    for fits in (
        lambda entity: entity.id == name,
        lambda entity: entity.label == name,
        lambda entity: name in entity.aliases,
    ):
        keys = sorted(key for key, entity in entities.items() if fits(entity))
        if keys:
            return keys
    return []


@dataclass
class EntityCorrector:
    """Entities while they are corrected. `dropped` are the ids of those whose facts are dropped with them."""

    keyed: dict[OccurrenceKey, Keyed]
    make: MakeEntities
    entities: dict[Key, Entity]
    dropped: frozenset[str] = frozenset()
    remarks: list[Remark] = field(default_factory=list)
    _labels: dict[Key, str | None] = field(default_factory=dict)

    def apply(self, corrections: Corrections) -> None:
        """Split, merge, retype, rename and drop entities, in this order."""
        for action, correct in (
            ("split", self._split), ("merge", self._merge), ("retype", self._retype), ("rename", self._rename),
            ("drop", self._drop),
        ):  # fmt: skip
            for correction in corrections.select("entity", action):
                correct(correction)

    def _remark(self, correction: Correction, detail: str) -> None:
        self.remarks.append(remark_unused(correction, correction.targets[0], detail))

    def _choose(self, correction: Correction, name: str | None = None) -> Key | None:
        """Find the only entity of a name, by default the first target."""
        name = name or correction.targets[0]
        keys = find_targets(self.entities, name)
        if len(keys) == 1:
            return keys[0]
        detail = "no entity has this id or name"
        if keys:
            ids = ", ".join(sorted(self.entities[key].id for key in keys))
            detail = f"several entities bear this name: {ids}"
        self.remarks.append(remark_unused(correction, name, detail))
        return None

    def _retype(self, correction: Correction) -> None:
        key = self._choose(correction)
        if key is not None:
            self._change(key, correction, replace(self.entities[key], kind=Kind(correction.value or "")))

    def _rename(self, correction: Correction) -> None:
        key = self._choose(correction)
        if key is not None:
            self._change(key, correction, _relabel(self.entities[key], correction.value or ""))

    def _drop(self, correction: Correction) -> None:
        key = self._choose(correction)
        if key is not None:
            self.dropped |= {self.entities[key].id}

    def _change(self, key: Key, correction: Correction, entity: Entity) -> None:
        if self.entities[key] == entity:
            self._remark(correction, f"{correction.targets[0]} is {correction.value} already")
        self.entities[key] = entity

    def _split(self, correction: Correction) -> None:
        key = self._choose(correction)
        if key is None:
            return
        whole = [occurrence for occurrence, keyed in self.keyed.items() if keyed.key == key]
        detached = [occurrence for occurrence in whole if _is_named(occurrence, correction)]
        if not detached:
            self._remark(correction, "nothing of it is in these articles or under these names")
            return
        if len(detached) == len(whole):
            self._remark(correction, "nothing would be left of it")
            return
        articles, names = sorted(correction.articles), sorted(correction.names)
        split: Key = ("split", self.entities[key].id, *articles, "|", *names)
        for occurrence in detached:
            self.keyed[occurrence] = Keyed(split, "corrected: split off", 1.0)
        self._labels[split] = correction.value
        self.entities = self.make(self.keyed)
        for own, label in self._labels.items():
            entity = self.entities[own] if label is None else _relabel(self.entities[own], label)
            self.entities[own] = replace(entity, id=mint(entity.label, *own))

    def _merge(self, correction: Correction) -> None:
        chosen = [self._choose(correction, target) for target in correction.targets]
        keys = list(dict.fromkeys(key for key in chosen if key is not None))
        if len(keys) < 2:
            if len(keys) == 1 and None not in chosen:
                self._remark(correction, "they are one entity already")
            return
        stays = next((key for key in keys if key[0] == "entry"), keys[0])
        for occurrence, keyed in list(self.keyed.items()):
            if keyed.key in keys and keyed.key != stays:
                self.keyed[occurrence] = Keyed(stays, "corrected: merged", 1.0)
        entities, kept = self.entities, self.entities[stays]
        names = {name for key in keys for name in (entities[key].label, *entities[key].aliases)}
        merged = replace(kept, aliases=tuple(sorted(names - {kept.label})))
        self.entities = {key: entity for key, entity in entities.items() if key not in keys} | {stays: merged}


def _is_named(occurrence: OccurrenceKey, correction: Correction) -> bool:
    in_article = not correction.articles or occurrence[0] in correction.articles
    return in_article and (not correction.names or occurrence[2] in correction.names)


def _relabel(entity: Entity, label: str) -> Entity:
    if entity.label == label:
        return entity
    return replace(entity, label=label, aliases=tuple(sorted({*entity.aliases, entity.label} - {label})))
