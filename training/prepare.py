"""Turn marked articles into training records: the mentions that graphkit finds, and the marked facts between them."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import Any

from spacy.language import Language

from graphkit.annotate import annotate_articles, load_model
from graphkit.extract import extract_events
from graphkit.extract.reader.candidates import KIND_ORDER, Candidate, find_candidates
from graphkit.extract.reader.features import PREDICATES
from graphkit.extract.reader.paths import read_words
from graphkit.model import Article, Role, Section, Span
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources
from training.corpus import MarkedArticle, MarkedMention, read_corpus

#: The facts [subject, object, predicate, status] between candidates, and pairs [subject, object] that teach nothing.
Located = tuple[list[list[Any]], list[list[int]]]
#: Locates the facts of a sentence: its first and last character, and its candidates.
Locate = Callable[[int, int, list[Candidate]], Located]


def prepare_articles(
    marked: Iterable[MarkedArticle], nlp: Language, resources: Resources, counts: Counter[str]
) -> Iterator[dict[str, Any]]:
    """Yield a record for each article: text, title, sentences with their candidates, facts and what the rules found."""
    marked = list(marked)
    articles = (as_article(article) for article in marked)
    for article, annotated in zip(marked, annotate_articles(articles, nlp, resources), strict=True):
        yield make_record(annotated, partial(_locate_marked, article, annotated, counts), counts)


def as_article(marked: MarkedArticle) -> Article:
    spans = [Span(*marked.sentences[0]), Span(marked.sentences[0][1], len(marked.text))]
    sections = (Section(spans[0], Role.HEADLINE), Section(Span(spans[1].start + 2, spans[1].end), Role.BODY))
    return Article(marked.id, marked.text, title=marked.title, published=marked.published, sections=sections)


def make_record(annotated: Annotated, locate: Locate, counts: Counter[str]) -> dict[str, Any]:
    """Make the record of an article; `locate` says which facts stand between the candidates of a sentence."""
    events = extract_events(annotated)
    sentences = []
    for sentence in annotated.doc.sents:
        if not sentence.text.strip():
            continue
        first, last = sentence[0].idx, sentence[-1].idx + len(sentence[-1])
        candidates = find_candidates(annotated, sentence)
        rows = [[c.start, c.end, annotated.doc[c.head].idx, KIND_ORDER.index(c.kind)] for c in candidates]
        rule_facts = [
            [s, o, event.predicate, event.confidence]
            for event in events
            if first <= event.trigger.start < last
            for s in [_of_span(event.subject.span, event.subject.name, candidates)]
            for o in [_of_span(event.object.span, event.object.name, candidates)]
            if s is not None and o is not None and s != o
        ]
        counts["rule facts"] += len(rule_facts)
        facts, unsure = locate(first, last, candidates)
        sentences.append(
            {
                "span": [first, last],
                "words": [
                    list(astuple(word)) for word in read_words(sentence, annotated.resources.lexicon, PREDICATES)
                ],
                "candidates": rows,
                "names": [[mention.name for mention in c.mentions] for c in candidates],
                "facts": facts,
                "unsure": unsure,
                "rules": rule_facts,
            }
        )
    article = annotated.article
    return {"id": article.id, "text": annotated.doc.text, "title": article.title, "sentences": sentences}


def _locate_marked(
    marked: MarkedArticle,
    annotated: Annotated,
    counts: Counter[str],
    first: int,
    last: int,
    candidates: list[Candidate],
) -> Located:
    """Locate the facts whose marked words stand in a sentence."""
    facts: list[list[Any]] = []
    for fact in marked.facts:
        if not first <= fact.subject.start < last:
            continue
        ends = [_find(mention, candidates, annotated) for mention in (fact.subject, fact.object)]
        counts["facts"] += 1
        if None in ends or ends[0] == ends[1]:
            counts["unreachable"] += 1
            continue
        facts.append([ends[0], ends[1], fact.predicate, fact.status])
    return facts, []


def _find(mention: MarkedMention, candidates: list[Candidate], annotated: Annotated) -> int | None:
    """Find the candidate that marked words mean: its head lies in them; of several the one whose span is most alike."""
    fits = []
    for number, candidate in enumerate(candidates):
        head = annotated.doc[candidate.head].idx
        if mention.start <= head < mention.end:
            shared = min(candidate.end, mention.end) - max(candidate.start, mention.start)
            union = max(candidate.end, mention.end) - min(candidate.start, mention.start)
            fits.append((shared / union, -number))
    return -max(fits)[1] if fits else None


def _of_span(span: Span, name: str, candidates: list[Candidate]) -> int | None:
    """Find the candidate of a mention of an event: the one of its name whose span is most alike."""
    fits = [
        (min(c.end, span.end) - max(c.start, span.start), -number)
        for number, c in enumerate(candidates)
        if min(c.end, span.end) > max(c.start, span.start) and any(m.name == name for m in c.mentions)
    ]
    return -max(fits)[1] if fits else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    nlp, resources = load_model(), Resources.load()
    with options.out.open("w", encoding="utf-8") as file:
        for record in prepare_articles(read_corpus(*options.corpus), nlp, resources, counts):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    print(dict(counts))


if __name__ == "__main__":
    main()
