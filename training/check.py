"""Check files of the training corpus: form, marked words, predicates, statuses, and runs of words that two share.

usage: python -m training.check data/training/*.txt
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from graphkit.extract.reader.features import PREDICATES
from graphkit.model import Status
from training.corpus import CorpusError, MarkedArticle, read_corpus

#: No two articles may share so many words in a row, of which four are written small.
SHARED_WORDS, SMALL_WORDS = 6, 4


def find_faults(articles: Iterable[MarkedArticle]) -> Iterator[str]:
    """Yield what is wrong with each article, and each run of words that two of them share."""
    owners: dict[tuple[str, ...], str] = {}
    ids: set[str] = set()
    for article in articles:
        if article.id in ids:
            yield f"{article.id} stands twice"
        ids.add(article.id)
        for fact in article.facts:
            if fact.predicate not in PREDICATES:
                yield f"{article.id}: unknown predicate {fact.predicate}"
            if fact.status not in set(Status):
                yield f"{article.id}: unknown status {fact.status}"
            if fact.subject == fact.object and len(fact.subject.names) < 2:  # else: each of them with each other
                yield f"{article.id}: {fact.predicate} has one argument twice"
        for run in find_runs(article.text):
            owner = owners.setdefault(run, article.id)
            if owner != article.id:
                yield f"{owner} and {article.id} share {' '.join(run)!r}"


def find_runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the runs of words of a text that are no mere names."""
    words = re.findall(r"\w+|[^\w\s]", text)
    for start in range(len(words) - SHARED_WORDS + 1):
        run = words[start : start + SHARED_WORDS]
        if sum(word[0].islower() for word in run) >= SMALL_WORDS:
            yield tuple(word.lower() for word in run)


def describe(articles: list[MarkedArticle]) -> str:
    """Describe a corpus in some lines: sizes, lengths, predicates, statuses."""
    facts_in = Counter(
        (article.id, next(s for s in article.sentences if s[0] <= fact.subject.start < s[1]))
        for article in articles
        for fact in article.facts
    )
    bodies = [(article.id, sentence) for article in articles for sentence in article.sentences[1:]]
    lengths = [len(article.text[start:end].split()) for article in articles for start, end in article.sentences[1:]]
    several = sum(facts_in[key] > 1 for key in bodies) / max(1, len(bodies))
    none = sum(facts_in[key] == 0 for key in bodies) / max(1, len(bodies))
    facts = [fact for article in articles for fact in article.facts]
    return (
        f"{len(articles)} articles, {len(bodies)} sentences, median {statistics.median(lengths):g} words; two facts or "
        f"more in {several:.0%}, none in {none:.0%}; {len(facts)} facts\n"
        f"{dict(Counter(fact.predicate for fact in facts).most_common())}\n"
        f"{dict(Counter(fact.status for fact in facts).most_common())}"
    )


def main() -> int:
    """Print faults and a description; return 1 where there are faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    try:
        articles = list(read_corpus(*parser.parse_args().files))
    except CorpusError as error:
        print(error)
        return 1
    faults = list(find_faults(articles))
    print("\n".join([*faults, describe(articles)]))
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())
