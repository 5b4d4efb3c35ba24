"""Corrections applied: the analyst's word over the machine's, and a report where it finds nothing to correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphkit.model import Entity, Kind
from graphkit.resolve.corrections.corrections_file import Correction, Corrections
from graphkit.resolve.entities.keys import Key, Keyed
from graphkit.resolve.entities.name_keys import mint
from graphkit.resolve.entities.name_occurrence import LocalKey
from graphkit.resolve.events.event_report import Telling
from graphkit.resolve.events.merge import Draft, Named
from graphkit.resolve.resolution import Report
from graphkit.resources.vocabulary import Vocabulary

MakeEntities = Callable[[Mapping[LocalKey, Keyed]], dict[Key, Entity]]
MergeTellings = Callable[[Sequence[Telling]], Draft]


@dataclass
class Corrected:
    """Entities after correction. `dropped` are the ids of those whose facts are dropped with them."""

    keyed: dict[LocalKey, Keyed]
    entities: dict[Key, Entity]
    dropped: frozenset[str] = frozenset()
    reports: list[Report] = field(default_factory=list)


def report_unused(correction: Correction, subject: str, detail: str) -> Report:
    return Report(
        "correction-unused",
        subject,
        f"{correction.action}: {detail}",
        "mend or remove the correction",
        correction.where,
    )


def find_targets(entities: Mapping[Key, Entity], name: str) -> list[Key]:
    """The keys of the entities that an id, else a label, else another name stands for."""
    for fits in (
        lambda entity: entity.id == name,
        lambda entity: entity.label == name,
        lambda entity: name in entity.aliases,
    ):
        found = sorted(key for key, entity in entities.items() if fits(entity))
        if found:
            return found
    return []


def _choose(entities: Mapping[Key, Entity], name: str, correction: Correction, reports: list[Report]) -> Key | None:
    found = find_targets(entities, name)
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(sorted(entities[key].id for key in found))
        reports.append(report_unused(correction, name, f"several entities bear this name: {ids}"))
    else:
        reports.append(report_unused(correction, name, "no entity has this id or name"))
    return None


def correct_entities(keyed: Mapping[LocalKey, Keyed], make: MakeEntities, corrections: Corrections) -> Corrected:
    """Split, merge, retype, rename and drop entities. `make` builds entities from keys."""
    out = Corrected(dict(keyed), make(keyed))
    labels: dict[Key, str | None] = {}
    for one in corrections.select("entity", "split"):
        _split_entity(out, one, make, labels)
    for one in corrections.select("entity", "merge"):
        _merge_entities(out, one)
    for one in corrections.select("entity", "retype"):
        key = _choose(out.entities, one.targets[0], one, out.reports)
        if key is not None:
            _change(out, key, one, replace(out.entities[key], kind=Kind(one.value or "")))
    for one in corrections.select("entity", "rename"):
        key = _choose(out.entities, one.targets[0], one, out.reports)
        if key is not None:
            entity, label = out.entities[key], one.value or ""
            aliases = tuple(sorted({*entity.aliases, entity.label} - {label}))
            _change(out, key, one, entity if entity.label == label else replace(entity, label=label, aliases=aliases))
    dropped: set[str] = set()
    for one in corrections.select("entity", "drop"):
        key = _choose(out.entities, one.targets[0], one, out.reports)
        if key is not None:
            dropped.add(out.entities[key].id)
    out.dropped = frozenset(dropped)
    return out


def _change(out: Corrected, key: Key, correction: Correction, entity: Entity) -> None:
    if out.entities[key] == entity:
        detail = f"{correction.targets[0]} is {correction.value} already"
        out.reports.append(report_unused(correction, correction.targets[0], detail))
    out.entities[key] = entity


def _split_entity(out: Corrected, one: Correction, make: MakeEntities, labels: dict[Key, str | None]) -> None:
    target = one.targets[0]
    key = _choose(out.entities, target, one, out.reports)
    if key is None:
        return
    all_of = [local for local, (own, _, _) in out.keyed.items() if own == key]
    part = [
        local
        for local in all_of
        if (not one.articles or local[0] in one.articles) and (not one.names or local[2] in one.names)
    ]
    if not part or len(part) == len(all_of):
        detail = (
            "nothing of it is in these articles or under these names" if not part else "nothing would be left of it"
        )
        out.reports.append(report_unused(one, target, detail))
        return
    entity = out.entities[key]
    apart: Key = ("split", entity.id, *sorted(one.articles), "|", *sorted(one.names))
    for local in part:
        out.keyed[local] = (apart, "corrected: split off", 1.0)
    labels[apart] = one.value
    out.entities = make(out.keyed)
    for key, label in labels.items():
        new = out.entities[key]
        if label is not None and label != new.label:
            new = replace(new, label=label, aliases=tuple(sorted({*new.aliases, new.label} - {label})))
        out.entities[key] = replace(new, id=mint(new.label, *key))


def _merge_entities(out: Corrected, one: Correction) -> None:
    keys = [_choose(out.entities, target, one, out.reports) for target in one.targets]
    found = list(dict.fromkeys(key for key in keys if key is not None))
    if len(found) < 2:
        if len(found) == 1 and None not in keys:
            out.reports.append(report_unused(one, one.targets[0], "they are one entity already"))
        return
    stays = next((key for key in found if key[0] == "entry"), found[0])
    before = out.entities
    kept = before[stays]
    for local, (key, _, _) in list(out.keyed.items()):
        if key in found and key != stays:
            out.keyed[local] = (stays, "corrected: merged", 1.0)
    names = {name for key in found for name in (before[key].label, *before[key].aliases)}
    merged = replace(kept, aliases=tuple(sorted(names - {kept.label})))
    out.entities = {key: entity for key, entity in before.items() if key not in found} | {stays: merged}


def correct_events(
    named: Sequence[Named], merge: MergeTellings, corrections: Corrections
) -> tuple[list[Named], list[Report]]:
    """Split, merge, retype, rename (the topic) and drop events. `merge` makes one event of tellings."""
    events = {one.event.id: one for one in named}
    reports: list[Report] = []

    def choose(correction: Correction) -> list[Named]:
        found = []
        for target in dict.fromkeys(correction.targets):
            if target in events:
                found.append(events[target])
            else:
                reports.append(report_unused(correction, target, "there is no event of this id"))
        return found

    for one in corrections.select("event", "split"):
        for item in choose(one):
            part = [telling for telling in item.tellings if telling.article in one.articles]
            rest = [telling for telling in item.tellings if telling.article not in one.articles]
            if not part or not rest:
                detail = "nothing of it is in these articles" if not part else "nothing would be left of it"
                reports.append(report_unused(one, item.event.id, detail))
                continue
            new = merge(part)
            slug = item.event.id.rsplit("-", 1)[0]
            new = replace(new, id=mint(slug, "split", item.event.id, *sorted(one.articles)))
            events[item.event.id] = Named(replace(merge(rest), id=item.event.id), rest)
            events[new.id] = Named(new, part)
    for one in corrections.select("event", "merge"):
        found = choose(one)
        if len(found) > 1:
            tellings = [telling for item in found for telling in item.tellings]
            for item in found:
                del events[item.event.id]
            stays = found[0].event.id
            events[stays] = Named(replace(merge(tellings), id=stays), tellings)
    for one in corrections.select("event", "retype"):
        for item in choose(one):
            _retype(item, one, reports)
    for one in corrections.select("event", "rename"):
        for item in choose(one):
            item.event = replace(item.event, topic=one.value)
    for one in corrections.select("event", "drop"):
        for item in choose(one):
            del events[item.event.id]
    return list(events.values()), reports


def _retype(item: Named, one: Correction, reports: list[Report]) -> None:
    event = item.event
    if event.predicate == one.value:
        reports.append(report_unused(one, event.id, f"it is {one.value} already"))
        return
    predicate = Vocabulary.load().predicates[one.value or ""]
    pair = (event.agent, event.recipient)
    if predicate.symmetric:
        pair = (min(pair), max(pair))
    item.event = replace(
        event, predicate=predicate.name, plover=predicate.plover, agent=pair[0], recipient=pair[1], cameo=None
    )
