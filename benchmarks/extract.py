"""Words per second of annotation and extraction beside the bare spaCy pipeline, and memory over a long run.

Both read the same invented articles in the same run, in turn, on one process at batch size 16.

    python benchmarks/extract.py [WORDS]
"""

from __future__ import annotations

import resource
import statistics
import sys
import time

from articles import make_articles

from graphkit.annotate import annotate_articles, load_model
from graphkit.extract import extract_events
from graphkit.model import Article
from graphkit.resources.resources import Resources

ROUNDS = 3


def main(words: int) -> None:
    nlp, resources = load_model(), Resources.load()
    articles = []
    while sum(len(a.text.split()) for a in articles) < words:
        articles += [
            Article(f"a{len(articles) + i}", record["text"], published="2024-05-01")
            for i, record in enumerate(make_articles(200, seed=1 + len(articles)))
        ]
    count = sum(len(a.text.split()) for a in articles)
    ratios = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _doc in nlp.pipe((a.text for a in articles), batch_size=16):
            pass
        bare = time.perf_counter() - start
        start = time.perf_counter()
        facts = 0
        first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for annotated in annotate_articles(articles, nlp, resources):
            facts += len(extract_events(annotated))
        whole = time.perf_counter() - start
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first
        ratios.append(bare / whole)
        print(
            f"bare spaCy {count / bare:7.0f} words/s   with annotation and extraction {count / whole:7.0f} words/s   "
            f"ratio {bare / whole:.2f}   {facts} facts   peak memory grew {grown / 1024:.0f} MB"
        )
    print(f"median ratio {statistics.median(ratios):.2f} over {count} words")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60_000)
