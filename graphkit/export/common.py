"""What every export looks up and how it writes: entities, articles, codes and mentions of findings; files."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from graphkit.errors import OutputError
from graphkit.model import Article, Entity, Event, EventMention, Findings, Kind, Status
from graphkit.resources.cameo import Cameo, Code
from graphkit.resources.gazetteer.gazetteer import Gazetteer

#: Statuses of events that count as having happened.
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING})

#: What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Lookup:
    """Findings with their entities and articles by id."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.cameo = Cameo.load()
        self._entities = {entity.id: entity for entity in findings.entities}
        self._articles = {article.id: article for article in findings.articles}

    @cached_property
    def counts(self) -> Counter[str]:
        """How many events each entity takes part in."""
        return Counter(side for event in self.findings.events for side in {event.agent, event.recipient})

    @cached_property
    def _states(self) -> Mapping[str, tuple[str, ...]]:
        """The states that each person or body represents or belongs to, by the affirmed events that say so."""
        found: dict[str, set[str]] = defaultdict(set)
        for event in self.findings.events:
            is_tie = event.predicate == "represents" and event.status in HAPPENED
            if is_tie and self.find_entity(event.recipient).kind is Kind.STATE:
                found[event.agent].add(event.recipient)
        return {name: tuple(sorted(states)) for name, states in found.items()}

    @cached_property
    def _offices(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for event in self.findings.events:
            if event.predicate == "holds_position" and event.status in HAPPENED:
                found[event.agent].add(self.find_entity(event.recipient).label)
        return {name: tuple(sorted(offices)) for name, offices in found.items()}

    def find_entity(self, identifier: str) -> Entity:
        """The entity, or one without a name of its own where the findings do not describe it."""
        return self._entities.get(identifier) or Entity(identifier, Kind.THING, identifier)

    def find_states(self, identifier: str) -> list[Entity]:
        """The states an actor stands for: itself, if it is one, those it represents, or the one it is a body of."""
        entity = self.find_entity(identifier)
        if entity.kind is Kind.STATE:
            return [entity]
        told = [self.find_entity(state) for state in self._states.get(identifier, ())]
        own = find_home(identifier) if entity.kind is Kind.ORGANIZATION and not told else None
        return [own] if own else told

    def find_sector(self, identifier: str) -> str | None:
        """The CAMEO role of an actor: of a body by what the gazetteer says it is, GOV for who represents a state."""
        entity = self.find_entity(identifier)
        if entity.kind is Kind.ORGANIZATION:
            sector = find_body_sector(identifier)
            if sector or find_home(identifier):
                return sector
        return "GOV" if self.find_states(identifier) else None

    def find_offices(self, identifier: str) -> tuple[str, ...]:
        """The offices that a person is said to hold."""
        return self._offices.get(identifier, ())

    def find_article(self, identifier: str) -> Article:
        return self._articles.get(identifier) or Article(identifier, "")

    def find_articles(self, event: Event) -> list[Article]:
        """The articles that tell of the event, in the order of their ids."""
        return [self.find_article(name) for name in sorted({mention.evidence.article for mention in event.mentions})]

    def find_mentions(self, event: Event) -> list[tuple[EventMention, str | None]]:
        """The mentions of the event, each with the id of its speaker."""
        speakers = event.speakers or (None,) * len(event.mentions)
        return list(zip(event.mentions, speakers, strict=True))

    def find_code(self, event: Event) -> Code | None:
        """The CAMEO code of the event, its own or the usual one of its predicate; None for a state of affairs."""
        code = event.cameo or self.cameo.defaults.get(event.predicate)
        return self.cameo.find_code(code) if code else None

    def name_quad(self, event: Event) -> str | None:
        """The quad class of the event's PLOVER type in words."""
        quad = self.cameo.plover_quads.get(event.plover)
        return self.cameo.quad_labels[quad] if quad else None


#: The CAMEO role of a body by its category in the gazetteer; what is not here may be of several roles (a state's agency
#: is its police, its parliament or an office of its government).
SECTORS = {
    "government": "GOV", "ministry": "GOV", "military": "MIL", "court": "JUD", "igo": "IGO", "alliance": "IGO",
    "ngo": "NGO", "media": "MED", "state_media": "MED", "company": "BUS",
}  # fmt: skip


@cache
def _find_gazetteer() -> Gazetteer:
    return Gazetteer.load()


def find_body_sector(identifier: str) -> str | None:
    """The CAMEO role of a body that the gazetteer knows; an agency of no single state is an international one."""
    entry = _find_gazetteer().entries.get(identifier)
    if entry is None or entry.kind is not Kind.ORGANIZATION:
        return None
    if entry.category == "agency" and entry.state is None:
        return "IGO"
    return SECTORS.get(entry.category or "")


def find_home(identifier: str) -> Entity | None:
    """The state that a body in the gazetteer belongs to."""
    gazetteer = _find_gazetteer()
    state = gazetteer.state_of(identifier)
    if state is None or state == identifier:
        return None
    entry = gazetteer.entries[state]
    return Entity(entry.id, entry.kind, entry.name, external=entry.external)


@cache
def find_state_codes() -> Mapping[str, Mapping[str, str]]:
    """FIPS, COW and CAMEO codes of states by their ISO alpha-3 code."""
    text = (resources.files("graphkit") / "assets" / "state_codes.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {row["iso3"]: row for row in csv.DictReader(lines)}


def find_state_code(state: Entity, system: str) -> str:
    """The code of a state in a system (iso3, fips, cow, cameo); empty where there is none."""
    external = dict(state.external)
    if external.get(system):
        return external[system]
    return find_state_codes().get(external.get("iso3", ""), {}).get(system, "")


def hash_number(text: str, bits: int) -> int:
    """A positive number of at most so many bits that stands for a text, the same in every process."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return (int.from_bytes(digest[:8]) >> (64 - bits)) or 1


def number_things(names: Iterable[str], bits: int) -> dict[str, int]:
    """A number for each name; of two that fall together, the one that sorts later moves on."""
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for name in sorted(set(names)):
        number = hash_number(name, bits)
        while number in taken:
            number = number % ((1 << bits) - 1) + 1
        taken.add(number)
        numbers[name] = number
    return numbers


def clean_line(text: str) -> str:
    """The text on one line without tabs and other control characters, for formats that know no quotes."""
    plain = "".join(" " if sign < " " or sign in "\x7f\x85\u2028\u2029" else sign for sign in text)
    return " ".join(_SURROGATES.sub("\ufffd", plain).split())


def clean_xml(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def clean_text(text: str) -> str:
    """The text without lone surrogates, which UTF-8 cannot hold."""
    return _SURROGATES.sub("\ufffd", text)


def write_bytes(path: Path, data: bytes) -> Path:
    """Writes a file, making its folder. Raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        remedy = "Choose a place that you may write to, with room on its disk."
        raise OutputError(f"The export cannot be written: {error.strerror}.", where=str(path), remedy=remedy) from error
    return path


def write_text(path: Path, text: str) -> Path:
    """Writes a UTF-8 file with the line ends it has. Raises OutputError."""
    return write_bytes(path, clean_text(text).encode("utf-8"))


def write_csv_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Writes comma-separated values with a header, quoted where need be. Raises OutputError."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(["" if cell is None else clean_text(cell) if isinstance(cell, str) else cell for cell in row])
    return write_bytes(path, target.getvalue().encode("utf-8"))


def write_tab_rows(path: Path, header: Sequence[str] | None, rows: Iterable[Sequence[object]], missing: str) -> Path:
    """Writes tab-separated values without quotes; what is None is written as `missing`. Raises OutputError."""
    lines = [] if header is None else ["\t".join(header)]
    lines += ["\t".join(missing if cell is None else clean_line(str(cell)) for cell in row) for row in rows]
    return write_text(path, "".join(f"{line}\n" for line in lines))
