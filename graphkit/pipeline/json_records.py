"""The shapes in which facts, events and runs leave graphkit as JSON."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from graphkit.errors import DamagedGraphError, UsageError
from graphkit.model import Article, Entity, Event, EventMention, Kind, Link, Mention, Skip, Span
from graphkit.runtime.output_folder import FORMAT, check_published
from graphkit.version import __version__, find_package_version


def article_record(article: Article, mentions: Sequence[EventMention]) -> dict[str, Any]:
    """Make the record of one article that `graphkit extract` prints, facts in the order of the text."""

    def place(mention: EventMention) -> tuple[Span, str, Span, Span]:
        return mention.trigger, mention.predicate, mention.subject.span, mention.object.span

    ordered = sorted(mentions, key=place)
    return {"id": article.id, "facts": [fact_record(mention) for mention in ordered]}


def fact_record(mention: EventMention) -> dict[str, Any]:
    """Make the record of a fact: canonical names in s and o, the article's words in s_text and o_text.

    Offsets are half-open character positions in the article's text.
    """
    return {
        "s": mention.subject.name,
        "p": mention.predicate,
        "o": mention.object.name,
        "plover": mention.plover,
        "status": str(mention.status),
        "date": mention.date.iso if mention.date else None,
        "date_from": mention.date_from,
        "place": mention.place.name if mention.place else None,
        "topic": mention.topic,
        "attributed_to": mention.attributed_to.name if mention.attributed_to else None,
        "confidence": round(mention.confidence, 3),
        "s_text": mention.subject.text,
        "o_text": mention.object.text,
        "s_span": _pair(mention.subject.span),
        "o_span": _pair(mention.object.span),
        "sentence": mention.evidence.sentence,
        "span": _pair(mention.evidence.span),
        "rule": mention.evidence.rule,
    }


def event_record(event: Event, find_entity: Callable[[str], Entity | None]) -> dict[str, Any]:
    """Make the record of a merged event with all its evidence."""
    return {
        "id": event.id,
        "predicate": event.predicate,
        "plover": event.plover,
        "cameo": event.cameo,
        "agent": _name(event.agent, find_entity),
        "recipient": _name(event.recipient, find_entity),
        "status": str(event.status),
        "date": event.date.iso if event.date else None,
        "reported": event.reported,
        "place": _name(event.place, find_entity) if event.place else None,
        "topic": event.topic,
        "confidence": round(event.confidence, 3),
        "publishers": event.publishers,
        "evidence": [{"article": mention.evidence.article, **fact_record(mention)} for mention in event.mentions],
    }


def _name(entity: str, find_entity: Callable[[str], Entity | None]) -> dict[str, str]:
    known_entity = find_entity(entity)
    return {"id": entity, "label": known_entity.label if known_entity else entity}


def describe_run(
    counts: Mapping[str, int],
    input_hash: str,
    skips: Sequence[Skip],
    model: str,
    started: float,
    remarks: Iterable[Any] = (),
) -> dict[str, Any]:
    """Describe a run: its input, versions and results; the only output that knows the clock.

    `counts` are the articles, entities, events and mentions; `input_hash` is that of `hash_articles`; `started` is in
    seconds since 1970; `remarks` are data classes with what the user should know.
    """
    return {
        "graphkit": __version__,
        "format": FORMAT,
        "python": platform.python_version(),
        "packages": {name: find_package_version(name) for name in ("spacy", "pyoxigraph", "rdflib")},
        "model": {"name": model, "version": find_package_version(model)},
        "command": sys.argv,
        "started": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        "seconds": round(time.time() - started, 2),
        "articles_ok": counts["articles"] + sum(skip.code == "duplicate" for skip in skips),
        "articles": counts["articles"],
        "undated": counts["undated"],
        "without_facts": counts["without_facts"],
        "unsure": counts["unsure"],
        "skipped": dict(sorted(Counter(skip.code for skip in skips).items())),
        "entities": counts["entities"],
        "events": counts["events"],
        "mentions": counts["mentions"],
        "remarks": [asdict(remark) for remark in remarks],
        "input_hash": input_hash,
    }


def hash_articles(articles: Iterable[Article]) -> str:
    """Hash the ids and texts of articles, which come sorted by id."""
    digest = hashlib.sha256(b"[")
    for number, article in enumerate(articles):
        digest.update(((", " if number else "") + json.dumps([article.id, article.content_hash])).encode())
    digest.update(b"]")
    return digest.hexdigest()


def write_run(run: dict[str, Any], path: Path) -> None:
    """Write run.json."""
    path.write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", errors="backslashreplace")


def write_events(events: Iterable[Event], find_entity: Callable[[str], Entity | None], path: Path) -> None:
    """Write each event on a line, in the order in which they come."""
    _write_lines((event_record(event, find_entity) for event in events), path)


def write_links(links: Iterable[Link], path: Path) -> None:
    """Write why each mention is taken for its entity, one link a line."""
    _write_lines(map(link_record, links), path)


def link_record(link: Link) -> dict[str, Any]:
    """Make the record of a link with its mention."""
    mention = link.mention
    record = {
        "span": {"start": mention.span.start, "end": mention.span.end},
        "text": mention.text,
        "name": mention.name,
        "kind": mention.kind,
        "entry": mention.entry,
        "label": mention.label,
        "reason": mention.reason,
    }
    return {
        "article": link.article,
        "mention": record,
        "entity": link.entity,
        "score": link.score,
        "reason": link.reason,
    }


def read_links(path: Path) -> tuple[Link, ...]:
    """Read what `write_links` wrote. Raises UsageError for a missing file and DamagedGraphError for a broken one."""
    check_published(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(
            f"the links cannot be read: {error.strerror}", where=str(path), remedy="name a folder of `graphkit build`"
        ) from error
    links = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            span = Span(**row["mention"].pop("span"))
            kind = Kind(row["mention"].pop("kind"))
            links.append(Link(**{**row, "mention": Mention(span=span, kind=kind, **row["mention"])}))
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedGraphError(
                "not a link", where=f"{path}, line {number}", remedy="build the graph again"
            ) from error
    return tuple(links)


def write_articles(rows: Iterable[tuple[Article, int]], path: Path) -> Counter[str]:
    """Write a line for each article with the number of its facts; count those without a date and without a fact."""
    counts: Counter[str] = Counter()
    with path.open("w", encoding="utf-8") as file:
        for article, facts in rows:
            counts["undated"] += article.published is None
            counts["without_facts"] += not facts
            record = {
                "id": article.id,
                "published": article.published,
                "publisher": article.publisher,
                "title": article.title,
                "url": article.url,
                "copy_of": article.copy_of,
                "facts": facts,
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return counts


def write_skips(skips: Iterable[Skip], path: Path) -> None:
    """Write each skipped input on a line: path, code, detail, remedy and, for a record, its line."""
    _write_lines((asdict(skip) for skip in skips), path)


def _write_lines(records: Iterable[dict[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(map(write_line, records))


def write_line(record: Mapping[str, Any]) -> str:
    """Write a record as a line of JSON, with a space behind each comma and colon."""
    try:
        return msgspec.json.format(msgspec.json.encode(record), indent=0).decode("utf-8") + "\n"
    except UnicodeEncodeError:  # a lone surrogate, which msgspec refuses
        return json.dumps(record, ensure_ascii=False) + "\n"


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
