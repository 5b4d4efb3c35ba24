"""Look-ups of entities, articles, codes and mentions that all exports share, and the writing of files."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from graphkit.export.actors import HAPPENED, ActorProfile, Actors, find_day
from graphkit.export.inferred_countries import CountryInference, Side
from graphkit.model import Article, Entity, Event, EventMention, Findings, Kind, Mention
from graphkit.resources.cameo import Code
from graphkit.resources.code_tables import CodeTables
from graphkit.runtime.output_file import write_bytes
from graphkit.runtime.spreadsheet import disarm_cell

#: What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Lookup:
    """Findings with their entities and articles by id."""

    def __init__(self, findings: Findings, tables: CodeTables | None = None) -> None:
        """Index the findings; without `tables` those that graphkit ships are used."""
        self.findings = findings
        self.tables = (tables or CodeTables.load()).extend(findings.predicates)
        self.cameo = self.tables.cameo
        self._entities = {entity.id: entity for entity in findings.entities}
        self._articles = {article.id: article for article in findings.articles}

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of events in which each entity takes part."""
        return Counter(side for event in self.findings.events for side in {event.agent, event.recipient})

    @cached_property
    def actors(self) -> Actors:
        """The profiles of the actors on a day."""
        return Actors(self.findings, self.tables)

    def find_entity(self, identifier: str) -> Entity:
        """Return the entity, or one without a name of its own where the findings do not describe it."""
        return self._entities.get(identifier) or Entity(identifier, Kind.THING, identifier)

    @cached_property
    def _inference(self) -> CountryInference:
        return CountryInference(self.findings, self.actors, self.tables)

    def find_sides(self, event: Event) -> tuple[ActorProfile, ActorProfile]:
        """Return who agent and recipient are on the day of the event; their states may be inferred."""
        day = find_day(event, self.find_reported(event))
        agent, recipient = (self.actors.find_profile(side, day) for side in (event.agent, event.recipient))
        if not event.mentions or (agent.has_country and recipient.has_country):
            return agent, recipient
        mention = self.find_first(event)
        words = self.find_words(event, mention)
        agent = self._inference.complete(Side(event, mention, agent, words[0], recipient))
        return agent, self._inference.complete(Side(event, mention, recipient, words[1], agent))

    def find_first(self, event: Event) -> EventMention:
        """Return the mention that is quoted for an event: the first that says it has happened, or else the first."""
        return min(
            (mention for mention in event.mentions if mention.status in HAPPENED),
            default=event.mentions[0],
            key=lambda mention: (mention.evidence.article, mention.evidence.span),
        )

    def find_words(self, event: Event, mention: EventMention) -> tuple[Mention, Mention]:
        """Return the words for agent and recipient, which a symmetric event may name the other way round."""
        subject, object_ = mention.subject, mention.object
        agent, recipient = self.find_entity(event.agent), self.find_entity(event.recipient)
        is_turned = subject.name == recipient.label != agent.label or object_.name == agent.label != recipient.label
        return (object_, subject) if is_turned else (subject, object_)

    def find_published(self, event: Event) -> str | None:
        """Return the day of the first report of an event."""
        days = (article.published[:10] for article in self.find_articles(event) if article.published)
        return min(days, default=None)

    def find_happened(self, event: Event) -> list[EventMention]:
        """Return the mentions that say an event has happened; all where none does."""
        return [mention for mention in event.mentions if mention.status in HAPPENED] or list(event.mentions)

    def find_reported(self, event: Event) -> str | None:
        """Return the day of the first report that an event has happened, not that of one that only announces it."""
        articles = (self.find_article(mention.evidence.article) for mention in self.find_happened(event))
        return min((article.published[:10] for article in articles if article.published), default=None)

    def find_article(self, identifier: str) -> Article:
        """Return the article, or one without a text where the findings do not have it."""
        return self._articles.get(identifier) or Article(identifier, "")

    def find_articles(self, event: Event) -> list[Article]:
        """Return the articles that tell of the event, in the order of their ids."""
        return [self.find_article(name) for name in sorted({mention.evidence.article for mention in event.mentions})]

    def order_report(self, mention: EventMention) -> tuple[str, str, object]:
        """Return what orders mentions by the day of their report, then by article and place in it."""
        evidence = mention.evidence
        return (self.find_article(evidence.article).published or "9999", evidence.article, evidence.span)

    def find_mentions(self, event: Event) -> list[tuple[EventMention, str | None]]:
        """Return the mentions of the event, each with the id of its speaker."""
        speakers = event.speakers or (None,) * len(event.mentions)
        return list(zip(event.mentions, speakers, strict=True))

    def find_code(self, event: Event) -> Code | None:
        """Return the CAMEO code of the event or the usual one of its predicate; None for a state of affairs."""
        code = event.cameo or self.cameo.defaults.get(event.predicate)
        return self.cameo.find_code(code) if code else None

    def name_quad(self, event: Event) -> str | None:
        """Return the quad class of the event's PLOVER type in words."""
        quad = self.cameo.plover_quads.get(event.plover)
        return self.cameo.quad_labels[quad] if quad else None


def hash_number(text: str, bits: int) -> int:
    """Make a positive number of at most so many bits that stands for a text, the same in every process."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return (int.from_bytes(digest[:8]) >> (64 - bits)) or 1


def number_things(names: Iterable[str], bits: int) -> dict[str, int]:
    """Give each name a number; of two that fall together, the one that sorts later moves on."""
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
    """Put a text on one line without tabs and other control characters, for formats that know no quotes."""
    plain = "".join(" " if sign < " " or sign in "\x7f\x85\u2028\u2029" else sign for sign in text)
    return " ".join(_SURROGATES.sub("\ufffd", plain).split())


def clean_xml(text: str) -> str:
    """Replace what XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def clean_text(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot hold."""
    return _SURROGATES.sub("\ufffd", text)


def write_text(path: Path, text: str) -> Path:
    """Write a UTF-8 file with the line ends it has. Raises OutputError."""
    return write_bytes(path, clean_text(text).encode("utf-8"))


def write_csv_rows(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], *, for_people: bool = True
) -> Path:
    """Write comma-separated values with a header, quoted where need be. Raises OutputError.

    Without `for_people` a database reads the file, and texts that look like formulas stay as they are.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        cells = ["" if cell is None else clean_text(cell) if isinstance(cell, str) else cell for cell in row]
        writer.writerow(map(disarm_cell, cells) if for_people else cells)
    return write_bytes(path, target.getvalue().encode("utf-8"))


def write_tab_rows(path: Path, header: Sequence[str] | None, rows: Iterable[Sequence[object]], missing: str) -> Path:
    """Write tab-separated values without quotes; what is None is written as `missing`. Raises OutputError."""
    lines = [] if header is None else ["\t".join(header)]
    lines += [
        "\t".join(missing if cell is None else clean_line(str(disarm_cell(cell))) for cell in row) for row in rows
    ]
    return write_text(path, "".join(f"{line}\n" for line in lines))
