"""Measure what each rule is worth: extract without it and compare the scores on annotated texts."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graphkit.errors import UsageError
from graphkit.model import Article
from graphkit.pipeline.json_records import article_record
from graphkit.pipeline.spec import Recipe

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as ParsedDoc

    from graphkit.evaluate import EvaluationReport
    from graphkit.model import Role
    from graphkit.resources.resources import Resources


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Texts and their annotations: articles with a folder of gold files, or one file of sentences for both."""

    name: str
    texts: Path
    gold: Path


@dataclass(frozen=True, slots=True)
class RuleWorth:
    """The loss on one gold set when a rule is switched off: right facts, false facts, and the scores.

    `right` and `false` are negative where the rule costs more than it brings.
    """

    rule: str
    gold_set: str
    right: int
    false: int
    status: int
    date: int
    place: int


@dataclass(frozen=True, slots=True)
class _Measure:
    """Counts of one run: right facts, false facts, right statuses, right dates, facts with a place."""

    right: int
    false: int
    status: int
    date: int
    place: int


def ablate(sets: Sequence[GoldSet], recipe: Recipe, rules: Sequence[str] | None = None) -> Iterator[RuleWorth]:
    """Yield the worth of each sieve and rule on each gold set; the texts are parsed once.

    Raises UsageError for a rule that does not exist and for texts that hold no article.
    """
    from graphkit.annotate.coref.sieves import SIEVES
    from graphkit.extract.rule_ids import RULE_IDS
    from graphkit.nlp.language_model import load_model
    from graphkit.resources.resources import Resources

    known = (*(sieve.id for sieve in SIEVES), *RULE_IDS)
    unknown = sorted(set(rules or ()) - set(known))
    if unknown:
        raise UsageError(f"there is no rule {unknown[0]!r}", remedy="leave the rules out to measure all of them")
    resources = Resources.load(gazetteer=recipe.gazetteer, lexicon=recipe.lexicon)
    nlp = load_model(recipe.model)
    for gold_set in sets:
        texts = _Texts(gold_set, nlp, resources)
        whole = texts.measure(resources)
        for rule in rules or known:
            yield _compare(rule, gold_set.name, whole, texts.measure(resources.without(rule)))


def _compare(rule: str, gold_set: str, whole: _Measure, less: _Measure) -> RuleWorth:
    return RuleWorth(
        rule,
        gold_set,
        whole.right - less.right,
        whole.false - less.false,
        whole.status - less.status,
        whole.date - less.date,
        whole.place - less.place,
    )


class _Texts:
    """The parsed articles of one gold set."""

    def __init__(self, gold_set: GoldSet, nlp: Language, resources: Resources) -> None:
        from graphkit.evaluate.name_matching import Names
        from graphkit.ingest import read_articles
        from graphkit.nlp.language_model import make_doc

        self.gold, self.names = gold_set.gold, Names.from_gazetteer(resources.gazetteer)
        self.parsed: list[tuple[Article, ParsedDoc, list[Role]]] = []
        for article in read_articles([gold_set.texts]):
            if isinstance(article, Article):
                doc, roles = make_doc(nlp, article, resources)
                self.parsed.append((article, next(iter(nlp.pipe([doc]))), roles))
        if not self.parsed:
            raise UsageError("there is no article to measure on", where=str(gold_set.texts), remedy="check the path")

    def measure(self, resources: Resources) -> _Measure:
        """Extract with some resources and count what is right and false."""
        from graphkit.annotate import annotate_doc
        from graphkit.evaluate import evaluate_predictions
        from graphkit.extract import extract_events
        from graphkit.nlp.tokens import Doc

        places = 0
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "facts.jsonl"
            with file.open("w", encoding="utf-8") as out:
                for article, parsed, roles in self.parsed:
                    events = extract_events(annotate_doc(article, Doc(parsed.copy()), resources, roles))
                    places += sum(event.place is not None for event in events)
                    out.write(json.dumps(article_record(article, events)) + "\n")
            report = evaluate_predictions(file, self.gold, static=False, names=self.names)
        return _count(report, places)


def _count(report: EvaluationReport, places: int) -> _Measure:
    facts = report.scores.get("facts") or report.scores["full"]
    shares = {name: report.shares[name].right if name in report.shares else 0 for name in ("status", "date")}
    return _Measure(facts.right, facts.predicted - facts.right, shares["status"], shares["date"], places)
