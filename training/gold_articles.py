"""Read articles in which every fact is marked, as articles with annotations: the corpus, and short passages.

A file of passages has one JSON object a line: `id`, `date` (ISO, the day of publication), `text` and `facts`, each with
`s`, `p`, `o` (canonical names) and `status`; data/training/README.md has the form.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graphkit.evaluate.gold import GoldArticle, GoldFact, Triple
from training.corpus import MarkedArticle, MarkedFact, read_corpus

#: The article's text and day of publication, and its annotations.
Annotation = tuple[str, str, GoldArticle]


def read_annotations(*files: Path) -> Iterator[Annotation]:
    """Read articles with their facts from files of the corpus (.txt) and of passages (.jsonl), in order."""
    for file in files:
        if file.suffix == ".jsonl":
            yield from _read_passages(file)
        else:
            yield from map(_from_corpus, read_corpus(file))


@contextmanager
def write_articles(annotations: Iterable[Annotation]) -> Iterator[Path]:
    """Write the texts to a temporary file of articles, so that they are read as every source is."""
    rows = ({"id": gold.id, "date": published, "text": text} for text, published, gold in annotations)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "corpus.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        yield file


def _read_passages(file: Path) -> Iterator[Annotation]:
    for line in file.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        facts = tuple(map(_read_fact, passage["facts"]))
        yield passage["text"], passage["date"], GoldArticle(passage["id"], facts)


def _read_fact(row: dict[str, Any]) -> GoldFact:
    return GoldFact(*_triple(row), (row["status"],), alternatives=tuple(map(_triple, row.get("alt", ()))))


def _triple(fact: dict[str, str]) -> Triple:
    return fact["s"], fact["p"], fact["o"]


def _from_corpus(article: MarkedArticle) -> Annotation:
    facts = (fact for marked in article.facts for fact in _expand(marked))
    return article.text, article.published, GoldArticle(article.id, tuple(facts))


def _expand(marked: MarkedFact) -> Iterator[GoldFact]:
    """Yield a fact for each two of those whom its sides name."""
    for subject in marked.subject.names:
        for object_ in marked.object.names:
            if subject != object_:
                yield GoldFact(subject, marked.predicate, object_, (marked.status,))
