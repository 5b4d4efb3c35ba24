"""Check the rows of a lexicon file of your own, and show what they change on annotated texts.

    python -m tools.new_row my-verbs.yaml            with the sample articles and their annotations
    python -m tools.new_row my-verbs.yaml TEXTS      and what comes and goes in texts of your own

Ends with 0 if each example yields its fact, with 1 if one does not, with 2 if the file does not hold together.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphkit.annotate import annotate_articles, load_model
from graphkit.errors import GraphkitError
from graphkit.evaluate import EvaluationReport, evaluate_predictions
from graphkit.extract import extract_events
from graphkit.ingest import read_articles
from graphkit.model import Article, EventMention, Mention
from graphkit.pipeline.json_records import article_record
from graphkit.resources.lexicon.trigger_rows import Row
from graphkit.resources.resources import Resources

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, GOLD = ROOT / "data" / "articles", ROOT / "data" / "gold"
#: Sports, markets and weather use the words of conflict: a row must stay silent there.
OTHER_NEWS = ROOT / "tests" / "extract" / "other_news.txt"

Facts = dict[str, list[EventMention]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, print the report and return the exit code."""
    parser = argparse.ArgumentParser(prog="new_row", description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="a lexicon file of your own")
    parser.add_argument("texts", nargs="*", type=Path, help="texts to compare on, besides the sample articles")
    given = parser.parse_args(arguments)
    try:
        return _report(given.file, given.texts)
    except GraphkitError as error:
        print(f"Error: {error}", f"  where: {error.where}", f"  do:    {error.remedy}", sep="\n", file=sys.stderr)
        return 2


def _report(file: Path, texts: Sequence[Path]) -> int:
    before, after = Resources.load(), Resources.load(lexicon=[file])
    nlp = load_model()
    rows = [row for row in after.lexicon.rows if row.source.startswith(str(file)) and row.example]
    print(f"{file}: {len(rows)} rows with an example")
    wrong = [row for row in rows if not _check_example(row, nlp, after)]
    _compare_on_samples(nlp, before, after)
    for path in texts:
        articles = [item for item in read_articles([path]) if isinstance(item, Article)]
        print(f"\n{path}: {len(articles)} articles")
        _show_changes(_extract(articles, nlp, before), _extract(articles, nlp, after))
    print("\n" + (f"{len(wrong)} examples do not yield their fact" if wrong else "every example yields its fact"))
    return 1 if wrong else 0


def _check_example(row: Row, nlp: Language, resources: Resources) -> bool:
    """Read the example of a row and say whether it yields its fact."""
    article = Article(id="example", text=row.example, published="2024-03-05")
    events = _extract([article], nlp, resources)["example"]
    is_right = any(_is_fact(row, event) for event in events)
    print(f"  {'ok   ' if is_right else 'WRONG'} {row.example}  ->  {', '.join(row.fact)}")
    if not is_right:
        print("        read instead: " + ("; ".join(map(_describe, events)) or "nothing"))
    return is_right


def _is_fact(row: Row, event: EventMention) -> bool:
    subject, object_, *status = row.fact
    return (
        (event.predicate, event.evidence.rule) == (row.predicate, row.id)
        and _is_named(subject, event.subject)
        and _is_named(object_, event.object)
        and (not status or str(event.status) == status[0])
    )


def _is_named(words: str, mention: Mention) -> bool:
    return words.lower() in f"{mention.text}\n{mention.name}".lower()


def _compare_on_samples(nlp: Language, before: Resources, after: Resources) -> None:
    articles = [item for item in read_articles([SAMPLES]) if isinstance(item, Article)]
    old, new = _extract(articles, nlp, before), _extract(articles, nlp, after)
    print(f"\nsample articles ({GOLD.relative_to(ROOT)} has what they tell):")
    for name, facts in (("without", old), ("with", new)):
        score = _evaluate(articles, facts).scores["facts"]
        print(f"  {name:8} precision {score.precision:.3f}  recall {score.recall:.3f}  right {score.right}")
    _show_changes(old, new)
    lines = OTHER_NEWS.read_text(encoding="utf-8").split("\n") if OTHER_NEWS.exists() else []
    others = [Article(id=str(number), text=line, published="2024-03-05") for number, line in enumerate(lines) if line]
    print(f"\n{len(others)} sentences of sport, markets and weather, of which none tells a fact:")
    _show_changes(_extract(others, nlp, before), _extract(others, nlp, after))


def _extract(articles: Iterable[Article], nlp: Language, resources: Resources) -> Facts:
    return {parsed.article.id: extract_events(parsed) for parsed in annotate_articles(articles, nlp, resources)}


def _evaluate(articles: Sequence[Article], facts: Facts) -> EvaluationReport:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.jsonl"
        records = (json.dumps(article_record(article, facts[article.id])) + "\n" for article in articles)
        file.write_text("".join(records), encoding="utf-8")
        return evaluate_predictions(file, GOLD)


def _show_changes(old: Facts, new: Facts) -> None:
    lines = sorted(_find_changes(old, new))
    print("\n".join(lines) if lines else "  no change")


def _find_changes(old: Facts, new: Facts) -> Iterator[str]:
    for article, events in new.items():
        before, after = set(map(_describe, old[article])), set(map(_describe, events))
        sentences = {_describe(event): event.evidence.sentence for event in [*old[article], *events]}
        for sign, facts in (("+", after - before), ("-", before - after)):
            yield from (f"  {sign} {fact}\n      {' '.join(sentences[fact].split())}" for fact in facts)


def _describe(event: EventMention) -> str:
    return f"{event.subject.name} {event.predicate} {event.object.name} ({event.status})"


if __name__ == "__main__":
    sys.exit(main())
