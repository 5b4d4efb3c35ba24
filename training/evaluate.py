"""Read articles by rules, model and both: `python -m training.evaluate READER ARTICLES.jsonl --out FOLDER`.

Writes rules.jsonl, learned.jsonl and both.jsonl in the form of `graphkit extract`, for `graphkit evaluate --gold`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from graphkit.annotate import annotate_articles, load_model
from graphkit.extract import extract_events
from graphkit.extract.reader.reader import LearnedReader
from graphkit.ingest import read_articles
from graphkit.model import Article
from graphkit.pipeline.json_records import article_record
from graphkit.resources.resources import Resources


def main() -> None:
    """Write the three files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    nlp, resources, reader = load_model(), Resources.load(), LearnedReader.load(options.reader)
    articles = [item for item in read_articles([options.articles]) if isinstance(item, Article)]
    files = {name: (options.out / f"{name}.jsonl").open("w", encoding="utf-8") for name in ("rules", "learned", "both")}
    for annotated in annotate_articles(articles, nlp, resources):
        readings = {
            "rules": extract_events(annotated),
            "learned": extract_events(annotated, reader, alone=True),
            "both": extract_events(annotated, reader),
        }
        for name, events in readings.items():
            record = article_record(annotated.article, events)
            files[name].write(json.dumps(record, ensure_ascii=False) + "\n")
    for file in files.values():
        file.close()


if __name__ == "__main__":
    main()
