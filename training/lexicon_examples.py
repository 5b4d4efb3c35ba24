"""Turn the examples of the lexicon's rows into training records: short sentences with one marked fact each."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

from spacy.language import Language

from graphkit.annotate import annotate_articles, load_model
from graphkit.extract.reader.candidates import KIND_ORDER, Candidate, find_candidates
from graphkit.extract.reader.features import PREDICATES
from graphkit.extract.reader.paths import read_words
from graphkit.model import Article
from graphkit.resources.resources import Resources


def prepare_examples(nlp: Language, resources: Resources) -> Iterator[dict[str, Any]]:
    """Yield a record for each example whose two actors are among the candidates that annotation finds."""
    rows = [row for row in resources.lexicon.rows if row.example]
    articles = (Article(f"lexicon-{number}", row.example, published="2024-03-04") for number, row in enumerate(rows))
    for row, annotated in zip(rows, annotate_articles(articles, nlp, resources), strict=True):
        (sentence, *more) = annotated.doc.sents
        candidates = find_candidates(annotated, sentence)
        ends = [_find(name, candidates) for name in row.fact[:2]]
        if more or None in ends or ends[0] == ends[1]:
            continue
        status = row.fact[2] if len(row.fact) > 2 else "occurred"
        rows_ = [[c.start, c.end, annotated.doc[c.head].idx, KIND_ORDER.index(c.kind)] for c in candidates]
        yield {
            "id": annotated.article.id,
            "text": annotated.doc.text,
            "title": "",
            "sentences": [
                {
                    "span": [sentence[0].idx, sentence[-1].idx + len(sentence[-1])],
                    "words": [list(astuple(word)) for word in read_words(sentence, resources.lexicon, PREDICATES)],
                    "candidates": rows_,
                    "names": [[mention.name for mention in c.mentions] for c in candidates],
                    "facts": [[*ends, row.predicate, status]],
                    "rules": [],
                }
            ],
        }


def _find(name: str, candidates: list[Candidate]) -> int | None:
    fits = [i for i, c in enumerate(candidates) if any(m.name == name for m in c.mentions)]
    return fits[0] if fits else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    count = 0
    with options.out.open("w", encoding="utf-8") as file:
        for record in prepare_examples(load_model(), Resources.load()):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} examples")


if __name__ == "__main__":
    main()
