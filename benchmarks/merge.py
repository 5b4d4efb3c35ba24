"""Measure the time and memory of merging: synthetic event mentions drawn as news draws them.

    python benchmarks/merge.py 10000 20000 100000

Each size runs in a process of its own, which reads the articles from a file one by one, so that the peak of memory is
that of merging. Names and pairs follow Zipf's law (a few states and leaders are in most stories), a third of the
articles are copies of a wire, two in five people are called by their surname only, and the news of 10,000 mentions
spans a month: more mentions are more days, as in a real corpus.

Times are CPU seconds: of merging by way of the disk, and of reading events and entities back. Beside them stands that
of comparing all pairs of 2,000 mentions in the same process, scaled by the square.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, combinations
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory

from graphkit.model import Article, EventMention, Evidence, Kind, Mention, Span, Status, When
from graphkit.resolve import Merger
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime import SpillStorage, decode, encode_text
from graphkit.runtime.garbage import rest_collector

MENTIONS_PER_ARTICLE = 6
MENTIONS_PER_DAY = 330
COPIED = 0.33  # share of the articles that copy another
BARE = 0.4  # share of the people called by surname
REFERENCE = 2_000  # mentions that are compared pair by pair
SYLLABLES = "ba be do da fe ga gi ha jo ka ke la lo ma mi na no pa po ra ri sa se ta to va vi wa ya zo".split()


class Zipf:
    """Draws from a list, the item at rank r with a weight of 1 / r."""

    def __init__(self, items: Sequence[object]) -> None:
        self._items = items
        self._sums = list(accumulate(1 / rank for rank in range(1, len(items) + 1)))

    def draw(self, dice: random.Random) -> object:
        return self._items[bisect_left(self._sums, dice.random() * self._sums[-1])]


def invent_people(count: int, dice: random.Random) -> list[str]:
    """Full names; surnames are shared by many, as surnames are."""
    surnames = ["".join(dice.choices(SYLLABLES, k=3)).title() for _ in range(max(count // 3, 1))]
    return [f"{''.join(dice.choices(SYLLABLES, k=2)).title()} {dice.choice(surnames)}" for _ in range(count)]


def draw_corpus(size: int, gazetteer: Gazetteer) -> tuple[list[Article], list[EventMention]]:
    """Articles with `size` event mentions in all; the same for the same size."""
    dice = random.Random(size)
    predicates = [predicate for predicate in Vocabulary.load().predicates.values() if not predicate.static]
    dice.shuffle(predicates)
    kinds = Zipf(predicates)
    states = [entry for entry in gazetteer.entries.values() if entry.kind is Kind.STATE]
    dice.shuffle(states)
    state = Zipf(states)
    leaders = [entry for entry in gazetteer.entries.values() if entry.kind is Kind.PERSON]
    names: list[object] = [*leaders, *invent_people(max(size // 20, 100), dice)]
    dice.shuffle(names)
    people = Zipf(names)
    days = max(size // MENTIONS_PER_DAY, 1)
    articles: list[Article] = []
    mentions: list[EventMention] = []
    while len(mentions) < size:
        identity = f"a{len(articles):07}"
        if articles and dice.random() < COPIED:
            copied = dice.randrange(max(len(articles) - 200, 0), len(articles))
            source = articles[copied]
            reports = [
                replace_article(mention, identity) for mention in reports_of(mentions, source.id, copied, len(articles))
            ]
            published = source.published or ""
        else:
            day = date(2020, 1, 1) + timedelta(days=dice.randrange(days))
            published = day.isoformat()
            reports = [
                draw_mention(identity, number, day, dice, kinds, state, people)
                for number in range(MENTIONS_PER_ARTICLE)
            ]
        articles.append(Article(id=identity, text="", publisher=f"paper {dice.randrange(200)}", published=published))
        mentions.extend(reports)
    return articles, mentions[:size]


def reports_of(mentions: list[EventMention], article: str, number: int, count: int) -> list[EventMention]:
    """Read the mentions of an article, found from the end, where it stands."""
    back = (count - number + 1) * MENTIONS_PER_ARTICLE
    return [mention for mention in mentions[-back:] if mention.evidence.article == article]


def replace_article(mention: EventMention, article: str) -> EventMention:
    from dataclasses import replace

    return replace(mention, evidence=replace(mention.evidence, article=article))


def draw_mention(
    article: str, number: int, day: date, dice: random.Random, kinds: Zipf, state: Zipf, people: Zipf
) -> EventMention:
    kind = kinds.draw(dice)
    offset = number * 200
    subject, object_ = draw_actor(offset + 10, dice, state, people), draw_actor(offset + 60, dice, state, people)
    while object_.name == subject.name:
        object_ = draw_actor(offset + 60, dice, state, people)
    happened = day - timedelta(days=dice.choice((0, 0, 1, 1, 2, 5)))
    when: When | None = When(happened.isoformat(), happened.isoformat(), "day")
    fate = dice.random()
    if fate < 0.4:
        when = None
    elif fate < 0.5:
        first = happened.replace(day=1)
        when = When(first.isoformat(), (first + timedelta(days=27)).isoformat(), "month")
    statuses = (
        Status.OCCURRED,
        Status.OCCURRED,
        Status.OCCURRED,
        Status.ONGOING,
        Status.PLANNED,
        Status.ALLEGED,
        Status.DENIED,
    )
    return EventMention(
        trigger=Span(offset, offset + 8),
        predicate=kind.name,  # type: ignore[attr-defined]  # a Predicate: Zipf holds any object
        subject=subject,
        object=object_,
        status=dice.choice(statuses),
        evidence=Evidence(article, Span(offset, offset + 150), "One made-up sentence.", "benchmark"),
        confidence=0.8,
        plover=kind.plover,  # type: ignore[attr-defined]  # as above
        date=when,
    )


def draw_actor(start: int, dice: random.Random, state: Zipf, people: Zipf) -> Mention:
    if dice.random() < 0.6:
        entry = state.draw(dice)
        name, kind, known = entry.name, Kind.STATE, entry.id  # type: ignore[attr-defined]  # an Entry
    else:
        someone = people.draw(dice)
        name, kind, known = (
            (someone, Kind.PERSON, None) if isinstance(someone, str) else (someone.name, Kind.PERSON, someone.id)
        )  # type: ignore[attr-defined]  # an Entry
        if dice.random() < BARE and known is None:
            name = name.rsplit(" ", 1)[-1]
    return Mention(Span(start, start + len(name)), name, name, kind, known)


def compare_all_pairs(mentions: Sequence[EventMention]) -> float:
    """CPU seconds for looking at every pair once: the cheapest test there is, whether both name the same two."""
    started = time.process_time()
    same = 0
    for first, second in combinations(mentions, 2):
        if first.predicate == second.predicate and {first.subject.name, first.object.name} == {
            second.subject.name,
            second.object.name,
        }:
            same += 1
    return time.process_time() - started


def measure(size: int, folder: Path) -> dict[str, float]:
    """Merge a drawn corpus from its file, and read back what came of it."""
    gazetteer = Gazetteer.load()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with SpillStorage(folder) as storage, rest_collector():
        merger = Merger(gazetteer, storage)
        spent = 0.0
        first: list[EventMention] = []
        for article, mentions in read_corpus(folder / "corpus.jsonl"):
            if len(first) < REFERENCE:
                first.extend(mentions)
            started = time.process_time()
            merger.add(article.id, article, mentions)
            spent += time.process_time() - started
        started = time.process_time()
        merger.resolve()
        spent += time.process_time() - started
        started = time.process_time()
        entities, events = sum(1 for _ in merger.entities()), sum(1 for _ in merger.events())
        reading = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pairs = compare_all_pairs(first[:REFERENCE]) * (size / min(REFERENCE, size)) ** 2
    return {
        "seconds": spent, "reading": reading, "before_mb": before, "peak_mb": peak, "entities": entities,
        "events": events, "pairs_seconds": pairs,
    }  # fmt: skip


def write_corpus(size: int, path: Path) -> None:
    articles, mentions = draw_corpus(size, Gazetteer.load())
    by_article: dict[str, list[EventMention]] = defaultdict(list)
    for mention in mentions:
        by_article[mention.evidence.article].append(mention)
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(encode_text((article, by_article[article.id])) + "\n")


def read_corpus(path: Path) -> Iterator[tuple[Article, list[EventMention]]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield decode(tuple[Article, list[EventMention]], line)


def main(sizes: Sequence[int]) -> None:
    row = "{:>10} {:>9} {:>12} {:>9} {:>10} {:>9} {:>10} {:>10} {:>16}"
    heads = ("mentions", "CPU s", "per doubling", "reading", "before MB", "peak MB", "entities", "events")
    print(row.format(*heads, "all pairs (est.)"))
    last: tuple[int, float] | None = None
    for size in sizes:
        with TemporaryDirectory(prefix="graphkit-bench-") as folder:
            for step in ("--draw", "--one"):
                command = [sys.executable, __file__, step, str(size), folder]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
        run = json.loads(done.stdout)
        growth = ""
        if last is not None and size > last[0]:
            growth = f"{(run['seconds'] / last[1]) ** (1 / log2(size / last[0])):.2f}"
        print(
            row.format(
                size, f"{run['seconds']:.1f}", growth, f"{run['reading']:.1f}", f"{run['before_mb']:.0f}",
                f"{run['peak_mb']:.0f}", int(run["entities"]), int(run["events"]), f"{run['pairs_seconds']:.0f} s",
            ),
            flush=True,
        )  # fmt: skip
        last = (size, run["seconds"])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--draw"]:
        write_corpus(int(sys.argv[2]), Path(sys.argv[3]) / "corpus.jsonl")
    elif sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]), Path(sys.argv[3]))))
    else:
        main([int(word) for word in sys.argv[1:]] or [10_000, 20_000, 100_000])
