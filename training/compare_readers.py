"""Compare what two readers read in the corpus: `python -m training.compare_readers BEFORE AFTER data/training/*.txt`.

Prints how many facts of predicates that both know only one of them tells, and the facts of a predicate that is new.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from graphkit.annotate import annotate_articles, load_model
from graphkit.extract import extract_events
from graphkit.extract.reader.reader import LearnedReader
from graphkit.extract.reader.weights import read_weights
from graphkit.model import Article, EventMention
from graphkit.nlp.document import Annotated
from graphkit.pipeline.reader_card import find_own_predicates
from graphkit.resources.resources import Resources
from training.corpus import read_corpus
from training.prepare import as_article

Fact = tuple[str, str, str, str, int]


def find_facts(text: Annotated, reader: LearnedReader, least: float) -> dict[Fact, EventMention]:
    """Find the facts of a text with at least a confidence."""
    return {
        (event.subject.name, event.predicate, event.object.name, event.status, event.trigger.start): event
        for event in extract_events(text, reader)
        if event.confidence >= least
    }


def choose_articles(files: Iterable[Path], each: int) -> list[Article]:
    """Choose the first articles of each file."""
    return [as_article(marked) for file in files for marked in islice(read_corpus(file), each)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path, help="folder of a reader")
    parser.add_argument("after", type=Path, help="folder of a reader")
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=1, help="articles of each file")
    parser.add_argument("--least", type=float, default=0.35, help="confidence from which a fact counts")
    options = parser.parse_args()
    readers = [LearnedReader(read_weights(folder)) for folder in (options.before, options.after)]
    known = set(readers[0].predicates)
    resources = Resources.load(predicates=find_own_predicates(options.after))
    sentences = facts = changed = new = 0
    for text in annotate_articles(choose_articles(options.corpus, options.each), load_model(), resources):
        before, after = (find_facts(text, reader, options.least) for reader in readers)
        sentences += len(list(text.doc.sents))
        facts += len(before)
        for fact in sorted(before.keys() ^ after.keys()):
            event = before.get(fact) or after[fact]
            is_new = event.predicate not in known and fact in after
            new, changed = new + is_new, changed + (not is_new)
            sign = "-" if fact in before else "+"
            print(sign, *fact[:3], event.confidence, event.evidence.sentence.replace("\n", " "), sep=" | ")
    print(f"{sentences} sentences, {facts} facts before, {changed} of known predicates changed, {new} new")


if __name__ == "__main__":
    main()
