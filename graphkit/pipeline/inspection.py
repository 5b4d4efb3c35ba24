"""Show the reading of articles step by step: date, sections, sentences, names, facts, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from graphkit.config import DEFAULT_MODEL, Config
from graphkit.ingest import ReadingReport, inspect_articles
from graphkit.model import Article, Role, Skip
from graphkit.pipeline.json_records import fact_record
from graphkit.pipeline.spec import Recipe, Source, check_limit, list_sources

#: Sections that are read for facts; the others are left out.
_READ = frozenset({Role.HEADLINE, Role.BODY, Role.CAPTION})


def inspect_sources(
    sources: Source | Sequence[Source],
    *,
    recipe: Recipe | None = None,
    config: Config | None = None,
    limit: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield a record for each article of the sources, and one for each skip, in the order of reading.

    A record of an article has its metadata, `date_source` (where the date came from), `sections` with the role of
    each, `left_out` (sections that are not read for facts), `sentences` with the names in them, and `facts`.
    """
    check_limit(limit)
    annotate = _open_annotator(recipe or Recipe(DEFAULT_MODEL))
    for item in islice(inspect_articles(list_sources(sources), config=config), limit):
        if isinstance(item, Skip):
            yield {
                "skipped": item.path,
                "line": item.line,
                "code": item.code,
                "detail": item.detail,
                "remedy": item.remedy,
            }
        else:
            yield {**_describe_reading(item), **annotate(item.article)}


def _describe_reading(report: ReadingReport) -> dict[str, Any]:
    article = report.article
    sections = [
        {"role": str(section.role), "text": _cut(article, section.span.start, section.span.end)}
        for section in article.sections
    ]
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published,
        "date_source": report.date_source,
        "dateline": article.dateline_place,
        "url": article.url,
        "language": article.language,
        "characters": len(article.text),
        "sections": sections,
        "left_out": [section for section in sections if section["role"] not in _READ],
    }


def _cut(article: Article, start: int, end: int) -> str:
    return article.text[start:end]


def _open_annotator(recipe: Recipe) -> Callable[[Article], dict[str, Any]]:
    """Load what every article needs; the function then describes the sentences, names and facts of an article."""
    from graphkit.annotate import annotate_articles, load_model
    from graphkit.extract import extract_events
    from graphkit.resources.resources import Resources

    nlp = load_model(recipe.model)
    resources = Resources.load(gazetteer=list(recipe.gazetteer), lexicon=list(recipe.lexicon))

    def annotate(article: Article) -> dict[str, Any]:
        annotated = next(iter(annotate_articles([article], nlp, resources)))
        return _describe_annotated(annotated, extract_events(annotated))

    return annotate


def _describe_annotated(annotated: Any, mentions: Sequence[Any]) -> dict[str, Any]:
    """Describe the sentences with the names in them, and the facts of an article."""
    doc = annotated.doc
    names = {(name.start, name.end): name for name in annotated.names.values()}
    sentences = []
    for sentence in doc.sents:
        text = sentence.text.strip()
        if text:
            inside = [
                name for (start, end), name in sorted(names.items()) if sentence.start <= start and end <= sentence.end
            ]
            sentences.append(
                {
                    "text": text,
                    "names": [
                        {
                            "text": doc[name.start : name.end].text,
                            "name": name.name,
                            "kind": str(name.kind),
                            "entry": name.entry,
                        }
                        for name in inside
                    ],
                }
            )
    return {"sentences": sentences, "facts": [fact_record(mention) for mention in mentions]}
